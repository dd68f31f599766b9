//! A register from CSV files, as office spreadsheets write them.
//!
//! UTF-8 (with or without a mark) and GB 18030 are simply read. Which register a file holds is seen from its columns.
//! A row that cannot be taken is refused with its line and reason, and the others are taken; a file with wrong columns or
//! broken text is refused whole, before anything is written. Importing the same file again changes nothing; importing a
//! changed one edits the fields that differ.

mod rows;
mod text;

use std::collections::BTreeSet;

use beibao_domain::{AreaId, Edit, Payload, RegisterKind, Stamp};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::project;
use crate::station::{Result, Station, Tx};

pub use text::TextError;

/// Why a whole file is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FileError {
    /// The text is neither UTF-8 nor GB 18030.
    #[error("line {line}: {}", .source)]
    Text {
        /// Where it breaks.
        line: usize,
        /// What is wrong.
        source: TextError,
    },
    /// No register has these columns.
    #[error("these columns belong to no register: {found}; expected one of: {expected}")]
    Columns {
        /// The columns that were found.
        found: String,
        /// The columns of each register.
        expected: String,
    },
    /// The CSV breaks off or has a quote that is never closed.
    #[error("line {line}: this is not readable as CSV")]
    Csv {
        /// Where.
        line: u64,
    },
}

/// A row that was not taken, or was taken with a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRemark {
    /// The line in the file, 1 for the header.
    pub line: u64,
    /// The column that it is about.
    pub column: &'static str,
    /// What is wrong.
    pub fault: RowFault,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum RowFault {
    /// Nothing stands there, and something must.
    #[error("is empty")]
    Empty,
    /// The same code or number stood in an earlier row.
    #[error("stands in an earlier row already")]
    Double,
    /// It names a row that is neither in the register nor in this import.
    #[error("names something that is not in the register")]
    Unknown,
    /// Not one of the words that may stand there.
    #[error("is not one of the words that may stand here")]
    Word,
    /// No date, no number, too long.
    #[error("cannot be read")]
    Unreadable,
    /// The ID number has the wrong length, characters, date or check character. The row is taken and shown as wrong.
    #[error("is not in order; the row was taken and is shown as wrong")]
    IdNumber,
}

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Imported {
    /// The register that it held.
    pub register: RegisterKind,
    /// Rows that are new.
    pub added: usize,
    /// Rows of which some field changed.
    pub changed: usize,
    /// Rows that were the same already.
    pub unchanged: usize,
    /// Rows that were not taken.
    pub refused: Vec<RowRemark>,
    /// Rows that were taken with a remark.
    pub remarks: Vec<RowRemark>,
}

/// A row that was understood.
pub(crate) struct Parsed {
    /// By which the register knows it.
    name: String,
    /// Its scope.
    area: AreaId,
    /// Its fields.
    fields: Map<String, Value>,
    /// A remark that does not keep it out.
    remark: Option<(&'static str, RowFault)>,
}

impl Station {
    /// Imports one file: all of its good rows in one transaction, or nothing.
    pub fn import(&self, bytes: &[u8]) -> Result<std::result::Result<Imported, FileError>> {
        let text = match text::decode(bytes) {
            Ok(text) => text,
            Err((line, source)) => return Ok(Err(FileError::Text { line, source })),
        };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let columns: Vec<String> = match reader.headers() {
            Ok(headers) => headers.iter().map(str::to_lowercase).collect(),
            Err(_) => return Ok(Err(FileError::Csv { line: 1 })),
        };
        let Some(register) = rows::register_of(&columns) else {
            return Ok(Err(FileError::Columns { found: columns.join(","), expected: rows::expected() }));
        };
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => records.push(record),
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    return Ok(Err(FileError::Csv { line }));
                }
            }
        }
        self.write(|tx| import(tx, register, &columns, &records).map(Ok))
    }
}

fn import(
    tx: &mut Tx<'_>,
    register: RegisterKind,
    columns: &[String],
    records: &[csv::StringRecord],
) -> Result<Imported> {
    let mut imported =
        Imported { register, added: 0, changed: 0, unchanged: 0, refused: Vec::new(), remarks: Vec::new() };
    let mut names = BTreeSet::new();
    for record in records {
        let line = record.position().map_or(0, csv::Position::line);
        let parsed = match rows::parse(&tx.sql, register, columns, record)? {
            Ok(parsed) => parsed,
            Err((column, fault)) => {
                imported.refused.push(RowRemark { line, column, fault });
                continue;
            }
        };
        if !parsed.name.is_empty() && !names.insert(parsed.name.clone()) {
            imported.refused.push(RowRemark { line, column: rows::name_column(register), fault: RowFault::Double });
            continue;
        }
        imported.remarks.extend(parsed.remark.map(|(column, fault)| RowRemark { line, column, fault }));
        match known(tx, register, &parsed)? {
            None => {
                let row = beibao_domain::id::new_uuid(tx.world());
                tx.say(parsed.area, &Payload::Edit(Edit::new_row(register, row, &parsed.fields)))?;
                imported.added += 1;
            }
            Some(row) => match changes(tx, register, row, parsed.fields)? {
                None => imported.unchanged += 1,
                Some(edit) => {
                    tx.say(parsed.area, &Payload::Edit(edit))?;
                    imported.changed += 1;
                }
            },
        }
    }
    Ok(imported)
}

/// The row that the register has already. People without a number are known by household, name and date of birth.
fn known(tx: &Tx<'_>, register: RegisterKind, parsed: &Parsed) -> Result<Option<Uuid>> {
    use rusqlite::OptionalExtension;
    if register == RegisterKind::Station || !parsed.name.is_empty() {
        return Ok(project::find(&tx.sql, register, &parsed.name)?.map(|(row, _)| row));
    }
    let text = |name: &str| parsed.fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(tx
        .sql
        .prepare_cached(
            "SELECT id FROM register_row WHERE register = ?1 AND name = '' AND fields ->> '$.household' = ?2
             AND fields ->> '$.name' = ?3 AND coalesce(fields ->> '$.born_on', '') = ?4 LIMIT 1",
        )?
        .query_row([register.name(), &text("household"), &text("name"), &text("born_on")], |row| row.get(0))
        .optional()?)
}

/// An edit of the fields that differ, by somebody who has seen what the register says now.
fn changes(tx: &Tx<'_>, register: RegisterKind, id: Uuid, fields: Map<String, Value>) -> Result<Option<Edit>> {
    let row = project::row(&tx.sql, id)?;
    let mut edit = Edit { register, row: id, set: Default::default() };
    for (name, value) in fields {
        let known = row.fields.get(&name);
        if known.is_some_and(|field| field.value == value) || (known.is_none() && value.is_null()) {
            continue;
        }
        let seen: Vec<Stamp> = known.map(|field| field.heads.clone()).unwrap_or_default();
        edit.set.insert(name, beibao_domain::register::FieldEdit { value, seen });
    }
    Ok((!edit.set.is_empty()).then_some(edit))
}
