//! Every paper but the cards: as pages, as PDF, and for a pocket printer.

use crate::agreement::Agreement;
use crate::card::Front;
use crate::certificate::Certificate;
use crate::day::Day;
use crate::error::PrintError;
use crate::escpos::{self, Roll};
use crate::evening::EveningSheet;
use crate::fault::{CardFault, Field};
use crate::notice::Notice;
use crate::point_notice::PointNotice;
use crate::receipt::Receipt;
use crate::scene::Scene;
use crate::slip::{SuggestionSlip, VisitSlip};
use crate::statement::Statement;
use crate::{paper, pdf, svg};

/// A paper that is looked at before it is made.
#[derive(Debug, Clone, PartialEq)]
pub enum Paper {
    /// The privacy notice.
    Notice(Notice),
    /// "We were here".
    VisitSlip(VisitSlip),
    /// The slip for suggestions.
    SuggestionSlip(SuggestionSlip),
    /// The receipt for documents.
    Receipt(Receipt),
    /// The evening sheet.
    Evening(EveningSheet),
    /// The mediation agreement.
    Agreement(Agreement),
}

impl Paper {
    /// Its pages.
    pub fn scenes(&self) -> Result<Vec<Scene>, PrintError> {
        match self {
            Paper::Notice(notice) => Ok(vec![notice_scene(notice)?]),
            Paper::VisitSlip(slip) => visit_slip_scenes(slip),
            Paper::SuggestionSlip(slip) => suggestion_slip_scenes(slip),
            Paper::Receipt(receipt) => receipt_scenes(receipt),
            Paper::Evening(sheet) => evening_scenes(sheet),
            Paper::Agreement(agreement) => agreement_scenes(agreement),
        }
    }

    /// As PDF; what is signed and filed bears its day.
    pub fn pdf(&self) -> Result<Vec<u8>, PrintError> {
        match self {
            Paper::Notice(notice) => notice_pdf(notice),
            Paper::VisitSlip(slip) => visit_slip_pdf(slip),
            Paper::SuggestionSlip(slip) => suggestion_slip_pdf(slip),
            Paper::Receipt(receipt) => receipt_pdf(receipt),
            Paper::Evening(sheet) => evening_pdf(sheet),
            Paper::Agreement(agreement) => agreement_pdf(agreement),
        }
    }

    /// For a receipt printer; `None` for what is too large for a roll.
    pub fn escpos(&self, roll: Roll) -> Option<Result<Vec<u8>, PrintError>> {
        match self {
            Paper::VisitSlip(slip) => Some(visit_slip_escpos(slip, roll)),
            Paper::Receipt(receipt) => Some(receipt_escpos(receipt, roll)),
            Paper::Notice(_) | Paper::SuggestionSlip(_) | Paper::Evening(_) | Paper::Agreement(_) => None,
        }
    }
}

/// Any page for a screen: an SVG document whose letters are outlines.
pub fn page_svg(page: &Scene) -> String {
    svg::svg(page)
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

/// The certificate of a quiz as scenes, A5.
pub fn certificate_scenes(certificate: &Certificate) -> Result<Vec<Scene>, PrintError> {
    paper::certificate::scenes(certificate)
}

/// The certificate of a quiz, to be taken home.
pub fn certificate_pdf(certificate: &Certificate) -> Result<Vec<u8>, PrintError> {
    filed(&certificate_scenes(certificate)?, &certificate.on)
}

/// The notice of service points as scenes, A4.
pub fn point_notice_scenes(notice: &PointNotice) -> Result<Vec<Scene>, PrintError> {
    paper::point_notice::scenes(notice)
}

/// The notice of service points, to be put up.
pub fn point_notice_pdf(notice: &PointNotice) -> Result<Vec<u8>, PrintError> {
    filed(&point_notice_scenes(notice)?, &notice.on)
}

/// A statement as scenes, A4.
pub fn statement_scenes(statement: &Statement) -> Result<Vec<Scene>, PrintError> {
    paper::statement::scenes(statement)
}

/// A statement of the station's, to be kept by whom it is about.
pub fn statement_pdf(statement: &Statement) -> Result<Vec<u8>, PrintError> {
    filed(&statement_scenes(statement)?, &statement.on)
}

/// The contact card on a roll of thermal paper as a scene; its height is what it needs.
pub fn card_tape_scene<'a>(card: impl Into<Front<'a>>, roll: Roll) -> Result<Scene, PrintError> {
    paper::tape::card(card.into(), roll)
}

/// The contact card for a receipt printer: ESC/POS, to be sent to it as it is.
pub fn card_escpos<'a>(card: impl Into<Front<'a>>, roll: Roll) -> Result<Vec<u8>, PrintError> {
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
