//! Questionnaires: quizzes with right answers and surveys without, as a form that the station made in a spreadsheet.
//!
//! The form is a subset of XLSForm (<https://xlsform.org/en/>): seven kinds of question, `relevant` and `constraint` in the
//! language of [`Expression`], labels in several languages. Deliberately not here: groups, repeats, calculations, files and
//! places. A form that needs them is refused when it is read from its workbook (`beibao-xlsform`), never half understood.
//!
//! A form whose kinds or expressions this version does not know counts as missing ([`Row::read`](crate::Row::read)), so
//! that nobody is asked half of it.

mod answers;
mod asked;
mod expression;
mod form;
mod numbers;
mod results;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use answers::{Answer, AnswerFault, AnswerFaults, Answers, Given, MAX_ANSWER_CHARS, Score};
pub use expression::{Expression, ExpressionFault, ExpressionFaultKind, MAX_DEPTH, MAX_EXPRESSION_CHARS};
pub use form::{FormFault, Misplaced, Part, faults, is_name};
pub use results::{ChoiceCount, Numbers, QuestionResult, Results, ScoreResult};

/// Most questions of a form, notes included. More than this nobody answers standing at a door.
pub const MAX_QUESTIONS: usize = 500;
/// Most choices of a form, counted at every question that offers them: what a form weighs on its way to a tablet.
pub const MAX_CHOICES: usize = 2_000;
/// Heaviest form, in bytes of its JSON: with its row it must fit into one change
/// ([`MAX_CHANGE_BYTES`](crate::change::MAX_CHANGE_BYTES)). About thirty questions of four choices each in three languages.
pub const MAX_FORM_BYTES: usize = 27 * 1024;
/// Longest name of a question, a choice or a questionnaire, in characters.
pub const MAX_NAME_CHARS: usize = 64;
/// Longest label, hint or message, in characters.
pub const MAX_LABEL_CHARS: usize = 500;
/// Most points that one question can give.
pub const MAX_POINTS: u32 = 1_000;
/// The language that is shown where the wanted one is missing.
pub const FALLBACK_LANGUAGE: &str = "zh";

/// Words by language (`zh`, `mn`, `en`, or another code of BCP 47).
pub type Labels = BTreeMap<String, String>;

/// The words in a language, or else in Chinese, or else in whatever there is.
pub fn words<'a>(labels: &'a Labels, language: &str) -> &'a str {
    let found = labels.get(language).or_else(|| labels.get(FALLBACK_LANGUAGE)).or_else(|| labels.values().next());
    found.map_or("", String::as_str)
}

/// Whether there is a right answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum QuestionnaireKind {
    /// Questions with right answers and a score.
    Quiz,
    /// Questions that only ask.
    #[default]
    Survey,
}

/// A row of the questionnaire register.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct Questionnaire {
    /// The station's code: the workbook's `form_id`.
    pub code: String,
    /// Its edition, as the workbook says.
    pub version: String,
    /// Title in Chinese.
    pub title: String,
    /// Title in Mongolian script.
    pub title_mn: Option<String>,
    /// Quiz or survey.
    pub kind: QuestionnaireKind,
    /// The questions, in the order in which they are asked.
    pub form: Vec<Question>,
    /// Whether it is no longer asked.
    pub withdrawn: bool,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Words.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A calendar day.
    Date,
    /// One of the choices.
    SelectOne,
    /// Any of the choices.
    SelectMultiple,
    /// Nothing: words to be read.
    Note,
}

impl QuestionKind {
    /// All of them.
    pub const ALL: [QuestionKind; 7] = [
        QuestionKind::Text,
        QuestionKind::Integer,
        QuestionKind::Decimal,
        QuestionKind::Date,
        QuestionKind::SelectOne,
        QuestionKind::SelectMultiple,
        QuestionKind::Note,
    ];

