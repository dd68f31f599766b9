//! Today, and the conflicts.

use axum::http::StatusCode;

use super::super::answer::{Answer, Done, Reply};
use super::super::ask::Given;
use super::super::seat::Seat;
use crate::desk::{ConflictView, Right, Settlement, TodayView};

/// What came in today and what was set aside.
#[utoipa::path(get, path = "/today", responses((status = 200, body = TodayView)))]
pub(super) async fn today(seat: Seat) -> Answer<TodayView> {
    seat.does(Right::Look, |station, _| station.today()).await.map(Reply)
}

/// Conflicts that nobody has settled.
#[utoipa::path(get, path = "/conflicts", responses((status = 200, body = Vec<ConflictView>)))]
pub(super) async fn conflicts(seat: Seat) -> Answer<Vec<ConflictView>> {
    seat.does(Right::Look, |station, _| station.conflict_views()).await.map(Reply)
}

/// Settles one.
#[utoipa::path(post, path = "/conflicts/settlements", request_body = Settlement, responses((status = 204)))]
pub(super) async fn settle(seat: Seat, Given(chosen): Given<Settlement>) -> Done {
    seat.does(Right::Work, move |station, who| station.desk_settle(who, &chosen)).await?;
    Ok(StatusCode::NO_CONTENT)
}
