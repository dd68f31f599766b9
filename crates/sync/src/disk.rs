//! What a sync does on the tablet's own disk, whatever carries it: a line, or a bundle on a stick. Each function may block,
//! and is durable when it returns.

use std::sync::Arc;

use beibao_domain::{AreaId, Change, DeviceId, Epoch, Hash, PublicKey, SignedChange};
use beibao_replica::digest::Digest;
use beibao_replica::snapshot::{self, FORMAT};
use beibao_store::apply::{self, Greeting, Mending};
use beibao_store::table::{cursor, identity, outbox, picture};
use beibao_store::{Store, StoreError};
use beibao_wire::{
    Abilities, BLOB_FRAME_BYTES, Batch, BlobHead, FrameKind, Hello, Mark, Outcome, PROTOCOL, Page, Receipt,
    SnapshotOffer, SnapshotTerms, Welcome, frame, pack,
};
use chrono::DateTime;

use crate::machine;

/// What this tablet says of itself; `owed` pictures are asked for, and `again` is said after a line broke.
pub(crate) fn hello(store: &Store, epoch: Epoch, owed: u32, again: bool) -> Result<Hello, StoreError> {
    store.read(|sql| {
        let fresh = cursor::all(sql)?.iter().all(|(_, after)| *after == 0) && snapshot::is_wanted(sql)?;
        Ok(Hello {
            protocol: PROTOCOL,
            oldest_protocol: PROTOCOL,
            epoch,
            mark: identity::mark(sql)?.map(|(number, hash)| Mark { number, hash }),
            receipted: outbox::receipted(sql, epoch)?,
            owed: picture::owed_hashes(sql, owed)?,
            snapshot_format: if fresh { FORMAT } else { 0 },
            again,
            abilities: Abilities::ALL,
            condition: Some(machine::condition(store.folder())),
            emptied_ms: None,
        })
    })
}

/// Both ends know where they stand.
pub(crate) struct Heeded {
    /// A snapshot that the station stands for, for a tablet that has nothing yet.
    pub(crate) offer: Option<(SnapshotOffer, SnapshotTerms)>,
}

/// Takes to heart what the station says of this tablet. `None` if the tablet found itself to be an older copy and began a new
/// installation: it must say hello again.
pub(crate) fn heed(store: &Store, epoch: Epoch, welcome: Welcome) -> Result<Option<Heeded>, StoreError> {
    let ack = welcome.ack;
    if store.read(|sql| outbox::hash_at(sql, epoch, ack.seq))? != Some(ack.hash) {
        // The station has a number of ours that we never gave, or gave to another change: this file is an older copy. In
        // the name of a new installation no number is used twice.
        tracing::warn!("the tablet's data are older than what the station has of it: a new installation begins");
        store.begin_anew()?;
        return Ok(None);
    }
    if store.read(|sql| outbox::lacks_next(sql, epoch, ack.seq))? {
        // The station was put back from a backup that is older than what this tablet still keeps of its own: the chain
        // cannot go on from there. What is kept is said again in the name of a new installation.
        tracing::warn!("the station's data are older than what this tablet keeps: a new installation begins");
        store.write(|tx| apply::unheard_after(tx, epoch, ack.seq))?;
        store.begin_anew()?;
        return Ok(None);
    }
    let enrolment = &store.identity().enrolment;
    let offer = welcome.snapshot.and_then(|offer| {
        let terms = offer.verified(&enrolment.station_key)?;
        let mut scopes = welcome.scopes.clone();
        scopes.sort();
        (terms.device == enrolment.device && terms.scopes == scopes && terms.format == FORMAT).then_some((offer, terms))
    });
    let greeting = Greeting {
        station_now: DateTime::from_timestamp_millis(welcome.now_ms),
        mark_known: welcome.mark_known,
        scopes: welcome.quarantine.is_none().then_some(welcome.scopes),
        quarantine: welcome.quarantine,
        acknowledged_seq: ack.seq,
        receipts: kept(welcome.receipts),
        wanted: welcome.wanted,
        held: welcome.held.into_iter().map(|held| (held.hash, held.bytes)).collect(),
    };
    store.write(|tx| apply::greeted(tx, epoch, &greeting))?;
    Ok(Some(Heeded { offer }))
}

