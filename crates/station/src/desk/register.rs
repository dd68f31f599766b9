//! The register at the desk: search, a household, a person. Every look is noted before anything is shown.

use beibao_domain::id_number;
use beibao_domain::person::age_on;
use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, FactBody, HouseholdId, PersonId, ProblemCode, RegisterKind, Row};
use beibao_replica::find;
use beibao_replica::table::{area, fact, household, person, register, rows, word};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::audit::Deed;
use super::edit::{Shape, shapes};
use super::merge::{self, MergedRow};
use super::portraits::officer_name;
use super::who::Who;
use crate::import::shown;
use crate::station::{Result, Station};

const LAST_VISITS: u32 = 20;

/// What is looked for.
#[derive(Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// What was typed.
    pub q: String,
    /// In this area only.
    pub area: Option<Uuid>,
}

/// A household or person that was found.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct HitView {
    /// `household` or `person`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// The person's name, or that of the household's head.
    pub title: String,
    /// The same in Mongolian.
    pub title_mn: Option<String>,
    /// Code, area, address.
    pub subtitle: String,
    /// What matched, such as `phone`.
    pub matched: String,
}

/// What was found.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Found {
    /// The best first.
    pub hits: Vec<HitView>,
    /// Whether there are more.
    pub more: bool,
}

/// An area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AreaView {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The area that it is part of.
    pub parent: Option<Uuid>,
    /// Households in it.
    pub households: u32,
}

/// A field of a row.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// Its value as it is typed; empty if there is none.
    pub value: String,
    /// How it is typed.
    pub shape: Shape,
    /// What can be chosen, where it is a choice.
    pub choices: Vec<String>,
    /// The versions that whoever looks has seen; to be given back with an edit.
    pub seen: String,
    /// What somebody else wrote without having seen this.
    pub others: Vec<String>,
}

/// A member of a household.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MemberView {
    /// The person.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Name in Mongolian.
    pub name_mn: Option<String>,
    /// What the person is to the head.
    pub relation: String,
    /// Age in years today.
    pub age: Option<u32>,
    /// Whether the register knows that they died.
    pub died: bool,
}

/// A visit at a household.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct VisitView {
    /// The visit.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who came.
    pub officer: String,
    /// What was written down.
    pub diary: String,
}

/// A household, whole.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct HouseholdView {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// The name of its head.
    pub head: String,
    /// The area it lies in.
    pub area: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// Its members, the head first.
    pub members: Vec<MemberView>,
    /// The last visits, the newest first.
    pub visits: Vec<VisitView>,
    /// Households that gave way to this one.
    pub merged: Vec<MergedRow>,
    /// The one that this gave way to.
    pub stays: Option<MergedRow>,
}

/// A person, whole.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct PersonView {
    /// Its id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Name in Mongolian.
    pub name_mn: Option<String>,
    /// Age in years today.
    pub age: Option<u32>,
    /// What is wrong with the ID number.
    pub id_number_fault: Option<String>,
    /// The household.
    pub household_id: Option<Uuid>,
    /// Its code.
    pub household_code: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// Rows that gave way to this one.
    pub merged: Vec<MergedRow>,
    /// The one that this gave way to.
    pub stays: Option<MergedRow>,
}

beibao_domain::redacted!(Search, HitView, Found, FieldView, MemberView, VisitView, HouseholdView, PersonView);

