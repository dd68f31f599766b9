//! What both ends held of each scope when they were compared last.

use beibao_domain::AreaId;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::rows;
use crate::Result;

/// How much of a scope either end holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Compared {
    /// The scope.
    pub area: AreaId,
    /// Rows on this tablet, without those that it still owes.
    pub here: u32,
    /// Rows at the station.
    pub there: u32,
    /// Whether they are the same rows: equal numbers alone do not say so.
    pub agrees: bool,
}

/// The last comparison, scope by scope.
pub fn all(sql: &Connection) -> Result<Vec<Compared>> {
    Ok(rows(sql, "SELECT area, here, there, agrees FROM compared ORDER BY area", [], |row| {
        Ok(Compared { area: AreaId(row.get(0)?), here: row.get(1)?, there: row.get(2)?, agrees: row.get(3)? })
    })?)
}

/// In how many scopes this tablet holds something else than the station.
pub fn differing(sql: &Connection) -> Result<u32> {
    Ok(sql.query_row("SELECT count(*) FROM compared WHERE NOT agrees", [], |row| row.get(0))?)
}

pub(crate) fn put(sql: &Connection, compared: &[Compared]) -> Result<()> {
    sql.execute("DELETE FROM compared", [])?;
    let mut insert = sql.prepare_cached("INSERT INTO compared (area, here, there, agrees) VALUES (?1, ?2, ?3, ?4)")?;
    for Compared { area, here, there, agrees } in compared {
        insert.execute(params![area.0, here, there, agrees])?;
    }
    Ok(())
}
