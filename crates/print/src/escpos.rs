//! Scene → ESC/POS, the language of receipt printers: the page as a raster, since no such printer has our scripts. Only
//! what every one of them knows is used: initialise, raster, feed, cut (Epson, ESC/POS command reference: `ESC @`, `GS v 0`,
//! `ESC d`, `GS V`). Not here: how the bytes get to the printer.

use crate::error::PrintError;
use crate::raster;
use crate::scene::Scene;
use serde::{Deserialize, Serialize};

/// A receipt printer has 203 dots to the inch: eight to the millimetre.
pub(crate) const DOTS_PER_MM: f32 = 8.0;

/// Darker than this burns a dot.
const THRESHOLD: u16 = 150;

/// Printers take a raster piece by piece: what the smallest buffers hold.
const ROWS_AT_ONCE: usize = 128;

/// Initialise.
const WAKE: [u8; 2] = [0x1b, b'@'];
/// A raster follows: the bytes of its rows, how many rows, the rows.
const RASTER: [u8; 4] = [0x1d, b'v', b'0', 0];

/// The width of a roll of thermal paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// 58 mm, of which 48 mm are printed: 384 dots.
    Mm58,
    /// 80 mm, of which 72 mm are printed: 576 dots.
    Mm80,
}

impl Roll {
    /// What can be printed on, in dots.
    pub const fn dots(self) -> usize {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
        }
    }

    /// Whether a paper that was made before is no wider. What is no paper of ours is the printer's to judge.
    pub fn takes(self, paper: &[u8]) -> bool {
        match paper.strip_prefix(&WAKE).and_then(|rest| rest.strip_prefix(&RASTER)) {
            Some([low, high, ..]) => usize::from(u16::from_le_bytes([*low, *high])) * 8 <= self.dots(),
            _ => true,
        }
    }

    pub(crate) fn width_mm(self) -> f32 {
        self.dots() as f32 / DOTS_PER_MM
    }
}

/// Everything from waking the printer to cutting the paper.
pub(crate) fn bytes(scene: &Scene) -> Result<Vec<u8>, PrintError> {
    let page = raster::pixmap(scene, DOTS_PER_MM)?;
    let (width, bytes_in_row) = (page.width() as usize, page.width().div_ceil(8) as usize);
    let dark = |x: usize, y: usize| {
        let pixel = page.pixels()[y * width + x];
        let [r, g, b] = [pixel.red(), pixel.green(), pixel.blue()].map(u16::from);
        (r + g + b) / 3 < THRESHOLD
    };
    let row = |y: usize| {
        (0..bytes_in_row).map(move |byte| {
            let bits = (byte * 8..(byte * 8 + 8).min(width)).filter(|&x| dark(x, y));
            bits.fold(0, |bits, x| bits | 0x80 >> (x % 8))
        })
    };
    let mut out = WAKE.to_vec();
    let height = page.height() as usize;
    for top in (0..height).step_by(ROWS_AT_ONCE) {
        let rows = ROWS_AT_ONCE.min(height - top);
        out.extend(RASTER);
        out.extend((bytes_in_row as u16).to_le_bytes());
        out.extend((rows as u16).to_le_bytes());
        out.extend((top..top + rows).flat_map(row));
    }
    out.extend([0x1b, b'd', 4, 0x1d, b'V', 66, 0]);
    Ok(out)
}
