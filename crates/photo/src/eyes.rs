//! A pupil beside the place where the face mesh expects it, by radial symmetry: the edge of a dark disc points away from
//! its centre, so every edge pixel votes for the point one iris radius behind it (after Loy & Zelinsky, "Fast radial
//! symmetry", 2003). The mesh tells where an eye is to a fiftieth of the face; the votes tell it to half a pixel.
//! Deliberately blind to whether the eye is open: the mesh's lids say that.

use crate::patch::Patch;
use crate::plane::Plane;
use crate::report::Point;

/// Radii of an iris, as shares of the distance between the pupils: 11.7 mm across over 63 mm.
const IRIS_RADII: [f32; 5] = [0.065, 0.075, 0.085, 0.095, 0.105];
/// How far from the expected place a pupil is looked for, and how much a place at half of it is preferred.
const REACH: f32 = 0.13;
/// Least darkness of a pupil against its surroundings that counts as seen.
const SEEN: f32 = 0.12;
/// The upper lid hides the top of the iris, so the visible disc's centre lies below the pupil by this much.
const UNDER_THE_LID: f64 = 0.022;

/// The pupil near `expected` (patch px) in a patch where pupils lie `distance` px apart. `None` if nothing there looks
/// like an iris: a closed lid, glare.
pub fn pupil(patch: &Patch, expected: Point, distance: f64) -> Option<Point> {
    let d = distance as f32;
    let luma = patch.luma().blurred(0.015 * d);
    let votes = votes(&luma, d);
    let soft = luma.blurred(0.03 * d);
    let radius = 0.085 * d;
    let (ex, ey) = (expected.x as f32 - 0.5, expected.y as f32 - 0.5);
    let reach = (REACH * d).ceil() as isize;
    let mut best = (0.0, 0, 0);
    for j in -reach..=reach {
        for i in -reach..=reach {
            let (x, y) = (ex.round() as isize + i, ey.round() as isize + j);
            let away = (x as f32 - ex).hypot(y as f32 - ey) / (REACH * d);
            let score = votes.get(x, y) * surrounded(&soft, x, y, radius).max(0.02) * (-1.5 * away * away).exp();
            if away <= 1.0 && score > best.0 {
                best = (score, x, y);
            }
        }
    }
    let (_, x, y) = best;
    (surrounded(&soft, x, y, radius) > SEEN).then(|| centre(&votes, x, y, d))
}

/// Votes for dark discs of an iris's size. Edges whose slope runs along the eye line count most: brows, lids and the
/// rims of glasses are level, the sides of an iris are not.
fn votes(luma: &Plane, d: f32) -> Plane {
    let mut sum = Plane::from_fn(luma.width, luma.height, |_, _| 0.0);
    for y in 1..luma.height.saturating_sub(1) {
        for x in 1..luma.width.saturating_sub(1) {
            let (gx, gy) = luma.slope(x, y);
            let steep = gx.hypot(gy);
            if steep < 1.0 {
                continue;
            }
            let (ux, uy) = (gx / steep, gy / steep);
            for radius in IRIS_RADII.map(|r| r * d) {
                let (cx, cy) = ((x as f32 - ux * radius).round(), (y as f32 - uy * radius).round());
                if cx >= 0.0 && cy >= 0.0 && cx < luma.width as f32 && cy < luma.height as f32 {
                    sum.at[cy as usize * luma.width + cx as usize] += steep.min(20.0).sqrt() * ux.abs();
                }
            }
        }
    }
    sum.blurred(0.025 * d)
}

/// How much darker a place is than what lies to its left, its right and below it, as a share of those.
/// A brow or a rim goes on to one side; above an iris lies the shade of the lid, which says nothing.
fn surrounded(soft: &Plane, x: isize, y: isize, r: f32) -> f32 {
    let off = (1.9 * r).round() as isize;
    let low = (1.7 * r).round() as isize;
    let least = soft.get(x - off, y).min(soft.get(x + off, y)).min(soft.get(x, y + low));
    (least - soft.get(x, y)) / least.max(8.0)
}

/// The centre of gravity of a peak.
fn centre(votes: &Plane, px: isize, py: isize, d: f32) -> Point {
    let reach = (0.06 * d).round() as isize;
    let (mut x, mut y, mut weight) = (0.0, 0.0, 1e-9);
    for j in -reach..=reach {
        for i in -reach..=reach {
            let w = votes.get(px + i, py + j).powi(2);
            x += w * (px + i) as f32;
            y += w * (py + j) as f32;
            weight += w;
        }
    }
    Point { x: f64::from(x / weight) + 0.5, y: f64::from(y / weight) + 0.5 - UNDER_THE_LID * f64::from(d) }
}
