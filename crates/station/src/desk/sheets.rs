//! Sheets: what an import would change, the import itself, and households and people as a file. The columns are those that
//! an import reads, so that what was taken out, and corrected elsewhere, is taken in again.

use beibao_domain::{Hash, ProblemCode, RegisterKind};
use beibao_replica::table::{register, rows, word};
use beibao_xlsform::{Cell, Table};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::audit::{Deed, note};
use super::progress::{Progress, WorkKind};
use super::who::Who;
use crate::import::{Imported, RowRemark, columns_of, shown};
use crate::station::{Result, Station, Tx};
use crate::words::on_paper;

/// Cells and rows that a page is shown; how many there are is told.
const MOST_SHOWN: usize = 300;

/// What an import would do, or did.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct SheetView {
    /// Which register it is.
    pub register: String,
    /// Rows that are new.
    pub added: u64,
    /// Rows of which something changes.
    pub changed: u64,
    /// Rows that stay as they are.
    pub unchanged: u64,
    /// Every row that is not taken.
    pub refused: Vec<RemarkView>,
    /// Rows that are taken with a remark.
    pub remarks: Vec<RemarkView>,
    /// The first of the cells that change.
    pub cells: Vec<CellView>,
    /// How many cells change in all.
    pub cells_in_all: u64,
    /// To be given back with the import: it is done only if it would still do the same.
    pub seen: String,
}

/// A row that is not taken, or is taken with a remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RemarkView {
    /// The line in the file, 1 for the header.
    pub line: u64,
    /// The column.
    pub column: String,
    /// What is wrong, a word of `row.`.
    pub fault: String,
}

/// A cell that changes.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct CellView {
    /// The line in the file.
    pub line: u64,
    /// The row; none if it is new.
    pub row: Option<Uuid>,
    /// By what the row is called.
    pub title: String,
    /// The column.
    pub column: String,
    /// What stands there.
    pub before: String,
    /// What would.
    pub after: String,
}

/// What was seen of it before.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SheetSeen {
    /// What [`SheetView::seen`] said.
    pub seen: String,
}

/// Which register to take out.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SheetAsk {
    /// `household` or `person`.
    pub register: String,
}

beibao_domain::redacted!(SheetView, CellView);

/// A mark of what an import does: of anything else it is another one.
fn mark(bytes: &[u8], imported: &Imported) -> String {
    let cells = imported.changes.iter().map(|cell| (cell.line, cell.row, &cell.column, &cell.before, &cell.after));
    let does: Vec<String> = cells.map(|cell| format!("{cell:?}")).collect();
    let told = format!("{} {} {:?}", imported.unchanged, does.join("\n"), imported.refused);
    Hash::of(&[bytes, told.as_bytes()].concat()).to_string()
}

fn view(bytes: &[u8], imported: Imported) -> SheetView {
    let seen = mark(bytes, &imported);
    let remark = |remark: RowRemark| RemarkView {
        line: remark.line,
        column: remark.column.to_owned(),
        fault: word(&remark.fault),
    };
    let cells_in_all = imported.changes.len() as u64;
    let cell = |cell: crate::import::CellChange| CellView {
        line: cell.line,
        row: cell.row,
        title: cell.title,
        column: cell.column,
        before: cell.before,
        after: cell.after,
    };
    SheetView {
        register: imported.register.name().to_owned(),
        added: imported.added as u64,
        changed: imported.changed as u64,
        unchanged: imported.unchanged as u64,
        refused: imported.refused.into_iter().map(remark).collect(),
        remarks: imported.remarks.into_iter().map(remark).take(MOST_SHOWN).collect(),
        cells: imported.changes.into_iter().map(cell).take(MOST_SHOWN).collect(),
        cells_in_all,
        seen,
    }
}

