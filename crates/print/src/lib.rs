//! Paper: a contact card or a notice in, QR, SVG, PNG and PDF out.
//!
//! Pure: values in, bytes out, and the same bytes every time. There is no file, clock, network or printer here, no date
//! in a document, and no word of ours that is not in `assets/words/paper.json`. Not here either: what a person's record
//! looks like — a card holds what the officer gives away, and nothing about the one who takes it.
//!
//! A paper is a module under `paper` that fills a [`Scene`]; `pdf`, `svg` and `raster` draw any scene.

pub mod agreement;
mod back;
mod card;
mod check;
mod day;
mod error;
mod escpos;
pub mod evening;
mod face;
mod fault;
mod legible;
mod lines;
pub mod notice;
pub mod order;
mod outline;
mod paper;
mod pdf;
mod picture;
pub mod qr;
pub mod raster;
pub mod receipt;
pub mod scene;
mod shape;
mod signature;
mod slip;
mod svg;
mod vcard;
pub mod words;

use day::Day;

pub use agreement::Agreement;
pub use back::{CardBack, English};
pub use card::ContactCard;
pub use error::PrintError;
pub use escpos::Roll;
pub use evening::EveningSheet;
pub use fault::{CardFault, Field};
pub use legible::FALLBACK;
pub use notice::Notice;
pub use order::{Order, OrderFault};
pub use paper::sheet::{BLEED_MM, CARDS_PER_SHEET};
pub use picture::Picture;
pub use receipt::Receipt;
pub use scene::Scene;
pub use signature::Signature;
pub use slip::{SuggestionSlip, VisitSlip};

/// The card as a scene, 90 × 54 mm.
pub fn card_scene(card: &ContactCard) -> Result<Scene, PrintError> {
    paper::card::scene(card)
}

/// The card for a screen: an SVG document whose letters are outlines, so that it needs no font and looks the same
/// everywhere.
pub fn card_svg(card: &ContactCard) -> Result<String, PrintError> {
    Ok(svg::svg(&card_scene(card)?))
}

/// The card as an RGBA PNG at `dpi` pixels an inch (see [`raster::DPI`] for the range).
pub fn card_png(card: &ContactCard, dpi: u32) -> Result<Vec<u8>, PrintError> {
    raster::png(&card_scene(card)?, dpi)
}

/// A text as a QR code by itself, each module eight pixels wide, with its quiet zone: an RGB picture for a screen.
pub fn code_png(text: &str) -> Result<Vec<u8>, PrintError> {
    const MODULE_PX: f32 = 8.0;
    let matrix = qr::screen_matrix(text)?;
    let quiet = qr::QUIET_MODULES as f32;
    let side_mm = matrix.side as f32;
    let item = scene::Item::Code { at: scene::Point::new(quiet, quiet), side_mm, matrix };
    let page_mm = side_mm + 2.0 * quiet;
    // One millimetre a module, at as many pixels a millimetre as a module shall have.
    let scene = Scene { width_mm: page_mm, height_mm: page_mm, title: String::new(), items: vec![item] };
    raster::png(&scene, (MODULE_PX * 25.4).round() as u32)
}

/// The same for a terminal: two rows of modules to a line, light on dark or dark on light alike.
pub fn code_blocks(text: &str) -> Result<String, PrintError> {
    let matrix = qr::screen_matrix(text)?;
    let (side, quiet) = (matrix.side, qr::QUIET_MODULES);
    let dark = |x: usize, y: usize| {
        let inside = (quiet..quiet + side).contains(&x) && (quiet..quiet + side).contains(&y);
        inside && matrix.is_dark(x - quiet, y - quiet)
    };
    let whole = side + 2 * quiet;
    let line = |y: usize| {
        let blocks = (0..whole).map(|x| match (dark(x, y), dark(x, y + 1)) {
            (false, false) => '█',
            (false, true) => '▀',
            (true, false) => '▄',
            (true, true) => ' ',
        });
        // White on black by its own colours: a reader wants dark modules on light, whatever the terminal's theme.
        format!("\x1b[97;40m{}\x1b[0m\n", blocks.collect::<String>())
    };
    Ok((0..whole).step_by(2).map(line).collect())
}

/// One card on a page of its own size.
pub fn card_pdf(card: &ContactCard) -> Result<Vec<u8>, PrintError> {
    pdf::pdf(&[card_scene(card)?])
}

/// The sheet as a scene: A4 with [`CARDS_PER_SHEET`] copies of the card and its crop marks.
pub fn sheet_scene(card: &ContactCard) -> Result<Scene, PrintError> {
    Ok(paper::sheet::ten(card_scene(card)?))
}

/// The sheet that the desk prints and cuts.
pub fn sheet_pdf(card: &ContactCard) -> Result<Vec<u8>, PrintError> {
    pdf::pdf(&[sheet_scene(card)?])
}