/// Receipts as the store keeps them; what shall come later has none.
pub(crate) fn kept(receipts: Vec<Receipt>) -> Vec<apply::Receipt> {
    let kept = |receipt: Receipt| match receipt.outcome {
        Outcome::Applied => Some(apply::Receipt { seq: receipt.seq, reason: None }),
        Outcome::SetAside(reason) => Some(apply::Receipt { seq: receipt.seq, reason: Some(reason) }),
        Outcome::Later => None,
    };
    receipts.into_iter().filter_map(kept).collect()
}

/// The own changes after a number, batch after batch, each read when it is asked for.
pub(crate) fn batches(
    store: &Arc<Store>,
    epoch: Epoch,
    mut after: u64,
    piece_bytes: usize,
) -> impl Iterator<Item = Result<Vec<u8>, StoreError>> + Send + use<> {
    let store = Arc::clone(store);
    let mut next = move || {
        let changes = store.read(|sql| outbox::after(sql, epoch, after, piece_bytes))?;
        let Some(last) = changes.last() else { return Ok(None) };
        after = last.read()?.seq;
        Ok(Some(frame(FrameKind::Changes, &pack(&Batch { changes }))))
    };
    std::iter::from_fn(move || next().transpose())
}

/// These pictures, each from where the station has it, read when they are asked for.
pub(crate) fn pictures(
    store: &Arc<Store>,
    hashes: Vec<Hash>,
) -> impl Iterator<Item = Result<Vec<u8>, StoreError>> + Send + use<> {
    let store = Arc::clone(store);
    hashes.into_iter().flat_map(move |hash| {
        let owed = match store.read(|sql| picture::read_owed(sql, hash)) {
            Ok(Some(owed)) => owed,
            Ok(None) => return Vec::new(),
            Err(error) => return vec![Err(error)],
        };
        let from = usize::try_from(owed.sent).unwrap_or(0).min(owed.bytes.len());
        let head = BlobHead { hash, size: owed.bytes.len() as u64, offset: from as u64 };
        let mut frames = vec![Ok(frame(FrameKind::BlobHead, &minicbor::to_vec(head).unwrap_or_default()))];
        frames.extend(owed.bytes[from..].chunks(BLOB_FRAME_BYTES).map(|bytes| Ok(frame(FrameKind::BlobBytes, bytes))));
        frames
    })
}

/// How far a page came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// More pages come.
    More,
    /// That was the last one. These scopes differ and are to be mended; if there are none, both ends are done.
    Last(Vec<AreaId>),
}

/// Takes a page over.
///
/// After the last page both sides must hold the same. A scope that differs is mended once, as `mending` says; if that does
/// not mend it, it is kept in mind and told, and nothing is taken over unseen: a station that was restored from a backup
/// lacks what the tablets that said it have not brought again.
pub(crate) fn take_page(store: &Store, page: Page, mending: Mending) -> Result<Taken, StoreError> {
    let cursors: Vec<_> = page.cursors.iter().map(|cursor| (cursor.area, cursor.after)).collect();
    let remaining = page.remaining;
    let theirs: Vec<_> =
        page.digests.iter().map(|scope| (scope.area, Digest { count: scope.count, digest: scope.digest })).collect();
    hear(store, page, &cursors)?;
    if remaining > 0 {
        return Ok(Taken::More);
    }
    let compared = store.read(|sql| apply::compare(sql, &theirs))?;
    let mend = store.write(|tx| apply::compared(tx, &compared, mending))?;
    let differing = compared.iter().filter(|scope| !scope.agrees).count();
    if differing > 0 {
        tracing::warn!(scopes = differing, mended = mend.len(), "the tablet and the station hold not the same");
    }
    Ok(Taken::Last(mend))
}

/// Takes over what was given again; how far the tablet has pulled stays as it was.
pub(crate) fn take_recalled(store: &Store, page: Page) -> Result<(), StoreError> {
    hear(store, page, &[])
}

fn hear(store: &Store, page: Page, cursors: &[(AreaId, u64)]) -> Result<(), StoreError> {
    let station = (store.identity().enrolment.station, store.identity().enrolment.station_key);
    let mark = page.mark.map(|mark| (mark.number, mark.hash));
    let changes = verified(page, station);
    store.write(|tx| apply::page(tx, &changes, cursors, mark))
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
