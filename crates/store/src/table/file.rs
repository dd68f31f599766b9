//! Files of the library, as the station gives them: leaflets, jingles, recordings. They come in pieces, each durable when the
//! next is asked for, and are read once they are whole.

use std::collections::BTreeSet;

use beibao_domain::Hash;
use beibao_replica::library;
use rusqlite::{Connection, params};

use super::rows;
use crate::{Result, StoreError, Tx};

/// A file that is not here whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Its hash.
    pub hash: Hash,
    /// Its bytes.
    pub size: u64,
    /// How many of them are here.
    pub held: u64,
}

/// What the library names and is not here whole, the smallest first: of many files some are there soon.
pub fn wanted(sql: &Connection) -> Result<Vec<Wanted>> {
    let mut wanted = Vec::new();
    for (hash, size) in library::files(sql)? {
        let held = held(sql, hash)?;
        if held < size {
            wanted.push(Wanted { hash, size, held });
        }
    }
    wanted.sort_by_key(|file| (file.size, file.hash));
    Ok(wanted)
}

/// Bytes of all files that are here.
pub fn held_bytes(sql: &Connection) -> Result<u64> {
    let sum: i64 = sql.query_row("SELECT coalesce(sum(length(bytes)), 0) FROM file_piece", [], |row| row.get(0))?;
    Ok(sum.cast_unsigned())
}

fn held(sql: &Connection, hash: Hash) -> Result<u64> {
    let query = "SELECT coalesce(sum(length(bytes)), 0) FROM file_piece WHERE hash = ?1";
    let sum: i64 = sql.prepare_cached(query)?.query_row([hash.0], |row| row.get(0))?;
    Ok(sum.cast_unsigned())
}

/// Keeps the bytes that follow those which are here. `false` if the file is whole now and not what was named: it begins anew.
pub fn append(tx: &mut Tx<'_>, file: Wanted, bytes: &[u8]) -> Result<bool> {
    let start = held(&tx.sql, file.hash)?;
    tx.sql.prepare_cached("INSERT INTO file_piece (hash, start, bytes) VALUES (?1, ?2, ?3)")?.execute(params![
        file.hash.0,
        start.cast_signed(),
        bytes
    ])?;
    let held = start + bytes.len() as u64;
    if held < file.size || (held == file.size && Hash::of(&pieces(&tx.sql, file.hash)?) == file.hash) {
        return Ok(true);
    }
    tx.sql.execute("DELETE FROM file_piece WHERE hash = ?1", [file.hash.0])?;
    Ok(false)
}

/// How many files are to be fetched or forgotten.
pub fn unsettled(sql: &Connection) -> Result<u32> {
    Ok(u32::try_from(wanted(sql)?.len() + unnamed(sql)?.len()).unwrap_or(u32::MAX))
}

/// Files that the library names no more.
fn unnamed(sql: &Connection) -> Result<Vec<Hash>> {
    let named: BTreeSet<Hash> = library::files(sql)?.into_iter().map(|(hash, _)| hash).collect();
    let here = rows(sql, "SELECT DISTINCT hash FROM file_piece", [], |row| Ok(Hash(row.get(0)?)))?;
    Ok(here.into_iter().filter(|hash| !named.contains(hash)).collect())
}

/// Forgets them.
pub fn forget_unnamed(tx: &mut Tx<'_>) -> Result<()> {
    for hash in unnamed(&tx.sql)? {
        tx.sql.execute("DELETE FROM file_piece WHERE hash = ?1", [hash.0])?;
    }
    Ok(())
}

/// A file that is here whole.
pub fn read(sql: &Connection, hash: Hash) -> Result<Vec<u8>> {
    let bytes = pieces(sql, hash)?;
    if Hash::of(&bytes) == hash { Ok(bytes) } else { Err(StoreError::NotFound) }
}

fn pieces(sql: &Connection, hash: Hash) -> Result<Vec<u8>> {
    let query = "SELECT bytes FROM file_piece WHERE hash = ?1 ORDER BY start";
    Ok(rows(sql, query, [hash.0], |row| row.get::<_, Vec<u8>>(0))?.concat())
}
