//! A tablet at the door: who it is, where it stands, and the station's end of [`SyncApi`].

use std::sync::Arc;

use beibao_domain::{AreaId, DeviceId, Epoch, Hash, Problem, ProblemCode, PublicKey};
use beibao_wire::{
    Abilities, BlobHeld, BlobRange, ByteStream, Compare, Compared, Enrol, Enrolled, Hello, PROTOCOL, Pull, Recall,
    Receipts, SnapshotRange, SyncApi, Welcome,
};
use beibao_wire::{Outcome, Outgoing, Receipt};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::compare::Recalling;
use crate::enrolment::scopes_of;
use crate::give::Giving;
use crate::log;
use crate::receive::Receiving;
use crate::snapshot::Reading;
use crate::station::{Result, Station, StationError, Tx};

/// Blobs whose standing a hello may ask for.
const MOST_OWED: usize = 64;
/// Signs of a version; a longer one is cut.
const MOST_APP_CHARS: usize = 40;
/// When a tablet that found no slot free comes again.
const RETRY_AFTER_SECONDS: u32 = 5;

/// A tablet at the door, known by the key that its TLS handshake proved.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub(crate) station: Arc<Station>,
    key: PublicKey,
}

/// A tablet that the station knows.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) device: DeviceId,
    pub(crate) officer: Uuid,
    pub(crate) key: PublicKey,
    /// Why it may only hand over what it owes.
    pub(crate) quarantine: Option<ProblemCode>,
    /// When it was ordered to empty itself, milliseconds since 1970. Still told when it did: there may be a copy.
    wipe_ordered_ms: Option<i64>,
}

impl Known {
    /// Refuses a tablet that may only hand over.
    pub(crate) fn in_good_standing(&self) -> Result<()> {
        self.quarantine.map_or(Ok(()), |code| Err(code.into()))
    }

    /// The scopes that it may have now; none in quarantine.
    pub(crate) fn scopes(&self, sql: &Connection) -> Result<Vec<AreaId>> {
        if self.quarantine.is_some() { Ok(Vec::new()) } else { scopes_of(sql, self.device) }
    }
}

impl Visitor {
    /// Whoever holds this key.
    pub fn new(station: Arc<Station>, key: PublicKey) -> Self {
        Self { station, key }
    }

    /// Which tablet it is; refuses one that is not known.
    pub(crate) fn known(&self, sql: &Connection) -> Result<Known> {
        let query = "SELECT id, officer, revoked_at, cloned_at, wipe_ordered_at FROM device WHERE key = ?1";
        sql.prepare_cached(query)?
            .query_row([self.key.0], |row| {
                let (revoked, cloned): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
                let quarantine =
                    revoked.map(|_| ProblemCode::TabletRevoked).or(cloned.map(|_| ProblemCode::TabletCloned));
                Ok(Known {
                    device: DeviceId(row.get(0)?),
                    officer: row.get(1)?,
                    key: self.key,
                    quarantine,
                    wipe_ordered_ms: row.get(4)?,
                })
            })
            .optional()?
            .ok_or(ProblemCode::TabletUnknown.into())
    }

