//! Every edit of every register row. The row tables hold what [`merge`] makes of them.

use beibao_domain::register::{Row, merge};
use beibao_domain::{DeviceId, Edit, Hlc, RegisterKind, Stamp};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::{area, household, material, officer, person, rows, station};
use crate::Result;

/// Keeps an edit; `false` if it was there already.
pub(crate) fn insert(sql: &Connection, stamp: Stamp, edit: &Edit, body: &str) -> Result<bool> {
    let inserted = sql
        .prepare_cached(
            "INSERT INTO register_edit (row, stamp_at, stamp_device, register, body) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![edit.row, stamp.at.0.cast_signed(), stamp.device.0, edit.register.name(), body])?;
    Ok(inserted > 0)
}

/// The row as all its edits leave it.
pub fn row(sql: &Connection, id: Uuid) -> Result<Row> {
    let edits: Vec<(Stamp, Edit)> =
        rows(sql, "SELECT stamp_at, stamp_device, body FROM register_edit WHERE row = ?1", [id], |row| {
            let stamp = Stamp { at: Hlc(row.get::<_, i64>(0)?.cast_unsigned()), device: DeviceId(row.get(1)?) };
            Ok((stamp, row.get::<_, String>(2)?))
        })?
        .into_iter()
        .filter_map(|(stamp, body)| Some((stamp, serde_json::from_str(&body).ok()?)))
        .collect();
    Ok(merge(&edits))
}

/// Brings a row's table up to date with its edits.
pub(crate) fn project_row(sql: &Connection, register: RegisterKind, id: Uuid) -> Result<()> {
    let row = row(sql, id)?;
    match register {
        RegisterKind::Station => station::put(sql, id, &row.read()),
        RegisterKind::Area => area::put(sql, id, &row.read()),
        RegisterKind::Officer => officer::put(sql, id, &row.read()),
        RegisterKind::Material => material::put(sql, id, &row.read()),
        RegisterKind::Household => household::put(sql, id, &row.read()),
        RegisterKind::Person => person::put(sql, id, &row.read()),
    }
}

/// All edits, for comparing replicas.
pub fn all(sql: &Connection) -> Result<Vec<(Uuid, u64, Uuid, String)>> {
    rows(sql, "SELECT row, stamp_at, stamp_device, body FROM register_edit ORDER BY 1, 2, 3", [], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned(), row.get(2)?, row.get(3)?))
    })
}
