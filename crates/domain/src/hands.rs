//! Helping hands: who needs how many hands when, and what was done. What was done counts as services.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fault::{Faults, FieldFault, MAX_NOTE_CHARS};
use crate::matter::{Standing, State};
use crate::visit::ServiceKind;
use crate::{Fact, FactBody, FactId};

/// A household needs hands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HandsWanted {
    /// For what work.
    pub work: ServiceKind,
    /// From which day.
    pub from: NaiveDate,
    /// To which day.
    pub to: NaiveDate,
    /// How many hands.
    pub hands: u32,
    /// A word on it.
    pub note: String,
}

impl HandsWanted {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.count("hands", self.hands);
        if self.to < self.from {
            faults.found("to", FieldFault::OutOfRange);
        }
        match self.work {
            ServiceKind::Other => faults.words("note", &self.note, MAX_NOTE_CHARS),
            _ => faults.text("note", &self.note, MAX_NOTE_CHARS),
        }
    }
}

/// A team, and what it did; before it went, that it will.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HandsLent {
    /// For which household's need.
    pub wanted: FactId,
    /// Whether it is done; else it is promised.
    pub done: bool,
    /// How many hands.
    pub hands: u32,
    /// Who is in the team.
    pub team: String,
    /// What was done.
    pub note: String,
}

impl HandsLent {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.count("hands", self.hands);
        faults.text("team", &self.team, MAX_NOTE_CHARS);
        faults.text("note", &self.note, MAX_NOTE_CHARS);
    }
}

crate::redacted!(HandsWanted, HandsLent);

/// How it stands.
pub(crate) fn standing(wanted: &HandsWanted, later: &[Fact]) -> Standing {
    let state = later.iter().fold(State::Open, |state, fact| match &fact.body {
        FactBody::HandsLent(lent) if lent.done => State::Done,
        FactBody::HandsLent(_) if state == State::Open => State::Promised,
        _ => state,
    });
    Standing { state, open: state != State::Done, due_on: Some(wanted.from) }
}
