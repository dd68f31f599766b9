//! Settling what two people wrote without having seen each other's: one choice, which is a change like any other.

use beibao_domain::{AreaId, Payload};
use beibao_replica::conflicts;
use beibao_replica::table::register;
use uuid::Uuid;

use crate::{Result, StoreError, Tx};

/// Chooses one of the values of a conflict. `seen` comes from the list that the officer looked at: what came in meanwhile is
/// a conflict anew. What only the station may change is left to it.
pub fn settle(tx: &mut Tx<'_>, row: Uuid, field: &str, value: &str, seen: &str) -> Result<()> {
    let edit = conflicts::settled(&tx.sql, row, field, value, seen)?;
    let area = register::scope(&tx.sql, edit.register, row)?.ok_or(StoreError::NotFound)?;
    if area == AreaId::STATION {
        return Err(StoreError::NotFound);
    }
    tx.say(area, &Payload::Edit(edit))
}
