//! Taking in: frames of changes and blobs, each durable when the next one is looked at.
//!
//! Signatures are checked before the one writer is asked for. A change gets one of three answers: applied, set aside with
//! its reason, or later; none of them keeps another one out.

use std::collections::BTreeMap;

use beibao_domain::SignedChange;
use beibao_domain::change::MAX_CHANGE_BYTES;
use beibao_domain::{AreaId, Change, Edit, Epoch, Fact, FactBody, Hash, Payload, ProblemCode, RegisterKind};
use beibao_replica::project::holds;
use beibao_replica::{ReplicaError, erase, project, table::register};
use beibao_wire::{
    Ack, Batch, BlobHead, BlobHeld, Frame, FrameKind, FrameReader, MAX_BLOB_BYTES, Outcome, Receipt, Receipts, unpack,
};
use rusqlite::{Connection, params};

use crate::blobs::Part;
use crate::log;
use crate::station::{Result, StationError, Tx};
use crate::visitor::{Known, Visitor};

/// A push that is coming in.
pub(crate) struct Receiving<'a> {
    visitor: &'a Visitor,
    known: Known,
    reader: FrameReader,
    epoch: Option<Epoch>,
    receipts: Vec<Receipt>,
    /// The blob whose bytes come now.
    part: Option<Part>,
    /// Blobs that are whole and have no name yet.
    whole: Vec<Part>,
    held: BTreeMap<Hash, u64>,
}

impl<'a> Receiving<'a> {
    pub(crate) fn new(visitor: &'a Visitor) -> Result<Self> {
        let known = visitor.station.read(|sql| visitor.known(sql))?;
        let (reader, epoch, receipts, part, whole, held) = Default::default();
        Ok(Self { visitor, known, reader, epoch, receipts, part, whole, held })
    }

