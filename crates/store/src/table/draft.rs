//! Visits being written. A draft is the tablet's own; it becomes a change only when it is saved as a visit.

use beibao_domain::visit::VisitDraft;
use beibao_domain::{FactId, HouseholdId};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::{instant, rows};
use crate::Result;

pub(crate) fn put(sql: &Connection, draft: &VisitDraft, now: DateTime<Utc>) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO draft (id, household, corrects, saved_at, body) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET saved_at = excluded.saved_at, body = excluded.body",
    )?
    .execute(params![
        draft.id.0,
        draft.household_id.0,
        draft.corrects.map(|id| id.0),
        now.timestamp_millis(),
        serde_json::to_string(draft)?,
    ])?;
    Ok(())
}

pub(crate) fn remove(sql: &Connection, id: FactId) -> Result<()> {
    sql.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}

fn opened(body: Option<String>) -> Result<Option<VisitDraft>> {
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// A draft by the id that its visit will have.
pub fn read(sql: &Connection, id: FactId) -> Result<Option<VisitDraft>> {
    opened(sql.query_row("SELECT body FROM draft WHERE id = ?1", [id.0], |row| row.get(0)).optional()?)
}

/// The household's draft of a new visit.
pub fn of_household(sql: &Connection, household: HouseholdId) -> Result<Option<VisitDraft>> {
    opened(
        sql.query_row("SELECT body FROM draft WHERE household = ?1 AND corrects IS NULL", [household.0], |row| {
            row.get(0)
        })
        .optional()?,
    )
}

/// The draft that corrects a visit.
pub fn correcting(sql: &Connection, visit: FactId) -> Result<Option<VisitDraft>> {
    opened(sql.query_row("SELECT body FROM draft WHERE corrects = ?1", [visit.0], |row| row.get(0)).optional()?)
}

/// All drafts with when they were last saved, the newest first.
pub fn all(sql: &Connection) -> Result<Vec<(VisitDraft, DateTime<Utc>)>> {
    rows(sql, "SELECT body, saved_at FROM draft ORDER BY saved_at DESC", [], |row| {
        Ok((row.get::<_, String>(0)?, instant(row.get(1)?)))
    })?
    .into_iter()
    .map(|(body, at)| Ok((serde_json::from_str(&body)?, at)))
    .collect()
}
