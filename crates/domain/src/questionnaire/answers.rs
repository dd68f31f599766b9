//! Answers: whether they are in order, and what they score.
//!
//! Every answer is kept as text, as ODK keeps it, and the question's kind says how to read it: a number that is half typed
//! is an answer too, until [`Questionnaire::validate`]. Who answered is not here; it is the fact that says so, or nobody.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::asked::worth;
use super::expression::Value;
use super::numbers::{number, plain, whole};
use super::{Question, QuestionKind, Questionnaire, QuestionnaireKind};
use crate::QuestionnaireId;

/// Longest answer in words, in characters.
pub const MAX_ANSWER_CHARS: usize = 2_000;

/// The answer to one question.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(untagged)]
pub enum Answer {
    /// Words, a number, a day (`2026-01-31`) or the name of a choice.
    One(String),
    /// The names of choices.
    Many(Vec<String>),
}

/// Answers by the name of the question, as far as they are given.
pub type Given = BTreeMap<String, Answer>;

/// What somebody answered: the body of a fact.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Answers {
    /// To which questionnaire.
    pub questionnaire: QuestionnaireId,
    /// Which edition of it.
    #[serde(default)]
    pub version: String,
    /// The answers to what was asked.
    #[serde(default)]
    pub answers: Given,
    /// What they scored, in a quiz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
}

crate::redacted!(Answer, Answers);

/// What was scored in a quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Score {
    /// Points for right answers.
    pub points: u32,
    /// Points of all questions that were asked.
    pub of: u32,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerFault {
    /// It must be given.
    Required,
    /// No whole number of at most 15 digits.
    NotWhole,
    /// No number of at most 15 digits.
    NotANumber,
    /// No day.
    NotADay,
    /// None of the choices, or one of them twice, or several where one is asked for.
    UnknownChoice,
    /// More than [`MAX_ANSWER_CHARS`].
    TooLong,
    /// It does not fulfil the question's constraint.
    Constraint,
    /// The form has no such question.
    UnknownQuestion,
}

impl AnswerFault {
    /// All of them.
    pub const ALL: [AnswerFault; 8] = [
        AnswerFault::Required,
        AnswerFault::NotWhole,
        AnswerFault::NotANumber,
        AnswerFault::NotADay,
        AnswerFault::UnknownChoice,
        AnswerFault::TooLong,
        AnswerFault::Constraint,
        AnswerFault::UnknownQuestion,
    ];

    /// The code by which the screen finds the words.
    pub fn code(self) -> &'static str {
        match self {
            AnswerFault::Required => "required",
            AnswerFault::NotWhole => "not_whole",
            AnswerFault::NotANumber => "not_a_number",
            AnswerFault::NotADay => "not_a_day",
            AnswerFault::UnknownChoice => "unknown_choice",
            AnswerFault::TooLong => "too_long",
            AnswerFault::Constraint => "constraint",
            AnswerFault::UnknownQuestion => "unknown_question",
        }
    }
}

/// Every answer that is wrong, by the name of its question.
pub type AnswerFaults = BTreeMap<String, AnswerFault>;

