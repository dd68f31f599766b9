//! What is kept ends by itself after a week's notice, no later than is usual, and as early as the station says.

use std::sync::Arc;

use beibao_domain::dispute::{Dispute, DisputeKind};
use beibao_domain::{FactBody, ProblemCode};
use beibao_station::StationError;
use beibao_store::record::{self, Record};
use beibao_store::table::picture;
use beibao_tests::{DemoStation, Tablet, TestWorld, load, small};
use chrono::TimeDelta;

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_the_station_keeps_shorter_ends_earlier_and_never_without_a_week_of_notice() {
    let folder = tempfile::tempdir().unwrap();
    let world = Arc::new(TestWorld::new(7));
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), world.clone()).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, world.clone()).await.unwrap();
    tablet.sync().await.unwrap();
    tablet.visit(tablet.household(small::HOUSEHOLD).unwrap(), "送来了户口簿").unwrap();
    tablet.sync().await.unwrap();
    let desk = &station.station;
    let visits = || {
        let count = "SELECT count(*) FROM fact WHERE kind = 'visit'";
        desk.read(|sql| Ok(sql.query_row(count, [], |row| row.get::<_, i64>(0))?)).unwrap()
    };
    let refused = |kind: &str, months| match desk.set_period(kind, months) {
        Err(StationError::Refused(problem)) => problem.code,
        other => panic!("{other:?}"),
    };
    // No shorter than the law asks, no longer than is usual, and of no kind that does not end.
    assert_eq!(refused("application", 35), ProblemCode::InvalidFields);
    assert_eq!(refused("visit", 61), ProblemCode::InvalidFields);
    assert_eq!(refused("visit", 0), ProblemCode::InvalidFields);
    assert_eq!(refused("erasure", 36), ProblemCode::NotFound);

    // Two years and a month later a visit is still kept as is usual.
    world.pass(TimeDelta::days(25 * 31));
    assert!(desk.endings().unwrap().iter().all(|ending| ending.kind != "visit"));
    assert!(desk.run_retention().unwrap().is_empty());
    desk.set_period("visit", 24).unwrap();
    let ending = desk.endings().unwrap().into_iter().find(|ending| ending.kind == "visit").unwrap();
    assert_eq!(ending.count, 1);
    assert!(desk.run_retention().unwrap().is_empty(), "erased without a word before");
    world.pass(TimeDelta::days(6));
    assert!(desk.run_retention().unwrap().is_empty());
    // Said anew, the week begins anew.
    desk.set_period("visit", 23).unwrap();
    desk.run_retention().unwrap();
    world.pass(TimeDelta::days(2));
    assert!(desk.run_retention().unwrap().is_empty() && visits() == 1);
    world.pass(TimeDelta::days(6));
    let certificates = desk.run_retention().unwrap();
    assert_eq!((certificates.len(), visits()), (1, 0));
    assert_eq!(certificates[0].erased["visit"], 1);
    tablet.sync().await.unwrap();
    let here = tablet.store.read(|sql| {
        let count = "SELECT count(*) FROM fact WHERE kind = 'visit'";
        Ok(sql.query_row(count, [], |row| row.get::<_, i64>(0))?)
    });
    assert_eq!(here.unwrap(), 0, "the tablet still has it");
    let set = desk.periods().unwrap().into_iter().find(|period| period.kind == "visit").unwrap();
    assert_eq!((set.months, set.usual_months), (23, 60));
}

struct Stage {
    _folder: tempfile::TempDir,
    world: Arc<TestWorld>,
    tablet_world: Arc<TestWorld>,
    station: DemoStation,
    tablet: Tablet,
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (world, tablet_world) = (Arc::new(TestWorld::new(7)), Arc::new(TestWorld::new(8)));
        let place = folder.path().join("station");
        let station = DemoStation::start_with(&place, &small::files(), world.clone()).await.unwrap();
        let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, tablet_world.clone()).await.unwrap();
        tablet.sync().await.unwrap();
        Self { _folder: folder, world, tablet_world, station, tablet }
    }

    /// Runs the retention, and once more after the week of notice; how much of a kind is left.
    fn retain(&self, kind: &str) -> i64 {
        self.station.station.run_retention().unwrap();
        self.world.pass(TimeDelta::days(8));
        self.station.station.run_retention().unwrap();
        let count = "SELECT count(*) FROM fact WHERE kind = ?1";
        self.station.station.read(|sql| Ok(sql.query_row(count, [kind], |row| row.get(0))?)).unwrap()
    }
}

/// A tablet whose battery was empty says that today was in 2015. The station knows when it heard it.
#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_visit_under_a_dead_clock_is_kept_as_long_as_any_other() {
    let stage = Stage::new().await;
    stage.tablet_world.pass(TimeDelta::days(-4_000));
    stage.tablet.visit(stage.tablet.household(small::HOUSEHOLD).unwrap(), "时钟停了").unwrap();
    stage.tablet.sync().await.unwrap();
    assert_eq!(stage.retain("visit"), 1, "what happened today was erased");
    stage.world.pass(TimeDelta::days(61 * 31));
    assert_eq!(stage.retain("visit"), 0);
}