    /// Runs what may block where it may.
    pub(crate) async fn blocking<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Visitor) -> Result<R> + Send + 'static,
    ) -> std::result::Result<R, Problem> {
        let visitor = self.clone();
        match tokio::task::spawn_blocking(move || work(&visitor)).await {
            Ok(result) => result.map_err(Problem::from),
            Err(_) => Err(ProblemCode::Internal.into()),
        }
    }

    /// Says where a tablet stands. What was `carried` may be an older word than the last one: it brands nobody a
    /// copy, leaves no installation behind, and says nothing of the machine.
    pub(crate) fn greet(&self, hello: &Hello, carried: bool) -> Result<Welcome> {
        if hello.oldest_protocol > PROTOCOL || hello.protocol < PROTOCOL {
            return Err(ProblemCode::ProtocolTooOld.into());
        }
        let now = self.station.world().now();
        let (visitor, said) = (self.clone(), hello.clone());
        let (device, mut welcome) = self.station.write_together(move |tx| {
            let device = visitor.known(&tx.sql)?.device;
            let stands = said.condition.as_ref();
            let free = stands.and_then(|stands| i64::try_from(stands.free_bytes?).ok());
            tx.sql
                .prepare_cached(
                    // Whoever speaks after the last word is a copy that was not emptied: the order is not obeyed yet.
                    "UPDATE device SET seen_at = ?2, app = iif(?6, app, ?3), battery_percent = iif(?6, battery_percent, ?4),
                                       free_bytes = iif(?6, free_bytes, ?5), emptied_at = iif(?6 OR ?7, emptied_at, NULL)
                     WHERE id = ?1",
                )?
                .execute(params![
                    device.0,
                    now.timestamp_millis(),
                    stands.map(|stands| stands.app.chars().take(MOST_APP_CHARS).collect::<String>()),
                    stands.and_then(|stands| stands.battery_percent),
                    free,
                    carried,
                    said.emptied_ms.is_some()
                ])?;
            if said.emptied_ms.is_some() {
                emptied(tx, device)?;
            }
            if !carried && !meet(tx, device, said.epoch)? {
                notice_clone(tx, device)?;
            }
            Ok((device, visitor.welcome(&tx.sql, &said, now)?))
        })?;
        // What takes longer than a lookup is done after the one writer was let go.
        // A station restored from a backup may have blobs that its database does not know of.
        let (here, missing) = welcome.wanted.iter().partition(|hash| self.station.blobs.has(**hash));
        welcome.wanted = missing;
        self.station.blobs_are_here(&here)?;
        for hash in hello.owed.iter().take(MOST_OWED) {
            match self.station.held_of(*hash, device) {
                Ok(bytes) => welcome.held.push(BlobHeld { hash: *hash, bytes }),
                // Somebody is writing it: nothing is said of it, and the rest of the greeting goes out.
                Err(StationError::Refused(problem)) if problem.code == ProblemCode::Busy => {}
                Err(error) => return Err(error),
            }
        }
        if hello.snapshot_format > 0 && welcome.quarantine.is_none() {
            welcome.snapshot = self.station.snapshot_for(device, &welcome.scopes, hello.snapshot_format)?;
        }
        Ok(welcome)
    }

    /// What the station's tables say of a tablet.
    fn welcome(&self, sql: &Connection, hello: &Hello, now: DateTime<Utc>) -> Result<Welcome> {
        let known = self.known(sql)?;
        let device = known.device;
        Ok(Welcome {
            protocol: PROTOCOL,
            ack: log::ack(sql, device, hello.epoch)?,
            scopes: known.scopes(sql)?,
            mark_known: hello.mark.map_or(Ok(true), |mark| log::knows(sql, mark))?,
            wanted: if hello.again { Vec::new() } else { wanted(sql, device)? },
            receipts: receipts_after(sql, device, hello.epoch, hello.receipted)?,
            held: Vec::new(),
            quarantine: known.quarantine.map(ProblemCode::name),
            snapshot: None,
            now_ms: now.timestamp_millis(),
            abilities: Abilities::ALL.both(hello.abilities),
            wipe_ordered_ms: known.wipe_ordered_ms.filter(|_| hello.abilities.has(Abilities::WIPE)),
        })
    }
}

/// A tablet speaks in the newest of its installations. One that was restored from an older copy begins a new one and leaves
/// the old behind for good. `false` if it speaks in one that was left behind.
fn meet(tx: &Tx<'_>, device: DeviceId, epoch: Epoch) -> Result<bool> {
    let newest: Option<Uuid> = tx
        .sql
        .prepare_cached("SELECT epoch FROM epoch WHERE device = ?1 ORDER BY number DESC LIMIT 1")?
        .query_row([device.0], |row| row.get(0))
        .optional()?;
    if newest == Some(epoch.0) {
        return Ok(true);
    }
    let met = tx.sql.execute(
        "INSERT INTO epoch (device, epoch) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![device.0, epoch.0],
    )?;
    Ok(met > 0)
}

/// Whoever speaks over a line in an installation that was left behind is a second tablet with the same identity.
fn notice_clone(tx: &Tx<'_>, device: DeviceId) -> Result<()> {
    let now = tx.world().now().timestamp_millis();
    tx.sql.execute("UPDATE device SET cloned_at = ?2 WHERE id = ?1 AND cloned_at IS NULL", params![device.0, now])?;
    Ok(())
}

/// A tablet that was ordered to has emptied itself.
fn emptied(tx: &Tx<'_>, device: DeviceId) -> Result<()> {
    let now = tx.world().now().timestamp_millis();
    let query = "UPDATE device SET emptied_at = ?2
                 WHERE id = ?1 AND wipe_ordered_at IS NOT NULL AND emptied_at IS NULL";
    tx.sql.execute(query, params![device.0, now])?;
    Ok(())
}

