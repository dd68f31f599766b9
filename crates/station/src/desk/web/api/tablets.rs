//! Tablets.

use axum::http::StatusCode;
use beibao_domain::DeviceId;

use super::super::answer::{Answer, Done, Reply};
use super::super::ask::{Given, Id};
use super::super::seat::Seat;
use crate::desk::{AreasAsk, CodeAsk, CodeView, OfficerView, Right, TabletView};

/// The tablets, the newest first.
#[utoipa::path(get, path = "/tablets", responses((status = 200, body = Vec<TabletView>)))]
pub(super) async fn all(seat: Seat) -> Answer<Vec<TabletView>> {
    seat.does(Right::Tablets, |station, _| station.tablet_views()).await.map(Reply)
}

/// The officers for whom a tablet may be enrolled.
#[utoipa::path(get, path = "/officers", responses((status = 200, body = Vec<OfficerView>)))]
pub(super) async fn officers(seat: Seat) -> Answer<Vec<OfficerView>> {
    seat.does(Right::Tablets, |station, _| station.officers()).await.map(Reply)
}

/// Makes a code for one tablet.
#[utoipa::path(post, path = "/enrolment-codes", request_body = CodeAsk, responses((status = 200, body = CodeView)))]
pub(super) async fn code(seat: Seat, Given(ask): Given<CodeAsk>) -> Answer<CodeView> {
    seat.does(Right::Tablets, move |station, who| station.desk_code(who, &ask)).await.map(Reply)
}

/// Shuts a tablet out.
#[utoipa::path(post, path = "/tablets/{id}/revocation", params(("id" = uuid::Uuid, Path)), responses((status = 204)))]
pub(super) async fn revoke(seat: Seat, Id(id): Id) -> Done {
    seat.does(Right::Tablets, move |station, who| station.desk_revoke(who, DeviceId(id))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shuts a lost tablet out, and orders it to empty itself.
#[utoipa::path(post, path = "/tablets/{id}/wipe", params(("id" = uuid::Uuid, Path)), responses((status = 204)))]
pub(super) async fn wipe(seat: Seat, Id(id): Id) -> Done {
    seat.does(Right::Tablets, move |station, who| station.desk_order_wipe(who, DeviceId(id))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives an officer other areas.
#[utoipa::path(put, path = "/officers/{id}/areas", params(("id" = uuid::Uuid, Path)), request_body = AreasAsk,
    responses((status = 204)))]
pub(super) async fn areas(seat: Seat, Id(id): Id, Given(ask): Given<AreasAsk>) -> Done {
    seat.does(Right::Tablets, move |station, who| station.give_areas(who, id, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
