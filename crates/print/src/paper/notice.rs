//! The privacy notice, one A4 page: the Mongolian in columns at the left, the Chinese at the right, the same numbers on
//! both. The Mongolian is not reviewed, so it never stands alone, and a line says which text binds.

use crate::error::PrintError;
use crate::fault::Field;
use crate::lines::{Fitted, Line, Place, fit, fit_line, line, wrap};
use crate::notice::Notice;
use crate::paper::{in_field, ornament};
use crate::scene::{Ink, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::word;

const WIDTH_MM: f32 = 210.0;
const HEIGHT_MM: f32 = 297.0;
const MARGIN_MM: f32 = 18.0;
const BOTTOM: f32 = HEIGHT_MM - MARGIN_MM;
/// The Mongolian columns end and the Chinese begins around here.
const MIDDLE: f32 = 104.0;
const TEXT: f32 = MIDDLE + 7.0;
const TEXT_MM: f32 = WIDTH_MM - MARGIN_MM - TEXT;
const COLUMNS_MM: f32 = MIDDLE - 7.0 - MARGIN_MM;

const TITLE_MM: f32 = 8.2;
const CHINESE_MM: f32 = 4.3;
const CHINESE_LEADING: f32 = 1.5;
/// From the question to its answer, in em.
const ANSWER: f32 = 1.6;
const SMALL: Look = Look::plain(3.2, Ink::GREY);

/// The head of the Mongolian columns: a question over its answer.
const QUESTION_MM: f32 = 61.0;
const COLUMN_LEADING: f32 = 1.3;
const COLUMN_GAP_MM: f32 = 2.2;
/// Mongolian glyphs reach this far to the left of their baseline once they stand, in em.
const COLUMN_DESCENT: f32 = 0.27;

/// The questions, in their order: each key has its answer under `<key>_text`.
const PARAGRAPHS: [&str; 8] = [
    "paper.notice.recorded",
    "paper.notice.purpose",
    "paper.notice.seen_by",
    "paper.notice.kept",
    "paper.notice.original",
    "paper.notice.rights",
    "paper.notice.erasure",
    "paper.notice.contact",
];

pub(crate) fn scene(notice: &Notice) -> Result<Scene, PrintError> {
    let faults = notice.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let mut scene = Scene::new(WIDTH_MM, HEIGHT_MM, &word("paper.notice.title").zh);
    mongolian(&mut scene, notice)?;
    ornament::strip(&mut scene, Point::new(MIDDLE, MARGIN_MM), BOTTOM - MARGIN_MM, Ink::PALE);
    chinese(&mut scene, notice)?;
    Ok(scene)
}

fn answer(key: &str) -> &'static crate::words::Word {
    word(&format!("{key}_text"))
}

/// Title, eight questions with their answers, spread over the height; the station and its phone; which text binds.
fn chinese(scene: &mut Scene, notice: &Notice) -> Result<(), PrintError> {
    let place = |depth_mm, largest_mm, smallest_mm| Place {
        length_mm: TEXT_MM,
        depth_mm,
        largest_mm,
        smallest_mm,
        leading: 1.25,
    };
    // The title parts where its space is, and nowhere else.
    let title =
        word("paper.notice.title").zh.split(' ').map(|part| line(part, Voice::Hanzi)).collect::<Result<_, _>>()?;
    let title = Fitted { size_mm: TITLE_MM, lines: title };
    let pen =
        scene.block(&title, Point::new(TEXT, MARGIN_MM + 7.0), Way::Across, 1.3, Look::heavy(TITLE_MM, Ink::BLUE));

    let station = in_field(Field::Station, fit(notice.station.trim(), Voice::Hanzi, place(11.0, 4.6, 3.0)))?;
    let phone = in_field(Field::DutyPhone, fit_line(&notice.duty_phone, Voice::Figures, TEXT_MM, (4.0, 9.0)))?;
    let binding = line(&word("paper.notice.prevails").zh, Voice::Hanzi)?;
    scene.text(&binding, Point::new(TEXT, BOTTOM), Way::Across, SMALL);
    let phone_y = BOTTOM - 10.0;
    let station_y = phone_y - phone.size_mm - 1.5 - (station.lines.len() as f32 - 1.0) * station.size_mm * 1.25;
    scene.block(&station, Point::new(TEXT, station_y), Way::Across, 1.25, Look::plain(station.size_mm, Ink::BLACK));
    scene.block(&phone, Point::new(TEXT, phone_y), Way::Across, 1.0, Look::plain(phone.size_mm, Ink::BLACK));

    let indent = 7.0;
    let answers: Vec<Fitted> = PARAGRAPHS
        .iter()
        .map(|key| wrap(&answer(key).zh, Voice::Hanzi, (TEXT_MM - indent) / CHINESE_MM))
        .map(|lines| Ok(Fitted { size_mm: CHINESE_MM, lines: lines? }))
        .collect::<Result<_, PrintError>>()?;
    let height = |answer: &Fitted| (ANSWER + (answer.lines.len() as f32 - 1.0) * CHINESE_LEADING) * CHINESE_MM;
    let (first, last) = (pen.y + 1.0, station_y - station.size_mm * 1.9);
    let used: f32 = answers.iter().map(height).sum();
    let gap = (last - first - used) / (PARAGRAPHS.len() as f32 - 1.0);
    if gap < CHINESE_MM {
        return Err(PrintError::NoRoom { characters: answers.len() });
    }
    let mut y = first;
    for (number, (key, answer)) in PARAGRAPHS.iter().zip(&answers).enumerate() {
        let numeral = line(&(number + 1).to_string(), Voice::Figures)?;
        scene.text(&numeral, Point::new(TEXT, y), Way::Across, Look::plain(5.0, Ink::BLUE));
        let question = line(&word(key).zh, Voice::Hanzi)?;
        scene.text(&question, Point::new(TEXT + indent, y), Way::Across, Look::heavy(4.6, Ink::BLUE));
        let below = Point::new(TEXT + indent, y + ANSWER * CHINESE_MM);
        scene.block(answer, below, Way::Across, CHINESE_LEADING, Look::plain(CHINESE_MM, Ink::BLACK));
        y += height(answer) + gap;
    }
    Ok(())
}

