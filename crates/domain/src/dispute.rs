//! Disputes and their mediation: parties, sessions, the agreement and its signatures, what became of it.
//!
//! An agreement that somebody signed is sealed: it is not corrected; a new one takes its place and is signed anew.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fault::{Faults, FieldFault, MAX_ACCOUNT_CHARS, MAX_NOTE_CHARS};
use crate::matter::{Refused, Standing, State};
use crate::person::MAX_NAME_CHARS;
use crate::picture::{Location, Picture, Strokes};
use crate::{Fact, FactBody, FactId, PersonId};

/// What parties quarrel over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DisputeKind {
    /// Where one's grassland ends.
    GrasslandBoundary,
    /// Animals.
    Livestock,
    /// Money owed.
    Debt,
    /// Within the family.
    Family,
    /// Between neighbours.
    Neighbours,
}

/// How a dispute stood when the officer left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DisputeOutcome {
    /// Not settled yet.
    Open,
    /// Settled on the spot.
    Settled,
    /// Handed on, to the judicial office for one.
    HandedOn,
}

/// A party: in the register, or by name only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Party {
    /// Who, if in the register.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
}

/// A quarrel.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Dispute {
    /// Over what.
    pub kind: DisputeKind,
    /// How it stood when it was first told.
    pub outcome: DisputeOutcome,
    /// What is claimed, in the officer's words.
    pub note: String,
    /// Between whom; may be told later, in a correction.
    #[serde(default)]
    pub parties: Vec<Party>,
    /// Where.
    #[serde(default)]
    pub place: String,
    /// The points of a boundary, as they were walked.
    #[serde(default)]
    pub points: Vec<Location>,
    /// Photos.
    #[serde(default)]
    pub pictures: Vec<Picture>,
}

impl Dispute {
    /// A quarrel of which nothing else is known yet.
    pub fn open(kind: DisputeKind) -> Self {
        Self {
            kind,
            outcome: DisputeOutcome::Open,
            note: String::new(),
            parties: Vec::new(),
            place: String::new(),
            points: Vec::new(),
            pictures: Vec::new(),
        }
    }

    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.text("note", &self.note, MAX_ACCOUNT_CHARS);
        faults.text("place", &self.place, MAX_NOTE_CHARS);
        faults.lines("parties", self.parties.len());
        for (i, party) in self.parties.iter().enumerate() {
            faults.words(format!("parties.{i}.name"), &party.name, MAX_NAME_CHARS);
        }
        points(faults, &self.points);
        faults.pictures("pictures", &self.pictures);
    }
}

/// Most points of a boundary.
pub const MAX_POINTS: usize = 2_000;

fn points(faults: &mut Faults, points: &[Location]) {
    if points.len() > MAX_POINTS {
        faults.found("points", FieldFault::TooLong);
    }
    if points.iter().any(|point| !point.is_possible()) {
        faults.found("points", FieldFault::OutOfRange);
    }
}

/// What somebody does at a mediation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 民警
    Police,
    /// 司法所
    JudicialOffice,
    /// 村两委
    VillageCommittee,
    /// 警务助理
    PoliceAssistant,
    /// 网格员
    GridWorker,
    /// 牧民代表
    HerdersRepresentative,
    /// 翻译
    Interpreter,
}

/// Somebody who was there besides the parties.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Attendant {
    /// For whom.
    pub role: Role,
    /// The name.
    pub name: String,
}

/// A session. Its time is the fact's.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Mediation {
    /// The dispute.
    pub dispute: FactId,
    /// Where.
    pub place: String,
    /// Who was there besides the parties.
    pub present: Vec<Attendant>,
    /// What was said.
    pub said: String,
    /// Points that were walked.
    #[serde(default)]
    pub points: Vec<Location>,
    /// Photos.
    #[serde(default)]
    pub pictures: Vec<Picture>,
}

impl Mediation {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.words("said", &self.said, MAX_ACCOUNT_CHARS);
        faults.text("place", &self.place, MAX_NOTE_CHARS);
        faults.lines("present", self.present.len());
        for (i, attendant) in self.present.iter().enumerate() {
            faults.words(format!("present.{i}.name"), &attendant.name, MAX_NAME_CHARS);
        }
        points(faults, &self.points);
        faults.pictures("pictures", &self.pictures);
    }
}

/// What the parties agree on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Agreement {
    /// The dispute.
    pub dispute: FactId,
    /// Who signs it, in this order.
    pub parties: Vec<Party>,
    /// The facts that they agree on.
    pub facts: String,
    /// What each promises, one by one.
    pub terms: Vec<Term>,
    /// When the officer asks whether it is kept.
    pub follow_up_on: Option<NaiveDate>,
}

/// One promise.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Term {
    /// What.
    pub text: String,
    /// Until when.
    pub until: Option<NaiveDate>,
}

