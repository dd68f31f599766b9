//! A word in both scripts inside a band: the Mongolian standing at the left, the Chinese lying beside it.

use crate::error::PrintError;
use crate::lines::{Fitted, Place, fit, line};
use crate::paper::page::{COLUMN_DESCENT, COLUMN_LEADING};
use crate::scene::{Ink, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::Word;

/// The Mongolian's largest and smallest size.
const SIZES_MM: (f32, f32) = (2.8, 1.9);
/// The room for it, two columns at most.
pub(crate) const MONGOLIAN_MM: f32 = 7.0;
/// From the Mongolian to the Chinese.
const GAP_MM: f32 = 1.5;
/// From line to line of the Chinese, in em.
const LEADING: f32 = 1.2;
/// From the middle of a Hanzi down to its baseline, in em.
pub(crate) const HALF_HANZI: f32 = 0.36;

/// Sets `word` with its corner at `at`, both scripts in the middle of `height_mm`; returns where it ends at the right.
pub(crate) fn label(scene: &mut Scene, word: &Word, at: Point, height_mm: f32, look: Look) -> Result<f32, PrintError> {
    let lines = vec![line(&word.zh, Voice::Hanzi)?];
    set(scene, word, at, height_mm, look.ink, &Fitted { size_mm: look.size_mm, lines })
}

/// The same for a name, which may be long: the Chinese smaller or on several lines, so that both end within `width_mm`.
pub(crate) fn label_within(
    scene: &mut Scene,
    word: &Word,
    at: Point,
    (width_mm, height_mm): (f32, f32),
    look: Look,
) -> Result<f32, PrintError> {
    let place = Place {
        length_mm: width_mm - MONGOLIAN_MM - GAP_MM,
        depth_mm: height_mm,
        largest_mm: look.size_mm,
        smallest_mm: 1.8,
        leading: LEADING,
    };
    let chinese = fit(&word.zh, Voice::Hanzi, place)?;
    set(scene, word, at, height_mm, look.ink, &chinese)
}

fn set(
    scene: &mut Scene,
    word: &Word,
    at: Point,
    height_mm: f32,
    ink: Ink,
    chinese: &Fitted,
) -> Result<f32, PrintError> {
    let columns = mongolian(&word.mn, height_mm)?;
    let left = at.x + (MONGOLIAN_MM - width_mm(&columns)) / 2.0;
    stand(scene, &columns, Point::new(left, at.y), height_mm, ink);
    let x = at.x + MONGOLIAN_MM + GAP_MM;
    let raised = (chinese.lines.len() as f32 - 1.0) * LEADING / 2.0;
    let y = at.y + height_mm / 2.0 + (HALF_HANZI - raised) * chinese.size_mm;
    scene.block(chinese, Point::new(x, y), Way::Across, LEADING, Look::plain(chinese.size_mm, ink));
    let longest = chinese.lines.iter().map(|line| line.advance).fold(0.0, f32::max);
    Ok(x + longest * chinese.size_mm)
}

/// Mongolian as large as it fits a band of this height.
pub(crate) fn mongolian(text: &str, height_mm: f32) -> Result<Fitted, PrintError> {
    let place = Place {
        length_mm: height_mm,
        depth_mm: MONGOLIAN_MM,
        largest_mm: SIZES_MM.0,
        smallest_mm: SIZES_MM.1,
        leading: COLUMN_LEADING,
    };
    fit(text, Voice::Mongolian, place)
}

/// How wide the columns are together.
pub(crate) fn width_mm(columns: &Fitted) -> f32 {
    (1.1 + (columns.lines.len() as f32 - 1.0) * COLUMN_LEADING) * columns.size_mm
}

/// Stands the columns in the middle of a band.
pub(crate) fn stand(scene: &mut Scene, columns: &Fitted, at: Point, height_mm: f32, ink: Ink) {
    let longest = columns.lines.iter().map(|line| line.advance).fold(0.0, f32::max) * columns.size_mm;
    let from = Point::new(at.x + COLUMN_DESCENT * columns.size_mm, at.y + (height_mm - longest) / 2.0);
    scene.block(columns, from, Way::Down, COLUMN_LEADING, Look::plain(columns.size_mm, ink));
}
