//! The rights of whoever is recorded: shown whole, every look traced, erased everywhere, and what ends by itself.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use beibao_domain::application::{Progress, Step};
use beibao_domain::dispute::{Dispute, DisputeKind, Party};
use beibao_domain::matter::State;
use beibao_domain::rights::{Erasure, Ground};
use beibao_domain::world::System;
use beibao_domain::{Epoch, Fact, FactBody, FactId, Hash, Payload, ProblemCode, World};
use beibao_replica::erase::said_of;
use beibao_station::StationError;
use beibao_store::record::{self, Record};
use beibao_store::table::{identity, outbox, print_job};
use beibao_store::{application, looks};
use beibao_tests::{DemoStation, Tablet, small};
use beibao_wire::{Batch, FrameKind, SyncApi, frame, pack};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_is_gone_from_the_register_the_log_and_every_tablet_and_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let one = Tablet::enrol(&folder.path().join("one"), &station, false, Arc::new(System)).await.unwrap();
    let two = Tablet::enrol(&folder.path().join("two"), &station, false, Arc::new(System)).await.unwrap();
    one.sync().await.unwrap();
    let person = one.person(small::HEAD).unwrap();
    let home = one.household(small::HOUSEHOLD).unwrap();
    let applied = one.application(person).unwrap();
    let jpeg = b"a portrait that shall not stay".to_vec();
    one.store
        .write(|tx| application::attach_portrait(tx, applied, &jpeg, application::Judged::by("ga461", 2)))
        .unwrap();
    // Receipts that the printer did not take: of the person, of what was said of them, and of nobody.
    for about in [Some(person.0), Some(applied.0), None] {
        one.store.write(|tx| print_job::keep(tx, "receipt", about, b"a name in dots")).unwrap();
    }
    one.store.write(|tx| looks::at_person(tx, person)).unwrap();
    one.store.write(|tx| looks::at_household(tx, home)).unwrap();
    one.sync().await.unwrap();
    two.sync().await.unwrap();

    // What is recorded is shown whole, and who looked.
    let shown = station.station.person_record(person).unwrap();
    assert_eq!((shown.name.as_str(), shown.entries.len(), shown.looks.len()), (small::HEAD, 2, 2));
    assert!(shown.fields.iter().any(|field| field.field == "id_number" && field.value.starts_with("150599")));

    // A document is being made: that stands against it. So does an open dispute.
    let barred = |station: &DemoStation| match station.station.erase_person(person) {
        Err(StationError::Refused(problem)) => problem.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(barred(&station), ProblemCode::ErasureBarred);
    one.store.write(|tx| record::withdraw(tx, applied)).unwrap();
    let party = Party { person: Some(person), name: small::HEAD.into() };
    let dispute = Dispute { parties: vec![party], ..Dispute::open(DisputeKind::Debt) };
    let dispute = Record { household_id: Some(home), ..Record::new(FactBody::Dispute(dispute)) };
    let dispute = one.store.write(|tx| record::save(tx, &dispute)).unwrap();
    one.sync().await.unwrap();
    assert_eq!(barred(&station), ProblemCode::ErasureBarred);
    one.store.write(|tx| record::withdraw(tx, dispute)).unwrap();
    one.sync().await.unwrap();
    two.sync().await.unwrap();
    let copy = folder.path().join("before");
    copy_tablet(&folder.path().join("two"), &copy);

    let certificate = station.station.erase_person(person).unwrap();
    assert_eq!(certificate.pictures, 1);
    assert_eq!(certificate.erased["register"], 1);
    assert!(station.station.blob(Hash::of(&jpeg)).unwrap().is_none());
    one.sync().await.unwrap();
    two.sync().await.unwrap();
    for tablet in [&one, &two] {
        assert!(tablet.person(small::HEAD).is_err(), "the search still finds the name");
        assert_eq!(count(tablet, "SELECT count(*) FROM fact WHERE person IS NOT NULL"), 0);
        assert_eq!(count(tablet, "SELECT count(*) FROM picture_bytes"), 0);
    }
    assert_eq!(count(&one, "SELECT count(*) FROM print_job"), 1);
    // The log is still whole, and what it keeps of the person opens no more.
    assert_eq!(station.station.verify().unwrap().broken, None);
    let readable = "SELECT count(*) FROM change WHERE body_key IS NOT NULL AND hash IN (SELECT hash FROM change)";
    let before = station.station.read(|sql| Ok(sql.query_row(readable, [], |row| row.get::<_, i64>(0))?)).unwrap();
    let all = station.station.verify().unwrap().changes;
    assert!(before.cast_unsigned() < all, "no key was destroyed");
    // A tablet that was put back from a copy of before forgets it with its first sync, and says nothing of it again.
    drop(two);
    let back = Tablet::open(&copy, Arc::new(System)).unwrap();
    assert!(back.person(small::HEAD).is_ok());
    back.sync().await.unwrap();
    assert!(back.person(small::HEAD).is_err());
    // A new tablet, from the log, never hears of it.
    station.stop().await;
    station.answer_again().await.unwrap();
    let new = Tablet::enrol(&folder.path().join("new"), &station, false, Arc::new(System)).await.unwrap();
    new.sync().await.unwrap();
    assert!(new.person(small::HEAD).is_err());
    let state = beibao_store::today::outbox_state(&new.store).unwrap();
    assert_eq!((state.differing, state.unsent), (0, 0));
}

