//! The officers' contact cards.

use axum::body::Bytes;
use axum::http::{StatusCode, header};

use super::super::answer::{Answer, Done, Download, File, FileKind, Refusal, Reply};
use super::super::ask::{Given, Id, Uploaded};
use super::super::seat::Seat;
use crate::desk::{CardsAsk, OfficerCardView, OutdatedCardView, Right};

/// Every officer's card.
#[utoipa::path(get, path = "/cards", responses((status = 200, body = [OfficerCardView])))]
pub(super) async fn all(seat: Seat) -> Answer<Vec<OfficerCardView>> {
    seat.does(Right::Look, |station, _| station.officer_cards()).await.map(Reply)
}

/// Sheets of cards, to be printed and cut.
#[utoipa::path(post, path = "/cards/sheets", request_body = CardsAsk,
    responses((status = 200, content_type = "application/pdf")))]
pub(super) async fn sheets(seat: Seat, Given(ask): Given<CardsAsk>) -> Result<Download, Refusal> {
    let pdf = seat.does(Right::Work, move |station, who| station.card_sheets(who, &ask)).await?;
    Ok(Download(FileKind::Pdf, "beibao-contact-cards.pdf".into(), pdf))
}

/// The households that hold an outdated card.
#[utoipa::path(get, path = "/cards/outdated", responses((status = 200, body = [OutdatedCardView])))]
pub(super) async fn outdated(seat: Seat) -> Answer<Vec<OutdatedCardView>> {
    seat.does(Right::Look, |station, who| station.outdated_cards(who)).await.map(Reply)
}

/// The back of an officer's card, as a drawing.
#[utoipa::path(get, path = "/cards/{id}/back", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, content_type = "image/svg+xml")))]
pub(super) async fn back(seat: Seat, Id(id): Id) -> File {
    let svg = seat.does(Right::Look, move |station, _| station.card_back(id)).await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CONTENT_DISPOSITION, "inline")], Bytes::from(svg)))
}

/// Puts a photo on the back.
#[utoipa::path(post, path = "/cards/{id}/photo", params(("id" = uuid::Uuid, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 204)))]
pub(super) async fn photo(seat: Seat, Id(id): Id, Uploaded(bytes): Uploaded) -> Done {
    seat.does(Right::Work, move |station, who| station.set_card_photo(who, id, Some(&bytes))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the photo away.
#[utoipa::path(delete, path = "/cards/{id}/photo", params(("id" = uuid::Uuid, Path)), responses((status = 204)))]
pub(super) async fn no_photo(seat: Seat, Id(id): Id) -> Done {
    seat.does(Right::Work, move |station, who| station.set_card_photo(who, id, None)).await?;
    Ok(StatusCode::NO_CONTENT)
}