/// A value as it is typed.
pub(crate) fn typed(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(crate) fn fields(sql: &Connection, register: RegisterKind, row: &Row) -> Result<Vec<FieldView>> {
    let field = |(name, shape, choices): &(&str, Shape, &[&str])| {
        let known = row.fields.get(*name);
        let named = |value: &Value| shown(sql, name, value);
        let others = known.into_iter().flat_map(|field| &field.others).map(named);
        Ok(FieldView {
            name: (*name).to_owned(),
            value: known.map(|field| named(&field.value)).transpose()?.unwrap_or_default(),
            shape: *shape,
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            seen: known.and_then(|field| serde_json::to_string(&field.heads).ok()).unwrap_or_else(|| "[]".into()),
            others: others.collect::<Result<_>>()?,
        })
    };
    shapes(register).iter().map(field).collect()
}

impl Station {
    /// Looks for what was typed.
    pub fn search(&self, search: &Search) -> Result<Found> {
        self.read(|sql| {
            let found = find::search(sql, &search.q, search.area.map(AreaId))?;
            let hit = |hit: find::Hit| HitView {
                kind: word(&hit.kind),
                id: hit.id,
                title: hit.title,
                title_mn: hit.title_mn,
                subtitle: hit.subtitle,
                matched: word(&hit.matched),
            };
            Ok(Found { hits: found.hits.into_iter().map(hit).collect(), more: found.more })
        })
    }

    /// The areas by code.
    pub fn areas(&self) -> Result<Vec<AreaView>> {
        let view = |area: area::AreaView| AreaView {
            id: area.id.0,
            code: area.code,
            name: area.name,
            parent: area.parent.map(|id| id.0),
            households: area.households,
        };
        self.read(|sql| Ok(area::all(sql)?.into_iter().map(view).collect()))
    }

    /// The page of a household.
    pub fn household(&self, who: &Who, id: HouseholdId) -> Result<HouseholdView> {
        self.noted(who, Deed::HouseholdSeen, Some(id.0), "")?;
        let today = day_in_china(self.world().now());
        self.read(|sql| {
            let home = household::read(sql, id)?;
            let members: Vec<MemberView> = person::members(sql, id)?
                .into_iter()
                .map(|(id, person)| MemberView {
                    id: id.0,
                    age: person.born_on.and_then(|born_on| age_on(born_on, today)),
                    name: person.name,
                    name_mn: person.name_mn,
                    relation: word(&person.relation),
                    died: person.died_on.is_some(),
                })
                .collect();
            let (merged, stays) = merge::around(sql, RegisterKind::Household, id.0)?;
            Ok(HouseholdView {
                id: id.0,
                head: members.first().map(|member| member.name.clone()).unwrap_or_default(),
                code: home.code,
                area: area_name(sql, home.area)?,
                fields: fields(sql, RegisterKind::Household, &register::row(sql, id.0)?)?,
                members,
                visits: visits(sql, id)?,
                merged,
                stays,
            })
        })
    }

    /// The page of a person.
    pub fn person(&self, who: &Who, id: PersonId) -> Result<PersonView> {
        self.noted(who, Deed::PersonSeen, Some(id.0), "")?;
        let today = day_in_china(self.world().now());
        self.read(|sql| {
            let person = person::read(sql, id)?;
            let code = person.household.map(|home| household::code_and_head(sql, home)).transpose()?;
            let fault = id_number::read(&person.id_number).err().filter(|_| !person.id_number.is_empty());
            let (merged, stays) = merge::around(sql, RegisterKind::Person, id.0)?;
            Ok(PersonView {
                id: id.0,
                age: person.born_on.and_then(|born_on| age_on(born_on, today)),
                id_number_fault: fault.map(|fault| word(&fault)),
                household_id: person.household.map(|home| home.0),
                household_code: code.map(|(code, _)| code).unwrap_or_default(),
                fields: fields(sql, RegisterKind::Person, &register::row(sql, id.0)?)?,
                name: person.name,
                name_mn: person.name_mn,
                merged,
                stays,
            })
        })
    }
}

fn area_name(sql: &Connection, area: Option<AreaId>) -> Result<String> {
    let Some(area) = area else { return Ok(String::new()) };
    Ok(rows(sql, "SELECT name FROM area WHERE id = ?1", [area.0], |row| row.get(0))?.pop().unwrap_or_default())
}

fn visits(sql: &Connection, id: HouseholdId) -> Result<Vec<VisitView>> {
    let view = |told: fact::Told| match told.fact.body {
        FactBody::Visit(visit) => officer_name(sql, told.author).map(|officer| {
            Some(VisitView { id: told.fact.id.0, at: told.fact.happened_at, officer, diary: visit.diary })
        }),
        _ => Ok(None),
    };
    fact::standing_of_household(sql, id, "visit", LAST_VISITS)?
        .into_iter()
        .filter_map(|told| view(told).transpose())
        .collect()
}

/// The register that a page's row is in.
pub(crate) fn register_named(name: &str) -> Result<RegisterKind> {
    match RegisterKind::named(name) {
        Some(kind) if !shapes(kind).is_empty() => Ok(kind),
        _ => Err(ProblemCode::NotFound.into()),
    }
}
