//! What is kept in the log and in no table: changes that were set aside, and those that came under a number that another one has.
//! It is found by what it says, and forgotten by destroying its key.

use beibao_domain::keys::Signature;
use beibao_domain::rights::Ground;
use beibao_domain::{BodyKey, Hash, Payload, ProblemCode, SignedChange, Stamp};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::station::Result;

/// Where one is kept.
pub(crate) struct Place {
    table: &'static str,
    column: &'static str,
    id: Value,
    /// Its stamp. What was said again in another installation has the same.
    pub(crate) stamp: Stamp,
    /// When it came, milliseconds since 1970.
    pub(crate) received_at: i64,
    /// Its kind, of a fact.
    pub(crate) kind: Option<&'static str>,
    /// The pictures that it names.
    pub(crate) pictures: Vec<Hash>,
}

/// The places of all that still open and of whose plain text `wanted` holds.
pub(crate) fn find(sql: &Connection, wanted: impl Fn(&str) -> bool) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    for (table, column, aside) in [("change", "number", "reason IS NOT NULL"), ("fork", "hash", "1")] {
        let mut statement = sql.prepare(&format!(
            "SELECT {column}, bytes, signature, body_key, received_at FROM {table} WHERE body_key IS NOT NULL AND {aside}"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = row.get::<_, Option<[u8; 32]>>(3)?.map(BodyKey);
            let signed = SignedChange { bytes: row.get(1)?, signature: Signature(row.get(2)?), key };
            let Ok(change) = signed.read() else { continue };
            let opened = signed.open(&change).ok().flatten();
            let Some((_, payload)) = opened.filter(|(body, _)| wanted(&String::from_utf8_lossy(body))) else {
                continue;
            };
            let (kind, pictures) = match payload {
                Payload::Fact(fact) => (Some(fact.body.kind()), fact.body.blobs()),
                _ => (None, Vec::new()),
            };
            found.push(Place {
                table,
                column,
                id: row.get(0)?,
                stamp: change.stamp(),
                received_at: row.get(4)?,
                kind,
                pictures: pictures.into_iter().map(|(hash, _)| hash).collect(),
            });
        }
    }
    Ok(found)
}

/// Destroys their keys: what they say can never be opened again, and their chain still holds. What was said of somebody who asked
/// to be erased is from now on set aside for that, and whoever said it hears so with the next greeting, and forgets it.
pub(crate) fn destroy<'a>(sql: &Connection, mut places: impl Iterator<Item = &'a Place>, ground: Ground) -> Result<()> {
    places.try_for_each(|Place { table, column, id, .. }| {
        sql.execute(&format!("UPDATE {table} SET body_key = NULL WHERE {column} = ?1"), [id])?;
        if *table == "change" && ground == Ground::Asked {
            sql.execute("UPDATE change SET reason = ?2 WHERE number = ?1", (id, ProblemCode::PersonErased.name()))?;
        }
        Ok(())
    })
}
