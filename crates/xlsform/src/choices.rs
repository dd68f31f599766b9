//! The choices sheet: lists of answers, each of which questions of the survey offer.

use std::collections::BTreeMap;

use beibao_domain::questionnaire::{Choice, FormFault, MAX_CHOICES};

use crate::Fault;
use crate::columns::Columns;
use crate::refusal::Refusals;
use crate::workbook::Sheet;

/// The lists, and where their choices stand.
#[derive(Default)]
pub(crate) struct Choices {
    /// Rank and name of the sheet.
    pub(crate) sheet: (usize, String),
    /// Its headings.
    pub(crate) columns: Columns,
    /// The choices of each list, each with its row.
    pub(crate) lists: BTreeMap<String, Vec<(u32, Choice)>>,
    /// Whether the sheet could not be read to its end, so that a list that is not here may yet be there.
    pub(crate) cut: bool,
}

/// Reads the lists.
pub(crate) fn read(sheet: &Sheet, language: &str, refusals: &mut Refusals) -> Choices {
    let columns = Columns::read(sheet, &["list_name", "name"], &["label"], language, refusals);
    let mut lists: BTreeMap<String, Vec<(u32, Choice)>> = BTreeMap::new();
    let readable = columns.need(sheet, &["list_name", "name", "label"], refusals);
    let rows = if readable { sheet.rows() } else { Vec::new() };
    let cut = !readable || rows.len() > MAX_CHOICES;
    if let Some(row) = rows.get(MAX_CHOICES) {
        let fault = Fault::Form(FormFault::TooManyChoices);
        refusals.at(sheet.rank, &sheet.name, *row, columns.plain("list_name"), fault);
    }
    for row in rows.into_iter().take(MAX_CHOICES) {
        let list = columns.text(sheet, row, "list_name");
        if list.is_empty() {
            refusals.at(sheet.rank, &sheet.name, row, columns.plain("list_name"), Fault::Empty);
        }
        let name = columns.text(sheet, row, "name").to_owned();
        lists
            .entry(list.to_owned())
            .or_default()
            .push((row, Choice { name, label: columns.labels(sheet, row, "label") }));
    }
    Choices { sheet: (sheet.rank, sheet.name.clone()), columns, lists, cut }
}
