//! What the station keeps ready for its officers: service points and the phrasebook, listed, corrected field by field like any
//! register, and brought in from a file.

use beibao_domain::RegisterKind;
use beibao_replica::table::{register, rows};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::register::{FieldView, fields, register_named};
use super::who::Who;
use crate::import::{self, Imported, RowFault, Sheet};
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

/// What is wrong with a cell of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportFault {
    /// Nothing stands there, and something must.
    Empty,
    /// The same code stood in an earlier row.
    Double,
    /// It names something that is not in the register.
    Unknown,
    /// Not one of the words that may stand there.
    Word,
    /// No date, no number, too long.
    Unreadable,
    /// Another number of cells than the heading.
    Width,
    /// The ID number is not in order.
    IdNumber,
}

impl From<RowFault> for ImportFault {
    fn from(fault: RowFault) -> Self {
        match fault {
            RowFault::Empty => Self::Empty,
            RowFault::Double => Self::Double,
            RowFault::Unknown => Self::Unknown,
            RowFault::Word => Self::Word,
            RowFault::Unreadable => Self::Unreadable,
            RowFault::Width => Self::Width,
            RowFault::IdNumber => Self::IdNumber,
        }
    }
}

/// A row that was not taken, or was taken with a remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportRemark {
    /// Its line in the file, 1 for the heading.
    pub line: u64,
    /// The column.
    pub column: String,
    /// What is wrong.
    pub fault: ImportFault,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportedView {
    /// The register that it held.
    pub register: String,
    /// Rows that are new.
    pub added: usize,
    /// Rows of which some field changed.
    pub changed: usize,
    /// Rows that were the same already.
    pub unchanged: usize,
    /// Rows that were not taken.
    pub refused: Vec<ImportRemark>,
    /// Rows that were taken with a remark.
    pub remarks: Vec<ImportRemark>,
}

fn shown(imported: Imported) -> ImportedView {
    let remark = |row: import::RowRemark| ImportRemark {
        line: row.line,
        column: row.column.to_owned(),
        fault: row.fault.into(),
    };
    ImportedView {
        register: imported.register.name().to_owned(),
        added: imported.added,
        changed: imported.changed,
        unchanged: imported.unchanged,
        refused: imported.refused.into_iter().map(remark).collect(),
        remarks: imported.remarks.into_iter().map(remark).collect(),
    }
}

impl Station {
    /// The rows of a register by code.
    pub fn shelf(&self, name: &str) -> Result<Vec<ShelfRow>> {
        let kind = register_named(name)?;
        let query = match kind {
            RegisterKind::ServicePoint => "SELECT id, code FROM service_point ORDER BY code, id",
            RegisterKind::Phrase => "SELECT id, code FROM phrase ORDER BY code, id",
            _ => return Err(beibao_domain::ProblemCode::NotFound.into()),
        };
        self.read(|sql| {
            let named = rows(sql, query, [], |row| Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)))?;
            let row = |(id, code)| Ok(ShelfRow { id, code, fields: fields(sql, kind, &register::row(sql, id)?)? });
            named.into_iter().map(row).collect()
        })
    }

    /// Imports a register from a CSV file: all of its good rows, or nothing.
    pub fn desk_import(&self, who: &Who, bytes: &[u8]) -> Result<ImportedView> {
        let sheet = Sheet::read(bytes)?;
        self.write(|tx| {
            let imported = import::take(tx, &sheet)??;
            note(&tx.sql, tx.world().now(), who.by(), Deed::RegisterImported, None, imported.register.name())?;
            Ok(shown(imported))
        })
    }
}
