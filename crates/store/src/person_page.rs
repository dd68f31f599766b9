//! The page of a person: who it is, and every matter of theirs.

use beibao_domain::id_number::{self, IdNumberFault};
use beibao_domain::person::{Relation, SpokenLanguage, age_on};
use beibao_domain::{HouseholdId, PersonId};
use beibao_replica::matter::{self, Matter, Which};
use beibao_replica::same;
use beibao_replica::table::{household, person};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::Serialize;

use crate::{Result, StoreError};

/// A person, whole.
#[derive(Clone, PartialEq, Serialize)]
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
    /// Applications and whatever else concerns this person, the most urgent first.
    pub matters: Vec<Matter>,
}

beibao_domain::redacted!(PersonPage);

/// The page of a person; of one that gave way to another, that one's.
pub fn page(sql: &Connection, id: PersonId, today: NaiveDate) -> Result<PersonPage> {
    let id = PersonId(same::stays(sql, id.0)?);
    let person = person::read(sql, id)?;
    let household_id = HouseholdId(same::stays(sql, person.household.ok_or(StoreError::NotFound)?.0)?);
    let matters = matter::list(sql, &Which { person_id: Some(id), ..Which::default() })?;
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
        matters,
    })
}
