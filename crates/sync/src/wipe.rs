//! A tablet that was lost, that owes nothing any more, and that its station ordered to be emptied.

use std::sync::Arc;

use beibao_domain::{Problem, ProblemCode};
use beibao_store::Store;
use beibao_wire::SyncApi;

use crate::disk;
use crate::run::{Known, epoch, on_disk};

/// How often the last word is said over a line that breaks. Whatever becomes of it, the tablet is empty.
const TIMES: u32 = 8;

/// Empties the tablet and tells the station; `false` if it owes something after all.
pub(crate) async fn obey<A: SyncApi>(store: &Arc<Store>, api: &A, known: &Known) -> Result<bool, Problem> {
    let own_epoch = epoch(store).await?;
    let unnamed = known.unnamed.clone();
    // What it says is read while there is something to read.
    let emptied = on_disk(store, move |store| {
        let mut hello = disk::hello(store, own_epoch, 0, true)?;
        hello.emptied_ms = Some(store.world().now().timestamp_millis());
        Ok(store.empty(&unnamed)?.then_some(hello))
    })
    .await?;
    let Some(hello) = emptied else { return Ok(false) };
    for _ in 0..TIMES {
        match api.hello(hello.clone()).await {
            Err(problem) if problem.code == ProblemCode::Interrupted => {}
            Err(problem) => {
                tracing::warn!(?problem, "the station was not told that the tablet is empty");
                break;
            }
            Ok(_) => break,
        }
    }
    Ok(true)
}
