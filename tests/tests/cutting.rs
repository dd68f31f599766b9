//! The real thing over a line that is cut: HTTPS through a proxy that ends connections without a word.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use beibao_domain::world::System;
use beibao_replica::statistics::{Asked, Figure};
use beibao_store::today;
use beibao_tests::cut::{self, Stage, sync_through};
use beibao_tests::{Tablet, load};

/// A prime, so that over the whole of a sync every kind of byte has its turn; `scripts/bench cut` takes every byte.
const STEP: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_is_cut_once_anywhere_is_whole_in_the_end() {
    let (said, gave_up) = cut::everywhere(STEP).await.unwrap();
    assert!(said > 1_000, "a sync of {} bytes", said * STEP as u32);
    assert!(gave_up < said / 2, "{gave_up} of {said} syncs gave up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_gets_through_a_line_that_is_cut_every_few_kilobytes() {
    let Stage { folder, station, tablet, proxy } = Stage::new().await.unwrap();
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
    let Stage { folder: _folder, station, tablet, proxy } = Stage::new().await.unwrap();
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