    /// More bytes have come.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.reader.feed(bytes);
        let malformed = |_| StationError::from(ProblemCode::StationRefused);
        while let Some(frame) = self.reader.next_frame().map_err(malformed)? {
            self.frame(frame)?;
        }
        Ok(())
    }

    fn frame(&mut self, frame: Frame) -> Result<()> {
        match frame.kind {
            FrameKind::Changes => self.changes(&frame.bytes),
            FrameKind::BlobHead => self.blob(&frame.bytes),
            FrameKind::BlobBytes => self.blob_bytes(&frame.bytes),
            FrameKind::Page => Err(ProblemCode::StationRefused.into()),
        }
    }

    /// The line is at its end, or broke: what came is made durable and answered for.
    pub(crate) fn finish(mut self) -> Result<Receipts> {
        if let Some(frame) = self.reader.broken_off() {
            self.frame(frame)?;
        }
        self.leave_blob()?;
        self.keep_whole()?;
        let device = self.known.device;
        // A push of blobs alone speaks for no installation.
        let epoch = self.epoch.unwrap_or(Epoch(uuid::Uuid::nil()));
        let ack = self.visitor.station.read(|sql| log::ack(sql, device, epoch))?;
        let held = self.held.into_iter().map(|(hash, bytes)| BlobHeld { hash, bytes }).collect();
        Ok(Receipts { ack, receipts: self.receipts, held })
    }

    fn changes(&mut self, packed: &[u8]) -> Result<()> {
        let batch: Batch = unpack(packed).map_err(|_| StationError::from(ProblemCode::StationRefused))?;
        let mut read: Vec<Read> = Vec::with_capacity(batch.changes.len());
        for signed in batch.changes {
            // Without a believable header there is no number to answer for; the batch was not this tablet's.
            let change = signed.verified(&self.known.key).map_err(|_| StationError::from(ProblemCode::ChangeForged))?;
            if change.device != self.known.device {
                return Err(ProblemCode::ChangeForged.into());
            }
            self.epoch = Some(change.epoch);
            read.push(Read { hash: signed.hash(), opened: signed.open(&change).ok().flatten(), signed, change });
        }
        let visitor = self.visitor.clone();
        let receipts = self.visitor.station.write_together(move |tx| {
            // Asked anew: a tablet may be shut out, or lose an area, in the middle of a push.
            let known = visitor.known(&tx.sql)?;
            let scopes = known.scopes(&tx.sql)?;
            let take = |read: &Read| Ok(Receipt { seq: read.change.seq, outcome: take(tx, &known, read, &scopes)? });
            read.iter().map(take).collect::<Result<Vec<_>>>()
        })?;
        self.receipts.extend(receipts);
        Ok(())
    }

    fn blob(&mut self, head: &[u8]) -> Result<()> {
        self.leave_blob()?;
        let head: BlobHead = minicbor::decode(head).map_err(|_| StationError::from(ProblemCode::StationRefused))?;
        if head.size == 0 || head.size > MAX_BLOB_BYTES {
            return Err(ProblemCode::TooLarge.into());
        }
        let station = &self.visitor.station;
        let named = station
            .read(|sql| Ok(station.named(sql, head.hash, self.known.device)?.is_some_and(|size| size == head.size)))?;
        if !named || station.blobs.has(head.hash) || self.whole.iter().any(|part| part.hash() == head.hash) {
            // Nobody asked for it, or it is here already: its bytes pass by unread.
            self.held.insert(head.hash, if named { head.size } else { 0 });
            return Ok(());
        }
        let mut salt = [0; 16];
        station.world().fill(&mut salt);
        let mut part = station.blobs.open(head.hash, head.size, salt)?;
        if part.held > head.size {
            // Somebody named it with another size: what is there is not this blob.
            drop(part);
            station.blobs.throw_away(head.hash)?;
            part = station.blobs.open(head.hash, head.size, salt)?;
        }
        self.held.insert(head.hash, part.held);
        // Bytes that leave a gap, or that are there already, are no use: the answer says where to go on.
        if part.held == head.offset || part.is_whole() {
            self.part = Some(part);
            self.blob_bytes(&[])?;
        }
        Ok(())
    }

    fn blob_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(part) = &mut self.part else { return Ok(()) };
        part.append(bytes)?;
        self.held.insert(part.hash(), part.held);
        if part.is_whole() {
            let part = self.part.take();
            match part {
                Some(part) if part.is_right() => self.whole.push(part),
                Some(part) => {
                    self.held.insert(part.hash(), 0);
                    self.visitor.station.blobs.throw_away(part.hash())?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// The rest of a blob comes another time, or never: what was erased or decided on meanwhile is not kept in part either.
    fn leave_blob(&mut self) -> Result<()> {
        let Some(part) = self.part.take() else { return Ok(()) };
        let (station, device) = (&self.visitor.station, self.known.device);
        if station.read(|sql| station.named(sql, part.hash(), device))?.is_none() {
            station.blobs.throw_away(part.hash())?;
        }
        Ok(())
    }

    /// Whole blobs get their names, all at once.
    fn keep_whole(&mut self) -> Result<()> {
        if self.whole.is_empty() {
            return Ok(());
        }
        let station = &self.visitor.station;
        station.blobs.keep(&self.whole)?;
        station.blobs_are_here(&self.whole.iter().map(Part::hash).collect::<Vec<_>>())
    }
}

/// A change whose signature holds, read before the writer is asked for.
struct Read {
    signed: SignedChange,
    change: Change,
    hash: Hash,
    /// The body and what it says; `None` if it does not open.
    opened: Option<(Vec<u8>, Payload)>,
}

/// Takes one change: durable with an outcome, or told to come later.
fn take(tx: &mut Tx<'_>, known: &Known, read: &Read, scopes: &[AreaId]) -> Result<Outcome> {
    let Read { signed, change, hash, .. } = read;
    let now = tx.world().now();
    let Ack { seq, hash: end, .. } = log::ack(&tx.sql, change.device, change.epoch)?;
    // Asked first: whatever else is wrong with it, its key is not kept.
    let of_erased = match &read.opened {
        Some((_, payload)) => erase::is_of_somebody_erased(&tx.sql, payload)?,
        None => false,
    };
    let key_is_kept = !of_erased && !erase::is_erased(&tx.sql, change.stamp())?;
    if let Some((there, reason)) = log::at(&tx.sql, change.device, change.epoch, change.seq)? {
        if there == *hash {
            return Ok(reason.map_or(Outcome::Applied, Outcome::SetAside));
        }
        log::keep_fork(&tx.sql, signed, change, key_is_kept, now)?;
        return Ok(Outcome::set_aside(ProblemCode::ChangeOutOfOrder));
    }
    if change.seq != seq + 1 || change.prev != end {
        return Ok(Outcome::Later);
    }
    let fault = match known.quarantine {
        Some(code) => Some(code),
        None => project_fault(tx, known, read, scopes, of_erased)?,
    };
    let reason = fault.map(ProblemCode::name);
    log::append(&tx.sql, signed, change, reason.as_deref(), key_is_kept, now)?;
    expect_blobs(tx, read)?;
    if let Some((_, Payload::Fact(fact))) = &read.opened {
        tx.destroy_useless_originals(fact)?;
    }
    tx.clock.observe(change.at, now);
    Ok(reason.map_or(Outcome::Applied, Outcome::SetAside))
}

/// Projects a change, or says why it is only kept.
fn project_fault(
    tx: &mut Tx<'_>,
    known: &Known,
    read: &Read,
    scopes: &[AreaId],
    of_erased: bool,
) -> Result<Option<ProblemCode>> {
    let change = &read.change;
    // Nobody could be given a change for which no page has room.
    if read.signed.bytes.len() > MAX_CHANGE_BYTES {
        return Ok(Some(ProblemCode::TooLarge));
    }
    // A tablet speaks for its own officer, in its own areas, and not for the station.
    if change.author.0 != known.officer || change.area == AreaId::STATION {
        return Ok(Some(ProblemCode::ChangeOutOfScope));
    }
    let in_scope = scopes.contains(&change.area);
    let Some((body, payload)) = &read.opened else {
        return Ok(Some(if in_scope { ProblemCode::ChangeForged } else { ProblemCode::ChangeOutOfScope }));
    };
    // What was erased and is said again goes into the chain, and nobody learns of it.
    if of_erased && !erase::is_erased(&tx.sql, change.stamp())? {
        return Ok(Some(ProblemCode::PersonErased));
    }
    let allowed = in_scope
        && match payload {
            Payload::Unknown { .. } => {
                // Kept in the rows too: whoever knows it later, here or on a tablet, finds it.
                project(&tx.sql, change, payload, body)?;
                return Ok(Some(ProblemCode::ChangeUnknownKind));
            }
            Payload::Edit(edit) => may_edit(&tx.sql, edit, scopes)?,
            Payload::Fact(fact) => {
                !fact.body.is_the_desks() && !undoes_the_desks(&tx.sql, fact)? && !anothers_fact(&tx.sql, fact, change)?
            }
        };
    if allowed {
        project(&tx.sql, change, payload, body)?;
        return Ok(None);
    }
    // What was applied once stays so, whatever the tablet may say today.
    let known_kind = !matches!(payload, Payload::Unknown { .. });
    let said_before = known_kind && holds(&tx.sql, change, payload, body)?;
    Ok(if said_before { None } else { Some(ProblemCode::ChangeOutOfScope) })
}

/// Whatever became of a change, the blobs that it names may come: what is set aside is kept whole too.
fn expect_blobs(tx: &Tx<'_>, read: &Read) -> Result<()> {
    let Some((_, Payload::Fact(fact))) = &read.opened else { return Ok(()) };
    let person = fact.person.map(|id| erase::is_erased_person(&tx.sql, id)).transpose()?;
    if person == Some(true) || erase::is_erased(&tx.sql, read.change.stamp())? {
        return Ok(());
    }
    for (hash, size) in fact.body.blobs() {
        tx.sql
            .prepare_cached("INSERT INTO blob (hash, size, device) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
            .execute(params![hash.0, size.cast_signed(), read.change.device.0])?;
    }
    Ok(())
}

/// A tablet edits households and people, where they lie now; and what is a row of another register is not one of those.
fn may_edit(sql: &Connection, edit: &Edit, scopes: &[AreaId]) -> Result<bool> {
    let kind = matches!(edit.register, RegisterKind::Household | RegisterKind::Person);
    Ok(kind
        && !register::is_of_another(sql, edit.register, edit.row)?
        && register::scope(sql, edit.register, edit.row)?.is_none_or(|scope| scopes.contains(&scope)))
}

/// What the desk said, and the trace of a look, no tablet takes back.
fn undoes_the_desks(sql: &Connection, fact: &Fact) -> Result<bool> {
    let Some(id) = fact.supersedes else { return Ok(false) };
    match beibao_replica::table::fact::read(sql, id) {
        Ok(told) => Ok(told.fact.body.is_the_desks() || matches!(told.fact.body, FactBody::Looks(_))),
        Err(ReplicaError::NotFound) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Facts are written once: nobody says another's fact again.
fn anothers_fact(sql: &Connection, fact: &Fact, change: &Change) -> Result<bool> {
    Ok(sql
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM fact WHERE id = ?1 AND stamp_device <> ?2)")?
        .query_row(params![fact.id.0, change.device.0], |row| row.get(0))?)
}
