//! A number on the card changes: whoever holds the old card is found, gets a new one, and leaves the list.

use std::sync::Arc;

use beibao_domain::visit::HandoutLine;
use beibao_domain::world::System;
use beibao_print::sheet_pdf;
use beibao_replica::contact_card::{self, HeldCard};
use beibao_store::{household_page, visit};
use beibao_tests::day::own_card;
use beibao_tests::{DemoStation, Tablet, small};
use chrono::NaiveDate;
use tempfile::TempDir;

async fn stage(folder: &TempDir) -> (DemoStation, Tablet) {
    let home = folder.path().join("station");
    let station = DemoStation::start_with(&home, &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("a"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    (station, tablet)
}

fn give(tablet: &Tablet, household: &str, cards: u32) {
    let mut draft = visit::open_draft(&tablet.store, tablet.household(household).unwrap()).unwrap().draft;
    draft.diary = "送联系卡".into();
    draft.handouts = vec![HandoutLine::new(tablet.material("C01").unwrap(), cards)];
    tablet.store.write(|tx| visit::save(tx, &draft)).unwrap();
}

fn outdated(tablet: &Tablet) -> Vec<String> {
    let cards = tablet.store.read(|sql| Ok(contact_card::outdated(sql)?)).unwrap();
    cards.into_iter().map(|card| card.household_code).collect()
}

fn held(tablet: &Tablet, household: &str) -> Vec<HeldCard> {
    let (id, today) = (tablet.household(household).unwrap(), NaiveDate::from_ymd_opt(2026, 11, 24).unwrap());
    tablet.store.read(|sql| household_page::page(sql, id, today)).unwrap().cards
}

fn sheet(tablet: &Tablet) -> Vec<u8> {
    sheet_pdf(&own_card(&tablet.store).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_number_changes_whoever_holds_the_old_card_is_found_until_a_new_one_is_given() {
    let folder = TempDir::new().unwrap();
    let (station, tablet) = stage(&folder).await;
    give(&tablet, "01-0001", 1);
    give(&tablet, "01-0001", 2);
    give(&tablet, "01-0003", 1);
    assert_eq!(outdated(&tablet), Vec::<String>::new());
    let [card] = &held(&tablet, "01-0001")[..] else { panic!("one officer's cards") };
    assert_eq!((card.count, card.outdated, card.officer_name.as_str()), (3, false, "孟和巴图"));
    assert_eq!(held(&tablet, "01-0002"), []);
    let before = sheet(&tablet);

    let phone = "badge,name,name_mn,phone,areas\n000101,孟和巴图,ᠮᠥᠩᠬᠡᠪᠠᠲᠤ,00000000909,01\n";
    station.station.import(phone.as_bytes()).unwrap().unwrap();
    tablet.sync().await.unwrap();

    assert_eq!(outdated(&tablet), ["01-0001", "01-0003"]);
    assert!(held(&tablet, "01-0001")[0].outdated);
    assert_ne!(sheet(&tablet), before, "the new sheet has the new number");

    // What is corrected afterwards does not turn the old card into a new one.
    let old = held(&tablet, "01-0003")[0].visit_id;
    let mut corrected = visit::open_correction(&tablet.store, old).unwrap().draft;
    corrected.diary = "送联系卡，家里只有老人".into();
    tablet.store.write(|tx| visit::save(tx, &corrected)).unwrap();
    assert_eq!(outdated(&tablet), ["01-0001", "01-0003"]);

    give(&tablet, "01-0001", 1);
    assert_eq!(outdated(&tablet), ["01-0003"]);
    tablet.sync().await.unwrap();
    // The station sees the same.
    let at_station = station.station.read(|sql| Ok(contact_card::outdated(sql)?)).unwrap();
    assert_eq!(at_station.iter().map(|card| card.household_code.as_str()).collect::<Vec<_>>(), ["01-0003"]);
}
