//! Conflicts: fields that two people wrote without having seen each other's, kept and shown until somebody chooses.

use beibao_domain::register::Field;
use beibao_domain::{Edit, HouseholdId, PersonId, RegisterKind, Row, Stamp};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::table::{household, person, register, rows};
use crate::{ReplicaError, Result};

/// A field that awaits somebody's choice.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Conflict {
    /// The row.
    pub row: Uuid,
    /// Which register it is in, such as `household`.
    pub register: String,
    /// Which field of it.
    pub field: String,
    /// What the row is called.
    pub title: String,
    /// The household to look at, if it has one.
    pub household_id: Option<HouseholdId>,
    /// What can be chosen; the first is what stands meanwhile.
    pub choices: Vec<Choice>,
    /// The versions that whoever looks at it has seen; to be given back with the choice.
    pub seen: String,
}

/// One of the values.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Choice {
    /// As it is shown.
    pub shown: String,
    /// As it is given back.
    pub value: String,
}

beibao_domain::redacted!(Conflict, Choice);

/// Marks the fields of a row that are in conflict.
pub(crate) fn mark(sql: &Connection, register: RegisterKind, id: Uuid, row: &Row) -> Result<()> {
    sql.prepare_cached("DELETE FROM conflict WHERE row = ?1")?.execute([id])?;
    for (name, _) in row.fields.iter().filter(|(_, field)| !field.others.is_empty()) {
        sql.prepare_cached("INSERT INTO conflict (row, field, register) VALUES (?1, ?2, ?3)")?.execute(params![
            id,
            name,
            register.name()
        ])?;
    }
    Ok(())
}

/// How many there are.
pub fn count(sql: &Connection) -> Result<u32> {
    Ok(sql.query_row("SELECT count(*) FROM conflict", [], |row| row.get(0))?)
}

/// All of them.
pub fn all(sql: &Connection) -> Result<Vec<Conflict>> {
    let marked = rows(sql, "SELECT row, field, register FROM conflict ORDER BY register, row, field", [], |row| {
        Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    let mut conflicts = Vec::new();
    for (id, name, kind) in marked {
        let Some(field) = register::row(sql, id)?.fields.remove(&name) else { continue };
        let (title, household_id) = titled(sql, &kind, id)?;
        conflicts.push(Conflict {
            row: id,
            register: kind,
            field: name,
            title,
            household_id,
            choices: std::iter::once(&field.value).chain(&field.others).map(choice).collect(),
            seen: serde_json::to_string(&field.heads)?,
        });
    }
    Ok(conflicts)
}

fn choice(value: &Value) -> Choice {
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Choice { shown, value: value.to_string() }
}

fn titled(sql: &Connection, register: &str, id: Uuid) -> Result<(String, Option<HouseholdId>)> {
    let of_household = |id: HouseholdId| {
        let (code, head) = household::code_and_head(sql, id)?;
        Ok::<_, ReplicaError>(format!("{code} {head}").trim().to_owned())
    };
    match register {
        "household" => Ok((of_household(HouseholdId(id))?, Some(HouseholdId(id)))),
        "person" => {
            let person = person::read(sql, PersonId(id))?;
            let home = person.household.map(of_household).transpose()?.unwrap_or_default();
            Ok((format!("{} · {home}", person.name), person.household))
        }
        _ => Ok((register.to_owned(), None)),
    }
}

/// The edit that settles a conflict: one of its values, by somebody who saw all of them.
pub fn settled(sql: &Connection, row: Uuid, field: &str, value: &str, seen: &str) -> Result<Edit> {
    let kind: String = sql
        .prepare_cached("SELECT register FROM conflict WHERE row = ?1 AND field = ?2")?
        .query_row(params![row, field], |row| row.get(0))?;
    let kind = RegisterKind::named(&kind).ok_or(ReplicaError::Unreadable("register"))?;
    let chosen: Value = serde_json::from_str(value)?;
    let seen: Vec<Stamp> = serde_json::from_str(seen)?;
    let known = register::row(sql, row)?.fields.remove(field).ok_or(ReplicaError::NotFound)?;
    let offered = |field: &Field| field.value == chosen || field.others.contains(&chosen);
    if !offered(&known) {
        return Err(ReplicaError::NotFound);
    }
    Ok(Edit::field(kind, row, field, chosen, seen))
}
