//! Questionnaires at the desk: a workbook is read and shown before it is put in force, and results are read by question.

use std::collections::BTreeMap;

use beibao_domain::ProblemCode;
use beibao_domain::questionnaire::{Expression, Labels, Question, QuestionResult, Questionnaire};
use beibao_replica::table::{register, shelf, word};
use beibao_xlsform::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::audit::{Deed, note};
use super::who::Who;
use crate::questionnaires::{Answered, Kept, answered, table};
use crate::station::{Result, Station};
use crate::words::Words;

/// A questionnaire in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionnaireView {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its edition.
    pub version: String,
    /// Its title.
    pub title: String,
    /// `quiz` or `survey`.
    pub kind: String,
    /// How many questions it asks.
    pub questions: usize,
    /// Whether it is no longer asked.
    pub withdrawn: bool,
}

/// A choice of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerChoice {
    /// What is kept.
    pub name: String,
    /// What is read, by language.
    pub label: BTreeMap<String, String>,
}

/// A question as it will be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionView {
    /// Its name.
    pub name: String,
    /// Its kind, such as `select_one`.
    pub kind: String,
    /// The question, by language.
    pub label: BTreeMap<String, String>,
    /// How to answer it.
    pub hint: BTreeMap<String, String>,
    /// Whether it must be answered.
    pub required: bool,
    /// Only while this holds.
    pub relevant: Option<String>,
    /// What an answer must fulfil.
    pub constraint: Option<String>,
    /// What can be chosen.
    pub choices: Vec<AnswerChoice>,
    /// The right answers.
    pub right: Vec<String>,
    /// What a right answer gives.
    pub points: u32,
}

/// A form, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormView {
    /// Its code.
    pub code: String,
    /// Its edition.
    pub version: String,
    /// Its title.
    pub title: String,
    /// The same in Mongolian.
    pub title_mn: Option<String>,
    /// `quiz` or `survey`.
    pub kind: String,
    /// Its questions, notes included.
    pub questions: Vec<QuestionView>,
}

/// One thing that is wrong with a workbook; its sentence is `workbook.<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkbookRefusal {
    /// The sheet; empty if it is about the file.
    pub sheet: String,
    /// The row, 1 for the first; 0 if it is about the sheet.
    pub row: u32,
    /// The column's letters; empty if it is about a row.
    pub column: String,
    /// What is wrong.
    pub code: String,
    /// What the sentence needs.
    pub params: BTreeMap<String, String>,
}

/// What a workbook holds, or all that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkbookView {
    /// The form, if nothing is wrong.
    pub form: Option<FormView>,
    /// What is wrong, in the order of sheets, rows and columns.
    pub refusals: Vec<WorkbookRefusal>,
    /// The edition that stands now under this code.
    pub stands: Option<String>,
    /// What became of it: `new`, `replaced`, `unchanged`; none while it is only looked at.
    pub kept: Option<String>,
}

/// Whether a questionnaire is withdrawn.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Withdrawal {
    /// It is no longer asked.
    pub withdrawn: bool,
}

/// Which results, and in which language a file is.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ResultsAsk {
    /// Of this edition only.
    pub version: Option<String>,
    /// `en`, otherwise Chinese.
    pub language: Option<String>,
}

/// How often something was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChosenView {
    /// What is kept.
    pub name: String,
    /// What is read, by language; empty for one that only an earlier edition had.
    pub label: BTreeMap<String, String>,
    /// How often.
    pub count: u32,
}

/// The results of one question.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ResultView {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// The question, by language.
    pub label: BTreeMap<String, String>,
    /// How many answered it.
    pub answered: u32,
    /// How many rightly, if there is a right answer.
    pub right: Option<u32>,
    /// How often each choice was chosen.
    pub choices: Vec<ChosenView>,
    /// Least, greatest, mean and median of numbers, in this order.
    pub numbers: Vec<f64>,
    /// Words and days, sorted.
    pub texts: Vec<String>,
}

/// The results of a questionnaire.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ResultsView {
    /// The form that stands now.
    pub form: FormView,
    /// The editions to which something was answered.
    pub versions: Vec<String>,
    /// How many answered.
    pub answered: u32,
    /// The mean score of a quiz in percent.
    pub mean_percent: Option<f64>,
    /// How many had everything right.
    pub all_right: Option<u32>,
    /// Each question, notes left out.
    pub questions: Vec<ResultView>,
}

beibao_domain::redacted!(ResultView, ResultsView);

fn form(questionnaire: &Questionnaire) -> FormView {
    FormView {
        code: questionnaire.code.clone(),
        version: questionnaire.version.clone(),
        title: questionnaire.title.clone(),
        title_mn: questionnaire.title_mn.clone(),
        kind: word(&questionnaire.kind),
        questions: questionnaire.form.iter().map(question).collect(),
    }
}

fn question(question: &Question) -> QuestionView {
    let said = |expression: &Option<Expression>| expression.as_ref().map(word);
    QuestionView {
        name: question.name.clone(),
        kind: question.kind.name().to_owned(),
        label: question.label.clone(),
        hint: question.hint.clone(),
        required: question.required,
        relevant: said(&question.relevant),
        constraint: said(&question.constraint),
        choices: question
            .choices
            .iter()
            .map(|choice| AnswerChoice { name: choice.name.clone(), label: choice.label.clone() })
            .collect(),
        right: question.right.clone().unwrap_or_default(),
        points: question.points,
    }
}

