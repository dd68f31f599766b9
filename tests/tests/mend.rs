//! A tablet that lacks a few rows of many finds and takes just those; from a station that cannot tell parts it takes all anew.
//! Nobody takes the other's digest over.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use beibao_domain::world::System;
use beibao_domain::{Problem, ProblemCode};
use beibao_station::Visitor;
use beibao_store::{Store, today};
use beibao_sync::Phase;
use beibao_tests::faulty::FaultyLine;
use beibao_tests::{DemoStation, Tablet, load, small};
use beibao_wire::{Abilities, Compare, Compared, Hello, Part, Recall, SyncApi, Welcome};

/// A line to a station of this version, or to one from before parts could be told.
struct Line {
    to: Visitor,
    old: bool,
    recalled: AtomicU64,
}

impl SyncApi for Line {
    type Bytes = <Visitor as SyncApi>::Bytes;

    beibao_tests::handed_on!(enrol push pull blob snapshot);

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        let abilities = if self.old { Abilities::default() } else { request.abilities };
        self.to.hello(Hello { abilities, ..request }).await
    }

    async fn compare(&self, request: Compare) -> Result<Compared, Problem> {
        assert!(!self.old, "an old station was asked what it cannot tell");
        self.to.compare(request).await
    }

    async fn recall(&self, request: Recall) -> Result<Self::Bytes, Problem> {
        self.recalled.fetch_add(1, Ordering::SeqCst);
        self.to.recall(request).await
    }
}

/// Syncs, and says how many rows came in.
async fn sync_over(store: &Arc<Store>, line: &impl SyncApi) -> Result<u32, Problem> {
    let (mut received, mut before) = (0, 0);
    beibao_sync::sync(store, line, &AtomicBool::new(false), |progress| {
        if progress.phase == Phase::Receiving {
            received += progress.done.saturating_sub(if progress.done < before { 0 } else { before });
            before = progress.done;
        }
    })
    .await?;
    Ok(received)
}

fn visits(store: &Store) -> u32 {
    let query = "SELECT count(*) FROM fact WHERE kind = 'visit'";
    store.read(|sql| Ok(sql.query_row(query, [], |row| row.get(0))?)).unwrap()
}

const MANY: usize = 400;
const LACKING: usize = 3;

