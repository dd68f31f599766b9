//! Documents on their way to be made.

use super::super::answer::{Answer, Download, FileKind, Refusal, Reply};
use super::super::ask::{Given, Id, Uploaded};
use super::super::seat::Seat;
use crate::desk::{BatchAsk, BatchView, MadeTaken, ProductionView, Right};

/// What waits, and what was sent.
#[utoipa::path(get, path = "/production", responses((status = 200, body = ProductionView)))]
pub(super) async fn view(seat: Seat) -> Answer<ProductionView> {
    seat.does(Right::Look, |station, _| station.production()).await.map(Reply)
}

/// Sends applications together.
#[utoipa::path(post, path = "/production/batches", request_body = BatchAsk, responses((status = 200, body = BatchView)))]
pub(super) async fn batch(seat: Seat, Given(ask): Given<BatchAsk>) -> Answer<BatchView> {
    seat.does(Right::Work, move |station, who| station.make_batch(who, &ask)).await.map(Reply)
}

/// Takes the file of a batch. It is counted, so it is no plain look.
#[utoipa::path(post, path = "/production/batches/{id}/downloads", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "application/zip")))]
pub(super) async fn download(seat: Seat, Id(id): Id) -> Result<Download, Refusal> {
    let file = seat.does(Right::Work, move |station, who| station.batch_file(who, id)).await?;
    Ok(Download(FileKind::Zip, file.name, file.bytes))
}

/// Takes what came back, as CSV or as a workbook.
#[utoipa::path(post, path = "/production/results", request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = MadeTaken)))]
pub(super) async fn results(seat: Seat, Uploaded(bytes): Uploaded) -> Answer<MadeTaken> {
    seat.does(Right::Work, move |station, who| station.take_made(who, &bytes)).await.map(Reply)
}
