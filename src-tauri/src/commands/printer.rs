//! The receipt printer in the car: which one it is, what is printed on it, and what it did not take.

use std::sync::Arc;

use beibao_domain::{Problem, ProblemCode};
use beibao_store::Store;
use beibao_store::table::print_job::{self, Printer};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tauri::State;
use uuid::Uuid;

use super::card;
use super::paper::{self, PaperAsk};
use crate::printer::{self, Trouble};
use crate::tablet::Tablet;

/// The printer, and what waits for it.
#[derive(Serialize, specta::Type)]
pub struct PrinterPage {
    /// Empty if none was chosen.
    address: String,
    roll: PrinterRoll,
    /// Device files that may be one.
    found: Vec<String>,
    waiting: Vec<WaitingPaper>,
}

/// The width of the roll.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PrinterRoll {
    Mm58,
    Mm80,
}

/// A paper that was not printed to its end.
#[derive(Serialize, specta::Type)]
pub struct WaitingPaper {
    id: u32,
    /// Which, as `papers` names it.
    paper: String,
    at: DateTime<Utc>,
    trouble: Trouble,
}

impl From<print_job::Job> for WaitingPaper {
    fn from(job: print_job::Job) -> Self {
        Self { id: job.id, paper: job.paper, at: job.at, trouble: Trouble::read(&job.trouble) }
    }
}

#[tauri::command(async)]
#[specta::specta]
pub fn printer(tablet: State<'_, Tablet>) -> Result<PrinterPage, Problem> {
    let (chosen, jobs) = tablet.store()?.read(|sql| Ok((print_job::printer(sql)?, print_job::all(sql)?)))?;
    let (address, roll_mm) = chosen.map(|printer| (printer.address, printer.roll_mm)).unwrap_or_default();
    let roll = if roll_mm == 80 { PrinterRoll::Mm80 } else { PrinterRoll::Mm58 };
    Ok(PrinterPage { address, roll, found: printer::found(), waiting: jobs.into_iter().map(Into::into).collect() })
}

#[tauri::command(async)]
#[specta::specta]
pub fn choose_printer(address: String, roll: PrinterRoll, tablet: State<'_, Tablet>) -> Result<(), Problem> {
    let address = address.trim().to_owned();
    if address.is_empty() {
        return Err(Problem::from(ProblemCode::InvalidFields).with("address", "required"));
    }
    let roll_mm = if roll == PrinterRoll::Mm80 { 80 } else { 58 };
    Ok(tablet.store()?.write(|tx| print_job::choose(tx, &Printer { address, roll_mm }))?)
}

#[tauri::command]
#[specta::specta]
pub async fn print_paper(ask: PaperAsk, tablet: State<'_, Tablet>) -> Result<Option<Trouble>, Problem> {
    let (paper, about): (_, Option<Uuid>) = match &ask {
        PaperAsk::Taken { person_id, .. } => ("taken", Some(person_id.0)),
        PaperAsk::Delivered { id } => ("delivered", Some(id.0)),
        _ => ("visit_slip", None),
    };
    let now = tablet.world().now();
    on_a_thread(&tablet, move |store| {
        let bytes = paper::strip(ask, store, now, printer::roll(store)?)?;
        printer::print(store, paper, about, &bytes)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub async fn print_card(mark_missing: bool, tablet: State<'_, Tablet>) -> Result<Option<Trouble>, Problem> {
    on_a_thread(&tablet, move |store| {
        let bytes = card::strip(store, printer::roll(store)?, mark_missing)?;
        printer::print(store, "card", None, &bytes)
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub async fn print_again(id: u32, tablet: State<'_, Tablet>) -> Result<Option<Trouble>, Problem> {
    on_a_thread(&tablet, move |store| printer::send(store, id)).await
}

#[tauri::command(async)]
#[specta::specta]
pub fn drop_print(id: u32, tablet: State<'_, Tablet>) -> Result<(), Problem> {
    Ok(tablet.store()?.write(|tx| print_job::remove(tx, id))?)
}

/// A printer takes its time; nothing else waits for it.
async fn on_a_thread<R: Send + 'static>(
    tablet: &Tablet,
    work: impl FnOnce(&Store) -> Result<R, Problem> + Send + 'static,
) -> Result<R, Problem> {
    let store: Arc<Store> = tablet.store()?;
    let done = tauri::async_runtime::spawn_blocking(move || work(&store)).await;
    done.map_err(|error| {
        tracing::error!(%error, "printing broke down");
        Problem::from(ProblemCode::Internal)
    })?
}
