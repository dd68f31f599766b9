//! "We were here", A6: when, who, and the number to call, large and as a code. It may lie at a door for days: nothing of
//! the household is on it.

use crate::error::PrintError;
use crate::fault::Field;
use crate::lines::{fit_line, line};
use crate::paper::form;
use crate::paper::page::{A6, Column, Pages};
use crate::paper::{day_in_chinese, in_field};
use crate::qr;
use crate::scene::{Ink, Item, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::slip::VisitSlip;
use crate::words::word;

const CODE_MM: f32 = 24.0;

pub(crate) fn scenes(slip: &VisitSlip) -> Result<Vec<Scene>, PrintError> {
    let faults = slip.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let title = word("paper.visit.title");
    let mut pages = in_field(Field::StationMn, Pages::new(A6, &title.zh, &columns(slip), ""))?;
    form::title(&mut pages, title, &slip.station)?;
    let left = pages.left();
    let when = format!("{} {}", day_in_chinese(&slip.on), slip.at.trim());
    large(&mut pages, Field::At, &when, Voice::Hanzi, 5.0)?;
    form::prose(&mut pages, &word("paper.visit.text").zh)?;
    if let Some(note) = &slip.note {
        pages.gap(2.0);
        form::prose(&mut pages, note)?;
    }
    pages.gap(4.0);
    large(&mut pages, Field::DutyPhone, &slip.duty_phone, Voice::Figures, 9.0)?;
    let officer = format!("{} {}", word("paper.receipt.officer").zh, slip.officer.trim());
    large(&mut pages, Field::Officer, &officer, Voice::Hanzi, 3.8)?;

    pages.leave_foot(CODE_MM + 7.0);
    let top = pages.band(CODE_MM + 7.0)?;
    let matrix = qr::matrix(&qr::tel(&slip.duty_phone))?;
    let side_mm = matrix.side_mm(CODE_MM);
    pages.page().items.push(Item::Code { at: Point::new(left, top), side_mm, matrix });
    let caption = line(&word("paper.visit.call").zh, Voice::Hanzi)?;
    pages.page().text(&caption, Point::new(left, top + side_mm + 6.0), Way::Across, form::LABEL);
    pages.finish()
}

fn large(pages: &mut Pages, field: Field, text: &str, voice: Voice, size_mm: f32) -> Result<(), PrintError> {
    let text = in_field(field, fit_line(text, voice, pages.text_mm(), (2.0, size_mm)))?;
    let top = pages.band(1.6 * size_mm)?;
    let at = Point::new(pages.left(), top + size_mm);
    pages.page().text(&text.lines[0], at, Way::Across, Look::plain(text.size_mm, Ink::BLACK));
    Ok(())
}

fn columns(slip: &VisitSlip) -> Vec<Column> {
    let phone = format!("{} {}", word("paper.card.duty_phone").mn, slip.duty_phone.trim());
    let mut columns = vec![
        Column { text: word("paper.visit.title").mn.clone(), look: Look::heavy(6.0, Ink::BLUE) },
        Column { text: word("paper.visit.text").mn.clone(), look: Look::plain(3.6, Ink::BLACK) },
        Column { text: phone, look: Look::plain(3.6, Ink::BLACK) },
    ];
    let who: Vec<&str> = [&slip.station_mn, &slip.officer_mn].into_iter().flatten().map(|text| text.trim()).collect();
    if !who.is_empty() {
        columns.push(Column { text: who.join(" "), look: Look::plain(3.0, Ink::GREY) });
    }
    columns.push(Column { text: word("paper.notice.prevails").mn.clone(), look: Look::plain(2.4, Ink::GREY) });
    columns
}
