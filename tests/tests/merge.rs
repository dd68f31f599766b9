//! Two rows that the desk said are one, on tablets: seen as one by whoever hears it, whoever comes later, and until it is undone.

use std::sync::Arc;

use beibao_domain::register::SAME_AS;
use beibao_domain::world::System;
use beibao_domain::{Edit, Payload, PersonId, RegisterKind};
use beibao_replica::table::{person, register};
use beibao_store::{household_page, person_page};
use beibao_tests::{DemoStation, Tablet, small};
use serde_json::{Value, json};

const OTHER: &str = "其其格";

/// The desk says that a person is the same as another, or is not.
fn say(station: &DemoStation, goes: PersonId, other: Value) {
    let scope = station.station.read(|sql| Ok(register::scope(sql, RegisterKind::Person, goes.0)?)).unwrap().unwrap();
    let row = station.station.read(|sql| Ok(register::row(sql, goes.0)?)).unwrap();
    let seen = row.fields.get(SAME_AS).map(|field| field.heads.clone()).unwrap_or_default();
    let edit = Edit::field(RegisterKind::Person, goes.0, SAME_AS, other, seen);
    station.station.write(|tx| tx.say(scope, &Payload::Edit(edit))).unwrap();
}

/// Whom a tablet finds, how many live in the house, and how many matters the page of the first shows.
fn seen(tablet: &Tablet, stays: PersonId) -> (PersonId, usize, usize) {
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    let house = tablet.store.read(|sql| household_page::page(sql, home, Default::default())).unwrap();
    let page = tablet.store.read(|sql| person_page::page(sql, stays, Default::default())).unwrap();
    (tablet.person(OTHER).unwrap(), house.members.len(), page.matters.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_is_one_with_the_other_on_every_tablet_until_the_desk_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let enrol = async |name: &str| {
        let tablet = Tablet::enrol(&folder.path().join(name), &station, false, Arc::new(System)).await.unwrap();
        tablet.sync().await.unwrap();
        tablet
    };
    let one = enrol("one").await;
    let (stays, goes) = (one.person(small::HEAD).unwrap(), one.person(OTHER).unwrap());
    assert_eq!(seen(&one, stays), (goes, 3, 0));

    say(&station, goes, json!(stays));
    // Said of the one that gave way, by whoever has not heard it yet.
    let written = one.application(goes).unwrap();
    one.sync().await.unwrap();
    let later = enrol("later").await;
    for tablet in [&one, &later] {
        assert_eq!(seen(tablet, stays), (stays, 2, 1));
        let page = tablet.store.read(|sql| person_page::page(sql, goes, Default::default())).unwrap();
        assert_eq!((page.id, page.name.as_str()), (stays, small::HEAD), "whoever opens the old one is led to it");
    }
    let fact = station.station.read(|sql| Ok(beibao_replica::table::fact::read(sql, written)?)).unwrap();
    assert_eq!(fact.fact.person, Some(goes), "and stands as it was said");

    say(&station, goes, Value::Null);
    for tablet in [&one, &later] {
        tablet.sync().await.unwrap();
        assert_eq!(seen(tablet, stays), (goes, 3, 0));
    }

    say(&station, goes, json!(stays));
    station.station.erase_regardless(stays).unwrap();
    for tablet in [&one, &later] {
        tablet.sync().await.unwrap();
        for id in [stays, goes] {
            assert!(tablet.store.read(|sql| Ok(person::read(sql, id).is_err())).unwrap(), "erased under every row");
        }
    }
}
