//! Officers.

use beibao_domain::OfficerId;
use beibao_domain::officer::Officer;
use beibao_domain::picture::Picture;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{register, rows};
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

/// An officer, but for what only the back of a card shows, which no table holds beside its edits; `None` before the first
/// sync.
pub fn read(sql: &Connection, id: OfficerId) -> Result<Option<Officer>> {
    Ok(sql
        .prepare_cached("SELECT badge, name, name_mn, phone, areas FROM officer WHERE id = ?1")?
        .query_row([id.0], |row| {
            Ok(Officer {
                badge: row.get(0)?,
                name: row.get(1)?,
                name_mn: row.get(2)?,
                phone: row.get(3)?,
                areas: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
                ..Officer::default()
            })
        })
        .optional()?)
}

/// An officer as all edits leave them.
pub fn whole(sql: &Connection, id: OfficerId) -> Result<Officer> {
    Ok(register::row(sql, id.0)?.read())
}

/// The photos of all officers.
pub fn photos(sql: &Connection) -> Result<Vec<Picture>> {
    let officers = rows(sql, "SELECT id FROM officer", [], |row| Ok(OfficerId(row.get(0)?)))?.into_iter();
    officers.filter_map(|id| whole(sql, id).map(|officer| officer.photo).transpose()).collect()
}
