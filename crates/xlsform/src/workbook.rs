//! The cells of a workbook as plain text. Formulas, merged cells and errors are refused here, with their places, so that
//! whoever reads a sheet meets only words.
//!
//! Cells are read one after the other and kept sparsely: two cells at the far corners of a sheet are two cells. What is
//! formatted, hidden or commented is read like any other cell, and pictures are not looked at.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, Xlsx};

use crate::Fault;
use crate::refusal::Refusals;

/// Most cells of one sheet that are not empty: 2,000 choices in three languages are 10,000.
pub const MAX_CELLS: usize = 100_000;

/// The sheets of a form, in the order in which they are refused.
const SHEETS: [&str; 3] = ["survey", "choices", "settings"];

/// The sheets of a form that are there.
#[derive(Default)]
pub(crate) struct Workbook {
    pub(crate) survey: Option<Sheet>,
    pub(crate) choices: Option<Sheet>,
    pub(crate) settings: Option<Sheet>,
}

/// A sheet: its cells by row and column from 0, without spaces around and never empty.
pub(crate) struct Sheet {
    /// Its place among the sheets.
    pub(crate) rank: usize,
    /// Its name as it is written.
    pub(crate) name: String,
    cells: BTreeMap<(u32, u32), String>,
}

impl Sheet {
    /// What stands in a cell; empty if nothing does.
    pub(crate) fn text(&self, row: u32, column: u32) -> &str {
        self.cells.get(&(row, column)).map_or("", String::as_str)
    }

    /// The cells of a row.
    pub(crate) fn row(&self, row: u32) -> impl Iterator<Item = (u32, &str)> {
        self.cells.range((row, 0)..=(row, u32::MAX)).map(|((_, column), text)| (*column, text.as_str()))
    }

    /// The rows below the headings in which anything stands.
    pub(crate) fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|(row, _)| *row).filter(|row| *row > 0).collect();
        rows.dedup();
        rows
    }
}

/// Reads the sheets of a form; `None` if the bytes are no workbook.
pub(crate) fn read(bytes: &[u8], refusals: &mut Refusals) -> Option<Workbook> {
    let mut found = Refusals::default();
    // calamine 0.38 panics on some damaged sheets, such as one whose range ends before it begins. What it has read until
    // then is dropped with it, so nothing half done is seen.
    let Ok(workbook) = catch_unwind(AssertUnwindSafe(|| sheets(bytes, &mut found))) else {
        refusals.file(Fault::NotAWorkbook);
        return None;
    };
    refusals.join(found);
    workbook
}

fn sheets(bytes: &[u8], refusals: &mut Refusals) -> Option<Workbook> {
    let Ok(mut xlsx) = Xlsx::new(Cursor::new(bytes)) else {
        refusals.file(Fault::NotAWorkbook);
        return None;
    };
    let mut workbook = Workbook::default();
    for sheet in xlsx.sheets_metadata().to_vec() {
        // As in pyxform, a sheet whose name begins with _ is for whoever made the workbook.
        if sheet.name.starts_with('_') {
            continue;
        }
        let known = SHEETS.iter().position(|known| *known == sheet.name.trim().to_lowercase());
        let rank = known.map_or(SHEETS.len() + 1, |rank| rank + 1);
        let mut found = Refusals::default();
        let cells = match sheet.typ {
            SheetType::WorkSheet => cells(&mut xlsx, rank, &sheet.name, &mut found),
            _ => Err(Fault::UnknownSheet),
        };
        let cells = match (known, cells) {
            // New workbooks come with empty sheets.
            (None, Ok(cells)) if cells.is_empty() => continue,
            (None, _) => {
                refusals.sheet(rank, &sheet.name, Fault::UnknownSheet);
                continue;
            }
            (Some(_), Err(fault)) => {
                refusals.sheet(rank, &sheet.name, fault);
                continue;
            }
            (Some(_), Ok(cells)) => cells,
        };
        refusals.join(found);
        let place = match known {
            Some(0) => &mut workbook.survey,
            Some(1) => &mut workbook.choices,
            _ => &mut workbook.settings,
        };
        if place.is_some() {
            refusals.sheet(rank, &sheet.name, Fault::UnknownSheet);
        }
        *place = Some(Sheet { rank, name: sheet.name, cells });
    }
    for (rank, (missing, name)) in
        [(workbook.survey.is_none(), SHEETS[0]), (workbook.settings.is_none(), SHEETS[2])].into_iter().enumerate()
    {
        if missing && !refusals.names(name) {
            refusals.sheet(2 * rank + 1, name, Fault::MissingSheet);
        }
    }
    Some(workbook)
}

type Cells = BTreeMap<(u32, u32), String>;

fn cells(xlsx: &mut Xlsx<Cursor<&[u8]>>, rank: usize, name: &str, refusals: &mut Refusals) -> Result<Cells, Fault> {
    let mut cells = Cells::new();
    let mut reader = xlsx.worksheet_cells_reader(name).map_err(|_| Fault::NotAWorkbook)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| Fault::NotAWorkbook)? {
        let (row, column) = cell.pos;
        if cell.formula.is_some() {
            refusals.at(rank, name, row, Some(column), Fault::Formula);
        }
        match text(&cell.value) {
            Some(text) if text.trim().is_empty() => {}
            Some(text) => {
                cells.insert((row, column), text.trim().to_owned());
            }
            None => refusals.at(rank, name, row, Some(column), Fault::Unreadable),
        }
        if cells.len() > MAX_CELLS {
            return Err(Fault::TooManyCells);
        }
    }
    drop(reader);
    for merged in xlsx.merge_cells_by_sheet_name(name).map_err(|_| Fault::NotAWorkbook)? {
        let (row, column) = merged.start;
        refusals.at(rank, name, row, Some(column), Fault::Merged);
    }
    Ok(cells)
}

/// A cell as text: whole numbers without a point, days as 2026-01-31; `None` if it is no text.
pub(crate) fn text(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(day) if day.is_datetime() && day.as_f64().fract() == 0.0 => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(day) if day.len() == 10 => day.clone(),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) | DataRef::Error(_) => return None,
    })
}
