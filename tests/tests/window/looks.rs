//! Languages and themes; and a picture of each main screen in each of them, for a person to look at.

use beibao_store::visit;
use beibao_tests::small::{HOUSEHOLDS, PEOPLE};
use beibao_tests::window::{Language, Window, said};

use crate::stage::{Stage, asset, to_household, unlock};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn language_and_theme_change_at_once_and_stay_over_a_lock() {
    let stage = Stage::enrolled("looks").await;
    write_a_day(&stage);
    let window = stage.unlocked().await;
    for (language, theme, tag, words) in [
        ("zh", "light", "zh-Hans", Language::Zh),
        ("zh", "dark", "zh-Hans", Language::Zh),
        ("zh", "sunlight", "zh-Hans", Language::Zh),
        ("mn", "light", "mn-Mong-CN", Language::Mn),
        ("mn", "dark", "mn-Mong-CN", Language::Mn),
        ("en", "light", "en", Language::En),
    ] {
        window.tap("nav-settings").await;
        window.tap(&format!("language-{language}")).await;
        window.tap(&format!("theme-{theme}")).await;
        window.until("the look", async || look(&window).await == [tag, theme]).await;
        let word = said("nav.today", words);
        window.reads("nav-today", &word).await;
        tour(&window, &format!("{language}-{theme}")).await;
        assert_eq!(look(&window).await, [tag, theme], "the look after a lock");
    }
    window.close().await;
}

async fn look(window: &Window) -> [String; 2] {
    let script = "const { lang, dataset } = document.documentElement; return [lang, dataset.theme]";
    let look = window.run(script, vec![]).await;
    [0, 1].map(|n| look[n].as_str().unwrap_or_default().to_owned())
}

/// A visit, a draft and an application without a portrait, so that no list is empty.
fn write_a_day(stage: &Stage) {
    let tablet = stage.tablet();
    let first = tablet.household(HOUSEHOLDS[0].0).unwrap();
    tablet.visit(first, "帮其其格填了医保表，看了看羊圈的门。").unwrap();
    let mut draft = visit::open_draft(&tablet.store, tablet.household(HOUSEHOLDS[1].0).unwrap()).unwrap().draft;
    draft.diary = "门口的路冲断了".into();
    tablet.store.write(|tx| visit::save_draft(tx, &draft)).unwrap();
    let person = tablet.person(PEOPLE[6].2).unwrap();
    tablet.application(person).unwrap();
}

async fn tour(window: &Window, look: &str) {
    window.picture(&format!("settings-{look}")).await;
    window.tap("nav-today").await;
    window.find("matter-*").await;
    window.picture(&format!("today-{look}")).await;
    window.tap("matter-*").await;
    let sample = asset("portraits/sample.jpg").display().to_string();
    let shutter = window.find("portrait-shoot").await;
    window.until("the camera", async || shutter.is_enabled().await.unwrap_or(false)).await;
    window.picture(&format!("camera-{look}")).await;
    window.type_into("portrait-file", &sample).await;
    window.find("portrait-picture img").await;
    window.picture(&format!("report-{look}")).await;
    to_household(window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    window.find("visit-*").await;
    window.picture(&format!("household-{look}")).await;
    window.tap("member-*").await;
    window.find("id-number").await;
    window.picture(&format!("person-{look}")).await;
    window.tap("apply-card").await;
    window.find("privacy-notice").await;
    window.picture(&format!("apply-{look}")).await;
    window.tap("back").await;
    window.tap("to-household").await;
    window.tap("start-visit").await;
    window.find("handout-plus-C01").await;
    window.tap("add-service-fill_form").await;
    window.picture(&format!("visit-{look}")).await;
    window.tap("service-0-remove").await;
    window.tap("nav-find").await;
    window.type_into("search-box", "01").await;
    window.find("hit-0").await;
    assert!(!window.has("undo").await, "what was removed from a form can be put back after the form was left");
    window.picture(&format!("find-{look}")).await;
    window.tap("nav-card").await;
    window.find("card-svg img").await;
    window.picture(&format!("card-{look}")).await;
    window.tap("nav-sync").await;
    window.find("sync-now").await;
    window.picture(&format!("sync-{look}")).await;
    window.tap("nav-help").await;
    window.picture(&format!("help-{look}")).await;
    window.tap("nav-settings").await;
    window.tap("lock-now").await;
    window.find("passphrase").await;
    window.picture(&format!("unlock-{look}")).await;
    unlock(window).await;
}