/// A group of columns that belong together: what stands at their head, and what stands below.
struct Columns {
    numeral: Option<Line>,
    head: Vec<Line>,
    body: Vec<Line>,
    look: Look,
}

impl Columns {
    fn width_mm(&self) -> f32 {
        self.head.len().max(self.body.len()) as f32 * COLUMN_LEADING * self.look.size_mm
    }
}

/// The same in Mongolian, from left to right, at the largest size at which the columns fit beside the Chinese.
fn mongolian(scene: &mut Scene, notice: &Notice) -> Result<(), PrintError> {
    for tenths in (34..=50).rev() {
        let groups = groups(notice, tenths as f32 / 10.0)?;
        let used: f32 = groups.iter().map(Columns::width_mm).sum();
        let gap = (COLUMNS_MM - used) / (groups.len() as f32 - 1.0);
        if gap < COLUMN_GAP_MM {
            continue;
        }
        let mut x = MARGIN_MM;
        for group in &groups {
            put(scene, group, x);
            x += group.width_mm() + gap;
        }
        return Ok(());
    }
    Err(PrintError::NoRoom { characters: PARAGRAPHS.iter().map(|key| answer(key).mn.chars().count()).sum() })
}

fn groups(notice: &Notice, size_mm: f32) -> Result<Vec<Columns>, PrintError> {
    let set = |text: &str, size_mm: f32, length_mm: f32| wrap(text, Voice::Mongolian, length_mm / size_mm);
    let whole = BOTTOM - MARGIN_MM;
    let below = whole - HEAD_MM - QUESTION_MM;
    let title = Look::heavy(6.6, Ink::BLUE);
    let mut groups = vec![Columns {
        numeral: None,
        head: set(&word("paper.notice.title").mn, title.size_mm, whole)?,
        body: Vec::new(),
        look: title,
    }];
    for (number, key) in PARAGRAPHS.iter().enumerate() {
        groups.push(Columns {
            numeral: Some(line(&(number + 1).to_string(), Voice::Figures)?),
            head: set(&word(key).mn, size_mm, QUESTION_MM - 4.0)?,
            body: set(&answer(key).mn, size_mm, below)?,
            look: Look::plain(size_mm, Ink::BLACK),
        });
    }
    let station = notice.station_mn.as_deref().map_or(String::new(), |station| format!("{} ", station.trim()));
    let contact = set(&format!("{station}{}", notice.duty_phone.trim()), size_mm, below)?;
    if let Some(last) = groups.last_mut() {
        last.body.extend(contact);
    }
    groups.push(Columns {
        numeral: None,
        head: set(&word("paper.notice.prevails").mn, SMALL.size_mm, whole)?,
        body: Vec::new(),
        look: SMALL,
    });
    Ok(groups)
}

/// The room of the numeral over a group.
const HEAD_MM: f32 = 7.0;

fn put(scene: &mut Scene, group: &Columns, left: f32) {
    let baseline = left + COLUMN_DESCENT * group.look.size_mm;
    let mut top = MARGIN_MM;
    let mut head = group.look;
    if let Some(numeral) = &group.numeral {
        let look = Look::plain(5.0, Ink::BLUE);
        let centred = left + (1.1 * group.look.size_mm - numeral.advance * look.size_mm) / 2.0;
        scene.text(numeral, Point::new(centred, top + 3.7), Way::Across, look);
        top += HEAD_MM;
        head = Look::heavy(group.look.size_mm, Ink::BLUE);
    }
    let mut lines = |lines: &[Line], top, look: Look| {
        let fitted = Fitted { size_mm: look.size_mm, lines: lines.to_vec() };
        scene.block(&fitted, Point::new(baseline, top), Way::Down, COLUMN_LEADING, look);
    };
    lines(&group.head, top, head);
    lines(&group.body, top + QUESTION_MM, group.look);
}
