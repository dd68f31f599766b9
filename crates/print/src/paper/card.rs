//! The contact card, 90 × 54 mm: Mongolian columns at the left, Chinese in the middle, the code at the right, and below
//! what a herder looks for first — the number to call. It says nothing about the one who holds it.

use crate::card::{ContactCard, Front};
use crate::error::PrintError;
use crate::fault::{CardFault, Field};
use crate::lines::{Fitted, Line, Place, fit, fit_line, fit_list, line};
use crate::paper::{in_field, ornament};
use crate::qr::{self, Matrix};
use crate::scene::{Ink, Item, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::word;

/// The card's width.
pub(crate) const WIDTH_MM: f32 = 90.0;
/// The card's height.
pub(crate) const HEIGHT_MM: f32 = 54.0;
/// Nothing comes nearer to the cut.
pub(crate) const MARGIN_MM: f32 = 3.0;

const RIGHT: f32 = WIDTH_MM - MARGIN_MM;
const BOTTOM: f32 = HEIGHT_MM - MARGIN_MM;
const CODE_MM: f32 = 31.0;
/// Where the Chinese begins, and how far it may go beside the code and its quiet zone.
const TEXT: f32 = 27.8;
const TEXT_MM: f32 = RIGHT - CODE_MM - 2.3 - TEXT;
/// The Mongolian columns.
const COLUMNS_MM: f32 = 20.2;
/// Mongolian glyphs reach this far to the left of their baseline once they stand, in em.
const COLUMN_DESCENT: f32 = 0.27;
const COLUMN_LEADING: f32 = 1.22;
const LEADING: f32 = 1.2;
/// From the top of Hanzi to their baseline, in em.
const ASCENT: f32 = 0.86;
/// Tops of the officer's office and area, and the rule above the numbers.
const OFFICE_Y: f32 = 25.2;
const AREA_Y: f32 = 29.8;
const RULE_Y: f32 = 39.8;
/// A name on one line, at its smallest and largest.
const NAME_MM: (f32, f32) = (4.0, 7.8);
/// The emergency number's box, at its narrowest and widest.
const EMERGENCY_MM: (f32, f32) = (12.6, 24.0);

pub(crate) fn scene(front: Front<'_>) -> Result<Scene, PrintError> {
    let faults = front.check_fields();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    draw(&front.shown(), front.card)
}

fn draw(card: &ContactCard, coded: &ContactCard) -> Result<Scene, PrintError> {
    let title = format!("{} {}", word("paper.card.document").zh, card.name.trim());
    let mut scene = Scene::new(WIDTH_MM, HEIGHT_MM, &title);
    // The order in which a screen reader or a copy of the text meets them.
    who(&mut scene, card)?;
    numbers(&mut scene, card)?;
    code(&mut scene, coded)?;
    ornament::strip(&mut scene, Point::new(24.6, MARGIN_MM), HEIGHT_MM - 2.0 * MARGIN_MM, Ink::PALE);
    columns(&mut scene, card)?;
    Ok(scene)
}

/// Mongolian, column by column from left to right: station, name, office and area, phone.
fn columns(scene: &mut Scene, card: &ContactCard) -> Result<(), PrintError> {
    let room = |depth_mm, largest_mm, smallest_mm| Place {
        length_mm: BOTTOM - MARGIN_MM,
        depth_mm,
        largest_mm,
        smallest_mm,
        leading: COLUMN_LEADING,
    };
    let set = |field, text: &str, place| in_field(field, fit(text, Voice::Mongolian, place));
    let office = &word("paper.card.officer").mn;
    let office = card.area_mn.as_ref().map_or(office.clone(), |area| format!("{} {office}", area.trim()));
    let phone = format!("{} {}", word("paper.card.duty_phone").mn, card.duty_phone.trim());

    let mut columns: Vec<(Fitted, Ink)> = Vec::new();
    let station = card.station_mn.as_deref().unwrap_or(&word("paper.card.document").mn);
    columns.push((set(Field::StationMn, station, room(4.8, 2.5, 1.9))?, Ink::BLUE));
    if let Some(name) = &card.name_mn {
        columns.push((set(Field::NameMn, name, room(4.9, 4.4, 1.9))?, Ink::BLACK));
    }
    columns.push((set(Field::AreaMn, &office, room(4.8, 2.4, 1.9))?, Ink::GREY));
    columns.push((set(Field::DutyPhone, &phone, room(3.0, 2.7, 1.9))?, Ink::BLACK));

    let width = |column: &Fitted| (1.1 + (column.lines.len() as f32 - 1.0) * COLUMN_LEADING) * column.size_mm;
    let used: f32 = columns.iter().map(|(column, _)| width(column)).sum();
    let gap = ((COLUMNS_MM - used) / (columns.len() as f32 - 1.0)).min(2.4);
    let mut x = MARGIN_MM + (COLUMNS_MM - used - gap * (columns.len() as f32 - 1.0)) / 2.0;
    for (column, ink) in &columns {
        let baseline = Point::new(x + COLUMN_DESCENT * column.size_mm, MARGIN_MM);
        scene.block(column, baseline, Way::Down, COLUMN_LEADING, Look::plain(column.size_mm, *ink));
        x += width(column) + gap;
    }
    Ok(())
}

/// Station, name, office and area in Chinese.
fn who(scene: &mut Scene, card: &ContactCard) -> Result<(), PrintError> {
    let place = |depth_mm, largest_mm, smallest_mm| Place {
        length_mm: TEXT_MM,
        depth_mm,
        largest_mm,
        smallest_mm,
        leading: LEADING,
    };
    let mut put = |fitted: &Fitted, top: f32, look: Look| {
        let pen = scene.block(fitted, Point::new(TEXT, top + ASCENT * look.size_mm), Way::Across, LEADING, look);
        pen.y - ASCENT * look.size_mm
    };
    let set = |field, text: &str, place| in_field(field, fit(text, Voice::Hanzi, place));

    let station = set(Field::Station, card.station.trim(), place(6.2, 2.8, 2.0))?;
    let below = put(&station, MARGIN_MM, Look::plain(station.size_mm, Ink::BLUE));

    // The name has what is left above the office, and stands in its middle.
    let room = OFFICE_Y - 1.0 - below;
    // A name stays on one line while that can be read at arm's length.
    let name = match fit_line(&card.name, Voice::Hanzi, TEXT_MM, NAME_MM) {
        Err(PrintError::NoRoom { .. }) => set(Field::Name, card.name.trim(), place(room, NAME_MM.0, 2.2))?,
        name => name?,
    };
    let height = (1.0 + (name.lines.len() as f32 - 1.0) * LEADING) * name.size_mm;
    put(&name, below + (room - height) / 2.0, Look::heavy(name.size_mm, Ink::BLACK));

    let office = format!("{}  {} {}", word("paper.card.officer").zh, word("paper.card.badge").zh, card.badge.trim());
    let office = set(Field::Badge, &office, place(2.6, 2.5, 1.8))?;
    put(&office, OFFICE_Y, Look::plain(office.size_mm, Ink::GREY));

    let area = format!("{} {}", word("paper.card.area").zh, card.area.trim());
    let area = fit_list(&area, Voice::Hanzi, place(RULE_Y - AREA_Y - 2.0, 2.5, 1.8));
    let area = in_field(Field::Area, area)?;
    put(&area, AREA_Y, Look::plain(area.size_mm, Ink::BLACK));
    Ok(())
}

/// The code of the card's contact.
pub(crate) fn code_of(card: &ContactCard) -> Result<Matrix, PrintError> {
    qr::matrix(&card.vcard()).map_err(|error| match error {
        PrintError::TooLongForCode { bytes, limit } => {
            PrintError::Faults(vec![CardFault::TooLongForCode { field: card.longest_in_code(), bytes, limit }])
        }
        other => other,
    })
}

/// The code, with its quiet zone free around it, and a line that says what it is for.
fn code(scene: &mut Scene, card: &ContactCard) -> Result<(), PrintError> {
    let matrix = code_of(card)?;
    let side_mm = matrix.side_mm(CODE_MM);
    let spare = CODE_MM - side_mm;
    let at = Point::new(RIGHT - CODE_MM + spare, MARGIN_MM + spare / 2.0);
    scene.items.push(Item::Code { at, side_mm, matrix });
    let caption = line(&word("paper.card.scan").zh, Voice::Hanzi)?;
    let look = Look::plain(2.6, Ink::GREY);
    let centred = at.x + (side_mm - caption.advance * look.size_mm) / 2.0;
    scene.text(&caption, Point::new(centred, MARGIN_MM + CODE_MM + 4.5), Way::Across, look);
    Ok(())
}

/// The two numbers: the station's very large, the emergency number on blue.
fn numbers(scene: &mut Scene, card: &ContactCard) -> Result<(), PrintError> {
    let (from, to) = (Point::new(TEXT, RULE_Y), Point::new(RIGHT, RULE_Y));
    scene.items.push(Item::Line { from, to, width_mm: 0.2, ink: Ink::PALE });

    // `110` is short; where a landline has to stand, its box grows at the cost of the other number.
    let pad = 1.2;
    let emergency = fit_line(&card.emergency_phone, Voice::Figures, EMERGENCY_MM.1 - 2.0 * pad, (2.6, 5.4));
    let mut emergency = in_field(Field::EmergencyPhone, emergency)?;
    let advance = emergency.lines[0].advance;
    let box_mm = (advance * 3.0 + 2.0 * pad).clamp(EMERGENCY_MM.0, EMERGENCY_MM.1);
    emergency.size_mm = emergency.size_mm.min((box_mm - 2.0 * pad) / advance);

    let label = line(&word("paper.card.duty_phone").zh, Voice::Hanzi)?;
    scene.text(&label, Point::new(TEXT, RULE_Y + 3.9), Way::Across, Look::plain(2.6, Ink::BLUE));
    let room = RIGHT - box_mm - 2.2 - TEXT;
    let duty = in_field(Field::DutyPhone, fit_line(&card.duty_phone, Voice::Figures, room, (3.2, 7.6)))?;
    scene.text(&duty.lines[0], Point::new(TEXT, BOTTOM - 1.2), Way::Across, Look::plain(duty.size_mm, Ink::BLACK));

    let at = Point::new(RIGHT - box_mm, RULE_Y + 1.4);
    let height_mm = BOTTOM - at.y;
    scene.items.push(Item::Rect { at, width_mm: box_mm, height_mm, radius_mm: 1.4, ink: Ink::BLUE });
    let mut centred = |line: &Line, y, size_mm| {
        let x = at.x + (box_mm - line.advance * size_mm) / 2.0;
        scene.text(line, Point::new(x, y), Way::Across, Look::plain(size_mm, Ink::WHITE));
    };
    centred(&line(&word("paper.card.emergency").zh, Voice::Hanzi)?, at.y + 3.0, 2.3);
    centred(&emergency.lines[0], BOTTOM - 1.7, emergency.size_mm);
    Ok(())
}