/// Blobs that the changes of an officer's tablets name and that are not here whole. A tablet that was enrolled anew brings
/// what it owed under its earlier name.
fn wanted(sql: &Connection, device: DeviceId) -> Result<Vec<Hash>> {
    const MOST: i64 = 256;
    let mut statement = sql.prepare_cached(
        "SELECT DISTINCT b.hash FROM blob b JOIN device d ON d.id = b.device
             WHERE d.officer = (SELECT officer FROM device WHERE id = ?1) AND b.whole = 0 ORDER BY b.hash LIMIT ?2",
    )?;
    let hashes = statement.query_map(params![device.0, MOST], |row| Ok(Hash(row.get(0)?)))?;
    Ok(hashes.collect::<rusqlite::Result<_>>()?)
}

/// What became of the changes after a number; and of those before, which were said of somebody who was erased since: that was
/// not known when they were answered.
fn receipts_after(sql: &Connection, device: DeviceId, epoch: Epoch, after: u64) -> Result<Vec<Receipt>> {
    const MOST: i64 = 4_096;
    let mut statement = sql.prepare_cached(
        "SELECT seq, reason FROM change WHERE device = ?1 AND epoch = ?2 AND (seq > ?3 OR reason = ?5)
             ORDER BY seq LIMIT ?4",
    )?;
    let erased = ProblemCode::PersonErased.name();
    let receipts = statement.query_map(params![device.0, epoch.0, after.cast_signed(), MOST, erased], |row| {
        let outcome = row.get::<_, Option<String>>(1)?.map_or(Outcome::Applied, Outcome::SetAside);
        Ok(Receipt { seq: row.get::<_, i64>(0)?.cast_unsigned(), outcome })
    })?;
    Ok(receipts.collect::<rusqlite::Result<_>>()?)
}

/// An answer that is longer than a message, made as it is read.
#[derive(Debug)]
pub enum Answer {
    /// Pages of the log.
    Pages(Giving),
    /// The bytes of a snapshot.
    Snapshot(Reading),
    /// Parts of the log again.
    Again(Recalling),
    /// The bytes of a file, in pieces.
    File(std::vec::IntoIter<Vec<u8>>),
}

impl ByteStream for Answer {
    async fn next(&mut self) -> std::result::Result<Option<Vec<u8>>, Problem> {
        match self {
            Answer::Pages(giving) => giving.next().await,
            Answer::Snapshot(reading) => reading.next().await,
            Answer::Again(recalling) => recalling.next().await,
            Answer::File(pieces) => Ok(pieces.next()),
        }
    }
}

impl SyncApi for Visitor {
    type Bytes = Answer;

    async fn enrol(&self, request: Enrol) -> std::result::Result<Enrolled, Problem> {
        self.blocking(move |visitor| visitor.station.enrol(visitor.key, &request)).await
    }

    async fn hello(&self, request: Hello) -> std::result::Result<Welcome, Problem> {
        self.blocking(move |visitor| visitor.greet(&request, false)).await
    }

    async fn push(&self, frames: Outgoing) -> std::result::Result<Receipts, Problem> {
        let Ok(_slot) = self.station.slots.try_acquire() else {
            return Err(Problem::busy(RETRY_AFTER_SECONDS));
        };
        self.blocking(move |visitor| {
            let mut receiving = Receiving::new(visitor)?;
            for bytes in frames {
                receiving.take(&bytes)?;
            }
            receiving.finish()
        })
        .await
    }

    async fn pull(&self, request: Pull) -> std::result::Result<Answer, Problem> {
        self.blocking(move |visitor| Ok(Answer::Pages(Giving::new(visitor, &request)?))).await
    }

    async fn snapshot(&self, request: SnapshotRange) -> std::result::Result<Answer, Problem> {
        self.blocking(move |visitor| Ok(Answer::Snapshot(Reading::new(visitor, request)?))).await
    }

    async fn compare(&self, request: Compare) -> std::result::Result<Compared, Problem> {
        self.blocking(move |visitor| visitor.compare_parts(&request)).await
    }

    async fn recall(&self, request: Recall) -> std::result::Result<Answer, Problem> {
        self.blocking(move |visitor| Ok(Answer::Again(Recalling::new(visitor, &request)?))).await
    }

    async fn blob(&self, request: BlobRange) -> std::result::Result<Answer, Problem> {
        let Ok(_slot) = self.station.slots.try_acquire() else {
            return Err(Problem::busy(RETRY_AFTER_SECONDS));
        };
        self.blocking(move |visitor| {
            visitor.station.read(|sql| visitor.known(sql)?.in_good_standing())?;
            Ok(Answer::File(visitor.station.library_file(request)?.into_iter()))
        })
        .await
    }
}
