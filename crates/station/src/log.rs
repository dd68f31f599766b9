//! The log: every change of every device, word for word, in the station's order.

use beibao_domain::keys::Signature;
use beibao_domain::{AreaId, BodyKey, Change, DeviceId, Epoch, Hash, Hlc, SignedChange};
use beibao_wire::{Ack, Cursor, Logged, Mark, Part};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use crate::station::Result;

/// Appends a change; `reason` says why it is stored and not applied. The key of what was erased is not kept again: a tablet
/// that was restored may say it once more.
pub(crate) fn append(
    sql: &Connection,
    signed: &SignedChange,
    change: &Change,
    reason: Option<&str>,
    key_is_kept: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO change (device, epoch, seq, hash, area, bytes, signature, body_key, received_at, reason, stamp_at, kind)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        change.device.0,
        change.epoch.0,
        change.seq.cast_signed(),
        signed.hash().0,
        change.area.0,
        signed.bytes,
        signed.signature.0,
        signed.key.as_ref().filter(|_| key_is_kept).map(|key| key.0),
        now.timestamp_millis(),
        reason,
        change.at.0.cast_signed(),
        change.kind,
    ])?;
    Ok(())
}

/// Keeps a change whose number another one has.
pub(crate) fn keep_fork(
    sql: &Connection,
    signed: &SignedChange,
    change: &Change,
    key_is_kept: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    sql.execute(
        "INSERT INTO fork (hash, device, epoch, seq, bytes, signature, body_key, received_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        params![
            signed.hash().0,
            change.device.0,
            change.epoch.0,
            change.seq.cast_signed(),
            signed.bytes,
            signed.signature.0,
            signed.key.as_ref().filter(|_| key_is_kept).map(|key| key.0),
            now.timestamp_millis(),
        ],
    )?;
    Ok(())
}

/// How much of a device's chain is here. Numbers have no gap, so the last one says it.
pub(crate) fn ack(sql: &Connection, device: DeviceId, epoch: Epoch) -> Result<Ack> {
    let last: Option<(i64, [u8; 32])> = sql
        .prepare_cached("SELECT seq, hash FROM change WHERE device = ?1 AND epoch = ?2 ORDER BY seq DESC LIMIT 1")?
        .query_row(params![device.0, epoch.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, hash) = last.map_or((0, Hash::NONE), |(seq, hash)| (seq.cast_unsigned(), Hash(hash)));
    Ok(Ack { epoch, seq, hash })
}

/// What stands at a number of a device's chain: its hash, and why it was set aside.
pub(crate) fn at(sql: &Connection, device: DeviceId, epoch: Epoch, seq: u64) -> Result<Option<(Hash, Option<String>)>> {
    Ok(sql
        .prepare_cached("SELECT hash, reason FROM change WHERE device = ?1 AND epoch = ?2 AND seq = ?3")?
        .query_row(params![device.0, epoch.0, seq.cast_signed()], |row| Ok((Hash(row.get(0)?), row.get(1)?)))
        .optional()?)
}

/// What a tablet is served: what was applied, and what this station does not know but carries. Not what this very
/// installation said; what the same tablet said before it was restored, it may have lost.
const SERVED: &str = "area = ?1 AND number > ?2 AND NOT (device = ?3 AND epoch = ?4)
                      AND (reason IS NULL OR reason = 'change_unknown_kind')";

/// A page for an installation: others' changes of its scopes after its cursors, and whether that was all.
pub(crate) fn page(
    sql: &Connection,
    (tablet, epoch): (DeviceId, Epoch),
    cursors: &[Cursor],
    page_bytes: usize,
) -> Result<(Vec<Logged>, Vec<Cursor>, bool)> {
    let last: i64 = sql.query_row("SELECT coalesce(max(number), 0) FROM change", [], |row| row.get(0))?;
    let mut cursors = cursors.to_vec();
    let (mut changes, mut size_bytes) = (Vec::new(), 0);
    for cursor in &mut cursors {
        let mut statement = sql.prepare_cached(&format!(
            "SELECT number, bytes, signature, body_key FROM change WHERE {SERVED} ORDER BY number"
        ))?;
        let mut rows = statement.query(params![cursor.area.0, cursor.after.cast_signed(), tablet.0, epoch.0])?;
        loop {
            let Some(row) = rows.next()? else {
                cursor.after = last.cast_unsigned();
                break;
            };
            if size_bytes >= page_bytes.max(1) {
                return Ok((changes, cursors, false));
            }
            let change = SignedChange {
                bytes: row.get(1)?,
                signature: Signature(row.get(2)?),
                key: row.get::<_, Option<[u8; 32]>>(3)?.map(BodyKey),
            };
            size_bytes += change.bytes.len() + 128;
            cursor.after = row.get::<_, i64>(0)?.cast_unsigned();
            changes.push(Logged { number: cursor.after, change });
        }
    }
    Ok((changes, cursors, true))
}

/// The numbers of what a scope is given of parts of it, whoever said it.
pub(crate) fn numbers_of(sql: &Connection, area: AreaId, parts: &[Part]) -> Result<Vec<i64>> {
    let mut statement = sql.prepare_cached(
        "SELECT number, stamp_at FROM change
         WHERE area = ?1 AND (reason IS NULL OR reason = 'change_unknown_kind') ORDER BY number",
    )?;
    let stamped = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, Hlc(row.get::<_, i64>(1)?.cast_unsigned())));
    let all = statement.query_map([area.0], stamped)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut parts = parts.to_vec();
    parts.sort_by_key(|part| part.from);
    let within = |at: Hlc| {
        let before = parts.partition_point(|part| part.from <= at);
        before.checked_sub(1).and_then(|last| parts.get(last)).is_some_and(|part| at <= part.to)
    };
    Ok(all.into_iter().filter(|(_, at)| within(*at)).map(|(number, _)| number).collect())
}

