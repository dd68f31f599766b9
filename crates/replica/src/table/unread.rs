//! Bodies of kinds that this version does not know: carried unharmed until a version knows them.

use beibao_domain::Change;
use rusqlite::{Connection, params};

use crate::{Result, digest};

pub(crate) fn insert(sql: &Connection, change: &Change, body: &str) -> Result<()> {
    let inserted = sql
        .prepare_cached(
            "INSERT INTO unread (stamp_at, stamp_device, kind, author, area, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            change.at.0.cast_signed(),
            change.device.0,
            change.kind,
            change.author.0,
            change.area.0,
            body
        ])?;
    if inserted > 0 {
        digest::added(sql, change.area, change.stamp(), body)?;
    }
    Ok(())
}
