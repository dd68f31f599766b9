//! Service points, the phrasebook, and registers from files.

use axum::extract::Path;

use super::super::answer::{Answer, Reply};
use super::super::ask::Uploaded;
use super::super::seat::Seat;
use crate::desk::{ImportedView, Right, ShelfRow};

/// The rows of a register by code.
#[utoipa::path(get, path = "/shelf/{register}", params(("register" = String, Path)),
    responses((status = 200, body = Vec<ShelfRow>)))]
pub(super) async fn rows(seat: Seat, Path(register): Path<String>) -> Answer<Vec<ShelfRow>> {
    seat.does(Right::Look, move |station, _| station.shelf(&register)).await.map(Reply)
}

/// Imports a register from a CSV file.
#[utoipa::path(post, path = "/imports", request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportedView)))]
pub(super) async fn import(seat: Seat, Uploaded(csv): Uploaded) -> Answer<ImportedView> {
    seat.does(Right::Work, move |station, who| station.desk_import(who, &csv)).await.map(Reply)
}
