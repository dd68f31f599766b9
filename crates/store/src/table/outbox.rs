//! Own changes on their way to the station, each with what became of it.

use beibao_domain::change::ChainEnd;
use beibao_domain::keys::Signature;
use beibao_domain::rights::Erased;
use beibao_domain::{AreaId, BodyKey, Change, DeviceId, Epoch, Hash, Payload, ProblemCode, SignedChange};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::{instant, rows};
use crate::Result;

pub(crate) fn insert(
    sql: &Connection,
    end: ChainEnd,
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
        "INSERT INTO outbox (epoch, seq, kind, subject, bytes, signature, body_key, saved_at)
         VALUES (?8, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        end.seq.cast_signed(),
        payload.kind(),
        subject,
        signed.bytes,
        signed.signature.0,
        signed.key.as_ref().map(|key| key.0),
        now.timestamp_millis(),
        end.epoch.0,
    ])?;
    Ok(())
}

/// Changes of an installation after `seq` in the order of their numbers, until `limit_bytes` is reached; at least one if
/// there is any.
pub fn after(sql: &Connection, epoch: Epoch, seq: u64, limit_bytes: usize) -> Result<Vec<SignedChange>> {
    let mut statement =
        sql.prepare_cached("SELECT bytes, signature, body_key FROM outbox WHERE epoch = ?1 AND seq > ?2 ORDER BY seq")?;
    let mut found = statement.query(params![epoch.0, seq.cast_signed()])?;
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
        bytes: row.get("bytes")?,
        signature: Signature(row.get("signature")?),
        key: row.get::<_, Option<[u8; 32]>>("body_key")?.map(BodyKey),
    })
}

/// What the own changes say that still open.
pub(crate) fn bodies(sql: &Connection) -> Result<Vec<String>> {
    let query = "SELECT bytes, signature, body_key FROM outbox WHERE body_key IS NOT NULL";
    let mut bodies = Vec::new();
    for signed in rows(sql, query, [], signed)? {
        if let Some((body, _)) = signed.open(&signed.read()?)? {
            bodies.push(String::from_utf8_lossy(&body).into_owned());
        }
    }
    Ok(bodies)
}

