//! The steps of a sync, each durable when it returns.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use beibao_domain::{Change, DeviceId, Problem, ProblemCode, PublicKey, SignedChange};
use beibao_replica::digest::Digest;
use beibao_replica::snapshot::{self, FORMAT};
use beibao_store::apply::{self, Greeting};
use beibao_store::table::{cursor, identity, outbox, picture};
use beibao_store::{Store, StoreError};
use beibao_wire::snapshot::Opener;
use beibao_wire::{
    BLOB_FRAME_BYTES, Batch, BlobHead, ByteStream, Cursor, FrameKind, FrameReader, Hello, Mark, Outcome, Outgoing,
    PROTOCOL, Page, Pull, Receipt, SnapshotRange, SyncApi, frame, pack, unpack,
};

use crate::run::{Known, Meter, Phase, epoch, on_disk};

/// Pictures that one request sends, and whose standing a hello asks for.
const OWED: u32 = 64;
/// Pictures whose standing is asked for again when the line broke: the one that was going over it, and the next.
const OWED_AGAIN: u32 = 2;

/// Says hello, and takes to heart what the station says of this tablet.
pub(crate) async fn greet<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    known: &mut Known,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    meter.begin(Phase::Connecting, 0);
    let own_epoch = epoch(store).await?;
    let again = known.epoch.is_some();
    let asked = if again { OWED_AGAIN } else { OWED };
    let (mark, receipted, owed, fresh) = on_disk(store, move |store| {
        store.read(|sql| {
            let fresh = cursor::all(sql)?.iter().all(|(_, after)| *after == 0) && snapshot::is_wanted(sql)?;
            let receipted = outbox::receipted(sql, own_epoch)?;
            Ok((identity::mark(sql)?, receipted, picture::owed_hashes(sql, asked)?, fresh))
        })
    })
    .await?;
    let hello = Hello {
        protocol: PROTOCOL,
        oldest_protocol: PROTOCOL,
        epoch: own_epoch,
        mark: mark.map(|(number, hash)| Mark { number, hash }),
        receipted,
        owed,
        snapshot_format: if fresh { FORMAT } else { 0 },
        again,
    };
    let welcome = match api.hello(hello).await {
        Err(problem) if problem.code == ProblemCode::TabletUnknown => {
            on_disk(store, |store| store.write(apply::not_known)).await?;
            return Err(problem);
        }
        welcome => welcome?,
    };
    if welcome.protocol != PROTOCOL {
        return Err(ProblemCode::ProtocolTooOld.into());
    }
    let ack = welcome.ack;
    let own = on_disk(store, move |store| store.read(|sql| outbox::hash_at(sql, own_epoch, ack.seq))).await?;
    if own != Some(ack.hash) {
        // The station has a number of ours that we never gave, or gave to another change: this file is an older copy. In
        // the name of a new installation no number is used twice.
        tracing::warn!("the tablet's data are older than what the station has of it: a new installation begins");
        return on_disk(store, |store| store.begin_anew()).await;
    }
    known.epoch = Some(own_epoch);
    known.greeted = true;
    known.quarantine = welcome.quarantined();
    let enrolment = &store.identity().enrolment;
    known.offer = welcome.snapshot.and_then(|offer| {
        let terms = offer.verified(&enrolment.station_key)?;
        let mut scopes = welcome.scopes.clone();
        scopes.sort();
        (terms.device == enrolment.device && terms.scopes == scopes && terms.format == FORMAT).then_some((offer, terms))
    });
    let greeting = Greeting {
        mark_known: welcome.mark_known,
        scopes: welcome.quarantine.is_none().then_some(welcome.scopes),
        quarantine: welcome.quarantine,
        acknowledged_seq: ack.seq,
        receipts: welcome.receipts.into_iter().filter_map(kept).collect(),
        wanted: welcome.wanted,
        held: welcome.held.into_iter().map(|held| (held.hash, held.bytes)).collect(),
    };
    on_disk(store, move |store| store.write(|tx| apply::greeted(tx, own_epoch, &greeting))).await
}

fn kept(receipt: Receipt) -> Option<apply::Receipt> {
    match receipt.outcome {
        Outcome::Applied => Some(apply::Receipt { seq: receipt.seq, reason: None }),
        Outcome::SetAside(reason) => Some(apply::Receipt { seq: receipt.seq, reason: Some(reason) }),
        Outcome::Later => None,
    }
}

