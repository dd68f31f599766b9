//! The settings sheet: what the questionnaire is called, and whether it is a quiz.

use beibao_domain::questionnaire::{
    FALLBACK_LANGUAGE, MAX_LABEL_CHARS, MAX_NAME_CHARS, Questionnaire, QuestionnaireKind,
};

use crate::Fault;
use crate::columns::{self, Columns};
use crate::refusal::Refusals;
use crate::workbook::Sheet;

/// What the settings say.
pub(crate) struct Settings {
    /// The questionnaire, still without its form.
    pub(crate) questionnaire: Questionnaire,
    /// The language of headings that name none.
    pub(crate) language: String,
}

/// Reads the settings: the row below the headings.
pub(crate) fn read(sheet: &Sheet, refusals: &mut Refusals) -> Settings {
    let mut language = FALLBACK_LANGUAGE.to_owned();
    if let Some((column, _)) = sheet.row(0).find(|(_, heading)| heading.eq_ignore_ascii_case("default_language")) {
        match (sheet.text(1, column), columns::code(sheet.text(1, column))) {
            ("", _) => {}
            (_, Some(code)) => language = code,
            (text, None) => {
                refusals.at(sheet.rank, &sheet.name, 1, Some(column), Fault::UnknownLanguage(text.to_owned()));
            }
        }
    }
    let plain = ["form_id", "version", "default_language", "kind"];
    let columns = Columns::read(sheet, &plain, &["form_title"], &language, refusals);
    columns.need(sheet, &["form_id", "version", "form_title"], refusals);
    for row in sheet.rows().into_iter().filter(|row| *row > 1) {
        refusals.at(sheet.rank, &sheet.name, row, None, Fault::MoreSettings);
    }
    let mut text = |column: Option<u32>, limit_chars: usize| {
        let text = column.map_or("", |column| sheet.text(1, column)).to_owned();
        if column.is_some() && text.is_empty() {
            refusals.at(sheet.rank, &sheet.name, 1, column, Fault::Empty);
        }
        if text.chars().count() > limit_chars {
            refusals.at(sheet.rank, &sheet.name, 1, column, Fault::TooLong);
        }
        text
    };
    let code = text(columns.plain("form_id"), MAX_NAME_CHARS);
    let version = text(columns.plain("version"), MAX_NAME_CHARS);
    // The row has room for two titles; where there is none in Chinese, the one that stands first takes its place.
    let chinese = columns.worded("form_title", FALLBACK_LANGUAGE).or(columns.first("form_title"));
    let title = text(chinese, MAX_LABEL_CHARS);
    let mongolian = columns.worded("form_title", "mn").filter(|column| !sheet.text(1, *column).is_empty());
    let title_mn = mongolian.map(|column| text(Some(column), MAX_LABEL_CHARS));
    let kind = match columns.text(sheet, 1, "kind") {
        "" | "survey" => QuestionnaireKind::Survey,
        "quiz" => QuestionnaireKind::Quiz,
        _ => {
            refusals.at(sheet.rank, &sheet.name, 1, columns.plain("kind"), Fault::QuizOrSurvey);
            QuestionnaireKind::Survey
        }
    };
    let questionnaire = Questionnaire { code, version, title, title_mn, kind, ..Questionnaire::default() };
    Settings { questionnaire, language }
}
