//! How much of each pixel is the person: 1 is the person alone, 0 the cloth alone. The cloth is known, which no matting
//! in general has: its colour is fitted, and each pixel of the outline is unmixed between it and the colours of the
//! person nearby. Where both look alike (white hair on white cloth), the segmentation net's outline stands in.
//! All of it happens at twice the finished scale, whatever the camera's.

mod colours;
mod fill;
mod hair;
mod holes;
pub mod person;
pub mod surface;
mod unmix;

use crate::measure::Face;
use crate::patch::{Patch, Window};
use crate::plane::{Plane, Rgb32};
use crate::source::Source;

/// Cheek to cheek in the working picture, px: twice what the finished photo has.
pub const FACE_PX: f64 = 414.0;
/// The window around the eyes, in widths of the face: to either side, up, down.
const AROUND: (f64, f64, f64) = (1.15, 1.55, 1.4);
/// The cloth is fitted in a picture this many times smaller.
const COARSER: usize = 4;

/// Nearer to the net's outline than this there may be hair, cells of the net.
const HAIR_CELLS: usize = 6;

/// The matte of one portrait.
pub struct Matte {
    /// The working picture.
    pub patch: Patch,
    /// The person's share of each of its pixels, 0–1.
    pub alpha: Plane,
    /// The cloth behind, as it would be seen, 0–255; four times coarser.
    pub cloth: Rgb32,
    /// The person's colours, carried over the outline, 0–255; four times coarser.
    pub person: Rgb32,
}

impl Matte {
    /// The matte around `face`. `None` if there is no cloth to fit, or no room for a window.
    pub fn of(source: &Source, face: &Face) -> Option<Self> {
        let w = face.frontal_width();
        let middle = face.axes.middle;
        let (side, up, down) = AROUND;
        let window = Window {
            left: middle.x - side * w,
            top: middle.y - up * w,
            width: 2.0 * side * w,
            height: (up + down) * w,
        };
        let patch = Patch::cut(source, window, FACE_PX / w)?;
        let coarse = Patch::cut(source, window, FACE_PX / w / COARSER as f64)?;
        let likely = person::likely(&patch.rgb)?;
        let (width, height) = (coarse.rgb.width() as usize, coarse.rgb.height() as usize);
        let mut seen = likely.highest(HAIR_CELLS).resized(width, height);
        seen.at.iter_mut().for_each(|v| *v = f32::from(*v < 0.04));
        let cloth = surface::cloth(&Rgb32::of(&coarse.rgb), &seen)?;
        let (alpha, person) = unmix::alpha(&patch.rgb, &cloth, &likely, &patch.axes(&face.axes));
        Some(Self { patch, alpha, cloth, person })
    }
}