impl Questionnaire {
    /// The answers as they are kept, or all that is wrong with them. As in ODK, what was answered before its question
    /// fell away is left out, and a constraint is not asked about an answer that is not given.
    pub fn validate(&self, id: QuestionnaireId, given: &Given) -> Result<Answers, AnswerFaults> {
        let mut faults = AnswerFaults::new();
        let known: BTreeSet<&str> = self.form.iter().map(|question| question.name.as_str()).collect();
        for name in given.keys().filter(|name| !known.contains(name.as_str())) {
            faults.insert(name.clone(), AnswerFault::UnknownQuestion);
        }
        let asked = self.asked(given);
        let current = |question: &Question| worth(question, given.get(&question.name));
        let by_name: BTreeMap<&str, Value> = asked.iter().map(|q| (q.name.as_str(), current(q))).collect();
        let answer = |name: &str| by_name.get(name).cloned().unwrap_or(Value::EMPTY);
        let mut answers = Given::new();
        for question in asked {
            match read(question, given.get(&question.name)) {
                Err(fault) => {
                    faults.insert(question.name.clone(), fault);
                }
                Ok(None) => {}
                Ok(Some(_)) if question.constraint.as_ref().is_some_and(|c| !c.holds(&answer, &current(question))) => {
                    faults.insert(question.name.clone(), AnswerFault::Constraint);
                }
                Ok(Some(kept)) => {
                    answers.insert(question.name.clone(), kept);
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let score = self.score(&answers);
        Ok(Answers { questionnaire: id, version: self.version.clone(), answers, score })
    }

    /// The score of answers; `None` in a survey. What was not asked counts neither way.
    pub fn score(&self, given: &Given) -> Option<Score> {
        (self.kind == QuestionnaireKind::Quiz).then(|| {
            let mut score = Score { points: 0, of: 0 };
            for question in self.asked(given) {
                if let Some(right) = question.is_right(given.get(&question.name)) {
                    score.of = score.of.saturating_add(question.points);
                    score.points = score.points.saturating_add(if right { question.points } else { 0 });
                }
            }
            score
        })
    }
}

impl Question {
    /// Whether an answer is right; `None` if none could be.
    pub fn is_right(&self, answer: Option<&Answer>) -> Option<bool> {
        let right = self.right.as_ref()?;
        Some(match answer {
            None => false,
            Some(Answer::Many(chosen)) => {
                self.kind == QuestionKind::SelectMultiple
                    && chosen.iter().collect::<BTreeSet<_>>() == right.iter().collect::<BTreeSet<_>>()
            }
            Some(Answer::One(text)) => right.iter().any(|right| match self.kind {
                QuestionKind::Integer | QuestionKind::Decimal => {
                    number(text).is_some() && number(text) == number(right)
                }
                QuestionKind::SelectMultiple | QuestionKind::Note => false,
                _ => plain(text).to_lowercase() == plain(right).to_lowercase(),
            }),
        })
    }
}

/// An answer as it is kept; `None` if it is not given and need not be.
fn read(question: &Question, answer: Option<&Answer>) -> Result<Option<Answer>, AnswerFault> {
    let one = |kept: String| Ok(Some(Answer::One(kept)));
    let named = |name: &String| question.choices.iter().any(|choice| choice.name == *name);
    match (question.kind, answer) {
        (QuestionKind::Note, _) => Ok(None),
        (_, None) => missing(question),
        (_, Some(Answer::One(text))) if text.trim().is_empty() => missing(question),
        (_, Some(Answer::Many(chosen))) if chosen.is_empty() => missing(question),
        (QuestionKind::SelectMultiple, Some(Answer::Many(chosen))) => {
            let different = chosen.iter().collect::<BTreeSet<_>>().len() == chosen.len();
            let kept = Some(Answer::Many(chosen.clone()));
            if different && chosen.iter().all(named) { Ok(kept) } else { Err(AnswerFault::UnknownChoice) }
        }
        (QuestionKind::SelectMultiple, Some(_)) | (_, Some(Answer::Many(_))) => Err(AnswerFault::UnknownChoice),
        (QuestionKind::SelectOne, Some(Answer::One(name))) => {
            if named(name) {
                one(name.clone())
            } else {
                Err(AnswerFault::UnknownChoice)
            }
        }
        (QuestionKind::Text, Some(Answer::One(text))) => {
            let long = text.chars().count() > MAX_ANSWER_CHARS;
            if long { Err(AnswerFault::TooLong) } else { one(text.trim().to_owned()) }
        }
        (QuestionKind::Integer, Some(Answer::One(text))) => {
            whole(text).map_or(Err(AnswerFault::NotWhole), |number| one(number.to_string()))
        }
        (QuestionKind::Decimal, Some(Answer::One(text))) => {
            number(text).map_or(Err(AnswerFault::NotANumber), |_| one(plain(text)))
        }
        (QuestionKind::Date, Some(Answer::One(text))) => {
            let day = plain(text).parse::<NaiveDate>();
            day.map_or(Err(AnswerFault::NotADay), |day| one(day.to_string()))
        }
    }
}

fn missing(question: &Question) -> Result<Option<Answer>, AnswerFault> {
    if question.required { Err(AnswerFault::Required) } else { Ok(None) }
}

#[cfg(test)]
mod tests;
