//! Where the head ends: highest hair, chin, cheeks. Distances come from the eyes' axes. Deliberately modest: the chin and
//! the cheeks lean on the proportions of adult faces and only correct them by what the picture shows.

use crate::face::Axes;
use crate::plane::{Plane, percentile};
use crate::report::Point;

/// Cheek to cheek without ears, in distances between the pupils: 2.14 ± 0.08 over adult heads.
pub const FACE_WIDTH: f64 = 2.13;
/// Eye line to the lowest point of the chin, in distances between the pupils.
const CHIN: f64 = 1.97;
/// Highest hair above the eyes when no cloth was found to tell it.
pub const USUAL_TOP: f64 = 2.1;
/// Half the width of the band in which the top of the head is looked for.
const BAND: f64 = 0.8;
/// Where the search for the top begins, on the forehead.
const LOWEST_TOP: f64 = -1.2;
/// How much of a row has to be hair, in distances between the pupils: single hairs do not count.
const STRANDS: f64 = 0.08;

/// Where the highest hair lies: `down` along the face's axes, negative above the eyes. `None` if nothing in the patch looks
/// like cloth above the head. Each row is told by how far its clearest strands depart from the cloth; the head ends where
/// that falls to half of what the rows below show, which is where a matte would pass one half.
pub fn top(departure: &Plane, axes: &Axes) -> Option<f64> {
    let step = 1.0 / axes.distance;
    let row = |down: f64| -> Option<f32> {
        let mut cells: Vec<f32> = (0..(2.0 * BAND * axes.distance) as usize)
            .map(|i| axes.point(-BAND + i as f64 * step, down))
            .filter(|p| p.x >= 0.0 && p.y >= 0.0 && p.x < departure.width as f64 && p.y < departure.height as f64)
            .map(|p| departure.at[p.y as usize * departure.width + p.x as usize])
            .collect();
        cells.sort_unstable_by(|a, b| b.total_cmp(a));
        cells.get((STRANDS * axes.distance) as usize).copied()
    };
    let rows: Vec<f32> = (0..).map_while(|i| row(LOWEST_TOP - f64::from(i) * step)).collect();
    let reach = (0.35 * axes.distance) as usize;
    let lasting = (0.06 * axes.distance) as usize;
    let start = reach;
    let cloth = |i: usize| {
        let mut below = rows[i.saturating_sub(reach)..i].to_vec();
        let head = percentile(&mut below, 0.5).unwrap_or(0.0);
        rows[i] < (0.45 * head).max(1.0)
    };
    let run = (start..rows.len().saturating_sub(lasting)).find(|&i| (i..i + lasting).all(cloth))?;
    Some(LOWEST_TOP - (run as f64 - 0.5) * step)
}

/// The lowest point of the chin, patch px.
pub fn chin(axes: &Axes) -> Point {
    axes.point(0.0, CHIN)
}
