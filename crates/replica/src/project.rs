//! From a change to the tables: what every replica does with a payload, in whatever order payloads come.

use beibao_domain::{Change, Payload};
use rusqlite::Transaction;

use crate::Result;
use crate::table::{fact, register, unread};

/// Projects a payload; `body` is what the change carried, word for word. Doing it again changes nothing.
pub fn project(sql: &Transaction<'_>, change: &Change, payload: &Payload, body: &[u8]) -> Result<()> {
    let body = std::str::from_utf8(body).unwrap_or_default();
    match payload {
        Payload::Fact(what) => fact::insert(sql, change, what, body),
        Payload::Edit(edit) => {
            if register::insert(sql, change, edit, body)? {
                register::project_row(sql, edit.register, edit.row)?;
            }
            Ok(())
        }
        Payload::Unknown { .. } => unread::insert(sql, change, body),
    }
}
