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
use crate::table::{from_word, household, officer, person, rows};
use crate::{ReplicaError, Result, same};

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
    /// Of this household and whatever gave way to it.
    pub household_id: Option<HouseholdId>,
    /// Of this person and whoever gave way to them.
    pub person_id: Option<PersonId>,
    /// Those that somebody has still to see to.
    pub open_only: bool,
    /// At most so many; [`LISTED`] without.
    pub limit: Option<u32>,
}

/// The kinds of fact with which a matter begins.
pub const OPENINGS: [&str; 7] =
    ["application", "dispute", "request", "hazard", "suggestion", "hands_wanted", "volunteer"];

/// The most matters that are listed, if nothing else is asked for.
pub const LISTED: u32 = 300;

/// Matters: the open ones first, those that are due soonest first, then the newest first.
pub fn list(sql: &Connection, which: &Which) -> Result<Vec<Matter>> {
    let (conditions, mut params) = which.conditions();
    let query = format!(
        "SELECT id FROM matter WHERE {conditions}
         ORDER BY open DESC, iif(open, coalesce(due_on, '~'), '~'), happened_at DESC, id LIMIT ?"
    );
    params.push(Value::from(i64::from(which.limit.unwrap_or(LISTED))));
    let ids = rows(sql, &query, params_from_iter(params), |row| Ok(FactId(row.get(0)?)))?;
    ids.into_iter().map(|id| read(sql, id)).collect()
}

/// The facts of matters, the newest first: how each began, and what was said of it since.
pub fn all_facts(sql: &Connection, which: &Which) -> Result<Vec<(Told, Vec<Told>)>> {
    let (conditions, params) = which.conditions();
    let query = format!("SELECT id FROM matter WHERE {conditions} ORDER BY happened_at DESC, id");
    let ids = rows(sql, &query, params_from_iter(params), |row| Ok(FactId(row.get(0)?)))?;
    ids.into_iter().map(|id| facts(sql, id)).collect()
}

