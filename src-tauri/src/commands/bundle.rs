//! A sync on a stick: a file for the station, and its answer.

use beibao_domain::world::day_in_china;
use beibao_domain::{Problem, ProblemCode};
use beibao_sync::bundle::{self, Answered};
use serde::Serialize;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, State};

use crate::export;
use crate::syncing;
use crate::tablet::Tablet;

/// What was written for the stick.
#[derive(Serialize, specta::Type)]
pub struct BundleFile {
    path: String,
    changes: u32,
    pictures: u32,
}

/// How the station's answer was taken in.
#[derive(Serialize, specta::Type)]
pub struct BundleAnswer {
    /// Changes of others that came with it.
    received: u32,
    /// The station has more of this tablet than it knew: a new bundle must be carried.
    carry_again: bool,
}

#[tauri::command(async)]
#[specta::specta]
pub fn export_bundle(app: AppHandle, tablet: State<'_, Tablet>) -> Result<BundleFile, Problem> {
    let store = tablet.store()?;
    let mut bytes = Vec::new();
    let carried = bundle::export(&store, &mut bytes)?;
    let name = format!("beibao-{}-{}", store.identity().enrolment.device.mark(), day_in_china(store.world().now()));
    let path = export::write(&app, &name, "beibao", &bytes)?;
    Ok(BundleFile { path, changes: carried.changes, pictures: carried.pictures })
}

#[tauri::command(async)]
pub fn import_bundle(request: Request<'_>, app: AppHandle, tablet: State<'_, Tablet>) -> Result<BundleAnswer, Problem> {
    let InvokeBody::Raw(bytes) = request.body() else { return Err(ProblemCode::BundleUnreadable.into()) };
    let answered = bundle::import(&tablet.store()?, bytes);
    // Even an answer that only says why brings receipts with it.
    syncing::heard(&app);
    Ok(match answered? {
        Answered::Taken { received } => BundleAnswer { received, carry_again: false },
        Answered::CarryAgain => BundleAnswer { received: 0, carry_again: true },
    })
}
