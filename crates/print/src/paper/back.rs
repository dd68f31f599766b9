//! The back of the contact card: the Mongolian large, for whom the front's is too small; at the right a photo and a small
//! code that calls the station's own line. The ground is tinted to the cut and beyond, so that a cut that is a little off
//! shows no white.

use crate::back::{CardBack, English};
use crate::card::{ContactCard, Front};
use crate::error::PrintError;
use crate::fault::Field;
use crate::lines::{Place, fit, fit_line, line};
use crate::paper::card::{HEIGHT_MM, MARGIN_MM, WIDTH_MM};
use crate::paper::page::{COLUMN_DESCENT, COLUMN_LEADING};
use crate::paper::{in_field, ornament};
use crate::qr;
use crate::scene::{Ink, Item, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::word;
use std::sync::Arc;

/// The ground.
pub(crate) const GROUND: Ink = Ink(0xed, 0xf3, 0xf6);
/// The photo's size at 300 dpi.
pub(crate) const PHOTO_PX: (u32, u32) = (213, 283);

const PHOTO_MM: (f32, f32) = (18.0, 24.0);
const RIGHT: f32 = WIDTH_MM - MARGIN_MM;
const BOTTOM: f32 = HEIGHT_MM - MARGIN_MM;
/// The columns end and the rest begins.
const COLUMNS_MM: f32 = 34.0;
const TEXT: f32 = 43.0;
const TEXT_MM: f32 = RIGHT - TEXT;
/// The small code and the light square that it stands on.
const CODE_MM: f32 = 19.8;
const PAD_MM: f32 = 2.7;

pub(crate) fn scene(front: Front<'_>, back: &CardBack) -> Result<Scene, PrintError> {
    let mut faults = front.check_fields();
    faults.extend(back.check_fields().into_iter().filter(|fault| !(front.mark_missing && fault.is_missing_glyph())));
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let card = front.shown();
    let back = if front.mark_missing { back.marked() } else { back.clone() };
    let mut scene = Scene::new(WIDTH_MM, HEIGHT_MM, &word("paper.card.document").zh);
    let at = Point::new(0.0, 0.0);
    scene.items.push(Item::Rect { at, width_mm: WIDTH_MM, height_mm: HEIGHT_MM, radius_mm: 0.0, ink: GROUND });
    columns(&mut scene, &card, &back)?;
    ornament::strip(&mut scene, Point::new(39.0, MARGIN_MM), BOTTOM - MARGIN_MM, Ink::PALE);
    top(&mut scene, &card, &back)?;
    bottom(&mut scene, &back)?;
    Ok(scene)
}

/// Station, name, what to call for, and the line: as large as four columns may be.
fn columns(scene: &mut Scene, card: &ContactCard, back: &CardBack) -> Result<(), PrintError> {
    let phone = format!("{} {}", word("paper.card.station_phone").mn, back.station_phone.trim());
    let station = card.station_mn.as_deref().unwrap_or(&word("paper.card.document").mn);
    let mut texts = vec![(Field::StationMn, station, 8.0, 3.4, Ink::BLUE)];
    if let Some(name) = &card.name_mn {
        texts.push((Field::NameMn, name, 8.5, 6.4, Ink::BLACK));
    }
    texts.push((Field::AreaMn, &word("paper.card.help").mn, 7.6, 3.2, Ink::GREY));
    texts.push((Field::StationPhone, &phone, 4.6, 3.8, Ink::BLACK));

    let mut x = MARGIN_MM;
    let mut set = Vec::new();
    for (field, text, depth_mm, largest_mm, ink) in texts {
        let length_mm = BOTTOM - MARGIN_MM;
        let place = Place { length_mm, depth_mm, largest_mm, smallest_mm: 2.0, leading: COLUMN_LEADING };
        set.push((in_field(field, fit(text.trim(), Voice::Mongolian, place))?, ink));
    }
    let width = |lines: usize, size_mm: f32| (1.1 + (lines as f32 - 1.0) * COLUMN_LEADING) * size_mm;
    let used: f32 = set.iter().map(|(column, _)| width(column.lines.len(), column.size_mm)).sum();
    let gap = ((COLUMNS_MM - used) / (set.len() as f32 - 1.0)).min(4.0);
    for (column, ink) in set {
        let look = Look::plain(column.size_mm, ink);
        let from = Point::new(x + COLUMN_DESCENT * look.size_mm, MARGIN_MM);
        scene.block(&column, from, Way::Down, COLUMN_LEADING, look);
        x += width(column.lines.len(), look.size_mm) + gap;
    }
    Ok(())
}

/// The photo, or without one the station's name; and the code on white.
fn top(scene: &mut Scene, card: &ContactCard, back: &CardBack) -> Result<(), PrintError> {
    let at = Point::new(TEXT, MARGIN_MM);
    if let Some(picture) = back.picture() {
        let picture = Arc::new(picture.map_err(|fault| PrintError::Faults(vec![fault]))?);
        scene.items.push(Item::Picture { at, width_mm: PHOTO_MM.0, height_mm: PHOTO_MM.1, picture });
    } else {
        let place = Place { length_mm: 16.8, depth_mm: 24.0, largest_mm: 3.3, smallest_mm: 2.2, leading: 1.35 };
        let station = in_field(Field::Station, fit(card.station.trim(), Voice::Hanzi, place))?;
        let look = Look::plain(station.size_mm, Ink::BLUE);
        scene.block(&station, Point::new(at.x, at.y + 0.86 * look.size_mm), Way::Across, 1.35, look);
    }
    let matrix = qr::matrix(&qr::tel(&back.station_phone))?;
    let side_mm = matrix.side_mm(CODE_MM);
    let box_mm = CODE_MM + 2.0 * PAD_MM;
    let corner = Point::new(RIGHT - box_mm, MARGIN_MM);
    let white = Item::Rect { at: corner, width_mm: box_mm, height_mm: box_mm, radius_mm: 1.2, ink: Ink::WHITE };
    let inset = (box_mm - side_mm) / 2.0;
    scene.items.push(white);
    scene.items.push(Item::Code { at: Point::new(corner.x + inset, corner.y + inset), side_mm, matrix });
    let caption = line(&word("paper.card.call_station").zh, Voice::Hanzi)?;
    let look = Look::plain(2.4, Ink::GREY);
    let centred = corner.x + (box_mm - caption.advance * look.size_mm) / 2.0;
    scene.text(&caption, Point::new(centred, corner.y + box_mm + 3.0), Way::Across, look);
    Ok(())
}

/// The line's number, what to call for, and the English.
fn bottom(scene: &mut Scene, back: &CardBack) -> Result<(), PrintError> {
    let label = line(&word("paper.card.station_phone").zh, Voice::Hanzi)?;
    scene.text(&label, Point::new(TEXT, 36.6), Way::Across, Look::plain(2.5, Ink::BLUE));
    let label_mm = label.advance * 2.5 + 2.0;
    let phone = fit_line(&back.station_phone, Voice::Figures, TEXT_MM - label_mm, (2.6, 4.8));
    let phone = in_field(Field::StationPhone, phone)?;
    let at = Point::new(TEXT + label_mm, 37.0);
    scene.text(&phone.lines[0], at, Way::Across, Look::plain(phone.size_mm, Ink::BLACK));

    let help = fit_line(&word("paper.card.help").zh, Voice::Hanzi, TEXT_MM, (2.0, 2.6))?;
    scene.text(&help.lines[0], Point::new(TEXT, 42.0), Way::Across, Look::plain(help.size_mm, Ink::BLACK));

    let Some(English { name, station }) = &back.english else { return Ok(()) };
    let texts = [(Field::NameEn, name, 48.0, 2.6, Ink::BLACK), (Field::StationEn, station, BOTTOM, 2.2, Ink::GREY)];
    for (field, text, y, largest_mm, ink) in texts {
        let text = in_field(field, fit_line(text, Voice::Hanzi, TEXT_MM, (1.6, largest_mm)))?;
        scene.text(&text.lines[0], Point::new(TEXT, y), Way::Across, Look::plain(text.size_mm, ink));
    }
    Ok(())
}
