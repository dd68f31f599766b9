//! Keeping: what ends by itself, and the backups.

use axum::http::StatusCode;

use super::super::answer::{Answer, Done, Reply};
use super::super::ask::Given;
use super::super::seat::Seat;
use crate::desk::{BackupPlan, BackupRun, KeepingView, PeriodAsk, RecoveryAsk, RecoveryView, RehearsalView, Right};

/// What ends by itself within the week, and how long each kind is kept.
#[utoipa::path(get, path = "/retention", responses((status = 200, body = KeepingView)))]
pub(super) async fn endings(seat: Seat) -> Answer<KeepingView> {
    seat.does(Right::Look, |station, _| station.keeping()).await.map(Reply)
}

/// Keeps a kind for another time.
#[utoipa::path(put, path = "/retention", request_body = PeriodAsk, responses((status = 204)))]
pub(super) async fn period(seat: Seat, Given(ask): Given<PeriodAsk>) -> Done {
    seat.does(Right::Keep, move |station, who| station.desk_set_period(who, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The backups' plan.
#[utoipa::path(get, path = "/backups/plan", responses((status = 200, body = Option<BackupPlan>)))]
pub(super) async fn plan(seat: Seat) -> Answer<Option<BackupPlan>> {
    seat.does(Right::Keep, |station, _| station.backup_plan()).await.map(Reply)
}

/// Plans them.
#[utoipa::path(put, path = "/backups/plan", request_body = BackupPlan, responses((status = 204)))]
pub(super) async fn set(seat: Seat, Given(plan): Given<BackupPlan>) -> Done {
    seat.does(Right::Keep, move |station, who| station.plan_backups(who, Some(&plan))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends them; those that were made stay.
#[utoipa::path(delete, path = "/backups/plan", responses((status = 204)))]
pub(super) async fn stop(seat: Seat) -> Done {
    seat.does(Right::Keep, |station, who| station.plan_backups(who, None)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What became of the last ones.
#[utoipa::path(get, path = "/backups", responses((status = 200, body = Vec<BackupRun>)))]
pub(super) async fn runs(seat: Seat) -> Answer<Vec<BackupRun>> {
    seat.does(Right::Keep, |station, _| station.backup_runs()).await.map(Reply)
}

/// Makes one now.
#[utoipa::path(post, path = "/backups", responses((status = 204)))]
pub(super) async fn back_up(seat: Seat) -> Done {
    seat.does(Right::Keep, |station, who| station.back_up_now(who)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tries out the newest.
#[utoipa::path(post, path = "/backups/rehearsals", responses((status = 200, body = RehearsalView)))]
pub(super) async fn rehearse(seat: Seat) -> Answer<RehearsalView> {
    seat.does(Right::Keep, |station, who| station.rehearse_backup(who)).await.map(Reply)
}

/// The recovery key, for the password of whoever asks.
#[utoipa::path(post, path = "/recovery", request_body = RecoveryAsk, responses((status = 200, body = RecoveryView)))]
pub(super) async fn recovery(seat: Seat, Given(ask): Given<RecoveryAsk>) -> Answer<RecoveryView> {
    seat.does(Right::Keep, move |station, who| station.recovery_sheet(who, &ask)).await.map(Reply)
}
