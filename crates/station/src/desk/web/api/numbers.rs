//! The chief's numbers.

use super::super::answer::{Answer, Download, FileKind, Refusal, Reply};
use super::super::ask::Asked;
use super::super::seat::Seat;
use crate::desk::{BehindAsk, BehindView, NumbersAsk, NumbersView, Right, UnvisitedAsk, UnvisitedView};

/// The numbers from a day to a day.
#[utoipa::path(get, path = "/numbers", params(NumbersAsk), responses((status = 200, body = NumbersView)))]
pub(super) async fn numbers(seat: Seat, Asked(ask): Asked<NumbersAsk>) -> Answer<NumbersView> {
    seat.does(Right::Numbers, move |station, _| station.numbers(&ask)).await.map(Reply)
}

/// The same as a CSV file.
#[utoipa::path(get, path = "/numbers.csv", params(NumbersAsk), responses((status = 200, content_type = "text/csv")))]
pub(super) async fn csv(seat: Seat, Asked(ask): Asked<NumbersAsk>) -> Result<Download, Refusal> {
    let bytes = seat.does(Right::Numbers, move |station, who| station.numbers_file(who, &ask, false)).await?;
    Ok(Download(FileKind::Csv, "beibao-numbers.csv".into(), bytes))
}

/// The same as a workbook.
#[utoipa::path(get, path = "/numbers.xlsx", params(NumbersAsk),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(super) async fn xlsx(seat: Seat, Asked(ask): Asked<NumbersAsk>) -> Result<Download, Refusal> {
    let bytes = seat.does(Right::Numbers, move |station, who| station.numbers_file(who, &ask, true)).await?;
    Ok(Download(FileKind::Xlsx, "beibao-numbers.xlsx".into(), bytes))
}

/// What is behind a number. It shows people, so it is a look as well as a number.
#[utoipa::path(get, path = "/numbers/behind", params(BehindAsk), responses((status = 200, body = BehindView)))]
pub(super) async fn behind(seat: Seat, Asked(ask): Asked<BehindAsk>) -> Answer<BehindView> {
    seat.does(Right::Look, move |station, who| station.behind(who, &ask)).await.map(Reply)
}

/// Households that nobody visited for long.
#[utoipa::path(get, path = "/numbers/unvisited", params(UnvisitedAsk),
    responses((status = 200, body = Vec<UnvisitedView>)))]
pub(super) async fn unvisited(seat: Seat, Asked(ask): Asked<UnvisitedAsk>) -> Answer<Vec<UnvisitedView>> {
    seat.does(Right::Look, move |station, who| station.unvisited(who, &ask)).await.map(Reply)
}
