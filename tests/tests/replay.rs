//! Five years of the sample station, replayed: what both ends report is what happened, in all and in every part.

use std::sync::Arc;

use beibao_domain::World;
use beibao_replica::statistics::{self, Asked, Figure, Line};
use beibao_tests::years::{self, Plan};
use beibao_tests::{DemoStation, Tablet, TestWorld, small};
use chrono::TimeDelta;

#[tokio::test(flavor = "multi_thread")]
async fn five_years_give_exactly_their_own_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan::FIVE_YEARS;
    let world = Arc::new(TestWorld::new(11));
    world.pass(TimeDelta::days(-i64::from(plan.days)));
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), world.clone()).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, world.clone()).await.unwrap();
    tablet.sync().await.unwrap();
    years::live(&tablet.store, &world, &plan, years::leaflet(&tablet.store).unwrap()).unwrap();
    tablet.sync().await.unwrap();

    // The desk's own steps, said here by a tablet, are not heard at the station: there the documents wait.
    let applications = plan.applications;
    let here = |asked: &Asked| tablet.store.read(|sql| Ok(statistics::lines(sql, asked)?)).unwrap();
    let there = |asked: &Asked| station.station.statistics(asked).unwrap();
    let returned = applications / 8;
    let expected = [
        (Figure::Visits, plan.visits),
        (Figure::Services, plan.services),
        (Figure::Leaflets, plan.leaflets),
        (Figure::Disputes, plan.resolved + plan.unresolved),
        (Figure::DisputesResolved, plan.resolved),
        (Figure::Activities, plan.talks),
        (Figure::Audience, plan.talks * 5),
        (Figure::Applications, applications),
        (Figure::Requests, plan.each),
        (Figure::RequestsAnswered, plan.each),
        (Figure::Hazards, plan.each),
        (Figure::HazardsFixed, plan.each),
        (Figure::Suggestions, plan.each),
    ];
    let whole = Asked::default();
    for line in [here(&whole), there(&whole)] {
        let [line] = line.as_slice() else { panic!("{} lines", line.len()) };
        for (figure, count) in expected {
            assert_eq!(line.figure(figure), count, "{figure:?}");
        }
        assert_eq!(line.people, u32::try_from(small::PEOPLE.len()).unwrap());
        let hours = line.response_hours.unwrap();
        assert!((hours - 2.117).abs() < 0.01, "{hours}");
    }
    let desk = [
        (Figure::PortraitsJudged, applications),
        (Figure::PortraitsFirstTry, applications - returned),
        (Figure::DocumentsFinished, applications),
        (Figure::DocumentsInTime, applications),
        (Figure::DocumentsDelivered, applications),
        (Figure::Portraits, applications + returned),
    ];
    for (figure, count) in desk {
        assert_eq!(here(&whole)[0].figure(figure), count, "{figure:?}");
    }
    // The parts are the whole, by whatever they are told apart; distinct people are not added up.
    for apart in [
        Asked { by_month: true, ..Asked::default() },
        Asked { by_area: true, by_month: true, by_officer: true, ..Asked::default() },
    ] {
        let lines = there(&apart);
        assert!(lines.len() >= 60);
        for (figure, count) in expected {
            assert_eq!(lines.iter().map(|line| line.figure(figure)).sum::<u32>(), count, "{figure:?}");
        }
    }
    // A month by itself says what its line in the whole says.
    let months: Vec<Line> = there(&Asked { by_month: true, ..Asked::default() });
    let month = &months[30];
    let from: chrono::NaiveDate = format!("{}-01", month.month).parse().unwrap();
    let to = from.checked_add_months(chrono::Months::new(1)).unwrap().pred_opt().unwrap();
    let alone = there(&Asked { from: Some(from), to: Some(to), ..Asked::default() }).remove(0);
    assert_eq!(alone.figures, month.figures);
    // Everybody was visited in the last weeks, and nobody since tomorrow.
    let today = beibao_domain::world::day_in_china(world.now());
    let unvisited = |days| {
        let since = today.checked_add_signed(TimeDelta::days(days)).unwrap();
        station.station.read(|sql| Ok(statistics::unvisited(sql, since, None, 100)?)).unwrap().len()
    };
    assert_eq!((unvisited(-60), unvisited(1)), (0, small::HOUSEHOLDS.len()));
}
