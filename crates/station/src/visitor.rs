//! What the station does for one tablet: its end of [`SyncApi`].

use std::sync::Arc;

use beibao_domain::change::ChangeError;
use beibao_domain::{
    AreaId, Change, DeviceId, Edit, Fact, Hash, Payload, Problem, ProblemCode, PublicKey, RegisterKind, SignedChange,
};
use beibao_replica::{project, table::register};
use beibao_wire::{
    Ack, BlobRange, BlobReceived, Enrol, Enrolled, Hello, MAX_BLOB_BYTES, Outcome, PROTOCOL, Page, Pull, Push,
    RANGE_BYTES, Receipt, Receipts, SyncApi, Welcome, pull::Signer,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::enrolment::scopes_of;
use crate::log;
use crate::station::{Result, Station, Tx};

/// A tablet at the door, known by the key that its TLS handshake proved.
#[derive(Debug, Clone)]
pub struct Visitor {
    station: Arc<Station>,
    key: PublicKey,
}

impl Visitor {
    /// Whoever holds this key.
    pub fn new(station: Arc<Station>, key: PublicKey) -> Self {
        Self { station, key }
    }

    /// Which tablet it is; refuses one that is not known or was shut out.
    fn device(&self, sql: &Connection) -> Result<DeviceId> {
        let found: Option<(uuid::Uuid, Option<i64>)> = sql
            .prepare_cached("SELECT id, revoked_at FROM device WHERE key = ?1")?
            .query_row([self.key.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match found {
            None => Err(ProblemCode::TabletUnknown.into()),
            Some((_, Some(_))) => Err(ProblemCode::TabletRevoked.into()),
            Some((device, None)) => Ok(DeviceId(device)),
        }
    }

    async fn blocking<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Visitor) -> Result<R> + Send + 'static,
    ) -> std::result::Result<R, Problem> {
        let visitor = self.clone();
        match tokio::task::spawn_blocking(move || work(&visitor)).await {
            Ok(result) => result.map_err(Problem::from),
            Err(_) => Err(ProblemCode::Internal.into()),
        }
    }

    fn greet(&self, hello: &Hello) -> Result<Welcome> {
        if hello.oldest_protocol > PROTOCOL || hello.protocol < PROTOCOL {
            return Err(ProblemCode::ProtocolTooOld.into());
        }
        let now = self.station.world().now();
        self.station.write(|tx| {
            let device = self.device(&tx.sql)?;
            tx.sql
                .execute("UPDATE device SET seen_at = ?2 WHERE id = ?1", params![device.0, now.timestamp_millis()])?;
            Ok(Welcome {
                protocol: PROTOCOL,
                ack: log::ack(&tx.sql, device, hello.epoch)?,
                scopes: scopes_of(&tx.sql, device)?,
                mark_known: hello.mark.is_none_or(|mark| log::knows(&tx.sql, mark).unwrap_or(false)),
                wanted: wanted(&tx.sql, device)?,
            })
        })
    }

    fn receive(&self, push: &Push) -> Result<Receipts> {
        // Signatures are checked before the one writer is taken.
        let read: Vec<std::result::Result<Change, ChangeError>> =
            push.changes.iter().map(|signed| signed.verified(&self.key)).collect();
        self.station.write(|tx| {
            let device = self.device(&tx.sql)?;
            let scopes = scopes_of(&tx.sql, device)?;
            let mut receipts = Vec::with_capacity(read.len());
            let mut epoch = None;
            for (signed, change) in push.changes.iter().zip(&read) {
                // Without a believable header there is no number to answer for; the batch was not this tablet's.
                let Ok(change) = change else { return Err(ProblemCode::ChangeForged.into()) };
                if change.device != device {
                    return Err(ProblemCode::ChangeForged.into());
                }
                epoch = Some(change.epoch);
                receipts.push(Receipt { seq: change.seq, outcome: take(tx, signed, change, &scopes)? });
            }
            let Some(epoch) = epoch else { return Err(ProblemCode::StationRefused.into()) };
            Ok(Receipts { ack: log::ack(&tx.sql, device, epoch)?, receipts })
        })
    }

    fn page(&self, pull: &Pull) -> Result<Page> {
        self.station.read(|sql| {
            let device = self.device(sql)?;
            let scopes = scopes_of(sql, device)?;
            // Only what the tablet may have, whatever it asks for.
            let cursors: Vec<_> = pull.cursors.iter().copied().filter(|c| scopes.contains(&c.area)).collect();
            let (changes, cursors, remaining) = log::page(sql, device, &cursors)?;
            let mut signers: Vec<Signer> = Vec::new();
            for logged in &changes {
                let Ok(change) = logged.change.read() else { continue };
                if signers.iter().any(|signer| signer.device == change.device) {
                    continue;
                }
                let key: Option<[u8; 32]> = sql
                    .prepare_cached("SELECT key FROM device WHERE id = ?1")?
                    .query_row([change.device.0], |row| row.get(0))
                    .optional()?;
                signers.extend(key.map(|key| Signer { device: change.device, key: PublicKey(key) }));
            }
            Ok(Page { changes, signers, cursors, remaining, mark: log::mark(sql)? })
        })
    }

    fn take_range(&self, range: &BlobRange) -> Result<BlobReceived> {
        if range.size == 0 || range.size > MAX_BLOB_BYTES || range.bytes.len() > RANGE_BYTES {
            return Err(ProblemCode::TooLarge.into());
        }
        self.station.write(|tx| {
            self.device(&tx.sql)?;
            let received: i64 = tx
                .sql
                .query_row("SELECT received FROM picture WHERE hash = ?1", [range.hash.0], |row| row.get(0))
                .optional()?
                .unwrap_or(0);
            let received = received.cast_unsigned();
            // A range that is there already, or that leaves a gap: say how much is there.
            if range.offset != received || received == range.size || range.bytes.is_empty() {
                return Ok(BlobReceived { bytes: received });
            }
            tx.sql.execute(
                "INSERT INTO picture (hash, size, received, bytes) VALUES (?1, ?2, length(?3), ?3)
                 ON CONFLICT (hash) DO UPDATE SET bytes = CAST(bytes || ?3 AS BLOB), received = received + length(?3)
                 WHERE size = ?2",
                params![range.hash.0, range.size.cast_signed(), range.bytes],
            )?;
            let bytes: Vec<u8> =
                tx.sql.query_row("SELECT bytes FROM picture WHERE hash = ?1", [range.hash.0], |row| row.get(0))?;
            let received = bytes.len() as u64;
            if received >= range.size && Hash::of(&bytes) != range.hash {
                // What came is not what was named; it begins anew.
                tx.sql.execute("DELETE FROM picture WHERE hash = ?1", [range.hash.0])?;
                return Ok(BlobReceived { bytes: 0 });
            }
            Ok(BlobReceived { bytes: received })
        })
    }
}

/// Takes one change: durable with an outcome, or told to come later.
fn take(tx: &mut Tx<'_>, signed: &SignedChange, change: &Change, scopes: &[AreaId]) -> Result<Outcome> {
    let now = tx.world().now();
    let hash = signed.hash();
    if let Some((known, reason)) = log::at(&tx.sql, change.device, change.epoch, change.seq)? {
        if known == hash {
            return Ok(reason.map_or(Outcome::Applied, Outcome::SetAside));
        }
        log::keep_fork(&tx.sql, signed, change, now)?;
        return Ok(Outcome::set_aside(ProblemCode::ChangeOutOfOrder));
    }
    let Ack { seq, hash: end, .. } = log::ack(&tx.sql, change.device, change.epoch)?;
    if change.seq != seq + 1 || change.prev != end {
        return Ok(Outcome::Later);
    }
    let fault = project_fault(tx, signed, change, scopes)?.map(ProblemCode::name);
    log::append(&tx.sql, signed, change, fault.as_deref(), now)?;
    tx.clock.observe(change.at, now);
    Ok(fault.map_or(Outcome::Applied, Outcome::SetAside))
}

/// Projects a change, or says why it is only kept.
fn project_fault(
    tx: &mut Tx<'_>,
    signed: &SignedChange,
    change: &Change,
    scopes: &[AreaId],
) -> Result<Option<ProblemCode>> {
    if !scopes.contains(&change.area) {
        return Ok(Some(ProblemCode::ChangeOutOfScope));
    }
    if !may_say(&tx.sql, change)? {
        return Ok(Some(ProblemCode::ChangeOutOfScope));
    }
    let Ok(Some((body, payload))) = signed.open(change) else { return Ok(Some(ProblemCode::ChangeForged)) };
    let allowed = match &payload {
        Payload::Unknown { .. } => return Ok(Some(ProblemCode::ChangeUnknownKind)),
        Payload::Edit(edit) => may_edit(&tx.sql, edit, scopes)?,
        Payload::Fact(fact) => !anothers_fact(&tx.sql, fact, change.device)?,
    };
    if !allowed {
        return Ok(Some(ProblemCode::ChangeOutOfScope));
    }
    project(&tx.sql, change, &payload, &body)?;
    Ok(None)
}

/// A tablet speaks for its own officer, and not for the station.
fn may_say(sql: &Connection, change: &Change) -> Result<bool> {
    let officer: uuid::Uuid = sql
        .prepare_cached("SELECT officer FROM device WHERE id = ?1")?
        .query_row([change.device.0], |row| row.get(0))?;
    Ok(change.author.0 == officer && change.area != AreaId::STATION)
}

/// A tablet edits households and people, where they lie now.
fn may_edit(sql: &Connection, edit: &Edit, scopes: &[AreaId]) -> Result<bool> {
    let kind = matches!(edit.register, RegisterKind::Household | RegisterKind::Person);
    Ok(kind && register::scope(sql, edit.register, edit.row)?.is_none_or(|scope| scopes.contains(&scope)))
}

/// Facts are written once: nobody says another's fact again.
fn anothers_fact(sql: &Connection, fact: &Fact, device: DeviceId) -> Result<bool> {
    Ok(sql
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM fact WHERE id = ?1 AND stamp_device <> ?2)")?
        .query_row(params![fact.id.0, device.0], |row| row.get(0))?)
}

