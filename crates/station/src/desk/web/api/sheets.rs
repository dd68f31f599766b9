//! Sheets in and out.

use axum::body::Bytes;
use axum::http::header;

use super::super::answer::{Answer, File, Reply};
use super::super::ask::{Asked, Uploaded};
use super::super::seat::Seat;
use crate::desk::{Right, SheetAsk, SheetSeen, SheetView};

/// What a sheet would change; nothing is changed.
#[utoipa::path(post, path = "/sheets/trial", request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = SheetView)))]
pub(super) async fn look(seat: Seat, Uploaded(bytes): Uploaded) -> Answer<SheetView> {
    seat.does(Right::Work, move |station, who| station.sheet_seen(who, &bytes)).await.map(Reply)
}

/// Takes a sheet in, if it still does what was seen.
#[utoipa::path(post, path = "/sheets", params(SheetSeen), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = SheetView)))]
pub(super) async fn take(seat: Seat, Asked(asked): Asked<SheetSeen>, Uploaded(bytes): Uploaded) -> Answer<SheetView> {
    seat.does(Right::Work, move |station, who| station.take_sheet(who, &bytes, &asked.seen)).await.map(Reply)
}

/// Households or people as CSV.
#[utoipa::path(get, path = "/register.csv", params(SheetAsk), responses((status = 200, content_type = "text/csv")))]
pub(super) async fn csv(seat: Seat, Asked(ask): Asked<SheetAsk>) -> File {
    const NAME: &str = "attachment; filename=\"beibao-register.csv\"";
    let csv = seat.does(Right::Work, move |station, who| station.register_csv(who, &ask)).await?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, NAME)], Bytes::from(csv)))
}

/// The same as a workbook.
#[utoipa::path(get, path = "/register.xlsx", params(SheetAsk), responses((status = 200,
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(super) async fn xlsx(seat: Seat, Asked(ask): Asked<SheetAsk>) -> File {
    const NAME: &str = "attachment; filename=\"beibao-register.xlsx\"";
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let xlsx = seat.does(Right::Work, move |station, who| station.register_xlsx(who, &ask)).await?;
    Ok(([(header::CONTENT_TYPE, KIND), (header::CONTENT_DISPOSITION, NAME)], Bytes::from(xlsx)))
}