/// It was never applied and is in no table, but the station could open it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_aside_ends_as_if_it_had_been_applied() {
    let stage = Stage::new().await;
    let tablet = stage.tablet.store.identity().enrolment.device;
    stage.station.station.revoke(tablet).unwrap();
    stage.tablet.visit(stage.tablet.household(small::HOUSEHOLD).unwrap(), "停用以后写的").unwrap();
    assert!(stage.tablet.sync().await.is_err());
    let open = || {
        let count = "SELECT count(*) FROM change WHERE reason IS NOT NULL AND body_key IS NOT NULL";
        stage.station.station.read(|sql| Ok(sql.query_row(count, [], |row| row.get::<_, i64>(0))?)).unwrap()
    };
    stage.retain("visit");
    assert_eq!(open(), 1);
    stage.world.pass(TimeDelta::days(61 * 31));
    let ending = stage.station.station.endings().unwrap().into_iter().find(|ending| ending.kind == "visit").unwrap();
    assert_eq!(ending.count, 1, "it ends without a word before");
    stage.retain("visit");
    assert_eq!(open(), 0);
    assert!(stage.station.station.verify().unwrap().broken.is_none());
}

/// A tablet that was shut out still hands over what it owes: a face that is in no table.
#[tokio::test(flavor = "multi_thread")]
async fn a_portrait_that_was_only_set_aside_is_destroyed_with_whoever_is_erased() {
    let stage = Stage::new().await;
    let station = &stage.station.station;
    station.revoke(stage.tablet.store.identity().enrolment.device).unwrap();
    load::portraits(&stage.tablet.store, 1, 2_000).unwrap();
    let portrait = stage.tablet.store.read(|sql| picture::owed_hashes(sql, 1)).unwrap()[0];
    assert!(stage.tablet.sync().await.is_err());
    assert!(station.blob(portrait).unwrap().is_some());
    let people = station
        .read(|sql| {
            let id = |row: &rusqlite::Row<'_>| Ok(beibao_domain::PersonId(row.get(0)?));
            Ok(beibao_replica::table::rows(sql, "SELECT id FROM person", [], id)?)
        })
        .unwrap();
    let pictures: u32 = people.into_iter().map(|id| station.erase_regardless(id).unwrap().pictures).sum();
    assert_eq!((station.blob(portrait).unwrap(), pictures), (None, 1));
}

/// Said in an area that had been taken away, so that the station kept it and put it into no table: whoever said it has it still.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_aside_of_somebody_who_is_erased_is_forgotten_by_the_tablet_that_said_it() {
    let stage = Stage::new().await;
    let (station, store) = (&stage.station.station, &stage.tablet.store);
    let areas = |areas: &str| {
        let officers = format!("badge,name,name_mn,phone,areas\n000101,孟和巴图,,00000000101,{areas}\n");
        station.import(officers.as_bytes()).unwrap().unwrap();
    };
    let count = |query: &str| -> i64 { store.read(|sql| Ok(sql.query_row(query, [], |row| row.get(0))?)).unwrap() };
    areas("01-02");
    load::portraits(store, small::PEOPLE.len(), 2_000).unwrap();
    stage.tablet.sync().await.unwrap();
    let aside = "SELECT count(*) FROM outbox WHERE state = 'set_aside' AND body_key IS NOT NULL";
    assert_eq!(count(aside), 12, "an application and a portrait of the six people who live there");
    let query = "SELECT id FROM person WHERE household = (SELECT id FROM household WHERE code = '01-0001')";
    let people = station
        .read(|sql| Ok(beibao_replica::table::rows(sql, query, [], |row| Ok(beibao_domain::PersonId(row.get(0)?)))?))
        .unwrap();
    let erased: Vec<_> = people.into_iter().map(|id| station.erase_regardless(id).unwrap().erased).collect();
    let of = |kind: &str| erased.iter().filter_map(|erased| erased.get(kind)).sum::<u32>();
    assert_eq!((of("application"), of("portrait"), of("register")), (3, 3, 3));

    stage.tablet.sync().await.unwrap();
    assert_eq!((count(aside), count("SELECT count(*) FROM picture")), (6, 5));
    areas("01");
    stage.tablet.sync().await.unwrap();
    assert_eq!(count("SELECT count(*) FROM fact WHERE kind = 'portrait'"), 5);
    assert!(station.verify().unwrap().broken.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_still_open_does_not_end_by_itself() {
    let stage = Stage::new().await;
    let home = stage.tablet.household(small::HOUSEHOLD).unwrap();
    let dispute = FactBody::Dispute(Dispute::open(DisputeKind::Debt));
    let dispute = Record { household_id: Some(home), ..Record::new(dispute) };
    let dispute = stage.tablet.store.write(|tx| record::save(tx, &dispute)).unwrap();
    stage.tablet.sync().await.unwrap();
    for world in [&stage.world, &stage.tablet_world] {
        world.pass(TimeDelta::days(121 * 31));
    }
    assert_eq!(stage.retain("dispute"), 1, "an open dispute was erased");
    stage.tablet.store.write(|tx| record::withdraw(tx, dispute)).unwrap();
    let visitor = stage.tablet.visitor(&stage.station);
    beibao_sync::sync(&stage.tablet.store, &visitor, &false.into(), |_| {}).await.unwrap();
    assert_eq!(stage.retain("dispute"), 0);
}
