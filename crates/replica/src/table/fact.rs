//! Facts: written once. Which ones stand is read off the others.

use std::cmp::Reverse;

use beibao_domain::{AreaId, Change, DeviceId, Fact, FactId, Hash, Hlc, HouseholdId, OfficerId, PersonId, Stamp};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::rows;
use crate::{ReplicaError, Result, digest, same};

/// A fact with who said it.
#[derive(Clone, PartialEq)]
pub struct Told {
    /// The fact.
    pub fact: Fact,
    /// Who said it.
    pub author: OfficerId,
    /// Its scope.
    pub area: AreaId,
    /// When it was saved, by the tablet's hybrid clock.
    pub said_at: DateTime<Utc>,
}

/// Keeps a fact. Two different ones under one name cannot come from honest tablets; every replica keeps the one with
/// the smaller stamp.
pub(crate) fn insert(sql: &Connection, change: &Change, fact: &Fact, body: &str) -> Result<()> {
    if put(sql, change, fact, body)? {
        return digest::added(sql, change.area, change.stamp(), body);
    }
    let (area, stamp, known) = sql
        .prepare_cached("SELECT area, stamp_at, stamp_device, body FROM fact WHERE id = ?1")?
        .query_row([fact.id.0], |row| {
            let stamp = Stamp { at: Hlc(row.get::<_, i64>(1)?.cast_unsigned()), device: DeviceId(row.get(2)?) };
            Ok((AreaId(row.get(0)?), stamp, row.get::<_, String>(3)?))
        })?;
    if stamp <= change.stamp() {
        return Ok(());
    }
    digest::removed(sql, area, stamp, &known)?;
    sql.prepare_cached("DELETE FROM fact WHERE id = ?1")?.execute([fact.id.0])?;
    put(sql, change, fact, body)?;
    digest::added(sql, change.area, change.stamp(), body)
}

/// `false` if there is one of this name.
fn put(sql: &Connection, change: &Change, fact: &Fact, body: &str) -> Result<bool> {
    let inserted = sql
        .prepare_cached(
            "INSERT INTO fact (id, kind, area, household, person, during, supersedes, first, happened_at, author,
                               stamp_at, stamp_device, body, about)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            fact.id.0,
            fact.body.kind(),
            change.area.0,
            fact.household.map(|id| id.0),
            fact.person.map(|id| id.0),
            fact.during.map(|id| id.0),
            fact.supersedes.map(|id| id.0),
            fact.chain().map(|id| id.0),
            fact.happened_at.timestamp_millis(),
            change.author.0,
            change.at.0.cast_signed(),
            change.device.0,
            body,
            fact.body.about().map(|id| id.0),
        ])?;
    Ok(inserted > 0)
}

const COLUMNS: &str = "body, author, area, stamp_at";

/// A row as it was read, its body not yet opened.
pub(crate) type Stored = (String, OfficerId, AreaId, Hlc);

pub(crate) fn told(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok((row.get(0)?, OfficerId(row.get(1)?), AreaId(row.get(2)?), Hlc(row.get::<_, i64>(3)?.cast_unsigned())))
}

pub(crate) fn opened((body, author, area, at): Stored) -> Result<Told> {
    Ok(Told { fact: serde_json::from_str(&body)?, author, area, said_at: at.instant() })
}

/// A fact by name.
pub fn read(sql: &Connection, id: FactId) -> Result<Told> {
    sql.prepare_cached(&format!("SELECT {COLUMNS} FROM fact WHERE id = ?1"))?
        .query_row([id.0], told)
        .map_err(ReplicaError::from)
        .and_then(opened)
}

/// Whether there is a fact of this name.
pub fn exists(sql: &Connection, id: FactId) -> Result<bool> {
    Ok(sql.prepare_cached("SELECT EXISTS (SELECT 1 FROM fact WHERE id = ?1)")?.query_row([id.0], |row| row.get(0))?)
}