/// Sends all own changes without a receipt, batch after batch in one body.
pub(crate) async fn push<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    known: &mut Known,
    owed: u32,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    meter.begin(Phase::Sending, owed);
    let own_epoch = known.epoch.ok_or(ProblemCode::Internal)?;
    let from = on_disk(store, move |store| store.read(|sql| outbox::receipted(sql, own_epoch))).await?;
    let (reading, mut after, piece_bytes) = (Arc::clone(store), from, known.piece_bytes);
    let batches = std::iter::from_fn(move || {
        let changes = reading.read(|sql| outbox::after(sql, own_epoch, after, piece_bytes)).ok()?;
        after = changes.last()?.read().ok()?.seq;
        Some(frame(FrameKind::Changes, &pack(&Batch { changes })))
    });
    let (batches, sent) = counted(batches);
    let answer = api.push(batches).await;
    meter.moved(sent.load(Ordering::Relaxed));
    let receipts: Vec<apply::Receipt> = answer?.receipts.into_iter().filter_map(kept).collect();
    let taken = u32::try_from(receipts.len()).unwrap_or(u32::MAX);
    if receipts.is_empty() {
        // Nothing was taken, so asking again would go round in circles.
        return Err(ProblemCode::StationRefused.into());
    }
    on_disk(store, move |store| store.write(|tx| apply::receipts(tx, own_epoch, &receipts))).await?;
    meter.done(taken);
    Ok(())
}

/// Sends the pictures that are owed, each from where the station has it.
pub(crate) async fn pictures<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    owed: u32,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    meter.begin(Phase::Pictures, owed);
    let hashes = on_disk(store, |store| store.read(|sql| picture::owed_hashes(sql, OWED))).await?;
    let reading = Arc::clone(store);
    let frames = hashes.into_iter().flat_map(move |hash| {
        let Ok(Some(owed)) = reading.read(|sql| picture::read_owed(sql, hash)) else { return Vec::new() };
        let from = usize::try_from(owed.sent).unwrap_or(0).min(owed.bytes.len());
        let head = BlobHead { hash, size: owed.bytes.len() as u64, offset: from as u64 };
        let mut frames = vec![frame(FrameKind::BlobHead, &minicbor::to_vec(head).unwrap_or_default())];
        frames.extend(owed.bytes[from..].chunks(BLOB_FRAME_BYTES).map(|bytes| frame(FrameKind::BlobBytes, bytes)));
        frames
    });
    let (frames, sent) = counted(frames);
    let answer = api.push(frames).await;
    meter.moved(sent.load(Ordering::Relaxed));
    let held: Vec<_> = answer?.held.into_iter().map(|held| (held.hash, held.bytes)).collect();
    on_disk(store, move |store| store.write(|tx| apply::pictures_sent(tx, &held))).await?;
    let left = on_disk(store, |store| store.read(|sql| Ok(picture::owed(sql)?.0))).await?;
    if left >= owed {
        return Err(ProblemCode::StationRefused.into());
    }
    meter.done(owed - left);
    Ok(())
}

/// The same pieces, and how many of their bytes were asked for.
fn counted(pieces: impl Iterator<Item = Vec<u8>> + Send + 'static) -> (Outgoing, Arc<std::sync::atomic::AtomicUsize>) {
    let sent = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    let pieces = pieces.inspect(move |piece| {
        counter.fetch_add(piece.len(), Ordering::Relaxed);
    });
    (Box::new(pieces), sent)
}

/// Takes the others' changes, page by page, and compares what both sides hold at the end.
pub(crate) async fn pull<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    known: &mut Known,
    stop: &AtomicBool,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    meter.begin(Phase::Receiving, 0);
    let cursors = on_disk(store, |store| store.read(cursor::all)).await?;
    let cursors = cursors.into_iter().map(|(area, after)| Cursor { area, after }).collect();
    let page_bytes = u32::try_from(known.piece_bytes).unwrap_or(u32::MAX);
    let epoch = known.epoch.ok_or(ProblemCode::Internal)?;
    let mut answer = api.pull(Pull { cursors, epoch, page_bytes }).await?;
    let mut reader = FrameReader::default();
    while let Some(bytes) = answer.next().await? {
        meter.moved(bytes.len());
        reader.feed(&bytes);
        let refused = |_| Problem::from(ProblemCode::StationRefused);
        while let Some(frame) = reader.next_frame().map_err(refused)? {
            if frame.kind != FrameKind::Page {
                return Err(ProblemCode::StationRefused.into());
            }
            let page: Page = unpack(&frame.bytes).map_err(refused)?;
            let (items, remaining) = (page.changes.len(), page.remaining);
            let digests = page.digests.iter().map(|d| (d.area, Digest { count: d.count, digest: d.digest })).collect();
            take_page(store, page).await?;
            meter.done(u32::try_from(items).unwrap_or(u32::MAX));
            if remaining == 0 {
                return compare(store, known, digests).await;
            }
            if stop.load(Ordering::Relaxed) {
                return Err(ProblemCode::Interrupted.into());
            }
        }
    }
    Err(ProblemCode::Interrupted.into())
}

