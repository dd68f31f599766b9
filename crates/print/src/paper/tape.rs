//! What comes out of a receipt printer: a strip as wide as the roll and as long as it needs to be, black only. The Chinese
//! is at the top; the Mongolian stands below it, in columns over the whole width.

use crate::card::Front;
use crate::error::PrintError;
use crate::escpos::{DOTS_PER_MM, Roll};
use crate::fault::{CardFault, Field};
use crate::lines::{Fitted, fit_line, wrap};
use crate::paper::card::code_of;
use crate::paper::page::{COLUMN_DESCENT, COLUMN_LEADING};
use crate::paper::receipt::{name, statement};
use crate::paper::{day_in_chinese, in_field};
use crate::qr::{self, Matrix};
use crate::receipt::Receipt;
use crate::scene::{Ink, Item, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::signature::Signature;
use crate::slip::VisitSlip;
use crate::words::{fill, word};

/// How long the Mongolian columns are.
const COLUMNS_MM: f32 = 58.0;
const BODY_MM: f32 = 3.6;
const SMALL_MM: f32 = 2.8;
const LEADING: f32 = 1.35;
const SIGN_MM: f32 = 14.0;

/// The contact card on a roll.
pub(crate) fn card(front: Front<'_>, roll: Roll) -> Result<Scene, PrintError> {
    refuse(front.check_fields())?;
    let card = front.shown();
    let mut tape = Tape::new(roll, &word("paper.card.document").zh);
    tape.prose(&card.station, BODY_MM)?;
    tape.large(Field::Name, &card.name, Voice::Hanzi, 8.0, true)?;
    tape.prose(&format!("{} {}", word("paper.card.badge").zh, card.badge.trim()), BODY_MM)?;
    tape.prose(&format!("{} {}", word("paper.card.area").zh, card.area.trim()), BODY_MM)?;
    tape.rule();
    tape.prose(&word("paper.card.duty_phone").zh, BODY_MM)?;
    tape.large(Field::DutyPhone, &card.duty_phone, Voice::Figures, 8.0, false)?;
    tape.prose(&word("paper.card.emergency").zh, BODY_MM)?;
    tape.large(Field::EmergencyPhone, &card.emergency_phone, Voice::Figures, 8.0, false)?;
    tape.code(code_of(front.card)?);
    tape.prose(&word("paper.card.scan").zh, BODY_MM)?;
    tape.rule();
    let phone = format!("{} {}", word("paper.card.duty_phone").mn, card.duty_phone.trim());
    let station = card.station_mn.as_ref().unwrap_or(&word("paper.card.document").mn);
    let texts = [Some(station), card.name_mn.as_ref(), card.area_mn.as_ref(), Some(&phone)];
    in_field(Field::StationMn, tape.columns(&texts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>()))?;
    Ok(tape.finish())
}

/// "We were here" on a roll.
pub(crate) fn visit_slip(slip: &VisitSlip, roll: Roll) -> Result<Scene, PrintError> {
    refuse(slip.check())?;
    let title = word("paper.visit.title");
    let mut tape = Tape::new(roll, &title.zh);
    tape.large(Field::Note, &title.zh, Voice::Hanzi, 8.0, true)?;
    tape.prose(&slip.station, BODY_MM)?;
    tape.large(Field::At, &format!("{} {}", day_in_chinese(&slip.on), slip.at.trim()), Voice::Hanzi, 5.0, false)?;
    tape.prose(&word("paper.visit.text").zh, BODY_MM)?;
    slip.note.as_ref().map_or(Ok(()), |note| tape.prose(note, BODY_MM))?;
    tape.large(Field::DutyPhone, &slip.duty_phone, Voice::Figures, 8.0, false)?;
    tape.prose(&format!("{} {}", word("paper.receipt.officer").zh, slip.officer.trim()), BODY_MM)?;
    tape.code(qr::matrix(&qr::tel(&slip.duty_phone))?);
    tape.rule();
    let texts =
        [Some(&title.mn), Some(&word("paper.visit.text").mn), slip.officer_mn.as_ref(), slip.station_mn.as_ref()];
    in_field(Field::StationMn, tape.columns(&texts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>()))?;
    Ok(tape.finish())
}

/// The receipt for documents on a roll.
pub(crate) fn receipt(receipt: &Receipt, roll: Roll) -> Result<Scene, PrintError> {
    refuse(receipt.check())?;
    let (title, statement) = (word("paper.receipt.title"), statement(receipt.way));
    let mut tape = Tape::new(roll, &title.zh);
    tape.large(Field::Note, &title.zh, Voice::Hanzi, 7.0, true)?;
    tape.prose(&receipt.station, BODY_MM)?;
    tape.prose(&day_in_chinese(&receipt.on), BODY_MM)?;
    tape.prose(&statement.zh, BODY_MM)?;
    tape.rule();
    for handed in &receipt.documents {
        let count = fill(&word("paper.receipt.count").zh, &[("count", handed.count.to_string())]);
        tape.prose(&format!("{} {} {count}", name(handed.document).zh, handed.note.trim()), BODY_MM)?;
    }
    tape.rule();
    tape.prose(&format!("{} {}", word("paper.receipt.person").zh, receipt.person.trim()), BODY_MM)?;
    tape.sign("paper.receipt.signed", receipt.signature.as_ref())?;
    let officer = format!("{} {} {}", word("paper.receipt.officer").zh, receipt.officer.trim(), receipt.badge.trim());
    tape.prose(&officer, BODY_MM)?;
    tape.sign("paper.receipt.signed_officer", receipt.officer_signature.as_ref())?;
    tape.prose(&word("paper.receipt.ask").zh, BODY_MM)?;
    tape.large(Field::DutyPhone, &receipt.duty_phone, Voice::Figures, 7.0, false)?;
    tape.rule();
    let texts = [Some(&title.mn), Some(&statement.mn), receipt.person_mn.as_ref(), receipt.station_mn.as_ref()];
    in_field(Field::StationMn, tape.columns(&texts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>()))?;
    Ok(tape.finish())
}

fn refuse(faults: Vec<CardFault>) -> Result<(), PrintError> {
    if faults.is_empty() { Ok(()) } else { Err(PrintError::Faults(faults)) }
}

/// A strip that grows downwards.
struct Tape {
    scene: Scene,
    y: f32,
}

impl Tape {
    fn new(roll: Roll, title: &str) -> Self {
        Self { scene: Scene::new(roll.width_mm(), 0.0, title), y: 2.0 }
    }

    fn prose(&mut self, text: &str, size_mm: f32) -> Result<(), PrintError> {
        for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
            let lines = wrap(paragraph, Voice::Hanzi, self.scene.width_mm / size_mm)?;
            let fitted = Fitted { size_mm, lines };
            let at = Point::new(0.0, self.y + size_mm);
            let end = self.scene.block(&fitted, at, Way::Across, LEADING, Look::plain(size_mm, Ink::BLACK));
            self.y = end.y - size_mm + 0.6;
        }
        Ok(())
    }

    /// One line as large as it fits, or several at the smallest size.
    fn large(&mut self, field: Field, text: &str, voice: Voice, size_mm: f32, heavy: bool) -> Result<(), PrintError> {
        let text = match fit_line(text, voice, self.scene.width_mm, (BODY_MM, size_mm)) {
            Err(PrintError::NoRoom { .. }) if voice == Voice::Hanzi => return self.prose(text, BODY_MM),
            text => in_field(field, text)?,
        };
        let look = Look { size_mm: text.size_mm, ink: Ink::BLACK, heavy };
        self.scene.text(&text.lines[0], Point::new(0.0, self.y + 1.05 * look.size_mm), Way::Across, look);
        self.y += 1.4 * look.size_mm;
        Ok(())
    }

    fn rule(&mut self) {
        let (from, to) = (Point::new(0.0, self.y + 1.0), Point::new(self.scene.width_mm, self.y + 1.0));
        self.scene.items.push(Item::Line { from, to, width_mm: 0.25, ink: Ink::BLACK });
        self.y += 2.4;
    }

    /// A code in the middle, its modules whole dots, with its quiet zone.
    fn code(&mut self, matrix: Matrix) {
        let modules = matrix.side + 2 * qr::QUIET_MODULES;
        let dots = (self.scene.width_mm * DOTS_PER_MM / modules as f32).floor().clamp(1.0, 5.0);
        let side_mm = dots * matrix.side as f32 / DOTS_PER_MM;
        let quiet_mm = dots * qr::QUIET_MODULES as f32 / DOTS_PER_MM;
        let whole = |mm: f32| (mm * DOTS_PER_MM).round() / DOTS_PER_MM;
        let at = Point::new(whole((self.scene.width_mm - side_mm) / 2.0), whole(self.y + quiet_mm));
        self.scene.items.push(Item::Code { at, side_mm, matrix });
        self.y = at.y + side_mm + quiet_mm;
    }

    /// Columns from left to right, as large as they fit the width, and which text binds.
    fn columns(&mut self, texts: &[&str]) -> Result<(), PrintError> {
        for tenths in (20..=42).rev() {
            let size_mm = tenths as f32 / 10.0;
            let set = |text: &&str| wrap(text.trim(), Voice::Mongolian, COLUMNS_MM / size_mm);
            let columns = texts.iter().map(set).collect::<Result<Vec<_>, _>>()?;
            // From text to text a little more than from line to line.
            let count: usize = columns.iter().map(Vec::len).sum();
            let gaps = columns.len().saturating_sub(1) as f32 * 0.5;
            if ((count as f32 - 1.0) * COLUMN_LEADING + gaps + 1.2) * size_mm > self.scene.width_mm {
                continue;
            }
            let longest = columns.iter().flatten().map(|line| line.advance).fold(0.0, f32::max) * size_mm;
            let mut pen = Point::new(COLUMN_DESCENT * size_mm, self.y + 1.0);
            for lines in columns {
                let look = Look::plain(size_mm, Ink::BLACK);
                pen = self.scene.block(&Fitted { size_mm, lines }, pen, Way::Down, COLUMN_LEADING, look);
                pen.x += 0.5 * size_mm;
            }
            self.y += longest + 2.0;
            return self.prose(&word("paper.notice.prevails").zh, SMALL_MM);
        }
        Err(PrintError::NoRoom { characters: texts.iter().map(|text| text.chars().count()).sum() })
    }

    /// A signature over a line, or the line alone.
    fn sign(&mut self, key: &str, signature: Option<&Signature>) -> Result<(), PrintError> {
        self.prose(&word(key).zh, BODY_MM)?;
        if let Some(signature) = signature {
            let steps = signature.outline(self.scene.width_mm, SIGN_MM - 1.0);
            self.scene.items.push(Item::Path { at: Point::new(0.0, self.y), steps, ink: Ink::BLACK });
        }
        self.y += SIGN_MM - 1.0;
        self.rule();
        Ok(())
    }

    fn finish(mut self) -> Scene {
        self.scene.height_mm = self.y + 2.0;
        self.scene
    }
}
