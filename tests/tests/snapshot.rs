//! A tablet that fetched a snapshot holds exactly what one holds that pulled everything, over whatever line.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beibao_domain::world::System;
use beibao_domain::{Problem, ProblemCode};
use beibao_replica::find;
use beibao_replica::table::rows;
use beibao_station::Visitor;
use beibao_store::Store;
use beibao_tests::faulty::FaultyLine;
use beibao_tests::{DemoStation, Tablet};
use beibao_wire::{Hello, SnapshotRange, SyncApi, Welcome};

/// A line on which nobody asks for a snapshot, or that counts how often one was fetched.
struct Line {
    to: Visitor,
    wanted: bool,
    fetched: AtomicBool,
}

impl SyncApi for Line {
    type Bytes = <Visitor as SyncApi>::Bytes;

    beibao_tests::handed_on!(enrol push pull compare recall blob);

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        let snapshot_format = if self.wanted { request.snapshot_format } else { 0 };
        self.to.hello(Hello { snapshot_format, ..request }).await
    }

    async fn snapshot(&self, request: SnapshotRange) -> Result<Self::Bytes, Problem> {
        self.fetched.store(true, Ordering::SeqCst);
        self.to.snapshot(request).await
    }
}

async fn sync_over(tablet: &Tablet, line: &impl SyncApi) -> Result<(), Problem> {
    beibao_sync::sync(&tablet.store, line, &AtomicBool::new(false), |_| {}).await
}

/// Every row of every shared table, and what the search box finds.
fn everything(store: &Store, queries: &[String]) -> Vec<String> {
    store
        .read(|sql| {
            let mut all = Vec::new();
            for query in [
                "SELECT json_array(hex(row), stamp_at, hex(stamp_device), hex(area), register, body) FROM register_edit",
                "SELECT json_array(hex(id), kind, hex(area), hex(household), hex(first), happened_at, stamp_at, body) FROM fact",
                "SELECT json_array(hex(id), code, hex(area), address, latitude, access_notes, phone) FROM household",
                "SELECT json_array(hex(id), hex(household), relation, name, name_mn, id_number, born_on, phone) FROM person",
                "SELECT json_array(hex(id), badge, name, areas) FROM officer",
                "SELECT json_array(hex(id), code, kind, title, version) FROM material",
                "SELECT json_array(hex(id), code, kind, name, hex(parent)) FROM area",
                "SELECT json_array(hex(id), kind, hex(household), hex(person), state, open, due_on, happened_at) FROM matter",
                "SELECT json_array(hex(of), figure, at, sum(count), count(*), hex(area), hex(officer), hex(fact), hex(material)) FROM counted GROUP BY of, figure, at, area, officer, fact, material",
                "SELECT json_array(hex(area), count, hex(digest)) FROM scope_digest WHERE count > 0",
            ] {
                let mut part: Vec<String> = rows(sql, query, [], |row| row.get(0))?;
                part.sort();
                all.extend(part);
            }
            for query in queries {
                // The order of hits is the order in which rows came, which may differ.
                let mut hits: Vec<String> =
                    find::search(sql, query, None)?.hits.iter().map(|hit| format!("{query} {}", hit.id)).collect();
                hits.sort();
                if hits.len() < find::SHOWN {
                    all.extend(hits);
                }
            }
            Ok(all)
        })
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_and_a_pull_leave_the_same_tablet_whatever_the_line_does() {
    let folder = tempfile::tempdir().unwrap();
    let register = beibao_sample::register(1);
    let station = DemoStation::start(&folder.path().join("station"), &register, Arc::new(System)).await.unwrap();
    let enrol =
        async |name: &str| Tablet::enrol(&folder.path().join(name), &station, false, Arc::new(System)).await.unwrap();
    // Somebody's day is in the log before the snapshot, and somebody's after it.
    let worker = enrol("worker").await;
    worker.sync().await.unwrap();
    let home = worker.household("01-").unwrap();
    worker.visit(home, "快照以前").unwrap();
    worker.sync().await.unwrap();
    station.station.prepare_snapshots().unwrap();
    worker.visit(home, "快照以后").unwrap();
    worker.sync().await.unwrap();

    let (fetching, pulling, flaky) = (enrol("fetching").await, enrol("pulling").await, enrol("flaky").await);
    let line = |tablet: &Tablet, wanted| Line { to: tablet.visitor(&station), wanted, fetched: false.into() };
    let (asks, asks_not) = (line(&fetching, true), line(&pulling, false));
    sync_over(&fetching, &asks).await.unwrap();
    sync_over(&pulling, &asks_not).await.unwrap();
    assert!(asks.fetched.load(Ordering::SeqCst), "no snapshot was fetched");
    for seed in 1..200 {
        match sync_over(&flaky, &FaultyLine::new(flaky.visitor(&station), seed * 7_919)).await {
            Ok(()) => break,
            Err(problem) => assert_eq!(problem.code, ProblemCode::Interrupted),
        }
    }
    let queries = beibao_sample::keystrokes(1, &register, 60);
    let expected = everything(&pulling.store, &queries);
    assert!(expected.len() > 1_000);
    for (name, tablet) in [("fetching", &fetching), ("flaky", &flaky), ("worker", &worker)] {
        let held = everything(&tablet.store, &queries);
        let differing = held.iter().filter(|row| !expected.contains(row)).take(3).collect::<Vec<_>>();
        assert!(held == expected, "{name} differs: {} rows, {} expected, {differing:?}", held.len(), expected.len());
    }
    // What it fetched is a tablet like any other: it says something, and the others hear it.
    let visit = fetching.visit(home, "从快照开始的平板").unwrap();
    fetching.sync().await.unwrap();
    pulling.sync().await.unwrap();
    assert!(pulling.store.read(|sql| beibao_store::visit::page(sql, visit)).is_ok());
    assert!(!fetching.store.read(|sql| Ok(find::search(sql, "01-", None)?)).unwrap().hits.is_empty());
}
