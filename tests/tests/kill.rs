//! Promise 2 with real processes: whichever end is killed in the middle of a sync, nothing is lost or doubled.

use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn either_end_may_be_killed_in_the_middle_of_a_sync() {
    const TIMES: u64 = 10;
    let in_the_middle = beibao_tests::kill::run(Path::new(env!("CARGO_BIN_EXE_beibao-bench")), TIMES, 1).await.unwrap();
    assert!(in_the_middle > TIMES / 2, "only {in_the_middle} of {TIMES} were killed while they were at it");
}
