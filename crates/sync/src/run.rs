//! One sync, from hello to the last picture.
//!
//! A line that breaks is no reason to stop as long as each connection moved something: the next one goes on where the
//! station, asked anew, says it is. Everything that was acknowledged is durable on both sides before the next step.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beibao_domain::{AreaId, Epoch, Hash, Problem, ProblemCode};
use beibao_store::table::{cursor, file, identity, outbox, picture};
use beibao_store::{Store, StoreError, apply, looks};
use beibao_wire::{Abilities, BATCH_BYTES, SnapshotOffer, SnapshotTerms, SyncApi};
use chrono::{DateTime, Utc};

use crate::plan::{Standing, Step, next};
use crate::{files, mend, steps, wipe};

/// What a sync is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Looking for the station.
    Connecting,
    /// Sending own changes.
    Sending,
    /// Receiving others' changes, or a snapshot of them.
    Receiving,
    /// Sending pictures.
    Pictures,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Changes or pictures done in this phase; of a snapshot, kilobytes.
    pub done: u32,
    /// Of how many.
    pub total: u32,
    /// Bytes moved since the sync began.
    pub bytes: u64,
}

/// How often in a row a connection may break without anything having come through: often enough for the pieces to become as
/// small as they can.
const FRUITLESS: u32 = 8;

/// What a sync knows beside what is on the disk.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) epoch: Option<Epoch>,
    pub(crate) quarantine: Option<ProblemCode>,
    /// The tablet is to be emptied once it owes nothing.
    pub(crate) wipe_ordered: bool,
    pub(crate) offer: Option<(SnapshotOffer, SnapshotTerms)>,
    pub(crate) greeted: bool,
    pub(crate) pulled: bool,
    /// The station's clock when it greeted.
    pub(crate) station_now: Option<DateTime<Utc>>,
    /// What both ends can.
    pub(crate) abilities: Abilities,
    /// Scopes that differ and whose parts were not compared yet.
    pub(crate) mend: Vec<AreaId>,
    /// Parts were compared once in this sync.
    pub(crate) mended: bool,
    /// Pictures of which the last body held at least the beginning.
    pub(crate) pictures_begun: u32,
    /// Pictures that the station has no name for, as it said in this sync: they stay owed, and keep nothing else back.
    pub(crate) unnamed: BTreeSet<Hash>,
    /// Every file that the station has was fetched; what it has not is asked for with the next sync.
    pub(crate) fetched: bool,
    /// Bytes of changes that are one durable step: halved when a line breaks before one came through, doubled when all did.
    pub(crate) piece_bytes: usize,
}

const LEAST_PIECE_BYTES: usize = 1024;

/// Syncs until both sides have everything. Everything acknowledged before an error stays so.
pub async fn sync<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    stop: &AtomicBool,
    on_progress: impl FnMut(Progress) + Send,
) -> Result<(), Problem> {
    sync_and_tell(store, api, stop, on_progress, &mut false).await
}

/// The same; `greeted` is set when the station itself has answered.
pub(crate) async fn sync_and_tell<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    stop: &AtomicBool,
    mut on_progress: impl FnMut(Progress) + Send,
    greeted: &mut bool,
) -> Result<(), Problem> {
    // A trace that cannot be said now is said with the next sync; it keeps nothing else back.
    let _ = on_disk(store, looks::tell).await;
    let mut known = Known { piece_bytes: BATCH_BYTES, ..Known::default() };
    let mut came_through = None;
    let mut meter = Meter { progress: None, on_progress: &mut on_progress, bytes: 0 };
    let mut fruitless = 0;
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(ProblemCode::Interrupted.into());
        }
        let standing = standing(store, &known).await?;
        let step = next(standing);
        let taken = match step {
            Step::Greet => steps::greet(store, api, &mut known, &mut meter).await,
            Step::Push => steps::push(store, api, &mut known, standing.changes_owed, &mut meter).await,
            Step::Snapshot => steps::snapshot(store, api, &mut known, stop, &mut meter).await,
            Step::Pull => steps::pull(store, api, &mut known, stop, &mut meter).await,
            Step::Mend => mend::mend(store, api, &mut known, &mut meter).await,
            Step::Pictures => steps::pictures(store, api, &mut known, standing.pictures_owed, &mut meter).await,
            Step::Files => files::fetch(store, api, &mut known, stop, &mut meter).await,
            Step::Done => {
                if let Some(code) = known.quarantine {
                    if !known.wipe_ordered {
                        return Err(code.into());
                    }
                    if wipe::obey(store, api, &known).await? {
                        return Err(ProblemCode::TabletEmptied.into());
                    }
                    // Something was said meanwhile.
                    continue;
                }
                forget_heard(store, &known).await;
                return Ok(());
            }
        };
        *greeted |= known.greeted;
        match taken {
            Ok(()) if step != Step::Greet => {
                fruitless = 0;
                known.piece_bytes = (known.piece_bytes * 2).min(BATCH_BYTES);
            }
            Ok(()) => {}
            // Where both stand is asked anew; the station knows what came through.
            Err(problem) if problem.code == ProblemCode::Interrupted && !stop.load(Ordering::Relaxed) => {
                let now = on_disk(store, progress).await?;
                if came_through.replace(now) == Some(now) {
                    fruitless += 1;
                    known.piece_bytes = (known.piece_bytes / 2).max(LEAST_PIECE_BYTES);
                } else {
                    fruitless = 0;
                }
                if fruitless >= FRUITLESS {
                    return Err(problem);
                }
                known.greeted = false;
            }
            Err(problem) => return Err(problem),
        }
    }
}

