//! The search box: one index over households and people, answered at every keystroke.
//!
//! Rows whose term is exactly what was typed come first, then those that begin with it, both in the order in which they
//! entered the register. Only as many rows are read as are shown; of these, whoever is called what was typed stands first, then
//! whose name begins with it.

pub mod terms;

use beibao_domain::person::Person;
use beibao_domain::{AreaId, HouseholdId, PersonId};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use uuid::Uuid;

use crate::table::{household, person, rows};
use crate::{ReplicaError, Result};
use terms::Terms;

/// How many hits a list shows.
pub const SHOWN: usize = 50;

/// A household or a person that was found.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Hit {
    /// Which of the two.
    pub kind: HitKind,
    /// Its id.
    pub id: Uuid,
    /// The household to open.
    pub household_id: HouseholdId,
    /// The person's name, or that of the household's head.
    pub title: String,
    /// The same in Mongolian.
    pub title_mn: Option<String>,
    /// Code, area, address.
    pub subtitle: String,
    /// What matched.
    pub matched: Matched,
}

/// What of a row matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// The Chinese name.
    Name,
    /// The pinyin of the name, or its initials.
    Pinyin,
    /// The Mongolian name.
    Mongolian,
    /// The phone's last digits.
    Phone,
    /// The ID number's last digits.
    IdNumber,
    /// The household's code.
    Code,
    /// The area's name.
    Area,
    /// Nothing was typed: the area's households are listed.
    Listed,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// A household.
    Household,
    /// A person.
    Person,
}

/// The answer to a keystroke.
#[derive(Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SearchResult {
    /// The hits, the best first.
    pub hits: Vec<Hit>,
    /// Whether there are more than are shown.
    pub more: bool,
}

beibao_domain::redacted!(Hit, SearchResult);

/// Looks for what was typed, in one area if one is given. With nothing typed, lists the area's households.
pub fn search(sql: &Connection, typed: &str, area: Option<AreaId>) -> Result<SearchResult> {
    let area_code = area.map(|area| area_code(sql, area)).transpose()?;
    if typed.trim().is_empty() {
        return area.map_or(Ok(SearchResult::default()), |area| households_of(sql, area));
    }
    let mut found: Vec<(Uuid, String)> = Vec::new();
    for begins in [false, true] {
        let Some(query) = terms::query(typed, area_code.as_deref(), begins) else { continue };
        // What gave way leads to the one that stays.
        let mut statement = sql.prepare_cached(
            "SELECT coalesce(m.stays, f.row), f.kind FROM found_terms t JOIN found f ON f.number = t.rowid
             LEFT JOIN merged m ON m.row = f.row WHERE found_terms MATCH ?1 ORDER BY t.rowid",
        )?;
        let mut matching = statement.query([query])?;
        while found.len() <= SHOWN
            && let Some(row) = matching.next()?
        {
            let hit: (Uuid, String) = (row.get(0)?, row.get(1)?);
            if !found.iter().any(|(known, _)| *known == hit.0) {
                found.push(hit);
            }
        }
    }
    let more = found.len() > SHOWN;
    let hits = found.into_iter().take(SHOWN).map(|(row, kind)| hit(sql, row, &kind, typed));
    let mut hits: Vec<Hit> = hits.collect::<Result<_>>()?;
    hits.sort_by_cached_key(|hit| terms::closeness(typed, &hit.title));
    Ok(SearchResult { hits, more })
}

fn hit(sql: &Connection, row: Uuid, kind: &str, typed: &str) -> Result<Hit> {
    if kind == "household" {
        return household_hit(sql, HouseholdId(row), typed);
    }
    let person = person::read(sql, PersonId(row))?;
    let household_id = person.household.unwrap_or(HouseholdId(Uuid::nil()));
    let (code, subtitle) = place(sql, household_id)?;
    Ok(Hit {
        kind: HitKind::Person,
        id: row,
        household_id,
        matched: terms::matched(typed, &person, &code),
        title: person.name,
        title_mn: person.name_mn,
        subtitle,
    })
}

fn household_hit(sql: &Connection, id: HouseholdId, typed: &str) -> Result<Hit> {
    let (code, subtitle) = place(sql, id)?;
    let (_, head) = household::code_and_head(sql, id)?;
    let matched = match typed.trim() {
        "" => Matched::Listed,
        typed if terms::normal(&code).contains(&terms::normal(typed)) => Matched::Code,
        typed if terms::normal(&head).contains(&terms::normal(typed)) => Matched::Name,
        typed if typed.chars().all(|c| c.is_ascii_digit()) => Matched::Phone,
        typed if typed.is_ascii() => Matched::Pinyin,
        _ => Matched::Area,
    };
    Ok(Hit { kind: HitKind::Household, id: id.0, household_id: id, title: head, title_mn: None, subtitle, matched })
}

fn place(sql: &Connection, id: HouseholdId) -> Result<(String, String)> {
    Ok(sql
        .prepare_cached(
            "SELECT h.code, coalesce(a.name, ''), h.address FROM household h LEFT JOIN area a ON a.id = h.area WHERE h.id = ?1",
        )?
        .query_row([id.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))
        .optional()?
        .map(|(code, area, address)| {
            let shown: Vec<&str> = [code.as_str(), &area, &address].into_iter().filter(|s| !s.is_empty()).collect();
            (code.clone(), shown.join(" · "))
        })
        .unwrap_or_default())
}

