//! Editing a field at the desk, as the tablet does it: the edit names the versions that its author had seen, so one that
//! arrived in the meantime is a conflict and not overwritten unseen. Adding a row is beside it, because what may stand in a
//! field is the same. Not here: taking a row away, for which a
//! register has no word, and merging two (`merge.rs`).

use std::collections::BTreeMap;

use beibao_domain::fault::FieldFault;
use beibao_domain::id::new_uuid;
use beibao_domain::person::MAX_NAME_CHARS;
use beibao_domain::{AreaId, Edit, Payload, Problem, ProblemCode, RegisterKind, Stamp, id_number};
use beibao_replica::same;
use beibao_replica::table::register;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::who::Who;
use crate::import::say_where_it_belongs;
use crate::station::{Result, Station, StationError};

/// Longest text of a field, in characters.
const MOST_CHARS: usize = 1_000;
/// The fault of a code or number that another row has.
const DOUBLE: &str = "double";

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// One line of Mongolian script.
    Mongolian,
    /// A calendar day, `2026-11-23`.
    Day,
    /// One of a few words.
    Choice,
    /// An area, by its code.
    Area,
    /// A household, by its code.
    Household,
    /// Degrees north or east, such as `44.13`; empty if they are not known.
    Number,
    /// Yes or no, as `true` or `false`.
    Flag,
}

/// The fields of a register that are edited at the desk, in the order in which a page shows them.
pub(crate) fn shapes(register: RegisterKind) -> &'static [(&'static str, Shape, &'static [&'static str])] {
    match register {
        RegisterKind::Household => &[
            ("code", Shape::Line, &[]),
            ("area", Shape::Area, &[]),
            ("address", Shape::Line, &[]),
            ("access_notes", Shape::Text, &[]),
            ("phone", Shape::Line, &[]),
            ("latitude", Shape::Number, &[]),
            ("longitude", Shape::Number, &[]),
        ],
        RegisterKind::Person => &[
            ("household", Shape::Household, &[]),
            ("name", Shape::Line, &[]),
            ("name_mn", Shape::Mongolian, &[]),
            ("relation", Shape::Choice, &["head", "spouse", "child", "parent", "grandchild", "sibling", "other"]),
            ("id_number", Shape::Line, &[]),
            ("born_on", Shape::Day, &[]),
            ("phone", Shape::Line, &[]),
            ("language", Shape::Choice, &["", "zh", "mn"]),
            ("died_on", Shape::Day, &[]),
        ],
        RegisterKind::Officer => &[
            ("badge", Shape::Line, &[]),
            ("name", Shape::Line, &[]),
            ("name_mn", Shape::Mongolian, &[]),
            ("name_en", Shape::Line, &[]),
            ("phone", Shape::Line, &[]),
        ],
        RegisterKind::Material => &[
            ("code", Shape::Line, &[]),
            ("kind", Shape::Choice, &["leaflet", "handbook", "jingle", "video", "contact_card"]),
            ("title", Shape::Line, &[]),
            ("title_mn", Shape::Mongolian, &[]),
            ("language", Shape::Line, &[]),
            ("version", Shape::Line, &[]),
            ("withdrawn", Shape::Flag, &["false", "true"]),
        ],
        RegisterKind::ServicePoint => &[
            ("code", Shape::Line, &[]),
            ("name", Shape::Line, &[]),
            ("name_mn", Shape::Mongolian, &[]),
            ("kind", Shape::Choice, &["mobile_station", "vehicle", "mediation_container"]),
            ("place", Shape::Line, &[]),
            ("latitude", Shape::Number, &[]),
            ("longitude", Shape::Number, &[]),
            ("opening", Shape::Text, &[]),
            ("phone", Shape::Line, &[]),
            ("closed", Shape::Flag, &["false", "true"]),
        ],
        RegisterKind::Phrase => &[
            ("code", Shape::Line, &[]),
            ("topic", Shape::Line, &[]),
            ("zh", Shape::Text, &[]),
            ("mn", Shape::Mongolian, &[]),
            ("sounds", Shape::Line, &[]),
        ],
        RegisterKind::Station => &[
            ("name", Shape::Line, &[]),
            ("name_mn", Shape::Mongolian, &[]),
            ("name_en", Shape::Line, &[]),
            ("duty_phone", Shape::Line, &[]),
            ("emergency_phone", Shape::Line, &[]),
        ],
        _ => &[],
    }
}

