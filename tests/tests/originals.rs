//! The shot of which a portrait was made: it comes last, is sent to no station that does not take it, and is gone on both
//! ends once the desk has decided.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use beibao_domain::application::Step;
use beibao_domain::world::System;
use beibao_domain::{FactId, Hash, PersonId, Problem};
use beibao_replica::original;
use beibao_station::Visitor;
use beibao_store::application::{self, Judged, Shot};
use beibao_store::table::picture;
use beibao_store::{record, today};
use beibao_tests::{DemoStation, Tablet, small};
use beibao_wire::{Abilities, BlobHead, FrameKind, FrameReader, Hello, Outgoing, Receipts, SyncApi, Welcome};
use tempfile::TempDir;

const CORNERS: [(f32, f32); 3] = [(0.25, 0.1), (0.75, 0.1), (0.25, 0.9)];

struct Stage {
    folder: TempDir,
    station: DemoStation,
    tablet: Tablet,
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let station =
            DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
        let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
        tablet.sync().await.unwrap();
        Self { folder, station, tablet }
    }

    fn person(&self, n: usize) -> PersonId {
        self.tablet.person(small::PEOPLE[n].2).unwrap()
    }

    /// A portrait and its original, both made of this word.
    fn portrait(&self, application: FactId, word: &str) -> (Hash, Hash) {
        let (finished, original) = (format!("finished {word}"), format!("original {word}"));
        let shot = Shot { finished: finished.as_bytes(), original: Some((original.as_bytes(), CORNERS)) };
        let attach =
            |tx: &mut beibao_store::Tx<'_>| application::attach_portrait(tx, application, shot, Judged::by("ga461", 2));
        self.tablet.store.write(attach).unwrap();
        (Hash::of(finished.as_bytes()), Hash::of(original.as_bytes()))
    }

    fn line(&self, abilities: Abilities) -> Line {
        Line { to: self.tablet.visitor(&self.station), abilities, pushed: Mutex::default() }
    }

    async fn sync_over(&self, line: &Line) {
        beibao_sync::sync(&self.tablet.store, line, &AtomicBool::new(false), |_| {}).await.unwrap();
    }

    /// Whether the station and the tablet have this blob.
    fn here(&self, hash: Hash) -> (bool, bool) {
        let at_station = self.station.station.blob(hash).unwrap().is_some();
        (at_station, self.tablet.store.read(|sql| picture::read(sql, hash)).is_ok())
    }

    /// No file of this name is in the station's folder, whole or in part.
    fn has_no_file(&self, hash: Hash) -> bool {
        let place = self.folder.path().join("station/blobs").join(&hash.to_string()[..2]);
        let files = std::fs::read_dir(place).into_iter().flatten().flatten();
        files.into_iter().all(|file| !file.file_name().to_string_lossy().starts_with(&hash.to_string()))
    }

    fn owed(&self) -> u32 {
        self.tablet.store.read(picture::owed).unwrap().0
    }
}

/// A line that keeps what was pushed over it, to a station that can do this much.
struct Line {
    to: Visitor,
    abilities: Abilities,
    /// Of each body, the kinds of its frames' heads: blobs by hash, none for changes.
    pushed: Mutex<Vec<Vec<Option<Hash>>>>,
}

impl SyncApi for Line {
    type Bytes = <Visitor as SyncApi>::Bytes;

