//! What is kept ends by itself after a week's notice, no later than is usual, and as early as the station says.

use std::sync::Arc;

use beibao_domain::ProblemCode;
use beibao_station::StationError;
use beibao_tests::{DemoStation, Tablet, TestWorld, small};
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
