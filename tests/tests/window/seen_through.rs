//! What is begun on one day and ends on another: a suggestion that is answered, hands that came, a border that was walked,
//! and a person who wants to be forgotten. Each goes to the station and comes back.

use beibao_domain::matter::State;
use beibao_replica::matter::Which;
use beibao_replica::statistics::Figure;
use beibao_tests::small::{HEAD, HOUSEHOLDS, PEOPLE};
use beibao_tests::window::{Language, Window, said};

use crate::stage::{Stage, add, home, sync, to_household};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_asked_for_is_answered_and_they_are_told_on_the_next_visit() {
    let stage = Stage::enrolled("told_back").await;
    let window = stage.unlocked().await;
    to_household(&window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    add(&window, "suggestion").await;
    window.type_into("suggestion-text", "冬天路口立个反光牌").await;
    window.tap("save-record").await;
    hands_come_and_are_counted(&window).await;
    a_border_is_walked(&window).await;
    sync(&window).await;

    // The desk takes a measure; the next sync brings the task to tell it.
    let desk = &stage.station.station;
    let asked = Which { kinds: vec!["suggestion".into()], ..Which::default() };
    let suggestion = desk.matters(&asked).unwrap().remove(0).id;
    desk.measure(&[suggestion], "路口立了两块反光牌").unwrap();
    sync(&window).await;
    window.tap("nav-today").await;
    window.tap(&format!("matter-{suggestion}")).await;
    window.page_reads("路口立了两块反光牌").await;
    window.tap("next-told_back").await;
    window.type_into("told-note", "很高兴").await;
    window.picture("told-back").await;
    window.tap("save-record").await;
    window.page_reads(&said("state.told_back", Language::Zh)).await;
    sync(&window).await;
    window.close().await;

    assert_eq!(desk.matter(suggestion).unwrap().state, State::ToldBack);
    assert_eq!(stage.figures([Figure::Suggestions, Figure::Hands, Figure::Disputes]), [1, 3, 1]);
    let corners = "SELECT json_array_length(body, '$.body.points') FROM fact WHERE kind = 'dispute'";
    assert_eq!(stage.station_count(corners), 2);
}

async fn hands_come_and_are_counted(window: &Window) {
    home(window).await;
    add(window, "hands_wanted").await;
    window.tap("work-shear_wool").await;
    window.tap("save-record").await;
    window.tap("next-done").await;
    window.tap("lent-plus").await;
    window.tap("save-record").await;
    window.page_reads(&said("state.done", Language::Zh)).await;
}

/// Where there is no receiver, a point can always be typed.
async fn a_border_is_walked(window: &Window) {
    home(window).await;
    add(window, "dispute").await;
    window.tap("dispute-kind-grassland_boundary").await;
    window.tap("add-member-*").await;
    window.type_into("party-search", "外旗的朝鲁").await;
    window.tap("party-unknown").await;
    window.type_into("dispute-note", "旧桩倒了，各说各的").await;
    window.tap("type-point").await;
    for corner in ["44.10000, 116.20000", "44.10200, 116.20300"] {
        window.type_into("typed-point", corner).await;
        window.tap("add-typed-point").await;
        window.until("the field to be empty", async || window.value("typed-point").await.is_empty()).await;
    }
    window.find("boundary-sketch").await;
    window.picture("boundary").await;
    window.tap("save-record").await;
    window.find("next-mediation").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_wants_to_be_forgotten_takes_a_copy_along_and_is_gone_after_the_next_sync() {
    let stage = Stage::enrolled("forgotten").await;
    let window = stage.unlocked().await;
    to_household(&window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    a_phone_is_corrected(&window).await;
    window.tap("member-*").await;
    window.tap("rights").await;
    window.tap("export-record").await;
    window.reads("export-path", "person-record").await;
    window.picture("rights-exported").await;
    let record = stage.place.documents().join("person-record.json");
    assert!(std::fs::read_to_string(&record).unwrap().contains(HEAD));
    window.tap("delete-export").await;
    window.gone("export-path").await;
    assert!(!record.exists(), "the copy stays for anybody to read");
    sync(&window).await;

    let person = stage.station.station.read(|sql| {
        let found = beibao_replica::find::search(sql, HEAD, None)?;
        Ok(beibao_domain::PersonId(found.hits[0].id))
    });
    let looks = stage.station.station.looks(None, None).unwrap();
    assert!(looks.iter().any(|look| look.person == HEAD), "nobody's look can be read by an auditor");
    let certificate = stage.station.station.erase_person(person.unwrap()).unwrap();
    assert_eq!(certificate.erased["register"], 1);
    sync(&window).await;
    window.tap("nav-find").await;
    window.retype("search-box", HEAD).await;
    window.page_reads(&said("find.none", Language::Zh)).await;
    window.retype("search-box", PEOPLE[1].2).await;
    window.reads("hit-0", PEOPLE[1].2).await;
    window.close().await;
    let phone = "SELECT count(*) FROM household WHERE phone = '00044440999'";
    assert_eq!(stage.station_count(phone), 1);
}

async fn a_phone_is_corrected(window: &Window) {
    window.tap("edit-phone").await;
    window.retype("edit-value", "00044440999").await;
    window.tap("edit-save").await;
    window.page_reads("00044440999").await;
}
