//! Promises 1 and 6 on the tablet's own files: what was saved survives `kill -9`, a full disk loses nothing, a damaged or
//! foreign file is told apart, and nothing of a person is readable beside the key.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use beibao_domain::world::System;
use beibao_domain::{FactId, Problem, ProblemCode};
use beibao_store::table::draft;
use beibao_store::{Store, StoreError, visit};
use beibao_tests::tablet::PASSPHRASE;
use beibao_tests::{DemoStation, Tablet, small};
use tempfile::TempDir;

async fn station(folder: &TempDir) -> DemoStation {
    DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap()
}

async fn tablet(folder: &TempDir) -> Tablet {
    tablet_of(folder, &station(folder).await).await
}

async fn tablet_of(folder: &TempDir, station: &DemoStation) -> Tablet {
    let tablet = Tablet::enrol(&folder.path().join("tablet"), station, true, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    tablet
}

fn open(folder: &TempDir) -> Result<Store, StoreError> {
    Store::open(&folder.path().join("tablet"), PASSPHRASE, Arc::new(System))
}

fn code(error: StoreError) -> ProblemCode {
    Problem::from(error).code
}

const WRITER: &str = "BEIBAO_TEST_WRITER";

/// The child of the next test: saves one visit after another and says each id when it was saved. Alone it does nothing.
#[test]
fn a_child_that_saves_visits_until_it_is_killed() {
    let Some(folder) = std::env::var_os(WRITER) else { return };
    let tablet = Tablet::open(Path::new(&folder), Arc::new(System)).unwrap();
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    for n in 0.. {
        println!("SAVED {}", tablet.visit(home, &format!("第 {n} 次走访")).unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_visit_that_was_said_to_be_saved_survives_a_kill_in_the_middle_of_the_next() {
    let folder = tempfile::tempdir().unwrap();
    drop(tablet(&folder).await);
    let mut saved: Vec<FactId> = Vec::new();
    for round in 0..10u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_child_that_saves_visits_until_it_is_killed", "--nocapture"])
            .env(WRITER, folder.path().join("tablet"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let said = |line: &String| line.split("SAVED ").nth(1)?.trim().parse().ok().map(FactId);
        saved.extend(lines.by_ref().filter_map(|line| said(&line)).take(3));
        std::thread::sleep(Duration::from_millis(7 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        saved.extend(lines.filter_map(|line| said(&line)));
        let store = open(&folder).unwrap();
        for id in &saved {
            assert!(store.read(|sql| visit::page(sql, *id)).is_ok(), "a saved visit is gone");
        }
    }
    assert!(saved.len() >= 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_the_draft_stays() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(&folder).await;
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    let mut opened = visit::open_draft(&tablet.store, home).unwrap().draft;
    opened.diary = "写了一下午的日记".into();
    tablet.store.write(|tx| visit::save_draft(tx, &opened)).unwrap();
    let pages: i64 = tablet.store.writer().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = |pages: i64| {
        tablet.store.writer().query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    };
    limit(pages);
    let mut long = opened.clone();
    long.diary = "长".repeat(7_000);
    assert_eq!(code(tablet.store.write(|tx| visit::save(tx, &long)).unwrap_err()), ProblemCode::DiskFull);
    let kept = tablet.store.read(|sql| draft::read(sql, opened.id)).unwrap().unwrap();
    assert_eq!(kept.diary, "写了一下午的日记");
    limit(1_000_000);
    tablet.store.write(|tx| visit::save(tx, &long)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_a_foreign_and_a_locked_database_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let open_tablet = tablet(&folder).await;
    assert_eq!(code(open(&folder).unwrap_err()), ProblemCode::AlreadyRunning);
    drop(open_tablet);
    let other = tempfile::tempdir().unwrap();
    drop(tablet(&other).await);
    let database = folder.path().join("tablet/beibao.db");
    let own = std::fs::read(&database).unwrap();

    std::fs::copy(other.path().join("tablet/beibao.db"), &database).unwrap();
    assert_eq!(code(open(&folder).unwrap_err()), ProblemCode::DatabaseSwapped);
    for part in [0, 10, 4_096, own.len() / 3] {
        std::fs::write(&database, &own[..part]).unwrap();
        let everything = "SELECT (SELECT count(*) FROM register_edit), (SELECT sum(length(name)) FROM person)";
        let look = |store: Store| store.read(|sql| Ok(sql.query_row(everything, [], |_| Ok(()))?));
        let cut = open(&folder).and_then(look);
        assert_eq!(cut.map_err(code).unwrap_err(), ProblemCode::DatabaseDamaged, "the first {part} bytes");
    }
    std::fs::remove_file(&database).unwrap();
    assert_eq!(code(open(&folder).unwrap_err()), ProblemCode::DatabaseSwapped);

    // Nothing that was tried has harmed the file itself.
    std::fs::write(&database, own).unwrap();
    open(&folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_person_is_readable_in_the_tablets_or_the_stations_files() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let tablet = tablet_of(&folder, &station).await;
    tablet.visit(tablet.household(small::HOUSEHOLD).unwrap(), "只有他们家知道的事").unwrap();
    tablet.sync().await.unwrap();
    let mut looked_at = 0;
    for place in ["tablet", "station"] {
        for entry in std::fs::read_dir(folder.path().join(place)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            for secret in [small::HEAD, small::PHONE, small::PEOPLE[0].4, "只有他们家知道的事"] {
                assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{place}: {secret}");
            }
            looked_at += 1;
        }
    }
    assert!(looked_at >= 6);
}
