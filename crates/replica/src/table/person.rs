//! Persons.

use beibao_domain::person::Person;
use beibao_domain::{HouseholdId, PersonId};
use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::{from_word, rows, word};
use crate::{ReplicaError, Result};
use crate::{find, same};

pub(crate) fn put(sql: &Connection, id: Uuid, person: &Person) -> Result<()> {
    sql.prepare_cached(
        "INSERT OR REPLACE INTO person (id, household, relation, name, name_mn, id_number, born_on, phone, language,
                                        died_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        id,
        person.household.map(|household| household.0),
        word(&person.relation),
        person.name,
        person.name_mn,
        person.id_number,
        person.born_on.map(|day| day.to_string()),
        person.phone,
        person.language.map(|language| word(&language)),
        person.died_on.map(|day| day.to_string()),
    ])?;
    find::index_person(sql, PersonId(id), person)
}

const COLUMNS: &str = "id, household, relation, name, name_mn, id_number, born_on, phone, language, died_on";

fn person(row: &Row<'_>) -> rusqlite::Result<(PersonId, Person)> {
    Ok((
        PersonId(row.get(0)?),
        Person {
            household: row.get::<_, Option<Uuid>>(1)?.map(HouseholdId),
            relation: from_word(row.get(2)?).unwrap_or_default(),
            name: row.get(3)?,
            name_mn: row.get(4)?,
            id_number: row.get(5)?,
            born_on: row.get::<_, Option<String>>(6)?.and_then(|day| day.parse::<NaiveDate>().ok()),
            phone: row.get(7)?,
            language: row.get::<_, Option<String>>(8)?.and_then(from_word),
            died_on: row.get::<_, Option<String>>(9)?.and_then(|day| day.parse::<NaiveDate>().ok()),
        },
    ))
}

/// A person.
pub fn read(sql: &Connection, id: PersonId) -> Result<Person> {
    sql.prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE id = ?1"))?
        .query_row([id.0], person)
        .map(|(_, person)| person)
        .map_err(ReplicaError::from)
}

/// Whoever is meant by an id: the one that stays, of a row that gave way.
pub fn meant_by(sql: &Connection, id: PersonId) -> Result<Person> {
    read(sql, PersonId(same::stays(sql, id.0)?))
}

/// The members of a household, its head first, then the oldest: those of whatever gave way to it among them, and nobody twice.
pub fn members(sql: &Connection, household: HouseholdId) -> Result<Vec<(PersonId, Person)>> {
    let query = format!(
        "SELECT {COLUMNS} FROM person WHERE household IN {} AND id NOT IN (SELECT row FROM merged)
         ORDER BY relation <> 'head', born_on, id",
        same::all_of("?1")
    );
    rows(sql, &query, [household.0], person)
}

/// The rows that name this household and no other, whatever they gave way to.
pub fn named_in(sql: &Connection, household: HouseholdId) -> Result<Vec<(PersonId, Person)>> {
    rows(sql, &format!("SELECT {COLUMNS} FROM person WHERE household = ?1 ORDER BY id"), [household.0], person)
}

/// How many people are on this tablet.
pub fn count(sql: &Connection) -> Result<u32> {
    let query = "SELECT count(*) FROM person WHERE id NOT IN (SELECT row FROM merged)";
    Ok(sql.query_row(query, [], |row| row.get(0))?)
}