/// A tablet that was put back from a copy of before says again what it had not sent then. Of somebody who was erased
/// meanwhile the station takes it into its chain, and nobody learns of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_restored_tablet_says_again_of_somebody_who_was_erased_opens_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    let person = tablet.person(small::HEAD).unwrap();
    tablet.application(person).unwrap();
    drop(tablet);
    let copy = folder.path().join("copy");
    copy_tablet(&folder.path().join("tablet"), &copy);
    let tablet = Tablet::open(&folder.path().join("tablet"), Arc::new(System)).unwrap();
    tablet.sync().await.unwrap();
    station.station.erase_regardless(person).unwrap();
    drop(tablet);
    let back = Tablet::open(&copy, Arc::new(System)).unwrap();
    back.store.begin_anew().unwrap();
    back.sync().await.unwrap();
    back.sync().await.unwrap();
    let facts = "SELECT count(*) FROM fact WHERE person IS NOT NULL";
    let there = station.station.read(|sql| Ok(sql.query_row(facts, [], |row| row.get::<_, i64>(0))?)).unwrap();
    assert_eq!((there, count(&back, facts)), (0, 0));
    let state = beibao_store::today::outbox_state(&back.store).unwrap();
    assert_eq!((state.differing, state.unsent, state.set_aside), (0, 0, 0));
    assert_eq!(station.station.verify().unwrap().broken, None);
}

/// What only the station may say, a tablet says in vain.
#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_erases_nobody_and_accepts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    let person = tablet.person(small::HEAD).unwrap();
    let applied = tablet.application(person).unwrap();
    let accepted = FactBody::Progress(Progress { application: applied, step: Step::Accepted });
    assert!(tablet.store.write(|tx| record::save(tx, &Record::new(accepted.clone()))).is_err());
    let (area, erased) = tablet.store.read(|sql| Ok(said_of(sql, person)?)).unwrap().remove(0);
    let on = beibao_domain::world::day_in_china(System.now());
    let erasure = FactBody::Erasure(Erasure { changes: vec![erased], ground: Ground::Asked, on });
    for body in [accepted, erasure] {
        let fact = Fact {
            id: FactId::new(&System),
            happened_at: System.now(),
            household: None,
            person: None,
            during: None,
            supersedes: None,
            first: None,
            body,
        };
        tablet.store.write(|tx| tx.say(area, &Payload::Fact(fact))).unwrap();
    }
    tablet.sync().await.unwrap();
    let aside = station.station.set_aside().unwrap();
    assert_eq!(aside.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["change_out_of_scope"; 2]);
    assert_eq!(station.station.person_record(person).unwrap().name, small::HEAD);
    assert_eq!(station.station.matter(applied).unwrap().state, State::Applied);
}

