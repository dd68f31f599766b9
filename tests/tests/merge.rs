//! Two rows that the desk said are one, on tablets: seen as one by whoever hears it, whoever comes later, and until it is undone.

use std::sync::Arc;

use beibao_domain::register::SAME_AS;
use beibao_domain::world::System;
use beibao_domain::{Edit, Payload, PersonId, RegisterKind};
use beibao_replica::table::{household, person, register};
use beibao_replica::{find, matter, person_record, statistics};
use beibao_store::household_page::HouseholdField;
use beibao_store::{household_page, person_page};
use beibao_tests::{DemoStation, Tablet, small};
use serde_json::{Value, json};
use uuid::Uuid;

const OTHER: &str = "其其格";

/// The desk says that a person is the same as another, or is not.
fn say(station: &DemoStation, goes: PersonId, other: Value) {
    say_of(station, RegisterKind::Person, goes.0, other);
}

/// The same of a row of any register.
fn say_of(station: &DemoStation, kind: RegisterKind, goes: Uuid, other: Value) {
    let scope = station.station.read(|sql| Ok(register::scope(sql, kind, goes)?)).unwrap().unwrap();
    let row = station.station.read(|sql| Ok(register::row(sql, goes)?)).unwrap();
    let seen = row.fields.get(SAME_AS).map(|field| field.heads.clone()).unwrap_or_default();
    let edit = Edit::field(kind, goes, SAME_AS, other, seen);
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
        let told = tablet.store.read(|sql| Ok(matter::read(sql, written)?)).unwrap();
        assert_eq!(told.opening.person_name, small::HEAD, "and so is whoever reads what was said of it");
        let record = tablet.store.read(|sql| Ok(person_record::read(sql, goes)?)).unwrap();
        assert!(record.fields.iter().all(|field| field.field != SAME_AS), "told by no id of a row");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_at_a_household_that_gave_way_is_made_at_the_one_that_stays_which_has_the_others_head() {
    let folder = tempfile::tempdir().unwrap();
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("one"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    let (goes, head) = (tablet.household(small::HOUSEHOLD).unwrap(), tablet.person(small::HEAD).unwrap());
    let stays = tablet.household(small::HOUSEHOLDS[1].0).unwrap();
    // Nobody is named in the one that stays.
    for name in ["𠮷永顺", "王桂兰", "𠮷小雨"] {
        say(&station, tablet.person(name).unwrap(), json!(head));
    }
    say_of(&station, RegisterKind::Household, goes.0, json!(stays));
    tablet.sync().await.unwrap();

    let page = tablet.store.read(|sql| household_page::page(sql, goes, Default::default())).unwrap();
    let correct = |phone: &str| {
        tablet.store.write(|tx| household_page::edit(tx, goes, HouseholdField::Phone, phone, &page.phone.seen))
    };
    correct("00044440999").unwrap();
    let page = tablet.store.read(|sql| household_page::page(sql, goes, Default::default())).unwrap();
    assert_eq!((page.id, page.phone.value.as_str()), (stays, "00044440999"));
    assert_eq!(page.phone.others, Vec::<String>::new(), "whoever corrected it had seen what stood there");
    let raw = |id| tablet.store.read(|sql| Ok(household::read(sql, id)?)).unwrap().phone;
    assert_eq!(raw(goes), small::PHONE, "and nothing is said of the one that gave way");
    let person = tablet.store.read(|sql| person_page::page(sql, head, Default::default())).unwrap();
    assert_eq!((person.household_id, person.household_code), (stays, page.code), "the way from a person leads there");

    for id in [goes, stays] {
        let told = tablet.store.read(|sql| Ok(household::code_and_head(sql, id)?)).unwrap();
        assert_eq!(told, (small::HOUSEHOLDS[1].0.to_owned(), small::HEAD.to_owned()), "as lists tell it");
    }
    let day = "2100-01-01".parse().unwrap();
    let unvisited = tablet.store.read(|sql| Ok(statistics::unvisited(sql, day, None, 9)?)).unwrap();
    let heads: Vec<&str> = unvisited.iter().map(|home| home.head_name.as_str()).collect();
    assert!(heads.contains(&small::HEAD), "{heads:?}");
    tablet.visit(goes, "雪停了").unwrap();
    let asked = Default::default();
    let visits = tablet.store.read(|sql| Ok(statistics::behind(sql, &asked, statistics::Figure::Visits, 9)?)).unwrap();
    assert_eq!(
        (visits[0].household_code.as_str(), visits[0].head_name.as_str()),
        (small::HOUSEHOLDS[1].0, small::HEAD)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_whose_first_hits_are_one_shows_as_many_as_any_other_and_says_that_there_are_more() {
    let folder = tempfile::tempdir().unwrap();
    let row = |n: usize| format!("01-0001,other,苏和{n:03},,,,,\n");
    let mut files = small::files();
    files[5].1.extend((0..60).map(row));
    let station = DemoStation::start_with(&folder.path().join("station"), &files, Arc::new(System)).await.unwrap();
    let of = |name: &str| station.station.read(|sql| Ok(find::search(sql, name, None)?)).unwrap();
    let stays = of("苏和000").hits[0].id;
    assert_eq!((of("苏和").hits.len(), of("苏和").more), (find::SHOWN, true));
    for n in 1..9 {
        say(&station, PersonId(of(&format!("苏和{n:03}")).hits[0].id), json!(stays));
    }
    assert_eq!((of("苏和").hits.len(), of("苏和").more), (find::SHOWN, true), "53 are found");
    for n in 9..12 {
        say(&station, PersonId(of(&format!("苏和{n:03}")).hits[0].id), json!(stays));
    }
    assert_eq!((of("苏和").hits.len(), of("苏和").more), (find::SHOWN, false), "and 50");
}
