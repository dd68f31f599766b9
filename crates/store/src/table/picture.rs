//! Finished ID photos, the shots of which they were made, and other pictures. They lie inside the encrypted file, so that
//! nothing of a face is ever readable beside it.

use std::collections::BTreeSet;

use beibao_domain::{FactId, Hash};
use beibao_replica::original;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::{outbox, rows};
use crate::{Result, StoreError};

pub(crate) fn insert(sql: &Connection, picture: &[u8], now: DateTime<Utc>) -> Result<Hash> {
    let hash = Hash::of(picture);
    sql.execute(
        "INSERT INTO picture (hash, size, saved_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![hash.0, i64::try_from(picture.len()).unwrap_or(i64::MAX), now.timestamp_millis()],
    )?;
    sql.execute(
        "INSERT INTO picture_bytes (hash, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![hash.0, picture],
    )?;
    Ok(hash)
}

/// Keeps the shot of which a portrait was made.
pub(crate) fn insert_original(sql: &Connection, shot: &[u8], now: DateTime<Utc>) -> Result<Hash> {
    let hash = insert(sql, shot, now)?;
    sql.execute("UPDATE picture SET original = 1 WHERE hash = ?1", [hash.0])?;
    Ok(hash)
}

/// Forgets the originals of an application that nobody needs any more.
pub(crate) fn forget_useless_originals(sql: &Connection, application: FactId) -> Result<()> {
    let is_here = |hash: Hash| {
        let query = "SELECT EXISTS (SELECT 1 FROM picture WHERE hash = ?1)";
        sql.prepare_cached(query)?.query_row([hash.0], |row| row.get(0))
    };
    original::useless(sql, application, is_here)?.into_iter().try_for_each(|hash| forget(sql, hash))
}

/// The same, whichever application they are of: after many decisions came in at once.
pub(crate) fn forget_all_useless_originals(sql: &Connection) -> Result<()> {
    for hash in rows(sql, "SELECT hash FROM picture WHERE original", [], |row| Ok(Hash(row.get(0)?)))? {
        if !original::is_needed(sql, hash)? {
            forget(sql, hash)?;
        }
    }
    Ok(())
}

fn forget(sql: &Connection, hash: Hash) -> Result<()> {
    sql.execute("DELETE FROM picture_bytes WHERE hash = ?1", [hash.0])?;
    sql.execute("DELETE FROM picture WHERE hash = ?1", [hash.0])?;
    Ok(())
}

/// A picture by its hash.
pub fn read(sql: &Connection, hash: Hash) -> Result<Vec<u8>> {
    sql.query_row("SELECT bytes FROM picture_bytes WHERE hash = ?1", [hash.0], |row| row.get(0))
        .map_err(StoreError::from)
}

/// Forgets the pictures that nothing names any more: no fact, no form or draft, and no own change that still opens.
pub(crate) fn forget_unnamed(sql: &Connection) -> Result<()> {
    let mut unnamed: BTreeSet<Hash> =
        rows(sql, "SELECT hash FROM picture", [], |row| Ok(Hash(row.get(0)?)))?.into_iter().collect();
    if unnamed.is_empty() {
        return Ok(());
    }
    let mut bodies = beibao_replica::table::fact::bodies_that_name_blobs(sql)?;
    bodies.extend(rows(sql, "SELECT body FROM form UNION ALL SELECT body FROM draft", [], |row| row.get(0))?);
    bodies.extend(outbox::bodies(sql)?);
    for hash in bodies.iter().flat_map(|body| Hash::all_in(body)) {
        unnamed.remove(&hash);
    }
    unnamed.into_iter().try_for_each(|hash| forget(sql, hash))
}

/// A picture that the station does not have whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its hash.
    pub hash: Hash,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many of them the station has, as it last said.
    pub sent: u64,
}

/// The pictures that are owed: the finished ones, the oldest first, and then the originals.
pub fn owed_hashes(sql: &Connection, limit: u32) -> Result<Vec<Hash>> {
    let query = "SELECT hash FROM picture WHERE sent < size ORDER BY original, saved_at, hash LIMIT ?1";
    Ok(rows(sql, query, [limit], |row| Ok(Hash(row.get(0)?)))?)
}

/// Those of them that are originals.
pub fn owed_originals(sql: &Connection) -> Result<BTreeSet<Hash>> {
    let query = "SELECT hash FROM picture WHERE sent < size AND original";
    Ok(rows(sql, query, [], |row| Ok(Hash(row.get(0)?)))?.into_iter().collect())
}

/// One that is owed, with its bytes.
pub fn read_owed(sql: &Connection, hash: Hash) -> Result<Option<Owed>> {
    Ok(sql
        .prepare_cached(
            "SELECT bytes, sent FROM picture JOIN picture_bytes USING (hash) WHERE hash = ?1 AND sent < size",
        )?
        .query_row([hash.0], |row| Ok(Owed { hash, bytes: row.get(0)?, sent: row.get::<_, i64>(1)?.cast_unsigned() }))
        .optional()?)
}

/// How many pictures, and how many of their bytes, are still owed.
pub fn owed(sql: &Connection) -> Result<(u32, u64)> {
    Ok(sql.query_row("SELECT count(*), coalesce(sum(size - sent), 0) FROM picture WHERE sent < size", [], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
    })?)
}

/// Whether the station lacks this picture or a part of it.
pub fn is_owed(sql: &Connection, hash: Hash) -> Result<bool> {
    Ok(sql
        .query_row("SELECT sent < size FROM picture WHERE hash = ?1", [hash.0], |row| row.get(0))
        .optional()?
        .unwrap_or(false))
}

pub(crate) fn sent(sql: &Connection, hash: Hash, bytes: u64) -> Result<()> {
    sql.execute("UPDATE picture SET sent = min(?2, size) WHERE hash = ?1", params![hash.0, bytes.cast_signed()])?;
    Ok(())
}

/// The station wants this one: what it has of it is asked again.
pub(crate) fn wanted(sql: &Connection, hash: Hash) -> Result<()> {
    sql.execute("UPDATE picture SET sent = 0 WHERE hash = ?1 AND sent >= size", [hash.0])?;
    Ok(())
}

/// Every picture is asked again.
pub(crate) fn unsend_all(sql: &Connection) -> Result<()> {
    sql.execute("UPDATE picture SET sent = 0", [])?;
    Ok(())
}
