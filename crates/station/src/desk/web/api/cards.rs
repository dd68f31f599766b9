//! The officers' contact cards.

use super::super::answer::{Answer, Download, FileKind, Refusal, Reply};
use super::super::ask::Given;
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
