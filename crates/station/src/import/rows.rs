//! The rows of each register: columns, what must stand where, and what a row refers to.

use beibao_domain::area::AreaKind;
use beibao_domain::material::MaterialKind;
use beibao_domain::person::{MAX_NAME_CHARS, Relation, SpokenLanguage};
use beibao_domain::shelf::ServicePointKind;
use beibao_domain::{AreaId, RegisterKind, id_number};
use beibao_replica::ReplicaError;
use beibao_replica::table::register;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Parsed, Record, RowFault};
use crate::station::Result;

const COLUMNS: [(RegisterKind, &[&str]); 8] = [
    (RegisterKind::Station, &["name", "name_mn", "duty_phone", "emergency_phone"]),
    (RegisterKind::Area, &["code", "kind", "name", "name_mn", "parent"]),
    (RegisterKind::Officer, &["badge", "name", "name_mn", "phone", "areas"]),
    (RegisterKind::Material, &["code", "kind", "title", "title_mn", "language", "version"]),
    (
        RegisterKind::ServicePoint,
        &["code", "kind", "name", "name_mn", "place", "latitude", "longitude", "opening", "phone", "closed"],
    ),
    (RegisterKind::Phrase, &["code", "topic", "zh", "mn", "sounds"]),
    (RegisterKind::Household, &["code", "area", "address", "latitude", "longitude", "access_notes", "phone"]),
    (RegisterKind::Person, &["household", "relation", "name", "name_mn", "id_number", "born_on", "phone", "language"]),
];

/// The register that has exactly these columns, in any order.
pub(super) fn register_of(columns: &[String]) -> Option<RegisterKind> {
    COLUMNS
        .iter()
        .find(|(_, expected)| {
            expected.len() == columns.len() && expected.iter().all(|name| columns.iter().any(|c| c == name))
        })
        .map(|(register, _)| *register)
}

/// The columns of a register's sheet.
pub(crate) fn columns_of(register: RegisterKind) -> &'static [&'static str] {
    COLUMNS.iter().find(|(kind, _)| *kind == register).map(|(_, columns)| *columns).unwrap_or_default()
}

/// The column of a sheet as the register calls it; empty for one that has no heading.
pub(super) fn column(register: RegisterKind, columns: &[String], at: usize) -> &'static str {
    let named = |name: &&&str| columns.get(at).is_some_and(|column| column == *name);
    columns_of(register).iter().find(named).copied().unwrap_or_default()
}

/// The columns of each register, for the sentence that refuses a file.
pub(super) fn expected() -> Vec<String> {
    COLUMNS.iter().map(|(kind, names)| format!("{}: {}", kind.name(), names.join(","))).collect()
}

/// The column by which a register knows its rows.
pub(super) fn name_column(register: RegisterKind) -> &'static str {
    match register {
        RegisterKind::Officer => "badge",
        RegisterKind::Person => "id_number",
        RegisterKind::Station => "name",
        _ => "code",
    }
}

