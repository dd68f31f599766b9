//! Erasing: what changes said is forgotten, and may not come again under the same stamps. Whoever projects an erasure holds
//! nothing of them afterwards, whether they came before it or come after it. What a log or an outbox keeps is its owner's.

use std::collections::BTreeSet;

use beibao_domain::rights::{Erased, Erasure, Ground};
use beibao_domain::{AreaId, DeviceId, FactId, Hlc, Payload, PersonId, RegisterKind, Stamp};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::table::{fact, register, rows};
use crate::{Result, digest, find, same, tally};

/// Whether what stands under this stamp was erased.
pub fn is_erased(sql: &Connection, stamp: Stamp) -> Result<bool> {
    Ok(sql
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM erased WHERE stamp_at = ?1 AND stamp_device = ?2)")?
        .query_row(params![stamp.at.0.cast_signed(), stamp.device.0], |row| row.get(0))?)
}

/// Projects an erasure that was said in a scope.
pub(crate) fn project(sql: &Connection, area: AreaId, erasure: &Erasure) -> Result<()> {
    let (mut touched, mut chains) = (BTreeSet::new(), BTreeSet::new());
    for Erased { of, stamp } in &erasure.changes {
        let (at, device) = (stamp.at.0.cast_signed(), stamp.device.0);
        sql.prepare_cached("INSERT OR IGNORE INTO erased (stamp_at, stamp_device, area, of) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![at, device, area.0, of])?;
        // Asked while it is still here.
        if let Ok(told) = fact::read(sql, FactId(*of)) {
            chains.extend(tally::touched(sql, &told.fact)?);
        }
        forget_unread(sql, area, *stamp)?;
        for (table, id) in [("fact", "id"), ("register_edit", "row")] {
            // An erasure reaches no further than the scope in which it was said.
            let gone: Option<String> = sql
                .prepare_cached(&format!(
                    "DELETE FROM {table} WHERE {id} = ?1 AND stamp_at = ?2 AND stamp_device = ?3 AND area = ?4 RETURNING body"
                ))?
                .query_row(params![of, at, device, area.0], |row| row.get(0))
                .optional()?;
            let Some(body) = gone else { continue };
            digest::removed(sql, area, *stamp, &body)?;
            if table == "register_edit" {
                touched.insert(*of);
            }
        }
    }
    chains.into_iter().try_for_each(|name| tally::make(sql, name))?;
    touched.into_iter().try_for_each(|row| rebuild(sql, row))?;
    // What was taken out of the search index is a mark in it until its segments are written anew.
    sql.execute("INSERT INTO found_terms (found_terms) VALUES ('optimize')", [])?;
    Ok(())
}

/// Forgets one change that nobody else has: what was said of somebody who was erased meanwhile.
pub fn forget(sql: &Connection, area: AreaId, erased: Erased) -> Result<()> {
    let on = chrono::NaiveDate::default();
    project(sql, area, &Erasure { changes: vec![erased], ground: Ground::Asked, on })
}

/// A body of a kind that this version does not know is forgotten like any other.
fn forget_unread(sql: &Connection, area: AreaId, stamp: Stamp) -> Result<()> {
    let query = "DELETE FROM unread WHERE stamp_at = ?1 AND stamp_device = ?2 AND area = ?3 RETURNING body";
    let gone: Option<String> = sql
        .prepare_cached(query)?
        .query_row(params![stamp.at.0.cast_signed(), stamp.device.0, area.0], |row| row.get(0))
        .optional()?;
    gone.map_or(Ok(()), |body| digest::removed(sql, area, stamp, &body))
}

/// Whether a person was erased: nothing that is said of them afterwards is taken in.
pub fn is_erased_person(sql: &Connection, person: PersonId) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM erased WHERE of = ?1)";
    Ok(sql.prepare_cached(query)?.query_row([person.0], |row| row.get(0))?)
}

/// Whether it is said of somebody who was erased. What a body of an unknown kind is about nobody can tell.
pub fn is_of_somebody_erased(sql: &Connection, payload: &Payload) -> Result<bool> {
    let person = match payload {
        Payload::Fact(fact) => fact.person,
        Payload::Edit(edit) if edit.register == RegisterKind::Person => Some(PersonId(edit.row)),
        _ => None,
    };
    person.map_or(Ok(false), |id| is_erased_person(sql, id))
}

/// A row is what its edits make of it; without any it is not there.
fn rebuild(sql: &Connection, row: Uuid) -> Result<()> {
    let left: Option<String> = sql
        .prepare_cached("SELECT register FROM register_edit WHERE row = ?1 LIMIT 1")?
        .query_row([row], |found| found.get(0))
        .optional()?;
    if let Some(kind) = left.as_deref().and_then(RegisterKind::named) {
        return register::project_row(sql, kind, row);
    }
    for kind in RegisterKind::ALL {
        // Names come from the list of registers.
        sql.execute(&format!("DELETE FROM {} WHERE id = ?1", kind.name()), [row])?;
    }
    find::forget(sql, row)?;
    same::forget(sql, row)?;
    sql.execute("DELETE FROM conflict WHERE row = ?1", [row])?;
    Ok(())
}

/// Everything that was said of a person and of whoever gave way to that one, by scope: the edits of the row, the facts that name it, corrected ones included, and
/// what this version cannot read and holds the person's id. A diary that mentions a name is not among them.
pub fn said_of(sql: &Connection, person: PersonId) -> Result<Vec<(AreaId, Erased)>> {
    let query = "SELECT area, row, stamp_at, stamp_device FROM register_edit WHERE row = ?1
                 UNION ALL SELECT area, id, stamp_at, stamp_device FROM fact WHERE person = ?1
                 UNION ALL SELECT area, ?1, stamp_at, stamp_device FROM unread WHERE instr(body, ?2) > 0";
    let mut said = Vec::new();
    for id in same::all(sql, same::stays(sql, person.0)?)? {
        said.extend(erased(sql, query, params![id, id.to_string()])?);
    }
    Ok(said)
}

/// Every fact that was said of a matter, by scope.
pub fn said_about(sql: &Connection, opening: FactId) -> Result<Vec<(AreaId, Erased)>> {
    erased(sql, "SELECT area, id, stamp_at, stamp_device FROM fact WHERE about = ?1", [opening.0])
}

/// What a query finds: scope, name, and the two halves of a stamp.
pub fn erased(sql: &Connection, query: &str, params: impl rusqlite::Params) -> Result<Vec<(AreaId, Erased)>> {
    rows(sql, query, params, |row| {
        let stamp = Stamp { at: Hlc(row.get::<_, i64>(2)?.cast_unsigned()), device: DeviceId(row.get(3)?) };
        Ok((AreaId(row.get(0)?), Erased { of: row.get(1)?, stamp }))
    })
}
