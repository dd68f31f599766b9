//! Any workbook of one sheet as rows of words: a register, or what came back from production.
//!
//! A cell that would be read otherwise than it is meant is a fault of its own: a formula, because what it shows is not what
//! it holds, and a long number, because the spreadsheet has lost its last digits already.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use crate::{Fault, unpack, workbook};

/// The largest file: a register of twelve thousand people is a tenth of it.
pub const MAX_GRID_BYTES: usize = 16 * 1024 * 1024;
/// What all of its parts together may unpack to.
pub const MAX_GRID_UNPACKED_BYTES: u64 = 96 * 1024 * 1024;
/// Most rows, the heading among them.
pub const MAX_GRID_ROWS: u32 = 50_000;
/// Most columns.
pub const MAX_GRID_COLUMNS: u32 = 64;

/// From here on a spreadsheet's number has lost digits: it keeps fifteen.
const LOST_DIGITS: f64 = 1e15;

/// A row in which something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRow {
    /// Its number in the sheet, 1 for the first.
    pub number: u32,
    /// Its cells from the first column on, as far as the last in which something stands; empty where nothing does.
    pub cells: Vec<Result<String, Fault>>,
}

/// Why no row is read, and in which one; 0 if it is about the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRefusal {
    /// What is wrong.
    pub fault: Fault,
    /// The row.
    pub row: u32,
}

impl From<Fault> for GridRefusal {
    fn from(fault: Fault) -> Self {
        Self { fault, row: 0 }
    }
}

/// Whether these bytes are a packed file and no text.
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Reads the only sheet of a workbook in which anything stands. Hidden sheets are not looked at.
pub fn grid(bytes: &[u8]) -> Result<Vec<GridRow>, GridRefusal> {
    unpack::guard(bytes, MAX_GRID_BYTES, MAX_GRID_UNPACKED_BYTES)?;
    // See `workbook::read`: calamine panics on some damaged sheets, and nothing half read is seen.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes))).unwrap_or(Err(Fault::NotAWorkbook.into()))
}

fn sheets(bytes: &[u8]) -> Result<Vec<GridRow>, GridRefusal> {
    let mut xlsx = Xlsx::new(Cursor::new(bytes)).map_err(|_| Fault::NotAWorkbook)?;
    let mut found = Vec::new();
    for sheet in xlsx.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet || sheet.visible != SheetVisible::Visible {
            continue;
        }
        let rows = rows(&mut xlsx, &sheet.name)?;
        if rows.is_empty() {
            continue;
        }
        if !found.is_empty() {
            return Err(Fault::MoreSheets.into());
        }
        found = rows;
    }
    Ok(found)
}

fn rows(xlsx: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<GridRow>, GridRefusal> {
    let mut rows: BTreeMap<u32, Vec<Result<String, Fault>>> = BTreeMap::new();
    let mut reader = xlsx.worksheet_cells_reader(name).map_err(|_| Fault::NotAWorkbook)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| Fault::NotAWorkbook)? {
        let (row, column) = cell.pos;
        let said = match (&cell.value, workbook::text(&cell.value)) {
            _ if cell.formula.is_some() => Err(Fault::Formula),
            (DataRef::Float(number), _) if number.abs() >= LOST_DIGITS => Err(Fault::LostDigits),
            (_, Some(text)) if text.trim().is_empty() => continue,
            (_, Some(text)) => Ok(text.trim().to_owned()),
            (_, None) => Err(Fault::Unreadable),
        };
        if column >= MAX_GRID_COLUMNS {
            return Err(GridRefusal { fault: Fault::TooManyCells, row: row + 1 });
        }
        let cells = rows.entry(row).or_default();
        cells.resize_with(cells.len().max(column as usize + 1), || Ok(String::new()));
        cells[column as usize] = said;
        if rows.len() > MAX_GRID_ROWS as usize {
            return Err(GridRefusal { fault: Fault::TooManyRows, row: row + 1 });
        }
    }
    drop(reader);
    if let Some(merged) = xlsx.merge_cells_by_sheet_name(name).map_err(|_| Fault::NotAWorkbook)?.first() {
        return Err(GridRefusal { fault: Fault::Merged, row: merged.start.0 + 1 });
    }
    Ok(rows.into_iter().map(|(row, cells)| GridRow { number: row + 1, cells }).collect())
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    fn made(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
        let mut workbook = Workbook::new();
        fill(&mut workbook);
        workbook.save_to_buffer().unwrap()
    }

    fn fault(bytes: &[u8]) -> Fault {
        grid(bytes).unwrap_err().fault
    }

    #[test]
    fn words_and_numbers_are_read_and_what_would_mislead_is_a_fault_of_its_cell() {
        let bytes = made(|workbook| {
            let sheet = workbook.add_worksheet();
            sheet.write(0, 0, " code ").unwrap();
            sheet.write(0, 1, "id_number").unwrap();
            sheet.write(2, 0, 7).unwrap();
            sheet.write(2, 1, 150_599_196_803_120_014_f64).unwrap();
            sheet.write(3, 1, rust_xlsxwriter::Formula::new("=A3+1").set_result("8")).unwrap();
            workbook.add_worksheet();
        });
        let row = |number, cells| GridRow { number, cells };
        assert_eq!(
            grid(&bytes).unwrap(),
            [
                row(1, vec![Ok("code".into()), Ok("id_number".into())]),
                row(3, vec![Ok("7".into()), Err(Fault::LostDigits)]),
                row(4, vec![Ok(String::new()), Err(Fault::Formula)]),
            ]
        );
    }

    #[test]
    fn a_workbook_that_is_not_one_sheet_of_plain_rows_is_refused_whole() {
        assert_eq!(fault(b"PK\x03\x04 nothing"), Fault::NotAWorkbook);
        assert_eq!(fault(&vec![b'P'; MAX_GRID_BYTES + 1]), Fault::FileTooLarge);
        let two = made(|workbook| {
            for _ in 0..2 {
                workbook.add_worksheet().write(0, 0, "code").unwrap();
            }
        });
        assert_eq!(fault(&two), Fault::MoreSheets);
        let merged = made(|workbook| {
            let sheet = workbook.add_worksheet();
            sheet.merge_range(1, 0, 2, 0, "01", &rust_xlsxwriter::Format::new()).unwrap();
        });
        assert_eq!(grid(&merged), Err(GridRefusal { fault: Fault::Merged, row: 2 }));
        let wide = made(|workbook| {
            workbook.add_worksheet().write(0, 16_383, "code").unwrap();
        });
        assert_eq!(fault(&wide), Fault::TooManyCells);
    }

    #[test]
    fn a_hundred_thousand_rows_and_a_bomb_are_refused_before_they_fill_the_memory() {
        let long = made(|workbook| {
            let sheet = workbook.add_worksheet();
            for row in 0..100_000 {
                sheet.write(row, 0, "a").unwrap();
            }
        });
        assert_eq!(grid(&long), Err(GridRefusal { fault: Fault::TooManyRows, row: MAX_GRID_ROWS + 1 }));
        let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
        bomb.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), MAX_GRID_UNPACKED_BYTES + 1), &mut bomb).unwrap();
        let bomb = bomb.finish().unwrap().into_inner();
        assert!(bomb.len() < 1024 * 1024);
        assert_eq!(fault(&bomb), Fault::UnpacksTooLarge);
    }
}
