//! Editing a field at the desk, as the tablet does it: the edit names the versions that its author had seen, so one that
//! arrived in the meantime is a conflict and not overwritten unseen.

use beibao_domain::fault::FieldFault;
use beibao_domain::person::MAX_NAME_CHARS;
use beibao_domain::{Edit, Payload, Problem, ProblemCode, RegisterKind, Stamp};
use beibao_replica::table::register;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::who::Who;
use crate::station::{Result, Station, StationError};

/// Longest text of a field, in characters.
const MOST_CHARS: usize = 1_000;

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
    /// A number; empty if it is not known.
    Number,
    /// Yes or no, as `true` or `false`.
    Flag,
}

/// The fields of a register that are edited at the desk, in the order in which a page shows them.
pub(crate) fn shapes(register: RegisterKind) -> &'static [(&'static str, Shape, &'static [&'static str])] {
    match register {
        RegisterKind::Household => {
            &[("address", Shape::Line, &[]), ("access_notes", Shape::Text, &[]), ("phone", Shape::Line, &[])]
        }
        RegisterKind::Person => &[
            ("name", Shape::Line, &[]),
            ("name_mn", Shape::Mongolian, &[]),
            ("relation", Shape::Choice, &["head", "spouse", "child", "parent", "grandchild", "sibling", "other"]),
            ("id_number", Shape::Line, &[]),
            ("born_on", Shape::Day, &[]),
            ("phone", Shape::Line, &[]),
            ("language", Shape::Choice, &["", "zh", "mn"]),
            ("died_on", Shape::Day, &[]),
        ],
        RegisterKind::ServicePoint => &[
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
            ("topic", Shape::Line, &[]),
            ("zh", Shape::Text, &[]),
            ("mn", Shape::Mongolian, &[]),
            ("sounds", Shape::Line, &[]),
        ],
        _ => &[],
    }
}

/// The fields of a register that are never empty.
fn must_stand(register: RegisterKind, field: &str) -> bool {
    match register {
        RegisterKind::Phrase => matches!(field, "topic" | "zh"),
        RegisterKind::ServicePoint => matches!(field, "name" | "opening"),
        _ => field == "name",
    }
}

/// The most that a number may be, either way.
fn most_degrees(field: &str) -> f64 {
    if field == "latitude" { 90.0 } else { 180.0 }
}

/// A correction of one field.
#[derive(Clone, Deserialize, ToSchema)]
pub struct FieldEditAsk {
    /// `household` or `person`.
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

/// What was typed as the register keeps it.
fn value(register: RegisterKind, field: &str, typed: &str) -> Result<Value> {
    let (name, shape, choices) =
        shapes(register).iter().find(|(name, ..)| *name == field).ok_or(ProblemCode::NotFound)?;
    let typed = typed.trim();
    let most = if name.starts_with("name") { MAX_NAME_CHARS } else { MOST_CHARS };
    if typed.chars().count() > most {
        return Err(wrong(name, FieldFault::TooLong));
    }
    if must_stand(register, name) && typed.is_empty() {
        return Err(wrong(name, FieldFault::Required));
    }
    match shape {
        Shape::Flag | Shape::Choice if !choices.contains(&typed) => Err(wrong(name, FieldFault::Unknown)),
        Shape::Day if !typed.is_empty() && typed.parse::<NaiveDate>().is_err() => {
            Err(wrong(name, FieldFault::OutOfRange))
        }
        Shape::Flag => Ok((typed == "true").into()),
        Shape::Line | Shape::Text => Ok(typed.into()),
        // A phrase's Mongolian is words, not a name that may be missing.
        Shape::Mongolian if *name == "mn" => Ok(typed.into()),
        _ if typed.is_empty() => Ok(Value::Null),
        Shape::Number => match typed.parse::<f64>() {
            Ok(number) if number.abs() <= most_degrees(name) => Ok(number.into()),
            _ => Err(wrong(name, FieldFault::OutOfRange)),
        },
        _ => Ok(typed.into()),
    }
}

fn wrong(field: &str, fault: FieldFault) -> StationError {
    StationError::Refused(Problem::from(ProblemCode::InvalidFields).with(field, fault.code()))
}

impl Station {
    /// Corrects a field.
    pub fn edit_field(&self, who: &Who, ask: &FieldEditAsk) -> Result<()> {
        let register = super::register::register_named(&ask.register)?;
        let value = value(register, &ask.field, &ask.value)?;
        let seen: Vec<Stamp> = serde_json::from_str(&ask.seen).map_err(|_| ProblemCode::InvalidFields)?;
        self.write(|tx| {
            let area = register::scope(&tx.sql, register, ask.row)?.ok_or(ProblemCode::NotFound)?;
            let now = tx.world().now();
            tx.say(area, &Payload::Edit(Edit::field(register, ask.row, &ask.field, value, seen)))?;
            note(&tx.sql, now, who.by(), Deed::FieldEdited, Some(ask.row), &ask.field)
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
        assert_eq!(code("household", ""), Err(ProblemCode::NotFound));
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
