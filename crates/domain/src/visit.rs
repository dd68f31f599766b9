//! A visit and what happens on one: diary, services, handouts; suggestions, disputes and talks, which are facts of their own
//! because they outlive the visit.
//!
//! A [`VisitDraft`] may hold anything an officer typed so far. Only [`VisitDraft::validate`] makes a [`Visit`] of it,
//! and it names every field that is wrong at once.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::activity::Activity;
use crate::dispute::Dispute;
use crate::fault::{Faults, FieldFault, FieldFaults, MAX_ACCOUNT_CHARS, MAX_NOTE_CHARS};
use crate::suggestion::{self, Suggestion};
use crate::{FactBody, FactId, HouseholdId, MaterialId, ServicePointId};

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
    /// Of a contact card, the mark of the words that stood on it, so that whoever holds an outdated one is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
}

impl HandoutLine {
    /// So many of a material.
    pub fn new(material_id: MaterialId, count: u32) -> Self {
        Self { material_id, count, card: None }
    }
}

/// What was done against fraud on a visit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AntiFraud {
    /// Advice was given.
    pub advised: bool,
    /// What became of the official app.
    pub app: OfficialApp,
    /// The jingle was played.
    pub jingle: bool,
}

/// Whether the official app against fraud was explained.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum OfficialApp {
    /// Not spoken of.
    #[default]
    No,
    /// Explained.
    Explained,
    /// There before.
    AlreadyThere,
}

/// A call at a household, as it was saved.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Visit {
    /// What was seen, said and asked, in the officer's words.
    pub diary: String,
    /// What was done for people.
    #[serde(default)]
    pub services: Vec<ServiceLine>,
    /// What was given.
    #[serde(default)]
    pub handouts: Vec<HandoutLine>,
    /// What was done against fraud.
    #[serde(default)]
    pub anti_fraud: AntiFraud,
    /// The service point at which it was, if not at home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_point: Option<ServicePointId>,
}

/// Something that came up during a visit and outlives it, in a draft: with the fact as which it was said before, when the
/// visit is corrected, so that what was said of it meanwhile still belongs to it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CameUp<T> {
    /// What.
    #[serde(flatten)]
    pub what: T,
    /// The fact as which it was said.
    #[serde(default)]
    pub said_as: Option<FactId>,
    /// Whoever said it wants to stay unnamed: a suggestion that is said of no household and belongs to no visit. Of anything
    /// else, and of what was said with a name before, it means nothing.
    #[serde(default)]
    pub unnamed: bool,
}

impl<T> CameUp<T> {
    /// Something new.
    pub fn new(what: T) -> Self {
        Self { what, said_as: None, unnamed: false }
    }
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
    /// See [`Visit::anti_fraud`].
    #[serde(default)]
    pub anti_fraud: AntiFraud,
    /// See [`Visit::service_point`].
    #[serde(default)]
    pub service_point: Option<ServicePointId>,
    /// What people ask of the police service.
    pub suggestions: Vec<CameUp<Suggestion>>,
    /// Quarrels met.
    pub disputes: Vec<CameUp<Dispute>>,
    /// Talks given.
    pub talks: Vec<CameUp<Activity>>,
}

crate::redacted!(Visit, VisitDraft, ValidVisit, ServiceLine);

impl<T> std::fmt::Debug for CameUp<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CameUp([redacted])")
    }
}

