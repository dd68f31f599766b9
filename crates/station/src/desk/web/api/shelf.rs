//! Service points, the phrasebook, and what stands on contact cards.

use axum::extract::Path;

use super::super::answer::{Answer, Reply};
use super::super::seat::Seat;
use crate::desk::{Right, ShelfRow};

/// The rows of a register by code.
#[utoipa::path(get, path = "/shelf/{register}", params(("register" = String, Path)),
    responses((status = 200, body = Vec<ShelfRow>)))]
pub(super) async fn rows(seat: Seat, Path(register): Path<String>) -> Answer<Vec<ShelfRow>> {
    seat.does(Right::Look, move |station, _| station.shelf(&register)).await.map(Reply)
}
