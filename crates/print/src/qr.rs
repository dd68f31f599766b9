//! QR codes as matrices of modules, by ISO/IEC 18004. Not the drawing: a scene places a [`Matrix`], a backend fills it.

use crate::error::PrintError;
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};

/// The white border that a reader needs on every side, in modules.
pub const QUIET_MODULES: usize = 4;

/// The largest code that a phone still reads off a 27 mm square: 93 modules, 0.29 mm each.
const LARGEST: i16 = 19;

/// Up to here a module is at least 0.44 mm, which an old phone and a worn card forgive.
const COMFORTABLE: i16 = 11;

/// What version 19 holds in bytes at the lowest correction level.
pub const LIMIT_BYTES: usize = 792;

/// A square of dark and light modules, without its quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Modules along one side.
    pub side: usize,
    dark: Vec<bool>,
}

impl Matrix {
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

/// The code of a text, as bytes of UTF-8.
///
/// Level M is taken while the modules stay comfortably large, L to keep them so, and small modules only when there is no
/// other way.
pub fn matrix(text: &str) -> Result<Matrix, PrintError> {
    let levels = [EcLevel::M, EcLevel::L];
    let code = [COMFORTABLE, LARGEST]
        .into_iter()
        .find_map(|largest| levels.into_iter().find_map(|level| smallest(text, level, largest)))
        .ok_or(PrintError::TooLongForCode { bytes: text.len(), limit: LIMIT_BYTES })?;
    let dark = code.to_colors().into_iter().map(|module| module == Color::Dark).collect();
    Ok(Matrix { side: code.width(), dark })
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
