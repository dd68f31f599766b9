//! Officers.

use beibao_domain::OfficerId;
use beibao_domain::officer::Officer;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::Result;

pub(crate) fn put(sql: &Connection, id: Uuid, officer: &Officer) -> Result<()> {
    sql.prepare_cached(
        "INSERT OR REPLACE INTO officer (id, badge, name, name_mn, phone, areas) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        id,
        officer.badge,
        officer.name,
        officer.name_mn,
        officer.phone,
        serde_json::to_string(&officer.areas)?
    ])?;
    Ok(())
}

/// An officer; `None` before the first sync.
pub fn read(sql: &Connection, id: OfficerId) -> Result<Option<Officer>> {
    Ok(sql
        .query_row("SELECT badge, name, name_mn, phone, areas FROM officer WHERE id = ?1", [id.0], |row| {
            Ok(Officer {
                badge: row.get(0)?,
                name: row.get(1)?,
                name_mn: row.get(2)?,
                phone: row.get(3)?,
                areas: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
            })
        })
        .optional()?)
}
