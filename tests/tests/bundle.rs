//! Bundles on a stick, between real files: everything arrives once, whatever is lost, repeated, mixed up or restored.

use std::path::Path;
use std::sync::Arc;

use beibao_domain::world::System;
use beibao_domain::{Problem, ProblemCode};
use beibao_replica::table::fact;
use beibao_station::StationError;
use beibao_store::{looks, today};
use beibao_sync::bundle::{Answered, Carried, export, import};
use beibao_tests::{DemoStation, Tablet, TestWorld, load, small};
use chrono::TimeDelta;
use tempfile::TempDir;

async fn station(folder: &Path) -> DemoStation {
    DemoStation::start_with(folder, &small::files(), Arc::new(System)).await.unwrap()
}

async fn tablet(folder: &Path, station: &DemoStation) -> Tablet {
    Tablet::enrol(folder, station, false, Arc::new(System)).await.unwrap()
}

fn written(tablet: &Tablet) -> (Carried, Vec<u8>) {
    let mut stick = Vec::new();
    let carried = export(&tablet.store, &mut stick).unwrap();
    (carried, stick)
}

fn unsent(tablet: &Tablet) -> u32 {
    today::outbox_state(&tablet.store).unwrap().unsent
}

/// To the station and back.
fn carry(tablet: &Tablet, station: &DemoStation) -> Answered {
    let taken = station.station.take_bundle(&written(tablet).1).unwrap();
    import(&tablet.store, &taken.answer).unwrap()
}

fn refused(result: Result<Answered, Problem>) -> ProblemCode {
    result.unwrap_err().code
}

#[tokio::test]
async fn a_tablet_that_never_meets_a_line_gives_and_gets_everything_on_a_stick() {
    let folder = TempDir::new().unwrap();
    let station = station(&folder.path().join("station")).await;
    let (a, b) = (tablet(&folder.path().join("a"), &station).await, tablet(&folder.path().join("b"), &station).await);
    // The register itself comes on the stick.
    assert!(matches!(carry(&a, &station), Answered::Taken { received } if received > 10));
    b.sync().await.unwrap();
    let theirs = b.visit(b.household("01-0003").unwrap(), "乙的走访").unwrap();
    b.sync().await.unwrap();
    let own = a.visit(a.household("01-0001").unwrap(), "甲的走访").unwrap();
    load::portraits(&a.store, 2, 300_000).unwrap();

    let (carried, stick) = written(&a);
    assert_eq!(carried, Carried { changes: 5, pictures: 2 });
    assert!(unsent(&a) == 7, "nothing is sent because it was written to a stick");
    // The first answer is lost on the road; the bundle is taken in twice, and then a newer one.
    for bundle in [stick.clone(), stick, written(&a).1] {
        let taken = station.station.take_bundle(&bundle).unwrap();
        assert_eq!((taken.applied, taken.set_aside, taken.pictures, taken.missing), (5, 0, 2, None));
        assert_eq!(taken.tablet, a.store.identity().enrolment.device);
    }
    assert!(matches!(carry(&a, &station), Answered::Taken { received: 1 }));
    let state = today::outbox_state(&a.store).unwrap();
    assert_eq!((state.unsent, state.set_aside, state.differing, state.applied_today), (0, 0, 0, 5));
    assert!(a.store.read(|sql| Ok(fact::exists(sql, theirs)?)).unwrap());
    // What came on a stick is everybody's, and a line says nothing else.
    b.sync().await.unwrap();
    assert!(b.store.read(|sql| Ok(fact::exists(sql, own)?)).unwrap());
    a.sync().await.unwrap();
    assert_eq!(unsent(&a), 0);
}

#[tokio::test]
async fn a_look_leaves_its_trace_at_the_station_though_the_tablet_only_ever_used_sticks() {
    let folder = TempDir::new().unwrap();
    let station = station(&folder.path().join("station")).await;
    let a = tablet(&folder.path().join("a"), &station).await;
    carry(&a, &station);
    let person = a.person(small::HEAD).unwrap();
    a.store.write(|tx| looks::at_person(tx, person)).unwrap();
    carry(&a, &station);
    let query = "SELECT count(*) FROM fact WHERE kind = 'looks' AND instr(body, ?1) > 0";
    let traces =
        |sql: &rusqlite::Connection| Ok(sql.query_row(query, [person.0.to_string()], |row| row.get::<_, u32>(0))?);
    assert_eq!(station.station.read(traces).unwrap(), 1, "nobody at the station can see who looked");
    assert_eq!(written(&a).0, Carried { changes: 0, pictures: 0 }, "a look is said once");
}