/// A draft that was found in order: the visit, and the facts that came up during it.
#[derive(Clone, PartialEq)]
pub struct ValidVisit {
    /// The visit.
    pub visit: Visit,
    /// What came up: suggestions, quarrels, talks, each with the fact as which it was said before.
    pub came_up: Vec<(FactBody, Option<FactId>)>,
    /// What came up and is nobody's: neither the household's nor the visit's.
    pub unnamed: Vec<FactBody>,
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
            anti_fraud: AntiFraud::default(),
            service_point: None,
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
            && self.anti_fraud == AntiFraud::default()
            && self.suggestions.iter().all(|line| line.what.text.trim().is_empty())
            && self.disputes.is_empty()
            && self.talks.is_empty()
    }

    /// The visit, or all that is wrong with it. Empty suggestions and handouts of nothing are dropped silently: they
    /// are rows that were opened and not used. An ID number in the diary, right or wrong, never blocks saving.
    pub fn validate(&self) -> Result<ValidVisit, FieldFaults> {
        let mut faults = Faults::default();
        if self.is_empty() {
            faults.found("diary", FieldFault::Required);
        }
        faults.text("diary", &self.diary, MAX_ACCOUNT_CHARS);
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
        suggestion::check_lines(&mut faults, self.suggestions.iter().map(|line| line.what.text.as_str()));
        faults.lines("disputes", self.disputes.len());
        for (i, line) in self.disputes.iter().enumerate() {
            faults.text(format!("disputes.{i}.note"), &line.what.note, MAX_ACCOUNT_CHARS);
        }
        faults.lines("talks", self.talks.len());
        for (i, line) in self.talks.iter().enumerate() {
            faults.count(format!("talks.{i}.audience"), line.what.audience);
            faults.words(format!("talks.{i}.topic"), &line.what.topic, MAX_NOTE_CHARS);
        }
        faults.result()?;
        let handouts = self.handouts.iter().filter(|line| line.count > 0).cloned().collect();
        let suggestions = self.suggestions.iter().filter(|line| !line.what.text.trim().is_empty());
        let (unnamed, named): (Vec<_>, Vec<_>) = suggestions.partition(|line| line.unnamed && line.said_as.is_none());
        let came_up = (named.into_iter())
            .map(|line| (FactBody::Suggestion(line.what.clone()), line.said_as))
            .chain(self.disputes.iter().map(|line| (FactBody::Dispute(line.what.clone()), line.said_as)))
            .chain(self.talks.iter().map(|line| (FactBody::Activity(line.what.clone()), line.said_as)))
            .collect();
        Ok(ValidVisit {
            visit: Visit {
                diary: self.diary.clone(),
                services: self.services.clone(),
                handouts,
                anti_fraud: self.anti_fraud,
                service_point: self.service_point,
            },
            came_up,
            unnamed: unnamed.into_iter().map(|line| FactBody::Suggestion(line.what.clone())).collect(),
        })
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
        draft.diary = "长".repeat(MAX_ACCOUNT_CHARS + 1);
        draft.services = vec![ServiceLine { kind: ServiceKind::Other, note: "  ".into(), count: 0 }];
        draft.talks = vec![CameUp::new(Activity { audience: 3, ..Activity::default() })];
        let faults = draft.validate().unwrap_err();
        let paths: Vec<&str> = faults.keys().map(String::as_str).collect();
        assert_eq!(paths, ["diary", "services.0.count", "services.0.note", "talks.0.topic"]);
    }

    #[test]
    fn opened_and_unused_rows_are_dropped() {
        let mut draft = draft();
        draft.diary = "送来了户口簿".into();
        draft.suggestions = [" ", "夏天多来两次"].map(|text| CameUp::new(Suggestion { text: text.into() })).to_vec();
        draft.handouts = vec![HandoutLine::new(MaterialId(Uuid::nil()), 0)];
        let valid = draft.validate().unwrap();
        let said = FactBody::Suggestion(Suggestion { text: "夏天多来两次".into() });
        assert!(valid.came_up == [(said, None)]);
        assert!(valid.visit.handouts.is_empty());
    }

    #[test]
    fn what_was_said_with_a_name_is_not_unnamed_by_a_correction() {
        let mut draft = draft();
        let line = |said_as, unnamed| CameUp { what: Suggestion { text: "立个牌子".into() }, said_as, unnamed };
        draft.suggestions = vec![line(None, true), line(Some(FactId(Uuid::nil())), true), line(None, false)];
        let valid = draft.validate().unwrap();
        assert_eq!((valid.unnamed.len(), valid.came_up.len()), (1, 2));
    }
}
