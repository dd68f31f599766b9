//! A sync on a stick: what this tablet owes goes into a file that only its station can read, and the station's answer comes
//! back in another. Nothing counts as sent because it was written to a stick; only the answer carries receipts.

use std::io::{Read, Write};
use std::sync::Arc;

use beibao_domain::{DeviceKey, Hash, Problem, ProblemCode};
use beibao_store::apply::{self, Mending};
use beibao_store::table::{cursor, identity, outbox, picture};
use beibao_store::{Store, StoreError, looks};
use beibao_wire::{
    BATCH_BYTES, Bundle, BundleAnswer, BundleAsk, BundleHead, Cursor, FrameKind, FrameReader, PAGE_BYTES, PROTOCOL,
    Page, Pull, unpack, write_bundle,
};

use crate::disk;

/// Pictures that one bundle carries at most; the rest goes with the next.
const MOST_PICTURES: u32 = 1_000;

/// What a bundle carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// Own changes without a receipt.
    pub changes: u32,
    /// Pictures that the station does not have whole.
    pub pictures: u32,
}

/// Writes everything that has no receipt to `out`, for the station's eyes only.
pub fn export(store: &Arc<Store>, out: impl Write) -> Result<Carried, Problem> {
    // As over a line: a trace that cannot be said now is said with the next bundle; it keeps nothing else back.
    let _ = looks::tell(store);
    let enrolment = &store.identity().enrolment;
    let epoch = store.read(identity::epoch)?;
    let mut hello = disk::hello(store, epoch, MOST_PICTURES, false)?;
    // A snapshot is bound to a line; pages say the same.
    hello.snapshot_format = 0;
    let now = store.world().now();
    let (cursors, carried, contact) = store.read(|sql| {
        let cursors = cursor::all(sql)?.into_iter().map(|(area, after)| Cursor { area, after }).collect();
        let pictures = picture::owed(sql)?.0.min(MOST_PICTURES);
        let carried = Carried { changes: outbox::counts(sql)?.unsent, pictures };
        Ok((cursors, carried, identity::last_contact(sql)?.0))
    })?;
    let mut salt = [0; 32];
    store.world().fill(&mut salt);
    let now_ms = contact.filter(|contact| *contact <= now).map(|_| now.timestamp_millis());
    let head = BundleHead::new(enrolment.device, enrolment.station, Hash(salt), now_ms);
    let pictures = disk::pictures(store, hello.owed.clone());
    let frames = disk::batches(store, epoch, hello.receipted, BATCH_BYTES).chain(pictures);
    let frames = frames.map(|frame| frame.map_err(std::io::Error::other));
    let pull = Pull { cursors, epoch, page_bytes: u32::try_from(PAGE_BYTES).unwrap_or(u32::MAX) };
    let signer = DeviceKey::from_seed(&enrolment.device_seed);
    write_bundle(out, &head, &enrolment.bundle_key, &signer, BundleAsk { hello, pull }, frames)
        .map_err(|error| Problem::from(StoreError::Vault(error)))?;
    store.write(|tx| apply::carried(tx, Hash(salt)))?;
    Ok(carried)
}

/// How an answer was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// The receipts are here; so many changes of others came with them.
    Taken {
        /// Changes of others.
        received: u32,
    },
    /// This tablet's file was older than what the station has of it. A new bundle must be written and carried.
    CarryAgain,
}

/// Takes in the station's answer.
pub fn import(store: &Arc<Store>, bytes: &[u8]) -> Result<Answered, Problem> {
    let enrolment = &store.identity().enrolment;
    let malformed = || Problem::from(ProblemCode::BundleUnreadable);
    let bundle = Bundle::read(bytes).map_err(|_| malformed())?;
    if (bundle.head.from, bundle.head.to) != (enrolment.station, enrolment.device) {
        return Err(ProblemCode::BundleForAnother.into());
    }
    let (BundleAnswer { answers, welcome }, mut stream) =
        bundle.open::<BundleAnswer>(&enrolment.station_key, &enrolment.bundle_key).map_err(|_| malformed())?;
    if store.read(identity::bundle_salt)? != Some(answers) {
        return Err(ProblemCode::BundleOutdated.into());
    }
    if welcome.protocol != PROTOCOL {
        return Err(ProblemCode::ProtocolTooOld.into());
    }
    let quarantine = welcome.quarantined();
    let epoch = store.read(identity::epoch)?;
    if disk::heed(store, epoch, welcome)?.is_none() {
        return Ok(Answered::CarryAgain);
    }
    if let Some(code) = quarantine {
        return Err(code.into());
    }
    let (mut reader, mut received, mut buffer) = (FrameReader::default(), 0, vec![0; 64 * 1024]);
    loop {
        let read = stream.read(&mut buffer).map_err(|_| malformed())?;
        if read == 0 {
            return Ok(Answered::Taken { received });
        }
        reader.feed(&buffer[..read]);
        while let Some(frame) = reader.next_frame().map_err(|_| malformed())? {
            if frame.kind != FrameKind::Page {
                return Err(malformed());
            }
            let page: Page = unpack(&frame.bytes).map_err(|_| malformed())?;
            received += u32::try_from(page.changes.len()).unwrap_or(u32::MAX);
            // What differs is asked for anew by the next bundle.
            disk::take_page(store, page, Mending::Anew)?;
        }
    }
}
