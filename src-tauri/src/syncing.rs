//! The sync of the app: by a tap, and by itself when the station answers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use beibao_domain::{Problem, ProblemCode};
use beibao_store::{Store, today};
use beibao_sync::{Ground, Phase, Progress, sync_wherever};
use serde::Serialize;
use tauri::{AppHandle, Manager};
use tauri_specta::Event;
use tokio::sync::Notify;

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
    stop: AtomicBool,
    stopped: Notify,
    said: Notify,
    problem: Mutex<Option<Problem>>,
}

impl Syncing {
    /// Ends a running sync, in the middle of a request if need be: what was acknowledged stays.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
        self.stopped.notify_waiters();
    }

    /// Whether a sync is going on.
    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::SeqCst)
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

/// Others' changes came in, or a part of them before the sync ended early.
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
        running: tablet.syncing.is_running(),
        outbox: today::outbox_state(&*tablet.store()?)?,
        problem: tablet.syncing.problem(),
    })
}

/// Something new was said on this tablet: the screens hear that it is not sent, and the sync that it is wanted.
pub fn said(app: &AppHandle) {
    tell(app);
    app.state::<Tablet>().syncing.said.notify_one();
}

/// Something came in by another way than a line: the screens look again.
pub fn heard(app: &AppHandle) {
    tell(app);
    let _ = RegisterChanged.emit(app);
}

/// Tells the screens where the sync stands.
fn tell(app: &AppHandle) {
    if let Ok(state) = state(&app.state::<Tablet>()) {
        let _ = SyncChanged(state).emit(app);
    }
}

/// How a sync ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Both sides have everything.
    Complete,
    /// Another one is going on, or the officer stopped it.
    Left,
    /// There was a problem; the state names it.
    Failed,
}

/// Marks a sync as running for as long as it lives, a panic included.
struct Running<'a>(&'a AtomicBool);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// Syncs once; a second call while one is running does nothing.
pub async fn sync(app: &AppHandle) -> Ended {
    let tablet = app.state::<Tablet>();
    let syncing = &tablet.syncing;
    if syncing.running.swap(true, Ordering::SeqCst) {
        return Ended::Left;
    }
    let running = Running(&syncing.running);
    // Cleared before the store is taken: a lock that comes after this is not lost.
    syncing.stop.store(false, Ordering::SeqCst);
    let Ok(store) = tablet.store() else { return Ended::Left };
    tell(app);
    let result = tokio::select! {
        result = sync_with(app, &store) => result.map(Some),
        () = syncing.stopped.notified() => Ok(None),
    };
    let ended = match &result {
        Ok(Some(_)) => Ended::Complete,
        Ok(None) => Ended::Left,
        Err(problem) if problem.code == ProblemCode::Interrupted && syncing.stop.load(Ordering::SeqCst) => Ended::Left,
        Err(_) => Ended::Failed,
    };
    // Emptied, whole or not: nothing that is still there may be read. The screens look again and find that.
    tablet.lock_left(&store);
    let received = matches!(result, Ok(Some(received)) if received > 0) || ended != Ended::Complete;
    *syncing.problem.lock().unwrap_or_else(PoisonError::into_inner) = result.err().filter(|_| ended == Ended::Failed);
    drop(running);
    tell(app);
    if received {
        let _ = RegisterChanged.emit(app);
    }
    ended
}

/// Syncs and counts what came in.
async fn sync_with(app: &AppHandle, store: &Arc<Store>) -> Result<u32, Problem> {
    let (mut received, mut before) = (0, 0);
    let tablet = app.state::<Tablet>();
    sync_wherever(store, Ground::LOCAL, &tablet.syncing.stop, |progress| {
        if progress.phase == Phase::Receiving {
            // The count begins anew with each thing that is fetched: a snapshot, then the changes after it.
            received += progress.done.saturating_sub(if progress.done < before { 0 } else { before });
            before = progress.done;
        }
        let _ = SyncProgress::from(progress).emit(app);
    })
    .await?;
    Ok(received)
}

/// Looks for the station for as long as the app runs: at once when something new was said, rarely otherwise, and more and
/// more rarely, with jitter, while it does not answer. Away from the station a save does not wake it: it would only drain
/// the battery.
pub fn run_by_itself(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut failures = 0u32;
        loop {
            let tablet = app.state::<Tablet>();
            tokio::select! {
                () = tokio::time::sleep(pause(&app, failures)) => {}
                () = tablet.syncing.said.notified(), if failures == 0 => {}
            }
            if tablet.open_store().is_none() {
                failures = 0;
                continue;
            }
            failures = match sync(&app).await {
                Ended::Complete => 0,
                Ended::Left => failures,
                Ended::Failed => failures.saturating_add(1),
            };
        }
    });
}

fn pause(app: &AppHandle, failures: u32) -> Duration {
    let tablet = app.state::<Tablet>();
    let Ok(state) = state(&tablet) else { return Duration::from_secs(2) };
    let told = tablet.syncing.problem().and_then(|problem| problem.retry_after_seconds());
    let base = match failures {
        0 if state.outbox.last_contact_at.is_none() => Duration::from_secs(1),
        0 if state.outbox.unsent > 0 => SOON,
        0 => CALM,
        n => told
            .map_or(SOON * 2u32.saturating_pow(n.min(6)), |seconds| Duration::from_secs(seconds.into()))
            .min(LONGEST),
    };
    let mut jitter = [0];
    tablet.world().fill(&mut jitter);
    base + base * u32::from(jitter[0]) / 1024
}