/// What an own change said was erased: its key is destroyed. Its pictures go with whatever else nothing names any more.
pub(crate) fn forget_body(sql: &Connection, erased: Erased) -> Result<()> {
    // What was typed of it and not saved, and who looked.
    let name = erased.of.to_string();
    sql.execute("DELETE FROM form WHERE instr(place, ?1) > 0 OR instr(body, ?1) > 0", [name])?;
    sql.execute("DELETE FROM look WHERE person = ?1", [erased.of])?;
    let mut statement =
        sql.prepare_cached("SELECT number, bytes, signature, body_key FROM outbox WHERE subject IN (?1, ?2)")?;
    let said = statement
        // What was said by a newer version has no subject.
        .query_map([erased.of, Uuid::nil()], |row| Ok((row.get::<_, i64>("number")?, signed(row)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (number, signed) in said {
        let change = signed.read()?;
        if change.stamp() != erased.stamp {
            continue;
        }
        sql.execute("UPDATE outbox SET body_key = NULL WHERE number = ?1", [number])?;
    }
    Ok(())
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
    let of = |state: &str| {
        sql.prepare_cached("SELECT count(*) FROM outbox WHERE state = ?1")?
            .query_row([state], |row| row.get::<_, u32>(0))
    };
    Ok(Counts { unsent: of("unsent")?, applied: of("applied")?, set_aside: of("set_aside")? })
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

/// The newest changes, the newest first, but for those that nobody wrote.
pub fn newest(sql: &Connection, limit: u32) -> Result<Vec<Entry>> {
    entries(sql, "WHERE kind <> 'fact/looks' ORDER BY number DESC LIMIT ?1", [limit])
}

/// The changes that were saved between two instants, and the state of each, in the order in which they were said.
pub(crate) fn between(sql: &Connection, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<(SignedChange, String)>> {
    Ok(rows(
        sql,
        "SELECT bytes, signature, body_key, state FROM outbox WHERE saved_at >= ?1 AND saved_at < ?2 ORDER BY number",
        [from.timestamp_millis(), to.timestamp_millis()],
        |row| Ok((signed(row)?, row.get("state")?)),
    )?)
}

/// Everything that the station keeps and has not applied.
pub(crate) fn all_set_aside(sql: &Connection) -> Result<Vec<Entry>> {
    entries(sql, "WHERE state = 'set_aside' ORDER BY number", [])
}

fn entries(sql: &Connection, which: &str, params: impl rusqlite::Params) -> Result<Vec<Entry>> {
    let query = format!("SELECT seq, kind, subject, saved_at, state, reason FROM outbox {which}");
    Ok(rows(sql, &query, params, |row| {
        Ok(Entry {
            seq: row.get::<_, i64>(0)?.cast_unsigned(),
            kind: row.get(1)?,
            subject: row.get(2)?,
            saved_at: instant(row.get(3)?),
            state: row.get(4)?,
            reason: row.get(5)?,
        })
    })?)
}

/// What became of the change that said this fact; `None` for somebody else's fact.
pub fn state_of(sql: &Connection, subject: Uuid) -> Result<Option<String>> {
    Ok(sql
        .prepare_cached("SELECT state FROM outbox WHERE subject = ?1 ORDER BY number DESC LIMIT 1")?
        .query_row([subject], |row| row.get(0))
        .optional()?)
}

pub(crate) fn receipt(
    sql: &Connection,
    epoch: Epoch,
    seq: u64,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    sql.prepare_cached(
        "UPDATE outbox SET state = iif(?2 IS NULL, 'applied', 'set_aside'), reason = ?2, receipt_at = ?3
         WHERE epoch = ?4 AND seq = ?1",
    )?
    .execute(params![seq.cast_signed(), reason, now.timestamp_millis(), epoch.0])?;
    if reason == Some(ProblemCode::PersonErased.name().as_str()) {
        forget_refused(sql, epoch, seq)?;
    }
    Ok(())
}

/// What was said of somebody who was erased meanwhile is kept nowhere, and so not here either.
fn forget_refused(sql: &Connection, epoch: Epoch, seq: u64) -> Result<()> {
    let query = "SELECT subject, bytes, signature, body_key FROM outbox WHERE epoch = ?1 AND seq = ?2";
    let refused = sql
        .query_row(query, params![epoch.0, seq.cast_signed()], |row| Ok((row.get::<_, Uuid>("subject")?, signed(row)?)))
        .optional()?;
    let Some((of, signed)) = refused else { return Ok(()) };
    let change = signed.read()?;
    let erased = Erased { of, stamp: change.stamp() };
    beibao_replica::erase::forget(sql, change.area, erased)?;
    forget_body(sql, erased)
}

/// The station lost what it had acknowledged: everything after `seq` is owed again.
pub(crate) fn unsend_after(sql: &Connection, epoch: Epoch, seq: u64) -> Result<usize> {
    Ok(sql.execute(
        "UPDATE outbox SET state = 'unsent', reason = NULL, receipt_at = NULL
         WHERE epoch = ?1 AND seq > ?2 AND state <> 'unsent'",
        params![epoch.0, seq.cast_signed()],
    )?)
}

/// Whether something is kept of an installation after a number, and not what comes next: it was forgotten, since the station had it.
pub fn lacks_next(sql: &Connection, epoch: Epoch, seq: u64) -> Result<bool> {
    Ok(sql
        .prepare_cached("SELECT coalesce(min(seq) > ?2 + 1, 0) FROM outbox WHERE epoch = ?1 AND seq > ?2")?
        .query_row(params![epoch.0, seq.cast_signed()], |row| row.get(0))?)
}

/// What the station applied before an instant. The last of it in each installation is not among it: the station's ack is
/// compared with its hash, also by a station that was put back and has not heard what came after; and without it this tablet
/// would take itself for an older copy.
const APPLIED_BEFORE: &str = "state = 'applied' AND receipt_at < ?1 AND seq < (
    SELECT max(seq) FROM outbox o WHERE o.epoch = outbox.epoch AND o.state = 'applied' AND o.receipt_at < ?1)";

/// Whether there is any.
pub(crate) fn has_applied_before(sql: &Connection, before: DateTime<Utc>) -> Result<bool> {
    let query = format!("SELECT EXISTS (SELECT 1 FROM outbox WHERE {APPLIED_BEFORE})");
    Ok(sql.prepare_cached(&query)?.query_row([before.timestamp_millis()], |row| row.get(0))?)
}

/// Forgets it.
pub(crate) fn forget_applied_before(sql: &Connection, before: DateTime<Utc>) -> Result<()> {
    sql.execute(&format!("DELETE FROM outbox WHERE {APPLIED_BEFORE}"), [before.timestamp_millis()])?;
    Ok(())
}

/// The last number of an installation up to which every change has a receipt.
pub fn receipted(sql: &Connection, epoch: Epoch) -> Result<u64> {
    Ok(sql
        .prepare_cached(
            "SELECT coalesce((SELECT min(seq) FROM outbox WHERE epoch = ?1 AND state = 'unsent') - 1,
                             (SELECT max(seq) FROM outbox WHERE epoch = ?1), 0)",
        )?
        .query_row([epoch.0], |row| row.get::<_, i64>(0))?
        .cast_unsigned())
}

/// The chain's hash at a number: [`Hash::NONE`] at 0, `None` where this installation never was.
pub fn hash_at(sql: &Connection, epoch: Epoch, seq: u64) -> Result<Option<Hash>> {
    if seq == 0 {
        return Ok(Some(Hash::NONE));
    }
    Ok(sql
        .prepare_cached("SELECT bytes FROM outbox WHERE epoch = ?1 AND seq = ?2")?
        .query_row(params![epoch.0, seq.cast_signed()], |row| row.get::<_, Vec<u8>>(0))
        .optional()?
        .map(|bytes| Hash::of(&bytes)))
}

/// What the station has not applied: unsent, or set aside for what this tablet was and not for what it said. Taken out, in
/// the order in which it was said, to be said again.
pub(crate) fn take_unheard(sql: &Connection) -> Result<Vec<(SignedChange, DateTime<Utc>)>> {
    take(sql, "state = 'unsent' OR reason IN ('tablet_revoked', 'tablet_cloned', 'change_out_of_order')", |_| true)
}

/// All that `device` said and the station has, or had: it knows the device no more, so it has nothing of it.
pub(crate) fn take_all_of(sql: &Connection, device: DeviceId) -> Result<Vec<(SignedChange, DateTime<Utc>)>> {
    take(sql, "true", |change| change.device == device)
}

/// What `device` said in earlier installations and the station took: one that was restored may have lost it, and is told
/// again in the installation of today.
pub(crate) fn take_earlier(
    sql: &Connection,
    device: DeviceId,
    epoch: Epoch,
) -> Result<Vec<(SignedChange, DateTime<Utc>)>> {
    take(sql, "state = 'applied'", |change| change.device == device && change.epoch != epoch)
}

fn take(sql: &Connection, which: &str, wanted: impl Fn(&Change) -> bool) -> Result<Vec<(SignedChange, DateTime<Utc>)>> {
    let entries = rows(
        sql,
        &format!("SELECT number, bytes, signature, body_key, saved_at FROM outbox WHERE {which} ORDER BY number"),
        [],
        |row| Ok((row.get::<_, i64>(0)?, signed(row)?, instant(row.get(4)?))),
    )?;
    let mut taken = Vec::new();
    for (number, signed, saved_at) in entries {
        if signed.read().is_ok_and(|change| wanted(&change)) {
            sql.prepare_cached("DELETE FROM outbox WHERE number = ?1")?.execute([number])?;
            taken.push((signed, saved_at));
        }
    }
    Ok(taken)
}

/// All that this tablet said in a scope.
pub(crate) fn said_in(sql: &Connection, area: AreaId) -> Result<Vec<SignedChange>> {
    let said = rows(sql, "SELECT bytes, signature, body_key FROM outbox ORDER BY number", [], signed)?;
    Ok(said.into_iter().filter(|signed| signed.read().is_ok_and(|change| change.area == area)).collect())
}

/// The facts and rows that unsent changes speak of.
pub(crate) fn unsent_subjects(sql: &Connection) -> Result<Vec<Uuid>> {
    Ok(rows(sql, "SELECT DISTINCT subject FROM outbox WHERE state = 'unsent'", [], |row| row.get(0))?)
}

/// What this tablet said in these scopes, and what the station holds not.
pub(crate) fn kept_in(sql: &Connection, scopes: &[AreaId]) -> Result<Vec<SignedChange>> {
    let mut kept = unapplied(sql)?;
    for scope in scopes {
        kept.extend(said_in(sql, *scope)?);
    }
    Ok(kept)
}

/// What the station holds not, of what this tablet said and shows: unsent, or set aside.
pub(crate) fn unapplied(sql: &Connection) -> Result<Vec<SignedChange>> {
    Ok(rows(
        sql,
        "SELECT bytes, signature, body_key FROM outbox
         WHERE state <> 'applied' AND coalesce(reason, '') <> 'change_unknown_kind'",
        [],
        signed,
    )?)
}
