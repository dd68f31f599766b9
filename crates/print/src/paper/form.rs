//! The parts that forms are made of, each a band or a few on [`Pages`]: title, heading, prose, labelled field, signature.

use crate::error::PrintError;
use crate::fault::Field;
use crate::lines::{Line, Place, fit, line, wrap};
use crate::paper::both::{self, HALF_HANZI};
use crate::paper::in_field;
use crate::paper::page::Pages;
use crate::scene::{Ink, Item, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::signature::Signature;
use crate::words::{Word, word};

pub(crate) const BODY: Look = Look::plain(3.6, Ink::BLACK);
pub(crate) const LABEL: Look = Look::plain(3.2, Ink::GREY);
const HEADING: Look = Look::heavy(4.2, Ink::BLUE);
const TITLE_MM: f32 = 7.6;
const LEADING: f32 = 1.45;
/// A field's label with both scripts.
const LABEL_MM: f32 = 30.0;
pub(crate) const FIELD_MM: f32 = 13.4;
/// A heading's own line and the gap above it.
pub(crate) const HEADING_MM: f32 = HEADING_LINE_MM + HEADING_GAP_MM;
pub(crate) const HEADING_LINE_MM: f32 = 7.0;
const HEADING_GAP_MM: f32 = 4.0;
/// The room of a signature and the line that it stands on.
pub(crate) const SIGNATURE_MM: f32 = 20.0;
const LINE_DOWN_MM: f32 = 14.5;

/// The paper's name, and under it the station.
pub(crate) fn title(pages: &mut Pages, title: &Word, station: &str) -> Result<(), PrintError> {
    let (left, text_mm) = (pages.left(), pages.text_mm());
    let top = pages.band(17.0)?;
    let title = line(&title.zh, Voice::Hanzi)?;
    pages.page().text(&title, Point::new(left, top + 6.6), Way::Across, Look::heavy(TITLE_MM, Ink::BLUE));
    let place = Place { length_mm: text_mm, depth_mm: 5.0, largest_mm: 4.2, smallest_mm: 2.0, leading: 1.2 };
    let station = in_field(Field::Station, fit(station.trim(), Voice::Hanzi, place))?;
    let look = Look::plain(station.size_mm, Ink::BLACK);
    pages.page().block(&station, Point::new(left, top + 13.4), Way::Across, 1.2, look);
    Ok(())
}

/// A heading that is not left alone at the foot of a page: `below_mm` of what follows come with it.
pub(crate) fn heading(pages: &mut Pages, key: &str, below_mm: f32) -> Result<(), PrintError> {
    heading_saying(pages, &word(key).zh, below_mm).map(drop)
}

/// The same with words that are not the catalogue's; gives its top.
pub(crate) fn heading_saying(pages: &mut Pages, text: &str, below_mm: f32) -> Result<f32, PrintError> {
    pages.gap(HEADING_GAP_MM);
    pages.keep_together(HEADING_LINE_MM + below_mm);
    let top = pages.band(HEADING_LINE_MM)?;
    let (text, at) = (line(text, Voice::Hanzi)?, Point::new(pages.left(), top + 4.4));
    pages.page().text(&text, at, Way::Across, HEADING);
    Ok(top)
}

/// Paragraphs over the whole width.
pub(crate) fn prose(pages: &mut Pages, text: &str) -> Result<(), PrintError> {
    let length = pages.text_mm() / BODY.size_mm;
    for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
        let lines = wrap(paragraph, Voice::Hanzi, length)?;
        lines.iter().try_for_each(|text| body_line(pages, text, 0.0).map(drop))?;
    }
    Ok(())
}

/// A numbered entry, not parted where that can be helped.
pub(crate) fn numbered(pages: &mut Pages, number: usize, text: &str) -> Result<(), PrintError> {
    const INDENT_MM: f32 = 8.0;
    let mut lines = Vec::new();
    for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
        lines.extend(wrap(paragraph, Voice::Hanzi, (pages.text_mm() - INDENT_MM) / BODY.size_mm)?);
    }
    pages.keep_together(lines.len() as f32 * LEADING * BODY.size_mm);
    for (nth, text) in lines.iter().enumerate() {
        let y = body_line(pages, text, INDENT_MM)?;
        if nth == 0 {
            let numeral = line(&number.to_string(), Voice::Figures)?;
            let at = Point::new(pages.left() + INDENT_MM - 2.5 - numeral.advance * BODY.size_mm, y);
            pages.page().text(&numeral, at, Way::Across, Look::plain(BODY.size_mm, Ink::BLUE));
        }
    }
    pages.gap(1.2);
    Ok(())
}

