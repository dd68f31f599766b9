//! Visits: the draft that is kept on every pause, the save that makes it a fact, the correction that supersedes one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use beibao_domain::activity::Activity;
use beibao_domain::dispute::Dispute;
use beibao_domain::fault::{FieldFault, FieldFaults};
use beibao_domain::material::MaterialKind;
use beibao_domain::shelf::ServicePoint;
use beibao_domain::suggestion::Suggestion;
use beibao_domain::visit::{AntiFraud, CameUp, HandoutLine, ServiceLine, VisitDraft};
use beibao_domain::{Fact, FactBody, FactId, HouseholdId, Payload, ServicePointId};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::table::{draft, outbox};
use crate::{Result, Store, StoreError, Tx};
use beibao_replica::table::{fact, household, material, officer, shelf};
use beibao_replica::{ReplicaError, contact_card};

/// A draft with the names that its page shows.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Draft")]
pub struct DraftView {
    /// The draft.
    #[serde(flatten)]
    pub draft: VisitDraft,
    /// The household's code.
    pub household_code: String,
    /// The name of its head.
    pub head_name: String,
}

/// A visit in a list.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct VisitSummary {
    /// The visit's or draft's id.
    pub id: FactId,
    /// Where.
    pub household_id: HouseholdId,
    /// The household's code.
    pub household_code: String,
    /// The name of its head.
    pub head_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub officer_name: String,
    /// The beginning of the diary.
    pub excerpt: String,
    /// How many services were done.
    pub services: u32,
    /// How many things were given.
    pub handouts: u32,
    /// Where it stands.
    pub state: SendState,
    /// The visit that it corrects.
    pub corrects: Option<FactId>,
}

/// Where something stands on its way to the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// Being written.
    Draft,
    /// On this tablet only.
    Unsent,
    /// At the station, its picture not yet.
    Received,
    /// Applied at the station.
    Applied,
    /// At the station, and not applied.
    SetAside,
}

/// A saved visit, whole.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct VisitView {
    /// Its id.
    pub id: FactId,
    /// Where.
    pub household_id: HouseholdId,
    /// The household's code.
    pub household_code: String,
    /// The name of its head.
    pub head_name: String,
    /// Who.
    pub officer_name: String,
    /// When the officer came.
    pub started_at: DateTime<Utc>,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// See [`VisitDraft`].
    pub diary: String,
    /// See [`VisitDraft`].
    pub services: Vec<ServiceLine>,
    /// See [`VisitDraft`].
    pub handouts: Vec<HandoutLine>,
    /// See [`VisitDraft`].
    pub anti_fraud: AntiFraud,
    /// See [`VisitDraft`].
    pub service_point: Option<ServicePointId>,
    /// See [`VisitDraft`].
    pub suggestions: Vec<CameUp<Suggestion>>,
    /// See [`VisitDraft`].
    pub disputes: Vec<CameUp<Dispute>>,
    /// See [`VisitDraft`].
    pub talks: Vec<CameUp<Activity>>,
    /// Where it stands.
    pub state: SendState,
}

/// A visit and its corrections.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct VisitPage {
    /// The visit.
    pub visit: VisitView,
    /// The visit that it corrects.
    pub corrects: Option<FactId>,
    /// The visit that corrects it.
    pub corrected_by: Option<FactId>,
}

beibao_domain::redacted!(DraftView, VisitSummary, VisitView, VisitPage);

fn view(sql: &Connection, draft: VisitDraft) -> Result<DraftView> {
    let (household_code, head_name) = household::code_and_head(sql, draft.household_id)?;
    Ok(DraftView { draft, household_code, head_name })
}

/// The household's draft: the one that was kept, or a new one.
pub fn open_draft(store: &Store, household_id: HouseholdId) -> Result<DraftView> {
    store.write(|tx| {
        household::read(&tx.sql, household_id)?;
        let now = tx.world().now();
        let mut opened = match draft::of_household(&tx.sql, household_id)? {
            Some(kept) => kept,
            None => VisitDraft::new(FactId::new(tx.world()), household_id, now),
        };
        // Kept at once, so that opening it twice cannot make two; one that nothing was written in begins now.
        if opened.is_empty() {
            opened.started_at = now;
            draft::put(&tx.sql, &opened, now)?;
        }
        view(&tx.sql, opened)
    })
}

