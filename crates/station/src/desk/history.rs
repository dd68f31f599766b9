//! What became of a row's fields: every value that anybody wrote, the newest first.

use std::collections::BTreeMap;

use beibao_domain::DeviceId;
use beibao_domain::register::SAME_AS;
use beibao_replica::table::{register, rows};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::Deed;
use super::register::typed;
use super::who::Who;
use crate::station::{Result, Station};

/// A value that somebody wrote.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Written {
    /// The field.
    pub field: String,
    /// The value.
    pub value: String,
    /// When, by the hybrid clock of whoever wrote it.
    pub at: DateTime<Utc>,
    /// Which officer's tablet; empty for the station itself.
    pub officer: String,
    /// Whether nobody who had seen it wrote anything else.
    pub newest: bool,
}

beibao_domain::redacted!(Written);

/// Whose tablet each device is.
pub(super) fn officers(sql: &Connection) -> Result<BTreeMap<DeviceId, String>> {
    let asked = "SELECT d.id, coalesce(o.name, '') FROM device d LEFT JOIN officer o ON o.id = d.officer";
    Ok(rows(sql, asked, [], |row| Ok((DeviceId(row.get(0)?), row.get(1)?)))?.into_iter().collect())
}

impl Station {
    /// The history of a row.
    pub fn history(&self, who: &Who, row: Uuid) -> Result<Vec<Written>> {
        self.noted(who, Deed::HistorySeen, Some(row), "")?;
        self.read(|sql| {
            let officers = officers(sql)?;
            let standing = register::row(sql, row)?;
            let mut edits = register::edits(sql, row)?;
            edits.sort_by_key(|(stamp, _)| std::cmp::Reverse(*stamp));
            let mut written = Vec::new();
            for (stamp, edit) in edits {
                for (field, edit) in edit.set {
                    written.push(Written {
                        value: named(sql, &field, typed(&edit.value))?,
                        at: stamp.at.instant(),
                        officer: officers.get(&stamp.device).cloned().unwrap_or_default(),
                        newest: standing.fields.get(&field).is_some_and(|field| field.heads.contains(&stamp)),
                        field,
                    });
                }
            }
            Ok(written)
        })
    }
}

/// What is kept as an id is shown by what it is called now.
fn named(sql: &Connection, field: &str, value: String) -> Result<String> {
    let query = match field {
        "household" => "SELECT code FROM household WHERE id = ?1",
        SAME_AS => "SELECT name FROM person WHERE id = ?1 UNION ALL SELECT code FROM household WHERE id = ?1",
        "area" | "parent" => "SELECT name FROM area WHERE id = ?1",
        _ => return Ok(value),
    };
    let Ok(id) = value.parse::<Uuid>() else { return Ok(value) };
    Ok(rows(sql, query, [id], |row| row.get(0))?.pop().unwrap_or(value))
}
