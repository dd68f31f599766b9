//! The station itself: one row.

use beibao_domain::RegisterKind;
use beibao_domain::area::Station;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::register;
use crate::Result;

pub(crate) fn put(sql: &Connection, id: Uuid, station: &Station) -> Result<()> {
    sql.prepare_cached(
        "INSERT OR REPLACE INTO station (id, name, name_mn, duty_phone, emergency_phone) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![id, station.name, station.name_mn, station.duty_phone, station.emergency_phone])?;
    Ok(())
}

/// The station, but for its English name, which no table holds beside its edits; empty before the first sync.
pub fn read(sql: &Connection) -> Result<Station> {
    Ok(sql
        .query_row("SELECT name, name_mn, duty_phone, emergency_phone FROM station ORDER BY id LIMIT 1", [], |row| {
            Ok(Station {
                name: row.get(0)?,
                name_mn: row.get(1)?,
                duty_phone: row.get(2)?,
                emergency_phone: row.get(3)?,
                ..Station::default()
            })
        })
        .optional()?
        .unwrap_or_default())
}

/// The station as all edits leave it.
pub fn whole(sql: &Connection) -> Result<Station> {
    match register::find(sql, RegisterKind::Station, "")? {
        Some(id) => Ok(register::row(sql, id)?.read()),
        None => Ok(Station::default()),
    }
}
