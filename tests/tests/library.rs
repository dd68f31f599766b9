//! Files of the library reach every tablet whole, over whatever line, and nothing else is given by its hash.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use beibao_domain::world::System;
use beibao_domain::{Hash, ProblemCode};
use beibao_station::StationError;
use beibao_store::table::file;
use beibao_store::{application, record};
use beibao_tests::faulty::FaultyLine;
use beibao_tests::{DemoStation, Tablet, small};
use beibao_wire::{BlobRange, SyncApi};

const PHRASES: &str = "code,topic,zh,mn,sounds\nS01,问好,您好,ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ,sain baina uu\n";

/// A PDF that nobody can read and everybody can tell from another.
fn leaflet(seed: u8, bytes: u32) -> Vec<u8> {
    let noise = (0..bytes).map(|n| (n.wrapping_mul(2_654_435_761).to_le_bytes()[3]) ^ seed);
    b"%PDF-1.7".iter().copied().chain(noise).collect()
}

fn held(tablet: &Tablet, bytes: &[u8]) -> bool {
    tablet.store.read(|sql| record::picture(sql, Hash::of(bytes))).is_ok_and(|read| read == bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_the_library_come_whole_over_a_line_that_breaks_and_go_when_they_are_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    let (large, second, sound) = (leaflet(1, 700_000), leaflet(2, 40_000), b"OggS of a greeting".to_vec());
    let desk = &station.station;
    assert!(desk.import(PHRASES.as_bytes()).unwrap().unwrap().refused.is_empty());
    desk.enclose("L01", "三折页", &leaflet(0, 9_000)).unwrap();
    desk.enclose("L01", "三折页", &large).unwrap();
    desk.enclose("L01", "大字版", &second).unwrap();
    desk.enclose("S01", "录音", &sound).unwrap();

    // A line that loses, cuts and doubles; each try goes on where the one before broke off.
    for seed in 1..200 {
        let line = FaultyLine::new(tablet.visitor(&station), seed);
        let synced = beibao_sync::sync(&tablet.store, &line, &AtomicBool::new(false), |_| {}).await;
        if synced.is_ok() && tablet.store.read(file::wanted).unwrap().is_empty() {
            break;
        }
    }
    assert!([&large[..], &second, &sound].into_iter().all(|bytes| held(&tablet, bytes)));
    assert!(!held(&tablet, &leaflet(0, 9_000)), "what was replaced is not carried along");
    let bytes = tablet.store.read(file::held_bytes).unwrap();
    assert_eq!(bytes, (large.len() + second.len() + sound.len()) as u64, "nothing is kept twice");

    desk.withdraw_file("L01", "三折页").unwrap();
    desk.enclose("S01", "录音", b"OggS of another greeting").unwrap();
    tablet.sync().await.unwrap();
    assert!(!held(&tablet, &large) && held(&tablet, &second) && held(&tablet, b"OggS of another greeting"));
    // Another tablet of the station has them over its own line.
    let other = Tablet::enrol(&folder.path().join("other"), &station, false, Arc::new(System)).await.unwrap();
    other.sync().await.unwrap();
    assert!(held(&other, &second));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_a_portrait_by_its_hash_and_a_file_that_no_tablet_can_show_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    let applied = tablet.application(tablet.person(small::HEAD).unwrap()).unwrap();
    let portrait = b"a portrait";
    let judged = application::Judged::by("ga461", 2);
    tablet.store.write(|tx| application::attach_portrait(tx, applied, portrait, judged)).unwrap();
    tablet.sync().await.unwrap();
    assert!(station.station.blob(Hash::of(portrait)).unwrap().is_some());
    let asked = tablet.visitor(&station).blob(BlobRange { hash: Hash::of(portrait), offset: 0 }).await;
    assert_eq!(asked.unwrap_err().code, ProblemCode::NotFound);

    let refused = |code: &str, bytes: &[u8]| match station.station.enclose(code, "x", bytes) {
        Err(StationError::Refused(problem)) => problem.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused("L01", b"MZ\x90\0"), ProblemCode::InvalidFields);
    assert_eq!(refused("L99", b"%PDF-1.7"), ProblemCode::NotFound);
    // A tablet that was shut out is given nothing.
    station.station.enclose("L01", "三折页", &leaflet(3, 100)).unwrap();
    station.station.revoke(tablet.store.identity().enrolment.device).unwrap();
    let asked = tablet.visitor(&station).blob(BlobRange { hash: Hash::of(&leaflet(3, 100)), offset: 0 }).await;
    assert_eq!(asked.unwrap_err().code, ProblemCode::TabletRevoked);
}