impl Station {
    /// What a sheet would change, and every row that it would not take. Nothing is changed.
    pub fn sheet_seen(&self, who: &Who, bytes: &[u8]) -> Result<SheetView> {
        let imported =
            self.works.run(who, WorkKind::SheetTrial, |progress| self.import_on_trial_counted(bytes, progress))??;
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::ImportSeen, None, imported.register.name()))?;
        Ok(view(bytes, imported))
    }

    /// Takes a sheet in, if it still does what was seen: all of its good rows, or nothing.
    pub fn take_sheet(&self, who: &Who, bytes: &[u8], seen: &str) -> Result<SheetView> {
        let agreed = |tx: &Tx<'_>, imported: &mut Imported| {
            if mark(bytes, imported) != seen {
                return Err(ProblemCode::CorrectedMeanwhile.into());
            }
            note(&tx.sql, tx.world().now(), who.by(), Deed::RegisterImported, None, imported.register.name())
        };
        let imported = self.works.run(who, WorkKind::SheetTaken, |progress| self.import_if(bytes, progress, agreed))?;
        Ok(view(bytes, imported?))
    }

    /// A register as CSV, with the columns of its import; an empty one is a form to fill in.
    pub fn register_csv(&self, who: &Who, ask: &SheetAsk) -> Result<Vec<u8>> {
        Ok(self.sheet(who, ask, "csv")?.to_csv())
    }

    /// The same as a workbook.
    pub fn register_xlsx(&self, who: &Who, ask: &SheetAsk) -> Result<Vec<u8>> {
        self.sheet(who, ask, "xlsx")?.to_xlsx().map_err(|_| ProblemCode::TooLarge.into())
    }

    fn sheet(&self, who: &Who, ask: &SheetAsk, kind: &str) -> Result<Table> {
        let register = RegisterKind::named(&ask.register).ok_or(ProblemCode::NotFound)?;
        let columns = columns_of(register);
        if columns.is_empty() {
            return Err(ProblemCode::NotFound.into());
        }
        let detail = format!("{} {kind}", register.name());
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::RegisterTaken, None, &detail))?;
        let order = match register {
            RegisterKind::Station => "SELECT id FROM station ORDER BY id",
            RegisterKind::Area => "SELECT id FROM area ORDER BY code, id",
            RegisterKind::Officer => "SELECT id FROM officer ORDER BY badge, id",
            RegisterKind::Material => "SELECT id FROM material ORDER BY code, id",
            RegisterKind::ServicePoint => "SELECT id FROM service_point ORDER BY code, id",
            RegisterKind::Phrase => "SELECT id FROM phrase ORDER BY code, id",
            RegisterKind::Questionnaire => return Err(ProblemCode::NotFound.into()),
            RegisterKind::Household => {
                "SELECT id FROM household WHERE id NOT IN (SELECT row FROM merged) ORDER BY code, id"
            }
            RegisterKind::Person => {
                "SELECT p.id FROM person p LEFT JOIN household h ON h.id = p.household
                 WHERE p.id NOT IN (SELECT row FROM merged) ORDER BY h.code, p.relation <> 'head', p.born_on, p.id"
            }
        };
        let table = |progress: &Progress| {
            self.read_alone(|sql| {
                let ids = rows(sql, order, [], |row| row.get::<_, Uuid>(0))?;
                progress.of(ids.len() as u64);
                let cells = |id: Uuid| -> Result<Vec<Cell>> {
                    progress.step();
                    let row = register::row(sql, id)?;
                    let cell = |column: &&str| {
                        let value =
                            row.fields.get(*column).map(|field| shown(sql, column, &field.value)).transpose()?;
                        // Words all of them: a number with zeros in front is none.
                        Ok(value.filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::Text))
                    };
                    columns.iter().map(cell).collect()
                };
                Ok(Table {
                    title: on_paper(&format!("desk.sheet.{}", register.name())),
                    columns: columns.iter().map(|column| (*column).to_owned()).collect(),
                    rows: ids.into_iter().map(cells).collect::<Result<_>>()?,
                })
            })
        };
        self.works.run(who, WorkKind::RegisterTaken, table)
    }
}
