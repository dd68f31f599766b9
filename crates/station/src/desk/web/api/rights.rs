//! The rights of whoever is recorded.

use axum::body::Bytes;
use axum::http::header;
use beibao_domain::PersonId;

use super::super::answer::{Answer, File, Reply};
use super::super::ask::{Given, Id};
use super::super::seat::Seat;
use crate::desk::{ErasureAsk, ErasureView, RecordView, Right};

/// Everything that is recorded about a person.
#[utoipa::path(get, path = "/people/{id}/record", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = RecordView)))]
pub(super) async fn record(seat: Seat, Id(id): Id) -> Answer<RecordView> {
    seat.does(Right::Look, move |station, who| station.desk_record(who, PersonId(id))).await.map(Reply)
}

/// The same to be handed out.
#[utoipa::path(get, path = "/people/{id}/record.pdf", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "application/pdf")))]
pub(super) async fn pdf(seat: Seat, Id(id): Id) -> File {
    const NAME: &str = "attachment; filename=\"beibao-record.pdf\"";
    let pdf = seat.does(Right::Work, move |station, who| station.record_pdf(who, PersonId(id))).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, NAME)], Bytes::from(pdf)))
}

/// The same for another program.
#[utoipa::path(get, path = "/people/{id}/record.json", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "application/json")))]
pub(super) async fn json(seat: Seat, Id(id): Id) -> File {
    const NAME: &str = "attachment; filename=\"beibao-record.json\"";
    let json = seat.does(Right::Work, move |station, who| station.record_json(who, PersonId(id))).await?;
    Ok(([(header::CONTENT_TYPE, "application/json"), (header::CONTENT_DISPOSITION, NAME)], Bytes::from(json)))
}

/// What an erasure would take, and what stands against it.
#[utoipa::path(get, path = "/people/{id}/erasure", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ErasureView)))]
pub(super) async fn erasure(seat: Seat, Id(id): Id) -> Answer<ErasureView> {
    seat.does(Right::Work, move |station, who| station.erasure_view(who, PersonId(id))).await.map(Reply)
}

/// Erases a person; the certificate is the answer, and is kept nowhere.
#[utoipa::path(post, path = "/people/{id}/erasure", params(("id" = uuid::Uuid, Path)), request_body = ErasureAsk,
    responses((status = 200, content_type = "application/pdf")))]
pub(super) async fn erase(seat: Seat, Id(id): Id, Given(ask): Given<ErasureAsk>) -> File {
    const NAME: &str = "attachment; filename=\"beibao-erasure.pdf\"";
    let pdf = seat.does(Right::Work, move |station, who| station.desk_erase(who, PersonId(id), &ask)).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, NAME)], Bytes::from(pdf)))
}
