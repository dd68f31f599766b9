//! What the window says while the station does not answer, answers wrongly, and answers again.

use beibao_replica::statistics::Figure;
use std::sync::Arc;

use beibao_domain::world::System;
use beibao_station::{Station, serve};
use beibao_store::today;
use beibao_tests::small::HOUSEHOLDS;
use beibao_tests::window::{Language, Window, said};

use crate::stage::{Stage, to_household};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_station_does_not_have_is_never_said_to_be_there() {
    let mut stage = Stage::enrolled("sync").await;
    stage.station.stop().await;
    let window = stage.unlocked().await;
    visit(&window, "送去饲料两袋").await;
    asked_to_sync(&window, "problem.station_unreachable").await;

    let another = Station::init(&stage.folder.path().join("another"), Arc::new(System)).unwrap();
    let address = stage.station.url().trim_start_matches("https://").parse().unwrap();
    let serving = serve::serve(Arc::new(another), address).await.unwrap();
    asked_to_sync(&window, "problem.station_certificate").await;
    serving.stop().await;
    assert_eq!(stage.station_count("SELECT count(*) FROM fact"), 0);

    stage.station.answer_again().await.unwrap();
    window.tap("sync-now").await;
    window.reads("sync-words", &said("sync.words.applied", Language::Zh)).await;
    window.page_reads(&said("sync.is.applied", Language::Zh)).await;
    window.gone("problem").await;
    window.close().await;
    assert_eq!(stage.report().figure(Figure::Visits), 1);
    assert_eq!(today::outbox_state(&stage.tablet().store).unwrap().unsent, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_reaches_the_station_by_itself() {
    let stage = Stage::enrolled("sync_by_itself").await;
    let window = stage.unlocked().await;
    visit(&window, "一切都好").await;
    window.until("the station to have it", async || stage.report().figure(Figure::Visits) == 1).await;
    window.page_reads(&said("sync.is.applied", Language::Zh)).await;
    window.close().await;
}

async fn visit(window: &Window, diary: &str) {
    to_household(window, HOUSEHOLDS[1].2, HOUSEHOLDS[1].0).await;
    window.tap("start-visit").await;
    window.type_into("diary", diary).await;
    window.tap("save-visit").await;
    window.reads("visit-diary", diary).await;
}

/// Asks for a sync that cannot be: the sentence is told, and what was written is still called unsent.
async fn asked_to_sync(window: &Window, problem: &str) {
    window.tap("nav-sync").await;
    window.tap("sync-now").await;
    window.reads("problem", &said(problem, Language::Zh)).await;
    window.page_reads(&said("sync.is.unsent", Language::Zh)).await;
    assert!(!window.page_text().await.contains(&said("sync.is.applied", Language::Zh)), "nothing was applied");
}
