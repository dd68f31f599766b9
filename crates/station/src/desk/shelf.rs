//! What the station keeps ready for its officers, and what stands on their cards: service points, the phrasebook, the officers,
//! the station itself, listed, and corrected field by field like any register.

use beibao_domain::RegisterKind;
use beibao_replica::table::{register, rows};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::register::{FieldView, fields, register_named};
use crate::station::{Result, Station};

/// A row of such a register.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ShelfRow {
    /// Its id.
    pub id: Uuid,
    /// The station's code for it.
    pub code: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

beibao_domain::redacted!(ShelfRow);

impl Station {
    /// The rows of a register by code.
    pub fn shelf(&self, name: &str) -> Result<Vec<ShelfRow>> {
        let kind = register_named(name)?;
        let query = match kind {
            RegisterKind::ServicePoint => "SELECT id, code FROM service_point ORDER BY code, id",
            RegisterKind::Phrase => "SELECT id, code FROM phrase ORDER BY code, id",
            RegisterKind::Officer => "SELECT id, badge FROM officer ORDER BY badge, id",
            RegisterKind::Station => "SELECT id, '' FROM station ORDER BY id LIMIT 1",
            _ => return Err(beibao_domain::ProblemCode::NotFound.into()),
        };
        self.read(|sql| {
            let named = rows(sql, query, [], |row| Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)))?;
            let row = |(id, code)| Ok(ShelfRow { id, code, fields: fields(sql, kind, &register::row(sql, id)?)? });
            named.into_iter().map(row).collect()
        })
    }
}
