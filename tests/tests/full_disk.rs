//! A disk of 20 MB that fills up under the station or the tablet: it is told, nothing that was said to be saved is lost, and once
//! there is room again everything goes on. The disk is a real one, mounted for a process of its own that may do that.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use beibao_domain::world::System;
use beibao_domain::{Problem, ProblemCode};
use beibao_replica::statistics::{Asked, Figure};
use beibao_store::{StoreError, today};
use beibao_tests::{DemoStation, Tablet, load, small};

const FOLDER: &str = "BEIBAO_TEST_SMALL_DISK";
const DISK: &str = "20m";
const VISITS: usize = 20;

/// The folder of a child: `small` in it is the disk that fills up. Alone a child does nothing.
fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// Runs a test of this file again where the disk is mounted.
fn with_a_small_disk(child: &str) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("small")).unwrap();
    let run = format!("mount -t tmpfs -o size={DISK} none \"$1/small\" && exec \"$2\" --exact \"$3\" --nocapture");
    let told = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &run, "sh"])
        .arg(folder.path())
        .arg(std::env::current_exe().unwrap())
        .arg(child)
        .env(FOLDER, folder.path())
        .output()
        .expect("unshare, of util-linux");
    let text = String::from_utf8_lossy(&told.stdout).into_owned() + &String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success() && text.contains("1 passed"), "{text}");
}

/// Takes all room but so many bytes, until it is removed.
fn fill(disk: &Path, but: usize) -> PathBuf {
    let filler = disk.join("filler");
    let mut written = 0;
    let mut file = std::fs::File::create(&filler).unwrap();
    while std::io::Write::write_all(&mut file, &[7; 16 * 1024]).is_ok() {
        written += 16 * 1024;
    }
    file.set_len(written - but as u64).unwrap();
    filler
}

async fn stage(station: &Path, tablet: &Path) -> (DemoStation, Tablet) {
    let station = DemoStation::start_with(station, &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(tablet, &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    (station, tablet)
}

fn everything_is_there(station: &DemoStation, tablet: &Tablet, visits: u32, pictures: u32) {
    let state = today::outbox_state(&tablet.store).unwrap();
    assert_eq!((state.unsent, state.set_aside, state.differing), (0, 0, 0));
    let total = station.station.statistics(&Asked::default()).unwrap().pop().unwrap_or_default();
    assert_eq!(total.figure(Figure::Visits), visits);
    let whole = "SELECT coalesce(sum(whole), 0) FROM blob";
    let whole: u32 = station.station.read(|sql| Ok(sql.query_row(whole, [], |row| row.get(0))?)).unwrap();
    assert_eq!(whole, pictures);
    assert_eq!(station.station.verify().unwrap().broken, None);
}

#[test]
fn the_stations_disk_fills_up() {
    with_a_small_disk("on_a_small_disk_the_station");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_small_disk_the_station() {
    let Some(folder) = folder() else { return };
    let (station, tablet) = stage(&folder.join("small/station"), &folder.join("tablet")).await;
    let filler = fill(&folder.join("small"), 2_000_000);
    load::visits(&tablet.store, VISITS).unwrap();
    load::portraits(&tablet.store, 6, 600_000).unwrap();
    // Tried again and again, as a tablet would: what has come stays, and the station goes on answering.
    for _ in 0..3 {
        assert_eq!(tablet.sync().await.unwrap_err().code, ProblemCode::DiskFull);
    }
    std::fs::remove_file(filler).unwrap();
    tablet.sync().await.unwrap();
    everything_is_there(&station, &tablet, VISITS as u32, 6);
}

#[test]
fn the_tablets_disk_fills_up() {
    with_a_small_disk("on_a_small_disk_the_tablet");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_small_disk_the_tablet() {
    let Some(folder) = folder() else { return };
    let place = folder.join("small/tablet");
    let (station, tablet) = stage(&folder.join("station"), &place).await;
    let filler = fill(&folder.join("small"), 3_000_000);
    let full = |error: anyhow::Error| {
        let code = error.downcast::<StoreError>().map(|error| Problem::from(error).code);
        assert_eq!(code.unwrap(), ProblemCode::DiskFull);
    };
    let (mut visits, mut pictures) = (0, 0);
    loop {
        match load::portraits(&tablet.store, 1, 300_000) {
            Ok(()) => pictures += 1,
            Err(error) => break full(error),
        }
        match load::visits(&tablet.store, 1) {
            Ok(()) => visits += 1,
            Err(error) => break full(error),
        }
    }
    assert!(pictures > 2, "{pictures} pictures had room");
    // What it owes it can still hand over, or it says why not.
    if let Err(problem) = tablet.sync().await {
        assert_eq!(problem.code, ProblemCode::DiskFull);
    }
    std::fs::remove_file(filler).unwrap();
    drop(tablet);
    let tablet = Tablet::open(&place, Arc::new(System)).unwrap();
    tablet.sync().await.unwrap();
    everything_is_there(&station, &tablet, visits, pictures);
}