fn refusal(refusal: Refusal) -> WorkbookRefusal {
    WorkbookRefusal {
        code: refusal.fault.code().to_owned(),
        params: refusal.fault.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        sheet: refusal.sheet,
        row: refusal.row,
        column: refusal.column,
    }
}

fn result(form: &Questionnaire, result: QuestionResult) -> ResultView {
    let asked = form.form.iter().find(|question| question.name == result.name);
    let label = |name: &str| -> Labels {
        let choice = asked.and_then(|asked| asked.choices.iter().find(|choice| choice.name == name));
        choice.map(|choice| choice.label.clone()).unwrap_or_default()
    };
    let choice = |counted: beibao_domain::questionnaire::ChoiceCount| ChosenView {
        label: label(&counted.name),
        name: counted.name,
        count: counted.count,
    };
    ResultView {
        kind: result.kind.name().to_owned(),
        label: asked.map(|asked| asked.label.clone()).unwrap_or_default(),
        answered: result.answered,
        right: result.right,
        choices: result.choices.into_iter().map(choice).collect(),
        numbers: result.numbers.map(|n| vec![n.least, n.greatest, n.mean, n.median]).unwrap_or_default(),
        texts: result.texts,
        name: result.name,
    }
}

fn results(found: Answered) -> ResultsView {
    let form = form(&found.questionnaire);
    ResultsView {
        form,
        versions: found.versions,
        answered: found.results.answered,
        mean_percent: found.results.score.map(|score| score.mean_percent),
        all_right: found.results.score.map(|score| score.all_right),
        questions: found.results.questions.into_iter().map(|one| result(&found.questionnaire, one)).collect(),
    }
}

impl Station {
    /// The questionnaires by code.
    pub fn questionnaires(&self) -> Result<Vec<QuestionnaireView>> {
        let view = |(id, one): (Uuid, Questionnaire)| QuestionnaireView {
            id,
            questions: one.form.len(),
            kind: word(&one.kind),
            code: one.code,
            version: one.version,
            title: one.title,
            withdrawn: one.withdrawn,
        };
        self.read(|sql| Ok(shelf::all::<Questionnaire>(sql)?.into_iter().map(view).collect()))
    }

    /// A questionnaire's form.
    pub fn questionnaire_form(&self, id: Uuid) -> Result<FormView> {
        self.read(|sql| Ok(form(&shelf::read(sql, id)?)))
    }

    /// Reads a workbook; puts it in force if it is wanted and nothing is wrong with it.
    pub fn take_workbook(&self, who: &Who, bytes: &[u8], keep: bool) -> Result<WorkbookView> {
        let read = match beibao_xlsform::read(bytes) {
            Ok(read) => read,
            Err(refusals) => {
                let refusals = refusals.into_iter().map(refusal).collect();
                return Ok(WorkbookView { form: None, refusals, stands: None, kept: None });
            }
        };
        let kind = beibao_domain::RegisterKind::Questionnaire;
        let stands = self.read(|sql| {
            let known = register::find(sql, kind, &read.code)?;
            known.map(|id| Ok(shelf::read::<Questionnaire>(sql, id)?.version)).transpose()
        })?;
        let kept = if keep { Some(self.put_in_force(who, &read)?) } else { None };
        Ok(WorkbookView { form: Some(form(&read)), refusals: Vec::new(), stands, kept })
    }

    fn put_in_force(&self, who: &Who, read: &Questionnaire) -> Result<String> {
        self.write(|tx| {
            let (id, kept) = tx.keep_questionnaire(read)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::QuestionnaireSet, Some(id), &read.code)?;
            Ok(match kept {
                Kept::New => "new",
                Kept::Replaced => "replaced",
                Kept::Unchanged => "unchanged",
            }
            .to_owned())
        })
    }

    /// Withdraws a questionnaire, or asks it again.
    pub fn withdraw(&self, who: &Who, id: Uuid, withdrawal: &Withdrawal) -> Result<()> {
        self.write(|tx| {
            let code = tx.withdraw_questionnaire(id, withdrawal.withdrawn)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::QuestionnaireWithdrawn, Some(id), &code)
        })
    }

    /// What was answered, by question.
    pub fn results(&self, id: Uuid, ask: &ResultsAsk) -> Result<ResultsView> {
        self.read(|sql| Ok(results(answered(sql, id, ask.version.as_deref())?)))
    }

    /// The same as a file: a workbook, or CSV.
    pub fn results_file(&self, who: &Who, id: Uuid, ask: &ResultsAsk, xlsx: bool) -> Result<Vec<u8>> {
        let found = self.read(|sql| answered(sql, id, ask.version.as_deref()))?;
        let code = found.questionnaire.code.clone();
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::ResultsSeen, Some(id), &code))?;
        let table = table(&found, Words::asked(ask.language.as_deref()));
        if xlsx { table.to_xlsx().map_err(|_| ProblemCode::TooLarge.into()) } else { Ok(table.to_csv()) }
    }
}
