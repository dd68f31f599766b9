//! The page of a household, and the two fields of it that are corrected in the field.

use beibao_domain::fault::{FieldFault, FieldFaults};
use beibao_domain::person::{Relation, SpokenLanguage, age_on};
use beibao_domain::picture::Location;
use beibao_domain::{AreaId, Edit, FactId, HouseholdId, Payload, PersonId, RegisterKind, Row, Stamp};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::table::{draft, rows};
use crate::visit::{self, VisitSummary};
use crate::{Result, StoreError, Tx};
use beibao_replica::contact_card::{self, HeldCard};
use beibao_replica::matter::{self, Matter, Which};
use beibao_replica::same;
use beibao_replica::table::{fact, household, person, register};

/// Longest text of a field that is corrected in the field, in characters.
const MAX_FIELD_CHARS: usize = 1_000;
const LAST_VISITS: u32 = 20;

/// A household, whole.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HouseholdPage {
    /// The household.
    pub id: HouseholdId,
    /// Its code.
    pub code: String,
    /// The area it lies in.
    pub area_id: Option<AreaId>,
    /// The area's name.
    pub area_name: String,
    /// The name of its head.
    pub head_name: String,
    /// The address.
    pub address: String,
    /// Where it lies.
    pub location: Option<Location>,
    /// How to get there.
    pub access_notes: FieldView,
    /// The household's phone.
    pub phone: FieldView,
    /// Its members, the head first.
    pub members: Vec<Member>,
    /// The last visits, the newest first.
    pub visits: Vec<VisitSummary>,
    /// What is open here, the most urgent first.
    pub matters: Vec<Matter>,
    /// Contact cards that were handed out here: whose, how many, whether they still hold good.
    pub cards: Vec<HeldCard>,
    /// The visit that is being written.
    pub draft_id: Option<FactId>,
}

/// A field that can be corrected.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Field")]
pub struct FieldView {
    /// Its value.
    pub value: String,
    /// The versions that whoever looks at the page has seen; to be given back with the correction.
    pub seen: String,
    /// Values that somebody else wrote without having seen this one.
    pub others: Vec<String>,
}

/// A member of the household.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Member {
    /// The person.
    pub id: PersonId,
    /// Name in Chinese.
    pub name: String,
    /// Name in Mongolian.
    pub name_mn: Option<String>,
    /// What the person is to the head.
    pub relation: Relation,
    /// Age in years today.
    pub age: Option<u32>,
    /// Phone.
    pub phone: String,
    /// The language that the person would rather speak.
    pub language: Option<SpokenLanguage>,
}

beibao_domain::redacted!(HouseholdPage, FieldView, Member);

/// The fields that an officer corrects at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum HouseholdField {
    /// How to get there.
    AccessNotes,
    /// The household's phone.
    Phone,
}

impl HouseholdField {
    fn name(self) -> &'static str {
        match self {
            HouseholdField::AccessNotes => "access_notes",
            HouseholdField::Phone => "phone",
        }
    }
}

fn field(row: &Row, field: HouseholdField) -> FieldView {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    row.fields.get(field.name()).map_or_else(
        || FieldView { value: String::new(), seen: "[]".into(), others: Vec::new() },
        |field| FieldView {
            value: text(&field.value),
            seen: serde_json::to_string(&field.heads).unwrap_or_default(),
            others: field.others.iter().map(text).collect(),
        },
    )
}

/// The page of a household; of one that gave way to another, that one's.
pub fn page(sql: &Connection, id: HouseholdId, today: NaiveDate) -> Result<HouseholdPage> {
    let id = HouseholdId(same::stays(sql, id.0)?);
    let home = household::read(sql, id)?;
    let row = register::row(sql, id.0)?;
    let members: Vec<Member> = person::members(sql, id)?
        .into_iter()
        .map(|(id, person)| Member {
            id,
            age: person.born_on.and_then(|born_on| age_on(born_on, today)),
            name: person.name,
            name_mn: person.name_mn,
            relation: person.relation,
            phone: person.phone,
            language: person.language,
        })
        .collect();
    let area_name = match home.area {
        Some(area) => rows(sql, "SELECT name FROM area WHERE id = ?1", [area.0], |row| row.get(0))?.pop(),
        None => None,
    };
    let visits = visit::summaries(sql, fact::standing_of_household(sql, id, "visit", LAST_VISITS)?)?;
    Ok(HouseholdPage {
        id,
        area_id: home.area,
        area_name: area_name.unwrap_or_default(),
        head_name: members.first().map(|member| member.name.clone()).unwrap_or_default(),
        location: home.latitude.zip(home.longitude).map(|(latitude, longitude)| Location { latitude, longitude }),
        access_notes: field(&row, HouseholdField::AccessNotes),
        phone: field(&row, HouseholdField::Phone),
        code: home.code,
        address: home.address,
        members,
        visits,
        matters: matter::list(sql, &Which { household_id: Some(id), open_only: true, ..Which::default() })?,
        cards: contact_card::held_by(sql, id)?,
        draft_id: draft::of_household(sql, id)?.filter(|draft| !draft.is_empty()).map(|draft| draft.id),
    })
}

/// Corrects a field; of a household that gave way to another, that one's, as the page shows it. `seen` comes from the page
/// that the officer looked at, so an edit that arrived in the meantime is a conflict and not overwritten unseen.
pub fn edit(tx: &mut Tx<'_>, id: HouseholdId, field: HouseholdField, value: &str, seen: &str) -> Result<()> {
    let seen: Vec<Stamp> = serde_json::from_str(seen)?;
    if value.chars().count() > MAX_FIELD_CHARS {
        return Err(StoreError::InvalidFields(FieldFaults::from([(field.name().to_owned(), FieldFault::TooLong)])));
    }
    let id = HouseholdId(same::stays(&tx.sql, id.0)?);
    let area = household::scope(&tx.sql, id)?;
    let edit = Edit::field(RegisterKind::Household, id.0, field.name(), value.trim().into(), seen);
    tx.say(area, &Payload::Edit(edit))
}