/// A draft that says again what a visit said, to be corrected.
pub fn open_correction(store: &Store, visit: FactId) -> Result<DraftView> {
    store.read(|sql| {
        if let Some(kept) = draft::correcting(sql, visit)? {
            return view(sql, kept);
        }
        if fact::superseded_by(sql, visit)?.is_some() {
            return Err(StoreError::CorrectedMeanwhile);
        }
        let page = page(sql, visit)?.visit;
        view(
            sql,
            VisitDraft {
                id: FactId::new(store.world()),
                household_id: page.household_id,
                corrects: Some(visit),
                started_at: page.started_at,
                diary: page.diary,
                services: page.services,
                handouts: page.handouts,
                anti_fraud: page.anti_fraud,
                service_point: page.service_point,
                suggestions: page.suggestions,
                disputes: page.disputes,
                talks: page.talks,
            },
        )
    })
}

/// Keeps a draft. A draft of a visit that was saved meanwhile is not brought back to life.
pub fn save_draft(tx: &mut Tx<'_>, draft: &VisitDraft) -> Result<()> {
    if fact::exists(&tx.sql, draft.id)? {
        return Err(StoreError::AlreadySaved);
    }
    let now = tx.world().now();
    draft::put(&tx.sql, draft, now)
}

/// Throws a draft away.
pub fn discard_draft(tx: &mut Tx<'_>, id: FactId) -> Result<()> {
    draft::remove(&tx.sql, id)
}

