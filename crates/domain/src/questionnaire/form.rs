//! What is wrong with a form, all of it at once and each fault with its place. Deliberately not here: workbooks. Where a
//! question stands in a sheet is known to who read it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    Choice, Expression, Labels, MAX_CHOICES, MAX_FORM_BYTES, MAX_LABEL_CHARS, MAX_NAME_CHARS, MAX_POINTS,
    MAX_QUESTIONS, Question, QuestionKind, QuestionnaireKind, numbers,
};

/// A fault and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misplaced {
    /// Index of the question; `None` for the form as a whole.
    pub question: Option<usize>,
    /// Which part of it.
    pub part: Part,
    /// What is wrong.
    pub fault: FormFault,
}

/// A part of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The question as a whole, or its kind.
    Kind,
    /// Its name.
    Name,
    /// Its words, in all languages or in one.
    Label(Option<String>),
    /// Its hint in a language.
    Hint(String),
    /// The words on its constraint in a language.
    ConstraintMessage(String),
    /// When it is asked.
    Relevant,
    /// What an answer must fulfil.
    Constraint,
    /// The name of a choice, by its index.
    ChoiceName(usize),
    /// The words of a choice, in all languages or in one.
    ChoiceLabel(usize, Option<String>),
    /// The right answer.
    Right,
    /// What it gives.
    Points,
}

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormFault {
    /// Nothing is asked.
    NoQuestions,
    /// More than [`MAX_QUESTIONS`].
    TooManyQuestions,
    /// More than [`MAX_CHOICES`].
    TooManyChoices,
    /// More than [`MAX_FORM_BYTES`].
    TooHeavy,
    /// No name by the rules of XLSForm.
    BadName,
    /// An earlier question, or choice of the question, has this name.
    DoubleName,
    /// No words in any language.
    NoLabel,
    /// More than [`MAX_LABEL_CHARS`].
    TooLong,
    /// It refers to a question that does not exist.
    UnknownReference(String),
    /// Whether it is asked depends on whether it is asked.
    Cycle,
    /// `selected()` of a question without choices.
    NotASelect(String),
    /// A choice that the question does not have.
    UnknownChoice(String),
    /// A question with choices that has none.
    NoChoices,
    /// A survey has no right answers and no points.
    OnlyInQuiz,
    /// A quiz of which no question has a right answer.
    NothingIsRight,
    /// A right answer that no answer could be, such as a word for a number.
    ImpossibleRight,
    /// Points for no right answer, or more than [`MAX_POINTS`].
    Points,
}

/// Whether a text may name a question or a choice: a letter or `_`, then letters, digits, `-`, `_` and `.`
/// (<https://xlsform.org/en/#question-types>), letters being those of any script, as pyxform reads it.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && text.chars().count() <= MAX_NAME_CHARS
}

/// Whether a text may name a choice. Choices are often numbered, and are kept with a space between.
fn is_choice_name(text: &str) -> bool {
    is_name(&format!("_{}", text.chars().skip(1).collect::<String>()))
        && text.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// All that is wrong with a form.
pub fn faults(kind: QuestionnaireKind, form: &[Question]) -> Vec<Misplaced> {
    let mut faults = Faults { form, by_name: BTreeMap::new(), found: Vec::new() };
    for question in form {
        faults.by_name.entry(question.name.as_str()).or_insert(question);
    }
    faults.whole(kind);
    let mut names = BTreeSet::new();
    for (index, question) in form.iter().enumerate() {
        faults.words(index, question);
        if !is_name(&question.name) {
            faults.found(index, Part::Name, FormFault::BadName);
        } else if !names.insert(&question.name) {
            faults.found(index, Part::Name, FormFault::DoubleName);
        }
        faults.choices(index, question);
        faults.expressions(index, question);
        faults.right(index, question, kind);
    }
    faults.found
}

struct Faults<'a> {
    form: &'a [Question],
    by_name: BTreeMap<&'a str, &'a Question>,
    found: Vec<Misplaced>,
}

impl<'a> Faults<'a> {
    fn found(&mut self, question: usize, part: Part, fault: FormFault) {
        self.found.push(Misplaced { question: Some(question), part, fault });
    }

    fn whole(&mut self, kind: QuestionnaireKind) {
        let weight_bytes = serde_json::to_vec(self.form).map_or(usize::MAX, |json| json.len());
        let choices: usize = self.form.iter().map(|question| question.choices.len()).sum();
        let right = kind == QuestionnaireKind::Survey || self.form.iter().any(|question| question.right.is_some());
        let asks = self.form.iter().any(|question| question.kind != QuestionKind::Note);
        for (wrong, fault) in [
            (!asks, FormFault::NoQuestions),
            (self.form.len() > MAX_QUESTIONS, FormFault::TooManyQuestions),
            (choices > MAX_CHOICES, FormFault::TooManyChoices),
            (weight_bytes > MAX_FORM_BYTES, FormFault::TooHeavy),
            (asks && !right, FormFault::NothingIsRight),
        ] {
            if wrong {
                self.found.push(Misplaced { question: None, part: Part::Kind, fault });
            }
        }
    }

