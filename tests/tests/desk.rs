//! The desk on real files: conflicts are settled once for all, and a log that was touched is noticed at the first place.

use std::sync::Arc;

use beibao_domain::world::System;
use beibao_station::desk::Link;
use beibao_store::conflict;
use beibao_store::household_page::{self, HouseholdField};
use beibao_tests::{DemoStation, Tablet, small};
use tempfile::TempDir;

async fn station(folder: &TempDir) -> DemoStation {
    DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap()
}

async fn tablet(folder: &TempDir, name: &str, station: &DemoStation) -> Tablet {
    let tablet = Tablet::enrol(&folder.path().join(name), station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    tablet
}

fn write_phone(tablet: &Tablet, phone: &str) {
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    let page = tablet.store.read(|sql| household_page::page(sql, home, Default::default())).unwrap();
    tablet.store.write(|tx| household_page::edit(tx, home, HouseholdField::Phone, phone, &page.phone.seen)).unwrap();
}

fn conflicts(tablet: &Tablet) -> Vec<beibao_replica::conflicts::Conflict> {
    tablet.store.read(|sql| Ok(beibao_replica::conflicts::all(sql)?)).unwrap()
}

fn phone(tablet: &Tablet) -> String {
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    tablet.store.read(|sql| Ok(beibao_replica::table::household::read(sql, home)?)).unwrap().phone
}

#[tokio::test(flavor = "multi_thread")]
async fn both_values_are_shown_everywhere_until_one_tap_settles_it_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let (one, two) = (tablet(&folder, "one", &station).await, tablet(&folder, "two", &station).await);
    write_phone(&one, "00011110001");
    write_phone(&two, "00022220002");
    for tablet in [&one, &two, &one] {
        tablet.sync().await.unwrap();
    }
    let at_the_station = station.station.conflicts().unwrap();
    for found in [conflicts(&one), conflicts(&two), at_the_station] {
        let [conflict] = found.as_slice() else { panic!("{} conflicts", found.len()) };
        let mut shown: Vec<&str> = conflict.choices.iter().map(|choice| choice.shown.as_str()).collect();
        shown.sort();
        assert_eq!((conflict.field.as_str(), shown), ("phone", vec!["00011110001", "00022220002"]));
    }
    let conflict = conflicts(&one).remove(0);
    let chosen = conflict.choices.iter().find(|choice| choice.shown == "00011110001").unwrap();
    one.store.write(|tx| conflict::settle(tx, conflict.row, "phone", &chosen.value, &conflict.seen)).unwrap();
    for tablet in [&one, &two] {
        tablet.sync().await.unwrap();
    }
    assert!(
        conflicts(&one).is_empty() && conflicts(&two).is_empty() && station.station.conflicts().unwrap().is_empty()
    );
    assert_eq!((phone(&one), phone(&two)), ("00011110001".into(), "00011110001".into()));
    // What nobody offered cannot be chosen.
    let nonsense = one.store.write(|tx| conflict::settle(tx, conflict.row, "phone", "\"1\"", &conflict.seen));
    assert!(nonsense.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_settles_a_conflict_and_the_tablets_hear_it() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let one = tablet(&folder, "one", &station).await;
    write_phone(&one, "00011110001");
    let changed = small::households().replace(small::PHONE, "00077776666");
    station.station.import(changed.as_bytes()).unwrap().unwrap();
    one.sync().await.unwrap();
    let conflict = station.station.conflicts().unwrap().remove(0);
    let chosen = conflict.choices.iter().find(|choice| choice.shown == "00077776666").unwrap();
    station.station.settle(conflict.row, &conflict.field, &chosen.value, &conflict.seen).unwrap();
    one.sync().await.unwrap();
    assert_eq!((phone(&one), conflicts(&one).len()), ("00077776666".into(), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_was_touched_is_noticed_at_the_first_place_that_does_not_hold() {
    for (touch, broken) in [
        ("SELECT ?1", None),
        ("UPDATE change SET bytes = CAST(bytes || x'00' AS BLOB) WHERE seq = 2 AND device = ?1", Some((2, Link::Hash))),
        ("UPDATE change SET signature = zeroblob(64) WHERE seq = 2 AND device = ?1", Some((2, Link::Signature))),
        ("DELETE FROM change WHERE seq = 2 AND device = ?1", Some((3, Link::Chain))),
        ("DELETE FROM device WHERE id = ?1", Some((1, Link::Device))),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let station = station(&folder).await;
        let one = tablet(&folder, "one", &station).await;
        let home = one.household(small::HOUSEHOLD).unwrap();
        for n in 0..3 {
            one.visit(home, &format!("第 {n} 次")).unwrap();
        }
        one.sync().await.unwrap();
        let device = one.store.identity().enrolment.device;
        let numbers: Vec<(u64, u64)> = {
            let sql = station.station.writer();
            let mut statement = sql.prepare("SELECT seq, number FROM change WHERE device = ?1").unwrap();
            let found =
                statement.query_map([device.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).unwrap();
            found.map(|row| row.map(|(seq, number)| (seq.cast_unsigned(), number.cast_unsigned())).unwrap()).collect()
        };
        let _ = station.station.writer().prepare(touch).unwrap().query([device.0]).unwrap().next();
        let verified = station.station.verify().unwrap();
        let found = verified.broken.map(|broken| {
            let seq = numbers.iter().find(|(_, number)| *number == broken.number).map(|(seq, _)| *seq);
            (seq.expect("a change of the tablet"), broken.link)
        });
        assert_eq!(found, broken, "{touch}");
        assert!(broken.is_some() || (verified.chains == 2 && verified.changes > 20));
    }
}
