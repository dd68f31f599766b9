//! What became of a row's fields: every value that anybody wrote, the newest first.

use std::collections::BTreeMap;

use beibao_domain::DeviceId;
use beibao_replica::table::{register, rows};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::Deed;
use super::register::typed;
use super::who::Who;
use crate::station::{Result, Station};

/// A value that somebody wrote.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Written {
    /// The field.
    pub field: String,
    /// The value.
    pub value: String,
    /// When, by the hybrid clock of whoever wrote it.
    pub at: DateTime<Utc>,
    /// Which officer's tablet; empty for the station itself.
    pub officer: String,
    /// Whether nobody who had seen it wrote anything else.
    pub newest: bool,
}

beibao_domain::redacted!(Written);

impl Station {
    /// The history of a row.
    pub fn history(&self, who: &Who, row: Uuid) -> Result<Vec<Written>> {
        self.noted(who, Deed::HistorySeen, Some(row), "")?;
        self.read(|sql| {
            let officers: BTreeMap<DeviceId, String> = rows(
                sql,
                "SELECT d.id, coalesce(o.name, '') FROM device d LEFT JOIN officer o ON o.id = d.officer",
                [],
                |row| Ok((DeviceId(row.get(0)?), row.get(1)?)),
            )?
            .into_iter()
            .collect();
            let standing = register::row(sql, row)?;
            let mut edits = register::edits(sql, row)?;
            edits.sort_by_key(|(stamp, _)| std::cmp::Reverse(*stamp));
            let written = |(stamp, edit): (beibao_domain::Stamp, beibao_domain::Edit)| {
                let fields: Vec<Written> = edit
                    .set
                    .into_iter()
                    .map(|(field, edit)| Written {
                        value: typed(&edit.value),
                        at: stamp.at.instant(),
                        officer: officers.get(&stamp.device).cloned().unwrap_or_default(),
                        newest: standing.fields.get(&field).is_some_and(|field| field.heads.contains(&stamp)),
                        field,
                    })
                    .collect();
                fields
            };
            Ok(edits.into_iter().flat_map(written).collect())
        })
    }
}
