//! Facts: what an officer did. Written once, never edited; a correction is a new fact that supersedes the old one.
//!
//! Facts merge by union. Whether a fact stands is read off the others: it does unless one supersedes it. Of several last
//! corrections of one fact, made by people who had not seen each other's, the latest by stamp stands; a fact said during a
//! visit stands as long as the visit does. Nothing here stores a status.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::activity::Activity;
use crate::application::{Application, Portrait, Progress, Step};
use crate::dispute::{Agreement, Dispute, Mediation, Outcome, Signature};
use crate::fault::{Faults, FieldFaults};
use crate::hands::{HandsLent, HandsWanted};
use crate::picture::Picture;
use crate::questionnaire::Answers;
use crate::request::{Hazard, HazardCheck, Request, Response};
use crate::rights::{Erasure, Looks};
use crate::suggestion::{Measure, Suggestion, ToldBack};
use crate::visit::Visit;
use crate::volunteer::{Consent, Volunteer};
use crate::{FactId, Hash, HouseholdId, PersonId};

/// One thing that happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name.
    pub id: FactId,
    /// When it happened, as far as the officer's tablet knew.
    pub happened_at: DateTime<Utc>,
    /// The household it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// The person it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The visit during which it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<FactId>,
    /// The fact that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<FactId>,
    /// What the chain of corrections began with; left out where that is what this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<FactId>,
    /// What happened.
    #[serde(flatten)]
    pub body: FactBody,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal),* $(,)?) => {
        /// The kinds of fact. A new kind is a variant here, a module with its rules, and nothing on the wire.
        #[derive(Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(tag = "kind", content = "body", rename_all = "snake_case")]
        pub enum FactBody { $($(#[$doc])* $name($name)),* }

        impl FactBody {
            /// The kind's name, on the wire and on the disk.
            pub fn kind(&self) -> &'static str {
                match self { $(FactBody::$name(_) => $kind),* }
            }
        }
    };
}

kinds! {
    /// A call at a household.
    Visit = "visit",
    /// An event: a talk, a meeting on the warm kang.
    Activity = "activity",
    /// The request for a document.
    Application = "application",
    /// The portrait of an application.
    Portrait = "portrait",
    /// What became of an application.
    Progress = "progress",
    /// A quarrel.
    Dispute = "dispute",
    /// A session of its mediation.
    Mediation = "mediation",
    /// What its parties agree on.
    Agreement = "agreement",
    /// A party's signature under it.
    Signature = "signature",
    /// What became of it.
    Outcome = "outcome",
    /// Somebody asks for help.
    Request = "request",
    /// The station answers.
    Response = "response",
    /// A danger of a place or thing.
    Hazard = "hazard",
    /// It was looked at again.
    HazardCheck = "hazard_check",
    /// What people ask of the police service.
    Suggestion = "suggestion",
    /// What was done about it.
    Measure = "measure",
    /// And they were told.
    ToldBack = "told_back",
    /// A household needs hands.
    HandsWanted = "hands_wanted",
    /// A team that helps or helped.
    HandsLent = "hands_lent",
    /// Somebody who helps.
    Volunteer = "volunteer",
    /// Took the consent back, or gave it again.
    Consent = "consent",
    /// What somebody answered to a questionnaire.
    Answers = "answers",
    /// Who was looked at.
    Looks = "looks",
    /// What is known of somebody was erased.
    Erasure = "erasure",
    /// It did not happen: said of a fact that was saved by mistake.
    Withdrawn = "withdrawn",
}

/// A fact that was saved by mistake is corrected by this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Withdrawn {
    /// The kind of the fact that is withdrawn.
    pub was: String,
    /// The matter that it was said of.
    pub about: Option<FactId>,
}

crate::redacted!(Fact, FactBody);

impl Fact {
    /// What the chain of corrections began with; `None` for a fact that corrects nothing.
    pub fn chain(&self) -> Option<FactId> {
        self.first.or(self.supersedes)
    }

    /// The same as a correction of `other`.
    pub fn correcting(self, other: &Fact) -> Self {
        Self { supersedes: Some(other.id), first: other.chain(), ..self }
    }
}