type Refused = (&'static str, RowFault);

/// Reads a row, or says which column keeps it out.
pub(super) fn parse(
    sql: &Connection,
    register: RegisterKind,
    columns: &[String],
    record: &Record,
) -> Result<std::result::Result<Parsed, Refused>> {
    let row = Row { sql, columns, record };
    let parsed = match register {
        RegisterKind::Station => station(&row),
        RegisterKind::Area => area(&row),
        RegisterKind::Officer => officer(&row),
        RegisterKind::Material => material(&row),
        RegisterKind::ServicePoint => service_point(&row),
        RegisterKind::Phrase => phrase(&row),
        // A questionnaire is made in a workbook, not in a row.
        RegisterKind::Questionnaire => Err(Fault::Refused("code", RowFault::Unreadable)),
        RegisterKind::Household => household(&row),
        RegisterKind::Person => person(&row),
    };
    match parsed {
        Ok(parsed) => Ok(Ok(parsed)),
        Err(Fault::Refused(column, fault)) => Ok(Err((column, fault))),
        Err(Fault::Station(error)) => Err(error),
    }
}

enum Fault {
    Refused(&'static str, RowFault),
    Station(crate::StationError),
}

impl From<crate::StationError> for Fault {
    fn from(error: crate::StationError) -> Self {
        Fault::Station(error)
    }
}

impl From<ReplicaError> for Fault {
    fn from(error: ReplicaError) -> Self {
        Fault::Station(error.into())
    }
}

type Read<T> = std::result::Result<T, Fault>;

struct Row<'a> {
    sql: &'a Connection,
    columns: &'a [String],
    record: &'a Record,
}

impl Row<'_> {
    fn text(&self, column: &'static str) -> &str {
        self.columns.iter().position(|name| name == column).and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    fn required(&self, column: &'static str) -> Read<&str> {
        match self.text(column) {
            "" => Err(Fault::Refused(column, RowFault::Empty)),
            text => Ok(text),
        }
    }

    fn name(&self, column: &'static str) -> Read<&str> {
        let name = self.required(column)?;
        if name.chars().count() > MAX_NAME_CHARS {
            return Err(Fault::Refused(column, RowFault::Unreadable));
        }
        Ok(name)
    }

    fn optional(&self, column: &'static str) -> Value {
        match self.text(column) {
            "" => Value::Null,
            text => text.into(),
        }
    }

    fn word<T: DeserializeOwned>(&self, column: &'static str) -> Read<Value> {
        let word = Value::from(self.required(column)?);
        serde_json::from_value::<T>(word.clone()).map_err(|_| Fault::Refused(column, RowFault::Word))?;
        Ok(word)
    }

    fn degrees(&self, column: &'static str, limit: f64) -> Read<Value> {
        match self.text(column) {
            "" => Ok(Value::Null),
            text => match text.parse::<f64>() {
                Ok(degrees) if degrees.abs() <= limit => Ok(degrees.into()),
                _ => Err(Fault::Refused(column, RowFault::Unreadable)),
            },
        }
    }

    fn refers(&self, column: &'static str, register: RegisterKind, name: &str) -> Read<Uuid> {
        register::find(self.sql, register, name)?.ok_or(Fault::Refused(column, RowFault::Unknown))
    }
}

fn parsed(name: &str, area: AreaId, fields: Value) -> Parsed {
    let fields = match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    Parsed { name: name.to_owned(), area, fields, remark: None }
}

fn station(row: &Row<'_>) -> Read<Parsed> {
    let fields = json!({
        "name": row.name("name")?, "name_mn": row.optional("name_mn"),
        "duty_phone": row.required("duty_phone")?, "emergency_phone": row.required("emergency_phone")?,
    });
    // There is one station; it is known without a name.
    Ok(parsed("", AreaId::STATION, fields))
}

fn area(row: &Row<'_>) -> Read<Parsed> {
    let parent = match row.text("parent") {
        "" => Value::Null,
        code => row.refers("parent", RegisterKind::Area, code)?.to_string().into(),
    };
    let code = row.required("code")?;
    let fields = json!({
        "code": code, "kind": row.word::<AreaKind>("kind")?, "name": row.name("name")?,
        "name_mn": row.optional("name_mn"), "parent": parent,
    });
    Ok(parsed(code, AreaId::STATION, fields))
}

fn officer(row: &Row<'_>) -> Read<Parsed> {
    let areas = row
        .text("areas")
        .split_whitespace()
        .map(|code| row.refers("areas", RegisterKind::Area, code))
        .collect::<Read<Vec<Uuid>>>()?;
    let badge = row.required("badge")?;
    let fields = json!({
        "badge": badge, "name": row.name("name")?, "name_mn": row.optional("name_mn"),
        "phone": row.required("phone")?, "areas": areas,
    });
    Ok(parsed(badge, AreaId::STATION, fields))
}

fn material(row: &Row<'_>) -> Read<Parsed> {
    let code = row.required("code")?;
    let fields = json!({
        "code": code, "kind": row.word::<MaterialKind>("kind")?, "title": row.required("title")?,
        "title_mn": row.optional("title_mn"), "language": row.text("language"), "version": row.text("version"),
    });
    Ok(parsed(code, AreaId::STATION, fields))
}

fn service_point(row: &Row<'_>) -> Read<Parsed> {
    let code = row.required("code")?;
    let closed = match row.text("closed") {
        "" | "false" => false,
        "yes" | "true" | "是" => true,
        _ => return Err(Fault::Refused("closed", RowFault::Word)),
    };
    let fields = json!({
        "code": code, "kind": row.word::<ServicePointKind>("kind")?, "name": row.name("name")?,
        "name_mn": row.optional("name_mn"), "place": row.text("place"), "latitude": row.degrees("latitude", 90.0)?,
        "longitude": row.degrees("longitude", 180.0)?, "opening": row.required("opening")?,
        "phone": row.text("phone"), "closed": closed,
    });
    Ok(parsed(code, AreaId::STATION, fields))
}

fn phrase(row: &Row<'_>) -> Read<Parsed> {
    let code = row.required("code")?;
    let fields = json!({
        "code": code, "topic": row.required("topic")?, "zh": row.required("zh")?, "mn": row.text("mn"),
        "sounds": row.text("sounds"),
    });
    Ok(parsed(code, AreaId::STATION, fields))
}

fn household(row: &Row<'_>) -> Read<Parsed> {
    let code = row.required("code")?;
    let area = row.refers("area", RegisterKind::Area, row.required("area")?)?;
    let fields = json!({
        "code": code, "area": area, "address": row.text("address"),
        "latitude": row.degrees("latitude", 90.0)?, "longitude": row.degrees("longitude", 180.0)?,
        "access_notes": row.text("access_notes"), "phone": row.text("phone"),
    });
    Ok(parsed(code, AreaId(area), fields))
}

fn person(row: &Row<'_>) -> Read<Parsed> {
    let household = row.refers("household", RegisterKind::Household, row.required("household")?)?;
    let scope = register::scope(row.sql, RegisterKind::Household, household)?;
    let scope = scope.ok_or(Fault::Refused("household", RowFault::Unknown))?;
    let number = &row.text("id_number").to_uppercase();
    let born_on = match row.text("born_on") {
        // Read off the number where the column is empty.
        "" => id_number::read(number).map_or(Value::Null, |number| number.born_on.to_string().into()),
        day => match date(day) {
            Some(day) => day.to_string().into(),
            None => return Err(Fault::Refused("born_on", RowFault::Unreadable)),
        },
    };
    let language = match row.text("language") {
        "" => Value::Null,
        _ => row.word::<SpokenLanguage>("language")?,
    };
    let fields = json!({
        "household": household, "relation": row.word::<Relation>("relation")?, "name": row.name("name")?,
        "name_mn": row.optional("name_mn"), "id_number": number, "born_on": born_on, "phone": row.text("phone"),
        "language": language,
    });
    let wrong = !number.is_empty() && id_number::read(number).is_err();
    // What is no number names nobody: two people may both have 无 there.
    let name = if wrong { "" } else { number };
    Ok(Parsed { remark: wrong.then_some(("id_number", RowFault::IdNumber)), ..parsed(name, scope, fields) })
}

/// A day as office spreadsheets write it: 1949-12-31, 1949/12/31, 1949.12.31, 1949年12月31日 or 19491231.
fn date(text: &str) -> Option<NaiveDate> {
    let plain = text.replace(['/', '.', '年', '月'], "-").replace('日', "");
    plain.parse().ok().or_else(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
}
