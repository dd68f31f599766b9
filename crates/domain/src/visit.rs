//! A visit and what happens on one: diary, services, handouts, suggestions; disputes and talks, which are facts of
//! their own because they outlive the visit.
//!
//! A [`VisitDraft`] may hold anything an officer typed so far. Only [`VisitDraft::validate`] makes a [`Visit`] of it,
//! and it names every field that is wrong at once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{FactId, HouseholdId, MaterialId};

/// Longest diary of one visit, in characters.
pub const MAX_DIARY_CHARS: usize = 8_000;
/// Longest note, suggestion or topic, in characters.
pub const MAX_NOTE_CHARS: usize = 500;
/// Most lines of a kind on one visit.
pub const MAX_LINES: usize = 40;
/// Most of anything handed out, done or counted on one visit.
pub const MAX_COUNT: u32 = 10_000;

/// One thing done for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Shearing sheep.
    ShearWool,
    /// Unloading fodder.
    UnloadFodder,
    /// Mending a fence.
    MendFence,
    /// Interpreting between Chinese and Mongolian.
    Interpret,
    /// Filling in a form.
    FillForm,
    /// Bringing or fetching something.
    Errand,
    /// Help to a doctor or with medicine.
    MedicalHelp,
    /// Repairing a thing.
    Repair,
    /// Advice against fraud.
    AntiFraudAdvice,
    /// Anything else; the note says what.
    Other,
}

/// A service, how often, and a word on it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ServiceLine {
    /// What was done.
    pub kind: ServiceKind,
    /// In the officer's words; required for [`ServiceKind::Other`].
    pub note: String,
    /// How often.
    pub count: u32,
}

/// A material or contact card given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HandoutLine {
    /// Which.
    pub material_id: MaterialId,
    /// How many.
    pub count: u32,
}

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

/// A quarrel met on a visit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "DisputeLine")]
pub struct Dispute {
    /// Over what.
    pub kind: DisputeKind,
    /// How it stands.
    pub outcome: DisputeOutcome,
    /// In the officer's words.
    pub note: String,
}

/// A talk given on a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "TalkLine")]
pub struct Activity {
    /// What it was about.
    pub topic: String,
    /// How many listened.
    pub audience: u32,
}

/// A call at a household, as it was saved.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// What was seen, said and asked, in the officer's words.
    pub diary: String,
    /// What was done for people.
    #[serde(default)]
    pub services: Vec<ServiceLine>,
    /// What was given.
    #[serde(default)]
    pub handouts: Vec<HandoutLine>,
    /// What people ask of the police service.
    #[serde(default)]
    pub suggestions: Vec<String>,
}

/// A visit that is being written down.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct VisitDraft {
    /// The id that the visit will have.
    pub id: FactId,
    /// Where.
    pub household_id: HouseholdId,
    /// The visit that this one will correct.
    pub corrects: Option<FactId>,
    /// When the officer came.
    pub started_at: DateTime<Utc>,
    /// See [`Visit::diary`].
    pub diary: String,
    /// See [`Visit::services`].
    pub services: Vec<ServiceLine>,
    /// See [`Visit::handouts`].
    pub handouts: Vec<HandoutLine>,
    /// See [`Visit::suggestions`].
    pub suggestions: Vec<String>,
    /// Quarrels met.
    pub disputes: Vec<Dispute>,
    /// Talks given.
    pub talks: Vec<Activity>,
}

crate::redacted!(Visit, VisitDraft, ValidVisit, Dispute, ServiceLine);

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// Nothing stands there.
    Required,
    /// More characters or lines than fit.
    TooLong,
    /// A number outside its limits.
    OutOfRange,
    /// It names something that is not in the register.
    Unknown,
}

impl FieldFault {
    /// The code by which the screen finds the words.
    pub fn code(self) -> &'static str {
        match self {
            FieldFault::Required => "required",
            FieldFault::TooLong => "too_long",
            FieldFault::OutOfRange => "out_of_range",
            FieldFault::Unknown => "unknown",
        }
    }
}

/// Every field that is wrong, by its path (`services.2.note`).
pub type FieldFaults = BTreeMap<String, FieldFault>;

/// A draft that was found in order: the visit, and the facts that came up during it.
#[derive(Clone, PartialEq)]
pub struct ValidVisit {
    /// The visit.
    pub visit: Visit,
    /// Quarrels met.
    pub disputes: Vec<Dispute>,
    /// Talks given.
    pub talks: Vec<Activity>,
}

impl VisitDraft {
    /// An empty draft.
    pub fn new(id: FactId, household_id: HouseholdId, started_at: DateTime<Utc>) -> Self {
        Self {
            id,
            household_id,
            corrects: None,
            started_at,
            diary: String::new(),
            services: Vec::new(),
            handouts: Vec::new(),
            suggestions: Vec::new(),
            disputes: Vec::new(),
            talks: Vec::new(),
        }
    }