async fn take_page(store: &Arc<Store>, page: Page) -> Result<(), Problem> {
    let station = (store.identity().enrolment.station, store.identity().enrolment.station_key);
    on_disk(store, move |store| {
        let cursors: Vec<_> = page.cursors.iter().map(|cursor| (cursor.area, cursor.after)).collect();
        let mark = page.mark.map(|mark| (mark.number, mark.hash));
        let changes = verified(page, station);
        store.write(|tx| apply::page(tx, &changes, &cursors, mark))
    })
    .await
}

/// Both sides must hold the same. A scope that differs is pulled anew once; if that does not mend it, it is kept in mind and
/// told, and nothing is taken over unseen: a station that was restored from a backup lacks what the tablets that said it
/// have not brought again.
async fn compare(
    store: &Arc<Store>,
    known: &mut Known,
    station: Vec<(beibao_domain::AreaId, Digest)>,
) -> Result<(), Problem> {
    let pulled_anew = std::mem::replace(&mut known.compared, true);
    let (differing, again) = on_disk(store, move |store| {
        let compared = store.read(|sql| apply::compare(sql, &station))?;
        let differing = compared.iter().filter(|scope| !scope.agrees).count();
        Ok((differing, store.write(|tx| apply::compared(tx, &compared, pulled_anew))?))
    })
    .await?;
    known.pulled = !again;
    if differing > 0 {
        tracing::warn!(scopes = differing, again, "the tablet and the station hold not the same");
    }
    Ok(())
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

/// Fetches the snapshot that was offered, from where an earlier fetch broke off, and takes it over.
pub(crate) async fn snapshot<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    known: &mut Known,
    stop: &AtomicBool,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    let Some((offer, terms)) = known.offer.clone() else { return Ok(()) };
    let kilobytes = |bytes: u64| u32::try_from(bytes / 1024).unwrap_or(u32::MAX);
    meter.begin(Phase::Receiving, kilobytes(terms.size));
    let failed = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => Problem::from(ProblemCode::DiskFull),
        _ => {
            tracing::error!(%error, "a snapshot cannot be kept");
            Problem::from(ProblemCode::Internal)
        }
    };
    let path = store.download_file(terms.hash).map_err(|error| failed(&error))?;
    let mut file = std::fs::File::options().append(true).create(true).open(&path).map_err(|error| failed(&error))?;
    let mut offset = file.metadata().map_err(|error| failed(&error))?.len();
    meter.done(kilobytes(offset));
    if offset < terms.size {
        let mut answer = api.snapshot(SnapshotRange { hash: terms.hash, offset }).await?;
        while let Some(bytes) = answer.next().await? {
            meter.moved(bytes.len());
            file.write_all(&bytes).map_err(|error| failed(&error))?;
            let before = kilobytes(offset);
            offset += bytes.len() as u64;
            meter.done(kilobytes(offset) - before);
            if stop.load(Ordering::Relaxed) {
                return Err(ProblemCode::Interrupted.into());
            }
        }
    }
    if offset < terms.size {
        return Err(ProblemCode::Interrupted.into());
    }
    drop(file);
    let fetched = path.clone();
    let installed = on_disk(store, move |store| install(store, &fetched, &offer, &terms)).await;
    let _ = std::fs::remove_file(&path);
    known.offer = None;
    match installed {
        // What does not open is fetched no second time: the changes themselves are pulled instead.
        Err(problem) if problem.code == ProblemCode::Internal => Ok(()),
        installed => installed,
    }
}

fn install(
    store: &Store,
    path: &std::path::Path,
    offer: &beibao_wire::SnapshotOffer,
    terms: &beibao_wire::SnapshotTerms,
) -> Result<(), StoreError> {
    let file = std::fs::File::open(path).map_err(StoreError::Vault)?;
    let opened = Opener::new(std::io::BufReader::new(file), &offer.key);
    let mut plain = zstd::Decoder::new(opened).map_err(|_| StoreError::Unreadable("snapshot"))?;
    store.install_snapshot(&mut plain, &terms.scopes, (terms.mark.number, terms.mark.hash))
}
