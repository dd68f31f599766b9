//! What was typed into a form and not saved yet, and the pictures taken for it: the tablet's own, until it is saved.

use beibao_domain::Hash;
use chrono::{DateTime, Days, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::picture;
use crate::Result;

/// A form that nobody came back to for so long is forgotten.
const FORGOTTEN_AFTER_DAYS: u64 = 60;

/// When something is saved, milliseconds since 1970: not before the last word with the station, however far the clock is behind.
pub(super) const SAVED_AT: &str = "max(?2, coalesce((SELECT contact_at FROM identity), 0))";

/// Keeps what stands in the form of a place; nothing forgets it.
pub fn put(sql: &Connection, place: &str, body: Option<&str>, now: DateTime<Utc>) -> Result<()> {
    match body {
        Some(body) => sql
            .prepare_cached(&format!(
                "INSERT OR REPLACE INTO form (place, saved_at, body) VALUES (?1, {SAVED_AT}, ?3)"
            ))?
            .execute(params![place, now.timestamp_millis(), body])?,
        None => sql.prepare_cached("DELETE FROM form WHERE place = ?1")?.execute([place])?,
    };
    Ok(())
}

/// What stands in the form of a place.
pub fn read(sql: &Connection, place: &str) -> Result<Option<String>> {
    Ok(sql.query_row("SELECT body FROM form WHERE place = ?1", [place], |row| row.get(0)).optional()?)
}

/// Keeps a picture for a form.
pub fn put_picture(sql: &Connection, bytes: &[u8], now: DateTime<Utc>) -> Result<Hash> {
    let hash = Hash::of(bytes);
    let insert =
        format!("INSERT INTO form_picture (hash, saved_at, bytes) VALUES (?1, {SAVED_AT}, ?3) ON CONFLICT DO NOTHING");
    sql.prepare_cached(&insert)?.execute(params![hash.0, now.timestamp_millis(), bytes])?;
    Ok(hash)
}

/// A picture, whether its form was saved or not.
pub fn read_picture(sql: &Connection, hash: Hash) -> Result<Vec<u8>> {
    let waiting =
        sql.query_row("SELECT bytes FROM form_picture WHERE hash = ?1", [hash.0], |row| row.get(0)).optional()?;
    waiting.map_or_else(|| picture::read(sql, hash), Ok)
}

/// The form of a picture is saved: it is owed to the station from now on. One that is there already stays as it is.
pub(crate) fn hand_over(sql: &Connection, hash: Hash, now: DateTime<Utc>) -> Result<bool> {
    let bytes: Option<Vec<u8>> = sql
        .query_row("DELETE FROM form_picture WHERE hash = ?1 RETURNING bytes", [hash.0], |row| row.get(0))
        .optional()?;
    if let Some(bytes) = bytes {
        picture::insert(sql, &bytes, now)?;
        return Ok(true);
    }
    Ok(sql.query_row("SELECT EXISTS (SELECT 1 FROM picture WHERE hash = ?1)", [hash.0], |row| row.get(0))?)
}

/// Forgets forms that nobody came back to, by an instant that two clocks agree to have passed: alone, one that is years ahead
/// would take a form that was begun today.
pub(crate) fn forget_old(sql: &Connection, now: DateTime<Utc>) -> Result<()> {
    let before = forgotten_before(now);
    sql.execute("DELETE FROM form WHERE saved_at < ?1", [before])?;
    let unnamed = "DELETE FROM form_picture WHERE saved_at < ?1
                   AND NOT EXISTS (SELECT 1 FROM form WHERE instr(form.body, lower(hex(form_picture.hash))) > 0)";
    sql.execute(unnamed, [before])?;
    Ok(())
}

/// What was saved before this, milliseconds since 1970, is forgotten.
pub(super) fn forgotten_before(now: DateTime<Utc>) -> i64 {
    now.checked_sub_days(Days::new(FORGOTTEN_AFTER_DAYS)).unwrap_or(now).timestamp_millis()
}