#[tokio::test]
async fn a_missing_middle_is_shown_and_asked_for() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("station");
    let mut first = station(&home).await;
    let a = tablet(&folder.path().join("a"), &first).await;
    carry(&a, &first);
    first.stop().await;
    drop(first);
    let backup = folder.path().join("backup");
    beibao_tests::sim::copy(&home, &backup);

    let mut station = DemoStation::reopen(&home, Arc::new(System)).await.unwrap();
    let household = a.household("01-0001").unwrap();
    for n in 0..3 {
        a.visit(household, &format!("第 {n} 次")).unwrap();
    }
    assert!(matches!(carry(&a, &station), Answered::Taken { .. }));
    station.stop().await;
    drop(station);

    // Yesterday's backup is put back. The tablet believes that its three are there, and carries the fourth alone.
    std::fs::remove_dir_all(&home).unwrap();
    beibao_tests::sim::copy(&backup, &home);
    let station = DemoStation::reopen(&home, Arc::new(System)).await.unwrap();
    a.visit(household, "第四次").unwrap();
    let taken = station.station.take_bundle(&written(&a).1).unwrap();
    assert_eq!((taken.applied, taken.missing), (0, Some((1, 3))));
    import(&a.store, &taken.answer).unwrap();
    assert_eq!(unsent(&a), 4);
    let taken = station.station.take_bundle(&written(&a).1).unwrap();
    assert_eq!((taken.applied, taken.missing), (4, None));
    import(&a.store, &taken.answer).unwrap();
    assert_eq!((unsent(&a), today::outbox_state(&a.store).unwrap().differing), (0, 0));
}

#[tokio::test]
async fn a_bundle_of_somebody_else_or_one_that_was_touched_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let (here, there) = (station(&folder.path().join("here")).await, station(&folder.path().join("there")).await);
    let (a, b) = (tablet(&folder.path().join("a"), &here).await, tablet(&folder.path().join("b"), &here).await);
    let stranger = tablet(&folder.path().join("c"), &there).await;
    carry(&a, &here);
    a.visit(a.household("01-0001").unwrap(), "一次").unwrap();
    let (_, stick) = written(&a);
    let refusal = |station: &DemoStation, bytes: &[u8]| match station.station.take_bundle(bytes).unwrap_err() {
        StationError::Refused(problem) => problem.code,
        error => panic!("{error}"),
    };
    assert_eq!(refusal(&there, &stick), ProblemCode::BundleForAnother);
    assert_eq!(refusal(&here, &written(&stranger).1), ProblemCode::BundleForAnother);
    for at in [0, 20, stick.len() / 2, stick.len() - 1] {
        let mut changed = stick.clone();
        changed[at] ^= 1;
        assert!(here.station.take_bundle(&changed).is_err(), "byte {at}");
        assert_eq!(refusal(&here, &stick[..at]), ProblemCode::BundleUnreadable, "cut at {at}");
    }
    let taken = here.station.take_bundle(&stick).unwrap();
    assert_eq!(taken.applied, 1, "nothing of the touched ones had come in");
    assert_eq!(refused(import(&b.store, &taken.answer)), ProblemCode::BundleForAnother);
    assert_eq!(refused(import(&a.store, &taken.answer[..taken.answer.len() - 1])), ProblemCode::BundleUnreadable);
    assert_eq!(refused(import(&a.store, b"\xff\xd8 a photo")), ProblemCode::BundleUnreadable);
    assert_eq!(unsent(&a), 1);
    // A tablet that was shut out may hand over on a stick too, and is told.
    here.station.revoke(a.store.identity().enrolment.device).unwrap();
    let shut_out = here.station.take_bundle(&written(&a).1).unwrap();
    assert_eq!(refused(import(&a.store, &shut_out.answer)), ProblemCode::TabletRevoked);
}

