//! The first page of the day: what was done, what is due, what the station has.

use beibao_domain::id_application::{ApplicationState, ISSUE_WITHIN_DAYS, WARN_FROM_DAY};
use beibao_domain::world::{china, day_in_china};
use beibao_domain::{FactId, HouseholdId, PersonId};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use rusqlite::Connection;
use serde::Serialize;

use crate::application;
use crate::table::{compared, identity, outbox, picture};
use crate::visit::{self, SendState, VisitSummary};
use crate::{Result, Store};
use beibao_replica::ReplicaError;
use beibao_replica::table::{fact, household, officer, person};

/// What is due.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Due {
    /// Why it is due.
    pub kind: DueKind,
    /// The application.
    pub application_id: FactId,
    /// Whose.
    pub person_id: PersonId,
    /// Where.
    pub household_id: HouseholdId,
    /// The person's name.
    pub person_name: String,
    /// The household's code.
    pub household_code: String,
    /// The day of the application.
    pub applied_on: NaiveDate,
    /// The last day for the card.
    pub due_on: NaiveDate,
    /// Days until then.
    pub days_left: i32,
}

/// Why something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    /// An application without a portrait.
    PortraitMissing,
    /// The legal clock runs out.
    Deadline,
}

/// The first page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TodayPage {
    /// The day.
    pub on: NaiveDate,
    /// Who works with this tablet.
    pub officer_name: String,
    /// What is due, the most urgent first.
    pub due: Vec<Due>,
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
#[derive(Debug, Clone, PartialEq, Serialize)]
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

/// What a change says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SyncEntryKind {
    /// A visit.
    Visit,
    /// A dispute met on one.
    Dispute,
    /// A talk given on one.
    Activity,
    /// An identity-card application.
    Application,
    /// Its portrait.
    Portrait,
    /// A correction of a household.
    Household,
    /// Anything else.
    Other,
}

impl SyncEntryKind {
    /// Its name in the catalogue.
    pub fn name(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Dispute => "dispute",
            Self::Activity => "activity",
            Self::Application => "application",
            Self::Portrait => "portrait",
            Self::Household => "household",
            Self::Other => "other",
        }
    }

    pub(crate) fn of(kind: &str) -> Self {
        match kind {
            "fact/visit" => Self::Visit,
            "fact/dispute" => Self::Dispute,
            "fact/activity" => Self::Activity,
            "fact/id_application" => Self::Application,
            "fact/portrait" => Self::Portrait,
            "edit/household" => Self::Household,
            _ => Self::Other,
        }
    }
}

pub(crate) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_local_timezone(china()).single().map(|at| at.to_utc()).unwrap_or_default()
}

/// The page of today.
pub fn page(store: &Store) -> Result<TodayPage> {
    let on = day_in_china(store.world().now());
    store.read(|sql| {
        let visits = fact::standing_since(sql, "visit", midnight(on).timestamp_millis())?
            .into_iter()
            .filter_map(|told| visit::summary(sql, told).transpose())
            .collect::<Result<_>>()?;
        Ok(TodayPage {
            on,
            officer_name: officer::read(sql, store.identity().enrolment.officer)?.map(|o| o.name).unwrap_or_default(),
            due: due(sql, on)?,
            drafts: visit::drafts(sql)?,
            visits,
        })
    })
}

/// Open applications that lack a portrait or whose time runs out. One without a portrait counts from its first day.
fn due(sql: &Connection, today: NaiveDate) -> Result<Vec<Due>> {
    // An application is over, one way or another, well within half a year.
    let since = today.checked_sub_days(Days::new(180)).unwrap_or(today);
    let warn_left = i32::try_from(ISSUE_WITHIN_DAYS - WARN_FROM_DAY).unwrap_or(0);
    let mut due = Vec::new();
    for told in fact::standing_since(sql, "id_application", midnight(since).timestamp_millis())? {
        let (Some(person_id), Some(household_id)) = (told.fact.person, told.fact.household) else { continue };
        let Some(application) = application::view(sql, told, today)? else { continue };
        // Somebody of another area, whose row this tablet does not have, must not hide the rest of the page.
        let person_name = match person::read(sql, person_id) {
            Ok(person) => person.name,
            Err(ReplicaError::NotFound) => continue,
            Err(error) => return Err(error.into()),
        };
        let kind = match application.state {
            ApplicationState::Applied => DueKind::PortraitMissing,
            ApplicationState::Photographed if application.days_left <= warn_left => DueKind::Deadline,
            ApplicationState::Photographed => continue,
        };
        due.push(Due {
            kind,
            application_id: application.id,
            person_id,
            household_id,
            person_name,
            household_code: household::code_and_head(sql, household_id)?.0,
            applied_on: application.applied_on,
            due_on: application.due_on,
            days_left: application.days_left,
        });
    }
    due.sort_by_key(|due| due.days_left);
    Ok(due)
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