fn households_of(sql: &Connection, area: AreaId) -> Result<SearchResult> {
    const LISTED: usize = 200;
    let mut ids: Vec<HouseholdId> = rows(
        sql,
        "SELECT h.id FROM household h WHERE h.area IN (SELECT id FROM area_part WHERE whole = ?1)
         AND h.id NOT IN (SELECT row FROM merged) ORDER BY h.code LIMIT ?2",
        params![area.0, (LISTED + 1) as i64],
        |row| Ok(HouseholdId(row.get(0)?)),
    )?;
    let more = ids.len() > LISTED;
    ids.truncate(LISTED);
    let hits = ids.into_iter().map(|id| household_hit(sql, id, "")).collect::<Result<_>>()?;
    Ok(SearchResult { hits, more })
}

fn area_code(sql: &Connection, area: AreaId) -> Result<String> {
    sql.prepare_cached("SELECT code FROM area WHERE id = ?1")?
        .query_row([area.0], |row| row.get(0))
        .map_err(ReplicaError::from)
}

fn put(sql: &Connection, row: Uuid, kind: &str, terms: &Terms) -> Result<()> {
    let number: Option<i64> =
        sql.prepare_cached("SELECT number FROM found WHERE row = ?1")?.query_row([row], |row| row.get(0)).optional()?;
    let number = match number {
        Some(number) => {
            sql.prepare_cached("DELETE FROM found_terms WHERE rowid = ?1")?.execute([number])?;
            number
        }
        None => {
            sql.prepare_cached("INSERT INTO found (row, kind) VALUES (?1, ?2)")?.execute(params![row, kind])?;
            sql.last_insert_rowid()
        }
    };
    sql.prepare_cached("INSERT INTO found_terms (rowid, terms) VALUES (?1, ?2)")?
        .execute(params![number, terms.text()])?;
    Ok(())
}

/// The terms that a household lends to its members: its code, and the areas that it lies in, the nearest first.
fn place_terms(sql: &Connection, id: HouseholdId, terms: &mut Terms) -> Result<()> {
    if let Some(code) =
        rows(sql, "SELECT code FROM household WHERE id = ?1", [id.0], |row| row.get::<_, String>(0))?.pop()
    {
        terms.code(&code);
    }
    let areas = rows(
        sql,
        "WITH RECURSIVE up (id) AS (
             SELECT area FROM household WHERE id = ?1
             UNION SELECT a.parent FROM up JOIN area a ON a.id = up.id WHERE a.parent IS NOT NULL)
         SELECT a.code, a.name FROM up JOIN area a ON a.id = up.id",
        [id.0],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    areas.iter().for_each(|(code, name)| terms.area(code, name));
    Ok(())
}

pub(crate) fn index_person(sql: &Connection, id: PersonId, person: &Person) -> Result<()> {
    let mut terms = Terms::default();
    terms.person(person);
    if let Some(household) = person.household {
        place_terms(sql, household, &mut terms)?;
    }
    put(sql, id.0, "person", &terms)
}

/// Indexes a household and, because they are found by its code and area, its members.
pub(crate) fn index_household(sql: &Connection, id: HouseholdId) -> Result<()> {
    let mut terms = Terms::default();
    place_terms(sql, id, &mut terms)?;
    terms.number(&household::read(sql, id)?.phone);
    put(sql, id.0, "household", &terms)?;
    for (member, person) in person::named_in(sql, id)? {
        index_person(sql, member, &person)?;
    }
    Ok(())
}

/// A row is no more.
pub(crate) fn forget(sql: &Connection, row: Uuid) -> Result<()> {
    sql.prepare_cached("DELETE FROM found_terms WHERE rowid = (SELECT number FROM found WHERE row = ?1)")?
        .execute([row])?;
    sql.prepare_cached("DELETE FROM found WHERE row = ?1")?.execute([row])?;
    Ok(())
}

/// Indexes everything, in a replica whose rows were laid in without it.
pub(crate) fn index_all(sql: &Connection) -> Result<()> {
    let households = rows(sql, "SELECT id FROM household ORDER BY code, id", [], |row| Ok(HouseholdId(row.get(0)?)))?;
    households.into_iter().try_for_each(|id| index_household(sql, id))?;
    let homeless = "SELECT id FROM person WHERE household IS NULL OR household NOT IN (SELECT id FROM household)";
    for id in rows(sql, homeless, [], |row| Ok(PersonId(row.get(0)?)))? {
        index_person(sql, id, &person::read(sql, id)?)?;
    }
    Ok(())
}

/// An area's name changed: everything in it is found by the new one.
pub(crate) fn index_households_of(sql: &Connection, area: Uuid) -> Result<()> {
    let households = rows(
        sql,
        "SELECT h.id FROM household h WHERE h.area IN (SELECT id FROM area_part WHERE whole = ?1)",
        [area],
        |row| Ok(HouseholdId(row.get(0)?)),
    )?;
    households.into_iter().try_for_each(|id| index_household(sql, id))
}
