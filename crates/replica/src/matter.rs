//! Matters, read: an opening fact, what was said of it since, how it stands. Both ends list and show them from here; the
//! rules are the domain's (`beibao_domain::matter`).

use std::collections::BTreeMap;

use beibao_domain::application::{Custody, custody};
use beibao_domain::matter::{Standing, State, standing};
use beibao_domain::{AreaId, Fact, FactBody, FactId, HouseholdId, OfficerId, PersonId};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::table::fact::{self, Told};
use crate::table::{household, officer, person};
use crate::{ReplicaError, Result};

/// A fact with the names that a screen shows.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Entry {
    /// The fact.
    pub id: FactId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who said it.
    pub officer_id: OfficerId,
    /// The officer's name.
    pub officer_name: String,
    /// The scope.
    pub area_id: AreaId,
    /// The household it concerns.
    pub household_id: Option<HouseholdId>,
    /// Its code.
    pub household_code: String,
    /// The name of its head.
    pub head_name: String,
    /// The person it concerns.
    pub person_id: Option<PersonId>,
    /// The person's name.
    pub person_name: String,
    /// The fact that it corrects.
    pub corrects: Option<FactId>,
    /// What happened.
    pub body: FactBody,
}

/// A matter.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Matter {
    /// By what it is called: the fact with which its opening began, whatever corrected that since.
    pub id: FactId,
    /// How it began.
    pub opening: Entry,
    /// What was said of it since, in the order in which it happened.
    pub later: Vec<Entry>,
    /// How it stands.
    pub state: State,
    /// Whether somebody has still to see to it.
    pub open: bool,
    /// Until when.
    pub due_on: Option<NaiveDate>,
    /// Where the finished document is, of an application.
    pub custody: Option<Custody>,
}

beibao_domain::redacted!(Entry, Matter);

/// Which matters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct Which {
    /// Of these kinds; of every kind if empty.
    pub kinds: Vec<String>,
    /// Of this household.
    pub household_id: Option<HouseholdId>,
    /// Of this person.
    pub person_id: Option<PersonId>,
    /// Those that somebody has still to see to.
    pub open_only: bool,
}

/// The kinds of fact with which a matter begins.
pub const OPENINGS: [&str; 7] =
    ["application", "dispute", "request", "hazard", "suggestion", "hands_wanted", "volunteer"];

/// Matters, those that are due soonest first, then the newest first.
pub fn list(sql: &Connection, which: &Which) -> Result<Vec<Matter>> {
    let mut matters = Vec::new();
    for (opening, later) in all_facts(sql, which)? {
        if let Some(matter) = matter(sql, opening, later, which.open_only)? {
            matters.push(matter);
        }
    }
    matters.sort_by_key(|matter| (!matter.open, matter.due_on.filter(|_| matter.open).unwrap_or(NaiveDate::MAX)));
    Ok(matters)
}

/// The facts of matters, whether open or over: how each began, the newest first, and what was said of it since.
pub fn all_facts(sql: &Connection, which: &Which) -> Result<Vec<(Told, Vec<Told>)>> {
    let kinds: Vec<&str> =
        OPENINGS.into_iter().filter(|kind| which.kinds.is_empty() || which.kinds.iter().any(|k| k == kind)).collect();
    let mut query = format!("kind IN ({})", vec!["?"; kinds.len()].join(", "));
    let mut params: Vec<Value> = kinds.iter().map(|kind| Value::from((*kind).to_owned())).collect();
    for (column, id) in [("household", which.household_id.map(|id| id.0)), ("person", which.person_id.map(|id| id.0))] {
        if let Some(id) = id {
            query.push_str(&format!(" AND {column} = ?"));
            params.push(Value::from(id.as_bytes().to_vec()));
        }
    }
    let openings =
        fact::standing_where(sql, &format!("{query} ORDER BY happened_at DESC, id"), params_from_iter(&params))?;
    let names = openings.iter().map(|told| Value::from(name(&told.fact).0.as_bytes().to_vec()));
    let mut later = later_of(sql, names.collect())?;
    let with_later = |told: Told| {
        let said = later.remove(&name(&told.fact)).unwrap_or_default();
        (told, said)
    };
    Ok(openings.into_iter().map(with_later).collect())
}

/// Open matters of which an officer should be told today, those that are due soonest first.
pub fn due(sql: &Connection, today: NaiveDate) -> Result<Vec<Matter>> {
    let open = list(sql, &Which { open_only: true, ..Which::default() })?;
    let is_due = |matter: &Matter| {
        let stands = Standing { state: matter.state, open: matter.open, due_on: matter.due_on };
        beibao_domain::matter::is_due(&matter.opening.body, &stands, today)
    };
    Ok(open.into_iter().filter(is_due).collect())
}

