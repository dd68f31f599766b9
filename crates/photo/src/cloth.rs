//! The backdrop cloth as a smooth surface of colour, fitted beside and above the head, and how far each pixel departs
//! from it. Shading, folds and a soft shadow change the cloth's brightness more than its hue, so both are weighed by
//! their own spread. Deliberately not a matte: it answers "cloth or not", for the head's outline only.

use crate::face::Axes;
use crate::patch::Patch;
use crate::plane::{Plane, percentile};
use crate::report::Point;

/// Terms of the surface: 1, x, y, x², xy, y².
const TERMS: usize = 6;
/// Every how many px the cloth is sampled.
const STEP: usize = 3;

/// How far every pixel of `patch` departs from the fitted cloth: 1 is where it stops to look like cloth. `None` if there
/// is too little cloth around the head to fit.
pub fn departure(patch: &Patch, axes: &Axes) -> Option<Plane> {
    let luma = patch.luma();
    let smooth = luma.blurred(1.5);
    let grain = Plane::from_fn(luma.width, luma.height, |x, y| {
        let i = y * luma.width + x;
        (luma.at[i] - smooth.at[i]).abs()
    })
    .blurred(2.0);
    let samples = cloth_pixels(&luma, axes);
    if samples.len() < 500 {
        return None;
    }
    let surface = fit(patch, &samples)?;
    let shade_and_hue = |x: usize, y: usize| split(colour(patch, x, y), surface.at(patch, x, y));
    let spread = |of: &dyn Fn(usize, usize) -> f32| {
        let mut values: Vec<f32> = samples.iter().map(|&(x, y)| of(x, y).abs()).collect();
        percentile(&mut values, 0.5)
    };
    let shade = 1.5 * spread(&|x, y| shade_and_hue(x, y).0)?;
    let hue = 1.5 * spread(&|x, y| shade_and_hue(x, y).1)?;
    let usual_grain = spread(&|x, y| grain.at[y * grain.width + x])?;
    let (shade, hue) = (shade.max(2.5), hue.max(1.5));
    let grain_room = 1.6 * usual_grain + 0.8;
    Some(
        Plane::from_fn(luma.width, luma.height, |x, y| {
            let (s, h) = shade_and_hue(x, y);
            let g = (grain.at[y * grain.width + x] - usual_grain).max(0.0) / grain_room;
            ((s / (4.0 * shade)).powi(2) + (h / (4.0 * hue)).powi(2) + g.powi(2)).sqrt()
        })
        .blurred(0.8),
    )
}

/// Pixels beside the head down to the cheeks, and above any hair.
fn cloth_pixels(luma: &Plane, axes: &Axes) -> Vec<(usize, usize)> {
    let grid = (0..luma.height).step_by(STEP).flat_map(|y| (0..luma.width).step_by(STEP).map(move |x| (x, y)));
    grid.filter(|&(x, y)| {
        let (across, down) = axes.place(Point { x: x as f64 + 0.5, y: y as f64 + 0.5 });
        (across.abs() > 1.75 && down < 0.6) || down < -2.95
    })
    .collect()
}

fn colour(patch: &Patch, x: usize, y: usize) -> [f32; 3] {
    patch.rgb.get_pixel(x as u32, y as u32).0.map(f32::from)
}

/// The difference to the cloth, along the cloth's own colour (brightness) and across it (hue).
fn split(pixel: [f32; 3], cloth: [f32; 3]) -> (f32, f32) {
    let length = cloth.iter().map(|c| c * c).sum::<f32>().sqrt().max(1.0);
    let along: f32 = (0..3).map(|i| (pixel[i] - cloth[i]) * cloth[i] / length).sum();
    let across = (0..3).map(|i| (pixel[i] - cloth[i] - along * cloth[i] / length).powi(2)).sum::<f32>().sqrt();
    (along, across)
}

/// A quadratic surface for each colour channel.
struct Surface([[f64; 3]; TERMS]);

impl Surface {
    fn at(&self, patch: &Patch, x: usize, y: usize) -> [f32; 3] {
        let terms = terms(patch, x, y);
        [0, 1, 2].map(|c| (0..TERMS).map(|t| self.0[t][c] * terms[t]).sum::<f64>() as f32)
    }
}

fn terms(patch: &Patch, x: usize, y: usize) -> [f64; TERMS] {
    let u = 2.0 * x as f64 / f64::from(patch.rgb.width()) - 1.0;
    let v = 2.0 * y as f64 / f64::from(patch.rgb.height()) - 1.0;
    [1.0, u, v, u * u, u * v, v * v]
}

/// Least squares, repeated with less and less say for pixels far from the surface: what is not cloth (a hand, a second
/// person, the room beside it) is a minority and falls out. Starts from the median colour.
fn fit(patch: &Patch, samples: &[(usize, usize)]) -> Option<Surface> {
    let mut surface = Surface([[0.0; 3]; TERMS]);
    for c in 0..3 {
        let mut values: Vec<f32> = samples.iter().map(|&(x, y)| colour(patch, x, y)[c]).collect();
        surface.0[0][c] = f64::from(percentile(&mut values, 0.5)?);
    }
    for round in 0..8 {
        let distance = |&(x, y): &(usize, usize)| {
            let (pixel, cloth) = (colour(patch, x, y), surface.at(patch, x, y));
            (0..3).map(|c| (pixel[c] - cloth[c]).powi(2)).sum::<f32>().sqrt()
        };
        let far: Vec<f32> = samples.iter().map(distance).collect();
        let spread = f64::from(percentile(&mut far.clone(), 0.5)?.max(2.0));
        let used = if round < 3 { 3 } else { TERMS };
        let mut normal = [[0.0; TERMS + 3]; TERMS];
        for (&(x, y), far) in samples.iter().zip(&far) {
            let say = 1.0 / (1.0 + (f64::from(*far) / (2.0 * spread)).powi(2)).powi(2);
            let (t, pixel) = (terms(patch, x, y), colour(patch, x, y));
            for i in 0..used {
                for j in 0..used {
                    normal[i][j] += say * t[i] * t[j];
                }
                for c in 0..3 {
                    normal[i][TERMS + c] += say * t[i] * f64::from(pixel[c]);
                }
            }
        }
        surface = Surface(solve(normal, used)?);
    }
    Some(surface)
}

/// Gauss–Jordan on the first `used` rows; the right-hand sides stand in the last three columns.
fn solve(mut rows: [[f64; TERMS + 3]; TERMS], used: usize) -> Option<[[f64; 3]; TERMS]> {
    for i in 0..used {
        rows[i][i] += 1e-6; // keeps a plane of one colour solvable
        let pivot = (i..used).max_by(|&a, &b| rows[a][i].abs().total_cmp(&rows[b][i].abs()))?;
        rows.swap(i, pivot);
        let lead = rows[i];
        if lead[i].abs() < 1e-9 {
            return None;
        }
        for (j, row) in rows.iter_mut().enumerate().take(used) {
            let factor = if j == i { 0.0 } else { row[i] / lead[i] };
            for (cell, from) in row.iter_mut().zip(lead) {
                *cell -= factor * from;
            }
        }
    }
    let mut solved = [[0.0; 3]; TERMS];
    for i in 0..used {
        for c in 0..3 {
            solved[i][c] = rows[i][TERMS + c] / rows[i][i];
        }
    }
    Some(solved)
}
