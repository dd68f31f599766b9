//! The real thing over a line that is cut: HTTPS through a proxy that ends connections without a word.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beibao_domain::ProblemCode;
use beibao_domain::world::System;
use beibao_replica::statistics::{Asked, Figure};
use beibao_store::today;
use beibao_sync::HttpStation;
use beibao_tests::proxy::Proxy;
use beibao_tests::{DemoStation, Tablet, load, small};
use tempfile::TempDir;

async fn stage(folder: &TempDir) -> (DemoStation, Tablet, Proxy) {
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    let proxy = Proxy::start(station.url().trim_start_matches("https://").parse().unwrap()).await.unwrap();
    (station, tablet, proxy)
}

/// A client of its own each time: a connection that is kept open would not be cut where it is meant to.
async fn sync_through(tablet: &Tablet, proxy: &Proxy) -> Result<(), beibao_domain::Problem> {
    let enrolment = &tablet.store.identity().enrolment;
    let line = HttpStation::new(&proxy.url(), enrolment.certificate, enrolment.device, &enrolment.device_seed).unwrap();
    beibao_sync::sync(&tablet.store, &line, &AtomicBool::new(false), |_| {}).await
}

/// A prime, so that over the whole of a sync every kind of byte has its turn.
const STEP: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_is_cut_once_anywhere_is_whole_in_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet, proxy) = stage(&folder).await;
    load::visits(&tablet.store, 1).unwrap();
    sync_through(&tablet, &proxy).await.unwrap();
    let whole = proxy.take_bytes();
    assert!(whole > 3_000, "{whole} bytes");
    let (mut said, mut cuts) = (1, 0);
    for at in (0..whole).step_by(STEP) {
        load::visits(&tablet.store, 1).unwrap();
        said += 1;
        proxy.cut_once.store(at, Ordering::SeqCst);
        if let Err(problem) = sync_through(&tablet, &proxy).await {
            // Before anybody answered there is nobody who could be asked again; the next sync goes on.
            assert!(matches!(problem.code, ProblemCode::StationUnreachable | ProblemCode::Interrupted), "{problem:?}");
            cuts += 1;
            sync_through(&tablet, &proxy).await.unwrap();
        }
        assert_eq!(today::outbox_state(&tablet.store).unwrap().unsent, 0, "cut at {at}");
    }
    assert!(cuts < said / 2, "{cuts} of {said} syncs gave up");
    let total = station.station.statistics(&Asked::default()).unwrap().pop().unwrap_or_default();
    assert_eq!(total.figure(Figure::Visits), said, "lost or doubled");
    assert_eq!(station.station.verify().unwrap().broken, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_gets_through_a_line_that_is_cut_every_few_kilobytes() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet, proxy) = stage(&folder).await;
    let other = Tablet::enrol(&folder.path().join("other"), &station, false, Arc::new(System)).await.unwrap();
    other.sync().await.unwrap();
    for (n, cut) in [64 * 1024, 16 * 1024].into_iter().enumerate() {
        load::visits(&other.store, 60).unwrap();
        other.sync().await.unwrap();
        load::visits(&tablet.store, 60).unwrap();
        load::portraits(&tablet.store, 3, 150_000).unwrap();
        proxy.cut_after.store(cut, Ordering::SeqCst);
        sync_through(&tablet, &proxy).await.unwrap();
        let state = today::outbox_state(&tablet.store).unwrap();
        assert_eq!((state.unsent, state.set_aside, state.differing), (0, 0, 0), "cut every {cut} bytes");
        let total = station.station.statistics(&Asked::default()).unwrap().pop().unwrap_or_default();
        assert_eq!(total.figure(Figure::Visits), 120 * (n as u32 + 1));
    }
    assert!(proxy.counted.connections.load(Ordering::SeqCst) > 20, "the line was never cut");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_broke_off_behind_others_of_the_same_body_goes_on_where_it_broke() {
    const PICTURE: usize = 60_000;
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet, proxy) = stage(&folder).await;
    for pictures in [3, 6] {
        load::portraits(&tablet.store, pictures, PICTURE).unwrap();
        // In the middle of the last one: whatever came before it is whole, and the tablet has not heard so.
        proxy.cut_once.store((pictures * PICTURE - PICTURE / 3) as u64, Ordering::SeqCst);
        sync_through(&tablet, &proxy).await.unwrap();
        let again = proxy.take_bytes() as usize - pictures * PICTURE;
        assert!(again < PICTURE / 2, "{again} bytes more than the {pictures} pictures have");
    }
    let whole = "SELECT sum(whole) FROM blob";
    let whole: u32 = station.station.read(|sql| Ok(sql.query_row(whole, [], |row| row.get(0))?)).unwrap();
    assert_eq!(whole, 9);
}
