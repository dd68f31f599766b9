//! Matters: what begins with one fact and goes on with others that name it. An application, a dispute, a request, a hazard,
//! a suggestion, a need for hands, a volunteer.
//!
//! How a matter stands is never stored: [`standing`] reads it off its facts, [`admit`] says what may follow. A kind of matter
//! is one module with these two functions; nothing else knows its rules.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::world::day_in_china;
use crate::{Fact, FactBody, FactId, OfficerId, ProblemCode};
use crate::{application, dispute, hands, request, suggestion, volunteer};

/// How a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing happened yet.
    Open,
    /// Application: asked for, its portrait is missing.
    Applied,
    /// Application: all that the desk needs is there.
    Complete,
    /// Application: in order.
    Accepted,
    /// Application: sent back with a reason.
    Returned,
    /// Application: the document is being made.
    InProduction,
    /// Application: the document is at the station.
    Ready,
    /// Application: the document is in an officer's backpack.
    InBackpack,
    /// Application: the document was handed over.
    Delivered,
    /// Dispute: a session was held.
    Mediating,
    /// Dispute: there is an agreement that not everybody signed.
    Agreed,
    /// Dispute: everybody signed.
    Signed,
    /// Dispute: settled by word.
    Settled,
    /// Dispute: the agreement is kept.
    Kept,
    /// Dispute: the agreement is broken.
    Broken,
    /// Dispute: handed on.
    HandedOn,
    /// Request: somebody sees to it.
    TakenOver,
    /// Request: answered.
    Answered,
    /// Request: closed.
    Closed,
    /// Hazard: gone.
    Fixed,
    /// Suggestion: something was done.
    Measured,
    /// Suggestion: and those who asked know it.
    ToldBack,
    /// Hands: a team will come.
    Promised,
    /// Hands: the work is done.
    Done,
    /// Volunteer: on the list.
    Willing,
    /// Volunteer: not any more.
    Withdrawn,
}

/// How a matter stands, whether somebody has still to see to it, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How far it has come.
    pub state: State,
    /// Whether something is still to be done.
    pub open: bool,
    /// Until when.
    pub due_on: Option<NaiveDate>,
}

/// Why something cannot be said of a matter now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is over.
    Closed,
    /// Something else comes first.
    OutOfOrder,
    /// The document is not where this says.
    DocumentElsewhere,
    /// This party has signed.
    AlreadySigned,
    /// The agreement is signed, or another one took its place.
    AgreementSealed,
    /// It would have happened before what it answers.
    BeforeItsCause,
}

impl Refused {
    /// The code by which the screen finds the sentence.
    pub fn code(self) -> ProblemCode {
        match self {
            Refused::Closed => ProblemCode::MatterClosed,
            Refused::OutOfOrder => ProblemCode::OutOfOrder,
            Refused::DocumentElsewhere => ProblemCode::DocumentElsewhere,
            Refused::AlreadySigned => ProblemCode::AlreadySigned,
            Refused::AgreementSealed => ProblemCode::AgreementSealed,
            Refused::BeforeItsCause => ProblemCode::BeforeItsCause,
        }
    }
}

/// How a matter stands; `None` if this fact begins none. `later` in the order in which it happened.
pub fn standing(opening: &Fact, later: &[Fact]) -> Option<Standing> {
    match &opening.body {
        FactBody::Application(what) => {
            let bodies = later.iter().map(|fact| &fact.body);
            Some(application::standing(what, day_in_china(opening.happened_at), bodies))
        }
        FactBody::Dispute(dispute) => Some(dispute::standing(dispute, later)),
        FactBody::Request(request) => Some(request::standing(request, later)),
        FactBody::Hazard(hazard) => Some(request::hazard_standing(hazard, later)),
        FactBody::Suggestion(_) => Some(suggestion::standing(opening.household.is_none(), later)),
        FactBody::HandsWanted(wanted) => Some(hands::standing(wanted, later)),
        FactBody::Volunteer(_) => Some(volunteer::standing(later)),
        _ => None,
    }
}

/// Whether an officer should be told of a matter of this kind today, unasked.
pub fn is_due(kind: &str, stands: &Standing, today: NaiveDate) -> bool {
    let within = |days: u64| {
        let last = today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
        stands.due_on.is_some_and(|due_on| due_on <= last)
    };
    stands.open
        && match kind {
            "application" => {
                matches!(stands.state, State::Applied | State::Returned | State::InBackpack)
                    || within(application::ISSUE_WITHIN_DAYS - application::WARN_FROM_DAY)
            }
            "request" => stands.state == State::Open || within(1),
            "suggestion" => stands.state == State::Measured,
            "hands_wanted" => within(3),
            "volunteer" => false,
            _ => within(0),
        }
}

/// Whether `next`, said by an officer, may follow.
pub fn admit(opening: &Fact, later: &[Fact], next: &Fact, by: OfficerId) -> Result<(), Refused> {
    if next.happened_at < opening.happened_at {
        return Err(Refused::BeforeItsCause);
    }
    let Some(Standing { state, .. }) = standing(opening, later) else { return Err(Refused::OutOfOrder) };
    match (&opening.body, &next.body) {
        (FactBody::Application(application), body) => {
            let custody = application::custody(later.iter().map(|fact| &fact.body));
            application::admit(application, state, custody, body, by)
        }
        (FactBody::Dispute(_), body) => dispute::admit(later, body),
        (FactBody::Request(_), body) => request::admit(state, body),
        (FactBody::Volunteer(_), body) => volunteer::admit(state, body),
        (FactBody::Hazard(_), FactBody::HazardCheck(_))
        | (FactBody::Suggestion(_), FactBody::Measure(_))
        | (FactBody::HandsWanted(_), FactBody::HandsLent(_)) => Ok(()),
        (FactBody::Suggestion(_), FactBody::ToldBack(_)) if state == State::Measured => Ok(()),
        _ => Err(Refused::OutOfOrder),
    }
}

/// Whether a fact may be corrected by `next`, which is of the same kind, or withdrawn. A signed agreement is sealed, what the
/// desk said stays, a visit has a draft of its own, and a step of a document only while nothing followed it.
pub fn admit_correction(corrected: &Fact, later: &[Fact], next: &FactBody) -> Result<(), Refused> {
    let sealed = |id: FactId| !dispute::signed(later, id).is_empty();
    match (&corrected.body, next) {
        (FactBody::Agreement(_), _) if sealed(corrected.id) => Err(Refused::AgreementSealed),
        (FactBody::Signature(_), _) => Err(Refused::AlreadySigned),
        (FactBody::Visit(_) | FactBody::Looks(_), _) => Err(Refused::OutOfOrder),
        (body, _) if body.is_the_desks() => Err(Refused::OutOfOrder),
        (FactBody::Progress(was), next) => {
            let same = match next {
                FactBody::Progress(is) => std::mem::discriminant(&was.step) == std::mem::discriminant(&is.step),
                next => matches!(next, FactBody::Withdrawn(_)),
            };
            let last = later.last().is_some_and(|fact| fact.id == corrected.id);
            if same && last { Ok(()) } else { Err(Refused::OutOfOrder) }
        }
        _ => Ok(()),
    }
}
