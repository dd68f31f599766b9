//! Conflicts: both values side by side, until somebody at the desk or in the field chooses one.

use beibao_domain::Payload;
use beibao_replica::conflicts::{self, Conflict};
use beibao_replica::table::register;
use uuid::Uuid;

use crate::station::{Result, Station, Tx};

impl Station {
    /// Conflicts that nobody has settled.
    pub fn conflicts(&self) -> Result<Vec<Conflict>> {
        self.read(|sql| Ok(conflicts::all(sql)?))
    }

    /// Settles one with one of its values, by somebody who has seen `seen`.
    pub fn settle(&self, row: Uuid, field: &str, value: &str, seen: &str) -> Result<()> {
        self.write(|tx| settle(tx, row, field, value, seen))
    }
}

pub(crate) fn settle(tx: &mut Tx<'_>, row: Uuid, field: &str, value: &str, seen: &str) -> Result<()> {
    let edit = conflicts::settled(&tx.sql, row, field, value, seen)?;
    let area = register::scope(&tx.sql, edit.register, row)?.ok_or(beibao_domain::ProblemCode::NotFound)?;
    tx.say(area, &Payload::Edit(edit))
}
