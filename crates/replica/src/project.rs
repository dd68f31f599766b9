//! From a change to the tables: what every replica does with a payload, in whatever order payloads come.

use std::collections::BTreeSet;

use beibao_domain::{AreaId, Change, FactBody, Payload, RegisterKind};
use rusqlite::{Connection, OptionalExtension, Transaction, params_from_iter};
use uuid::Uuid;

use crate::table::{fact, register, rows, unread};
use crate::{ReplicaError, Result, digest, erase, find, same, tally};

/// Projects a payload; `body` is what the change carried, word for word. Doing it again changes nothing.
pub fn project(sql: &Transaction<'_>, change: &Change, payload: &Payload, body: &[u8]) -> Result<()> {
    if erase::is_erased(sql, change.stamp())? {
        return Ok(());
    }
    let body = std::str::from_utf8(body).unwrap_or_default();
    match payload {
        Payload::Fact(what) => {
            // Another one of this name may have to give way, and what it was about with it.
            let before = match fact::read(sql, what.id) {
                Ok(told) if told.fact != *what => tally::touched(sql, &told.fact)?,
                Ok(_) | Err(ReplicaError::NotFound | ReplicaError::Unreadable(_)) => BTreeSet::new(),
                Err(error) => return Err(error),
            };
            fact::insert(sql, change, what, body)?;
            before.into_iter().try_for_each(|name| tally::make(sql, name))?;
            tally::touched(sql, what)?.into_iter().try_for_each(|name| tally::make(sql, name))?;
            match &what.body {
                FactBody::Erasure(erasure) => erase::project(sql, change.area, erasure),
                _ => Ok(()),
            }
        }
        Payload::Edit(edit) => {
            if register::insert(sql, change, edit, body)? {
                register::project_row(sql, edit.register, edit.row)?;
            }
            Ok(())
        }
        Payload::Unknown { .. } => unread::insert(sql, change, body),
    }
}

/// Whether the same words are here already, of the same area and under the same stamp: said before, in the name of an earlier
/// installation.
pub fn holds(sql: &Connection, change: &Change, payload: &Payload, body: &[u8]) -> Result<bool> {
    let (table, name, id) = match payload {
        Payload::Fact(fact) => ("fact", "id", fact.id.0),
        Payload::Edit(edit) => ("register_edit", "row", edit.row),
        // Named by nothing but its stamp.
        Payload::Unknown { .. } => ("unread", "stamp_device", change.device.0),
    };
    let query =
        format!("SELECT body FROM {table} WHERE {name} = ?1 AND stamp_at = ?2 AND stamp_device = ?3 AND area = ?4");
    let there: Option<String> = sql
        .prepare_cached(&query)?
        .query_row((id, change.at.0.cast_signed(), change.device.0, change.area.0), |row| row.get(0))
        .optional()?;
    Ok(there.is_some_and(|there| there.as_bytes() == body))
}

/// Takes out what a change put in, because the same is about to be said under another stamp. Only for changes that nobody
/// else has heard.
pub fn take_back(sql: &Transaction<'_>, change: &Change, payload: &Payload, body: &[u8]) -> Result<()> {
    let (at, device) = (change.at.0.cast_signed(), change.device.0);
    let removed = match payload {
        Payload::Fact(fact) => sql
            .prepare_cached("DELETE FROM fact WHERE id = ?1 AND stamp_at = ?2 AND stamp_device = ?3")?
            .execute((fact.id.0, at, device))?,
        Payload::Edit(edit) => sql
            .prepare_cached("DELETE FROM register_edit WHERE row = ?1 AND stamp_at = ?2 AND stamp_device = ?3")?
            .execute((edit.row, at, device))?,
        Payload::Unknown { .. } => {
            sql.prepare_cached("DELETE FROM unread WHERE stamp_at = ?1 AND stamp_device = ?2")?.execute((at, device))?
        }
    };
    if removed > 0 {
        digest::removed(sql, change.area, change.stamp(), std::str::from_utf8(body).unwrap_or_default())?;
    }
    Ok(())
}

/// Forgets a scope: what is said in it, and the rows that nothing else is said of. What `keep` names stays: facts and rows
/// that only this replica knows of.
pub fn forget(sql: &Transaction<'_>, area: AreaId, keep: &[Uuid]) -> Result<()> {
    let touched = rows(sql, "SELECT DISTINCT row, register FROM register_edit WHERE area = ?1", [area.0], |row| {
        Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?))
    })?;
    // A body that nobody here reads has no name by which it could be kept, so all of them stay.
    // What was erased stays so: the station says it again, but what this replica holds of the scope is gone first.
    sql.execute("DELETE FROM erased WHERE area = ?1", [area.0])?;
    for (table, id) in [("fact", "id"), ("register_edit", "row")] {
        let listed = vec!["?"; keep.len()].join(", ");
        let query = format!("DELETE FROM {table} WHERE area = ?1 AND {id} NOT IN ({listed})");
        sql.execute(&query, params_from_iter(std::iter::once(&area.0).chain(keep)))?;
    }
    for (row, kind) in touched {
        let Some(kind) = RegisterKind::named(&kind) else { continue };
        if register::edits(sql, row)?.is_empty() {
            // Names come from the list of registers.
            sql.execute(&format!("DELETE FROM {} WHERE id = ?1", kind.name()), [row])?;
            find::forget(sql, row)?;
            same::forget(sql, row)?;
            sql.execute("DELETE FROM conflict WHERE row = ?1", [row])?;
        } else {
            register::project_row(sql, kind, row)?;
        }
    }
    tally::rebuild(sql)?;
    digest::count_again(sql, area)
}