impl FactBody {
    /// The fact with which the matter began that this one belongs to; `None` for one that begins or is none.
    pub fn about(&self) -> Option<FactId> {
        match self {
            FactBody::Portrait(portrait) => Some(portrait.application),
            FactBody::Progress(progress) => Some(progress.application),
            FactBody::Mediation(mediation) => Some(mediation.dispute),
            FactBody::Agreement(agreement) => Some(agreement.dispute),
            FactBody::Signature(signature) => Some(signature.dispute),
            FactBody::Outcome(outcome) => Some(outcome.dispute),
            FactBody::Response(response) => Some(response.request),
            FactBody::HazardCheck(check) => Some(check.hazard),
            FactBody::Measure(measure) => Some(measure.suggestion),
            FactBody::ToldBack(told) => Some(told.suggestion),
            FactBody::HandsLent(lent) => Some(lent.wanted),
            FactBody::Consent(consent) => Some(consent.volunteer),
            FactBody::Withdrawn(withdrawn) => withdrawn.about,
            FactBody::Visit(_)
            | FactBody::Activity(_)
            | FactBody::Application(_)
            | FactBody::Dispute(_)
            | FactBody::Request(_)
            | FactBody::Hazard(_)
            | FactBody::Suggestion(_)
            | FactBody::HandsWanted(_)
            | FactBody::Volunteer(_)
            | FactBody::Answers(_)
            | FactBody::Looks(_)
            | FactBody::Erasure(_) => None,
        }
    }

    /// Whether only the station says so: what the desk decides, and what is erased. A tablet that says it is not heard.
    pub fn is_the_desks(&self) -> bool {
        match self {
            FactBody::Progress(progress) => {
                matches!(progress.step, Step::Accepted | Step::Returned { .. } | Step::InProduction | Step::Ready)
            }
            FactBody::Erasure(_) => true,
            _ => false,
        }
    }

    /// All that is wrong with what was entered. Names of persons and materials are looked up by whoever has the register.
    pub fn check(&self) -> Result<(), FieldFaults> {
        let mut faults = Faults::default();
        match self {
            FactBody::Activity(activity) => activity.check(&mut faults),
            FactBody::Application(application) => application.check(&mut faults),
            FactBody::Progress(progress) => progress.check(&mut faults),
            FactBody::Dispute(dispute) => dispute.check(&mut faults),
            FactBody::Mediation(mediation) => mediation.check(&mut faults),
            FactBody::Agreement(agreement) => agreement.check(&mut faults),
            FactBody::Signature(signature) => signature.check(&mut faults),
            FactBody::Outcome(outcome) => outcome.check(&mut faults),
            FactBody::Request(request) => request.check(&mut faults),
            FactBody::Response(response) => response.check(&mut faults),
            FactBody::Hazard(hazard) => hazard.check(&mut faults),
            FactBody::HazardCheck(check) => check.check(&mut faults),
            FactBody::Suggestion(suggestion) => suggestion.check(&mut faults),
            FactBody::Measure(measure) => measure.check(&mut faults),
            FactBody::ToldBack(told) => told.check(&mut faults),
            FactBody::HandsWanted(wanted) => wanted.check(&mut faults),
            FactBody::HandsLent(lent) => lent.check(&mut faults),
            FactBody::Volunteer(volunteer) => volunteer.check(&mut faults),
            // A visit is checked as a draft, answers by their questionnaire; the others hold nothing that an officer types.
            FactBody::Visit(_)
            | FactBody::Portrait(_)
            | FactBody::Consent(_)
            | FactBody::Answers(_)
            | FactBody::Looks(_)
            | FactBody::Erasure(_)
            | FactBody::Withdrawn(_) => {}
        }
        faults.result()
    }

    /// The blobs that it names, each with its size in bytes; the original of a portrait after the finished one.
    pub fn blobs(&self) -> Vec<(Hash, u64)> {
        let pictures = |pictures: &[Picture]| pictures.iter().filter_map(Picture::blob).collect();
        match self {
            FactBody::Portrait(portrait) => {
                let finished = portrait.picture_hash().map(|hash| (hash, portrait.size_bytes.into()));
                let original = portrait.original.as_ref().and_then(|original| original.picture.blob());
                finished.into_iter().chain(original).collect()
            }
            FactBody::Application(application) => {
                application.papers.iter().filter_map(|paper| paper.picture.as_ref()?.blob()).collect()
            }
            FactBody::Activity(activity) => pictures(&activity.pictures),
            FactBody::Dispute(dispute) => pictures(&dispute.pictures),
            FactBody::Mediation(mediation) => pictures(&mediation.pictures),
            FactBody::Hazard(hazard) => pictures(&hazard.pictures),
            FactBody::HazardCheck(check) => pictures(&check.pictures),
            _ => Vec::new(),
        }
    }
}
