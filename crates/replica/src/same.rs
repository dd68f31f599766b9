//! Rows of which somebody said that they are the same: of two people who are one, one stays and the other gives way to it.
//!
//! That is one field of the row that gives way, `same_as`, an edit like any other: it syncs, stands in the history, and is
//! taken back by another edit. Nothing that was said of either is rewritten: whoever reads what is recorded about the one that
//! stays reads what is recorded about all of them. A row gives way only where the one that stays is held too, so nobody is
//! missing on a tablet that has the area of the one and not of the other.

use beibao_domain::register::{Row, SAME_AS};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::Result;
use crate::table::rows;

/// In a query: the row of the first parameter and all that gave way to it.
pub const ALL: &str = "(SELECT ?1 UNION ALL SELECT row FROM merged WHERE stays = ?1)";

/// Keeps what a row says it is the same as.
pub(crate) fn mark(sql: &Connection, id: Uuid, row: &Row) -> Result<()> {
    match row.fields.get(SAME_AS).and_then(|field| field.value.as_str()).and_then(|id| id.parse::<Uuid>().ok()) {
        Some(other) => sql
            .prepare_cached("INSERT OR REPLACE INTO same_as (row, other) VALUES (?1, ?2)")?
            .execute(params![id, other])?,
        None => forget(sql, id)?,
    };
    Ok(())
}

/// A row is no more.
pub(crate) fn forget(sql: &Connection, id: Uuid) -> Result<usize> {
    Ok(sql.prepare_cached("DELETE FROM same_as WHERE row = ?1")?.execute([id])?)
}

/// The row that stays: this one, if it gave way to none.
pub fn stays(sql: &Connection, id: Uuid) -> Result<Uuid> {
    let stays =
        sql.prepare_cached("SELECT stays FROM merged WHERE row = ?1")?.query_row([id], |row| row.get(0)).optional()?;
    Ok(stays.unwrap_or(id))
}

/// The row and all that gave way to it.
pub fn all(sql: &Connection, id: Uuid) -> Result<Vec<Uuid>> {
    rows(sql, &format!("SELECT * FROM {ALL}"), [id], |row| row.get(0))
}
