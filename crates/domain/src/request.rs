//! Requests and responses ("people whistle, the station reports in"), and hazards of places and things.
//!
//! A hazard is a danger of a wire, a stove, the ice, a road; it is never a report on a person, and has no field for one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fault::{Faults, FieldFault, MAX_NOTE_CHARS};
use crate::matter::{Refused, Standing, State};
use crate::picture::{Location, Picture};
use crate::{Fact, FactBody, FactId};

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CameBy {
    /// Told on a visit.
    Visit,
    /// By phone.
    Phone,
    /// Written in the village group.
    Group,
}

/// Somebody asks for help.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Request {
    /// How it came.
    pub came_by: CameBy,
    /// What is asked.
    pub asked: String,
    /// Until when an answer was promised.
    pub promised_on: Option<NaiveDate>,
}

impl Request {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.words("asked", &self.asked, MAX_NOTE_CHARS);
    }
}

/// The station answers; the time is the fact's.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Response {
    /// The request.
    pub request: FactId,
    /// How far it goes.
    pub is: ResponseKind,
    /// What was answered or done.
    pub note: String,
}

/// How far a response goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ResponseKind {
    /// The officer who says so sees to it.
    TakenOver,
    /// Answered: help came or an answer was given.
    Answered,
    /// Done, and those who asked know it.
    Closed,
}

impl Response {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        match self.is {
            ResponseKind::TakenOver => faults.text("note", &self.note, MAX_NOTE_CHARS),
            ResponseKind::Answered | ResponseKind::Closed => faults.words("note", &self.note, MAX_NOTE_CHARS),
        }
    }
}

/// How a request stands.
pub(crate) fn standing(request: &Request, later: &[Fact]) -> Standing {
    let state = later.iter().fold(State::Open, |state, fact| match &fact.body {
        FactBody::Response(response) => match response.is {
            ResponseKind::TakenOver if state == State::Open => State::TakenOver,
            ResponseKind::TakenOver => state,
            ResponseKind::Answered => State::Answered,
            ResponseKind::Closed => State::Closed,
        },
        _ => state,
    });
    Standing { state, open: state != State::Closed, due_on: request.promised_on }
}

/// Whether a response may follow.
pub(crate) fn admit(state: State, next: &FactBody) -> Result<(), Refused> {
    match (next, state) {
        (FactBody::Response(_), State::Closed) => Err(Refused::Closed),
        (FactBody::Response(_), _) => Ok(()),
        _ => Err(Refused::OutOfOrder),
    }
}

/// What is dangerous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum HazardKind {
    /// A wire, a socket.
    Wire,
    /// A stove, its pipe.
    Stove,
    /// Gas.
    Gas,
    /// Ice of a river or lake.
    Ice,
    /// A road, a bridge.
    Road,
    /// A fence, a well, a building.
    Structure,
    /// Fire on the grassland.
    Fire,
    /// Anything else; the note says what.
    Other,
}

/// A danger of a place or thing.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Hazard {
    /// What.
    pub kind: HazardKind,
    /// Where.
    pub place: String,
    /// What is to be seen.
    pub note: String,
    /// Where, as the tablet measured it.
    pub point: Option<Location>,
    /// Photos.
    pub pictures: Vec<Picture>,
    /// Until when it is to be mended.
    pub until: Option<NaiveDate>,
}

impl Hazard {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.words("place", &self.place, MAX_NOTE_CHARS);
        match self.kind {
            HazardKind::Other => faults.words("note", &self.note, MAX_NOTE_CHARS),
            _ => faults.text("note", &self.note, MAX_NOTE_CHARS),
        }
        if self.point.is_some_and(|point| !point.is_possible()) {
            faults.found("point", FieldFault::OutOfRange);
        }
        faults.pictures("pictures", &self.pictures);
    }
}

/// Somebody looked at a hazard again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HazardCheck {
    /// The hazard.
    pub hazard: FactId,
    /// Whether it is gone.
    pub fixed: bool,
    /// What was done.
    pub note: String,
    /// Photos.
    pub pictures: Vec<Picture>,
}

impl HazardCheck {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.text("note", &self.note, MAX_NOTE_CHARS);
        faults.pictures("pictures", &self.pictures);
    }
}

crate::redacted!(Request, Response, Hazard, HazardCheck);

/// How a hazard stands: as it was when it was looked at last.
pub(crate) fn hazard_standing(hazard: &Hazard, later: &[Fact]) -> Standing {
    let fixed = later.iter().fold(false, |fixed, fact| match &fact.body {
        FactBody::HazardCheck(check) => check.fixed,
        _ => fixed,
    });
    Standing { state: if fixed { State::Fixed } else { State::Open }, open: !fixed, due_on: hazard.until }
}