/// How many of each kind are open.
pub fn open(sql: &Connection) -> Result<BTreeMap<String, u32>> {
    let counts = rows(sql, "SELECT kind, count(*) FROM matter WHERE open GROUP BY kind", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(counts.into_iter().collect())
}

impl Which {
    fn conditions(&self) -> (String, Vec<Value>) {
        let mut conditions = vec!["1".to_owned()];
        let mut params = Vec::new();
        if !self.kinds.is_empty() {
            conditions.push(format!("kind IN ({})", vec!["?"; self.kinds.len()].join(", ")));
            params.extend(self.kinds.iter().map(|kind| Value::from(kind.clone())));
        }
        for (column, id) in [("household", self.household_id.map(|id| id.0)), ("person", self.person_id.map(|id| id.0))]
        {
            if let Some(id) = id {
                conditions.push(format!("{column} IN {}", same::all_of("?")));
                params.extend([(); 2].map(|()| Value::from(id.as_bytes().to_vec())));
            }
        }
        if self.open_only {
            conditions.push("open".to_owned());
        }
        (conditions.join(" AND "), params)
    }
}

/// Open matters of which an officer should be told today, those that are due soonest first.
pub fn due(sql: &Connection, today: NaiveDate) -> Result<Vec<Matter>> {
    const TOLD: usize = 100;
    let query = "SELECT id, kind, state, due_on FROM matter WHERE open
                 ORDER BY coalesce(due_on, '~'), happened_at DESC, id";
    let open = rows(sql, query, [], |row| {
        let due_on = row.get::<_, Option<String>>(3)?.and_then(|day| day.parse().ok());
        Ok((FactId(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, String>(2)?, due_on))
    })?;
    let is_due = |(_, kind, state, due_on): &(FactId, String, String, Option<NaiveDate>)| {
        from_word::<State>(state.clone()).is_some_and(|state| {
            beibao_domain::matter::is_due(kind, &Standing { state, open: true, due_on: *due_on }, today)
        })
    };
    open.iter().filter(|row| is_due(row)).take(TOLD).map(|(id, ..)| read(sql, *id)).collect()
}

/// One matter, by the fact with which it began or any correction of that.
pub fn read(sql: &Connection, id: FactId) -> Result<Matter> {
    let (opening, later) = facts(sql, id)?;
    matter(sql, opening, later)?.ok_or(ReplicaError::NotFound)
}

/// The facts of a matter: how its opening stands now, and what was said of it since.
pub fn facts(sql: &Connection, id: FactId) -> Result<(Told, Vec<Told>)> {
    let name = match fact::read(sql, id) {
        Ok(told) => name(&told.fact),
        // What the chain began with may not be here.
        Err(ReplicaError::NotFound) => id,
        Err(error) => return Err(error),
    };
    let key = name.0.as_bytes().to_vec();
    let opening = fact::standing_where(sql, "id = ?1 OR first = ?1", [&key])?.pop().ok_or(ReplicaError::NotFound)?;
    let later = fact::standing_where(sql, "about = ?1 ORDER BY happened_at, stamp_at, id", [&key])?;
    Ok((opening, later))
}

/// By what the matter is called that a fact begins.
pub fn name(fact: &Fact) -> FactId {
    fact.chain().unwrap_or(fact.id)
}

fn matter(sql: &Connection, opening: Told, later: Vec<Told>) -> Result<Option<Matter>> {
    let said: Vec<Fact> = later.iter().map(|told| told.fact.clone()).collect();
    let Some(stands) = standing(&opening.fact, &said) else { return Ok(None) };
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

/// A fact with the names that belong to it: of rows that gave way, those of the one that stays. Somebody who is not in the
/// register here has none.
pub fn entry(sql: &Connection, told: Told) -> Result<Entry> {
    let (household_code, head_name) = match told.fact.household {
        Some(id) => household::code_and_head(sql, id)?,
        None => Default::default(),
    };
    let person_name = match told.fact.person.map(|id| person::meant_by(sql, id)) {
        Some(Ok(person)) => person.name,
        Some(Err(ReplicaError::NotFound)) | None => String::new(),
        Some(Err(error)) => return Err(error),
    };
    let officer_name = officer::read(sql, told.author)?.map(|officer| officer.name).unwrap_or_default();
    Ok(with_names(told, [officer_name, person_name, household_code, head_name]))
}

fn with_names(told: Told, [officer_name, person_name, household_code, head_name]: [String; 4]) -> Entry {
    Entry {
        id: told.fact.id,
        at: told.fact.happened_at,
        officer_id: told.author,
        officer_name,
        area_id: told.area,
        household_id: told.fact.household,
        household_code,
        head_name,
        person_id: told.fact.person,
        person_name,
        corrects: told.fact.supersedes,
        body: told.fact.body,
    }
}

/// Facts with the names that belong to them, read at once. `which` is a query for their ids, each with what they are put in
/// order by, the greatest first.
pub(crate) fn all_of(sql: &Connection, which: &str, params: impl rusqlite::Params) -> Result<Vec<Entry>> {
    let query = format!(
        "WITH shown (id, place) AS ({which})
         SELECT f.body, f.author, f.area, f.stamp_at, coalesce(o.name, ''), coalesce(p.name, ''), coalesce(h.code, ''), {}
         FROM shown JOIN fact f ON f.id = shown.id LEFT JOIN officer o ON o.id = f.author
         LEFT JOIN merged one ON one.row = f.person LEFT JOIN person p ON p.id = coalesce(one.stays, f.person)
         LEFT JOIN merged home ON home.row = f.household LEFT JOIN household h ON h.id = coalesce(home.stays, f.household)
         ORDER BY shown.place DESC, shown.id",
        household::head_of("h.id")
    );
    let found = rows(sql, &query, params, |row| {
        let names: [String; 4] = [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
        Ok((fact::told(row)?, names))
    })?;
    let named = |(stored, names)| Ok(with_names(fact::opened(stored)?, names));
    found.into_iter().map(named).collect()
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