/// The fields of a register that are never empty.
fn must_stand(register: RegisterKind, field: &str) -> bool {
    match register {
        RegisterKind::Officer => matches!(field, "badge" | "name" | "phone"),
        RegisterKind::Material => matches!(field, "code" | "title"),
        RegisterKind::Phrase => matches!(field, "code" | "topic" | "zh"),
        RegisterKind::ServicePoint => matches!(field, "code" | "name" | "opening"),
        RegisterKind::Household => matches!(field, "code" | "area"),
        RegisterKind::Station => matches!(field, "name" | "duty_phone" | "emergency_phone"),
        _ => matches!(field, "name" | "household" | "relation"),
    }
}

/// The most that a number may be, either way.
fn most_degrees(field: &str) -> f64 {
    if field == "latitude" { 90.0 } else { 180.0 }
}

/// A correction of one field.
#[derive(Clone, Deserialize, ToSchema)]
pub struct FieldEditAsk {
    /// Which register, such as `household` or `officer`.
    pub register: String,
    /// The row.
    pub row: Uuid,
    /// The field.
    pub field: String,
    /// The new value as it was typed.
    pub value: String,
    /// The versions that its author had seen.
    pub seen: String,
}

beibao_domain::redacted!(FieldEditAsk);

/// What was typed as the register keeps it, where nothing must be looked up for it.
fn value(register: RegisterKind, field: &str, typed: &str) -> Result<Value> {
    let (name, shape, choices) =
        shapes(register).iter().find(|(name, ..)| *name == field).ok_or(ProblemCode::NotFound)?;
    let typed = typed.trim();
    // What a station is called in English is longer than a name of any other kind.
    let is_name = name.starts_with("name") && (register, *name) != (RegisterKind::Station, "name_en");
    let most = if is_name { MAX_NAME_CHARS } else { MOST_CHARS };
    if typed.chars().count() > most {
        return Err(wrong(name, FieldFault::TooLong.code()));
    }
    if must_stand(register, name) && typed.is_empty() {
        return Err(wrong(name, FieldFault::Required.code()));
    }
    match shape {
        Shape::Flag | Shape::Choice if !choices.contains(&typed) => Err(wrong(name, FieldFault::Unknown.code())),
        Shape::Day if !typed.is_empty() && typed.parse::<NaiveDate>().is_err() => {
            Err(wrong(name, FieldFault::OutOfRange.code()))
        }
        Shape::Flag => Ok((typed == "true").into()),
        Shape::Line | Shape::Text => Ok(typed.into()),
        // A phrase's Mongolian is words, not a name that may be missing.
        Shape::Mongolian if *name == "mn" => Ok(typed.into()),
        _ if typed.is_empty() => Ok(Value::Null),
        Shape::Number => match typed.parse::<f64>() {
            Ok(number) if number.abs() <= most_degrees(name) => Ok(number.into()),
            _ => Err(wrong(name, FieldFault::OutOfRange.code())),
        },
        _ => Ok(typed.into()),
    }
}

/// The same, with codes looked up: an area and a household are kept by their ids, and no two rows have one code or ID number.
fn looked_up(sql: &Connection, register: RegisterKind, row: Uuid, field: &str, typed: &str) -> Result<Value> {
    let value = value(register, field, typed)?;
    let code = typed.trim();
    let of = match field {
        "area" => RegisterKind::Area,
        "household" => RegisterKind::Household,
        "code" | "badge" | "id_number" if !code.is_empty() => {
            // What gave way to this row is this row.
            let there = register::find(sql, register, code)?;
            let other = there.map(|there| same::stays(sql, there)).transpose()?.filter(|other| *other != row);
            return if other.is_some() { Err(wrong(field, DOUBLE)) } else { Ok(value) };
        }
        _ => return Ok(value),
    };
    let id = register::find(sql, of, code)?.ok_or_else(|| wrong(field, FieldFault::Unknown.code()))?;
    Ok(id.to_string().into())
}

/// The scope in which a row lies that has these fields.
pub(crate) fn scope_of(
    sql: &Connection,
    register: RegisterKind,
    fields: &Map<String, Value>,
) -> Result<Option<AreaId>> {
    let id = |name: &str| fields.get(name).and_then(Value::as_str).and_then(|id| id.parse::<Uuid>().ok());
    match register {
        RegisterKind::Household => Ok(id("area").map(AreaId)),
        RegisterKind::Person => match id("household") {
            Some(home) => Ok(register::scope(sql, RegisterKind::Household, home)?),
            None => Ok(None),
        },
        _ => Ok(Some(AreaId::STATION)),
    }
}

fn wrong(field: &str, fault: &str) -> StationError {
    StationError::Refused(Problem::from(ProblemCode::InvalidFields).with(field, fault))
}

/// A row to be added.
#[derive(Clone, Deserialize, ToSchema)]
pub struct NewRow {
    /// Which register, such as `household`.
    pub register: String,
    /// Its fields as they were typed.
    pub fields: BTreeMap<String, String>,
}

