//! A tablet keeps its own changes for 90 days after the station applied them, and longer while anything speaks against it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use beibao_domain::FactId;
use beibao_store::table::{identity, print_job};
use beibao_store::{application, record, today, visit};
use beibao_tests::{DemoStation, Tablet, TestWorld, small};
use chrono::TimeDelta;

struct Stage {
    _folder: tempfile::TempDir,
    station_world: Arc<TestWorld>,
    world: Arc<TestWorld>,
    station: DemoStation,
    tablet: Tablet,
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (station_world, world) = (Arc::new(TestWorld::new(1)), Arc::new(TestWorld::new(2)));
        let files = small::files();
        let station =
            DemoStation::start_with(&folder.path().join("station"), &files, station_world.clone()).await.unwrap();
        let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, world.clone()).await.unwrap();
        let stage = Self { _folder: folder, station_world, world, station, tablet };
        stage.sync().await;
        stage
    }

    fn count(&self, query: &str) -> u32 {
        self.tablet.store.read(|sql| Ok(sql.query_row(query, [], |row| row.get(0))?)).unwrap()
    }

    async fn sync(&self) {
        let visitor = self.tablet.visitor(&self.station);
        beibao_sync::sync(&self.tablet.store, &visitor, &AtomicBool::new(false), |_| {}).await.unwrap();
        let state = today::outbox_state(&self.tablet.store).unwrap();
        assert_eq!((state.unsent, state.set_aside, state.differing), (0, 0, 0));
    }

    fn visits(&self, count: u32) -> Vec<FactId> {
        let home = self.tablet.household(small::HOUSEHOLD).unwrap();
        (0..count).map(|n| self.tablet.visit(home, &format!("第 {n} 次")).unwrap()).collect()
    }

    fn kept(&self) -> u32 {
        self.count("SELECT count(*) FROM outbox")
    }

    fn days_pass(&self, days: i64) {
        self.world.pass(TimeDelta::days(days));
        self.station_world.pass(TimeDelta::days(days));
    }

    /// The officer's areas.
    fn areas(&self, areas: &str) {
        let sheet = format!("badge,name,name_mn,phone,areas\n000101,孟和巴图,,00000000101,{areas}\n");
        assert_eq!(self.station.station.import(sheet.as_bytes()).unwrap().unwrap().refused, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_applied_ninety_days_ago_is_forgotten_but_for_the_last_and_what_it_said_stays() {
    let stage = Stage::new().await;
    let said = stage.visits(5);
    stage.sync().await;
    stage.days_pass(89);
    stage.sync().await;
    assert_eq!(stage.kept(), 5);
    stage.days_pass(2);
    stage.sync().await;
    assert_eq!(stage.kept(), 1, "the last stays: the station's ack is compared with it");
    for id in &said {
        let shown = stage.tablet.store.read(|sql| visit::page(sql, *id)).unwrap();
        assert_eq!(shown.visit.state, visit::SendState::Applied);
    }
    // The chain goes on, and the tablet does not take itself for a copy.
    stage.visits(1);
    stage.sync().await;
    assert_eq!(
        stage.kept(),
        2,
        "a station that is put back may not have heard the last, and then names the one before"
    );
    let device = stage.tablet.store.identity().enrolment.device;
    let tablets = stage.station.station.tablets().unwrap();
    assert!(tablets.iter().find(|tablet| tablet.id == device).unwrap().cloned_at.is_none());
    assert_eq!(stage.station.station.verify().unwrap().broken, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_clock_alone_forgets_nothing() {
    for wrong in [true, false] {
        let stage = Stage::new().await;
        stage.visits(3);
        stage.sync().await;
        if wrong { &stage.world } else { &stage.station_world }.pass(TimeDelta::days(3_650));
        stage.sync().await;
        assert_eq!(stage.kept(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_area_that_was_taken_away_and_given_again_comes_back_with_what_was_forgotten() {
    let stage = Stage::new().await;
    let said = stage.visits(4);
    stage.sync().await;
    stage.days_pass(91);
    stage.sync().await;
    assert_eq!(stage.kept(), 1);
    stage.areas("01-02");
    stage.sync().await;
    assert!(stage.tablet.store.read(|sql| visit::page(sql, said[0])).is_err(), "the area is still here");
    stage.areas("01");
    stage.sync().await;
    for id in &said {
        assert!(stage.tablet.store.read(|sql| visit::page(sql, *id)).is_ok(), "an own visit did not come back");
    }
}

/// The portrait of somebody who was erased is found though nothing in the outbox names it any more; others stay.
#[tokio::test(flavor = "multi_thread")]
async fn a_portrait_goes_with_the_person_however_long_ago_it_was_sent() {
    let stage = Stage::new().await;
    let person = stage.tablet.person(small::HEAD).unwrap();
    let other = stage.tablet.person(small::PEOPLE[3].2).unwrap();
    for (who, jpeg) in [(person, b"one portrait".to_vec()), (other, b"another portrait".to_vec())] {
        let applied = stage.tablet.application(who).unwrap();
        let judged = application::Judged::by("ga461", 2);
        stage.tablet.store.write(|tx| application::attach_portrait(tx, applied, &jpeg, judged)).unwrap();
    }
    stage.visits(1);
    stage.sync().await;
    stage.days_pass(91);
    stage.sync().await;
    let pictures = || stage.count("SELECT count(*) FROM picture_bytes");
    assert_eq!((stage.kept(), pictures()), (1, 2));
    stage.station.station.erase_regardless(person).unwrap();
    stage.sync().await;
    assert_eq!(pictures(), 1);
    let left = "SELECT bytes FROM picture_bytes";
    let left: Vec<u8> = stage.tablet.store.read(|sql| Ok(sql.query_row(left, [], |row| row.get(0))?)).unwrap();
    assert_eq!(left, b"another portrait");
}

/// A battery that was empty: what was receipted in 2015, by this tablet's clock, was receipted today by the station's.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_right_forgets_nothing_at_once() {
    let stage = Stage::new().await;
    stage.world.pass(TimeDelta::days(-4_000));
    stage.visits(3);
    stage.sync().await;
    stage.world.pass(TimeDelta::days(4_000));
    stage.sync().await;
    assert_eq!(stage.kept(), 3);
    stage.days_pass(91);
    stage.sync().await;
    assert_eq!(stage.kept(), 1);
}

/// What was begun today is no older because a clock stands years ahead, or stood years behind.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_was_begun_and_a_paper_that_waits_are_forgotten_only_when_both_clocks_say_so() {
    let stage = Stage::new().await;
    let begin = |stage: &Stage, place: &'static str| {
        stage.tablet.store.write(|tx| record::keep_form(tx, place, Some("写到一半"))).unwrap();
        stage.tablet.store.write(|tx| print_job::keep(tx, "card", None, b"dots")).unwrap();
    };
    begin(&stage, "visit-1");
    stage.world.pass(TimeDelta::days(-4_000));
    begin(&stage, "visit-2");
    stage.world.pass(TimeDelta::days(4_000 + 3_650));
    let Stage { _folder, station_world, world, station, tablet } = stage;
    drop(tablet);
    let tablet = Tablet::open(&_folder.path().join("tablet"), world.clone()).unwrap();
    let stage = Stage { _folder, station_world, world, station, tablet };
    stage.sync().await;
    let kept = |stage: &Stage| ["form", "print_job"].map(|table| stage.count(&format!("SELECT count(*) FROM {table}")));
    assert_eq!(kept(&stage), [2, 2]);
    stage.world.pass(TimeDelta::days(-3_650));
    stage.days_pass(59);
    stage.sync().await;
    assert_eq!(kept(&stage), [2, 2]);
    stage.days_pass(2);
    stage.sync().await;
    assert_eq!(kept(&stage), [0, 0]);
}

/// A station that is put back from yesterday names a change that this tablet was about to forget.
#[tokio::test(flavor = "multi_thread")]
async fn a_station_that_is_put_back_does_not_make_a_tablet_that_forgot_take_itself_for_a_copy() {
    let mut stage = Stage::new().await;
    stage.visits(4);
    stage.sync().await;
    stage.days_pass(91);
    let (place, backup) = (stage.station.folder.clone(), stage.station.folder.with_file_name("backup"));
    std::fs::create_dir(&backup).unwrap();
    for entry in std::fs::read_dir(&place).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), backup.join(entry.file_name())).unwrap();
    }
    let late = stage.visits(1)[0];
    stage.sync().await;
    let before = stage.tablet.store.read(identity::epoch).unwrap();
    let restored = DemoStation::reopen(&backup, stage.station_world.clone()).await.unwrap();
    let visitor = stage.tablet.visitor(&restored);
    beibao_sync::sync(&stage.tablet.store, &visitor, &AtomicBool::new(false), |_| {}).await.unwrap();
    assert_eq!(stage.tablet.store.read(identity::epoch).unwrap(), before, "it took itself for an older copy");
    stage.station = restored;
    stage.sync().await;
    let heard = stage.station.station.read(|sql| Ok(beibao_replica::table::fact::exists(sql, late)?)).unwrap();
    assert!(heard, "the last visit did not come back to the station");
}
