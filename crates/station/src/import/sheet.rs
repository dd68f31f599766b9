//! A file as rows of words: CSV, or a workbook of one sheet, told apart by how it begins.

use beibao_domain::{Problem, ProblemCode};
use beibao_xlsform::{Fault, GridRefusal, MAX_GRID_ROWS, grid, is_packed};

use super::RowFault;
use super::text::{TextError, decode};
use crate::station::StationError;

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
    #[error("these columns belong to no register: {found}; expected one of: {expected:?}")]
    Columns {
        /// The columns that were found.
        found: String,
        /// The columns of each register.
        expected: Vec<String>,
    },
    /// The CSV breaks off or has a quote that is never closed.
    #[error("line {line}: this is not readable as CSV")]
    Csv {
        /// Where.
        line: u64,
    },
    /// The workbook cannot be read, or not as one sheet of plain rows.
    #[error("row {row}: {fault:?}")]
    Workbook {
        /// The row; 0 if it is about the file.
        row: u32,
        /// What is wrong.
        fault: Fault,
    },
}

impl From<GridRefusal> for FileError {
    fn from(refusal: GridRefusal) -> Self {
        FileError::Workbook { row: refusal.row, fault: refusal.fault }
    }
}

impl From<FileError> for StationError {
    fn from(error: FileError) -> Self {
        let because = |why: &str| Problem::from(ProblemCode::SheetUnreadable).with("why", why);
        StationError::Refused(match error {
            FileError::Text { line, .. } => because("text").with("line", line),
            FileError::Csv { line } => because("csv").with("line", line),
            FileError::Columns { found, expected } => {
                because("columns").with("found", found).with("expected", expected.join(" / "))
            }
            FileError::Workbook { row, fault } => because(fault.code()).with("line", row),
        })
    }
}

/// A file that was read: its headings in small letters, its rows.
pub(crate) struct Sheet {
    pub(crate) columns: Vec<String>,
    pub(crate) records: Vec<Record>,
}

/// A row.
pub(crate) struct Record {
    /// Its line in the file, 1 for the heading.
    pub(crate) line: u64,
    /// Its cells.
    pub(crate) cells: Vec<String>,
    /// The first cell that cannot be what is meant, and why.
    pub(crate) fault: Option<(usize, RowFault)>,
}

impl Record {
    pub(crate) fn get(&self, column: usize) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }
}

impl Sheet {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, FileError> {
        if is_packed(bytes) { workbook(bytes) } else { csv(bytes) }
    }
}

fn workbook(bytes: &[u8]) -> Result<Sheet, FileError> {
    let mut rows = grid(bytes)?.into_iter();
    let heading = rows.next().ok_or(FileError::Workbook { row: 0, fault: Fault::Empty })?;
    let number = heading.number;
    let named = |cell: Result<String, Fault>| match cell {
        Ok(name) => Ok(name.to_lowercase()),
        Err(fault) => Err(FileError::Workbook { row: number, fault }),
    };
    let columns: Vec<String> = heading.cells.into_iter().map(named).collect::<Result<_, _>>()?;
    let record = |row: beibao_xlsform::GridRow| {
        let fault = |(at, cell): (usize, &Result<String, Fault>)| {
            let fault = match cell.as_ref().err()? {
                Fault::Formula => RowFault::Formula,
                Fault::LostDigits => RowFault::LostDigits,
                _ => RowFault::Unreadable,
            };
            Some((at, fault))
        };
        let fault = row.cells.iter().enumerate().find_map(fault);
        let mut cells: Vec<String> = row.cells.into_iter().map(Result::unwrap_or_default).collect();
        // A sheet does not say where a row ends.
        cells.resize(cells.len().max(columns.len()), String::new());
        Record { line: row.number.into(), cells, fault }
    };
    let records = rows.map(record).collect();
    Ok(Sheet { columns, records })
}

fn csv(bytes: &[u8]) -> Result<Sheet, FileError> {
    let text = decode(bytes).map_err(|(line, source)| FileError::Text { line, source })?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|_| FileError::Csv { line: 1 })?;
    let columns = headers.iter().map(str::to_lowercase).collect();
    let mut records = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| FileError::Csv { line: error.position().map_or(0, csv::Position::line) })?;
        let line = record.position().map_or(0, csv::Position::line);
        if records.len() >= MAX_GRID_ROWS as usize {
            let row = u32::try_from(line).unwrap_or(u32::MAX);
            return Err(FileError::Workbook { row, fault: Fault::TooManyRows });
        }
        records.push(Record { line, cells: record.iter().map(str::to_owned).collect(), fault: None });
    }
    Ok(Sheet { columns, records })
}