fn body_line(pages: &mut Pages, text: &Line, indent_mm: f32) -> Result<f32, PrintError> {
    let top = pages.band(LEADING * BODY.size_mm)?;
    let at = Point::new(pages.left() + indent_mm, top + BODY.size_mm);
    pages.page().text(text, at, Way::Across, BODY);
    Ok(at.y)
}

/// A label in both scripts and what it is about, over a thin line. In `field` it is told if it does not fit.
pub(crate) fn field(pages: &mut Pages, label: &Word, field: Field, text: &str) -> Result<(), PrintError> {
    field_beside(pages, label, field, text, 0.0)
}

/// The same, with so much left free at the right.
pub(crate) fn field_beside(
    pages: &mut Pages,
    label: &Word,
    field: Field,
    text: &str,
    beside_mm: f32,
) -> Result<(), PrintError> {
    let (left, right) = (pages.left(), pages.right() - beside_mm);
    let top = pages.band(FIELD_MM)?;
    let page = pages.page();
    let end = both::label(page, label, Point::new(left, top + 0.6), FIELD_MM - 1.2, LABEL)?;
    let from = end.max(left + LABEL_MM) + 1.5;
    let place =
        Place { length_mm: right - from, depth_mm: FIELD_MM - 1.0, largest_mm: 4.4, smallest_mm: 2.2, leading: 1.2 };
    let text = in_field(field, fit(text.trim(), Voice::Hanzi, place))?;
    let look = Look::plain(text.size_mm, Ink::BLACK);
    let half = (text.lines.len() as f32 - 1.0) * 1.2 * look.size_mm / 2.0;
    let y = top + FIELD_MM / 2.0 + HALF_HANZI * look.size_mm - half;
    page.block(&text, Point::new(from, y), Way::Across, 1.2, look);
    rule(page, left, right, top + FIELD_MM);
    Ok(())
}

/// Who signs: a label in both scripts, and the signature if it was drawn.
pub(crate) struct Signer<'a> {
    pub(crate) label: Word,
    pub(crate) signature: Option<&'a Signature>,
}

/// Lines to sign on, `across` beside each other.
pub(crate) fn signatures(pages: &mut Pages, signers: &[Signer], across: usize) -> Result<(), PrintError> {
    let (left, width_mm) = (pages.left(), pages.text_mm() / across as f32);
    for row in signers.chunks(across) {
        let top = pages.band(SIGNATURE_MM)?;
        for (nth, signer) in row.iter().enumerate() {
            let x = left + nth as f32 * width_mm;
            sign(pages.page(), signer, Point::new(x, top), width_mm - 4.0)?;
        }
    }
    Ok(())
}

fn sign(page: &mut Scene, signer: &Signer, at: Point, width_mm: f32) -> Result<(), PrintError> {
    // A long name leaves room to sign.
    let room = (width_mm * 0.55, SIGNATURE_MM - 2.0);
    let end = both::label_within(page, &signer.label, at, room, LABEL)? + 2.0;
    let y = at.y + LINE_DOWN_MM;
    rule_ink(page, (end, at.x + width_mm), y, 0.25, Ink::BLACK);
    if let Some(signature) = signer.signature {
        let (width_mm, height_mm) = (at.x + width_mm - end, LINE_DOWN_MM - 1.0);
        let steps = signature.outline(width_mm, height_mm);
        page.items.push(Item::Path { at: Point::new(end, at.y + 0.4), steps, ink: Ink::BLACK });
    }
    Ok(())
}

/// A thin line across.
pub(crate) fn rule(page: &mut Scene, from: f32, to: f32, y: f32) {
    rule_ink(page, (from, to), y, 0.15, Ink::PALE);
}

/// A line across of this width and ink.
pub(crate) fn rule_ink(page: &mut Scene, (from, to): (f32, f32), y: f32, width_mm: f32, ink: Ink) {
    page.items.push(Item::Line { from: Point::new(from, y), to: Point::new(to, y), width_mm, ink });
}
