//! The matte of a photo in the photo's own pixels, for those who want to see or score it. Deliberately apart from
//! `examine`: nothing in the application needs it.

use image::GrayImage;

use crate::examine::{Choices, Examination, look};
use crate::matte::Matte;
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::report::Point;
use crate::source::Source;

/// An examination and the person's share of every pixel of the upright source, 0–255; `None` without a matte. Outside
/// the window around the head that is looked at, the window's edge goes on.
pub struct Outline {
    /// As [`examine_with`](crate::examine_with) gives it.
    pub examination: Examination,
    /// The matte.
    pub alpha: Option<GrayImage>,
}

/// Examines and keeps the matte.
///
/// # Errors
/// As [`examine`](crate::examine).
pub fn outline(bytes: &[u8], profile: &Profile, choices: Choices) -> Result<Outline, Refusal> {
    let smallest = (u32::from(profile.frame.width_px), u32::from(profile.frame.height_px));
    let source = Source::open(bytes, smallest)?;
    let (examination, matte) = look(&source, bytes, profile, choices);
    let alpha = matte.map(|matte| in_the_source(&matte, source.width(), source.height()));
    Ok(Outline { examination, alpha })
}

fn in_the_source(matte: &Matte, width: u32, height: u32) -> GrayImage {
    let place = |x: u32, y: u32| matte.patch.place_of(Point { x: f64::from(x) + 0.5, y: f64::from(y) + 0.5 });
    let columns: Vec<(isize, f32)> = (0..width).map(|x| cell(place(x, 0).x)).collect();
    let mut picture = GrayImage::new(width, height);
    for y in 0..height {
        let (row, v) = cell(place(0, y).y);
        for x in 0..width {
            let (column, u) = columns[x as usize];
            let mix = |row: isize| {
                let (a, b) = (matte.alpha.get(column, row), matte.alpha.get(column + 1, row));
                a + u * (b - a)
            };
            let (above, below) = (mix(row), mix(row + 1));
            picture.put_pixel(x, y, image::Luma([(255.0 * (above + v * (below - above)) + 0.5) as u8]));
        }
    }
    picture
}

/// The cell before a continuous place, and how far on to the next.
fn cell(place: f64) -> (isize, f32) {
    let v = place - 0.5;
    (v.floor() as isize, (v - v.floor()) as f32)
}
