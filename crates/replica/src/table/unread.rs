//! Bodies of kinds that this version does not know: carried unharmed until a version knows them.

use beibao_domain::rights::Erased;
use beibao_domain::{AreaId, Change, DeviceId, Epoch, Hash, Hlc, OfficerId, Payload};
use rusqlite::{Connection, Transaction, params};
use uuid::Uuid;

use crate::table::rows;
use crate::{Result, digest, erase, project};

/// Projects the bodies whose kind this version knows by now and that whoever holds the file allows, and says which they were. What they say was counted already.
///
/// What is of somebody who was erased stays unread: the station erases it.
pub fn read_again(sql: &Transaction<'_>, allowed: impl Fn(&Change, &Payload) -> bool) -> Result<Vec<(Hlc, DeviceId)>> {
    let mut known = Vec::new();
    for (change, payload, body) in readable(sql)? {
        if !allowed(&change, &payload) || erase::is_of_somebody_erased(sql, &payload)? {
            continue;
        }
        sql.execute(
            "DELETE FROM unread WHERE stamp_at = ?1 AND stamp_device = ?2",
            params![change.at.0.cast_signed(), change.device.0],
        )?;
        digest::removed(sql, change.area, change.stamp(), &body)?;
        project(sql, &change, &payload, body.as_bytes())?;
        known.push((change.at, change.device));
    }
    Ok(known)
}

/// What waits here, is known by now, and is said of somebody who was erased since, by scope.
pub fn of_somebody_erased(sql: &Connection) -> Result<Vec<(AreaId, Erased)>> {
    let mut found = Vec::new();
    for (change, payload, _) in readable(sql)? {
        if erase::is_of_somebody_erased(sql, &payload)? {
            let of = match payload {
                Payload::Fact(fact) => fact.id.0,
                Payload::Edit(edit) => edit.row,
                Payload::Unknown { .. } => continue,
            };
            found.push((change.area, Erased { of, stamp: change.stamp() }));
        }
    }
    Ok(found)
}

/// The bodies whose kind this version knows.
fn readable(sql: &Connection) -> Result<Vec<(Change, Payload, String)>> {
    let waiting = rows(sql, "SELECT stamp_at, stamp_device, kind, author, area, body FROM unread", [], |row| {
        let change = Change {
            device: DeviceId(row.get(1)?),
            epoch: Epoch(Uuid::nil()),
            seq: 0,
            prev: Hash::NONE,
            author: OfficerId(row.get(3)?),
            at: Hlc(row.get::<_, i64>(0)?.cast_unsigned()),
            area: AreaId(row.get(4)?),
            kind: row.get(2)?,
            sealed: Vec::new(),
        };
        Ok((change, row.get::<_, String>(5)?))
    })?;
    let known = waiting.into_iter().filter_map(|(change, body)| {
        let payload = Payload::read(&change.kind, body.as_bytes());
        (!matches!(payload, Payload::Unknown { .. })).then_some((change, payload, body))
    });
    Ok(known.collect())
}

pub(crate) fn insert(sql: &Connection, change: &Change, body: &str) -> Result<()> {
    let inserted = sql
        .prepare_cached(
            "INSERT INTO unread (stamp_at, stamp_device, kind, author, area, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            change.at.0.cast_signed(),
            change.device.0,
            change.kind,
            change.author.0,
            change.area.0,
            body
        ])?;
    if inserted > 0 {
        digest::added(sql, change.area, change.stamp(), body)?;
    }
    Ok(())
}