#[tokio::test]
async fn an_answer_that_comes_late_turns_nothing_back_and_an_old_bundle_makes_nobody_a_copy() {
    let folder = TempDir::new().unwrap();
    let station = station(&folder.path().join("station")).await;
    let home = folder.path().join("a");
    let a = tablet(&home, &station).await;
    carry(&a, &station);
    let household = a.household("01-0001").unwrap();
    drop(a);
    let backup = folder.path().join("backup");
    beibao_tests::sim::copy(&home, &backup);
    let a = Tablet::open(&home, Arc::new(System)).unwrap();
    a.visit(household, "第一次").unwrap();
    let first = written(&a).1;
    let late = station.station.take_bundle(&first).unwrap().answer;
    // It meets the station directly, and says more, before the answer comes back.
    a.sync().await.unwrap();
    a.visit(household, "第二次").unwrap();
    a.sync().await.unwrap();
    assert_eq!(refused(import(&a.store, &late)), ProblemCode::BundleOutdated);
    assert_eq!(unsent(&a), 0);
    // An answer is good once, and only that to the newest bundle.
    a.visit(household, "第三次").unwrap();
    let (older, newer) = (written(&a).1, written(&a).1);
    let answers = [&older, &newer].map(|stick| station.station.take_bundle(stick).unwrap().answer);
    assert_eq!(refused(import(&a.store, &answers[0])), ProblemCode::BundleOutdated);
    import(&a.store, &answers[1]).unwrap();
    assert_eq!(refused(import(&a.store, &answers[1])), ProblemCode::BundleOutdated);
    assert_eq!(unsent(&a), 0);
    drop(a);

    // Last week's tablet comes back on a stick and begins anew; then somebody finds the first bundle in a pocket.
    std::fs::remove_dir_all(&home).unwrap();
    beibao_tests::sim::copy(&backup, &home);
    let a = Tablet::open(&home, Arc::new(System)).unwrap();
    a.visit(household, "还原以后").unwrap();
    let mut answers = (0..3).map(|_| carry(&a, &station));
    assert!(answers.any(|answer| matches!(answer, Answered::Taken { .. })));
    assert_eq!(station.station.take_bundle(&first).unwrap().applied, 1);
    let device = a.store.identity().enrolment.device;
    let is_a_copy = || {
        let listed = station.station.tablets().unwrap();
        listed.iter().find(|tablet| tablet.id == device).unwrap().cloned_at.is_some()
    };
    assert!(!is_a_copy());
    a.sync().await.unwrap();
    assert_eq!(unsent(&a), 0);
    // Nor after the station itself was put back and has met nobody but who speaks now.
    station.station.writer().execute("DELETE FROM epoch", []).unwrap();
    a.sync().await.unwrap();
    station.station.take_bundle(&first).unwrap();
    a.sync().await.unwrap();
    assert!(!is_a_copy());
}

/// Nothing of it is lost: the tablet keeps what has no receipt, and writes it anew.
#[tokio::test]
async fn a_bundle_that_lay_too_long_is_not_taken_in_and_one_from_under_a_dead_clock_is() {
    let folder = TempDir::new().unwrap();
    let (world, own) = (Arc::new(TestWorld::new(1)), Arc::new(TestWorld::new(2)));
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), world.clone()).await.unwrap();
    let a = Tablet::enrol(&folder.path().join("a"), &station, false, own.clone()).await.unwrap();
    a.sync().await.unwrap();
    a.visit(a.household("01-0001").unwrap(), "一次").unwrap();
    own.pass(TimeDelta::days(1));
    let (early, late) = (written(&a).1, written(&a).1);
    own.pass(TimeDelta::days(-4_000));
    let under_a_dead_clock = written(&a).1;
    world.pass(TimeDelta::days(89));
    assert_eq!(station.station.take_bundle(&early).unwrap().applied, 1);
    world.pass(TimeDelta::days(3));
    station.station.take_bundle(&under_a_dead_clock).unwrap();
    let refused = station.station.take_bundle(&late).unwrap_err();
    assert!(matches!(refused, StationError::Refused(problem) if problem.code == ProblemCode::BundleOutdated));
    own.pass(TimeDelta::days(4_091));
    assert!(matches!(carry(&a, &station), Answered::Taken { .. }));
    assert_eq!(unsent(&a), 0);
}

#[tokio::test]
async fn every_picture_on_the_stick_has_its_answer() {
    const MANY: u32 = 100;
    let folder = TempDir::new().unwrap();
    let station = station(&folder.path().join("station")).await;
    let a = tablet(&folder.path().join("a"), &station).await;
    carry(&a, &station);
    for _ in 0..MANY / 5 {
        load::portraits(&a.store, 5, 2_000).unwrap();
    }
    let taken = station.station.take_bundle(&written(&a).1).unwrap();
    assert_eq!(taken.pictures, MANY);
    import(&a.store, &taken.answer).unwrap();
    assert_eq!(unsent(&a), 0);
}
