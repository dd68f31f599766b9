//! The rights of whoever is recorded: shown on the screen, and given along on paper and as JSON.

use beibao_domain::world::{china, day_in_china};
use beibao_domain::{PersonId, Problem, ProblemCode};
use beibao_print::{Section, Statement, StatementKind, statement_pdf};
use beibao_replica::matter::Entry;
use beibao_replica::person_record::{self, PersonRecord};
use beibao_replica::table::station;
use beibao_store::looks;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use tauri::{AppHandle, State};

use super::card::printing_failed;
use crate::export;
use crate::tablet::Tablet;
use crate::words::{chinese, is_known};

/// Where the two files are.
#[derive(Serialize, specta::Type)]
pub struct ExportedRecord {
    pdf: String,
    json: String,
}

#[tauri::command(async)]
#[specta::specta]
pub fn person_record(id: PersonId, tablet: State<'_, Tablet>) -> Result<PersonRecord, Problem> {
    let store = tablet.store()?;
    let record = store.read(|sql| Ok(person_record::read(sql, id)?))?;
    store.write(|tx| looks::at_person(tx, id))?;
    Ok(record)
}

#[tauri::command(async)]
#[specta::specta]
pub fn export_person_record(
    id: PersonId,
    app: AppHandle,
    tablet: State<'_, Tablet>,
) -> Result<ExportedRecord, Problem> {
    let (record, here) = tablet.store()?.read(|sql| Ok((person_record::read(sql, id)?, station::read(sql)?)))?;
    let json = serde_json::to_vec_pretty(&record).map_err(|_| ProblemCode::Internal)?;
    let paper = Statement {
        kind: StatementKind::PersonRecord,
        station: here.name,
        station_mn: here.name_mn,
        on: day_in_china(tablet.world().now()).to_string(),
        sections: sections(&record),
    };
    let pdf = export::write(&app, "person-record", "pdf", &statement_pdf(&paper).map_err(printing_failed)?)?;
    Ok(ExportedRecord { pdf, json: export::write(&app, "person-record", "json", &json)? })
}

fn sections(record: &PersonRecord) -> Vec<Section> {
    let fields = record.fields.iter().filter(|field| field.field != "household").map(|field| {
        let before = field.written.iter().map(|one| one.value.as_str()).filter(|value| *value != field.value);
        let before: Vec<&str> = before.collect();
        let was = if before.is_empty() { String::new() } else { format!("（曾：{}）", before.join("、")) };
        let value = match field.field.as_str() {
            area @ ("relation" | "language") => chinese(&format!("{area}.{}", field.value)),
            _ => field.value.clone(),
        };
        format!("{}：{value}{was}", chinese(&format!("field.{}", field.field)))
    });
    let looks = record.looks.iter().map(|look| format!("{} {}", moment(look.at), look.officer_name));
    vec![
        Section { heading: chinese("record.register"), lines: fields.collect() },
        Section { heading: chinese("record.facts"), lines: record.entries.iter().map(line).collect() },
        Section { heading: chinese("record.looks"), lines: looks.collect() },
    ]
}

/// A fact in one paragraph: when, who, what kind, and every text that it holds.
fn line(entry: &Entry) -> String {
    let mut texts = Vec::new();
    said(&serde_json::to_value(&entry.body).unwrap_or_default()["body"], &mut texts);
    let kind = chinese(&format!("kind.{}", entry.body.kind()));
    format!("{} {} {kind}：{}", moment(entry.at), entry.officer_name, texts.join("；"))
}

/// Texts that a person reads; names of rows and pictures are none.
fn said(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) if is_name(text) || text.trim().is_empty() => {}
        Value::String(text) => texts.extend(in_words(text.trim())),
        Value::Array(all) => all.iter().for_each(|one| said(one, texts)),
        Value::Object(all) => all.values().for_each(|one| said(one, texts)),
        _ => {}
    }
}

/// The word of a choice, such as `renewal`, as the screens say it; what was typed as it was typed.
fn in_words(text: &str) -> Option<String> {
    const CHOICES: [&str; 13] = [
        "card.kind.",
        "response.",
        "dispute.",
        "outcome.",
        "became.",
        "hazard.",
        "helps.",
        "service.",
        "documents.step.",
        "documents.paper.",
        "request.by.",
        "activity.kind.",
        "role.",
    ];
    if !text.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
        return Some(text.to_owned());
    }
    CHOICES.iter().map(|area| format!("{area}{text}")).find(|key| is_known(key)).map(|key| chinese(&key))
}

fn is_name(text: &str) -> bool {
    text.len() >= 32 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&china()).format("%Y-%m-%d %H:%M").to_string()
}
