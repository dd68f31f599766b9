//! A visit from the search box to the chief's report, with the power failing in the middle.

use beibao_replica::statistics::Figure;
use std::time::SystemTime;

use beibao_tests::small::{HOUSEHOLDS, PEOPLE};
use beibao_tests::window::{Language, Window, said};

use crate::stage::{Stage, to_household};

const DIARY: &str = "帮其其格填了医保表。ᠮᠠᠯ ᠰᠦᠷᠦᠭ ᠰᠠᠶᠢᠨ ᠪᠠᠢᠨ᠎ᠠ";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_survives_the_power_failing_and_its_correction_alone_is_counted() {
    let mut stage = Stage::enrolled("visit").await;
    // On the grassland nobody answers.
    stage.station.stop().await;
    let window = stage.unlocked().await;
    a_household_is_found_by_whatever_is_known(&window).await;
    window.tap("start-visit").await;
    write_the_visit(&stage, &window).await;
    window.kill_the_app().await;

    let window = stage.unlocked().await;
    window.find("visit-*").await;
    to_household(&window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    window.reads("start-visit", &said("household.go_on", Language::Zh)).await;
    window.tap("start-visit").await;
    the_draft_has_everything(&window).await;

    window.tap("save-visit").await;
    window.reads("visit-diary", DIARY).await;
    assert!(!window.has("diary").await, "a saved visit can be written in");
    window.page_reads(&said("sync.is.unsent", Language::Zh)).await;
    correct_it(&window).await;

    stage.station.answer_again().await.unwrap();
    window.tap("nav-sync").await;
    window.tap("sync-now").await;
    window.until("the station to have both", async || stage.report().figure(Figure::Visits) == 1).await;
    window.reads("sync-words", &said("sync.words.applied", Language::Zh)).await;
    window.close().await;

    assert_eq!(stage.station_count("SELECT count(*) FROM fact WHERE kind = 'visit'"), 2);
    assert_eq!(stage.station_count("SELECT count(*) FROM fact WHERE kind = 'visit' AND supersedes IS NOT NULL"), 1);
    let figures = [Figure::Visits, Figure::Services, Figure::Leaflets, Figure::Cards];
    assert_eq!(stage.figures(figures), [1, 3, 2, 1]);
    assert_eq!(stage.figures([Figure::Disputes, Figure::Activities, Figure::Audience]), [1, 1, 2]);
}

async fn a_household_is_found_by_whatever_is_known(window: &Window) {
    let (_, _, name, name_mn, ..) = PEOPLE[0];
    window.tap("new-visit").await;
    let id_number = format!("2001{}", beibao_sample::check_character(PEOPLE[0].4));
    for (typed, found) in [
        ("altsh", name),
        (&name_mn[..12], name),
        ("𠮷", "𠮷永顺"),
        (&id_number, name),
        ("50101", name),
        ("0417", HOUSEHOLDS[0].0),
    ] {
        window.retype("search-box", typed).await;
        window.reads("hit-0", found).await;
    }
    window.tap("hit-0").await;
    window.reads("household-code", HOUSEHOLDS[0].0).await;
}

async fn write_the_visit(stage: &Stage, window: &Window) {
    window.type_into("diary", DIARY).await;
    window.tap("add-service-fill_form").await;
    window.tap("service-plus-0").await;
    window.type_into("service-note-0", "医保").await;
    window.tap("handout-plus-C01").await;
    window.tap("handout-plus-L01").await;
    window.tap("handout-plus-L01").await;
    window.tap("add-suggestion").await;
    window.type_into("suggestion-text-0", "希望修通往敖包的路").await;
    window.tap("add-dispute").await;
    window.type_into("dispute-note-0", "与邻居的草场边界").await;
    window.tap("add-talk").await;
    window.tap("talk-plus-0").await;
    window.find("draft-mark span").await;
    let before = last_write(stage);
    window.type_into("talk-topic-0", "防诈骗").await;
    window.until("the draft to be on the disk", async || last_write(stage) > before).await;
    // What is written now may have begun before the last letter; the next one holds it all.
    let before = last_write(stage);
    window.type_into("talk-topic-0", "！").await;
    window.until("the draft to be on the disk", async || last_write(stage) > before).await;
}

/// When the tablet's data were last written. Nothing but the draft is written while the station is away.
fn last_write(stage: &Stage) -> SystemTime {
    let files = std::fs::read_dir(stage.place.data()).unwrap().flatten();
    files.filter_map(|file| file.metadata().ok()?.modified().ok()).max().unwrap()
}

async fn the_draft_has_everything(window: &Window) {
    window.find("handout-plus-C01").await;
    for (field, text) in [
        ("diary", DIARY),
        ("service-note-0", "医保"),
        ("suggestion-text-0", "希望修通往敖包的路"),
        ("dispute-note-0", "与邻居的草场边界"),
    ] {
        assert_eq!(window.value(field).await, text, "{field}");
    }
    assert!(window.value("talk-topic-0").await.starts_with("防诈骗"), "the talk");
    for (stepper, count) in
        [("service-plus-0", "2"), ("handout-plus-C01", "1"), ("handout-plus-L01", "2"), ("talk-plus-0", "2")]
    {
        assert_eq!(counted(window, stepper).await, count, "{stepper}");
    }
}

async fn counted(window: &Window, stepper: &str) -> String {
    let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`)?.parentElement.querySelector('input').value ?? ''";
    window.run(script, vec![stepper.into()]).await.as_str().unwrap_or_default().to_owned()
}

async fn correct_it(window: &Window) {
    window.tap("correct").await;
    window.reads("save-visit", &said("visit.save", Language::Zh)).await;
    window.find("service-plus-0").await;
    window.tap("service-plus-0").await;
    window.retype("diary", "更正：填了三张表。").await;
    window.tap("save-visit").await;
    window.find("corrects").await;
    window.reads("visit-diary", "更正").await;
    window.tap("corrects").await;
    window.find("corrected-by").await;
    window.reads("visit-diary", DIARY).await;
    assert!(!window.has("correct").await, "what was corrected can be corrected once more");
}
