//! The slip for suggestions, A5: room to write in columns from left to right and in lines from top to bottom.

use crate::error::PrintError;
use crate::fault::Field;
use crate::lines::fit_line;
use crate::paper::both;
use crate::paper::form;
use crate::paper::in_field;
use crate::paper::page::{A5, Column, Pages};
use crate::scene::{Ink, Item, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::slip::SuggestionSlip;
use crate::words::word;

/// What stands below the room to write.
const BELOW_MM: f32 = 50.0;
/// From rule to rule.
const PITCH_MM: f32 = 10.0;

pub(crate) fn scenes(slip: &SuggestionSlip) -> Result<Vec<Scene>, PrintError> {
    let faults = slip.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let title = word("paper.suggestion.title");
    let mut pages = in_field(Field::StationMn, Pages::new(A5, &title.zh, &columns(slip), ""))?;
    form::title(&mut pages, title, &slip.station)?;
    form::prose(&mut pages, &word("paper.suggestion.text").zh)?;
    pages.gap(3.0);
    write(&mut pages)?;
    contact(&mut pages, slip)?;
    pages.finish()
}

/// Columns at the left for the one script, lines at the right for the other.
fn write(pages: &mut Pages) -> Result<(), PrintError> {
    let (left, right, half) = (pages.left(), pages.right(), pages.text_mm() / 2.0 - 3.0);
    let height_mm = pages.free_mm() - BELOW_MM;
    let top = pages.band(height_mm)?;
    let page = pages.page();
    both::label(page, word("paper.suggestion.write"), Point::new(left, top), 16.0, form::LABEL)?;
    let (from, to) = (top + 18.0, top + height_mm - 4.0);
    let columns = (half / PITCH_MM).floor() as u32;
    for x in (0..=columns).map(|n| left + n as f32 * half / columns as f32) {
        let (from, to) = (Point::new(x, from), Point::new(x, to));
        page.items.push(Item::Line { from, to, width_mm: 0.15, ink: Ink::PALE });
    }
    let lines = ((to - from) / PITCH_MM).floor() as u32;
    for y in (0..=lines).map(|n| from + n as f32 * (to - from) / lines as f32) {
        form::rule(page, right - half, right, y);
    }
    Ok(())
}

/// Who wants an answer, and how the slip gets to the station.
fn contact(pages: &mut Pages, slip: &SuggestionSlip) -> Result<(), PrintError> {
    let (left, right) = (pages.left(), pages.right());
    let top = pages.band(BELOW_MM / 2.0)?;
    let height_mm = BELOW_MM / 2.0 - 1.0;
    let contact = word("paper.suggestion.contact");
    let end = both::label(pages.page(), contact, Point::new(left, top), height_mm, form::LABEL)?;
    form::rule_ink(pages.page(), (end + 2.0, right), top + height_mm / 2.0 + 2.0, 0.25, Ink::BLACK);

    let top = pages.band(BELOW_MM / 2.0)?;
    let give = word("paper.suggestion.give");
    both::label(pages.page(), give, Point::new(left, top), height_mm, form::LABEL)?;
    let x = left + both::MONGOLIAN_MM + 1.5;
    let phone = in_field(Field::DutyPhone, fit_line(&slip.duty_phone, Voice::Figures, right - x, (3.0, 6.4)))?;
    let at = Point::new(x, top + height_mm / 2.0 + 9.0);
    pages.page().text(&phone.lines[0], at, Way::Across, Look::plain(phone.size_mm, Ink::BLACK));
    Ok(())
}

fn columns(slip: &SuggestionSlip) -> Vec<Column> {
    let mut columns = vec![
        Column { text: word("paper.suggestion.title").mn.clone(), look: Look::heavy(5.6, Ink::BLUE) },
        Column { text: word("paper.suggestion.text").mn.clone(), look: Look::plain(3.6, Ink::BLACK) },
    ];
    if let Some(station) = &slip.station_mn {
        columns.push(Column { text: station.trim().to_owned(), look: Look::plain(3.2, Ink::GREY) });
    }
    columns.push(Column { text: word("paper.notice.prevails").mn.clone(), look: Look::plain(2.4, Ink::GREY) });
    columns
}
