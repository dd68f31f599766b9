//! The receipt for documents, A5: what was taken or delivered, whose it is, whom to ask, and both signatures.

use crate::error::PrintError;
use crate::fault::Field;
use crate::lines::{fit_line, line};
use crate::paper::both::{self, HALF_HANZI};
use crate::paper::form::{self, BODY, LABEL, Signer};
use crate::paper::page::{A5, Column, Pages};
use crate::paper::{day_in_chinese, in_field};
use crate::receipt::{Custody, Document, Handed, Receipt};
use crate::scene::{Ink, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::{Word, fill, word};

const ROW_MM: f32 = 12.5;
/// A document's name with both scripts.
const NAME_MM: f32 = 34.0;

pub(crate) fn scenes(receipt: &Receipt) -> Result<Vec<Scene>, PrintError> {
    let faults = receipt.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let title = word("paper.receipt.title");
    let statement = statement(receipt.way);
    let on = day_in_chinese(&receipt.on);
    let foot = format!("{}  {}  {on}", receipt.station.trim(), title.zh);
    let mut pages = in_field(Field::StationMn, Pages::new(A5, &title.zh, &columns(receipt, title, statement), &foot))?;
    form::title(&mut pages, title, &receipt.station)?;
    form::prose(&mut pages, &statement.zh)?;
    pages.gap(2.0);
    form::field(&mut pages, word("paper.receipt.person"), Field::Person, &receipt.person)?;
    form::field(&mut pages, word("paper.receipt.on"), Field::On, &on)?;
    let officer = format!("{}  {} {}", receipt.officer.trim(), word("paper.card.badge").zh, receipt.badge.trim());
    form::field(&mut pages, word("paper.receipt.officer"), Field::Officer, &officer)?;
    pages.gap(5.0);
    receipt.documents.iter().try_for_each(|handed| row(&mut pages, handed))?;
    ask(&mut pages, receipt)?;
    pages.leave_foot(2.0 * form::SIGNATURE_MM);
    let signer = |key, signature| Signer { label: word(key).clone(), signature };
    let signers = [
        signer("paper.receipt.signed", receipt.signature.as_ref()),
        signer("paper.receipt.signed_officer", receipt.officer_signature.as_ref()),
    ];
    form::signatures(&mut pages, &signers, 1)?;
    pages.finish()
}

fn columns(receipt: &Receipt, title: &Word, statement: &Word) -> Vec<Column> {
    let mut columns = vec![Column { text: title.mn.clone(), look: Look::heavy(5.0, Ink::BLUE) }];
    columns.push(Column { text: statement.mn.clone(), look: Look::plain(3.4, Ink::BLACK) });
    if let Some(person) = &receipt.person_mn {
        columns.push(Column { text: person.trim().to_owned(), look: Look::plain(3.4, Ink::BLACK) });
    }
    if let Some(station) = &receipt.station_mn {
        columns.push(Column { text: station.trim().to_owned(), look: Look::plain(3.0, Ink::GREY) });
    }
    columns.push(Column { text: word("paper.notice.prevails").mn.clone(), look: Look::plain(2.4, Ink::GREY) });
    columns
}

/// What the receipt is for.
pub(crate) fn statement(way: Custody) -> &'static Word {
    match way {
        Custody::Taken => word("paper.receipt.taken"),
        Custody::Delivered => word("paper.receipt.delivered"),
    }
}

/// What a document is called.
pub(crate) fn name(document: Document) -> &'static Word {
    match document {
        Document::IdCard => word("paper.receipt.id_card"),
        Document::HouseholdBooklet => word("paper.receipt.household_booklet"),
        Document::TemporaryIdCard => word("paper.receipt.temporary_id_card"),
        Document::Other => word("paper.receipt.other"),
    }
}

/// A document, how to tell it from another, how many.
fn row(pages: &mut Pages, handed: &Handed) -> Result<(), PrintError> {
    let (left, right) = (pages.left(), pages.right());
    let top = pages.band(ROW_MM)?;
    let page = pages.page();
    form::rule(page, left, right, top);
    let look = Look::plain(3.6, Ink::BLACK);
    both::label(page, name(handed.document), Point::new(left, top + 0.6), ROW_MM - 1.2, look)?;
    let baseline = |size_mm: f32| top + ROW_MM / 2.0 + HALF_HANZI * size_mm;
    let count = fill(&word("paper.receipt.count").zh, &[("count", handed.count.to_string())]);
    let count = line(&count, Voice::Figures)?;
    let at = Point::new(right - count.advance * BODY.size_mm, baseline(BODY.size_mm));
    page.text(&count, at, Way::Across, BODY);
    let note = fit_line(&handed.note, Voice::Hanzi, at.x - 3.0 - left - NAME_MM, (2.0, 3.6));
    let note = in_field(Field::Documents, note)?;
    let look = Look::plain(note.size_mm, Ink::BLACK);
    page.text(&note.lines[0], Point::new(left + NAME_MM, baseline(look.size_mm)), Way::Across, look);
    form::rule(page, left, right, top + ROW_MM);
    Ok(())
}

/// The phone to ask at, large.
fn ask(pages: &mut Pages, receipt: &Receipt) -> Result<(), PrintError> {
    pages.gap(4.0);
    let left = pages.left();
    let text_mm = pages.text_mm();
    let top = pages.band(13.0)?;
    let label = line(&word("paper.receipt.ask").zh, Voice::Hanzi)?;
    pages.page().text(&label, Point::new(left, top + 3.2), Way::Across, LABEL);
    let phone = in_field(Field::DutyPhone, fit_line(&receipt.duty_phone, Voice::Figures, text_mm, (3.0, 7.0)))?;
    pages.page().text(
        &phone.lines[0],
        Point::new(left, top + 10.4),
        Way::Across,
        Look::plain(phone.size_mm, Ink::BLACK),
    );
    Ok(())
}