/// The fact that supersedes this one; of several, the last by stamp.
pub fn superseded_by(sql: &Connection, id: FactId) -> Result<Option<FactId>> {
    Ok(sql
        .prepare_cached("SELECT id FROM fact WHERE supersedes = ?1 ORDER BY stamp_at DESC, stamp_device DESC LIMIT 1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .map(FactId))
}

/// What stands, where and in the order that the end of the query says.
pub fn standing_where(sql: &Connection, end: &str, params: impl rusqlite::Params) -> Result<Vec<Told>> {
    rows(sql, &format!("SELECT {COLUMNS} FROM standing WHERE {end}"), params, told)?.into_iter().map(opened).collect()
}

/// What stands of a kind, of a household: not superseded, the newest first.
pub fn standing_of_household(sql: &Connection, household: HouseholdId, kind: &str, limit: u32) -> Result<Vec<Told>> {
    standing_of(sql, "household", household.0, kind, limit)
}

/// What stands of a kind, of a person, the newest first.
pub fn standing_of_person(sql: &Connection, person: PersonId, kind: &str) -> Result<Vec<Told>> {
    standing_of(sql, "person", person.0, kind, u32::MAX)
}

fn newest_of(column: &str) -> String {
    format!("{column} = ?1 AND kind = ?2 ORDER BY happened_at DESC, id LIMIT ?3")
}

/// Of a row and of each that gave way to it. Asked one by one: an index has the newest of one row in its order, and asked for
/// several at once SQLite takes the index of the kind, and goes through everybody's.
fn standing_of(sql: &Connection, column: &str, row: Uuid, kind: &str, limit: u32) -> Result<Vec<Told>> {
    let end = newest_of(column);
    let mut standing = Vec::new();
    for row in same::all(sql, row)? {
        standing.extend(standing_where(sql, &end, params![row, kind, limit])?);
    }
    standing.sort_by_key(|told| (Reverse(told.fact.happened_at), told.fact.id));
    standing.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(standing)
}

/// Every fact that names a person or the person's household, or what gave way to either, as whom it is about or as a party,
/// whether it stands or not, the newest first.
pub fn of_person(sql: &Connection, person: PersonId, household: Option<HouseholdId>) -> Result<Vec<Told>> {
    let query = format!(
        "WITH who (id) AS {}, home (id) AS {}
         SELECT {COLUMNS} FROM (
             SELECT * FROM fact WHERE person IN who
             UNION SELECT * FROM fact WHERE household IN home AND person IS NULL
             UNION SELECT * FROM fact f WHERE kind IN ('dispute', 'agreement', 'progress')
               AND EXISTS (SELECT 1 FROM who WHERE instr(replace(f.body, '-', ''), lower(hex(who.id))) > 0))
         ORDER BY happened_at DESC, id",
        same::all_of("?1"),
        same::all_of("?2")
    );
    rows(sql, &query, params![person.0, household.map(|id| id.0)], told)?.into_iter().map(opened).collect()
}

/// Every fact of a kind, whether it stands or not, the newest first.
pub fn of_kind(sql: &Connection, kind: &str) -> Result<Vec<Told>> {
    let query = format!("SELECT {COLUMNS} FROM fact WHERE kind = ?1 ORDER BY happened_at DESC, id");
    rows(sql, &query, [kind], told)?.into_iter().map(opened).collect()
}

/// What stands of a kind since an instant (milliseconds since 1970), the newest first.
pub fn standing_since(sql: &Connection, kind: &str, since_ms: i64) -> Result<Vec<Told>> {
    standing_where(sql, "kind = ?1 AND happened_at >= ?2 ORDER BY happened_at DESC, id", params![kind, since_ms])
}

/// The kinds that may name a blob.
const NAMES_BLOBS: &str =
    "kind IN ('portrait', 'application', 'activity', 'dispute', 'mediation', 'hazard', 'hazard_check')";

/// Whether a fact names this blob. Looks through the bodies of those that may, so it is for rare questions.
pub fn names_blob(sql: &Connection, hash: Hash) -> Result<bool> {
    let query = format!("SELECT EXISTS (SELECT 1 FROM fact WHERE {NAMES_BLOBS} AND instr(body, ?1) > 0)");
    Ok(sql.prepare_cached(&query)?.query_row([hash.to_string()], |row| row.get(0))?)
}

/// The facts that name this blob: as rare a question.
pub fn naming_blob(sql: &Connection, hash: Hash) -> Result<Vec<Told>> {
    let query = format!("SELECT {COLUMNS} FROM fact WHERE {NAMES_BLOBS} AND instr(body, ?1) > 0");
    rows(sql, &query, [hash.to_string()], told)?.into_iter().map(opened).collect()
}

/// What was said of this kind about a matter, whether it stands or not.
pub fn said_about(sql: &Connection, matter: FactId, kind: &str) -> Result<Vec<Told>> {
    let query = format!("SELECT {COLUMNS} FROM fact WHERE about = ?1 AND kind = ?2");
    rows(sql, &query, params![matter.0, kind], told)?.into_iter().map(opened).collect()
}

/// The bodies of the facts that may name a blob.
pub fn bodies_that_name_blobs(sql: &Connection) -> Result<Vec<String>> {
    rows(sql, &format!("SELECT body FROM fact WHERE {NAMES_BLOBS}"), [], |row| row.get(0))
}

/// The facts that came up during a visit, each as it was corrected last while the visit stood.
pub fn during(sql: &Connection, visit: FactId) -> Result<Vec<Told>> {
    rows(
        sql,
        &format!(
            "SELECT {COLUMNS} FROM fact f WHERE during = ?1
             AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id AND s.during = f.during)
             ORDER BY stamp_at, id"
        ),
        [visit.0],
        told,
    )?
    .into_iter()
    .map(opened)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_of_one_row_is_found_without_going_through_everybodys() {
        let sql = beibao_db::in_memory(&[crate::schema()]).unwrap();
        for (column, found_by) in
            [("household", "fact_household (household=? AND kind=?"), ("person", "fact_person (person=? AND kind=?")]
        {
            let asked = newest_of(column).replace("?1", "x'00'").replace("?2", "'visit'").replace("?3", "20");
            let plan = format!("EXPLAIN QUERY PLAN SELECT {COLUMNS} FROM standing WHERE {asked}");
            let steps: Vec<String> = rows(&sql, &plan, [], |row| row.get(3)).unwrap();
            assert!(steps[0].contains(found_by), "{steps:?}");
        }
    }
}
