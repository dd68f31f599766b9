//! What is recorded about a person, whole: to be shown to that person, corrected, taken along.

use beibao_domain::register::{Field, Row, SAME_AS};
use beibao_domain::rights::Look;
use beibao_domain::world::china;
use beibao_domain::{FactBody, HouseholdId, PersonId};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde::Serialize;
use serde_json::Value;

use crate::matter::{self, Entry};
use crate::table::{fact, household, officer, person, register};
use crate::{ReplicaError, Result, same};

/// Everything about a person.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PersonRecord {
    /// The person.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The household.
    pub household_id: Option<HouseholdId>,
    /// Its code.
    pub household_code: String,
    /// The fields of the register, each with every value that it had.
    pub fields: Vec<FieldHistory>,
    /// Every fact that names the person or the household, the newest first, corrected and withdrawn ones included.
    pub entries: Vec<Entry>,
    /// Who looked at it.
    pub looks: Vec<Looked>,
}

/// A field through time.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FieldHistory {
    /// Its name.
    pub field: String,
    /// What stands there now.
    pub value: String,
    /// What was written, the newest first.
    pub written: Vec<Written>,
}

/// One value of a field.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Written {
    /// When.
    pub at: DateTime<Utc>,
    /// The value.
    pub value: String,
}

/// Somebody looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Looked {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub officer_name: String,
}

beibao_domain::redacted!(PersonRecord, FieldHistory, Written);

/// Everything that this replica holds about a person, under whatever rows: those that gave way to another one, and that one.
pub fn read(sql: &Connection, id: PersonId) -> Result<PersonRecord> {
    let id = PersonId(same::stays(sql, id.0)?);
    let known = person::read(sql, id)?;
    let mut row: Row = register::row(sql, id.0)?;
    let mut edits = Vec::new();
    for one in same::all(sql, id.0)? {
        edits.extend(register::edits(sql, one)?);
    }
    // That two rows are one is said of the rows, by ids that nobody reads.
    row.fields.remove(SAME_AS);
    edits.iter_mut().for_each(|(_, edit)| drop(edit.set.remove(SAME_AS)));
    // What only stood where it gave way stands nowhere now, and is told as what was written.
    for name in edits.iter().flat_map(|(_, edit)| edit.set.keys()) {
        row.fields.entry(name.clone()).or_insert_with(|| Field { value: Value::Null, heads: vec![], others: vec![] });
    }
    let fields = row.fields.iter().map(|(name, field)| {
        let mut written: Vec<Written> = edits
            .iter()
            .filter_map(|(stamp, edit)| {
                Some(Written { at: stamp.at.instant(), value: plain(&edit.set.get(name)?.value) })
            })
            .collect();
        written.sort_by_key(|one| std::cmp::Reverse(one.at));
        FieldHistory { field: name.clone(), value: plain(&field.value), written }
    });
    Ok(PersonRecord {
        id,
        household_code: known
            .household
            .map_or(Ok(String::new()), |home| Ok::<_, ReplicaError>(household::code_and_head(sql, home)?.0))?,
        household_id: known.household,
        name: known.name,
        fields: fields.collect(),
        entries: fact::of_person(sql, id, known.household)?
            .into_iter()
            .map(|told| matter::entry(sql, told))
            .collect::<Result<_>>()?,
        looks: looks(sql, id, known.household)?,
    })
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

/// Looks at the person's page and at that of the household, and at those of whatever gave way to them.
fn looks(sql: &Connection, person: PersonId, household: Option<HouseholdId>) -> Result<Vec<Looked>> {
    let mut looks = Vec::new();
    let people = same::all(sql, person.0)?;
    let homes = household.map(|home| same::all(sql, home.0)).transpose()?.unwrap_or_default();
    for told in fact::of_kind(sql, "looks")? {
        let FactBody::Looks(seen) = &told.fact.body else { continue };
        let of_this = |look: &&Look| {
            look.person.is_some_and(|id| people.contains(&id.0))
                || look.household.is_some_and(|id| homes.contains(&id.0))
        };
        let name = || Ok::<_, ReplicaError>(officer::read(sql, told.author)?.map(|o| o.name).unwrap_or_default());
        for look in seen.looks.iter().filter(of_this) {
            looks.push(Looked { at: look.at, officer_name: name()? });
        }
    }
    looks.sort_by_key(|look| std::cmp::Reverse(look.at));
    Ok(looks)
}

/// Whether a field names another row, by an id that nobody reads.
pub fn is_about_rows(field: &str) -> bool {
    matches!(field, "household" | SAME_AS)
}

/// The record as a paper tells it: headings, and under each its lines. `say` gives the words of a key.
pub fn sections(record: &PersonRecord, say: impl Fn(&str) -> String) -> Vec<(String, Vec<String>)> {
    // A choice is told by its word.
    let told = |field: &str, value: &str| {
        let key = format!("{field}.{value}");
        let word = if matches!(field, "relation" | "language") { say(&key) } else { key.clone() };
        if word == key { value.to_owned() } else { word }
    };
    let fields = record.fields.iter().filter(|field| !is_about_rows(&field.field)).map(|field| {
        let before = field.written.iter().filter(|one| one.value != field.value);
        let before: Vec<String> = before.map(|one| told(&field.field, &one.value)).collect();
        let was = if before.is_empty() { String::new() } else { format!("（曾：{}）", before.join("、")) };
        format!("{}：{}{was}", say(&format!("field.{}", field.field)), told(&field.field, &field.value))
    });
    let looks = record.looks.iter().map(|look| format!("{} {}", moment(look.at), look.officer_name));
    let facts = record.entries.iter().map(|entry| line(entry, &say));
    vec![
        (say("record.register"), fields.collect()),
        (say("record.facts"), facts.collect()),
        (say("record.looks"), looks.collect()),
    ]
}

/// A fact in one paragraph: when, who, what kind, and every text that it holds.
fn line(entry: &Entry, say: impl Fn(&str) -> String) -> String {
    let kind = say(&format!("kind.{}", entry.body.kind()));
    format!("{} {} {kind}：{}", moment(entry.at), entry.officer_name, texts(entry).join("；"))
}

/// Every text of a fact that a person reads.
pub fn texts(entry: &Entry) -> Vec<String> {
    let mut texts = Vec::new();
    said(&serde_json::to_value(&entry.body).unwrap_or_default()["body"], &mut texts);
    texts
}

/// Texts that a person reads; names of rows and pictures are none.
fn said(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) if !is_name(text) && !text.trim().is_empty() => texts.push(text.trim().to_owned()),
        Value::Array(all) => all.iter().for_each(|one| said(one, texts)),
        Value::Object(all) => all.values().for_each(|one| said(one, texts)),
        _ => {}
    }
}

fn is_name(text: &str) -> bool {
    text.len() >= 32 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&china()).format("%Y-%m-%d %H:%M").to_string()
}
