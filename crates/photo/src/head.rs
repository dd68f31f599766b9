//! Where the head ends: the highest hair, from the matte. A single hair does not count.

use crate::face::Axes;
use crate::matte::{FACE_PX, Matte};
use crate::report::Point;

/// From which share of the person a pixel counts as hair: half of it, less what the shares of fine tips fall short.
const HAIR: f32 = 0.45;
/// So much of the face's width has to be hair for a line to be the head's.
const STRANDS: f64 = 0.015;
/// Hair is looked for this far to either side of the eyes, in distances between the pupils.
const SIDE: f64 = 1.6;

/// How far above the eyes the highest hair lies along `axes`, source px. `None` if hair goes on to the edge of the
/// picture, or none is seen.
pub fn above_the_eyes(matte: &Matte, axes: &Axes) -> Option<f64> {
    let own = matte.patch.axes(axes);
    let (width, height) = (matte.alpha.width, matte.alpha.height);
    let mut lines = vec![0_usize; width + height];
    for y in 0..height {
        for x in 0..width {
            if matte.alpha.at[y * width + x] < HAIR {
                continue;
            }
            let (across, down) = own.place(Point { x: x as f64 + 0.5, y: y as f64 + 0.5 });
            if across.abs() < SIDE && down < 0.0 {
                let line = (-down * own.distance) as usize;
                lines.get_mut(line).into_iter().for_each(|count| *count += 1);
            }
        }
    }
    let enough = (STRANDS * FACE_PX).round() as usize;
    let above = lines.iter().rposition(|count| *count >= enough)? as f64 + 0.5;
    let at = own.point(0.0, -above / own.distance);
    (at.y > 1.5).then(|| above / own.distance * axes.distance)
}
