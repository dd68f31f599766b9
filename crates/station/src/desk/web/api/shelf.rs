//! The officers, what stands on their cards, materials, service points and the phrasebook.

use axum::extract::Path;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{Answer, Done, Download, FileKind, Refusal, Reply};
use super::super::ask::{Asked, Id, Uploaded};
use super::super::seat::Seat;
use crate::desk::{Right, ShelfView};

/// Which of the files of a row.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct FileAsk {
    /// Its name; empty for a recording.
    name: String,
}

/// The rows of a register by code.
#[utoipa::path(get, path = "/shelf/{register}", params(("register" = String, Path)),
    responses((status = 200, body = ShelfView)))]
pub(super) async fn rows(seat: Seat, Path(register): Path<String>) -> Answer<ShelfView> {
    seat.does(Right::Look, move |station, _| station.shelf(&register)).await.map(Reply)
}

/// A file of a material, or the recording of a phrase.
#[utoipa::path(get, path = "/library/{id}/file", params(("id" = uuid::Uuid, Path), FileAsk),
    responses((status = 200, content_type = "application/octet-stream")))]
pub(super) async fn file(seat: Seat, Id(id): Id, Asked(ask): Asked<FileAsk>) -> Result<Download, Refusal> {
    let bytes = seat.does(Right::Look, move |station, _| station.shelf_file(id, &ask.name)).await?;
    Ok(Download(FileKind::Any, "beibao-library".into(), bytes))
}

/// Puts a file there. One of the same name takes the place of the one before.
#[utoipa::path(put, path = "/library/{id}/file", params(("id" = uuid::Uuid, Path), FileAsk),
    request_body(content = String, content_type = "application/octet-stream"), responses((status = 204)))]
pub(super) async fn enclose(seat: Seat, Id(id): Id, Asked(ask): Asked<FileAsk>, Uploaded(file): Uploaded) -> Done {
    seat.does(Right::Work, move |station, who| station.desk_enclose(who, id, &ask.name, &file)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a file away.
#[utoipa::path(delete, path = "/library/{id}/file", params(("id" = uuid::Uuid, Path), FileAsk),
    responses((status = 204)))]
pub(super) async fn withdraw(seat: Seat, Id(id): Id, Asked(ask): Asked<FileAsk>) -> Done {
    seat.does(Right::Work, move |station, who| station.desk_withdraw_file(who, id, &ask.name)).await?;
    Ok(StatusCode::NO_CONTENT)
}
