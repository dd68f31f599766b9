//! A register from CSV files and workbooks, as office spreadsheets write them.
//!
//! UTF-8 (with or without a mark) and GB 18030 are simply read. Which register a file holds is seen from its columns.
//! A row that cannot be taken is refused with its line and reason, and the others are taken; a file with wrong columns or
//! broken text, and a workbook that is no plain one, is refused whole, before anything is written.
//!
//! A file has seen only what the station itself said before, not what officers corrected meanwhile. So importing the same
//! file again changes nothing, a cell that changed in the file is an edit, and where an officer had corrected the same
//! field it is a conflict that somebody settles; no correction is overwritten unseen.

mod rows;
mod sheet;
mod text;

use std::collections::BTreeSet;

use beibao_domain::register::{FieldEdit, SAME_AS, merge};
use beibao_domain::{AreaId, Edit, HouseholdId, Payload, ProblemCode, RegisterKind, Stamp, id_number};
use beibao_replica::same;
use beibao_replica::table::{person, register as registers, rows as stored};
use rusqlite::Connection;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::desk::Progress;
use crate::station::{Result, Station, Tx};

pub(crate) use rows::columns_of;
pub use sheet::FileError;
pub(crate) use sheet::{Record, Sheet};
pub use text::TextError;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
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
    /// It has another number of cells than the header.
    #[error("has another number of cells than the header")]
    Width,
    /// The ID number has the wrong length, characters, date or check character. The row is taken and shown as wrong.
    #[error("is not in order; the row was taken and is shown as wrong")]
    IdNumber,
    /// A formula, of which nobody knows what it shows.
    #[error("is a formula")]
    Formula,
    /// A number so long that the spreadsheet has lost its last digits.
    #[error("is a number that has lost its last digits")]
    LostDigits,
    /// It changes a row that gave way to another one, which is the one to be corrected.
    #[error("gave way to another row, which is to be corrected instead")]
    GaveWay,
}

/// A cell that changes, or would.
#[derive(Clone, PartialEq, Eq)]
pub struct CellChange {
    /// The line in the file.
    pub line: u64,
    /// The row, if the register has it already.
    pub row: Option<Uuid>,
    /// By what it is called there: code, badge, name.
    pub title: String,
    /// The column.
    pub column: String,
    /// What the register holds now; nothing for a new row.
    pub before: String,
    /// What the file says.
    pub after: String,
}

beibao_domain::redacted!(CellChange);

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
    /// The cells of changed rows, and the names of new ones, in the order of the file.
    pub changes: Vec<CellChange>,
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
        self.import_if(bytes, &Progress::default(), |_, _| Ok(()))
    }

    /// What an import would do, without doing it.
    pub fn import_on_trial(&self, bytes: &[u8]) -> Result<std::result::Result<Imported, FileError>> {
        self.import_on_trial_counted(bytes, &Progress::default())
    }

    /// The same, its rows counted.
    pub(crate) fn import_on_trial_counted(
        &self,
        bytes: &[u8],
        progress: &Progress,
    ) -> Result<std::result::Result<Imported, FileError>> {
        let mut tried = None;
        let undone = self.import_if(bytes, progress, |_, imported| {
            tried = Some(std::mem::replace(imported, Imported::of(imported.register)));
            Err(ProblemCode::NotFound.into())
        });
        match tried {
            Some(imported) => Ok(Ok(imported)),
            None => undone,
        }
    }

    /// Imports a file, if whoever looks at what became of it before it is committed agrees.
    pub(crate) fn import_if(
        &self,
        bytes: &[u8],
        progress: &Progress,
        agreed: impl FnOnce(&Tx<'_>, &mut Imported) -> Result<()>,
    ) -> Result<std::result::Result<Imported, FileError>> {
        let sheet = match Sheet::read(bytes) {
            Ok(sheet) => sheet,
            Err(error) => return Ok(Err(error)),
        };
        self.write(|tx| match take(tx, &sheet, progress)? {
            Ok(mut imported) => {
                agreed(tx, &mut imported)?;
                Ok(Ok(imported))
            }
            Err(error) => Ok(Err(error)),
        })
    }
}

