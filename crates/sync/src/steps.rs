//! The steps of a sync, each durable when it returns.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use beibao_domain::{Problem, ProblemCode};
use beibao_store::apply::{self, Mending};
use beibao_store::table::{cursor, outbox, picture};
use beibao_store::{Store, StoreError};
use beibao_wire::snapshot::Opener;
use beibao_wire::{
    Abilities, ByteStream, Cursor, FrameKind, FrameReader, Outgoing, PROTOCOL, Page, Pull, SnapshotRange, SyncApi,
    frame, unpack,
};
use chrono::DateTime;

use crate::disk::{self, Heeded, Taken};
use crate::run::{Known, Meter, Phase, epoch, kilobytes, on_disk};

/// Pictures that one request sends, and whose standing a hello asks for.
const OWED: u32 = 64;
/// Pictures whose standing is asked for again when the line broke, at least: the one that was going over it, and the next.
const OWED_AGAIN: u32 = 2;

/// Batches that one body holds. Each change has its receipt in the one answer, which may be no longer than a message: a tablet that
/// owes five years in one body would never hear that they came.
const BATCHES: usize = 128;

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
    let asked = if again { known.pictures_begun.clamp(OWED_AGAIN, OWED) } else { OWED };
    let hello = on_disk(store, move |store| disk::hello(store, own_epoch, asked, again)).await?;
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
    known.quarantine = welcome.quarantined();
    known.wipe_ordered = known.quarantine == Some(ProblemCode::TabletRevoked) && welcome.wipe_ordered_ms.is_some();
    (known.abilities, known.station_now) = (welcome.abilities, DateTime::from_timestamp_millis(welcome.now_ms));
    if !known.abilities.has(Abilities::ORIGINALS) {
        known.unnamed.extend(on_disk(store, |store| store.read(picture::owed_originals)).await?);
    }
    if let Some(Heeded { offer }) = on_disk(store, move |store| disk::heed(store, own_epoch, welcome)).await? {
        (known.epoch, known.greeted, known.offer) = (Some(own_epoch), true, offer);
    }
    Ok(())
}

/// Sends own changes without a receipt, batch after batch in one body.
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
    let batches = disk::batches(store, own_epoch, from, known.piece_bytes).take(BATCHES);
    let (batches, sent) = counted(batches);
    let answer = api.push(batches).await;
    meter.moved(sent.load(Ordering::Relaxed));
    let receipts = disk::kept(answer?.receipts);
    let taken = u32::try_from(receipts.len()).unwrap_or(u32::MAX);
    if receipts.is_empty() {
        // Nothing was taken, so asking again would go round in circles.
        return Err(ProblemCode::StationRefused.into());
    }
    let station_now = known.station_now;
    on_disk(store, move |store| store.write(|tx| apply::receipts(tx, own_epoch, &receipts, station_now))).await?;
    meter.done(taken);
    Ok(())
}

/// Sends the pictures that are owed, each from where the station has it.
pub(crate) async fn pictures<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    known: &mut Known,
    owed: u32,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    meter.begin(Phase::Pictures, owed);
    let most = OWED.saturating_add(u32::try_from(known.unnamed.len()).unwrap_or(u32::MAX));
    let (mut hashes, before) =
        on_disk(store, move |store| store.read(|sql| Ok((picture::owed_hashes(sql, most)?, picture::owed(sql)?))))
            .await?;
    hashes.retain(|hash| !known.unnamed.contains(hash));
    let originals = on_disk(store, |store| store.read(picture::owed_originals)).await?;
    // The finished ones together. An original goes alone: what was said meanwhile goes before the next.
    match hashes.iter().position(|hash| originals.contains(hash)) {
        Some(0) => hashes.truncate(1),
        Some(finished) => hashes.truncate(finished),
        None => {}
    }
    let begun = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&begun);
    let frames = disk::pictures(store, hashes).inspect(move |piece| {
        let is_head = piece.as_ref().is_ok_and(|piece| frame::kind_of(piece) == Some(FrameKind::BlobHead));
        counter.fetch_add(u32::from(is_head), Ordering::Relaxed);
    });
    let (frames, sent) = counted(frames);
    let answer = api.push(frames).await;
    meter.moved(sent.load(Ordering::Relaxed));
    // Of a body that broke off, some may be whole already and one in the middle: where each stands is asked before any byte
    // is sent again.
    known.pictures_begun = begun.load(Ordering::Relaxed);
    let held: Vec<_> = answer?.held.into_iter().map(|held| (held.hash, held.bytes)).collect();
    let unnamed = known.unnamed.len();
    known.unnamed.extend(held.iter().filter(|(_, bytes)| *bytes == 0).map(|(hash, _)| *hash));
    let left = on_disk(store, move |store| {
        store.write(|tx| apply::pictures_sent(tx, &held))?;
        store.read(picture::owed)
    })
    .await?;
    if left == before && known.unnamed.len() == unnamed {
        // Nothing was taken, so sending again would go round in circles.
        return Err(ProblemCode::StationRefused.into());
    }
    meter.done(owed.saturating_sub(left.0));
    Ok(())
}