    /// Whether nothing was entered yet.
    pub fn is_empty(&self) -> bool {
        self.diary.trim().is_empty()
            && self.services.is_empty()
            && self.handouts.is_empty()
            && self.suggestions.iter().all(|text| text.trim().is_empty())
            && self.disputes.is_empty()
            && self.talks.is_empty()
    }

    /// The visit, or all that is wrong with it. Empty suggestions and handouts of nothing are dropped silently: they
    /// are rows that were opened and not used. An ID number in the diary, right or wrong, never blocks saving.
    pub fn validate(&self) -> Result<ValidVisit, FieldFaults> {
        let mut faults = Faults::default();
        if self.is_empty() {
            faults.found("diary".into(), FieldFault::Required);
        }
        faults.text("diary".into(), &self.diary, MAX_DIARY_CHARS);
        faults.lines("services", self.services.len());
        for (i, line) in self.services.iter().enumerate() {
            faults.count(format!("services.{i}.count"), line.count);
            faults.text(format!("services.{i}.note"), &line.note, MAX_NOTE_CHARS);
            if line.kind == ServiceKind::Other && line.note.trim().is_empty() {
                faults.found(format!("services.{i}.note"), FieldFault::Required);
            }
        }
        faults.lines("handouts", self.handouts.len());
        for (i, line) in self.handouts.iter().enumerate().filter(|(_, line)| line.count > 0) {
            faults.count(format!("handouts.{i}.count"), line.count);
        }
        faults.lines("suggestions", self.suggestions.len());
        for (i, text) in self.suggestions.iter().enumerate() {
            faults.text(format!("suggestions.{i}"), text, MAX_NOTE_CHARS);
        }
        faults.lines("disputes", self.disputes.len());
        for (i, dispute) in self.disputes.iter().enumerate() {
            faults.text(format!("disputes.{i}.note"), &dispute.note, MAX_NOTE_CHARS);
        }
        faults.lines("talks", self.talks.len());
        for (i, talk) in self.talks.iter().enumerate() {
            faults.count(format!("talks.{i}.audience"), talk.audience);
            faults.text(format!("talks.{i}.topic"), &talk.topic, MAX_NOTE_CHARS);
            if talk.topic.trim().is_empty() {
                faults.found(format!("talks.{i}.topic"), FieldFault::Required);
            }
        }
        if !faults.0.is_empty() {
            return Err(faults.0);
        }
        Ok(ValidVisit {
            visit: Visit {
                diary: self.diary.clone(),
                services: self.services.clone(),
                handouts: self.handouts.iter().filter(|line| line.count > 0).cloned().collect(),
                suggestions: self.suggestions.iter().filter(|text| !text.trim().is_empty()).cloned().collect(),
            },
            disputes: self.disputes.clone(),
            talks: self.talks.clone(),
        })
    }
}

/// Faults while they are collected; the first of a field stays.
#[derive(Default)]
struct Faults(FieldFaults);

impl Faults {
    fn found(&mut self, path: String, fault: FieldFault) {
        self.0.entry(path).or_insert(fault);
    }

    fn text(&mut self, path: String, text: &str, limit_chars: usize) {
        if text.chars().count() > limit_chars {
            self.found(path, FieldFault::TooLong);
        }
    }

    fn count(&mut self, path: String, count: u32) {
        if !(1..=MAX_COUNT).contains(&count) {
            self.found(path, FieldFault::OutOfRange);
        }
    }

    fn lines(&mut self, path: &str, lines: usize) {
        if lines > MAX_LINES {
            self.found(path.into(), FieldFault::TooLong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn draft() -> VisitDraft {
        VisitDraft::new(FactId(Uuid::nil()), HouseholdId(Uuid::nil()), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn an_empty_draft_is_no_visit() {
        assert_eq!(draft().validate().unwrap_err()["diary"], FieldFault::Required);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut draft = draft();
        draft.diary = "长".repeat(MAX_DIARY_CHARS + 1);
        draft.services = vec![ServiceLine { kind: ServiceKind::Other, note: "  ".into(), count: 0 }];
        draft.talks = vec![Activity { topic: String::new(), audience: 3 }];
        let faults = draft.validate().unwrap_err();
        let paths: Vec<&str> = faults.keys().map(String::as_str).collect();
        assert_eq!(paths, ["diary", "services.0.count", "services.0.note", "talks.0.topic"]);
    }

    #[test]
    fn opened_and_unused_rows_are_dropped() {
        let mut draft = draft();
        draft.diary = "送来了户口簿".into();
        draft.suggestions = vec![" ".into(), "夏天多来两次".into()];
        draft.handouts = vec![HandoutLine { material_id: MaterialId(Uuid::nil()), count: 0 }];
        let valid = draft.validate().unwrap();
        assert_eq!(valid.visit.suggestions, ["夏天多来两次"]);
        assert!(valid.visit.handouts.is_empty());
    }
}
