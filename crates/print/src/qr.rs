//! QR codes as matrices of modules, by ISO/IEC 18004. Not the drawing: a scene places a [`Matrix`], a backend fills it.

use crate::error::PrintError;
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

/// The white border that a reader needs on every side, in modules.
pub const QUIET_MODULES: usize = 4;

/// The largest code that a phone still reads off a 31 mm square: 81 modules, 0.38 mm each.
const LARGEST: i16 = 16;

/// On a screen a code is as large as it needs to be: 93 modules.
const LARGEST_ON_SCREEN: i16 = 19;

/// Up to here, 61 modules, a module on a card is at least 0.5 mm, which an old phone and a worn card forgive.
const COMFORTABLE: i16 = 11;

/// The dot of a coarse printer; 300 and 600 dots to the inch are whole parts of it.
const DOT_MM: f32 = 25.4 / 150.0;

/// What a code on paper holds in bytes: version 16 at the lowest correction level.
pub const LIMIT_BYTES: usize = 586;

/// What a code on a screen holds: version 19.
pub const SCREEN_LIMIT_BYTES: usize = 792;

/// A square of dark and light modules, without its quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Modules along one side.
    pub side: usize,
    dark: Vec<bool>,
}

impl Matrix {
    /// One side within `room_mm`. Modules are whole dots of a printer where three or more fit, so that all come out alike;
    /// finer ones take all the room.
    pub fn side_mm(&self, room_mm: f32) -> f32 {
        let dots = (room_mm / self.side as f32 / DOT_MM + 0.001).floor();
        if dots < 3.0 { room_mm } else { dots * DOT_MM * self.side as f32 }
    }

    /// Whether the module at this column and row is dark.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.side + x]
    }

    /// The dark stretches of a row: first column and length.
    pub fn dark_stretches(&self, y: usize) -> Vec<(usize, usize)> {
        let mut stretches: Vec<(usize, usize)> = Vec::new();
        for x in (0..self.side).filter(|&x| self.is_dark(x, y)) {
            match stretches.last_mut() {
                Some((start, length)) if *start + *length == x => *length += 1,
                _ => stretches.push((x, 1)),
            }
        }
        stretches
    }
}

/// The code of a text for paper, as bytes of UTF-8.
///
/// The strongest correction at which the modules stay comfortably large: paper gets dirty. An ordinary card has level H,
/// a station with a long name Q. Small modules only when there is no other way.
pub fn matrix(text: &str) -> Result<Matrix, PrintError> {
    strongest(text, &[EcLevel::H, EcLevel::Q, EcLevel::M, EcLevel::L], LARGEST)
        .ok_or(PrintError::TooLongForCode { bytes: text.len(), limit: LIMIT_BYTES })
}

/// What a phone's camera offers to call: the number without its spaces and brackets.
pub fn tel(phone: &str) -> String {
    format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())
}

/// The same for a screen or a terminal, which is clean and small: few modules count for more than correction.
pub fn screen_matrix(text: &str) -> Result<Matrix, PrintError> {
    strongest(text, &[EcLevel::M, EcLevel::L], LARGEST_ON_SCREEN)
        .ok_or(PrintError::TooLongForCode { bytes: text.len(), limit: SCREEN_LIMIT_BYTES })
}

fn strongest(text: &str, levels: &[EcLevel], largest: i16) -> Option<Matrix> {
    let code = [COMFORTABLE, largest]
        .into_iter()
        .find_map(|largest| levels.iter().find_map(|&level| smallest(text, level, largest)))?;
    let dark = code.to_colors().into_iter().map(|module| module == Color::Dark).collect();
    Some(Matrix { side: code.width(), dark })
}

fn smallest(text: &str, level: EcLevel, largest: i16) -> Option<QrCode> {
    (1..=largest).find_map(|version| {
        let mut bits = Bits::new(Version::Normal(version));
        // Bytes always: left to itself the crate takes UTF-8 that looks like Shift JIS for kanji, and readers then see kanji.
        bits.push_byte_data(text.as_bytes()).ok()?;
        bits.push_terminator(level).ok()?;
        QrCode::with_bits(bits, level).ok()
    })
}