impl Imported {
    fn of(register: RegisterKind) -> Self {
        let (added, changed, unchanged, refused, remarks, changes) = Default::default();
        Self { register, added, changed, unchanged, refused, remarks, changes }
    }
}

/// Takes the rows of a sheet within a write; `Err` if no register has its columns.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    sheet: &Sheet,
    progress: &Progress,
) -> Result<std::result::Result<Imported, FileError>> {
    let Some(register) = rows::register_of(&sheet.columns) else {
        return Ok(Err(FileError::Columns { found: sheet.columns.join(","), expected: rows::expected() }));
    };
    import(tx, register, &sheet.columns, &sheet.records, progress).map(Ok)
}

fn import(
    tx: &mut Tx<'_>,
    register: RegisterKind,
    columns: &[String],
    records: &[Record],
    progress: &Progress,
) -> Result<Imported> {
    progress.of(records.len() as u64);
    let mut imported = Imported::of(register);
    let mut names = BTreeSet::new();
    for record in records {
        progress.step();
        let line = record.line;
        if let Some((at, fault)) = record.fault {
            imported.refused.push(RowRemark { line, column: rows::column(register, columns, at), fault });
            continue;
        }
        if record.cells.len() != columns.len() {
            imported.refused.push(RowRemark { line, column: "", fault: RowFault::Width });
            continue;
        }
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
        let title = title(&parsed.fields);
        match known(tx, register, &parsed)? {
            None => {
                let row = beibao_domain::id::new_uuid(tx.world());
                let column = rows::name_column(register).to_owned();
                let after = parsed.name.clone();
                imported.changes.push(CellChange { line, row: None, title, column, before: String::new(), after });
                tx.say(parsed.area, &Payload::Edit(Edit::new_row(register, row, &parsed.fields)))?;
                imported.added += 1;
            }
            Some(row) => match changes(tx, register, row, parsed.fields)? {
                None => imported.unchanged += 1,
                // Its code, name or household would take the place of those of the one that stays.
                Some(_) if same::stays(&tx.sql, row)? != row => {
                    let (column, fault) = (rows::name_column(register), RowFault::GaveWay);
                    imported.refused.push(RowRemark { line, column, fault });
                }
                Some(edit) => {
                    let standing = registers::row(&tx.sql, row)?;
                    for (column, cell) in &edit.set {
                        let before = standing.fields.get(column).map(|field| shown(&tx.sql, column, &field.value));
                        imported.changes.push(CellChange {
                            line,
                            row: Some(row),
                            title: title.clone(),
                            column: column.clone(),
                            before: before.transpose()?.unwrap_or_default(),
                            after: shown(&tx.sql, column, &cell.value)?,
                        });
                    }
                    say_where_it_belongs(tx, edit, parsed.area)?;
                    imported.changed += 1;
                }
            },
        }
    }
    Ok(imported)
}

/// What a row is called by whoever reads about it.
fn title(fields: &Map<String, Value>) -> String {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let named = ["name", "title", "zh", "code"].into_iter().map(text).find(|text| !text.is_empty());
    named.unwrap_or_default().to_owned()
}

/// A value as the file has it: what is kept as an id is shown by its code.
pub(crate) fn shown(sql: &Connection, column: &str, value: &Value) -> Result<String> {
    let code = |query: &str, id: &str| -> Result<String> {
        let Ok(id) = id.parse::<Uuid>() else { return Ok(String::new()) };
        Ok(stored(sql, query, [id], |row| row.get(0))?.pop().unwrap_or_default())
    };
    match (column, value) {
        ("household", Value::String(id)) => code("SELECT code FROM household WHERE id = ?1", id),
        (SAME_AS, Value::String(id)) => {
            code("SELECT name FROM person WHERE id = ?1 UNION ALL SELECT code FROM household WHERE id = ?1", id)
        }
        ("area" | "parent", Value::String(id)) => code("SELECT code FROM area WHERE id = ?1", id),
        ("areas", Value::Array(ids)) => {
            let codes = ids.iter().filter_map(Value::as_str).map(|id| code("SELECT code FROM area WHERE id = ?1", id));
            Ok(codes.collect::<Result<Vec<_>>>()?.join(" "))
        }
        (_, Value::Null) => Ok(String::new()),
        (_, Value::String(text)) => Ok(text.clone()),
        (_, other) => Ok(other.to_string()),
    }
}

