//! What is kept in the log and in no table: changes that were set aside, and those that came under a number that another one has.
//! It is found by what it says, and forgotten by destroying its key.

use beibao_domain::keys::Signature;
use beibao_domain::{BodyKey, Hash, Payload, SignedChange};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::station::Result;

/// What such a change says.
pub(crate) struct Said<'a> {
    /// When it came, milliseconds since 1970.
    pub(crate) received_at: i64,
    /// The plain text.
    pub(crate) body: &'a str,
    /// The same, read.
    pub(crate) payload: &'a Payload,
}

/// Where one is kept.
pub(crate) struct Place {
    table: &'static str,
    column: &'static str,
    id: Value,
    /// The pictures that it names.
    pub(crate) pictures: Vec<Hash>,
}

/// The places of all that still open and of which `wanted` holds.
pub(crate) fn find(sql: &Connection, mut wanted: impl FnMut(&Said<'_>) -> bool) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    for (table, column, aside) in [("change", "number", "reason IS NOT NULL"), ("fork", "hash", "1")] {
        let mut statement = sql.prepare(&format!(
            "SELECT {column}, bytes, signature, body_key, received_at FROM {table} WHERE body_key IS NOT NULL AND {aside}"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = row.get::<_, Option<[u8; 32]>>(3)?.map(BodyKey);
            let signed = SignedChange { bytes: row.get(1)?, signature: Signature(row.get(2)?), key };
            let opened = signed.read().ok().and_then(|change| signed.open(&change).ok().flatten());
            let Some((body, payload)) = opened else { continue };
            let body = &String::from_utf8_lossy(&body);
            if wanted(&Said { received_at: row.get(4)?, body, payload: &payload }) {
                let pictures = match &payload {
                    Payload::Fact(fact) => fact.body.blobs().into_iter().map(|(hash, _)| hash).collect(),
                    _ => Vec::new(),
                };
                found.push(Place { table, column, id: row.get(0)?, pictures });
            }
        }
    }
    Ok(found)
}

/// Destroys their keys: what they say can never be opened again, and their chain still holds.
pub(crate) fn destroy(sql: &Connection, places: &[Place]) -> Result<()> {
    places.iter().try_for_each(|Place { table, column, id, .. }| {
        sql.execute(&format!("UPDATE {table} SET body_key = NULL WHERE {column} = ?1"), [id])?;
        Ok(())
    })
}
