//! Questionnaires from the spreadsheets in which a station makes them, and tables back to spreadsheets.
//!
//! [`read`] takes the bytes of an `.xlsx` workbook by the rules of XLSForm (<https://xlsform.org/en/>) and gives a
//! [`Questionnaire`], or everything that is wrong with it at once, each fault with its sheet, row and column. What it does
//! not know it refuses: a form that was half understood would ask half the questions. Of its own it adds two columns to the
//! survey sheet, `right` and `points`, and one to the settings sheet, `kind` (`quiz` or `survey`).
//!
//! Deliberately not here: files, the register, and words that people read. Faults are codes; their sentences stand in
//! `assets/words/workbook.json`.

mod choices;
mod columns;
mod grid;
mod refusal;
mod results;
mod settings;
mod survey;
mod table;
mod unpack;
mod workbook;

use beibao_domain::questionnaire::{self, Questionnaire};

pub use grid::{GridRefusal, GridRow, MAX_GRID_ROWS, grid, is_packed};
pub use refusal::{Fault, MAX_REFUSALS, Refusal};
pub use results::by_question;
pub use table::{Cell, Table, TableError};
pub use unpack::{MAX_FILE_BYTES, MAX_PARTS, MAX_UNPACKED_BYTES};
pub use workbook::MAX_CELLS;

use refusal::Refusals;

/// Reads a workbook, or says all that is wrong with it, in the order of its sheets, rows and columns.
pub fn read(bytes: &[u8]) -> Result<Questionnaire, Vec<Refusal>> {
    let mut refusals = Refusals::default();
    if let Some(form) = form(bytes, &mut refusals)
        && refusals.is_empty()
    {
        return Ok(form);
    }
    Err(refusals.in_order())
}

/// The form as far as it can be understood; `None` where no more could be said of it.
fn form(bytes: &[u8], refusals: &mut Refusals) -> Option<Questionnaire> {
    if let Err(fault) = unpack::guard(bytes, MAX_FILE_BYTES, MAX_UNPACKED_BYTES) {
        refusals.file(fault);
        return None;
    }
    let workbook = workbook::read(bytes, refusals)?;
    let settings = workbook.settings.as_ref().map(|sheet| settings::read(sheet, refusals));
    let language = settings.as_ref().map_or(questionnaire::FALLBACK_LANGUAGE, |settings| &settings.language);
    let choices = match &workbook.choices {
        Some(sheet) => choices::read(sheet, language, refusals),
        None => choices::Choices { cut: refusals.names("choices"), ..Default::default() },
    };
    let survey = survey::read(workbook.survey.as_ref()?, &choices, language, refusals)?;
    let kind = settings.as_ref().map(|settings| settings.questionnaire.kind).unwrap_or_default();
    survey.check(kind, &choices, refusals);
    Some(Questionnaire { form: survey.form, ..settings?.questionnaire })
}
