//! The first page of the day: what was done, what is due, what the station has.

use beibao_domain::world::day_in_china;
use beibao_domain::{FactId, HouseholdId};
use beibao_replica::matter::{self, Matter};
use beibao_replica::midnight;
use beibao_replica::table::{fact, household, officer, person};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Connection;
use serde::Serialize;

use crate::table::{compared, identity, outbox, picture};
use crate::visit::{self, SendState, VisitSummary};
use crate::{Result, Store};

/// The first page.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TodayPage {
    /// The day.
    pub on: NaiveDate,
    /// Who works with this tablet.
    pub officer_name: String,
    /// What is due, the most urgent first.
    pub due: Vec<Matter>,
    /// Visits being written.
    pub drafts: Vec<VisitSummary>,
    /// Today's visits.
    pub visits: Vec<VisitSummary>,
}

/// What the station has of this tablet.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OutboxState {
    /// Changes and pictures without a receipt.
    pub unsent: u32,
    /// Changes applied today.
    pub applied_today: u32,
    /// Changes kept by the station and not applied.
    pub set_aside: u32,
    /// When the station last applied something.
    pub last_applied_at: Option<DateTime<Utc>>,
    /// When the station last answered.
    pub last_contact_at: Option<DateTime<Utc>>,
    /// Fields that two people wrote without having seen each other's.
    pub conflicts: u32,
    /// Areas of which this tablet holds something else than the station.
    pub differing: u32,
    /// People in the register on this tablet.
    pub people: u32,
}

/// One own change on the sync page.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SyncEntry {
    /// When it was saved.
    pub at: DateTime<Utc>,
    /// What it says.
    pub kind: SyncEntryKind,
    /// What it is about: a household's code and head.
    pub title: String,
    /// Where it stands.
    pub state: SendState,
    /// Why it was set aside.
    pub reason: Option<String>,
}

beibao_domain::redacted!(TodayPage, SyncEntry);

/// What a change says: the name of a kind of fact or register, or `other`, by which the catalogue names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct SyncEntryKind(String);

impl SyncEntryKind {
    /// Its name in the catalogue.
    pub fn name(&self) -> &str {
        &self.0
    }

    pub(crate) fn of(kind: &str) -> Self {
        let name = match kind.split_once('/') {
            Some(("fact" | "edit", name)) => name,
            _ => "other",
        };
        Self(name.to_owned())
    }
}

/// The page of today.
pub fn page(store: &Store) -> Result<TodayPage> {
    let on = day_in_china(store.world().now());
    store.read(|sql| {
        let visits = visit::summaries(sql, fact::standing_since(sql, "visit", midnight(on).timestamp_millis())?)?;
        Ok(TodayPage {
            on,
            officer_name: officer::read(sql, store.identity().enrolment.officer)?.map(|o| o.name).unwrap_or_default(),
            due: matter::due(sql, on)?,
            drafts: visit::drafts(sql)?,
            visits,
        })
    })
}

/// What the station has of this tablet, in numbers.
pub fn outbox_state(store: &Store) -> Result<OutboxState> {
    let today = day_in_china(store.world().now());
    store.read(|sql| {
        let counts = outbox::counts(sql)?;
        let (last_contact_at, last_applied_at) = identity::last_contact(sql)?;
        Ok(OutboxState {
            unsent: counts.unsent + picture::owed(sql)?.0,
            applied_today: outbox::applied_since(sql, midnight(today))?,
            set_aside: counts.set_aside,
            last_applied_at,
            last_contact_at,
            conflicts: beibao_replica::conflicts::count(sql)?,
            differing: compared::differing(sql)?,
            people: person::count(sql)?,
        })
    })
}

/// The newest own changes.
pub fn entries(sql: &Connection) -> Result<Vec<SyncEntry>> {
    const LISTED: u32 = 200;
    outbox::newest(sql, LISTED)?
        .into_iter()
        .map(|entry| {
            let told = fact::read(sql, FactId(entry.subject)).ok();
            let household = told.as_ref().and_then(|t| t.fact.household).unwrap_or(HouseholdId(entry.subject));
            let (code, head) = household::code_and_head(sql, household)?;
            let state = match (entry.state.as_str(), told.map(|told| told.fact.body)) {
                ("unsent", _) => SendState::Unsent,
                ("set_aside", _) => SendState::SetAside,
                (_, Some(beibao_domain::FactBody::Portrait(portrait))) => match portrait.picture_hash() {
                    Some(hash) if picture::is_owed(sql, hash)? => SendState::Received,
                    _ => SendState::Applied,
                },
                _ => SendState::Applied,
            };
            let title = [code, head].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · ");
            Ok(SyncEntry {
                at: entry.saved_at,
                kind: SyncEntryKind::of(&entry.kind),
                title,
                state,
                reason: entry.reason,
            })
        })
        .collect()
}
