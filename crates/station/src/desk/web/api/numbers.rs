//! The chief's numbers.

use axum::body::Bytes;
use axum::http::header;

use super::super::answer::{Answer, File, Reply};
use super::super::ask::Asked;
use super::super::seat::Seat;
use crate::desk::{Days, NumbersView, Right};

/// The numbers from a day to a day.
#[utoipa::path(get, path = "/numbers", params(Days), responses((status = 200, body = NumbersView)))]
pub(super) async fn numbers(seat: Seat, Asked(days): Asked<Days>) -> Answer<NumbersView> {
    seat.does(Right::Numbers, move |station, _| station.numbers(&days)).await.map(Reply)
}

/// The same as a CSV file.
#[utoipa::path(get, path = "/numbers.csv", params(Days), responses((status = 200, content_type = "text/csv")))]
pub(super) async fn file(seat: Seat, Asked(days): Asked<Days>) -> File {
    const NAME: &str = "attachment; filename=\"beibao-numbers.csv\"";
    let csv = seat.does(Right::Numbers, move |station, who| station.numbers_csv(who, &days)).await?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, NAME)], Bytes::from(csv)))
}