    /// Its name in a workbook and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            QuestionKind::Text => "text",
            QuestionKind::Integer => "integer",
            QuestionKind::Decimal => "decimal",
            QuestionKind::Date => "date",
            QuestionKind::SelectOne => "select_one",
            QuestionKind::SelectMultiple => "select_multiple",
            QuestionKind::Note => "note",
        }
    }

    /// Whether it has choices.
    pub fn is_select(self) -> bool {
        matches!(self, QuestionKind::SelectOne | QuestionKind::SelectMultiple)
    }
}

/// One question, or a note between them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct Question {
    /// By which answers and expressions know it.
    pub name: String,
    /// What is asked for.
    pub kind: QuestionKind,
    /// The question.
    pub label: Labels,
    /// How to answer it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hint: Labels,
    /// Whether it must be answered, if it is asked.
    #[serde(skip_serializing_if = "is_default")]
    pub required: bool,
    /// It is asked only while this holds.
    #[cfg_attr(feature = "specta", specta(type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expression>,
    /// What an answer must fulfil; `.` is the answer.
    #[cfg_attr(feature = "specta", specta(type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Expression>,
    /// What to say if it does not.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub constraint_message: Labels,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The right answer: of a `select_multiple` all the right choices, of any other kind each answer that is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<Vec<String>>,
    /// What the right answer gives.
    #[serde(skip_serializing_if = "is_default")]
    pub points: u32,
}

/// What is not said of a question is left out: a form travels in one change.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One of several answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
#[serde(rename = "QuestionChoice")]
pub struct Choice {
    /// What is kept.
    pub name: String,
    /// What is read.
    pub label: Labels,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_questionnaire_comes_back_from_json_as_it_went() {
        let question = Question {
            name: "dogs".into(),
            kind: QuestionKind::Integer,
            label: [("zh".into(), "家里有几条狗？".into()), ("mn".into(), "ᠨᠣᠬᠠᠢ".into())].into(),
            relevant: Some("${has_dogs} = 'yes'".parse().unwrap()),
            constraint: Some(". >= 0 and . < 30".parse().unwrap()),
            ..Question::default()
        };
        let whole = Questionnaire { code: "dogs".into(), form: vec![question], ..Questionnaire::default() };
        let json = serde_json::to_value(&whole).unwrap();
        assert_eq!(json["form"][0]["relevant"], "${has_dogs} = 'yes'");
        assert_eq!(serde_json::from_value::<Questionnaire>(json).unwrap(), whole);
    }

    #[test]
    fn a_form_of_a_newer_version_is_not_asked_by_halves() {
        let newer = serde_json::json!({ "code": "a", "form": [{ "name": "x", "relevant": "regex(., '[0-9]')" }] });
        assert!(serde_json::from_value::<Questionnaire>(newer).is_err());
    }

    #[test]
    fn the_heaviest_row_that_is_taken_fits_into_a_change() {
        let question = |i: usize| Question {
            name: format!("question_{i}"),
            label: [("zh".into(), "长".repeat(100))].into(),
            ..Question::default()
        };
        let mut form = Vec::new();
        while faults(QuestionnaireKind::Survey, &form).iter().all(|found| found.fault != FormFault::TooHeavy) {
            form.push(question(form.len()));
        }
        form.pop();
        let title_mn = Some("ᠠ".repeat(MAX_LABEL_CHARS));
        let row = Questionnaire { title: "题".repeat(MAX_LABEL_CHARS), title_mn, form, ..Questionnaire::default() };
        let edit = crate::Edit::new_row(crate::RegisterKind::Material, uuid::Uuid::nil(), &row);
        // What a change says beside its body is a few hundred bytes.
        assert!(crate::Payload::Edit(edit).to_json().len() + 1_024 < crate::change::MAX_CHANGE_BYTES);
    }

    #[test]
    fn a_missing_language_is_read_in_chinese() {
        let labels: Labels = [("zh".into(), "狗".into()), ("en".into(), "dog".into())].into();
        assert_eq!((words(&labels, "mn"), words(&labels, "en"), words(&Labels::new(), "en")), ("狗", "dog", ""));
    }
}
