//! The rights of whoever is recorded: shown on the screen, and given along on paper and as JSON.

use beibao_domain::world::day_in_china;
use beibao_domain::{PersonId, Problem, ProblemCode};
use beibao_print::{Section, Statement, StatementKind, statement_pdf};
use beibao_replica::person_record::{self, PersonRecord};
use beibao_replica::table::station;
use beibao_store::looks;
use serde::Serialize;
use tauri::{AppHandle, State};

use super::card::printing_failed;
use crate::export;
use crate::tablet::Tablet;
use crate::words::chinese;

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
        sections: person_record::sections(&record, chinese).into_iter().map(section).collect(),
    };
    let pdf = export::write(&app, "person-record", "pdf", &statement_pdf(&paper).map_err(printing_failed)?)?;
    let exported = ExportedRecord { pdf, json: export::write(&app, "person-record", "json", &json)? };
    [&exported.pdf, &exported.json].into_iter().for_each(|path| tablet.wrote_personal(path));
    Ok(exported)
}

/// Deletes a record that was given along; only files that were written here since the app was started.
#[tauri::command(async)]
#[specta::specta]
pub fn delete_exported_record(paths: Vec<String>, tablet: State<'_, Tablet>) -> Result<(), Problem> {
    tablet.delete_personal(&paths).map_err(|error| {
        tracing::error!(%error, "a file could not be deleted");
        ProblemCode::Internal.into()
    })
}

fn section((heading, lines): (String, Vec<String>)) -> Section {
    Section { heading, lines }
}