    fn words(&mut self, index: usize, question: &Question) {
        if question.label.is_empty() {
            self.found(index, Part::Label(None), FormFault::NoLabel);
        }
        for language in too_long(&question.label) {
            self.found(index, Part::Label(Some(language)), FormFault::TooLong);
        }
        for language in too_long(&question.hint) {
            self.found(index, Part::Hint(language), FormFault::TooLong);
        }
        for language in too_long(&question.constraint_message) {
            self.found(index, Part::ConstraintMessage(language), FormFault::TooLong);
        }
    }

    fn choices(&mut self, index: usize, question: &Question) {
        if question.kind.is_select() && question.choices.is_empty() {
            self.found(index, Part::Kind, FormFault::NoChoices);
        }
        let mut names = BTreeSet::new();
        for (at, Choice { name, label }) in question.choices.iter().enumerate() {
            if !is_choice_name(name) {
                self.found(index, Part::ChoiceName(at), FormFault::BadName);
            } else if !names.insert(name) {
                self.found(index, Part::ChoiceName(at), FormFault::DoubleName);
            }
            if label.is_empty() {
                self.found(index, Part::ChoiceLabel(at, None), FormFault::NoLabel);
            }
            for language in too_long(label) {
                self.found(index, Part::ChoiceLabel(at, Some(language)), FormFault::TooLong);
            }
        }
    }

    fn expressions(&mut self, index: usize, question: &'a Question) {
        for (part, expression) in [(Part::Relevant, &question.relevant), (Part::Constraint, &question.constraint)] {
            let Some(expression) = expression else { continue };
            for name in expression.references() {
                if !self.by_name.contains_key(name) {
                    self.found(index, part.clone(), FormFault::UnknownReference(name.to_owned()));
                }
            }
            self.named_choices(index, &part, question, expression);
        }
        if self.depends_on_itself(question) {
            self.found(index, Part::Relevant, FormFault::Cycle);
        }
    }

    /// A choice that is misspelt would silently never be chosen.
    fn named_choices(&mut self, index: usize, part: &Part, question: &Question, expression: &Expression) {
        for (name, choice, by_selected) in expression.choices_named() {
            let Some(asked) = name.map_or(Some(question), |name| self.by_name.get(name).copied()) else { continue };
            if by_selected && !asked.kind.is_select() {
                self.found(index, part.clone(), FormFault::NotASelect(asked.name.clone()));
            }
            let one = by_selected || asked.kind == QuestionKind::SelectOne;
            // A question without any choices has been told so.
            if one
                && asked.kind.is_select()
                && !asked.choices.is_empty()
                && asked.choices.iter().all(|known| known.name != choice)
            {
                self.found(index, part.clone(), FormFault::UnknownChoice(choice.to_owned()));
            }
        }
    }

    /// Whether a question is among those on which, directly or not, its own `relevant` depends.
    fn depends_on_itself(&self, question: &Question) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![question];
        while let Some(expression) = open.pop().map(|question| &question.relevant) {
            let Some(expression) = expression else { continue };
            if seen.is_empty() && expression.uses_current() {
                return true;
            }
            for name in expression.references() {
                if name == question.name {
                    return true;
                }
                if seen.insert(name) {
                    open.extend(self.by_name.get(name));
                }
            }
        }
        false
    }

    fn right(&mut self, index: usize, question: &Question, kind: QuestionnaireKind) {
        let Some(right) = &question.right else {
            if question.points > 0 {
                let survey = kind == QuestionnaireKind::Survey;
                self.found(index, Part::Points, if survey { FormFault::OnlyInQuiz } else { FormFault::Points });
            }
            return;
        };
        if kind == QuestionnaireKind::Survey {
            return self.found(index, Part::Right, FormFault::OnlyInQuiz);
        }
        if !(1..=MAX_POINTS).contains(&question.points) {
            self.found(index, Part::Points, FormFault::Points);
        }
        let none = right.is_empty() || question.kind == QuestionKind::Note;
        if none || right.iter().any(|answer| !is_possible(question, answer)) {
            self.found(index, Part::Right, FormFault::ImpossibleRight);
        }
    }
}

fn is_possible(question: &Question, answer: &str) -> bool {
    match question.kind {
        QuestionKind::Note => false,
        QuestionKind::Text => !answer.trim().is_empty(),
        QuestionKind::Integer => numbers::whole(answer).is_some(),
        QuestionKind::Decimal => numbers::number(answer).is_some(),
        QuestionKind::Date => answer.parse::<NaiveDate>().is_ok(),
        QuestionKind::SelectOne | QuestionKind::SelectMultiple => {
            question.choices.iter().any(|choice| choice.name == answer)
        }
    }
}

/// The languages in which there are too many words.
fn too_long(labels: &Labels) -> Vec<String> {
    labels.iter().filter(|(_, words)| words.chars().count() > MAX_LABEL_CHARS).map(|(code, _)| code.clone()).collect()
}

#[cfg(test)]
mod tests;
