//! The tables: one module each, with its rows, reads and writes.

pub mod area;
pub mod fact;
pub mod household;
pub mod material;
pub mod officer;
pub mod person;
pub mod register;
pub mod shelf;
pub mod station;
pub mod unread;

use rusqlite::Connection;
use serde::{Serialize, de::DeserializeOwned};

use crate::{ReplicaError, Result};

/// A unit enum's word in a text column.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The unit enum of a word.
pub fn from_word<T: DeserializeOwned>(word: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word)).ok()
}

/// Milliseconds since 1970 as an instant.
pub fn instant(ms: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// Exactly as many bytes as the type has.
pub fn bytes<const N: usize>(column: Vec<u8>) -> Result<[u8; N]> {
    column.try_into().map_err(|_| ReplicaError::Unreadable("bytes"))
}

/// Runs a cached statement over all its rows.
pub fn rows<T>(
    sql: &Connection,
    query: &str,
    params: impl rusqlite::Params,
    mut row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = sql.prepare_cached(query)?;
    let rows = statement.query_map(params, &mut row)?.collect::<rusqlite::Result<Vec<T>>>()?;
    Ok(rows)
}