/// A row that was added.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AddedRow {
    /// Its id.
    pub id: Uuid,
}

beibao_domain::redacted!(NewRow);

impl Station {
    /// Corrects a field. A household that gets another area, and a person that gets another household, move there.
    pub fn edit_field(&self, who: &Who, ask: &FieldEditAsk) -> Result<()> {
        let register = super::register::register_named(&ask.register)?;
        let seen: Vec<Stamp> = serde_json::from_str(&ask.seen).map_err(|_| ProblemCode::InvalidFields)?;
        self.write(|tx| {
            let before = register::scope(&tx.sql, register, ask.row)?.ok_or(ProblemCode::NotFound)?;
            let value = looked_up(&tx.sql, register, ask.row, &ask.field, &ask.value)?;
            let field = std::iter::once((ask.field.clone(), value.clone())).collect();
            let scope = scope_of(&tx.sql, register, &field)?.unwrap_or(before);
            say_where_it_belongs(tx, Edit::field(register, ask.row, &ask.field, value, seen), scope)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::FieldEdited, Some(ask.row), &ask.field)
        })
    }

    /// Adds a row; refused with every field that is wrong.
    pub fn add_row(&self, who: &Who, new: &NewRow) -> Result<AddedRow> {
        let register = super::register::register_named(&new.register)?;
        if new.fields.keys().any(|name| !shapes(register).iter().any(|(known, ..)| known == name)) {
            return Err(ProblemCode::InvalidFields.into());
        }
        self.write(|tx| {
            let id = new_uuid(tx.world());
            let (mut fields, mut faults) = (Map::new(), BTreeMap::new());
            for (name, ..) in shapes(register) {
                let typed = new.fields.get(*name).map(String::as_str).unwrap_or_default();
                match looked_up(&tx.sql, register, id, name, typed) {
                    Ok(value) => drop(fields.insert((*name).to_owned(), value)),
                    Err(StationError::Refused(problem)) => faults.extend(problem.params),
                    Err(error) => return Err(error),
                }
            }
            if !faults.is_empty() {
                return Err(StationError::Refused(Problem { code: ProblemCode::InvalidFields, params: faults }));
            }
            // As an imported row has it: read off the number where nothing was typed.
            let number = new.fields.get("id_number").map(|number| id_number::read(number.trim()));
            if let (Some(Value::Null), Some(Ok(number))) = (fields.get("born_on"), number) {
                fields.insert("born_on".to_owned(), number.born_on.to_string().into());
            }
            let scope = scope_of(&tx.sql, register, &fields)?.ok_or(ProblemCode::NotFound)?;
            tx.say(scope, &Payload::Edit(Edit::new_row(register, id, &fields)))?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::RowAdded, Some(id), register.name())?;
            Ok(AddedRow { id })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(field: &str, typed: &str) -> std::result::Result<Value, ProblemCode> {
        value(RegisterKind::Person, field, typed).map_err(|error| Problem::from(error).code)
    }

    #[test]
    fn what_is_typed_is_kept_as_the_register_keeps_it() {
        assert_eq!(code("phone", " 00011112222 "), Ok("00011112222".into()));
        assert_eq!(code("born_on", "1968-03-12"), Ok("1968-03-12".into()));
        assert_eq!(code("born_on", ""), Ok(Value::Null));
        assert_eq!(code("language", ""), Ok(Value::Null));
        assert_eq!(code("name_mn", ""), Ok(Value::Null));
        assert_eq!(code("relation", "spouse"), Ok("spouse".into()));
    }

    #[test]
    fn what_cannot_stand_there_is_refused() {
        for (field, typed) in [("born_on", "1968-13-12"), ("relation", ""), ("name", " "), ("language", "en")] {
            assert_eq!(code(field, typed), Err(ProblemCode::InvalidFields), "{field}");
        }
        assert_eq!(code("name", &"长".repeat(51)), Err(ProblemCode::InvalidFields));
        assert_eq!(code("household", ""), Err(ProblemCode::InvalidFields));
        assert_eq!(code("ethnicity", ""), Err(ProblemCode::NotFound));
        let point =
            |field, typed| value(RegisterKind::ServicePoint, field, typed).map_err(|error| Problem::from(error).code);
        assert_eq!((point("closed", "true"), point("latitude", "44.5")), (Ok(true.into()), Ok(44.5.into())));
        assert_eq!(point("longitude", ""), Ok(Value::Null));
        for (field, typed) in
            [("closed", "yes"), ("latitude", "91"), ("latitude", "NaN"), ("opening", ""), ("kind", "shop")]
        {
            assert_eq!(point(field, typed), Err(ProblemCode::InvalidFields), "{field}");
        }
    }
}
