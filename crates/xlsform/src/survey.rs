//! The survey sheet: the questions, a row each.

use std::collections::BTreeSet;

use beibao_domain::questionnaire::{
    self, Expression, FormFault, MAX_QUESTIONS, Misplaced, Part, Question, QuestionKind, QuestionnaireKind,
};

use crate::Fault;
use crate::choices::Choices;
use crate::columns::Columns;
use crate::refusal::Refusals;
use crate::workbook::Sheet;

const PLAIN: [&str; 7] = ["type", "name", "required", "relevant", "constraint", "right", "points"];
const WORDED: [&str; 3] = ["label", "hint", "constraint_message"];
/// Yes and no as pyxform, the reference reader of XLSForm, takes them.
const YES: [&str; 3] = ["yes", "true", "true()"];
const NO: [&str; 4] = ["", "no", "false", "false()"];

/// The questions, and where they stand.
pub(crate) struct Survey {
    pub(crate) form: Vec<Question>,
    rows: Vec<u32>,
    /// The list that a question offers.
    lists: Vec<Option<String>>,
    /// Questions of which the type was refused: what follows from it is not told as well.
    unsure: BTreeSet<usize>,
    columns: Columns,
    sheet: (usize, String),
}

/// Reads the questions; `None` if a column is missing without which there are none.
pub(crate) fn read(sheet: &Sheet, choices: &Choices, language: &str, refusals: &mut Refusals) -> Option<Survey> {
    let columns = Columns::read(sheet, &PLAIN, &WORDED, language, refusals);
    if !columns.need(sheet, &["type", "name", "label"], refusals) {
        return None;
    }
    let rows = sheet.rows();
    if let Some(row) = rows.get(MAX_QUESTIONS) {
        let fault = Fault::Form(FormFault::TooManyQuestions);
        refusals.at(sheet.rank, &sheet.name, *row, columns.plain("type"), fault);
    }
    let mut survey = Survey {
        form: Vec::new(),
        rows: Vec::new(),
        lists: Vec::new(),
        unsure: BTreeSet::new(),
        columns: Columns::default(),
        sheet: (sheet.rank, sheet.name.clone()),
    };
    for row in rows.into_iter().take(MAX_QUESTIONS) {
        let mut reader = Row { sheet, columns: &columns, row, refusals };
        let asked = reader.kind(choices);
        if asked.is_none() {
            survey.unsure.insert(survey.form.len());
        }
        let (kind, list) = asked.unwrap_or_default();
        let offered = list.as_ref().and_then(|list| choices.lists.get(list)).into_iter().flatten();
        let mut question = reader.question(kind);
        question.choices = offered.map(|(_, choice)| choice.clone()).collect();
        survey.form.push(question);
        survey.rows.push(row);
        survey.lists.push(list);
    }
    Some(Survey { columns, ..survey })
}

struct Row<'a> {
    sheet: &'a Sheet,
    columns: &'a Columns,
    row: u32,
    refusals: &'a mut Refusals,
}

