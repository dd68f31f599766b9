//! Fetching the files of the library, each from where an earlier fetch broke off. What the station does not have, or an older
//! one cannot give, keeps nothing else back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beibao_domain::{Problem, ProblemCode};
use beibao_store::Store;
use beibao_store::table::file::{self, Wanted};
use beibao_wire::{BLOB_FRAME_BYTES, BlobRange, ByteStream, SyncApi};

use crate::run::{Known, Meter, Phase, kilobytes, on_disk};

/// Fetches all that are wanted.
pub(crate) async fn fetch<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    known: &mut Known,
    stop: &AtomicBool,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    on_disk(store, |store| store.write(file::forget_unnamed)).await?;
    let wanted = on_disk(store, |store| store.read(file::wanted)).await?;
    let missing: u64 = wanted.iter().map(|file| file.size - file.held).sum();
    meter.begin(Phase::Receiving, kilobytes(missing));
    for file in wanted {
        match one(store, api, file, stop, meter).await {
            Err(problem) if matches!(problem.code, ProblemCode::NotFound | ProblemCode::StationRefused) => {}
            fetched => fetched?,
        }
    }
    known.fetched = true;
    Ok(())
}

async fn one<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    file: Wanted,
    stop: &AtomicBool,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    let mut answer = api.blob(BlobRange { hash: file.hash, offset: file.held }).await?;
    let mut piece = Vec::new();
    loop {
        let came = answer.next().await;
        let over = !matches!(came, Ok(Some(_)));
        if let Ok(Some(bytes)) = &came {
            meter.moved(bytes.len());
            piece.extend_from_slice(bytes);
        }
        // What came before the line broke is kept as well.
        if piece.len() >= BLOB_FRAME_BYTES || (over && !piece.is_empty()) {
            let bytes = std::mem::take(&mut piece);
            let done = kilobytes(bytes.len() as u64);
            let right = on_disk(store, move |store| store.write(|tx| file::append(tx, file, &bytes))).await?;
            if !right {
                return Err(ProblemCode::StationRefused.into());
            }
            meter.done(done);
        }
        if over {
            return came.map(drop);
        }
        if stop.load(Ordering::Relaxed) {
            return Err(ProblemCode::Interrupted.into());
        }
    }
}