/// Makes a visit of a draft: the visit, and the disputes and talks that came up, each a fact of its own. Saying the same
/// draft twice is refused, so a double tap saves once.
pub fn save(tx: &mut Tx<'_>, draft: &VisitDraft) -> Result<FactId> {
    if fact::exists(&tx.sql, draft.id)? {
        return Err(StoreError::AlreadySaved);
    }
    // Somebody else corrected the same visit meanwhile; the officer looks at that one first.
    let corrected = match draft.corrects {
        Some(corrected) if fact::superseded_by(&tx.sql, corrected)?.is_some() => {
            return Err(StoreError::CorrectedMeanwhile);
        }
        Some(corrected) => Some(fact::read(&tx.sql, corrected)?.fact),
        None => None,
    };
    let area = household::scope(&tx.sql, draft.household_id)?;
    let mut valid = draft.validate().map_err(StoreError::InvalidFields)?;
    let materials = material::all(&tx.sql)?;
    let mut unknown: FieldFaults = (draft.handouts.iter().enumerate())
        .filter(|(_, line)| line.count > 0 && materials.iter().all(|known| known.id != line.material_id))
        .map(|(i, _)| (format!("handouts.{i}.material_id"), FieldFault::Unknown))
        .collect();
    if let Some(point) = draft.service_point
        && shelf::all::<ServicePoint>(&tx.sql)?.iter().all(|(id, _)| *id != point.0)
    {
        unknown.insert("service_point".into(), FieldFault::Unknown);
    }
    if !unknown.is_empty() {
        return Err(StoreError::InvalidFields(unknown));
    }
    // Which words stood on a card that was given; a correction leaves what stood on it then.
    let is_card = |line: &&mut HandoutLine| {
        line.card.is_none()
            && materials.iter().any(|known| known.id == line.material_id && known.kind == MaterialKind::ContactCard)
    };
    for line in valid.visit.handouts.iter_mut().filter(is_card) {
        line.card = match contact_card::read(&tx.sql, tx.officer()) {
            Ok(words) => Some(words.mark()),
            Err(ReplicaError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
    }
    let told = |id, body| Fact {
        id,
        happened_at: draft.started_at,
        household: Some(draft.household_id),
        person: None,
        during: (id != draft.id).then_some(draft.id),
        supersedes: None,
        first: None,
        body,
    };
    let visit = told(draft.id, FactBody::Visit(valid.visit));
    let visit = match &corrected {
        Some(corrected) => visit.correcting(corrected),
        None => visit,
    };
    tx.say(area, &Payload::Fact(visit))?;
    // A fact said during a visit stands as long as the visit does, so a correction says all of them anew, each as the
    // correction of what it was: what was said of it meanwhile still belongs to it.
    for (body, said_as) in valid.came_up {
        let anew = told(FactId::new(tx.world()), body);
        if let Some(id) = said_as
            && fact::superseded_by(&tx.sql, id)?.is_some()
        {
            // Somebody said more of it while this was being written.
            return Err(StoreError::CorrectedMeanwhile);
        }
        let anew = match said_as.map(|id| fact::read(&tx.sql, id)).transpose()? {
            Some(earlier) => anew.correcting(&earlier.fact),
            None => anew,
        };
        tx.say(area, &Payload::Fact(anew))?;
    }
    // Neither the household nor the hour of the visit leads to whoever wants to stay unnamed.
    for body in valid.unnamed {
        let fact = Fact {
            id: FactId::new(tx.world()),
            happened_at: tx.world().now(),
            household: None,
            person: None,
            during: None,
            supersedes: None,
            first: None,
            body,
        };
        tx.say(area, &Payload::Fact(fact))?;
    }
    draft::remove(&tx.sql, draft.id)?;
    Ok(draft.id)
}

/// Where the change that said this fact stands. What others said is at the station by nature.
pub fn send_state(sql: &Connection, id: uuid::Uuid) -> Result<SendState> {
    Ok(match outbox::state_of(sql, id)?.as_deref() {
        Some("unsent") => SendState::Unsent,
        Some("set_aside") => SendState::SetAside,
        _ => SendState::Applied,
    })
}

fn officer_name(sql: &Connection, id: beibao_domain::OfficerId) -> Result<String> {
    Ok(officer::read(sql, id)?.map(|officer| officer.name).unwrap_or_default())
}

/// A visit by id.
pub fn page(sql: &Connection, id: FactId) -> Result<VisitPage> {
    let told = fact::read(sql, id)?;
    let (FactBody::Visit(visit), Some(household_id)) = (told.fact.body, told.fact.household) else {
        return Err(StoreError::NotFound);
    };
    let (household_code, head_name) = household::code_and_head(sql, household_id)?;
    let (mut suggestions, mut disputes, mut talks) = (Vec::new(), Vec::new(), Vec::new());
    for during in fact::during(sql, id)? {
        let said_as = Some(during.fact.id);
        match during.fact.body {
            FactBody::Suggestion(what) => suggestions.push(CameUp { what, said_as, unnamed: false }),
            FactBody::Dispute(what) => disputes.push(CameUp { what, said_as, unnamed: false }),
            FactBody::Activity(what) => talks.push(CameUp { what, said_as, unnamed: false }),
            _ => {}
        }
    }
    Ok(VisitPage {
        visit: VisitView {
            id,
            household_id,
            household_code,
            head_name,
            officer_name: officer_name(sql, told.author)?,
            started_at: told.fact.happened_at,
            saved_at: told.said_at,
            diary: visit.diary,
            services: visit.services,
            handouts: visit.handouts,
            anti_fraud: visit.anti_fraud,
            service_point: visit.service_point,
            suggestions,
            disputes,
            talks,
            state: send_state(sql, id.0)?,
        },
        corrects: told.fact.supersedes,
        corrected_by: fact::superseded_by(sql, id)?,
    })
}

/// A sum that a nonsensical count cannot overflow.
pub(crate) fn total(counts: impl Iterator<Item = u32>) -> u32 {
    counts.fold(0, u32::saturating_add)
}

const EXCERPT_CHARS: usize = 60;

fn excerpt(diary: &str) -> String {
    let mut excerpt: String =
        diary.trim().chars().take(EXCERPT_CHARS).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if diary.trim().chars().count() > EXCERPT_CHARS {
        excerpt.push('…');
    }
    excerpt
}

/// Visits for a list. Whose home it is and who wrote is asked once of each: on a household's page it is the same twenty times.
pub(crate) fn summaries(sql: &Connection, visits: Vec<fact::Told>) -> Result<Vec<VisitSummary>> {
    let (mut homes, mut officers) = (BTreeMap::new(), BTreeMap::new());
    let mut listed = Vec::new();
    for told in visits {
        let (FactBody::Visit(visit), Some(household_id)) = (told.fact.body, told.fact.household) else { continue };
        let home = match homes.entry(household_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(household::code_and_head(sql, household_id)?),
        };
        let officer = match officers.entry(told.author) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(officer_name(sql, told.author)?),
        };
        listed.push(VisitSummary {
            id: told.fact.id,
            household_id,
            household_code: home.0.clone(),
            head_name: home.1.clone(),
            at: told.fact.happened_at,
            officer_name: officer.clone(),
            excerpt: excerpt(&visit.diary),
            services: total(visit.services.iter().map(|line| line.count)),
            handouts: total(visit.handouts.iter().map(|line| line.count)),
            state: send_state(sql, told.fact.id.0)?,
            corrects: told.fact.supersedes,
        });
    }
    Ok(listed)
}

pub(crate) fn drafts(sql: &Connection) -> Result<Vec<VisitSummary>> {
    draft::all(sql)?
        .into_iter()
        .filter(|(draft, _)| !draft.is_empty())
        .map(|(draft, at)| {
            let (household_code, head_name) = household::code_and_head(sql, draft.household_id)?;
            Ok(VisitSummary {
                id: draft.id,
                household_id: draft.household_id,
                household_code,
                head_name,
                at,
                officer_name: String::new(),
                excerpt: excerpt(&draft.diary),
                services: total(draft.services.iter().map(|line| line.count)),
                handouts: total(draft.handouts.iter().map(|line| line.count)),
                state: SendState::Draft,
                corrects: draft.corrects,
            })
        })
        .collect()
}
