//! From a change to the tables: what every replica does with a payload, in whatever order payloads come.

use beibao_domain::{Change, Payload};
use rusqlite::Connection;

use crate::Result;
use crate::table::{fact, register_edit, unknown};

/// Projects a payload; `body` is what the change carried, word for word.
pub(crate) fn project(sql: &Connection, change: &Change, payload: &Payload, body: &[u8]) -> Result<()> {
    let body = std::str::from_utf8(body).unwrap_or_default();
    match payload {
        Payload::Fact(what) => fact::insert(sql, change, what, body),
        Payload::Edit(edit) => {
            if register_edit::insert(sql, change.stamp(), edit, body)? {
                register_edit::project_row(sql, edit.register, edit.row)?;
            }
            Ok(())
        }
        Payload::Unknown { .. } => unknown::insert(sql, change, body),
    }
}
