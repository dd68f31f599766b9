//! One sync, from hello to the last picture.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beibao_domain::{Change, DeviceId, Problem, ProblemCode, PublicKey, SignedChange};
use beibao_store::table::{cursor, identity, outbox, picture};
use beibao_store::{Store, StoreError, apply};
use beibao_wire::{
    BATCH_BYTES, BlobRange, Cursor, Hello, Mark, Outcome, PROTOCOL, Page, Pull, Push, RANGE_BYTES, SyncApi,
};

use crate::plan::{Standing, Step, next};

/// What a sync is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Looking for the station.
    Connecting,
    /// Sending own changes.
    Sending,
    /// Receiving others' changes.
    Receiving,
    /// Sending pictures.
    Pictures,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Changes or pictures done in this phase.
    pub done: u32,
    /// Of how many.
    pub total: u32,
    /// Bytes moved since the sync began.
    pub bytes: u64,
}

/// Syncs until both sides have everything. Everything acknowledged before an error stays so.
pub async fn sync<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    stop: &AtomicBool,
    mut on_progress: impl FnMut(Progress),
) -> Result<(), Problem> {
    let mut progress = Progress { phase: Phase::Connecting, done: 0, total: 0, bytes: 0 };
    let mut standing = Standing::default();
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(ProblemCode::Interrupted.into());
        }
        let step = next(standing);
        let phase = match step {
            Step::Greet => Phase::Connecting,
            Step::Push => Phase::Sending,
            Step::Pull => Phase::Receiving,
            Step::Picture => Phase::Pictures,
            Step::Done => return Ok(()),
        };
        if progress.phase != phase {
            progress = Progress { phase, done: 0, total: 0, bytes: progress.bytes };
        }
        on_progress(progress);
        let moved = match step {
            Step::Greet => greet(store, api).await?,
            Step::Push => push(store, api).await?,
            Step::Pull => pull(store, api).await?,
            Step::Picture => send_picture(store, api).await?,
            Step::Done => return Ok(()),
        };
        let (changes_owed, pictures_owed) =
            on_disk(store, |store| store.read(|sql| Ok((outbox::counts(sql)?.unsent, picture::owed(sql)?.0)))).await?;
        standing = Standing { greeted: true, changes_owed, pulled: moved.pulled || standing.pulled, pictures_owed };
        let waiting = match phase {
            Phase::Connecting => 0,
            Phase::Sending => changes_owed,
            Phase::Receiving => moved.waiting,
            Phase::Pictures => pictures_owed,
        };
        progress.done += moved.items;
        progress.total = progress.done + waiting;
        progress.bytes += moved.bytes;
        on_progress(progress);
    }
}

/// What one step moved.
#[derive(Default)]
struct Moved {
    items: u32,
    bytes: u64,
    waiting: u32,
    pulled: bool,
}

async fn greet<A: SyncApi>(store: &Arc<Store>, api: &A) -> Result<Moved, Problem> {
    let epoch = store.identity().epoch;
    let mark = on_disk(store, |store| store.read(identity::mark)).await?;
    let mark = mark.map(|(number, hash)| Mark { number, hash });
    let welcome = api.hello(Hello { protocol: PROTOCOL, oldest_protocol: PROTOCOL, epoch, mark }).await?;
    if welcome.protocol != PROTOCOL {
        return Err(ProblemCode::ProtocolTooOld.into());
    }
    let ack = welcome.ack;
    let known = on_disk(store, move |store| store.read(|sql| outbox::hash_at(sql, ack.seq))).await?;
    // The station has a number of ours that we never gave, or gave to another change: this file is an older copy.
    // Writing on would use numbers twice, so nothing more is said under this name.
    if known != Some(ack.hash) {
        return Err(ProblemCode::TabletRestored.into());
    }
    let greeting = apply::Greeting {
        mark_known: welcome.mark_known,
        scopes: welcome.scopes,
        acknowledged_seq: ack.seq,
        wanted: welcome.wanted,
    };
    on_disk(store, move |store| store.write(|tx| apply::greeted(tx, &greeting))).await?;
    Ok(Moved::default())
}

