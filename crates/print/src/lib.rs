//! Paper: a contact card, a receipt or a sheet in; QR, SVG, PNG, PDF and ESC/POS out.
//!
//! Pure: values in, bytes out, and the same bytes every time. There is no file, clock, network or printer here, no date but
//! the one that a paper bears, and no word of ours that is not in `assets/words/paper.json`. Not here either: what a
//! person's record looks like — a card holds what the officer gives away, and nothing about the one who takes it.
//!
//! A paper is plain data with a check that tells every fault at once, and a module under `paper` that fills [`Scene`]s;
//! `pdf`, `svg`, `raster` and `escpos` draw any scene.

pub mod agreement;
mod back;
mod card;
mod cards;
mod certificate;
mod check;
mod codes;
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
mod papers;
mod pdf;
mod picture;
pub mod point_notice;
pub mod qr;
pub mod raster;
pub mod receipt;
pub mod scene;
mod shape;
mod signature;
mod slip;
mod statement;
mod svg;
mod vcard;
pub mod words;

pub use agreement::Agreement;
pub use back::{CardBack, English};
pub use card::{ContactCard, Front};
pub use cards::{
    card_back_scene, card_pdf, card_png, card_scene, card_svg, order_pdf, order_scenes, sheet_pdf, sheet_scene,
    two_sided_card_pdf,
};
pub use certificate::Certificate;
pub use codes::{code_blocks, code_png, code_svg};
pub use error::PrintError;
pub use escpos::Roll;
pub use evening::EveningSheet;
pub use fault::{CardFault, Field};
pub use legible::FALLBACK;
pub use notice::Notice;
pub use order::{Order, OrderFault};
pub use paper::sheet::{BLEED_MM, CARDS_PER_SHEET};
pub use papers::{
    Paper, agreement_pdf, agreement_scenes, card_escpos, card_tape_scene, certificate_pdf, certificate_scenes,
    evening_pdf, evening_scenes, notice_pdf, notice_scene, page_svg, point_notice_pdf, point_notice_scenes,
    receipt_escpos, receipt_pdf, receipt_scenes, receipt_tape_scene, statement_pdf, statement_scenes,
    suggestion_slip_pdf, suggestion_slip_scenes, visit_slip_escpos, visit_slip_pdf, visit_slip_scenes,
    visit_slip_tape_scene,
};
pub use picture::{Picture, card_photo};
pub use point_notice::PointNotice;
pub use receipt::Receipt;
pub use scene::Scene;
pub use signature::Signature;
pub use slip::{SuggestionSlip, VisitSlip};
pub use statement::{Section, Statement, StatementKind};
