//! Identity-card applications and their portraits, and the page of a person.

use beibao_domain::id_application::{
    ApplicationKind, ApplicationState, IdApplication, MAX_REASON_CHARS, Portrait, due_on, state_of,
};
use beibao_domain::id_number::{self, IdNumberFault};
use beibao_domain::person::{Relation, SpokenLanguage, age_on};
use beibao_domain::visit::{FieldFault, FieldFaults};
use beibao_domain::world::day_in_china;
use beibao_domain::{Fact, FactBody, FactId, HouseholdId, Payload, PersonId};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::Serialize;

use crate::table::picture;
use crate::{Result, StoreError, Tx};
use beibao_replica::table::{fact, household, person};

/// The version of the privacy notice that the screens show.
pub const NOTICE_VERSION: u32 = 1;

/// A person, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PersonPage {
    /// The person.
    pub id: PersonId,
    /// The household.
    pub household_id: HouseholdId,
    /// Its code.
    pub household_code: String,
    /// Name in Chinese.
    pub name: String,
    /// Name in Mongolian.
    pub name_mn: Option<String>,
    /// What the person is to the head.
    pub relation: Relation,
    /// Resident identity number.
    pub id_number: String,
    /// What is wrong with it.
    pub id_number_fault: Option<IdNumberFault>,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Age in years today.
    pub age: Option<u32>,
    /// Phone.
    pub phone: String,
    /// The language that the person would rather speak.
    pub language: Option<SpokenLanguage>,
    /// Applications, the newest first.
    pub applications: Vec<Application>,
}

/// An application as the screens show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Application {
    /// Its id.
    pub id: FactId,
    /// Renewal, replacement or first.
    pub kind: ApplicationKind,
    /// Why.
    pub reason: String,
    /// The day of the application.
    pub applied_on: NaiveDate,
    /// The last day for the card.
    pub due_on: NaiveDate,
    /// Days until then; negative when it is over.
    pub days_left: i32,
    /// How far it has come.
    pub state: ApplicationState,
    /// The portrait's hash.
    pub portrait: Option<String>,
}

/// Applies for a card. The privacy notice must have been given, and no application may wait for its portrait.
pub fn apply(
    tx: &mut Tx<'_>,
    person_id: PersonId,
    kind: ApplicationKind,
    reason: &str,
    notice_given: bool,
) -> Result<FactId> {
    if !notice_given {
        return Err(StoreError::NoticeRequired);
    }
    if reason.chars().count() > MAX_REASON_CHARS {
        return Err(StoreError::InvalidFields(FieldFaults::from([("reason".to_owned(), FieldFault::TooLong)])));
    }
    let household_id = person::read(&tx.sql, person_id)?.household.ok_or(StoreError::NotFound)?;
    for told in fact::standing_of_person(&tx.sql, person_id, "id_application")? {
        if portraits_of(&tx.sql, person_id, told.fact.id)?.is_empty() {
            return Err(StoreError::ApplicationOpen);
        }
    }
    let area = household::scope(&tx.sql, household_id)?;
    let id = FactId::new(tx.world());
    let body = FactBody::IdApplication(IdApplication {
        kind,
        reason: reason.trim().to_owned(),
        notice_version: NOTICE_VERSION,
    });
    let happened_at = tx.world().now();
    tx.say(area, &Payload::Fact(of_person(id, happened_at, household_id, person_id, body)))?;
    Ok(id)
}

/// Attaches an accepted portrait: the picture and the fact that names it, in one transaction. A second one supersedes
/// the first.
pub fn attach_portrait(
    tx: &mut Tx<'_>,
    application: FactId,
    jpeg: &[u8],
    profile: &str,
    profile_version: u32,
    checks: serde_json::Value,
) -> Result<FactId> {
    let told = fact::read(&tx.sql, application)?;
    let (Some(household_id), Some(person_id)) = (told.fact.household, told.fact.person) else {
        return Err(StoreError::NotFound);
    };
    let now = tx.world().now();
    let hash = picture::insert(&tx.sql, jpeg, now)?;
    let id = FactId::new(tx.world());
    let body = FactBody::Portrait(Portrait {
        application,
        picture: hash.to_string(),
        size_bytes: u32::try_from(jpeg.len()).map_err(|_| StoreError::TooLarge)?,
        profile: profile.to_owned(),
        profile_version,
        checks,
    });
    let portrait = of_person(id, now, household_id, person_id, body);
    let portrait = match portraits_of(&tx.sql, person_id, application)?.first() {
        Some((earlier, _)) => portrait.correcting(&fact::read(&tx.sql, *earlier)?.fact),
        None => portrait,
    };
    tx.say(told.area, &Payload::Fact(portrait))?;
    Ok(id)
}

fn of_person(
    id: FactId,
    happened_at: chrono::DateTime<chrono::Utc>,
    household: HouseholdId,
    person: PersonId,
    body: FactBody,
) -> Fact {
    Fact {
        id,
        happened_at,
        household: Some(household),
        person: Some(person),
        during: None,
        supersedes: None,
        first: None,
        body,
    }
}

fn portraits_of(sql: &Connection, person: PersonId, application: FactId) -> Result<Vec<(FactId, Portrait)>> {
    Ok(fact::standing_of_person(sql, person, "portrait")?
        .into_iter()
        .filter_map(|told| match told.fact.body {
            FactBody::Portrait(portrait) if portrait.application == application => Some((told.fact.id, portrait)),
            _ => None,
        })
        .collect())
}

pub(crate) fn view(sql: &Connection, told: fact::Told, today: NaiveDate) -> Result<Option<Application>> {
    let (FactBody::IdApplication(application), Some(person)) = (told.fact.body, told.fact.person) else {
        return Ok(None);
    };
    let portraits = portraits_of(sql, person, told.fact.id)?;
    let applied_on = day_in_china(told.fact.happened_at);
    Ok(Some(Application {
        id: told.fact.id,
        kind: application.kind,
        reason: application.reason,
        applied_on,
        due_on: due_on(applied_on),
        days_left: i32::try_from((due_on(applied_on) - today).num_days()).unwrap_or(i32::MAX),
        state: state_of(portraits.len()),
        portrait: portraits.into_iter().next().map(|(_, portrait)| portrait.picture),
    }))
}

/// The page of a person.
pub fn person_page(sql: &Connection, id: PersonId, today: NaiveDate) -> Result<PersonPage> {
    let person = person::read(sql, id)?;
    let household_id = person.household.ok_or(StoreError::NotFound)?;
    let applications = fact::standing_of_person(sql, id, "id_application")?
        .into_iter()
        .filter_map(|told| view(sql, told, today).transpose())
        .collect::<Result<_>>()?;
    Ok(PersonPage {
        id,
        household_id,
        household_code: household::code_and_head(sql, household_id)?.0,
        id_number_fault: id_number::read(&person.id_number).err().filter(|_| !person.id_number.is_empty()),
        age: person.born_on.and_then(|born_on| age_on(born_on, today)),
        name: person.name,
        name_mn: person.name_mn,
        relation: person.relation,
        id_number: person.id_number,
        born_on: person.born_on,
        phone: person.phone,
        language: person.language,
        applications,
    })
}