impl Agreement {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.text("facts", &self.facts, MAX_ACCOUNT_CHARS);
        if self.parties.len() < 2 {
            faults.found("parties", FieldFault::Required);
        }
        for (i, party) in self.parties.iter().enumerate() {
            faults.words(format!("parties.{i}.name"), &party.name, MAX_NAME_CHARS);
        }
        if self.terms.is_empty() {
            faults.found("terms", FieldFault::Required);
        }
        faults.lines("terms", self.terms.len());
        faults.lines("parties", self.parties.len());
        for (i, term) in self.terms.iter().enumerate() {
            faults.words(format!("terms.{i}.text"), &term.text, MAX_NOTE_CHARS);
        }
    }
}

/// One party's signature.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Signature {
    /// The dispute.
    pub dispute: FactId,
    /// The agreement.
    pub agreement: FactId,
    /// Which of its parties, counted from 0.
    pub party: u32,
    /// What was drawn.
    pub strokes: Strokes,
}

impl Signature {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        if !self.strokes.is_drawn() {
            faults.found("strokes", FieldFault::Required);
        }
    }
}

/// What became of a dispute.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Outcome {
    /// The dispute.
    pub dispute: FactId,
    /// What.
    pub is: OutcomeKind,
    /// To whom it was handed on, or a word on it.
    pub note: String,
    /// When it is asked about again.
    pub again_on: Option<NaiveDate>,
}

/// What can become of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// Settled by word, without an agreement.
    Settled,
    /// The agreement is kept.
    Kept,
    /// It is not.
    Broken,
    /// Handed on; the note says to whom.
    HandedOn,
}

impl Outcome {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        match self.is {
            OutcomeKind::HandedOn | OutcomeKind::Broken => faults.words("note", &self.note, MAX_NOTE_CHARS),
            OutcomeKind::Settled | OutcomeKind::Kept => faults.text("note", &self.note, MAX_NOTE_CHARS),
        }
    }
}

crate::redacted!(Dispute, Party, Attendant, Mediation, Agreement, Term, Signature, Outcome);

/// The agreement that counts: the last one.
fn agreement(later: &[Fact]) -> Option<(&Fact, &Agreement)> {
    later.iter().rev().find_map(|fact| match &fact.body {
        FactBody::Agreement(agreement) => Some((fact, agreement)),
        _ => None,
    })
}

/// Which parties have signed an agreement.
pub fn signed(later: &[Fact], of: FactId) -> Vec<u32> {
    let mut parties: Vec<u32> = later
        .iter()
        .filter_map(|fact| match &fact.body {
            FactBody::Signature(signature) if signature.agreement == of => Some(signature.party),
            _ => None,
        })
        .collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

/// How it stands.
pub(crate) fn standing(dispute: &Dispute, later: &[Fact]) -> Standing {
    let first = match dispute.outcome {
        DisputeOutcome::Open => State::Open,
        DisputeOutcome::Settled => State::Settled,
        DisputeOutcome::HandedOn => State::HandedOn,
    };
    let (mut state, mut due_on) = (first, None);
    for fact in later {
        match &fact.body {
            FactBody::Mediation(_) => state = State::Mediating,
            FactBody::Agreement(agreement) => (state, due_on) = (State::Agreed, agreement.follow_up_on),
            // One that arrives late does not undo what became of it since.
            FactBody::Signature(_) if matches!(state, State::Agreed | State::Signed) => {
                if let Some((of, what)) = agreement(later) {
                    let all = signed(later, of.id).len() >= what.parties.len();
                    state = if all { State::Signed } else { State::Agreed };
                }
            }
            FactBody::Outcome(outcome) => {
                due_on = outcome.again_on;
                state = match outcome.is {
                    OutcomeKind::Settled => State::Settled,
                    OutcomeKind::Kept => State::Kept,
                    OutcomeKind::Broken => State::Broken,
                    OutcomeKind::HandedOn => State::HandedOn,
                };
            }
            _ => {}
        }
    }
    let over = matches!(state, State::Settled | State::Kept | State::HandedOn) && due_on.is_none();
    Standing { state, open: !over, due_on }
}

/// Whether something may follow.
pub(crate) fn admit(later: &[Fact], next: &FactBody) -> Result<(), Refused> {
    match next {
        FactBody::Signature(signature) => match agreement(later) {
            Some((fact, agreement)) if fact.id == signature.agreement => {
                if usize::try_from(signature.party).unwrap_or(usize::MAX) >= agreement.parties.len() {
                    return Err(Refused::OutOfOrder);
                }
                let twice = signed(later, fact.id).contains(&signature.party);
                if twice { Err(Refused::AlreadySigned) } else { Ok(()) }
            }
            _ => Err(Refused::AgreementSealed),
        },
        FactBody::Mediation(_) | FactBody::Agreement(_) | FactBody::Outcome(_) => Ok(()),
        _ => Err(Refused::OutOfOrder),
    }
}
