//! The evening sheet's figures, against a day that is counted by hand.

use std::sync::Arc;

use beibao_domain::visit::HandoutLine;
use beibao_domain::world::{System, day_in_china};
use beibao_store::evening::{self, Counts, Evening};
use beibao_store::visit;
use beibao_tests::{DemoStation, Tablet, load, small};
use tempfile::TempDir;

fn sheet(tablet: &Tablet) -> Evening {
    evening::evening(&tablet.store, day_in_china(tablet.store.world().now())).unwrap()
}

fn all_applied(made: u32) -> Counts {
    Counts { made, received: made, applied: made, set_aside: 0 }
}

#[tokio::test]
async fn the_sheet_says_what_was_made_received_applied_and_set_aside_and_whether_both_ends_hold_the_same() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("station");
    let station = DemoStation::start_with(&home, &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("a"), &station, false, Arc::new(System)).await.unwrap();
    assert_eq!(sheet(&tablet).areas, []);
    tablet.sync().await.unwrap();

    let mut draft = visit::open_draft(&tablet.store, tablet.household("01-0001").unwrap()).unwrap().draft;
    draft.diary = "送传单".into();
    let leaflet = |code, count| HandoutLine::new(tablet.material(code).unwrap(), count);
    draft.handouts = vec![leaflet("L01", 12), leaflet("C01", 3)];
    tablet.store.write(|tx| visit::save(tx, &draft)).unwrap();
    // Corrected the same evening: still one visit, and the leaflets were given once.
    let given = tablet.visit(tablet.household("01-0001").unwrap(), "再去一次").unwrap();
    let mut corrected = visit::open_correction(&tablet.store, given).unwrap().draft;
    corrected.diary = "又去一次".into();
    corrected.handouts = vec![leaflet("L02", 2)];
    let once_more = tablet.store.write(|tx| visit::save(tx, &corrected)).unwrap();
    let mut corrected = visit::open_correction(&tablet.store, once_more).unwrap().draft;
    corrected.diary = "又去一次，送两份".into();
    tablet.store.write(|tx| visit::save(tx, &corrected)).unwrap();
    load::portraits(&tablet.store, 2, 40_000).unwrap();

    let before = sheet(&tablet);
    assert_eq!(before.visits, Counts { made: 2, ..Counts::default() });
    assert_eq!(before.handouts, Counts { made: 17, ..Counts::default() });
    assert_eq!((before.portraits.made, before.portraits.received, before.pictures_owed), (2, 0, 2));

    tablet.sync().await.unwrap();
    let after = sheet(&tablet);
    assert_eq!((after.visits, after.handouts), (all_applied(2), all_applied(17)));
    assert_eq!((after.portraits, after.applications, after.pictures_owed), (all_applied(2), all_applied(2), 0));
    assert_eq!((after.set_aside.len(), after.other), (0, Counts::default()));
    assert!(after.areas.iter().all(|area| area.agrees && area.here == area.there), "{:?}", after.areas);
    let household_scope = after.areas.iter().find(|area| area.area == "呼和嘎查").unwrap();
    // Two households with six people, four facts of two visits, and two people's applications and portraits.
    assert_eq!(household_scope.here, 2 + 6 + 4 + 4);

    // The area is taken away while the tablet is in the steppe: what it says there is kept, and told by name.
    let narrow = "badge,name,name_mn,phone,areas\n000101,孟和巴图,,00000000101,01-02\n";
    station.station.import(narrow.as_bytes()).unwrap().unwrap();
    tablet.visit(tablet.household("01-0001").unwrap(), "已经不归我管").unwrap();
    tablet.sync().await.unwrap();
    let evening = sheet(&tablet);
    assert_eq!(evening.visits, Counts { made: 3, received: 3, applied: 2, set_aside: 1 });
    let [aside] = &evening.set_aside[..] else { panic!("{:?}", evening.set_aside) };
    assert_eq!((aside.kind.name(), aside.reason.as_str()), ("visit", "change_out_of_scope"));
}
