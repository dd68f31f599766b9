//! The queue of portraits.

use axum::body::Bytes;
use axum::http::{StatusCode, header};
use beibao_domain::FactId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{Answer, Done, File, Reply};
use super::super::ask::{Asked, Given, Id};
use super::super::seat::Seat;
use crate::desk::{Judgement, PortraitPage, RecheckView, Right};

/// Where a page begins.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct After {
    /// Whether also those on which was decided are shown.
    #[serde(default)]
    all: bool,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of the queue.
#[utoipa::path(get, path = "/portraits", params(After), responses((status = 200, body = PortraitPage)))]
pub(super) async fn queue(seat: Seat, Asked(asked): Asked<After>) -> Answer<PortraitPage> {
    seat.does(Right::Look, move |station, _| station.portraits(asked.all, asked.after.as_deref())).await.map(Reply)
}

/// The picture of a portrait.
#[utoipa::path(get, path = "/portraits/{id}/picture", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "image/jpeg")))]
pub(super) async fn picture(seat: Seat, Id(id): Id) -> File {
    let jpeg = seat.does(Right::Look, move |station, who| station.portrait_picture(who, FactId(id))).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg"), (header::CONTENT_DISPOSITION, "inline")], Bytes::from(jpeg)))
}

/// The shot that a portrait was made of, as long as nobody has decided on it.
#[utoipa::path(get, path = "/portraits/{id}/original", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "image/jpeg")))]
pub(super) async fn original(seat: Seat, Id(id): Id) -> File {
    let jpeg = seat.does(Right::Look, move |station, who| station.portrait_original(who, FactId(id))).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg"), (header::CONTENT_DISPOSITION, "inline")], Bytes::from(jpeg)))
}

/// Decides on a portrait.
#[utoipa::path(post, path = "/portraits/{id}/judgement", params(("id" = uuid::Uuid, Path)), request_body = Judgement,
    responses((status = 204)))]
pub(super) async fn judge(seat: Seat, Id(id): Id, Given(judgement): Given<Judgement>) -> Done {
    seat.does(Right::Work, move |station, who| station.judge(who, FactId(id), &judgement)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the station itself finds on a portrait.
#[utoipa::path(get, path = "/portraits/{id}/recheck", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = RecheckView)))]
pub(super) async fn recheck(seat: Seat, Id(id): Id) -> Answer<RecheckView> {
    seat.does(Right::Look, move |station, who| station.recheck_portrait(who, FactId(id))).await.map(Reply)
}