async fn push<A: SyncApi>(store: &Arc<Store>, api: &A) -> Result<Moved, Problem> {
    let changes =
        on_disk(store, |store| store.read(|sql| outbox::after(sql, outbox::acknowledged(sql)?, BATCH_BYTES))).await?;
    let (items, bytes) = (changes.len(), changes.iter().map(|change| change.bytes.len() as u64).sum());
    let answer = api.push(Push { changes }).await?;
    let receipts: Vec<apply::Receipt> = answer
        .receipts
        .into_iter()
        .filter_map(|receipt| match receipt.outcome {
            Outcome::Applied => Some(apply::Receipt { seq: receipt.seq, reason: None }),
            Outcome::SetAside(reason) => Some(apply::Receipt { seq: receipt.seq, reason: Some(reason) }),
            Outcome::Later => None,
        })
        .collect();
    if receipts.is_empty() {
        // Nothing was taken, so asking again would go round in circles.
        return Err(ProblemCode::StationRefused.into());
    }
    on_disk(store, move |store| store.write(|tx| apply::receipts(tx, &receipts))).await?;
    Ok(Moved { items: u32::try_from(items).unwrap_or(u32::MAX), bytes, ..Moved::default() })
}

async fn pull<A: SyncApi>(store: &Arc<Store>, api: &A) -> Result<Moved, Problem> {
    let cursors = on_disk(store, |store| store.read(cursor::all)).await?;
    let cursors = cursors.into_iter().map(|(area, after)| Cursor { area, after }).collect();
    let page = api.pull(Pull { cursors }).await?;
    let moved = Moved {
        items: u32::try_from(page.changes.len()).unwrap_or(u32::MAX),
        bytes: page.changes.iter().map(|logged| logged.change.bytes.len() as u64).sum(),
        waiting: u32::try_from(page.remaining).unwrap_or(u32::MAX),
        pulled: page.remaining == 0,
    };
    let station = (store.identity().enrolment.station, store.identity().enrolment.station_key);
    on_disk(store, move |store| {
        let cursors: Vec<_> = page.cursors.iter().map(|cursor| (cursor.area, cursor.after)).collect();
        let mark = page.mark.map(|mark| (mark.number, mark.hash));
        let changes = verified(page, station);
        store.write(|tx| apply::page(tx, &changes, &cursors, mark))
    })
    .await?;
    Ok(moved)
}

/// The changes of a page whose signature holds. One that does not is left out and never blocks the others.
fn verified(page: Page, station: (DeviceId, PublicKey)) -> Vec<(SignedChange, Change)> {
    let key_of = |device| match page.signers.iter().find(|signer| signer.device == device) {
        _ if device == station.0 => Some(station.1),
        Some(signer) => Some(signer.key),
        None => None,
    };
    page.changes
        .into_iter()
        .filter_map(|logged| {
            let device = logged.change.read().ok()?.device;
            let change = key_of(device).and_then(|key| logged.change.verified(&key).ok());
            if change.is_none() {
                tracing::warn!(number = logged.number, "a pulled change does not verify and was left out");
            }
            Some((logged.change, change?))
        })
        .collect()
}

async fn send_picture<A: SyncApi>(store: &Arc<Store>, api: &A) -> Result<Moved, Problem> {
    let Some(owed) = on_disk(store, |store| store.read(picture::next_owed)).await? else { return Ok(Moved::default()) };
    let size = owed.bytes.len() as u64;
    let from = usize::try_from(owed.sent).unwrap_or(0).min(owed.bytes.len());
    let range = owed.bytes[from..owed.bytes.len().min(from + RANGE_BYTES)].to_vec();
    let bytes = range.len() as u64;
    let received = api.blob(BlobRange { hash: owed.hash, size, offset: owed.sent, bytes: range }).await?.bytes;
    if received == owed.sent && bytes > 0 {
        return Err(ProblemCode::StationRefused.into());
    }
    on_disk(store, move |store| store.write(|tx| apply::picture_sent(tx, owed.hash, received))).await?;
    Ok(Moved { items: u32::from(received >= size), bytes, ..Moved::default() })
}

/// Runs a store function where it may block.
async fn on_disk<R: Send + 'static>(
    store: &Arc<Store>,
    work: impl FnOnce(&Store) -> Result<R, StoreError> + Send + 'static,
) -> Result<R, Problem> {
    let store = Arc::clone(store);
    match tokio::task::spawn_blocking(move || work(&store)).await {
        Ok(result) => result.map_err(|error| {
            tracing::error!(%error, "the store failed during a sync");
            error.into()
        }),
        Err(_) => Err(ProblemCode::Internal.into()),
    }
}