/// The same pieces, and how many of their bytes were asked for.
fn counted(
    pieces: impl Iterator<Item = Result<Vec<u8>, StoreError>> + Send + 'static,
) -> (Outgoing, Arc<std::sync::atomic::AtomicUsize>) {
    let sent = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    // What cannot be read ends the body; the receipts say how far it came.
    let pieces = pieces.map_while(Result::ok).inspect(move |piece| {
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
    let mending = match known.abilities.has(Abilities::PARTS) {
        false => Mending::Anew,
        true if known.mended => Mending::Tried,
        true => Mending::InParts,
    };
    let mut pages = Pages::of(api.pull(Pull { cursors, epoch, page_bytes }).await?);
    loop {
        let page = pages.next(meter).await?;
        let items = page.changes.len();
        let taken = on_disk(store, move |store| disk::take_page(store, page, mending)).await?;
        meter.done(u32::try_from(items).unwrap_or(u32::MAX));
        if let Taken::Last(differing) = taken {
            known.pulled = differing.is_empty();
            if mending == Mending::InParts {
                known.mend = differing;
            }
            return Ok(());
        }
        if stop.load(Ordering::Relaxed) {
            return Err(ProblemCode::Interrupted.into());
        }
    }
}

/// The pages of an answer, as its frames come whole.
pub(crate) struct Pages<B> {
    answer: B,
    reader: FrameReader,
}

impl<B: ByteStream> Pages<B> {
    pub(crate) fn of(answer: B) -> Self {
        Self { answer, reader: FrameReader::default() }
    }

    /// The next page; an answer that ends before it is a line that broke.
    pub(crate) async fn next(&mut self, meter: &mut Meter<'_>) -> Result<Page, Problem> {
        let refused = |_| Problem::from(ProblemCode::StationRefused);
        loop {
            if let Some(frame) = self.reader.next_frame().map_err(refused)? {
                if frame.kind != FrameKind::Page {
                    return Err(ProblemCode::StationRefused.into());
                }
                return unpack(&frame.bytes).map_err(refused);
            }
            let Some(bytes) = self.answer.next().await? else { return Err(ProblemCode::Interrupted.into()) };
            meter.moved(bytes.len());
            self.reader.feed(&bytes);
        }
    }
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

#[cfg(test)]
mod tests {
    use beibao_domain::world::System;
    use beibao_domain::{Epoch, Hash};
    use beibao_wire::{Ack, BATCH_BYTES, MAX_MESSAGE_BYTES, Outcome, Receipt, Receipts};

    use super::*;

    /// However small its changes are and whatever becomes of them.
    #[test]
    fn the_receipts_of_one_body_fit_into_one_answer() {
        const LEAST_CHANGE_BYTES: usize = 150;
        let most = BATCHES * BATCH_BYTES / LEAST_CHANGE_BYTES;
        let receipt = |n: usize| Receipt {
            seq: u64::from(u32::MAX) + n as u64,
            outcome: Outcome::SetAside("a_reason_as_long_as_any_of_them".to_owned()),
        };
        let ack = Ack { epoch: Epoch::new(&System), seq: u64::MAX, hash: Hash::NONE };
        let answer = Receipts { ack, receipts: (0..most).map(receipt).collect(), held: Vec::new() };
        assert!(minicbor::to_vec(answer).unwrap().len() <= MAX_MESSAGE_BYTES);
    }
}
