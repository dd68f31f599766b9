//! What people ask of the police service, what the station does about it, and that they are told.
//!
//! Who wants to stay unnamed does: an anonymous suggestion names no household, no person and no visit.

use serde::{Deserialize, Serialize};

use crate::fault::{Faults, FieldFault, MAX_LINES, MAX_NOTE_CHARS};
use crate::matter::{Standing, State};
use crate::{Fact, FactBody, FactId};

/// What somebody suggests.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Suggestion {
    /// In the words of whoever said it.
    pub text: String,
}

impl Suggestion {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.words("text", &self.text, MAX_NOTE_CHARS);
    }
}

/// What the station did about suggestions. It is said of one of them and names the others that it answers too.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Measure {
    /// The suggestion.
    pub suggestion: FactId,
    /// What was done.
    pub text: String,
    /// The measure that was said of another suggestion of the same group, if this one repeats it.
    #[serde(default)]
    pub same_as: Option<FactId>,
}

impl Measure {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.words("text", &self.text, MAX_NOTE_CHARS);
    }
}

/// Those who asked were told of the measure.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ToldBack {
    /// The suggestion.
    pub suggestion: FactId,
    /// What they said to it.
    pub note: String,
}

impl ToldBack {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.text("note", &self.note, MAX_NOTE_CHARS);
    }
}

crate::redacted!(Suggestion, Measure, ToldBack);

/// How it stands. An anonymous one has nobody to be told.
pub(crate) fn standing(anonymous: bool, later: &[Fact]) -> Standing {
    let state = later.iter().fold(State::Open, |state, fact| match &fact.body {
        FactBody::Measure(_) => State::Measured,
        FactBody::ToldBack(_) => State::ToldBack,
        _ => state,
    });
    let open = state == State::Open || (state == State::Measured && !anonymous);
    Standing { state, open, due_on: None }
}

/// Suggestions in a draft of a visit.
pub(crate) fn check_lines<'a>(faults: &mut Faults, texts: impl Iterator<Item = &'a str>) {
    for (i, text) in texts.enumerate() {
        if i == MAX_LINES {
            faults.found("suggestions", FieldFault::TooLong);
        }
        faults.text(format!("suggestions.{i}.text"), text, MAX_NOTE_CHARS);
    }
}