/// A tablet that was shut out hands over what it owes, and a copy of one says a number twice: the station keeps both and
/// applies neither, and of somebody who was erased it keeps no key whatever the reason is.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_was_erased_is_readable_in_what_is_only_kept() {
    let folder = tempfile::tempdir().unwrap();
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    let person = tablet.person(small::HEAD).unwrap();
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    drop(tablet);
    copy_tablet(&folder.path().join("tablet"), &folder.path().join("copy"));
    let tablet = Tablet::open(&folder.path().join("tablet"), Arc::new(System)).unwrap();
    let copy = Tablet::open(&folder.path().join("copy"), Arc::new(System)).unwrap();
    tablet.visit(home, "第一号").unwrap();
    tablet.sync().await.unwrap();
    copy.application(person).unwrap();
    tablet.application(person).unwrap();
    station.station.erase_regardless(person).unwrap();
    let keys = |table: &str| {
        let query = format!("SELECT count(*) FROM {table} WHERE body_key IS NOT NULL AND device = ?1");
        let device = tablet.store.identity().enrolment.device.0;
        station.station.read(|sql| Ok(sql.query_row(&query, [device], |row| row.get::<_, i64>(0))?)).unwrap()
    };
    // The same number again.
    let epoch: Epoch = copy.store.read(identity::epoch).unwrap();
    let changes = copy.store.read(|sql| outbox::after(sql, epoch, 0, usize::MAX)).unwrap();
    let line = tablet.visitor(&station);
    let body = std::iter::once(frame(FrameKind::Changes, &pack(&Batch { changes })));
    line.push(Box::new(body)).await.unwrap();
    let forks = station.station.read(|sql| Ok(sql.query_row("SELECT count(*) FROM fork", [], |row| row.get(0))?));
    assert_eq!((forks.unwrap(), keys("fork")), (1_i64, 0), "a fork of somebody erased opens");
    // Shut out.
    station.station.revoke(tablet.store.identity().enrolment.device).unwrap();
    let stop = AtomicBool::new(false);
    let refused = beibao_sync::sync(&tablet.store, &line, &stop, |_| {}).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TabletRevoked);
    assert_eq!(keys("change"), 1, "only the visit opens");
}

/// What an older version cannot read and what names somebody goes with them, at the station and on every tablet.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_an_unknown_kind_that_names_somebody_is_erased_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    let other = Tablet::enrol(&folder.path().join("other"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    let person = tablet.person(small::HEAD).unwrap();
    let (area, _) = tablet.store.read(|sql| Ok(said_of(sql, person)?)).unwrap().remove(0);
    for body in [serde_json::json!({ "person": person, "words": "下一版才有" }), serde_json::json!({ "words": "无人" })]
    {
        let unknown = Payload::Unknown { kind: "fact/of_the_next_version".into(), body };
        tablet.store.write(|tx| tx.say(area, &unknown)).unwrap();
    }
    tablet.sync().await.unwrap();
    other.sync().await.unwrap();
    let unread = "SELECT count(*) FROM unread";
    assert_eq!(count(&other, unread), 2);
    station.station.erase_regardless(person).unwrap();
    let (there, keys) = station
        .station
        .read(|sql| {
            let keys = "SELECT count(*) FROM change WHERE body_key IS NOT NULL AND reason = 'change_unknown_kind'";
            let one = |query: &str| sql.query_row(query, [], |row| row.get::<_, i64>(0));
            Ok((one(unread)?, one(keys)?))
        })
        .unwrap();
    assert_eq!((there, keys), (1, 1));
    for tablet in [&tablet, &other] {
        tablet.sync().await.unwrap();
        assert_eq!(count(tablet, unread), 1);
        assert_eq!(beibao_store::today::outbox_state(&tablet.store).unwrap().differing, 0);
    }
    let own = "SELECT count(*) FROM outbox WHERE body_key IS NOT NULL";
    assert_eq!(count(&tablet, own), 1, "its own outbox still opens");
}

fn count(tablet: &Tablet, query: &str) -> i64 {
    tablet.store.read(|sql| Ok(sql.query_row(query, [], |row| row.get(0))?)).unwrap()
}

fn copy_tablet(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
