//! From a change to the station's tables, in whatever order changes come.

use beibao_domain::register::merge;
use beibao_domain::{AreaId, Change, DeviceId, Edit, Fact, Hlc, Payload, RegisterKind, Row, Stamp};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::station::Result;

/// Projects a payload; `body` is what the change carried, word for word.
pub(crate) fn project(sql: &Connection, change: &Change, payload: &Payload, body: &[u8]) -> Result<()> {
    let body = std::str::from_utf8(body).unwrap_or_default();
    match payload {
        Payload::Fact(fact) => keep_fact(sql, change, fact, body),
        Payload::Edit(edit) => keep_edit(sql, change, edit, body),
        Payload::Unknown { .. } => Ok(()),
    }
}

fn keep_fact(sql: &Connection, change: &Change, fact: &Fact, body: &str) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO fact (id, kind, area, during, supersedes, happened_at, author, stamp_at, stamp_device, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (id) DO UPDATE SET
             kind = excluded.kind, area = excluded.area, during = excluded.during, supersedes = excluded.supersedes,
             happened_at = excluded.happened_at, author = excluded.author, stamp_at = excluded.stamp_at,
             stamp_device = excluded.stamp_device, body = excluded.body
         WHERE (excluded.stamp_at, excluded.stamp_device) < (stamp_at, stamp_device)",
    )?
    .execute(params![
        fact.id.0,
        fact.body.kind(),
        change.area.0,
        fact.during.map(|id| id.0),
        fact.supersedes.map(|id| id.0),
        fact.happened_at.timestamp_millis(),
        change.author.0,
        change.at.0.cast_signed(),
        change.device.0,
        body,
    ])?;
    Ok(())
}

fn keep_edit(sql: &Connection, change: &Change, edit: &Edit, body: &str) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO register_edit (row, stamp_at, stamp_device, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?
    .execute(params![edit.row, change.at.0.cast_signed(), change.device.0, body])?;
    let row = row(sql, edit.row)?;
    let fields: serde_json::Map<String, serde_json::Value> =
        row.fields.iter().map(|(name, field)| (name.clone(), field.value.clone())).collect();
    // What a row is looked up by: its code, badge or number.
    let name = ["code", "badge", "id_number"].iter().find_map(|key| fields.get(*key)?.as_str()).unwrap_or_default();
    sql.prepare_cached("INSERT OR REPLACE INTO register_row (id, register, name, fields) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            edit.row,
            edit.register.name(),
            name,
            serde_json::Value::Object(fields.clone()).to_string()
        ])?;
    Ok(())
}

/// Every edit of a row, each with its version.
pub(crate) fn edits(sql: &Connection, id: Uuid) -> Result<Vec<(Stamp, Edit)>> {
    let mut statement = sql.prepare_cached("SELECT stamp_at, stamp_device, body FROM register_edit WHERE row = ?1")?;
    let edits = statement
        .query_map([id], |row| {
            let stamp = Stamp { at: Hlc(row.get::<_, i64>(0)?.cast_unsigned()), device: DeviceId(row.get(1)?) };
            Ok((stamp, row.get::<_, String>(2)?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(edits.into_iter().filter_map(|(stamp, body)| Some((stamp, serde_json::from_str(&body).ok()?))).collect())
}

/// A register row as all its edits leave it.
pub(crate) fn row(sql: &Connection, id: Uuid) -> Result<Row> {
    Ok(merge(&edits(sql, id)?))
}

/// A row that is known by a name.
pub(crate) fn find(sql: &Connection, register: RegisterKind, name: &str) -> Result<Option<Uuid>> {
    Ok(sql
        .prepare_cached("SELECT id FROM register_row WHERE register = ?1 AND name = ?2 ORDER BY id LIMIT 1")?
        .query_row(params![register.name(), name], |row| row.get(0))
        .optional()?)
}

/// The scope that a household's or person's changes belong to now; `None` for a row that is not there.
pub(crate) fn scope(sql: &Connection, register: RegisterKind, id: Uuid) -> Result<Option<AreaId>> {
    let fields: Option<(Option<String>, Option<String>)> = sql
        .prepare_cached("SELECT fields ->> '$.area', fields ->> '$.household' FROM register_row WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let parsed = |text: Option<String>| text.and_then(|text| text.parse::<Uuid>().ok());
    match (register, fields) {
        (RegisterKind::Household, Some((area, _))) => Ok(parsed(area).map(AreaId)),
        (RegisterKind::Person, Some((_, household))) => match parsed(household) {
            Some(household) => scope(sql, RegisterKind::Household, household),
            None => Ok(None),
        },
        (_, Some(_)) => Ok(Some(AreaId::STATION)),
        (_, None) => Ok(None),
    }
}

/// The members of a household.
pub(crate) fn members(sql: &Connection, household: Uuid) -> Result<Vec<Uuid>> {
    let mut statement = sql.prepare_cached(
        "SELECT id FROM register_row WHERE register = 'person' AND fields ->> '$.household' = ?1 ORDER BY id",
    )?;
    Ok(statement.query_map([household.to_string()], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