/// One matter, by the fact with which it began or any correction of that.
pub fn read(sql: &Connection, id: FactId) -> Result<Matter> {
    let (opening, later) = facts(sql, id)?;
    matter(sql, opening, later, false)?.ok_or(ReplicaError::NotFound)
}

/// The facts of a matter: how its opening stands now, and what was said of it since.
pub fn facts(sql: &Connection, id: FactId) -> Result<(Told, Vec<Told>)> {
    let name = name(&fact::read(sql, id)?.fact);
    let key = name.0.as_bytes().to_vec();
    let opening = fact::standing_where(sql, "id = ?1 OR first = ?1", [&key])?.pop().ok_or(ReplicaError::NotFound)?;
    let later = later_of(sql, vec![Value::from(key)])?.remove(&name).unwrap_or_default();
    Ok((opening, later))
}

/// By what the matter is called that a fact begins.
pub fn name(fact: &Fact) -> FactId {
    fact.chain().unwrap_or(fact.id)
}

fn later_of(sql: &Connection, names: Vec<Value>) -> Result<BTreeMap<FactId, Vec<Told>>> {
    /// Below what an SQLite statement may bind.
    const AT_ONCE: usize = 10_000;
    let mut later: BTreeMap<FactId, Vec<Told>> = BTreeMap::new();
    for names in names.chunks(AT_ONCE) {
        let places = vec!["?"; names.len()].join(", ");
        let said = fact::standing_where(
            sql,
            &format!("about IN ({places}) ORDER BY happened_at, stamp_at, id"),
            params_from_iter(names),
        )?;
        for told in said {
            if let Some(about) = told.fact.body.about() {
                later.entry(about).or_default().push(told);
            }
        }
    }
    Ok(later)
}

fn matter(sql: &Connection, opening: Told, later: Vec<Told>, open_only: bool) -> Result<Option<Matter>> {
    let said: Vec<Fact> = later.iter().map(|told| told.fact.clone()).collect();
    let Some(stands) = standing(&opening.fact, &said) else { return Ok(None) };
    if open_only && !stands.open {
        return Ok(None);
    }
    let application = matches!(opening.fact.body, FactBody::Application(_));
    Ok(Some(Matter {
        id: name(&opening.fact),
        opening: entry(sql, opening)?,
        later: later.into_iter().map(|told| entry(sql, told)).collect::<Result<_>>()?,
        state: stands.state,
        open: stands.open,
        due_on: stands.due_on,
        custody: application.then(|| custody(said.iter().map(|fact| &fact.body))),
    }))
}

/// A fact with the names that belong to it. Somebody who is not in the register here has none.
pub fn entry(sql: &Connection, told: Told) -> Result<Entry> {
    let (household_code, head_name) = match told.fact.household {
        Some(id) => household::code_and_head(sql, id)?,
        None => Default::default(),
    };
    let person_name = match told.fact.person.map(|id| person::read(sql, id)) {
        Some(Ok(person)) => person.name,
        Some(Err(ReplicaError::NotFound)) | None => String::new(),
        Some(Err(error)) => return Err(error),
    };
    Ok(Entry {
        id: told.fact.id,
        at: told.fact.happened_at,
        officer_id: told.author,
        officer_name: officer::read(sql, told.author)?.map(|officer| officer.name).unwrap_or_default(),
        area_id: told.area,
        household_id: told.fact.household,
        household_code,
        head_name,
        person_id: told.fact.person,
        person_name,
        corrects: told.fact.supersedes,
        body: told.fact.body,
    })
}

/// Facts of a kind that begin no matter, the newest first: activities.
pub fn entries(sql: &Connection, kind: &str, since: NaiveDate, limit: u32) -> Result<Vec<Entry>> {
    let since_ms = crate::midnight(since).timestamp_millis();
    fact::standing_where(
        sql,
        "kind = ?1 AND happened_at >= ?2 ORDER BY happened_at DESC, id LIMIT ?3",
        rusqlite::params![kind, since_ms, limit],
    )?
    .into_iter()
    .map(|told| entry(sql, told))
    .collect()
}

/// One fact, as it stands or stood.
pub fn one(sql: &Connection, id: FactId) -> Result<Entry> {
    entry(sql, fact::read(sql, id)?)
}