/// The row that the register has already. A number that is not in order names nobody: such a person, and one whose number
/// is new, is known by household, name and date of birth, if that is only one.
fn known(tx: &Tx<'_>, register: RegisterKind, parsed: &Parsed) -> Result<Option<Uuid>> {
    let named = register != RegisterKind::Person || !parsed.name.is_empty();
    let found = if named { registers::find(&tx.sql, register, &parsed.name)? } else { None };
    if found.is_some() || register != RegisterKind::Person {
        return Ok(found);
    }
    let text = |name: &str| parsed.fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let household = text("household").parse::<Uuid>().unwrap_or_default();
    let mut alike = stored(
        &tx.sql,
        "SELECT id, id_number FROM person WHERE household = ?1 AND name = ?2 AND coalesce(born_on, '') IN ('', ?3)",
        (household, text("name"), text("born_on")),
        |row| Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)),
    )?;
    // A namesake with another number that is in order is somebody else.
    let other = |number: &str| !parsed.name.is_empty() && id_number::read(number).is_ok();
    // One that gave way to another of them is no other.
    let ids: Vec<Uuid> = alike.iter().map(|(row, _)| *row).collect();
    for id in &ids {
        let stays = same::stays(&tx.sql, *id)?;
        alike.retain(|(row, _)| row != id || stays == *id || !ids.contains(&stays));
    }
    match alike.as_slice() {
        [(row, number)] if !other(number) => Ok(Some(*row)),
        _ => Ok(None),
    }
}

/// An edit of the cells that differ from what the station itself said last; `None` if none does.
fn changes(tx: &Tx<'_>, register: RegisterKind, id: Uuid, fields: Map<String, Value>) -> Result<Option<Edit>> {
    let own: Vec<_> =
        registers::edits(&tx.sql, id)?.into_iter().filter(|(stamp, _)| stamp.device == tx.device()).collect();
    let said = merge(&own);
    let mut edit = Edit { register, row: id, set: Default::default() };
    for (name, value) in fields {
        let known = said.fields.get(&name);
        if known.is_some_and(|field| field.value == value) || (known.is_none() && value.is_null()) {
            continue;
        }
        let seen: Vec<Stamp> = known.map(|field| field.heads.clone()).unwrap_or_default();
        edit.set.insert(name, FieldEdit { value, seen });
    }
    Ok((!edit.set.is_empty()).then_some(edit))
}

/// Says an edit in the row's scope. A row that moves to another one is said there anew and whole, a household with its
/// members, because tablets of that scope never heard of it; those of the old scope hear that it moved.
pub(crate) fn say_where_it_belongs(tx: &mut Tx<'_>, edit: Edit, scope: AreaId) -> Result<()> {
    let (register, row) = (edit.register, edit.row);
    let before = registers::scope(&tx.sql, register, row)?.unwrap_or(scope);
    tx.say(before, &Payload::Edit(edit))?;
    if before == scope {
        return Ok(());
    }
    say_whole(tx, register, row, scope)?;
    if register == RegisterKind::Household {
        for (member, _) in person::named_in(&tx.sql, HouseholdId(row))? {
            say_whole(tx, RegisterKind::Person, member.0, scope)?;
        }
    }
    Ok(())
}

fn say_whole(tx: &mut Tx<'_>, register: RegisterKind, id: Uuid, scope: AreaId) -> Result<()> {
    let row = registers::row(&tx.sql, id)?;
    let set = row.fields.into_iter().map(|(name, field)| (name, FieldEdit { value: field.value, seen: field.heads }));
    tx.say(scope, &Payload::Edit(Edit { register, row: id, set: set.collect() }))
}
