//! Papers in the real window: looked at, then taken along as files; a card given, its number changed, a new one given.

use beibao_tests::small::{HOUSEHOLDS, PEOPLE};
use beibao_tests::window::{Place, Window};

use crate::stage::{Stage, exported, to_household};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_a_notice_and_a_receipt_are_looked_at_and_taken_along() {
    let stage = Stage::enrolled("papers").await;
    let window = stage.unlocked().await;
    for paper in ["suggestion_slip", "notice", "evening"] {
        open(&window, paper).await;
        drawn(&window).await;
        assert!(taken_along(&window, &stage.place, "pdf").await.starts_with(b"%PDF"), "{paper}");
    }
    open(&window, "visit_slip").await;
    window.type_into("paper-note", "明天上午再来").await;
    drawn(&window).await;
    window.picture("visit-slip").await;
    assert!(taken_along(&window, &stage.place, "pdf").await.starts_with(b"%PDF"));
    // ESC @: a receipt printer is told to begin anew.
    assert!(taken_along(&window, &stage.place, "roll58").await.starts_with(b"\x1b@"));

    to_household(&window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    window.tap("member-*").await;
    window.page_reads(PEOPLE[0].2).await;
    window.tap("taken-receipt").await;
    window.find("paper-nothing").await;
    window.tap("document-id_card").await;
    window.tap("document-household_booklet").await;
    window.draw_on("signature").await;
    drawn(&window).await;
    window.picture("receipt").await;
    assert!(taken_along(&window, &stage.place, "pdf").await.starts_with(b"%PDF"));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_holds_the_old_number_is_on_the_list_until_the_next_visit() {
    let stage = Stage::enrolled("outdated").await;
    let window = stage.unlocked().await;
    give_a_card(&window).await;
    let phone = "badge,name,name_mn,phone,areas\n000101,孟和巴图,ᠮᠥᠩᠬᠡᠪᠠᠲᠤ,00000000909,01\n";
    stage.station.station.import(phone.as_bytes()).unwrap().unwrap();
    window.tap("nav-sync").await;
    window.tap("sync-now").await;
    window.tap("nav-card").await;
    window.tap("see-outdated").await;
    window.picture("outdated").await;
    window.tap("held-*").await;
    window.find("start-visit").await;
    give_a_card(&window).await;
    window.tap("nav-backpack").await;
    window.tap("tile-papers").await;
    window.tap("paper-outdated").await;
    window.gone("held-*").await;
    window.close().await;
}

async fn open(window: &Window, paper: &str) {
    window.tap("nav-backpack").await;
    window.tap("tile-papers").await;
    window.tap(&format!("paper-{paper}")).await;
}

async fn drawn(window: &Window) {
    let drawn = "const pages = [...document.querySelectorAll('[data-testid=paper-pages] img')]; return pages.length > 0 && pages.every((page) => page.complete && page.naturalWidth > 0)";
    window.until("the pages to be drawn", async || window.run(drawn, vec![]).await == true).await;
}

async fn taken_along(window: &Window, place: &Place, form: &str) -> Vec<u8> {
    exported(window, place, &format!("paper-{form}"), "paper-path").await
}

async fn give_a_card(window: &Window) {
    to_household(window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    window.tap("start-visit").await;
    window.type_into("diary", "送联系卡").await;
    window.tap("handout-plus-C01").await;
    window.tap("save-visit").await;
    window.find("correct").await;
}
