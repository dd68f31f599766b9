//! The two pupils inside a face patch, by radial symmetry: the edge of a dark disc points away from its centre, so every
//! edge pixel votes for the point one iris radius behind it (after Loy & Zelinsky, "Fast radial symmetry", 2003).
//! Deliberately not a landmark net, and blind to whether the eyes are open.

use crate::patch::Patch;
use crate::plane::Plane;
use crate::report::Point;

/// Radii of an iris, as shares of the distance between the pupils: 11.7 mm across over 63 mm.
const IRIS_RADII: [f32; 5] = [0.065, 0.075, 0.085, 0.095, 0.105];
/// How many places on each side are tried as pairs.
const PLACES: usize = 8;

/// A place that may be a pupil, and how strongly.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    y: f32,
    votes: f32,
}

/// Least likeness of a pair that counts as seen. Open eyes score above 0.45, shut or glaring ones below 0.3.
const SEEN: f32 = 0.4;
/// The upper lid hides the top of the iris, so the visible disc's centre lies below the pupil by this much.
const UNDER_THE_LID: f64 = 0.02;

/// The pupils in patch px: the one to the left in the picture first. `middle` and `distance` are where and how far apart
/// they are expected. `None` if no pair of places looks like open eyes.
pub fn pupils(patch: &Patch, middle: Point, distance: f64) -> Option<(Point, Point)> {
    let d = distance as f32;
    let luma = patch.luma().blurred(0.015 * d);
    let votes = votes(&luma, d);
    let at = |side: f32| places(&votes, middle.x as f32 + side * d, middle.y as f32, d);
    let (lefts, rights) = (at(-0.5), at(0.5));
    let strongest = lefts.iter().chain(&rights).map(|p| p.votes).fold(0.0, f32::max);
    if strongest <= 0.0 {
        return None;
    }
    let mut best: Option<(f32, Place, Place)> = None;
    for l in &lefts {
        for r in &rights {
            let (dx, dy) = (r.x - l.x, r.y - l.y);
            let apart = dx.hypot(dy) / d;
            let tilt = dy.atan2(dx);
            let off_x = ((l.x + r.x) / 2.0 - middle.x as f32) / d;
            let off_y = ((l.y + r.y) / 2.0 - middle.y as f32) / d;
            let unlikely =
                ((apart - 1.0) / 0.12).powi(2) + (tilt / 0.2).powi(2) + (off_x / 0.2).powi(2) + (off_y / 0.25).powi(2);
            let score = (l.votes * r.votes).sqrt() / strongest * (-0.4 * unlikely).exp();
            if best.is_none_or(|(s, ..)| score > s) {
                best = Some((score, *l, *r));
            }
        }
    }
    let (_, l, r) = best.filter(|(likeness, ..)| *likeness > SEEN)?;
    Some((centre(&votes, l, d), centre(&votes, r, d)))
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
    let votes = sum.blurred(0.025 * d);
    let soft = luma.blurred(0.03 * d);
    let r = 0.085 * d;
    Plane::from_fn(luma.width, luma.height, |x, y| {
        votes.at[y * luma.width + x] * surrounded(&soft, x as isize, y as isize, r)
    })
}

/// How much darker a place is than what lies to its left, its right and below it, as a share of those, at least a little.
/// A brow or a rim goes on to one side; above an iris lies the shade of the lid, which says nothing.
fn surrounded(soft: &Plane, x: isize, y: isize, r: f32) -> f32 {
    let off = (1.9 * r).round() as isize;
    let low = (1.7 * r).round() as isize;
    let least = soft.get(x - off, y).min(soft.get(x + off, y)).min(soft.get(x, y + low));
    ((least - soft.get(x, y)) / least.max(8.0)).clamp(0.02, 1.0)
}

/// The strongest local peaks around an expected pupil.
fn places(votes: &Plane, cx: f32, cy: f32, d: f32) -> Vec<Place> {
    let mut found = Vec::new();
    let (x0, x1) = ((cx - 0.45 * d).max(1.0) as usize, (cx + 0.45 * d).max(0.0) as usize);
    let (y0, y1) = ((cy - 0.55 * d).max(1.0) as usize, (cy + 0.65 * d).max(0.0) as usize);
    for y in y0..y1.min(votes.height.saturating_sub(1)) {
        for x in x0..x1.min(votes.width.saturating_sub(1)) {
            let here = votes.at[y * votes.width + x];
            let around = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];
            if here > 0.0 && around.iter().all(|(i, j)| votes.get(x as isize + i, y as isize + j) <= here) {
                found.push(Place { x: x as f32 + 0.5, y: y as f32 + 0.5, votes: here });
            }
        }
    }
    found.sort_by(|a, b| b.votes.total_cmp(&a.votes));
    found.truncate(PLACES);
    found
}

/// The centre of gravity of a peak.
fn centre(votes: &Plane, peak: Place, d: f32) -> Point {
    let reach = (0.06 * d).round() as isize;
    let (px, py) = ((peak.x - 0.5) as isize, (peak.y - 0.5) as isize);
    let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
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