    beibao_tests::handed_on!(enrol pull blob snapshot compare recall);

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        self.to.hello(Hello { abilities: request.abilities.both(self.abilities), ..request }).await
    }

    async fn push(&self, frames: Outgoing) -> Result<Receipts, Problem> {
        let frames: Vec<Vec<u8>> = frames.collect();
        let (mut reader, mut body) = (FrameReader::default(), Vec::new());
        frames.iter().for_each(|bytes| reader.feed(bytes));
        while let Some(frame) = reader.next_frame().unwrap() {
            match frame.kind {
                FrameKind::BlobHead => body.push(Some(minicbor::decode::<BlobHead>(&frame.bytes).unwrap().hash)),
                FrameKind::Changes => body.push(None),
                _ => {}
            }
        }
        self.pushed.lock().unwrap().push(body);
        self.to.push(Box::new(frames.into_iter())).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn originals_come_one_by_one_after_every_finished_portrait() {
    let stage = Stage::new().await;
    let mut portraits = Vec::new();
    for n in 0..2 {
        let applied = stage.tablet.application(stage.person(n)).unwrap();
        portraits.push(stage.portrait(applied, &n.to_string()));
    }
    let line = stage.line(Abilities::ALL);
    stage.sync_over(&line).await;
    let bodies = line.pushed.into_inner().unwrap();
    assert!(bodies[0].iter().all(Option::is_none) && bodies.len() == 4, "{bodies:?}");
    assert!(bodies[1].iter().flatten().all(|hash| portraits.iter().any(|(finished, _)| finished == hash)));
    assert_eq!((bodies[1].len(), bodies[2].len(), bodies[3].len()), (2, 1, 1));
    for (finished, original) in portraits {
        assert_eq!((stage.here(finished), stage.here(original)), ((true, true), (true, true)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_is_gone_on_both_ends_once_the_desk_has_decided_and_the_portrait_stays() {
    let stage = Stage::new().await;
    let returned = Step::Returned { reason: "反光".into() };
    for (n, step) in [(0, Step::Accepted), (1, returned)] {
        let applied = stage.tablet.application(stage.person(n)).unwrap();
        let (finished, original) = stage.portrait(applied, &n.to_string());
        stage.tablet.sync().await.unwrap();
        assert_eq!((stage.here(original), stage.has_no_file(original)), ((true, true), false));
        stage.station.station.decide(applied, step).unwrap();
        assert_eq!((stage.here(original), stage.has_no_file(original)), ((false, true), true));
        stage.tablet.sync().await.unwrap();
        assert_eq!((stage.here(finished), stage.here(original)), ((true, true), (false, false)));
    }
    // After the return another one is taken: the desk may look at that one's.
    let applied = stage.station.station.matters(&Default::default()).unwrap();
    let applied = applied.iter().find(|matter| matter.opening.person_id == Some(stage.person(1))).unwrap().id;
    let (_, original) = stage.portrait(applied, "again");
    stage.tablet.sync().await.unwrap();
    assert_eq!(stage.here(original), (true, true));
    let state = today::outbox_state(&stage.tablet.store).unwrap();
    assert_eq!((state.unsent, state.differing), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_portrait_and_a_withdrawn_application_take_the_original_with_them() {
    let stage = Stage::new().await;
    let applied = stage.tablet.application(stage.person(0)).unwrap();
    let (_, first) = stage.portrait(applied, "first");
    stage.tablet.sync().await.unwrap();
    let (_, second) = stage.portrait(applied, "second");
    assert_eq!(stage.here(first), (true, false));
    stage.tablet.sync().await.unwrap();
    assert_eq!((stage.here(first), stage.here(second)), ((false, false), (true, true)));
    // The same shot for another application of the same person: it is needed for that one.
    stage.tablet.store.write(|tx| record::withdraw(tx, applied)).unwrap();
    assert_eq!(stage.here(second), (true, false));
    let anew = stage.tablet.application(stage.person(0)).unwrap();
    let (_, again) = stage.portrait(anew, "second");
    assert_eq!(again, second);
    stage.tablet.sync().await.unwrap();
    assert_eq!(stage.here(second), (true, true));
    stage.station.station.decide(anew, Step::Accepted).unwrap();
    stage.tablet.sync().await.unwrap();
    assert_eq!((stage.here(second), stage.has_no_file(second)), ((false, false), true));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_station_is_sent_no_byte_of_an_original_and_a_new_one_gets_it_later() {
    let stage = Stage::new().await;
    let applied = stage.tablet.application(stage.person(0)).unwrap();
    let (finished, original) = stage.portrait(applied, "one");
    let old = stage.line(Abilities::PARTS);
    stage.sync_over(&old).await;
    let sent: Vec<Hash> = old.pushed.into_inner().unwrap().into_iter().flatten().flatten().collect();
    assert_eq!((sent, stage.owed()), (vec![finished], 1));
    stage.sync_over(&stage.line(Abilities::ALL)).await;
    assert_eq!((stage.here(original), stage.owed()), ((true, true), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_desk_decided_before_it_came_is_not_sent_any_more() {
    let stage = Stage::new().await;
    let applied = stage.tablet.application(stage.person(0)).unwrap();
    let (_, original) = stage.portrait(applied, "one");
    stage.sync_over(&stage.line(Abilities::PARTS)).await;
    stage.station.station.decide(applied, Step::Accepted).unwrap();
    let line = stage.line(Abilities::ALL);
    stage.sync_over(&line).await;
    assert!(line.pushed.into_inner().unwrap().into_iter().flatten().all(|blob| blob != Some(original)));
    assert_eq!((stage.here(original), stage.owed()), ((false, false), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_portrait_goes_to_an_old_station_though_a_decision_takes_an_original_away_meanwhile() {
    let stage = Stage::new().await;
    let applied = [0, 1].map(|n| stage.tablet.application(stage.person(n)).unwrap());
    for application in applied {
        stage.portrait(application, &application.to_string());
    }
    stage.sync_over(&stage.line(Abilities::PARTS)).await;
    stage.station.station.decide(applied[0], Step::Accepted).unwrap();
    let anew = stage.tablet.application(stage.person(0)).unwrap();
    let (finished, _) = stage.portrait(anew, "meanwhile");
    stage.sync_over(&stage.line(Abilities::PARTS)).await;
    assert_eq!((stage.here(finished), stage.owed()), ((true, true), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_goes_with_the_person_and_a_blob_that_an_evil_tablet_calls_one_stays() {
    let stage = Stage::new().await;
    let applied = stage.tablet.application(stage.person(0)).unwrap();
    let (finished, original) = stage.portrait(applied, "one");
    stage.tablet.sync().await.unwrap();
    // Somebody calls another's finished portrait the original of a portrait, then a file of the library, and then takes a
    // newer one.
    let leaflet = b"%PDF-1.7 of a leaflet";
    stage.station.station.enclose("L01", "三折页", leaflet).unwrap();
    let other = stage.tablet.application(stage.person(1)).unwrap();
    let evil = Shot { finished: b"evil", original: Some((b"finished one", CORNERS)) };
    let worse = Shot { finished: b"newer", original: Some((leaflet, CORNERS)) };
    for shot in [evil, worse, Shot { finished: b"newest", original: None }] {
        let attach =
            |tx: &mut beibao_store::Tx<'_>| application::attach_portrait(tx, other, shot, Judged::by("ga461", 2));
        stage.tablet.store.write(attach).unwrap();
    }
    stage.tablet.sync().await.unwrap();
    for hash in [finished, Hash::of(leaflet)] {
        assert!(stage.station.station.read(|sql| Ok(original::is_needed(sql, hash)?)).unwrap());
        assert!(stage.station.station.blob(hash).unwrap().is_some());
    }
    assert_eq!((stage.here(finished), stage.here(original)), ((true, true), (true, true)));

    let certificate = stage.station.station.erase_regardless(stage.person(0)).unwrap();
    assert_eq!((certificate.pictures, stage.has_no_file(original)), (1, true));
    stage.tablet.sync().await.unwrap();
    assert_eq!(stage.here(original), (false, false));
}
