//! A tablet and its station over real HTTPS on loopback: the day goes home, and whatever stands in its way is told.

use std::sync::Arc;

use beibao_domain::enrolment::Offer;
use beibao_domain::world::System;
use beibao_domain::{Edit, Epoch, Hash, Payload, ProblemCode, RegisterKind};
use beibao_photo::Profile;
use beibao_replica::table::household;
use beibao_station::Station;
use beibao_store::household_page::{self, HouseholdField};
use beibao_store::table::picture;
use beibao_store::{Store, application, today, visit};
use beibao_sync::HttpStation;
use beibao_tests::{DemoStation, Tablet, load, small};
use beibao_wire::{Abilities, Hello, PROTOCOL, SyncApi};
use tempfile::TempDir;

const PHOTO: &[u8] = include_bytes!("../../assets/portraits/sample.jpg");

async fn station(folder: &TempDir) -> DemoStation {
    DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap()
}

async fn tablet(folder: &TempDir, name: &str, station: &DemoStation) -> Tablet {
    let tablet = Tablet::enrol(&folder.path().join(name), station, true, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    tablet
}

fn portrait(tablet: &Tablet, typed: &str) -> Hash {
    let person = tablet.person(typed).unwrap();
    let applied = tablet.application(person).unwrap();
    let jpeg = beibao_photo::examine(PHOTO, &Profile::ga461()).unwrap().portrait.unwrap().jpeg;
    tablet
        .store
        .write(|tx| application::attach_portrait(tx, applied, &jpeg, application::Judged::by("ga461", 1)))
        .unwrap();
    Hash::of(&jpeg)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_comes_home_whole_and_the_other_tablet_sees_it() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let (one, two) = (tablet(&folder, "one", &station).await, tablet(&folder, "two", &station).await);
    let home = one.household(small::HOUSEHOLD).unwrap();
    let saved = one.visit(home, "送来了户口簿").unwrap();
    let hash = portrait(&one, small::HEAD);
    assert_eq!(today::outbox_state(&one.store).unwrap().unsent, 4);
    one.sync().await.unwrap();
    let state = today::outbox_state(&one.store).unwrap();
    assert_eq!((state.unsent, state.applied_today, state.set_aside), (0, 3, 0));
    two.sync().await.unwrap();
    assert_eq!(two.store.read(|sql| visit::page(sql, saved)).unwrap().visit.diary, "送来了户口簿");
    assert!(station.station.blob(hash).unwrap().is_some(), "the portrait is not at the station");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_the_station_is_away_and_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = station(&folder).await;
    let tablet = tablet(&folder, "one", &station).await;
    station.stop().await;
    let saved = tablet.visit(tablet.household(small::HOUSEHOLD).unwrap(), "没有信号的一天").unwrap();
    assert_eq!(tablet.sync().await.unwrap_err().code, ProblemCode::StationUnreachable);
    assert_eq!(today::outbox_state(&tablet.store).unwrap().unsent, 1);
    station.answer_again().await.unwrap();
    tablet.sync().await.unwrap();
    assert_eq!(tablet.store.read(|sql| visit::page(sql, saved)).unwrap().visit.state, visit::SendState::Applied);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_in_the_stations_place_is_told_and_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = station(&folder).await;
    let tablet = tablet(&folder, "one", &station).await;
    tablet.visit(tablet.household(small::HOUSEHOLD).unwrap(), "秘密").unwrap();
    station.stop().await;
    let mut impostor =
        DemoStation::start_with(&folder.path().join("impostor"), &small::files(), Arc::new(System)).await.unwrap();
    impostor.stop().await;
    impostor.answer_at(station.url()).await.unwrap();
    assert_eq!(tablet.sync().await.unwrap_err().code, ProblemCode::StationCertificate);
    assert_eq!(today::outbox_state(&tablet.store).unwrap().unsent, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_and_a_revoked_tablet_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let tablet = tablet(&folder, "one", &station).await;
    let enrolment = tablet.store.identity().enrolment.clone();
    let hello = || Hello {
        protocol: PROTOCOL,
        oldest_protocol: PROTOCOL,
        epoch: Epoch(uuid::Uuid::from_u128(7)),
        mark: None,
        receipted: 0,
        owed: Vec::new(),
        snapshot_format: 0,
        again: false,
        abilities: Abilities::ALL,
        condition: None,
        emptied_ms: None,
    };
    let stranger = HttpStation::new(&enrolment.url, enrolment.certificate, enrolment.device, &[9; 32]).unwrap();
    assert_eq!(stranger.hello(hello()).await.unwrap_err().code, ProblemCode::TabletUnknown);
    let future = Hello { protocol: PROTOCOL + 1, oldest_protocol: PROTOCOL + 1, ..hello() };
    let known = HttpStation::of(&enrolment).unwrap();
    assert_eq!(known.hello(future).await.unwrap_err().code, ProblemCode::ProtocolTooOld);
    // A tablet of tomorrow that still speaks today's protocol is answered in it, and told what both can.
    let tomorrow = Hello { protocol: PROTOCOL + 1, abilities: Abilities(u32::MAX), ..hello() };
    let welcome = known.hello(tomorrow).await.unwrap();
    assert_eq!((welcome.protocol, welcome.abilities), (PROTOCOL, Abilities::ALL));
    let yesterday = Hello { abilities: Abilities::default(), ..hello() };
    assert_eq!(known.hello(yesterday).await.unwrap().abilities, Abilities::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_tablet_hands_over_what_it_owes_is_given_nothing_and_goes_on_under_a_new_name() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let (tablet, other) = (tablet(&folder, "one", &station).await, tablet(&folder, "two", &station).await);
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    station.station.revoke(tablet.store.identity().enrolment.device).unwrap();
    let (own, others) = (tablet.visit(home, "停用以后写的").unwrap(), other.visit(home, "别人的").unwrap());
    other.sync().await.unwrap();
    assert_eq!(tablet.sync().await.unwrap_err().code, ProblemCode::TabletRevoked);
    let state = today::outbox_state(&tablet.store).unwrap();
    assert_eq!((state.unsent, state.set_aside), (0, 1));
    assert!(tablet.store.read(|sql| visit::page(sql, others)).is_err(), "a revoked tablet was given something");
    other.sync().await.unwrap();
    assert!(other.store.read(|sql| visit::page(sql, own)).is_err(), "what a revoked tablet says counts");

    beibao_sync::enrol_anew(Arc::clone(&tablet.store), &station.code(false).unwrap()).await.unwrap();
    drop(tablet);
    let tablet = Tablet::open(&folder.path().join("one"), Arc::new(System)).unwrap();
    tablet.sync().await.unwrap();
    other.sync().await.unwrap();
    let state = today::outbox_state(&tablet.store).unwrap();
    assert_eq!((state.unsent, state.set_aside), (0, 0));
    for tablet in [&tablet, &other] {
        for visit in [own, others] {
            assert!(tablet.store.read(|sql| visit::page(sql, visit)).is_ok(), "a visit is missing");
        }
    }
}

/// It is still owed, and says so; the day is done all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_the_station_has_no_name_for_keeps_nothing_else_back() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let tablet = tablet(&folder, "one", &station).await;
    load::portraits(&tablet.store, 3, 20_000).unwrap();
    let first = tablet.store.read(|sql| picture::owed_hashes(sql, 1)).unwrap()[0];
    let nameless = format!(
        "CREATE TRIGGER nameless AFTER INSERT ON blob WHEN NEW.hash = x'{first}'
         BEGIN DELETE FROM blob WHERE hash = NEW.hash; END"
    );
    station.station.writer().execute(&nameless, []).unwrap();
    tablet.sync().await.unwrap();
    assert_eq!(tablet.store.read(|sql| picture::owed_hashes(sql, 9)).unwrap(), [first]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_forged_used_or_expired_makes_no_tablet() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let enrol = async |name: &str, code: &str| {
        let folder = folder.path().join(name);
        let enrolled = beibao_sync::enrol(&folder, code, "123456", Arc::new(System)).await;
        assert_eq!(enrolled.is_ok(), Store::exists(&folder));
        enrolled.map(|_| ()).map_err(|problem| problem.code)
    };
    let code = station.code(true).unwrap();
    assert_eq!(enrol("short", &code[..40]).await, Err(ProblemCode::EnrolmentMalformed));
    assert_eq!(enrol("good", &code).await, Ok(()));
    assert_eq!(enrol("again", &code).await, Err(ProblemCode::EnrolmentUsed));
    // A stranger who knows the station's address signs a code of his own: the station never gave out its token.
    let offer = Offer::read(&station.code(true).unwrap(), chrono::DateTime::UNIX_EPOCH).unwrap();
    let forger = beibao_domain::DeviceKey::from_seed(&[1; 32]);
    let forged = Offer { token: Hash::of(b"guess"), station_key: forger.public(), ..offer.clone() }.to_text(&forger);
    assert_eq!(enrol("forged", &forged).await, Err(ProblemCode::EnrolmentForged));
    let old = Offer { expires_s: 0, ..offer }.to_text(&station.station.author().key);
    assert_eq!(enrol("old", &old).await, Err(ProblemCode::EnrolmentExpired));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_restored_from_yesterday_gets_everything_again_and_gives_everything_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = station(&folder).await;
    let (one, two) = (tablet(&folder, "one", &station).await, tablet(&folder, "two", &station).await);
    let home = one.household(small::HOUSEHOLD).unwrap();
    station.stop().await;
    let (data, backup) = (folder.path().join("station"), folder.path().join("backup"));
    let url = station.url().to_owned();
    drop(station);
    copy(&data, &backup);

    // The day after the backup: both tablets sync, one of them a portrait.
    let mut today_station = DemoStation::reopen(&data, Arc::new(System)).await.unwrap();
    today_station.stop().await;
    today_station.answer_at(&url).await.unwrap();
    let lost = one.visit(home, "备份以后的走访").unwrap();
    let hash = portrait(&one, small::HEAD);
    one.sync().await.unwrap();
    two.sync().await.unwrap();
    today_station.stop().await;
    drop(today_station);

    // The disk dies; yesterday's backup takes its place. The other tablet writes into the new log first.
    let mut restored = DemoStation::reopen(&backup, Arc::new(System)).await.unwrap();
    restored.stop().await;
    restored.answer_at(&url).await.unwrap();
    let newer: Vec<_> = (0..5).map(|n| two.visit(home, &format!("恢复以后 {n}")).unwrap()).collect();
    two.sync().await.unwrap();
    one.sync().await.unwrap();
    two.sync().await.unwrap();
    for tablet in [&one, &two] {
        for visit in newer.iter().chain([&lost]) {
            assert!(tablet.store.read(|sql| visit::page(sql, *visit)).is_ok(), "a visit is missing on a tablet");
        }
        assert_eq!(today::outbox_state(&tablet.store).unwrap().unsent, 0);
    }
    assert!(restored.station.blob(hash).unwrap().is_some(), "the portrait was not sent again");
    assert!(!one.store.read(|sql| picture::is_owed(sql, hash)).unwrap());
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// Stops a station and puts a copy of its folder, made before, in its place.
async fn put_back(mut station: DemoStation, backup: &std::path::Path) -> DemoStation {
    let url = station.url().to_owned();
    station.stop().await;
    drop(station);
    let mut restored = DemoStation::reopen(backup, Arc::new(System)).await.unwrap();
    restored.stop().await;
    restored.answer_at(&url).await.unwrap();
    restored
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_restored_from_before_a_tablet_was_enrolled_gets_all_of_it_under_a_new_name() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let backup = folder.path().join("backup");
    copy(&folder.path().join("station"), &backup);
    let one = tablet(&folder, "one", &station).await;
    let home = one.household(small::HOUSEHOLD).unwrap();
    let said = one.visit(home, "备份以后登记，备份以后走访").unwrap();
    one.sync().await.unwrap();

    let station = put_back(station, &backup).await;
    assert_eq!(one.sync().await.unwrap_err().code, ProblemCode::TabletUnknown);
    let elsewhere = tempfile::tempdir().unwrap();
    let other = self::station(&elsewhere).await;
    let refused = beibao_sync::enrol_anew(Arc::clone(&one.store), &other.code(true).unwrap()).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::EnrolmentOther);
    beibao_sync::enrol_anew(Arc::clone(&one.store), &station.code(true).unwrap()).await.unwrap();
    drop(one);
    let one = Tablet::open(&folder.path().join("one"), Arc::new(System)).unwrap();
    one.sync().await.unwrap();
    let two = tablet(&folder, "two", &station).await;
    assert!(two.store.read(|sql| visit::page(sql, said)).is_ok(), "the visit did not come back to the station");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_tablet_said_before_it_was_restored_comes_back_to_a_station_that_was_restored_too() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let first = tablet(&folder, "one", &station).await;
    let home = first.household(small::HOUSEHOLD).unwrap();
    let backup = folder.path().join("backup");
    copy(&folder.path().join("station"), &backup);
    let early = first.visit(home, "第一天").unwrap();
    first.sync().await.unwrap();
    drop(first);
    copy(&folder.path().join("one"), &folder.path().join("copy"));
    let lost = Tablet::open(&folder.path().join("one"), Arc::new(System)).unwrap();
    lost.visit(home, "第二天，后来平板坏了").unwrap();
    lost.sync().await.unwrap();
    drop(lost);
    let one = Tablet::open(&folder.path().join("copy"), Arc::new(System)).unwrap();
    let late = one.visit(home, "第三天").unwrap();
    one.sync().await.unwrap();

    let station = put_back(station, &backup).await;
    one.sync().await.unwrap();
    let two = tablet(&folder, "two", &station).await;
    for visit in [early, late] {
        assert!(two.store.read(|sql| visit::page(sql, visit)).is_ok(), "a visit did not come back to the station");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_cannot_give_itself_areas_by_calling_its_officer_a_household() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let tablet = tablet(&folder, "one", &station).await;
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    let area = tablet.store.read(|sql| Ok(household::read(sql, home)?)).unwrap().area.unwrap();
    let officer = tablet.store.identity().enrolment.officer.0;
    let edit = Edit { register: RegisterKind::Household, row: officer, set: Default::default() };
    tablet.store.write(|tx| tx.say(area, &Payload::Edit(edit))).unwrap();
    tablet.sync().await.unwrap();
    assert_eq!(today::outbox_state(&tablet.store).unwrap().set_aside, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_restored_from_last_week_finds_its_way_back_and_a_second_one_with_its_name_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let first = tablet(&folder, "one", &station).await;
    let home = first.household(small::HOUSEHOLD).unwrap();
    drop(first);
    copy(&folder.path().join("one"), &folder.path().join("copy"));
    let tablet = Tablet::open(&folder.path().join("one"), Arc::new(System)).unwrap();
    let before = tablet.visit(home, "备份以后").unwrap();
    tablet.sync().await.unwrap();
    let copy = Tablet::open(&folder.path().join("copy"), Arc::new(System)).unwrap();
    let saved = copy.visit(home, "旧数据上的走访").unwrap();
    copy.sync().await.unwrap();
    let shown = |tablet: &Tablet, id| tablet.store.read(|sql| visit::page(sql, id));
    assert_eq!(shown(&copy, saved).unwrap().visit.state, visit::SendState::Applied);
    assert!(shown(&copy, before).is_ok(), "what the tablet said before it was restored is given back to it");

    // The one that it was copied from still lives: two speak with one name, and neither loses what it wrote.
    let late = tablet.visit(home, "两台平板").unwrap();
    for clone in [&tablet, &copy] {
        assert_eq!(clone.sync().await.unwrap_err().code, ProblemCode::TabletCloned);
        assert_eq!(today::outbox_state(&clone.store).unwrap().unsent, 0);
    }
    beibao_sync::enrol_anew(Arc::clone(&tablet.store), &station.code(false).unwrap()).await.unwrap();
    drop(tablet);
    let tablet = Tablet::open(&folder.path().join("one"), Arc::new(System)).unwrap();
    tablet.sync().await.unwrap();
    for visit in [saved, before, late] {
        assert_eq!(shown(&tablet, visit).unwrap().visit.state, visit::SendState::Applied);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_the_old_sheet_again_does_not_undo_what_an_officer_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder).await;
    let tablet = tablet(&folder, "one", &station).await;
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    let page = tablet.store.read(|sql| household_page::page(sql, home, Default::default())).unwrap();
    tablet
        .store
        .write(|tx| household_page::edit(tx, home, HouseholdField::Phone, "00099998888", &page.phone.seen))
        .unwrap();
    tablet.sync().await.unwrap();
    for (_, text) in small::files() {
        let imported = station.station.import(text.as_bytes()).unwrap().unwrap();
        assert_eq!((imported.added, imported.changed), (0, 0));
    }
    tablet.sync().await.unwrap();
    assert_eq!(tablet.store.read(|sql| Ok(household::read(sql, home)?)).unwrap().phone, "00099998888");
    let changed = small::households().replace(small::PHONE, "00077776666");
    assert_eq!(station.station.import(changed.as_bytes()).unwrap().unwrap().changed, 1);
    tablet.sync().await.unwrap();
    let page = tablet.store.read(|sql| household_page::page(sql, home, Default::default())).unwrap();
    let mut both = page.phone.others;
    both.push(page.phone.value);
    both.sort();
    assert_eq!(both, ["00077776666", "00099998888"]);
}

#[test]
fn an_impossible_folder_is_an_error_and_not_a_panic() {
    assert!(Station::open(std::path::Path::new("/dev/null/nowhere"), Arc::new(System)).is_err());
}
