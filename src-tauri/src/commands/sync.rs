//! The sync page: start, stop, where it stands, what became of each change.

use beibao_domain::Problem;
use beibao_replica::conflicts::{self, Conflict};
use beibao_store::conflict;
use beibao_store::today::{self, SyncEntry};
use tauri::{AppHandle, State};
use uuid::Uuid;

use crate::syncing::{self, SyncState};
use crate::tablet::Tablet;

#[tauri::command]
#[specta::specta]
pub async fn sync_now(app: AppHandle) -> Result<(), Problem> {
    syncing::sync(&app).await;
    Ok(())
}

#[tauri::command(async)]
#[specta::specta]
pub fn stop_sync(tablet: State<'_, Tablet>) -> Result<(), Problem> {
    tablet.syncing.stop();
    Ok(())
}

#[tauri::command(async)]
#[specta::specta]
pub fn sync_state(tablet: State<'_, Tablet>) -> Result<SyncState, Problem> {
    syncing::state(&tablet)
}

#[tauri::command(async)]
#[specta::specta]
pub fn sync_entries(tablet: State<'_, Tablet>) -> Result<Vec<SyncEntry>, Problem> {
    Ok(tablet.store()?.read(today::entries)?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn conflicts(tablet: State<'_, Tablet>) -> Result<Vec<Conflict>, Problem> {
    Ok(tablet.store()?.read(|sql| Ok(conflicts::all(sql)?))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn settle_conflict(
    row: Uuid,
    field: String,
    value: String,
    seen: String,
    app: AppHandle,
    tablet: State<'_, Tablet>,
) -> Result<(), Problem> {
    tablet.store()?.write(|tx| conflict::settle(tx, row, &field, &value, &seen))?;
    syncing::said(&app);
    Ok(())
}