/// The back of the card as a scene, 90 × 54 mm; its ground goes to the edges.
pub fn card_back_scene(card: &ContactCard, back: &CardBack) -> Result<Scene, PrintError> {
    paper::back::scene(card, back)
}

/// Front and back on two pages of the card's own size.
pub fn two_sided_card_pdf(card: &ContactCard, back: &CardBack) -> Result<Vec<u8>, PrintError> {
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

/// The privacy notice as a scene: A4, Mongolian columns at the left, Chinese at the right.
pub fn notice_scene(notice: &Notice) -> Result<Scene, PrintError> {
    paper::notice::scene(notice)
}

/// The privacy notice for an ID-card application.
pub fn notice_pdf(notice: &Notice) -> Result<Vec<u8>, PrintError> {
    pdf::pdf(&[notice_scene(notice)?])
}

/// The evening sheet as scenes: A4, one or more pages.
pub fn evening_scenes(sheet: &EveningSheet) -> Result<Vec<Scene>, PrintError> {
    paper::evening::scenes(sheet)
}

/// The evening sheet that officer and desk sign.
pub fn evening_pdf(sheet: &EveningSheet) -> Result<Vec<u8>, PrintError> {
    filed(&evening_scenes(sheet)?, &sheet.on)
}

/// The receipt for documents as scenes, A5.
pub fn receipt_scenes(receipt: &Receipt) -> Result<Vec<Scene>, PrintError> {
    paper::receipt::scenes(receipt)
}

/// The receipt for documents that were taken or delivered.
pub fn receipt_pdf(receipt: &Receipt) -> Result<Vec<u8>, PrintError> {
    filed(&receipt_scenes(receipt)?, &receipt.on)
}

/// "We were here" as scenes, A6.
pub fn visit_slip_scenes(slip: &VisitSlip) -> Result<Vec<Scene>, PrintError> {
    paper::visit_slip::scenes(slip)
}

/// "We were here", to be left at the door.
pub fn visit_slip_pdf(slip: &VisitSlip) -> Result<Vec<u8>, PrintError> {
    pdf::pdf(&visit_slip_scenes(slip)?)
}

/// The slip for suggestions as scenes, A5.
pub fn suggestion_slip_scenes(slip: &SuggestionSlip) -> Result<Vec<Scene>, PrintError> {
    paper::suggestion_slip::scenes(slip)
}

/// The slip for suggestions, to be written on.
pub fn suggestion_slip_pdf(slip: &SuggestionSlip) -> Result<Vec<u8>, PrintError> {
    pdf::pdf(&suggestion_slip_scenes(slip)?)
}

/// The mediation agreement as scenes, A4.
pub fn agreement_scenes(agreement: &Agreement) -> Result<Vec<Scene>, PrintError> {
    paper::agreement::scenes(agreement)
}

/// The mediation agreement that the parties sign.
pub fn agreement_pdf(agreement: &Agreement) -> Result<Vec<u8>, PrintError> {
    filed(&agreement_scenes(agreement)?, &agreement.on)
}

/// The contact card on a roll of thermal paper as a scene; its height is what it needs.
pub fn card_tape_scene(card: &ContactCard, roll: Roll) -> Result<Scene, PrintError> {
    paper::tape::card(card, roll)
}

/// The contact card for a receipt printer: ESC/POS, to be sent to it as it is.
pub fn card_escpos(card: &ContactCard, roll: Roll) -> Result<Vec<u8>, PrintError> {
    escpos::bytes(&card_tape_scene(card, roll)?)
}

/// "We were here" on a roll as a scene.
pub fn visit_slip_tape_scene(slip: &VisitSlip, roll: Roll) -> Result<Scene, PrintError> {
    paper::tape::visit_slip(slip, roll)
}

/// "We were here" for a receipt printer.
pub fn visit_slip_escpos(slip: &VisitSlip, roll: Roll) -> Result<Vec<u8>, PrintError> {
    escpos::bytes(&visit_slip_tape_scene(slip, roll)?)
}

/// The receipt for documents on a roll as a scene.
pub fn receipt_tape_scene(receipt: &Receipt, roll: Roll) -> Result<Scene, PrintError> {
    paper::tape::receipt(receipt, roll)
}

/// The receipt for documents for a receipt printer.
pub fn receipt_escpos(receipt: &Receipt, roll: Roll) -> Result<Vec<u8>, PrintError> {
    escpos::bytes(&receipt_tape_scene(receipt, roll)?)
}

fn filed(pages: &[Scene], on: &str) -> Result<Vec<u8>, PrintError> {
    let fault = CardFault::NotADay { field: Field::On };
    pdf::filed(pages, Day::of(on).ok_or_else(|| PrintError::Faults(vec![fault]))?)
}
