//! Every edit of every register row, and the rows that [`merge`] makes of them.

use beibao_domain::register::{Row, merge};
use beibao_domain::{AreaId, Change, DeviceId, Edit, Hlc, RegisterKind, Stamp};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{area, household, material, officer, person, rows, shelf, station};
use crate::{ReplicaError, Result, conflicts, digest, same};
use beibao_domain::questionnaire::Questionnaire;
use beibao_domain::shelf::{Phrase, ServicePoint};

/// Keeps an edit; `false` if it was there already.
pub(crate) fn insert(sql: &Connection, change: &Change, edit: &Edit, body: &str) -> Result<bool> {
    let inserted = sql
        .prepare_cached(
            "INSERT INTO register_edit (row, stamp_at, stamp_device, area, register, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            edit.row,
            change.at.0.cast_signed(),
            change.device.0,
            change.area.0,
            edit.register.name(),
            body
        ])?;
    if inserted > 0 {
        digest::added(sql, change.area, change.stamp(), body)?;
    }
    Ok(inserted > 0)
}

/// Every edit of a row, each with its version.
pub fn edits(sql: &Connection, id: Uuid) -> Result<Vec<(Stamp, Edit)>> {
    let stored = rows(sql, "SELECT stamp_at, stamp_device, body FROM register_edit WHERE row = ?1", [id], |row| {
        let stamp = Stamp { at: Hlc(row.get::<_, i64>(0)?.cast_unsigned()), device: DeviceId(row.get(1)?) };
        Ok((stamp, row.get::<_, String>(2)?))
    })?;
    Ok(stored.into_iter().filter_map(|(stamp, body)| Some((stamp, serde_json::from_str(&body).ok()?))).collect())
}

/// Whether a row belongs to another register than this one.
pub fn is_of_another(sql: &Connection, register: RegisterKind, id: Uuid) -> Result<bool> {
    Ok(sql
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM register_edit WHERE row = ?1 AND register <> ?2)")?
        .query_row(params![id, register.name()], |row| row.get(0))?)
}

/// The row as all its edits leave it.
pub fn row(sql: &Connection, id: Uuid) -> Result<Row> {
    Ok(merge(&edits(sql, id)?))
}

/// Brings a row's table up to date with its edits.
pub(crate) fn project_row(sql: &Connection, register: RegisterKind, id: Uuid) -> Result<()> {
    let row = row(sql, id)?;
    conflicts::mark(sql, register, id, &row)?;
    same::mark(sql, id, &row)?;
    match register {
        RegisterKind::Station => station::put(sql, id, &row.read()),
        RegisterKind::Area => area::put(sql, id, &row.read()),
        RegisterKind::Officer => officer::put(sql, id, &row.read()),
        RegisterKind::Material => material::put(sql, id, &row.read()),
        RegisterKind::ServicePoint => shelf::put::<ServicePoint>(sql, id, &row),
        RegisterKind::Phrase => shelf::put::<Phrase>(sql, id, &row),
        RegisterKind::Questionnaire => shelf::put::<Questionnaire>(sql, id, &row),
        RegisterKind::Household => household::put(sql, id, &row.read()),
        RegisterKind::Person => person::put(sql, id, &row.read()),
    }
}

/// The row that is known by a name: the code, badge or ID number; the one station without. One that gave way to another is
/// still known by what it was called, after the one that stays.
pub fn find(sql: &Connection, register: RegisterKind, name: &str) -> Result<Option<Uuid>> {
    let query = match register {
        RegisterKind::Station => "SELECT id FROM station WHERE ?1 = '' ORDER BY id LIMIT 1",
        RegisterKind::Area => "SELECT id FROM area WHERE code = ?1 ORDER BY id LIMIT 1",
        RegisterKind::Officer => "SELECT id FROM officer WHERE badge = ?1 ORDER BY id LIMIT 1",
        RegisterKind::Material => "SELECT id FROM material WHERE code = ?1 ORDER BY id LIMIT 1",
        RegisterKind::ServicePoint => "SELECT id FROM service_point WHERE code = ?1 ORDER BY id LIMIT 1",
        RegisterKind::Phrase => "SELECT id FROM phrase WHERE code = ?1 ORDER BY id LIMIT 1",
        RegisterKind::Questionnaire => "SELECT id FROM questionnaire WHERE code = ?1 ORDER BY id LIMIT 1",
        RegisterKind::Household => {
            "SELECT id FROM household WHERE code = ?1 ORDER BY id IN (SELECT row FROM merged), id LIMIT 1"
        }
        RegisterKind::Person => {
            "SELECT id FROM person WHERE id_number = ?1 AND id_number <> ''
             ORDER BY id IN (SELECT row FROM merged), id LIMIT 1"
        }
    };
    Ok(sql.prepare_cached(query)?.query_row([name], |row| row.get(0)).optional()?)
}

/// The scope that a row's changes belong to now: where the household lies, or that of the person, and the station's own
/// for every other register. `None` for a row that is not there.
pub fn scope(sql: &Connection, register: RegisterKind, id: Uuid) -> Result<Option<AreaId>> {
    let query = match register {
        RegisterKind::Household => "SELECT area FROM household WHERE id = ?1",
        RegisterKind::Person => "SELECT h.area FROM person p JOIN household h ON h.id = p.household WHERE p.id = ?1",
        _ => return Ok(Some(AreaId::STATION)),
    };
    let area: Option<Option<Uuid>> =
        sql.prepare_cached(query)?.query_row([id], |row| row.get(0)).optional().map_err(ReplicaError::from)?;
    Ok(area.flatten().map(AreaId))
}
