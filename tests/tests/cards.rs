//! A number on the card changes: whoever holds the old card is found, gets a new one, and leaves the list.

use std::sync::Arc;

use beibao_domain::picture::Picture;
use beibao_domain::visit::HandoutLine;
use beibao_domain::world::System;
use beibao_print::sheet_pdf;
use beibao_replica::contact_card::{self, HeldCard};
use beibao_station::Station;
use beibao_station::desk::{FieldEditAsk, FirstStart, Who};
use beibao_store::{household_page, record, visit};
use beibao_tests::day::own_card;
use beibao_tests::{DemoStation, Tablet, small};
use chrono::NaiveDate;
use tempfile::TempDir;

/// An administrator at the desk of a station.
struct AtTheDesk<'a> {
    station: &'a Station,
    who: Who,
}

fn at_the_desk(station: &DemoStation) -> AtTheDesk<'_> {
    let code = "AAAAA-BBBBB".to_owned();
    let (name, password) = ("admin".to_owned(), "草原上的一匹白马".to_owned());
    let first = FirstStart { code: code.clone(), station: String::new(), shown: name.clone(), name, password };
    let station = &*station.station;
    let token = station.set_up("127.0.0.1", Some(&code), &first).unwrap();
    AtTheDesk { station, who: station.signed_in(&token, "127.0.0.1").unwrap() }
}

impl AtTheDesk<'_> {
    fn writes(&self, register: &str, code: &str, field: &str, value: &str) {
        let row = self.station.shelf(register).unwrap().rows.into_iter().find(|row| row.code == code).unwrap();
        let seen = row.fields.into_iter().find(|known| known.name == field).unwrap().seen;
        let (register, field, value) = (register.to_owned(), field.to_owned(), value.to_owned());
        let ask = FieldEditAsk { register, row: row.id, field, value, seen };
        self.station.edit_field(&self.who, &ask).unwrap();
    }
}

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

    at_the_desk(&station).writes("officer", "000101", "phone", "00000000909");
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

#[tokio::test(flavor = "multi_thread")]
async fn the_photo_and_the_english_for_the_back_reach_the_officers_tablet_and_no_handed_out_card_is_outdated_by_them() {
    let folder = TempDir::new().unwrap();
    let (station, tablet) = stage(&folder).await;
    give(&tablet, "01-0001", 1);
    let back = |tablet: &Tablet| {
        let officer = tablet.store.identity().enrolment.officer;
        tablet.store.read(|sql| Ok(contact_card::read_back(sql, officer)?)).unwrap()
    };
    assert_eq!((back(&tablet).photo, back(&tablet).english), (None, None));

    let desk = at_the_desk(&station);
    desk.writes("officer", "000101", "name_en", "Munkhbat");
    desk.writes("station", "", "name_en", "Lark Meadow Police Station");
    let officer = tablet.store.identity().enrolment.officer.0;
    let mut photo = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(800, 600, image::Rgb([90, 120, 150]))
        .write_to(&mut photo, image::ImageFormat::Png)
        .unwrap();
    desk.station.set_card_photo(&desk.who, officer, Some(photo.get_ref())).unwrap();
    tablet.sync().await.unwrap();

    let said = back(&tablet);
    assert_eq!(said.english, Some(("Munkhbat".into(), "Lark Meadow Police Station".into())));
    let hash = said.photo.as_ref().and_then(Picture::blob).unwrap().0;
    let bytes = tablet.store.read(|sql| record::picture(sql, hash)).unwrap();
    assert!(bytes.starts_with(&[0xff, 0xd8]) && bytes.len() < 20_000, "what is printed, and not what was chosen");
    assert_eq!(outdated(&tablet), Vec::<String>::new());

    desk.station.set_card_photo(&desk.who, officer, None).unwrap();
    tablet.sync().await.unwrap();
    assert_eq!(back(&tablet).photo, None);
    assert!(tablet.store.read(|sql| record::picture(sql, hash)).is_err(), "a photo that was taken away goes");
}