/// A station with many visits, and a tablet that believes to have them all and lacks a few from the middle.
async fn a_tablet_with_a_hole(folder: &tempfile::TempDir, name: &str) -> (DemoStation, Tablet) {
    let station = DemoStation::start_with(&folder.path().join(name), &small::files(), Arc::new(System)).await.unwrap();
    let place = |who: &str| folder.path().join(format!("{name}-{who}"));
    let other = Tablet::enrol(&place("other"), &station, false, Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&place("tablet"), &station, false, Arc::new(System)).await.unwrap();
    other.sync().await.unwrap();
    for (count, lost) in [(MANY / 2, false), (LACKING, true), (MANY / 2, false)] {
        load::visits(&other.store, count).unwrap();
        other.sync().await.unwrap();
        if lost {
            // As if they had come: the next pull begins after them.
            let end: i64 = station
                .station
                .read(|sql| Ok(sql.query_row("SELECT max(number) FROM change", [], |row| row.get(0))?))
                .unwrap();
            tablet.store.writer().execute("UPDATE cursor SET after = ?1", [end]).unwrap();
        } else if visits(&tablet.store) == 0 {
            tablet.sync().await.unwrap();
        }
    }
    assert_eq!(visits(&tablet.store) as usize, MANY / 2);
    (station, tablet)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_tablet_lacks_is_found_among_many_and_only_that_is_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = a_tablet_with_a_hole(&folder, "new").await;
    let line = Line { to: tablet.visitor(&station), old: false, recalled: AtomicU64::new(0) };
    // Unsent words of its own are no difference, and are not lost by it.
    let own = tablet.visit(tablet.household(small::HOUSEHOLD).unwrap(), "自己的走访").unwrap();
    let received = sync_over(&tablet.store, &line).await.unwrap() as usize;
    // What lacks lies in two gachas.
    assert_eq!(line.recalled.load(Ordering::SeqCst), 2);
    assert!(received <= MANY / 2 + 1 + 10 * LACKING, "{received} rows came in for {LACKING} that were lacking");
    assert_eq!(visits(&tablet.store) as usize, MANY + LACKING + 1);
    assert!(tablet.store.read(|sql| beibao_store::visit::page(sql, own)).is_ok());
    let state = today::outbox_state(&tablet.store).unwrap();
    assert_eq!((state.unsent, state.differing), (0, 0));
    // Once both agree nobody asks again.
    assert_eq!(sync_over(&tablet.store, &line).await.unwrap(), 0);
    assert_eq!(line.recalled.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_that_cannot_tell_parts_gives_all_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = a_tablet_with_a_hole(&folder, "old").await;
    let line = Line { to: tablet.visitor(&station), old: true, recalled: AtomicU64::new(0) };
    let received = sync_over(&tablet.store, &line).await.unwrap() as usize;
    assert!(received > MANY, "{received}");
    assert_eq!(visits(&tablet.store) as usize, MANY + LACKING);
    assert_eq!(today::outbox_state(&tablet.store).unwrap().differing, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hole_is_mended_over_a_line_that_breaks() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = a_tablet_with_a_hole(&folder, "flaky").await;
    for seed in 1..200u64 {
        match sync_over(&tablet.store, &FaultyLine::new(tablet.visitor(&station), seed * 7_919)).await {
            Ok(_) => break,
            Err(problem) => assert_eq!(problem.code, ProblemCode::Interrupted),
        }
    }
    assert_eq!(visits(&tablet.store) as usize, MANY + LACKING);
    assert_eq!(today::outbox_state(&tablet.store).unwrap().differing, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_tablet_holds_is_told_and_its_part_alone_is_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = a_tablet_with_a_hole(&folder, "more").await;
    let line = Line { to: tablet.visitor(&station), old: false, recalled: AtomicU64::new(0) };
    sync_over(&tablet.store, &line).await.unwrap();
    let before = line.recalled.load(Ordering::SeqCst);
    // A row that the station never had, in the tables of both counts.
    tablet
        .store
        .writer()
        .execute_batch(
            "UPDATE scope_digest SET count = count + 1, digest = randomblob(16)
                 WHERE area = (SELECT area FROM fact LIMIT 1);
             INSERT INTO unread SELECT stamp_at + 1, stamp_device, 'fact/nowhere', author, area, '{}' FROM fact LIMIT 1;",
        )
        .unwrap();
    for _ in 0..2 {
        let received = sync_over(&tablet.store, &line).await.unwrap() as usize;
        assert!(received <= 10, "{received} rows came in for one that differs");
        assert_eq!(today::outbox_state(&tablet.store).unwrap().differing, 1, "it is told");
    }
    assert_eq!(line.recalled.load(Ordering::SeqCst), before + 2, "it is asked for once a sync");
    // A scope that differs for one reason is still mended where it differs for another.
    let lost = "SELECT id FROM fact WHERE kind = 'visit' AND area = (SELECT area FROM unread) LIMIT 1";
    let lost = beibao_domain::FactId(tablet.store.read(|sql| Ok(sql.query_row(lost, [], |row| row.get(0))?)).unwrap());
    tablet.store.writer().execute("DELETE FROM fact WHERE id = ?1", [lost.0]).unwrap();
    sync_over(&tablet.store, &line).await.unwrap();
    let back = tablet.store.read(|sql| Ok(beibao_replica::table::fact::exists(sql, lost)?)).unwrap();
    assert!(back, "what was lost later is never looked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_a_foreign_scope_and_too_many_of_them_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = a_tablet_with_a_hole(&folder, "foreign").await;
    let to = tablet.visitor(&station);
    let area = |query: &str| {
        let found = tablet.store.read(|sql| Ok(sql.query_row(query, [], |row| row.get(0))?));
        beibao_domain::AreaId(found.unwrap())
    };
    let foreign = beibao_domain::AreaId(uuid::Uuid::from_u128(99));
    let own = area("SELECT area FROM fact LIMIT 1");
    let ask = |area, count| Compare { area, parts: vec![Part::WHOLE; count] };
    assert_eq!(to.compare(ask(foreign, 1)).await.unwrap_err().code, ProblemCode::ChangeOutOfScope);
    assert_eq!(to.compare(ask(own, 5_000)).await.unwrap_err().code, ProblemCode::TooLarge);
    assert_eq!(to.compare(ask(own, 1)).await.unwrap().parts.len(), 1);
    let recall = Recall { area: foreign, parts: vec![Part::WHOLE], page_bytes: 1_000 };
    assert_eq!(to.recall(recall).await.err().map(|problem| problem.code), Some(ProblemCode::ChangeOutOfScope));
    station.station.revoke(tablet.store.identity().enrolment.device).unwrap();
    assert_eq!(to.compare(ask(own, 1)).await.unwrap_err().code, ProblemCode::TabletRevoked);
}
