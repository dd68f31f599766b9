//! What came back from production: a CSV or a workbook that names applications by mark or ID number and says what became of them. All of
//! its good rows are taken in one transaction; the others are told with line and column.

use std::collections::BTreeSet;

use beibao_domain::FactId;
use beibao_domain::application::Step;
use beibao_domain::matter::State;
use beibao_replica::matter::{self, Matter};
use beibao_replica::table::{rows, word};
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::audit::{Deed, note};
use super::super::who::Who;
use crate::import::{FileError, Record, RowFault, Sheet};
use crate::station::{Result, Station, Tx};

/// How the column is called that says which application.
const MARK: [&str; 4] = ["application", "mark", "申请编号", "编号"];
/// And whose.
const ID_NUMBER: [&str; 4] = ["id_number", "身份证号", "身份证号码", "公民身份号码"];
/// And what became of it.
const RESULT: [&str; 3] = ["result", "结果", "制证结果"];
/// The words for a document that is finished.
const FINISHED: [&str; 8] = ["ready", "done", "ok", "完成", "制证完成", "已完成", "合格", "成功"];

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MadeFault {
    /// Neither mark nor ID number stands there, or no result.
    Empty,
    /// No application is called so, or nobody of this number has one in production.
    Unknown,
    /// Several are.
    Several,
    /// It stood in an earlier row.
    Double,
    /// The result is none that says that the document is finished: it is to be seen to by hand.
    NotFinished,
    /// The application is not in production.
    NotNow,
    /// Another number of cells than the heading.
    Width,
    /// A formula, of which nobody knows what it shows.
    Formula,
    /// A number so long that the spreadsheet has lost its last digits.
    LostDigits,
    /// The spreadsheet shows an error or a time of day there.
    Unreadable,
}

impl From<RowFault> for MadeFault {
    fn from(fault: RowFault) -> Self {
        match fault {
            RowFault::Formula => Self::Formula,
            RowFault::LostDigits => Self::LostDigits,
            _ => Self::Unreadable,
        }
    }
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MadeRemark {
    /// Its line in the file, 1 for the heading.
    pub line: u64,
    /// The column as the file calls it.
    pub column: String,
    /// What is wrong.
    pub fault: MadeFault,
}

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct MadeTaken {
    /// Documents that are at the station now.
    pub ready: u32,
    /// Those that were there already.
    pub unchanged: u32,
    /// Rows that were not taken.
    pub refused: Vec<MadeRemark>,
}

/// The columns of a file.
struct Columns {
    mark: Option<usize>,
    id_number: Option<usize>,
    result: usize,
}

fn columns(sheet: &Sheet) -> std::result::Result<Columns, FileError> {
    let at = |names: &[&str]| sheet.columns.iter().position(|column| names.contains(&column.as_str()));
    let (mark, id_number) = (at(&MARK), at(&ID_NUMBER));
    match at(&RESULT) {
        Some(result) if mark.or(id_number).is_some() => Ok(Columns { mark, id_number, result }),
        _ => Err(FileError::Columns {
            found: sheet.columns.join(","),
            expected: vec!["application,result".into(), "id_number,result".into()],
        }),
    }
}

/// The application of a mark.
const BY_MARK: &str = "SELECT id, state FROM matter WHERE kind = 'application' AND hex(substr(id, 13)) = ?1";
/// Those of a person with this number. A number names whoever has it: only what is being made or was just made is meant.
const BY_NUMBER: &str = "SELECT m.id, m.state FROM person p JOIN matter m ON m.person = p.id
    WHERE p.id_number <> '' AND p.id_number = ?1 AND m.kind = 'application' AND m.state IN ('in_production', 'ready')";

/// The application of a name; of several that a number names, the one that is still being made.
fn named(sql: &Connection, query: &str, name: &str) -> Result<std::result::Result<Matter, MadeFault>> {
    let mut found = rows(sql, query, [name.to_uppercase()], |row| Ok((FactId(row.get(0)?), row.get::<_, String>(1)?)))?;
    if found.len() > 1 {
        found.retain(|(_, state)| *state == word(&State::InProduction));
    }
    match found.as_slice() {
        [] => Ok(Err(MadeFault::Unknown)),
        [(id, _)] => Ok(Ok(matter::read(sql, *id)?)),
        _ => Ok(Err(MadeFault::Several)),
    }
}

/// The application of a row, or which column names none, and why.
fn of(sql: &Connection, columns: &Columns, record: &Record) -> Result<std::result::Result<Matter, (usize, MadeFault)>> {
    let cell = |at: Option<usize>| at.and_then(|at| Some((at, record.get(at)?))).filter(|(_, text)| !text.is_empty());
    let (at, query, name) = match (cell(columns.mark), cell(columns.id_number)) {
        (Some((at, name)), _) => (at, BY_MARK, name),
        (None, Some((at, name))) => (at, BY_NUMBER, name),
        (None, None) => return Ok(Err((columns.mark.or(columns.id_number).unwrap_or_default(), MadeFault::Empty))),
    };
    Ok(named(sql, query, name)?.map_err(|fault| (at, fault)))
}

impl Station {
    /// Takes what came back from production: all of its good rows, or nothing.
    pub fn take_made(&self, who: &Who, bytes: &[u8]) -> Result<MadeTaken> {
        let sheet = Sheet::read(bytes)?;
        let columns = columns(&sheet)?;
        self.write(|tx| {
            let taken = take(tx, who, &sheet, &columns)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::ResultsTaken, None, "")?;
            Ok(taken)
        })
    }
}

fn take(tx: &mut Tx<'_>, who: &Who, sheet: &Sheet, columns: &Columns) -> Result<MadeTaken> {
    let (mut taken, mut seen) = (MadeTaken::default(), BTreeSet::new());
    for record in &sheet.records {
        let line = record.line;
        let mut refuse = |at: usize, fault| {
            let column = sheet.columns.get(at).cloned().unwrap_or_default();
            taken.refused.push(MadeRemark { line, column, fault });
        };
        if let Some((at, fault)) = record.fault {
            refuse(at, fault.into());
            continue;
        }
        if record.cells.len() != sheet.columns.len() {
            refuse(usize::MAX, MadeFault::Width);
            continue;
        }
        let matter = match of(&tx.sql, columns, record)? {
            Ok(matter) => matter,
            Err((at, fault)) => {
                refuse(at, fault);
                continue;
            }
        };
        let named = columns.mark.or(columns.id_number).unwrap_or_default();
        let result = record.get(columns.result).unwrap_or_default().to_lowercase();
        match (result.as_str(), matter.state) {
            _ if !seen.insert(matter.id) => refuse(named, MadeFault::Double),
            ("", _) => refuse(columns.result, MadeFault::Empty),
            (result, _) if !FINISHED.contains(&result) => refuse(columns.result, MadeFault::NotFinished),
            (_, State::Ready | State::InBackpack | State::Delivered) => taken.unchanged += 1,
            (_, State::InProduction) => {
                tx.step(matter.id, Step::Ready)?;
                let person = matter.opening.person_id.map(|id| id.0);
                note(&tx.sql, tx.world().now(), who.by(), Deed::StepSaid, person, "ready")?;
                taken.ready += 1;
            }
            _ => refuse(named, MadeFault::NotNow),
        }
    }
    Ok(taken)
}