/// Both sides have everything: what was heard long ago need not be kept. A station that cannot tell parts could not give it back
/// if a scope were taken away and given again.
async fn forget_heard(store: &Arc<Store>, known: &Known) {
    let Some(now) = known.station_now.filter(|_| known.abilities.has(Abilities::PARTS)) else { return };
    // If it fails, more is kept than must be, and the next sync tries again.
    let _ = on_disk(store, move |store| apply::forget_heard(store, now)).await;
}

/// How much has come through so far, on the disk: it moves with every change, picture and page that did.
fn progress(store: &Store) -> Result<(u64, u64, u64, u64), StoreError> {
    let (unsent, owed, pulled, files) = store.read(|sql| {
        let pulled = cursor::all(sql)?.iter().map(|(_, after)| *after).sum::<u64>();
        Ok((u64::from(outbox::counts(sql)?.unsent), picture::owed(sql)?.1, pulled, file::held_bytes(sql)?))
    })?;
    Ok((unsent, owed, pulled, store.downloaded_bytes() + files))
}

async fn standing(store: &Arc<Store>, known: &Known) -> Result<Standing, Problem> {
    let fetched = known.fetched;
    let unnamed = known.unnamed.clone();
    let (changes_owed, pictures_owed, files_wanted) = on_disk(store, move |store| {
        store.read(|sql| {
            let files = if fetched { 0 } else { file::unsettled(sql)? };
            // By hash: a decision that came in meanwhile may have taken an unnamed one away.
            let owed = picture::owed_hashes(sql, u32::MAX)?;
            let pictures = owed.iter().filter(|hash| !unnamed.contains(hash)).count();
            Ok((outbox::counts(sql)?.unsent, u32::try_from(pictures).unwrap_or(u32::MAX), files))
        })
    })
    .await?;
    Ok(Standing {
        greeted: known.greeted,
        quarantined: known.quarantine.is_some(),
        changes_owed,
        snapshot_offered: known.offer.is_some(),
        pulled: known.pulled,
        scopes_to_mend: u32::try_from(known.mend.len()).unwrap_or(u32::MAX),
        pictures_owed,
        files_wanted,
    })
}

/// Tells how far the sync is.
pub(crate) struct Meter<'a> {
    progress: Option<Progress>,
    on_progress: &'a mut (dyn FnMut(Progress) + Send),
    /// Bytes moved since the sync began.
    pub(crate) bytes: u64,
}

impl Meter<'_> {
    pub(crate) fn begin(&mut self, phase: Phase, total: u32) {
        self.tell(Progress { phase, done: 0, total, bytes: self.bytes });
    }

    pub(crate) fn done(&mut self, items: u32) {
        if let Some(progress) = self.progress {
            let done = progress.done.saturating_add(items);
            self.tell(Progress { done, total: progress.total.max(done), bytes: self.bytes, ..progress });
        }
    }

    pub(crate) fn moved(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    fn tell(&mut self, progress: Progress) {
        self.progress = Some(progress);
        (self.on_progress)(progress);
    }
}

/// What a meter counts where it counts bytes.
pub(crate) fn kilobytes(bytes: u64) -> u32 {
    u32::try_from(bytes / 1024).unwrap_or(u32::MAX)
}

/// Runs a store function where it may block.
pub(crate) async fn on_disk<R: Send + 'static>(
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

/// The installation in whose name this tablet speaks.
pub(crate) async fn epoch(store: &Arc<Store>) -> Result<Epoch, Problem> {
    on_disk(store, |store| store.read(identity::epoch)).await
}
