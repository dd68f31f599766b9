//! The sync of the app: by a tap, and by itself when the station answers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use beibao_domain::{Problem, ProblemCode};
use beibao_store::{Store, today};
use beibao_sync::{HttpStation, Phase, Progress};
use serde::Serialize;
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use crate::tablet::Tablet;

/// Between two looks for the station, when nothing is owed.
const CALM: Duration = Duration::from_secs(60);
/// After a success, with something owed again.
const SOON: Duration = Duration::from_secs(10);
/// The longest wait after the station did not answer.
const LONGEST: Duration = Duration::from_secs(300);

/// Whether a sync is going on, and how the last one ended.
#[derive(Default)]
pub struct Syncing {
    running: AtomicBool,
    stop: Arc<AtomicBool>,
    problem: Mutex<Option<Problem>>,
}

impl Syncing {
    /// Asks a running sync to end after its step.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    fn problem(&self) -> Option<Problem> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How far a sync is.
#[derive(Debug, Clone, Serialize, specta::Type, Event)]
pub struct SyncProgress {
    phase: SyncPhase,
    done: u32,
    total: u32,
    bytes: u32,
}

/// What a sync is doing.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SyncPhase {
    /// Looking for the station.
    Connecting,
    /// Sending own changes.
    Sending,
    /// Receiving others' changes.
    Receiving,
    /// Sending pictures.
    Pictures,
}

/// What the station has, in numbers that the screen turns into words.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SyncState {
    running: bool,
    #[serde(flatten)]
    outbox: today::OutboxState,
    problem: Option<Problem>,
}

/// The sync state changed.
#[derive(Debug, Clone, Serialize, specta::Type, Event)]
pub struct SyncChanged(SyncState);

/// Others' changes came in.
#[derive(Debug, Clone, Serialize, specta::Type, Event)]
pub struct RegisterChanged;

impl From<Progress> for SyncProgress {
    fn from(progress: Progress) -> Self {
        let phase = match progress.phase {
            Phase::Connecting => SyncPhase::Connecting,
            Phase::Sending => SyncPhase::Sending,
            Phase::Receiving => SyncPhase::Receiving,
            Phase::Pictures => SyncPhase::Pictures,
        };
        Self {
            phase,
            done: progress.done,
            total: progress.total,
            bytes: u32::try_from(progress.bytes).unwrap_or(u32::MAX),
        }
    }
}

/// The sync state of an open tablet.
pub fn state(tablet: &Tablet) -> Result<SyncState, Problem> {
    Ok(SyncState {
        running: tablet.syncing.running.load(Ordering::Relaxed),
        outbox: today::outbox_state(&*tablet.store()?)?,
        problem: tablet.syncing.problem(),
    })
}

/// Tells the screens where the sync stands.
pub fn tell(app: &AppHandle) {
    if let Ok(state) = state(&app.state::<Tablet>()) {
        let _ = SyncChanged(state).emit(app);
    }
}

/// Syncs once; a second call while one is running does nothing. Returns whether both sides have everything.
pub async fn sync(app: &AppHandle) -> bool {
    let tablet = app.state::<Tablet>();
    let Ok(store) = tablet.store() else { return false };
    if tablet.syncing.running.swap(true, Ordering::SeqCst) {
        return false;
    }
    tablet.syncing.stop.store(false, Ordering::Relaxed);
    tell(app);
    let people_before = people(&store);
    let result = match HttpStation::of(&store.identity().enrolment) {
        Ok(station) => {
            let stop = Arc::clone(&tablet.syncing.stop);
            beibao_sync::sync(&store, &station, &stop, |progress| {
                let _ = SyncProgress::from(progress).emit(app);
            })
            .await
        }
        Err(problem) => Err(problem),
    };
    let stopped = tablet.syncing.stop.load(Ordering::Relaxed);
    let done = result.is_ok();
    *tablet.syncing.problem.lock().unwrap_or_else(PoisonError::into_inner) = match result {
        Err(problem) if stopped && problem.code == ProblemCode::Interrupted => None,
        result => result.err(),
    };
    tablet.syncing.running.store(false, Ordering::SeqCst);
    tell(app);
    if done || people(&store) != people_before {
        let _ = RegisterChanged.emit(app);
    }
    done
}

fn people(store: &Store) -> u32 {
    today::outbox_state(store).map(|state| state.people).unwrap_or_default()
}

/// Looks for the station for as long as the app runs: soon while something is owed, rarely otherwise, and more and more
/// rarely, with jitter, while it does not answer.
pub fn run_by_itself(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut failures = 0u32;
        loop {
            tokio::time::sleep(pause(&app, failures)).await;
            let tablet = app.state::<Tablet>();
            if tablet.open_store().is_none() {
                failures = 0;
            } else if sync(&app).await {
                failures = 0;
            } else {
                failures = failures.saturating_add(1);
            }
        }
    });
}

fn pause(app: &AppHandle, failures: u32) -> Duration {
    let tablet = app.state::<Tablet>();
    let Ok(state) = state(&tablet) else { return Duration::from_secs(2) };
    let base = match failures {
        0 if state.outbox.last_contact_at.is_none() => Duration::from_secs(1),
        0 if state.outbox.unsent > 0 => SOON,
        0 => CALM,
        n => (SOON * 2u32.saturating_pow(n.min(6))).min(LONGEST),
    };
    let mut jitter = [0];
    tablet.world().fill(&mut jitter);
    base + base * u32::from(jitter[0]) / 1024
}
