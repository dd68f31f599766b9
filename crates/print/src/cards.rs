//! Contact cards: on a screen, to share, one by one, on sheets.

use crate::back::CardBack;
use crate::card::Front;
use crate::error::PrintError;
use crate::order::Order;
use crate::scene::Scene;
use crate::{paper, pdf, raster, svg};

/// The card as a scene, 90 × 54 mm.
pub fn card_scene<'a>(card: impl Into<Front<'a>>) -> Result<Scene, PrintError> {
    paper::card::scene(card.into())
}

/// The card for a screen: an SVG document whose letters are outlines, so that it needs no font and looks the same
/// everywhere.
pub fn card_svg<'a>(card: impl Into<Front<'a>>) -> Result<String, PrintError> {
    Ok(svg::svg(&card_scene(card)?))
}

/// The card as an RGBA PNG at `dpi` pixels an inch (see [`raster::DPI`] for the range).
pub fn card_png<'a>(card: impl Into<Front<'a>>, dpi: u32) -> Result<Vec<u8>, PrintError> {
    raster::png(&card_scene(card)?, dpi)
}

/// One card on a page of its own size.
pub fn card_pdf<'a>(card: impl Into<Front<'a>>) -> Result<Vec<u8>, PrintError> {
    pdf::pdf(&[card_scene(card)?])
}

/// The sheet as a scene: A4 with [`CARDS_PER_SHEET`] copies of the card and its crop marks.
pub fn sheet_scene<'a>(card: impl Into<Front<'a>>) -> Result<Scene, PrintError> {
    Ok(paper::sheet::ten(card_scene(card)?))
}

/// The sheet that the desk prints and cuts.
pub fn sheet_pdf<'a>(card: impl Into<Front<'a>>) -> Result<Vec<u8>, PrintError> {
    pdf::pdf(&[sheet_scene(card)?])
}

/// The back of the card as a scene, 90 × 54 mm; its ground goes to the edges.
pub fn card_back_scene<'a>(card: impl Into<Front<'a>>, back: &CardBack) -> Result<Scene, PrintError> {
    paper::back::scene(card.into(), back)
}

/// Front and back on two pages of the card's own size.
pub fn two_sided_card_pdf<'a>(card: impl Into<Front<'a>>, back: &CardBack) -> Result<Vec<u8>, PrintError> {
    let card = card.into();
    pdf::pdf(&[card_scene(card)?, card_back_scene(card, back)?])
}

/// The sheets of several orders as scenes. Where one of them has a back, every second page is the other side of the one
/// before it, for a printer that turns sheets over their long edge.
pub fn order_scenes(orders: &[Order]) -> Result<Vec<Scene>, PrintError> {
    paper::sheet::scenes(orders)
}

/// The sheets of several orders: the cards of one officer after the other's, with no gap between.
pub fn order_pdf(orders: &[Order]) -> Result<Vec<u8>, PrintError> {
    pdf::pdf(&order_scenes(orders)?)
}
