//! Own changes on their way to the station, each with what became of it.

use beibao_domain::keys::Signature;
use beibao_domain::{BodyKey, Hash, Payload, SignedChange};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::{instant, rows};
use crate::Result;

pub(crate) fn insert(
    sql: &Connection,
    seq: u64,
    signed: &SignedChange,
    payload: &Payload,
    now: DateTime<Utc>,
) -> Result<()> {
    let subject = match payload {
        Payload::Fact(fact) => fact.id.0,
        Payload::Edit(edit) => edit.row,
        Payload::Unknown { .. } => Uuid::nil(),
    };
    sql.prepare_cached(
        "INSERT INTO outbox (seq, kind, subject, bytes, signature, body_key, saved_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        seq.cast_signed(),
        payload.kind(),
        subject,
        signed.bytes,
        signed.signature.0,
        signed.key.as_ref().map(|key| key.0),
        now.timestamp_millis(),
    ])?;
    Ok(())
}

/// Changes after `seq` in the order of their numbers, until `limit_bytes` is reached; at least one if there is any.
pub fn after(sql: &Connection, seq: u64, limit_bytes: usize) -> Result<Vec<SignedChange>> {
    let mut statement =
        sql.prepare_cached("SELECT bytes, signature, body_key FROM outbox WHERE seq > ?1 ORDER BY seq")?;
    let mut found = statement.query([seq.cast_signed()])?;
    let (mut changes, mut size_bytes) = (Vec::new(), 0);
    while let Some(row) = found.next()? {
        let change = signed(row)?;
        size_bytes += change.bytes.len();
        if size_bytes > limit_bytes && !changes.is_empty() {
            break;
        }
        changes.push(change);
    }
    Ok(changes)
}

fn signed(row: &Row<'_>) -> rusqlite::Result<SignedChange> {
    Ok(SignedChange {
        bytes: row.get(0)?,
        signature: Signature(row.get(1)?),
        key: row.get::<_, Option<[u8; 32]>>(2)?.map(BodyKey),
    })
}

/// How many changes each state holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Without a receipt.
    pub unsent: u32,
    /// Applied by the station.
    pub applied: u32,
    /// Kept by the station and not applied.
    pub set_aside: u32,
}

/// Counts the outbox.
pub fn counts(sql: &Connection) -> Result<Counts> {
    let mut counts = Counts::default();
    for (state, n) in rows(sql, "SELECT state, count(*) FROM outbox GROUP BY state", [], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
    })? {
        match state.as_str() {
            "applied" => counts.applied = n,
            "set_aside" => counts.set_aside = n,
            _ => counts.unsent = n,
        }
    }
    Ok(counts)
}

/// Changes applied since an instant.
pub fn applied_since(sql: &Connection, since: DateTime<Utc>) -> Result<u32> {
    Ok(sql.query_row(
        "SELECT count(*) FROM outbox WHERE state = 'applied' AND receipt_at >= ?1",
        [since.timestamp_millis()],
        |row| row.get(0),
    )?)
}

/// One own change, as the sync page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub seq: u64,
    /// Its kind, such as `fact/visit`.
    pub kind: String,
    /// The fact or row.
    pub subject: Uuid,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// `unsent`, `applied` or `set_aside`.
    pub state: String,
    /// Why it was set aside.
    pub reason: Option<String>,
}

/// The newest changes, the newest first.
pub fn newest(sql: &Connection, limit: u32) -> Result<Vec<Entry>> {
    Ok(rows(
        sql,
        "SELECT seq, kind, subject, saved_at, state, reason FROM outbox ORDER BY seq DESC LIMIT ?1",
        [limit],
        |row| {
            Ok(Entry {
                seq: row.get::<_, i64>(0)?.cast_unsigned(),
                kind: row.get(1)?,
                subject: row.get(2)?,
                saved_at: instant(row.get(3)?),
                state: row.get(4)?,
                reason: row.get(5)?,
            })
        },
    )?)
}

/// What became of the change that said this fact; `None` for somebody else's fact.
pub fn state_of(sql: &Connection, subject: Uuid) -> Result<Option<String>> {
    Ok(sql
        .prepare_cached("SELECT state FROM outbox WHERE subject = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([subject], |row| row.get(0))
        .optional()?)
}

pub(crate) fn receipt(sql: &Connection, seq: u64, reason: Option<&str>, now: DateTime<Utc>) -> Result<()> {
    sql.prepare_cached(
        "UPDATE outbox SET state = iif(?2 IS NULL, 'applied', 'set_aside'), reason = ?2, receipt_at = ?3 WHERE seq = ?1",
    )?
    .execute(params![seq.cast_signed(), reason, now.timestamp_millis()])?;
    Ok(())
}

/// The station lost what it had acknowledged: everything after `seq` is owed again.
pub(crate) fn unsend_after(sql: &Connection, seq: u64) -> Result<usize> {
    Ok(sql.execute(
        "UPDATE outbox SET state = 'unsent', reason = NULL, receipt_at = NULL WHERE seq > ?1 AND state <> 'unsent'",
        [seq.cast_signed()],
    )?)
}

/// The last number up to which every change has a receipt.
pub fn acknowledged(sql: &Connection) -> Result<u64> {
    Ok(sql
        .query_row(
            "SELECT coalesce((SELECT min(seq) FROM outbox WHERE state = 'unsent') - 1,
                             (SELECT max(seq) FROM outbox), 0)",
            [],
            |row| row.get::<_, i64>(0),
        )?
        .cast_unsigned())
}

/// The chain's hash at a number: [`Hash::NONE`] at 0, `None` where this tablet never was.
pub fn hash_at(sql: &Connection, seq: u64) -> Result<Option<Hash>> {
    if seq == 0 {
        return Ok(Some(Hash::NONE));
    }
    Ok(sql
        .prepare_cached("SELECT bytes FROM outbox WHERE seq = ?1")?
        .query_row([seq.cast_signed()], |row| row.get::<_, Vec<u8>>(0))
        .optional()?
        .map(|bytes| Hash::of(&bytes)))
}
