//! How far each scope was pulled.

use beibao_domain::AreaId;
use rusqlite::Connection;

use super::rows;
use crate::Result;

/// The cursors by scope: the station's number of the last change on this disk.
pub fn all(sql: &Connection) -> Result<Vec<(AreaId, u64)>> {
    Ok(rows(sql, "SELECT area, after FROM cursor ORDER BY area", [], |row| {
        Ok((AreaId(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned()))
    })?)
}

pub(crate) fn set(sql: &Connection, area: AreaId, after: u64) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO cursor (area, after) VALUES (?1, ?2) ON CONFLICT (area) DO UPDATE SET after = excluded.after",
    )?
    .execute((area.0, after.cast_signed()))?;
    Ok(())
}

pub(crate) fn reset(sql: &Connection) -> Result<()> {
    sql.execute("UPDATE cursor SET after = 0", [])?;
    Ok(())
}

pub(crate) fn remove(sql: &Connection, area: AreaId) -> Result<()> {
    sql.execute("DELETE FROM cursor WHERE area = ?1", [area.0])?;
    Ok(())
}
