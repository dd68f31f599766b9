//! Why a workbook is not taken, and where.

use std::collections::BTreeMap;

use beibao_domain::questionnaire::{ExpressionFault, ExpressionFaultKind, FormFault};

/// Most refusals that are told: whoever has these to correct reads no more of them.
pub const MAX_REFUSALS: usize = 200;

/// One thing that is wrong, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The sheet as it is named in the workbook; empty if it is about the file.
    pub sheet: String,
    /// The row, 1 for the first; 0 if it is about the sheet or the file.
    pub row: u32,
    /// The column's letters; empty if it is about a row, the sheet or the file.
    pub column: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong. [`Fault::code`] is the key under `workbook.` in the catalogue of words, [`Fault::params`] what its
/// sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// No `.xlsx` workbook: another kind of file, an old `.xls`, a damaged one, or one with a password.
    NotAWorkbook,
    /// The file is larger than [`MAX_FILE_BYTES`](crate::MAX_FILE_BYTES).
    FileTooLarge,
    /// Unpacked it would be larger than [`MAX_UNPACKED_BYTES`](crate::MAX_UNPACKED_BYTES).
    UnpacksTooLarge,
    /// More cells than [`MAX_CELLS`](crate::MAX_CELLS).
    TooManyCells,
    /// More rows than [`MAX_GRID_ROWS`](crate::MAX_GRID_ROWS).
    TooManyRows,
    /// Something stands in more than one sheet.
    MoreSheets,
    /// A number that is so long that the spreadsheet has lost its last digits.
    LostDigits,
    /// The sheet is missing.
    MissingSheet,
    /// A sheet that is no part of a form.
    UnknownSheet,
    /// The sheet lacks a column.
    MissingColumn(String),
    /// A column that is not understood.
    UnknownColumn(String),
    /// The heading of an earlier column.
    DoubleColumn(String),
    /// Something stands in a column that has no heading.
    NoHeading,
    /// A heading whose language has no code, as in `label::English (en)`.
    UnknownLanguage(String),
    /// A formula.
    Formula,
    /// Cells that are merged.
    Merged,
    /// `#N/A`, `#REF!` and the like, or a time of day.
    Unreadable,
    /// Nothing stands there, and something must.
    Empty,
    /// More characters than fit.
    TooLong,
    /// The settings have more than one row.
    MoreSettings,
    /// A type of question that is not understood.
    UnknownType(String),
    /// A list that is not among the choices.
    UnknownList(String),
    /// Neither yes nor no.
    YesOrNo,
    /// Neither `quiz` nor `survey`.
    QuizOrSurvey,
    /// An expression that is not understood.
    Expression(ExpressionFault),
    /// What the sheets say together is no form.
    Form(FormFault),
    /// So many more that are not told.
    More(usize),
}

