//! Two of it on one tablet: the second one must do no harm.

use beibao_store::visit;
use beibao_tests::tablet::PASSPHRASE;
use beibao_tests::window::{Language, Window, said};

use crate::stage::{Stage, unlock};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_start_ends_and_leaves_the_first_one_working() {
    let stage = Stage::enrolled("second_start").await;
    let window = stage.unlocked().await;
    let ended = window.start_again_beside().await.expect("the second app ends by itself");
    assert!(ended.success(), "{ended}");
    window.tap("nav-find").await;
    window.type_into("search-box", "bte").await;
    window.reads("hits", "巴特尔").await;
    window.close().await;

    let tablet = stage.tablet();
    let household = tablet.household("01-0001").unwrap();
    assert!(visit::open_draft(&tablet.store, household).unwrap().draft.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tablet_whose_data_are_in_use_says_so_and_opens_once_they_are_free() {
    let stage = Stage::enrolled("in_use").await;
    let other = stage.tablet();
    let window = Window::open(&stage.place).await;
    window.type_into("passphrase", PASSPHRASE).await;
    window.tap("unlock-submit").await;
    window.reads("problem", &said("problem.already_running", Language::Zh)).await;
    drop(other);
    window.retype("passphrase", "").await;
    unlock(&window).await;
    window.close().await;
}
