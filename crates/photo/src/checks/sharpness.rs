//! Is the photo in focus and still, at the size it will have on the card? The strength of fine detail (one pixel of the
//! finished photo) over that of coarse detail, around the eyes and brows, where every face has both. The scale is fixed
//! by the distance between the eyes, and the ratio does not change with light. After the sharpness measure of
//! ISO/IEC 29794-5; its trained classifier is not used.

use super::judge;
use crate::face::Axes;
use crate::measure::{EYES_APART_PX, Face};
use crate::patch::{Patch, Window};
use crate::plane::Plane;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Point, Unit};
use crate::source::Source;

/// Source pixels per measured pixel, at least: a face far away is small, which another check says, and not blurred.
const LEAST_SHRINK: f64 = 1.5;

/// Judges the eye region of a measured face.
pub fn check(source: &Source, face: &Face, profile: &Profile) -> Option<Check> {
    let Axes { middle, distance, .. } = face.axes;
    let window = Window {
        left: middle.x - 1.2 * distance,
        top: middle.y - 0.9 * distance,
        width: 2.4 * distance,
        height: 1.8 * distance,
    };
    let patch = Patch::cut(source, window, (EYES_APART_PX / distance).min(1.0 / LEAST_SHRINK))?;
    let axes = patch.axes(&face.axes);
    let measured = fine_over_coarse(&patch.luma(), &axes);
    let advice = (Advice::HoldStill, Advice::HoldStill);
    Some(judge(CheckName::Sharpness, measured, profile.limits.sharpness, Unit::Ratio, advice))
}

/// How the picture bends over one pixel in the direction where that is least, against how it bends over four in any:
/// a hand that moved blurs along its way only.
fn fine_over_coarse(luma: &Plane, axes: &Axes) -> f64 {
    let (fine, coarse) = (luma.blurred(0.6), luma.blurred(2.4));
    let bend = |of: &Plane, x: isize, y: isize, (dx, dy): (isize, isize)| {
        f64::from(of.get(x + dx, y + dy) - 2.0 * of.get(x, y) + of.get(x - dx, y - dy)).powi(2)
    };
    let mut around_the_eyes = Vec::new();
    for y in 0..luma.height as isize {
        for x in 0..luma.width as isize {
            let (across, down) = axes.place(Point { x: x as f64 + 0.5, y: y as f64 + 0.5 });
            if across.abs() < 0.95 && (-0.45..0.4).contains(&down) {
                around_the_eyes.push((x, y));
            }
        }
    }
    let (mut least, mut large) = (f64::INFINITY, 0.0);
    for (dx, dy, long) in [(1, 0, 4), (0, 1, 4), (1, 1, 3), (1, -1, 3)] {
        let mut small = 0.0;
        for (x, y) in &around_the_eyes {
            small += bend(&fine, *x, *y, (dx, dy));
            large += bend(&coarse, *x, *y, (long * dx, long * dy)) / 4.0;
        }
        least = least.min(small);
    }
    (least / large.max(1e-9)).sqrt()
}