impl Fault {
    /// Its code.
    pub fn code(&self) -> &'static str {
        use ExpressionFaultKind as Kind;
        match self {
            Fault::NotAWorkbook => "not_a_workbook",
            Fault::FileTooLarge => "file_too_large",
            Fault::UnpacksTooLarge => "unpacks_too_large",
            Fault::TooManyCells => "too_many_cells",
            Fault::TooManyRows => "too_many_rows",
            Fault::MoreSheets => "more_sheets",
            Fault::LostDigits => "lost_digits",
            Fault::MissingSheet => "missing_sheet",
            Fault::UnknownSheet => "unknown_sheet",
            Fault::MissingColumn(_) => "missing_column",
            Fault::UnknownColumn(_) => "unknown_column",
            Fault::DoubleColumn(_) => "double_column",
            Fault::NoHeading => "no_heading",
            Fault::UnknownLanguage(_) => "unknown_language",
            Fault::Formula => "formula",
            Fault::Merged => "merged",
            Fault::Unreadable => "unreadable",
            Fault::Empty => "empty",
            Fault::TooLong | Fault::Form(FormFault::TooLong) => "too_long",
            Fault::MoreSettings => "more_settings",
            Fault::UnknownType(_) => "unknown_type",
            Fault::UnknownList(_) => "unknown_list",
            Fault::YesOrNo => "yes_or_no",
            Fault::QuizOrSurvey => "quiz_or_survey",
            Fault::Expression(ExpressionFault { kind, .. }) => match kind {
                Kind::Character => "expression_character",
                Kind::Unclosed => "expression_unclosed",
                Kind::Name => "expression_name",
                Kind::Word => "expression_word",
                Kind::Unexpected => "expression_unexpected",
                Kind::Ends => "expression_ends",
                Kind::TooLong => "expression_too_long",
                Kind::TooDeep => "expression_too_deep",
            },
            Fault::Form(fault) => match fault {
                FormFault::NoQuestions => "no_questions",
                FormFault::TooManyQuestions => "too_many_questions",
                FormFault::TooManyChoices => "too_many_choices",
                FormFault::TooHeavy => "too_heavy",
                FormFault::BadName => "bad_name",
                FormFault::DoubleName => "double_name",
                FormFault::NoLabel => "no_label",
                FormFault::TooLong => "too_long",
                FormFault::UnknownReference(_) => "unknown_reference",
                FormFault::Cycle => "cycle",
                FormFault::NotASelect(_) => "not_a_select",
                FormFault::UnknownChoice(_) => "unknown_choice",
                FormFault::NoChoices => "no_choices",
                FormFault::OnlyInQuiz => "only_in_quiz",
                FormFault::NothingIsRight => "nothing_is_right",
                FormFault::ImpossibleRight => "impossible_right",
                FormFault::Points => "points",
            },
            Fault::More(_) => "more",
        }
    }

    /// What its sentence needs: `found`, what was written; `at`, the character; `count`.
    pub fn params(&self) -> BTreeMap<&'static str, String> {
        let param = match self {
            Fault::MissingColumn(found)
            | Fault::UnknownColumn(found)
            | Fault::DoubleColumn(found)
            | Fault::UnknownLanguage(found)
            | Fault::UnknownType(found)
            | Fault::UnknownList(found)
            | Fault::Form(
                FormFault::UnknownReference(found) | FormFault::NotASelect(found) | FormFault::UnknownChoice(found),
            ) => ("found", found.clone()),
            Fault::Expression(fault) => ("at", fault.at.to_string()),
            Fault::More(count) => ("count", count.to_string()),
            _ => return BTreeMap::new(),
        };
        BTreeMap::from([param])
    }

    /// One of each, for the test that each has its words.
    pub fn one_of_each() -> Vec<Fault> {
        use ExpressionFaultKind as Kind;
        let found = String::new;
        let expressions = [
            Kind::Character,
            Kind::Unclosed,
            Kind::Name,
            Kind::Word,
            Kind::Unexpected,
            Kind::Ends,
            Kind::TooLong,
            Kind::TooDeep,
        ];
        let forms = [
            FormFault::NoQuestions,
            FormFault::TooManyQuestions,
            FormFault::TooManyChoices,
            FormFault::TooHeavy,
            FormFault::BadName,
            FormFault::DoubleName,
            FormFault::NoLabel,
            FormFault::UnknownReference(found()),
            FormFault::Cycle,
            FormFault::NotASelect(found()),
            FormFault::UnknownChoice(found()),
            FormFault::NoChoices,
            FormFault::OnlyInQuiz,
            FormFault::NothingIsRight,
            FormFault::ImpossibleRight,
            FormFault::Points,
        ];
        let own = [
            Fault::NotAWorkbook,
            Fault::FileTooLarge,
            Fault::UnpacksTooLarge,
            Fault::TooManyCells,
            Fault::TooManyRows,
            Fault::MoreSheets,
            Fault::LostDigits,
            Fault::MissingSheet,
            Fault::UnknownSheet,
            Fault::MissingColumn(found()),
            Fault::UnknownColumn(found()),
            Fault::DoubleColumn(found()),
            Fault::NoHeading,
            Fault::UnknownLanguage(found()),
            Fault::Formula,
            Fault::Merged,
            Fault::Unreadable,
            Fault::Empty,
            Fault::TooLong,
            Fault::MoreSettings,
            Fault::UnknownType(found()),
            Fault::UnknownList(found()),
            Fault::YesOrNo,
            Fault::QuizOrSurvey,
            Fault::More(0),
        ];
        let expressions = expressions.map(|kind| Fault::Expression(ExpressionFault { at: 1, kind }));
        own.into_iter().chain(expressions).chain(forms.map(Fault::Form)).collect()
    }
}

/// Refusals while they are collected, each told once.
#[derive(Default)]
pub(crate) struct Refusals(BTreeMap<(usize, u32, u32, Fault), Refusal>);

impl Refusals {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses the file as a whole.
    pub(crate) fn file(&mut self, fault: Fault) {
        self.add(0, Refusal { sheet: String::new(), row: 0, column: String::new(), fault }, 0);
    }

    /// Refuses a sheet as a whole; `rank` orders the sheets.
    pub(crate) fn sheet(&mut self, rank: usize, sheet: &str, fault: Fault) {
        self.add(rank, Refusal { sheet: sheet.to_owned(), row: 0, column: String::new(), fault }, 0);
    }

    /// Refuses a row (counted from 0), at a column if there is one to name.
    pub(crate) fn at(&mut self, rank: usize, sheet: &str, row: u32, column: Option<u32>, fault: Fault) {
        let (letters, order) = column.map_or((String::new(), 0), |column| (letters(column), column + 1));
        self.add(rank, Refusal { sheet: sheet.to_owned(), row: row + 1, column: letters, fault }, order);
    }

    fn add(&mut self, rank: usize, refusal: Refusal, column: u32) {
        self.0.entry((rank, refusal.row, column, refusal.fault.clone())).or_insert(refusal);
    }

    /// Whether something is refused about a sheet of this name already.
    pub(crate) fn names(&self, sheet: &str) -> bool {
        self.0.values().any(|refusal| refusal.sheet.trim().eq_ignore_ascii_case(sheet))
    }

    pub(crate) fn join(&mut self, other: Refusals) {
        self.0.extend(other.0);
    }

    pub(crate) fn in_order(self) -> Vec<Refusal> {
        let more = self.0.len().saturating_sub(MAX_REFUSALS);
        let mut told: Vec<Refusal> = self.0.into_values().take(MAX_REFUSALS).collect();
        if more > 0 {
            told.push(Refusal { sheet: String::new(), row: 0, column: String::new(), fault: Fault::More(more) });
        }
        told
    }
}

/// The letters of a column counted from 0: A, B … Z, AA.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        let named = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
        assert!(named.iter().all(|(column, name)| letters(*column) == *name));
    }
}
