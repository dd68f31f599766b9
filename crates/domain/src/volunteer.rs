//! Volunteers: households and people who help. A roster of whom to call, not a report channel on people.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fault::{Faults, FieldFault, MAX_NOTE_CHARS};
use crate::matter::{Refused, Standing, State};
use crate::person::MAX_NAME_CHARS;
use crate::{Fact, FactBody, FactId};

/// What somebody helps with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum HelpsWith {
    /// Shelter and a warm meal in a storm.
    Shelter,
    /// Looking for people and animals that are lost.
    Search,
    /// Towing, transport.
    Transport,
    /// Fire on the grassland.
    Fire,
    /// Interpreting.
    Interpreting,
    /// Mediating between neighbours.
    Mediation,
    /// Work of the season.
    Hands,
    /// Patrols together with the station.
    Patrol,
}

/// A household or person who helps, with consent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Volunteer {
    /// The name by which they are called.
    pub name: String,
    /// The phone.
    pub phone: String,
    /// What they help with.
    pub helps_with: Vec<HelpsWith>,
    /// When they can be reached.
    pub reachable: String,
    /// The group they belong to, if any.
    #[serde(default)]
    pub group: String,
    /// The day on which they said yes to being on the list.
    pub consent_on: Option<NaiveDate>,
}

impl Volunteer {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.words("name", &self.name, MAX_NAME_CHARS);
        faults.words("phone", &self.phone, MAX_NAME_CHARS);
        faults.text("reachable", &self.reachable, MAX_NOTE_CHARS);
        faults.text("group", &self.group, MAX_NOTE_CHARS);
        if self.helps_with.is_empty() {
            faults.found("helps_with", FieldFault::Required);
        }
        faults.lines("helps_with", self.helps_with.len());
        if self.consent_on.is_none() {
            faults.found("consent_on", FieldFault::Required);
        }
    }
}

/// A volunteer took the consent back, or gave it again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Consent {
    /// The volunteer.
    pub volunteer: FactId,
    /// Whether they are willing from now on.
    pub given: bool,
}

crate::redacted!(Volunteer, Consent);

/// How it stands. Nobody has to see to a volunteer: the list is there for when it is needed.
pub(crate) fn standing(later: &[Fact]) -> Standing {
    let willing = later.iter().fold(true, |willing, fact| match &fact.body {
        FactBody::Consent(consent) => consent.given,
        _ => willing,
    });
    Standing { state: if willing { State::Willing } else { State::Withdrawn }, open: false, due_on: None }
}

/// Whether something may follow: of somebody who withdrew, only that they are willing again.
pub(crate) fn admit(state: State, next: &FactBody) -> Result<(), Refused> {
    match next {
        FactBody::Consent(consent) if consent.given == (state == State::Withdrawn) => Ok(()),
        FactBody::Consent(_) => Err(Refused::Closed),
        _ => Err(Refused::OutOfOrder),
    }
}
