//! The evening sheet, A4: who and which tablet, a table of what became of each kind of change, what was set aside and why,
//! whether both ends hold the same, and two lines to sign on. It goes on overleaf where the lists are long.

use crate::error::PrintError;
use crate::evening::{AreaDigest, Counts, EveningSheet};
use crate::fault::Field;
use crate::legible::legible;
use crate::lines::{Place, fit, line};
use crate::paper::both::{self, HALF_HANZI};
use crate::paper::form::{self, LABEL, Signer};
use crate::paper::page::{A4, Column, Pages};
use crate::paper::{day_in_chinese, in_field};
use crate::scene::{Ink, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::{fill, word};

const LEFT: f32 = A4.left();
const RIGHT: f32 = A4.right();
const TEXT_MM: f32 = RIGHT - LEFT;

/// The table: a label and five numbers to a row.
const LABEL_MM: f32 = 46.0;
const NUMBER_MM: f32 = (TEXT_MM - LABEL_MM) / 5.0;
const HEAD_MM: f32 = 26.0;
const ROW_MM: f32 = 13.4;
const TOTAL_MM: f32 = 10.5;
/// Numbers end here, from the right of their column.
const NUMBER_INSET_MM: f32 = 3.5;

pub(crate) fn scenes(sheet: &EveningSheet) -> Result<Vec<Scene>, PrintError> {
    let faults = sheet.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let title = word("paper.evening.title");
    let name = format!("{} {} {}", title.zh, sheet.officer.trim(), day_in_chinese(&sheet.on));
    let foot = format!("{}  {}", sheet.station.trim(), name);
    let mut pages = in_field(Field::StationMn, Pages::new(A4, &name, &columns(sheet), &foot))?;
    head(&mut pages, sheet)?;
    table(&mut pages, sheet)?;
    set_aside(&mut pages, sheet)?;
    areas(&mut pages, &sheet.areas)?;
    pages.leave_foot(form::SIGNATURE_MM);
    let signer = |key| Signer { label: word(key).clone(), signature: None };
    let signers = [signer("paper.evening.signed_officer"), signer("paper.evening.signed_desk")];
    form::signatures(&mut pages, &signers, 2)?;
    pages.finish()
}

fn columns(sheet: &EveningSheet) -> Vec<Column> {
    let badge = format!("{} {}", word("paper.evening.badge").mn, sheet.badge.trim());
    let officer = match &sheet.officer_mn {
        Some(officer) => format!("{} {} {badge}", word("paper.evening.officer").mn, officer.trim()),
        None => badge,
    };
    let receipt = format!("{} {}", word("paper.evening.received_at").mn, sheet.received_at.trim());
    let mut columns = vec![Column { text: word("paper.evening.title").mn.clone(), look: Look::heavy(5.4, Ink::BLUE) }];
    if let Some(station) = &sheet.station_mn {
        columns.push(Column { text: station.trim().to_owned(), look: Look::plain(3.4, Ink::BLACK) });
    }
    columns.push(Column { text: officer, look: Look::plain(3.4, Ink::BLACK) });
    columns.push(Column { text: receipt, look: Look::plain(3.4, Ink::BLACK) });
    columns.push(Column { text: word("paper.notice.prevails").mn.clone(), look: Look::plain(2.6, Ink::GREY) });
    columns
}

/// Title, station, and four labelled facts in two columns.
fn head(pages: &mut Pages, sheet: &EveningSheet) -> Result<(), PrintError> {
    form::title(pages, word("paper.evening.title"), &sheet.station)?;
    let on = day_in_chinese(&sheet.on);
    let officer = format!("{}  {} {}", sheet.officer.trim(), word("paper.evening.badge").zh, sheet.badge.trim());
    let half = TEXT_MM / 2.0;
    for pair in [
        [
            ("paper.evening.officer", Field::Officer, officer.as_str()),
            ("paper.evening.tablet", Field::Tablet, &sheet.tablet),
        ],
        [("paper.evening.on", Field::On, &on), ("paper.evening.received_at", Field::ReceivedAt, &sheet.received_at)],
    ] {
        let top = pages.band(7.0)?;
        for ((key, field, text), x) in pair.into_iter().zip([LEFT, LEFT + half + 2.0]) {
            let label = line(&word(key).zh, Voice::Hanzi)?;
            pages.page().text(&label, Point::new(x, top + 4.4), Way::Across, LABEL);
            let from = x + label.advance * LABEL.size_mm + 2.5;
            let length_mm = x + half - 2.0 - from;
            let place = Place { length_mm, depth_mm: 7.0, largest_mm: 3.8, smallest_mm: 2.2, leading: 1.15 };
            let text = in_field(field, fit(text.trim(), Voice::Hanzi, place))?;
            let look = Look::plain(text.size_mm, Ink::BLACK);
            let raised = (text.lines.len() as f32 - 1.0) * text.size_mm * 1.15;
            pages.page().block(&text, Point::new(from, top + 4.4 - raised / 2.0), Way::Across, 1.15, look);
        }
    }
    pages.gap(3.0);
    Ok(())
}

fn table(pages: &mut Pages, sheet: &EveningSheet) -> Result<(), PrintError> {
    let kinds = &sheet.kinds;
    let top = pages.band(HEAD_MM)?;
    let page = pages.page();
    form::rule_ink(page, (LEFT, RIGHT), top, 0.5, Ink::BLUE);
    both::label(page, word("paper.evening.kind"), Point::new(LEFT, top + 1.0), HEAD_MM - 2.0, LABEL)?;
    for (index, key) in HEADS.iter().enumerate() {
        let right = LEFT + LABEL_MM + (index as f32 + 1.0) * NUMBER_MM - NUMBER_INSET_MM;
        let label = line(&word(key).zh, Voice::Hanzi)?;
        page.text(&label, Point::new(right - label.advance * LABEL.size_mm, top + HEAD_MM - 2.2), Way::Across, LABEL);
        let columns = both::mongolian(&word(key).mn, HEAD_MM - 8.0)?;
        let at = Point::new(right - both::width_mm(&columns), top + 1.0);
        both::stand(page, &columns, at, HEAD_MM - 8.0, LABEL.ink);
    }
    form::rule_ink(page, (LEFT, RIGHT), top + HEAD_MM, 0.25, Ink::BLUE);
    for (key, counts) in [
        ("paper.evening.visits", kinds.visits),
        ("paper.evening.portraits", kinds.portraits),
        ("paper.evening.handouts", kinds.handouts),
        ("paper.evening.applications", kinds.applications),
        ("paper.evening.deliveries", kinds.deliveries),
        ("paper.evening.other", kinds.other),
    ] {
        row(pages, key, counts, ROW_MM, false)?;
    }
    row(pages, "paper.evening.total", kinds.total(), TOTAL_MM, true)?;

    let owed = [("count", grouped(sheet.pictures_owed.into()))];
    let pictures = match sheet.pictures_owed {
        0 => word("paper.evening.pictures_there").zh.clone(),
        _ => fill(&word("paper.evening.pictures_owed").zh, &owed),
    };
    pages.gap(1.5);
    form::prose(pages, &pictures)?;
    Ok(())
}

const HEADS: [&str; 5] = [
    "paper.evening.made",
    "paper.evening.received",
    "paper.evening.applied",
    "paper.evening.aside",
    "paper.evening.on_tablet",
];

/// A label in both scripts and its five numbers; a nought stays pale, so that what is there is seen.
fn row(pages: &mut Pages, key: &str, counts: Counts, height_mm: f32, last: bool) -> Result<(), PrintError> {
    let top = pages.band(height_mm)?;
    let page = pages.page();
    let look = if last { Look::heavy(4.0, Ink::BLACK) } else { Look::plain(4.0, Ink::BLACK) };
    both::label(page, word(key), Point::new(LEFT, top + 0.7), height_mm - 1.4, look)?;
    let numbers = [counts.made, counts.received, counts.applied, counts.set_aside, counts.on_tablet];
    for (index, number) in numbers.into_iter().enumerate() {
        let figure = line(&grouped(number.into()), Voice::Figures)?;
        let look = Look::plain(5.0, if number == 0 { Ink::PALE } else { Ink::BLACK });
        let right = LEFT + LABEL_MM + (index as f32 + 1.0) * NUMBER_MM - NUMBER_INSET_MM;
        let at = Point::new(right - figure.advance * look.size_mm, top + height_mm / 2.0 + HALF_HANZI * look.size_mm);
        page.text(&figure, at, Way::Across, look);
    }
    let (width_mm, ink) = if last { (0.5, Ink::BLUE) } else { (0.15, Ink::PALE) };
    form::rule_ink(page, (LEFT, RIGHT), top + height_mm, width_mm, ink);
    Ok(())
}

/// One entry for each change: which it is, and why.
fn set_aside(pages: &mut Pages, sheet: &EveningSheet) -> Result<(), PrintError> {
    form::heading(pages, "paper.evening.aside_list", 8.0)?;
    if sheet.set_aside.is_empty() {
        return form::prose(pages, &word("paper.evening.aside_none").zh);
    }
    for (index, entry) in sheet.set_aside.iter().enumerate() {
        let text = format!("{}：{}", legible(&entry.what), legible(&entry.reason));
        form::numbered(pages, index + 1, &text)?;
    }
    Ok(())
}

/// Two areas to a line.
fn areas(pages: &mut Pages, areas: &[AreaDigest]) -> Result<(), PrintError> {
    form::heading(pages, "paper.evening.areas", 8.0)?;
    let half = TEXT_MM / 2.0;
    for pair in areas.chunks(2) {
        let top = pages.band(5.6)?;
        for (area, x) in pair.iter().zip([LEFT, LEFT + half]) {
            digest(pages.page(), area, Point::new(x, top + 3.9), half - 4.0)?;
        }
    }
    if areas.iter().any(|area| !area.agrees) {
        pages.gap(1.0);
        form::prose(pages, &word("paper.evening.tell_desk").zh)?;
    }
    Ok(())
}

fn digest(page: &mut Scene, area: &AreaDigest, at: Point, length_mm: f32) -> Result<(), PrintError> {
    let figures = format!("{}／{}", grouped(area.on_tablet), grouped(area.at_station));
    let (key, ink) =
        if area.agrees { ("paper.evening.agrees", Ink::BLUE) } else { ("paper.evening.differs", Ink::BLACK) };
    let told = line(&format!("{figures}  {}", word(key).zh), Voice::Hanzi)?;
    let look = Look { size_mm: 3.1, ink, heavy: !area.agrees };
    let told_mm = told.advance * look.size_mm;
    page.text(&told, Point::new(at.x + length_mm - told_mm, at.y), Way::Across, look);
    let place =
        Place { length_mm: length_mm - told_mm - 2.0, depth_mm: 5.4, largest_mm: 3.3, smallest_mm: 2.0, leading: 1.1 };
    let name = in_field(Field::Area, fit(&legible(&area.area), Voice::Hanzi, place))?;
    let raised = (name.lines.len() as f32 - 1.0) * name.size_mm * 1.1 / 2.0;
    page.block(&name, Point::new(at.x, at.y - raised), Way::Across, 1.1, Look::plain(name.size_mm, Ink::BLACK));
    Ok(())
}

/// `1100` as `1,100`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
