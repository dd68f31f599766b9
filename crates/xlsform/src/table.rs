//! A plain table as a spreadsheet: results, statistics, lists. Deliberately not here: charts, colours, more than one sheet.
//!
//! Words stay words in both formats, whatever they begin with. In a workbook they are written as text. In CSV, where
//! nothing but the first character tells a formula, an apostrophe goes before it, as OWASP advises
//! (<https://owasp.org/www-community/attacks/CSV_Injection>). Numbers are written as numbers, the negative ones too.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Widest that a column is made, in pixels.
const MAX_WIDTH_PX: u32 = 480;
/// Longest name of a sheet, in characters, and what may not stand in it: limits of the file format.
const MAX_SHEET_NAME_CHARS: usize = 31;
const NOT_IN_SHEET_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What it is called: the name of the sheet.
    pub title: String,
    /// The headings.
    pub columns: Vec<String>,
    /// The rows, each as wide as the headings.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Cell::Number(number.into())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Cell::Number(number)
    }
}

/// A table does not fit into the format: more than 1,048,576 rows, or 32,767 characters in a cell.
#[derive(Debug, thiserror::Error)]
#[error("the table does not fit into a sheet")]
pub struct TableError(#[source] XlsxError);

impl Table {
    /// As CSV in UTF-8. A mark at the beginning tells office programs so; without it they guess GB 18030.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
        let headings = self.columns.iter().map(|heading| harmless(heading)).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(field).collect());
        for row in std::iter::once::<Vec<String>>(headings).chain(rows) {
            if writer.write_record(row).is_err() {
                unreachable!("a vector takes whatever is written");
            }
        }
        let Ok(written) = writer.into_inner() else { unreachable!("a vector takes whatever is written") };
        ["\u{feff}".as_bytes(), &written].concat()
    }

    /// As an `.xlsx` workbook. The same table is the same bytes.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, TableError> {
        self.workbook().map_err(TableError)
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
        self.write(workbook.add_worksheet())?;
        workbook.save_to_buffer()
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        if let Some(name) = self.sheet_name() {
            sheet.set_name(name)?;
        }
        let bold = Format::new().set_bold();
        for (column, heading) in (0u16..).zip(&self.columns) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        for (row, cells) in (1u32..).zip(&self.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Empty => continue,
                    Cell::Text(text) => sheet.write_string(row, column, text)?,
                    Cell::Number(number) => sheet.write_number(row, column, *number)?,
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?.set_autofit_max_width(MAX_WIDTH_PX).autofit();
        Ok(())
    }

    /// The title as far as it can name a sheet.
    fn sheet_name(&self) -> Option<String> {
        let allowed = |c: &char| !NOT_IN_SHEET_NAMES.contains(c) && !c.is_control();
        // The limit counts UTF-16 units, of which a rare character has two.
        let mut room = MAX_SHEET_NAME_CHARS;
        let fits = |c: &char| {
            room.checked_sub(c.len_utf16()).is_some_and(|left| {
                room = left;
                true
            })
        };
        let name: String = self.title.chars().filter(allowed).take_while(fits).collect();
        let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        (!name.is_empty()).then(|| name.to_owned())
    }
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => number.to_string(),
    }
}

/// Words as no spreadsheet takes them for a formula. The wide forms of Chinese keyboards count too.
fn harmless(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    format!("{}{text}", if begins { "'" } else { "" })
}
