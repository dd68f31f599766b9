//! From the box to the first page.

use std::sync::Arc;

use beibao_domain::enrolment::Offer;
use beibao_domain::world::System;
use beibao_domain::{DeviceKey, World};
use beibao_store::today;
use beibao_tests::small::PEOPLE;
use beibao_tests::tablet::PASSPHRASE;
use beibao_tests::window::{Language, Window, said};
use beibao_tests::{DemoStation, Tablet};

use crate::stage::{Stage, unlock};

fn offer(station: &DemoStation) -> Offer {
    Offer::read(&station.code(false).unwrap(), System.now()).unwrap()
}

async fn enter(window: &Window, code: &str) {
    window.retype("enrol-code", code).await;
    window.tap("enrol-next").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_tablet_tells_what_is_wrong_with_a_code_and_opens_with_its_own_passphrase_only() {
    let stage = Stage::new("first_start").await;
    let window = Window::open(&stage.place).await;

    codes_that_are_no_good_are_told_in_a_sentence(&stage, &window).await;
    window.tap("enrol-other").await;
    the_code_is_read_off_a_picture(&stage, &window).await;
    window.reads("enrol-offer", "孟和巴图").await;
    window.reads("enrol-offer", "云雀滩派出所").await;

    window.type_into("passphrase", PASSPHRASE).await;
    window.type_into("passphrase-again", "草原-2027").await;
    window.tap("enrol-submit").await;
    window.page_reads(&said("unlock.not_the_same", Language::Zh)).await;
    window.retype("passphrase-again", PASSPHRASE).await;
    window.tap("enrol-submit").await;
    window.find("new-visit").await;
    the_register_arrives_by_itself(&window).await;
    window.close().await;

    let people = today::outbox_state(&stage.tablet().store).unwrap().people;
    assert_eq!(usize::try_from(people).unwrap(), PEOPLE.len());

    let window = Window::open(&stage.place).await;
    window.type_into("passphrase", "草原-2027").await;
    window.tap("unlock-submit").await;
    window.reads("problem", &said("problem.wrong_passphrase", Language::Zh)).await;
    assert!(!window.has("new-visit").await, "a wrong passphrase opened the tablet");
    assert!(!window.page_text().await.contains("孟和巴图"), "a locked tablet told whose it is");
    wrong_tries_wait_and_a_restart_does_not_help(&stage, window).await;
}

/// From the third wrong try on each waits longer, whoever starts the app anew; after the wait the right one opens.
async fn wrong_tries_wait_and_a_restart_does_not_help(stage: &Stage, window: Window) {
    for _ in 0..4 {
        window.until("the field to be empty", async || window.value("passphrase").await.is_empty()).await;
        window.type_into("passphrase", "草原-2027").await;
        window.tap("unlock-submit").await;
    }
    window.reads("unlock-submit", &said("unlock.wait", Language::Zh)).await;
    window.close().await;
    let window = Window::open(&stage.place).await;
    window.reads("unlock-submit", &said("unlock.wait", Language::Zh)).await;
    unlock(&window).await;
    window.close().await;
}

async fn codes_that_are_no_good_are_told_in_a_sentence(stage: &Stage, window: &Window) {
    let good = stage.station.code(false).unwrap();
    let by_another = offer(&stage.station).to_text(&DeviceKey::from_seed(&[8; 32]));
    let old = Offer { expires_s: 1, ..offer(&stage.station) }.to_text(&stage.station.station.author().key);
    for (code, problem) in [
        (&good[..good.len() / 2], "problem.enrolment_malformed"),
        (&by_another, "problem.enrolment_forged"),
        (&old, "problem.enrolment_expired"),
    ] {
        enter(window, code).await;
        window.reads("problem", &said(problem, Language::Zh)).await;
    }
    let used = offer(&stage.station).to_text(&stage.station.station.author().key);
    let elsewhere = stage.folder.path().join("another tablet");
    drop(beibao_sync::enrol(&elsewhere, &used, PASSPHRASE, Arc::new(System)).await.unwrap());
    enter(window, &used).await;
    window.type_into("passphrase", PASSPHRASE).await;
    window.type_into("passphrase-again", PASSPHRASE).await;
    window.tap("enrol-submit").await;
    window.reads("problem", &said("problem.enrolment_used", Language::Zh)).await;
    assert!(Tablet::open(&stage.place.data(), Arc::new(System)).is_err(), "a used code made a tablet");
}

async fn the_code_is_read_off_a_picture(stage: &Stage, window: &Window) {
    let (empty, code) = (stage.place.file("empty.png"), stage.place.file("code.png"));
    image::RgbImage::from_pixel(300, 300, image::Rgb([200; 3])).save(&empty).unwrap();
    std::fs::write(&code, beibao_print::code_png(&stage.station.code(false).unwrap()).unwrap()).unwrap();
    window.tap("enrol-scan").await;
    window.type_into("scan-file", &empty.display().to_string()).await;
    window.reads("scan-nothing", &said("unlock.no_code", Language::Zh)).await;
    window.type_into("scan-file", &code.display().to_string()).await;
    window.find("enrol-offer").await;
}

async fn the_register_arrives_by_itself(window: &Window) {
    window.tap("nav-sync").await;
    window.page_reads(&PEOPLE.len().to_string()).await;
    window.tap("nav-find").await;
    window.type_into("search-box", "𠮷").await;
    window.reads("hits", "𠮷永顺").await;
}
