//! Matters, events, and what the desk says of them.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use beibao_domain::{FactId, Hash, ProblemCode};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::answer::{Answer, Done, File, Reply};
use super::super::ask::{Asked, Given, Id};
use super::super::seat::Seat;
use crate::desk::{EventPage, MatterFilter, MatterPage, MatterView, MeasureAsk, Right, StepAsk};

/// Where a page begins.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Onward {
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of matters of one kind.
#[utoipa::path(get, path = "/matters", params(MatterFilter), responses((status = 200, body = MatterPage)))]
pub(super) async fn page(seat: Seat, Asked(filter): Asked<MatterFilter>) -> Answer<MatterPage> {
    seat.does(Right::Look, move |station, who| station.matter_page(who, &filter)).await.map(Reply)
}

/// A matter with everything that was said of it.
#[utoipa::path(get, path = "/matters/{id}", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = MatterView)))]
pub(super) async fn view(seat: Seat, Id(id): Id) -> Answer<MatterView> {
    seat.does(Right::Look, move |station, who| station.matter_view(who, FactId(id))).await.map(Reply)
}

/// Says how far an application is.
#[utoipa::path(post, path = "/matters/{id}/steps", params(("id" = uuid::Uuid, Path)), request_body = StepAsk,
    responses((status = 204)))]
pub(super) async fn step(seat: Seat, Id(id): Id, Given(ask): Given<StepAsk>) -> Done {
    seat.does(Right::Work, move |station, who| station.desk_step(who, FactId(id), &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A picture of an entry.
#[utoipa::path(get, path = "/entries/{id}/pictures/{hash}", params(("id" = uuid::Uuid, Path), ("hash" = String, Path)),
    responses((status = 200, content_type = "image/jpeg")))]
pub(super) async fn picture(
    seat: Seat,
    path: Result<Path<(Uuid, String)>, axum::extract::rejection::PathRejection>,
) -> File {
    let Path((id, hash)) = path.map_err(|_| ProblemCode::NotFound)?;
    let hash = Hash::from_hex(&hash).ok_or(ProblemCode::NotFound)?;
    let jpeg = seat.does(Right::Look, move |station, who| station.matter_picture(who, FactId(id), hash)).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg"), (header::CONTENT_DISPOSITION, "inline")], Bytes::from(jpeg)))
}

/// Says what was done about suggestions.
#[utoipa::path(post, path = "/measures", request_body = MeasureAsk, responses((status = 204)))]
pub(super) async fn measure(seat: Seat, Given(ask): Given<MeasureAsk>) -> Done {
    seat.does(Right::Work, move |station, who| station.desk_measure(who, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A page of events, the newest first.
#[utoipa::path(get, path = "/events", params(Onward), responses((status = 200, body = EventPage)))]
pub(super) async fn events(seat: Seat, Asked(onward): Asked<Onward>) -> Answer<EventPage> {
    seat.does(Right::Look, move |station, _| station.events(onward.after.as_deref())).await.map(Reply)
}