/// A change by its number.
pub(crate) fn logged(sql: &Connection, number: i64) -> Result<Logged> {
    Ok(sql.prepare_cached("SELECT bytes, signature, body_key FROM change WHERE number = ?1")?.query_row(
        [number],
        |row| {
            let key = row.get::<_, Option<[u8; 32]>>(2)?.map(BodyKey);
            let change = SignedChange { bytes: row.get(0)?, signature: Signature(row.get(1)?), key };
            Ok(Logged { number: number.cast_unsigned(), change })
        },
    )?)
}

/// How many changes wait behind the cursors.
pub(crate) fn count_after(sql: &Connection, (tablet, epoch): (DeviceId, Epoch), cursors: &[Cursor]) -> Result<u64> {
    let mut statement = sql.prepare_cached(&format!("SELECT count(*) FROM change WHERE {SERVED}"))?;
    cursors.iter().try_fold(0, |sum, cursor| {
        let params = params![cursor.area.0, cursor.after.cast_signed(), tablet.0, epoch.0];
        Ok(sum + statement.query_row(params, |row| row.get::<_, i64>(0))?.cast_unsigned())
    })
}

/// A change that was set aside for its unknown kind is known now and applied.
pub(crate) fn applied_after_all(sql: &Connection, at: Hlc, device: DeviceId) -> Result<()> {
    let mut statement =
        sql.prepare_cached("SELECT number, bytes FROM change WHERE device = ?1 AND reason = 'change_unknown_kind'")?;
    let waiting = statement
        .query_map([device.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (number, bytes) in waiting {
        if minicbor::decode::<Change>(&bytes).is_ok_and(|change| change.at == at) {
            sql.prepare_cached("UPDATE change SET reason = NULL WHERE number = ?1")?.execute([number])?;
        }
    }
    Ok(())
}

/// The end of the log.
pub(crate) fn mark(sql: &Connection) -> Result<Option<Mark>> {
    Ok(sql
        .prepare_cached("SELECT number, hash FROM change ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok(Mark { number: row.get::<_, i64>(0)?.cast_unsigned(), hash: Hash(row.get(1)?) }))
        .optional()?)
}

/// Whether a mark that was given out once still stands. In a log that was restored from a backup, another change has its
/// number, or none.
pub(crate) fn knows(sql: &Connection, mark: Mark) -> Result<bool> {
    let hash: Option<[u8; 32]> = sql
        .prepare_cached("SELECT hash FROM change WHERE number = ?1")?
        .query_row([mark.number.cast_signed()], |row| row.get(0))
        .optional()?;
    Ok(hash == Some(mark.hash.0))
}