/// Pictures that a tablet's portraits name and that are not here whole.
fn wanted(sql: &Connection, device: DeviceId) -> Result<Vec<Hash>> {
    const MOST: i64 = 256;
    let mut statement = sql.prepare_cached(
        "SELECT f.body ->> '$.body.picture' FROM fact f WHERE f.kind = 'portrait' AND f.stamp_device = ?1
         AND NOT EXISTS (SELECT 1 FROM picture p WHERE p.received = p.size
                         AND lower(hex(p.hash)) = f.body ->> '$.body.picture') LIMIT ?2",
    )?;
    let names = statement
        .query_map(params![device.0, MOST], |row| row.get::<_, Option<String>>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(names.into_iter().flatten().filter_map(|name| Hash::from_hex(&name)).collect())
}

impl SyncApi for Visitor {
    async fn enrol(&self, request: Enrol) -> std::result::Result<Enrolled, Problem> {
        self.blocking(move |visitor| visitor.station.enrol(visitor.key, &request)).await
    }

    async fn hello(&self, request: Hello) -> std::result::Result<Welcome, Problem> {
        self.blocking(move |visitor| visitor.greet(&request)).await
    }

    async fn push(&self, request: Push) -> std::result::Result<Receipts, Problem> {
        self.blocking(move |visitor| visitor.receive(&request)).await
    }

    async fn blob(&self, request: BlobRange) -> std::result::Result<BlobReceived, Problem> {
        self.blocking(move |visitor| visitor.take_range(&request)).await
    }

    async fn pull(&self, request: Pull) -> std::result::Result<Page, Problem> {
        self.blocking(move |visitor| visitor.page(&request)).await
    }
}