impl Row<'_> {
    fn text(&self, name: &'static str) -> &str {
        self.columns.text(self.sheet, self.row, name)
    }

    fn refuse(&mut self, name: &'static str, fault: Fault) {
        self.refusals.at(self.sheet.rank, &self.sheet.name, self.row, self.columns.plain(name), fault);
    }

    /// What is asked for, and of which list; `None` if that was refused.
    fn kind(&mut self, choices: &Choices) -> Option<(QuestionKind, Option<String>)> {
        let text = self.text("type").to_owned();
        let mut words = text.split_whitespace();
        let named = words.next().unwrap_or_default();
        let kind = QuestionKind::ALL.into_iter().find(|kind| kind.name() == named);
        let fault = match (kind, words.next(), words.next()) {
            _ if text.is_empty() => Fault::Empty,
            (Some(kind), Some(list), None) if kind.is_select() => {
                if choices.lists.contains_key(list) {
                    return Some((kind, Some(list.to_owned())));
                }
                if choices.cut {
                    return None;
                }
                Fault::UnknownList(list.to_owned())
            }
            (Some(kind), None, None) if !kind.is_select() => return Some((kind, None)),
            _ => Fault::UnknownType(text.clone()),
        };
        self.refuse("type", fault);
        None
    }

    fn question(&mut self, kind: QuestionKind) -> Question {
        let (sheet, row) = (self.sheet, self.row);
        let labels = |name| self.columns.labels(sheet, row, name);
        let question = Question {
            name: self.text("name").to_owned(),
            kind,
            label: labels("label"),
            hint: labels("hint"),
            constraint_message: labels("constraint_message"),
            ..Question::default()
        };
        let right = self.right(kind);
        Question {
            required: self.required(),
            relevant: self.expression("relevant"),
            constraint: self.expression("constraint"),
            points: self.points(right.is_some()),
            right,
            ..question
        }
    }

    fn required(&mut self) -> bool {
        let text = self.text("required").to_lowercase();
        if !YES.contains(&text.as_str()) && !NO.contains(&text.as_str()) {
            self.refuse("required", Fault::YesOrNo);
        }
        YES.contains(&text.as_str())
    }

    fn expression(&mut self, name: &'static str) -> Option<Expression> {
        match self.text(name).parse() {
            _ if self.text(name).is_empty() => None,
            Ok(expression) => Some(expression),
            Err(fault) => {
                self.refuse(name, Fault::Expression(fault));
                None
            }
        }
    }

    /// Of a question with choices their names with spaces between; of any other, each answer that is right, with `|`.
    fn right(&self, kind: QuestionKind) -> Option<Vec<String>> {
        let text = self.text("right");
        let all: Vec<&str> =
            if kind.is_select() { text.split_whitespace().collect() } else { text.split('|').collect() };
        (!text.is_empty()).then(|| all.into_iter().map(|answer| answer.trim().to_owned()).collect())
    }

    /// A right answer gives one point where nothing else is said.
    fn points(&mut self, right: bool) -> u32 {
        match self.text("points") {
            "" => u32::from(right),
            text => text.parse().unwrap_or_else(|_| {
                self.refuse("points", Fault::Form(FormFault::Points));
                0
            }),
        }
    }
}

impl Survey {
    /// Refuses what is wrong with the form as a whole.
    pub(crate) fn check(&self, kind: QuestionnaireKind, choices: &Choices, refusals: &mut Refusals) {
        for Misplaced { question, part, fault } in questionnaire::faults(kind, &self.form) {
            if self.follows_from_a_refusal(question, &part, &fault) {
                continue;
            }
            let row = question.map_or(0, |question| self.rows[question]);
            let column = self.column(&part, question);
            let list = question.and_then(|question| self.lists[question].as_ref());
            let choice = |at: &usize| choices.lists.get(list?)?.get(*at).map(|(row, _)| *row);
            match &part {
                Part::ChoiceName(at) | Part::ChoiceLabel(at, _) => {
                    let column = match &part {
                        Part::ChoiceLabel(_, Some(language)) => choices.columns.worded("label", language),
                        Part::ChoiceLabel(_, None) => choices.columns.first("label"),
                        _ => choices.columns.plain("name"),
                    };
                    let row = choice(at).unwrap_or_default();
                    refusals.at(choices.sheet.0, &choices.sheet.1, row, column, Fault::Form(fault));
                }
                _ => refusals.at(self.sheet.0, &self.sheet.1, row, column, Fault::Form(fault)),
            }
        }
    }

    /// Whether a fault is there only because a type could not be read.
    fn follows_from_a_refusal(&self, question: Option<usize>, part: &Part, fault: &FormFault) -> bool {
        match (question, fault) {
            (None, FormFault::NothingIsRight) => !self.unsure.is_empty(),
            (_, FormFault::NotASelect(name)) => self.unsure.iter().any(|unsure| self.form[*unsure].name == *name),
            (Some(question), _) => self.unsure.contains(&question) && matches!(part, Part::Kind | Part::Right),
            _ => false,
        }
    }

    fn column(&self, part: &Part, question: Option<usize>) -> Option<u32> {
        let columns = &self.columns;
        match part {
            Part::Kind if question.is_none() => None,
            Part::Kind => columns.plain("type"),
            Part::Name => columns.plain("name"),
            Part::Label(None) => columns.first("label"),
            Part::Label(Some(language)) => columns.worded("label", language),
            Part::Hint(language) => columns.worded("hint", language),
            Part::ConstraintMessage(language) => columns.worded("constraint_message", language),
            Part::Relevant => columns.plain("relevant"),
            Part::Constraint => columns.plain("constraint"),
            Part::Right => columns.plain("right"),
            Part::Points => columns.plain("points"),
            Part::ChoiceName(_) | Part::ChoiceLabel(..) => None,
        }
    }
}
