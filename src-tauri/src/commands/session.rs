//! Who may look: enrolment, passphrase, language and theme.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use beibao_domain::{OfficerId, Problem, ProblemCode, World};
use beibao_replica::table::officer;
use beibao_store::settings::{self, Preferences};
use beibao_store::{Store, StoreError, vault, wipe};
use beibao_sync::enrol::read_code;
use chrono::{DateTime, Utc};
use serde::Serialize;
use tauri::{AppHandle, Manager, State};

use crate::syncing;
use crate::tablet::Tablet;

/// What the first screen must know.
#[derive(Serialize, specta::Type)]
pub struct AppState {
    stage: Stage,
    preferences: Preferences,
    station_name: Option<String>,
    /// When the tablet was emptied, if its station ordered that.
    emptied_at: Option<DateTime<Utc>>,
    officer_id: Option<OfficerId>,
    officer_name: Option<String>,
    /// Until a passphrase is tried again, after too many wrong ones.
    wait_seconds: u32,
}

/// How far the tablet is.
#[derive(Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
enum Stage {
    New,
    Locked,
    Open,
    Emptied,
}

/// What an enrolment code offers.
#[derive(Serialize, specta::Type)]
pub struct EnrolmentOffer {
    station_name: String,
    officer_name: String,
    expires_at: DateTime<Utc>,
}

#[tauri::command(async)]
#[specta::specta]
pub fn app_state(tablet: State<'_, Tablet>) -> Result<AppState, Problem> {
    let store = tablet.open_store();
    let emptied = if store.is_some() { None } else { wipe::emptied(tablet.folder())? };
    let stage = match &store {
        Some(_) => Stage::Open,
        None if emptied.is_some() => Stage::Emptied,
        None if Store::exists(tablet.folder()) => Stage::Locked,
        None => Stage::New,
    };
    let enrolment = store.as_ref().map(|store| &store.identity().enrolment);
    let officer_name = match (&store, enrolment) {
        (Some(store), Some(enrolment)) => store.read(|sql| Ok(officer::read(sql, enrolment.officer)?))?.map(|o| o.name),
        _ => None,
    };
    let (emptied_by, emptied_at) = emptied.map(|emptied| (emptied.station_name, emptied.at)).unzip();
    let station_name = enrolment.map(|enrolment| enrolment.station_name.clone()).or(emptied_by);
    let (preferences, wait_seconds) =
        (settings::read(tablet.folder()), vault::wait_seconds(tablet.folder(), &*tablet.world()));
    let officer_id = enrolment.map(|enrolment| enrolment.officer);
    Ok(AppState { stage, preferences, station_name, emptied_at, officer_id, officer_name, wait_seconds })
}

#[tauri::command(async)]
#[specta::specta]
pub fn set_preferences(preferences: Preferences, tablet: State<'_, Tablet>) -> Result<(), Problem> {
    Ok(settings::write(tablet.folder(), preferences)?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn read_enrolment(code: String, tablet: State<'_, Tablet>) -> Result<EnrolmentOffer, Problem> {
    let offer = read_code(&code, &*tablet.world())?;
    let expires_at = DateTime::from_timestamp(offer.expires_s, 0).unwrap_or_default();
    Ok(EnrolmentOffer { station_name: offer.station_name, officer_name: offer.officer_name, expires_at })
}

#[tauri::command]
#[specta::specta]
pub async fn enrol(code: String, passphrase: String, app: AppHandle) -> Result<(), Problem> {
    let tablet = app.state::<Tablet>();
    let store = beibao_sync::enrol(tablet.folder(), &code, &passphrase, tablet.world()).await?;
    tablet.put(store);
    start_sync(&app);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn enrol_anew(code: String, app: AppHandle) -> Result<(), Problem> {
    let tablet = app.state::<Tablet>();
    tablet.syncing.stop();
    beibao_sync::enrol_anew(tablet.store()?, &code).await?;
    // In the new name it is opened anew.
    tablet.lock();
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn unlock(passphrase: String, app: AppHandle) -> Result<(), Problem> {
    let tablet = app.state::<Tablet>();
    let (folder, world) = (tablet.folder().to_owned(), tablet.world());
    // Deriving the key takes a good part of a second of one core.
    let opened = tauri::async_runtime::spawn_blocking(move || open(&folder, &passphrase, world)).await;
    let store = opened.map_err(|_| Problem::from(ProblemCode::Internal))?.map_err(logged)?;
    tablet.put(Arc::new(store));
    start_sync(&app);
    Ok(())
}

#[tauri::command(async)]
#[specta::specta]
pub fn lock(tablet: State<'_, Tablet>) -> Result<(), Problem> {
    tablet.lock();
    Ok(())
}

/// Opens the store. Right after a lock, the last write of a sync may still hold it for a moment.
fn open(folder: &Path, passphrase: &str, world: Arc<dyn World>) -> Result<Store, StoreError> {
    for _ in 0..20 {
        match Store::open(folder, passphrase, Arc::clone(&world)) {
            Err(StoreError::AlreadyRunning) => std::thread::sleep(Duration::from_millis(150)),
            opened => return opened,
        }
    }
    Store::open(folder, passphrase, world)
}

fn start_sync(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move { syncing::sync(&app).await });
}

/// What the officer is told is short; the log knows the cause.
fn logged(error: StoreError) -> Problem {
    tracing::warn!(%error, "the tablet could not be opened");
    error.into()
}
