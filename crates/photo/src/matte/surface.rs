//! The backdrop cloth as a smooth surface of colour: a quadratic over the whole, then what is left over locally (folds,
//! a soft shadow), carried from where cloth is seen to where it is not. Deliberately no alpha: only what the cloth would
//! look like behind the person.

use super::fill::fill;
use crate::plane::{Plane, Rgb32, percentile};

/// Terms of the surface: 1, x, y, x², xy, y².
const TERMS: usize = 6;
/// Every how many px the cloth is sampled for the fit.
const STEP: usize = 4;
/// Fewer samples than this are no cloth.
const LEAST_SAMPLES: usize = 100;
/// The cloth's colour at every pixel of `picture` (0–255), from the pixels for which `seen` (0–1) says cloth. `None` if
/// too little cloth is seen.
pub fn cloth(picture: &Rgb32, seen: &Plane) -> Option<Rgb32> {
    let smooth = quadratic(picture, seen)?;
    let (width, height) = (seen.width, seen.height);
    // A pixel far from the surface is not cloth, whatever the net said: its say shrinks.
    let far = Plane::from_fn(width, height, |x, y| distance(picture.get(x, y), smooth.get(x, y)));
    let mut near: Vec<f32> = far.at.iter().zip(&seen.at).filter(|(_, s)| **s > 0.5).map(|(d, _)| *d).collect();
    let spread = percentile(&mut near, 0.5)?.max(2.0);
    let say = Plane::from_fn(width, height, |x, y| {
        let i = y * width + x;
        seen.at[i] / (1.0 + (far.at[i] / (4.0 * spread)).powi(4))
    });
    let left = Rgb32([0, 1, 2].map(|c| {
        let mut left = picture.0[c].clone();
        left.at.iter_mut().zip(&smooth.0[c].at).for_each(|(p, s)| *p -= s);
        left
    }));
    let mut cloth = fill(&left, &say).blurred(1.0);
    for (channel, base) in cloth.0.iter_mut().zip(&smooth.0) {
        channel.at.iter_mut().zip(&base.at).for_each(|(v, s)| *v += s);
    }
    Some(cloth)
}

/// Least squares, repeated with less and less say for pixels far from the surface: what is not cloth is a minority and
/// falls out. Starts from the median colour.
pub fn quadratic(picture: &Rgb32, seen: &Plane) -> Option<Rgb32> {
    let (width, height) = (seen.width, seen.height);
    let grid = (0..height).step_by(STEP).flat_map(|y| (0..width).step_by(STEP).map(move |x| (x, y)));
    let samples: Vec<(usize, usize)> = grid.filter(|&(x, y)| seen.at[y * width + x] > 0.5).collect();
    if samples.len() < LEAST_SAMPLES {
        return None;
    }
    let mut surface = [[0.0; 3]; TERMS];
    for (c, start) in surface[0].iter_mut().enumerate() {
        let mut values: Vec<f32> = samples.iter().map(|&(x, y)| picture.get(x, y)[c]).collect();
        *start = f64::from(percentile(&mut values, 0.5)?);
    }
    let at = |surface: &[[f64; 3]; TERMS], x: usize, y: usize| {
        let t = terms(x, y, width, height);
        [0, 1, 2].map(|c| (0..TERMS).map(|i| surface[i][c] * t[i]).sum::<f64>() as f32)
    };
    for round in 0..8 {
        let far: Vec<f32> = samples.iter().map(|&(x, y)| distance(picture.get(x, y), at(&surface, x, y))).collect();
        let spread = f64::from(percentile(&mut far.clone(), 0.5)?.max(2.0));
        let used = if round < 3 { 3 } else { TERMS };
        let mut normal = [[0.0; TERMS + 3]; TERMS];
        for (&(x, y), far) in samples.iter().zip(&far) {
            let say = 1.0 / (1.0 + (f64::from(*far) / (2.0 * spread)).powi(2)).powi(2);
            let (t, pixel) = (terms(x, y, width, height), picture.get(x, y));
            for i in 0..used {
                for j in 0..used {
                    normal[i][j] += say * t[i] * t[j];
                }
                for c in 0..3 {
                    normal[i][TERMS + c] += say * t[i] * f64::from(pixel[c]);
                }
            }
        }
        surface = solve(normal, used)?;
    }
    let mut channels = [0, 1, 2].map(|_| Plane::from_fn(width, height, |_, _| 0.0));
    for y in 0..height {
        for x in 0..width {
            let colour = at(&surface, x, y);
            for (channel, value) in channels.iter_mut().zip(colour) {
                channel.at[y * width + x] = value;
            }
        }
    }
    Some(Rgb32(channels))
}

fn terms(x: usize, y: usize, width: usize, height: usize) -> [f64; TERMS] {
    let u = 2.0 * x as f64 / width as f64 - 1.0;
    let v = 2.0 * y as f64 / height as f64 - 1.0;
    [1.0, u, v, u * u, u * v, v * v]
}

fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    (0..3).map(|c| (a[c] - b[c]).powi(2)).sum::<f32>().sqrt()
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
