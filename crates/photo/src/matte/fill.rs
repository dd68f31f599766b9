//! Carries colours from where they are known into where they are not: each gap takes the mean of the nearest known
//! surroundings, by a pyramid that is filled downwards (Gortler et al., "The Lumigraph", 1996: push and pull).

use crate::plane::{Plane, Rgb32};

/// `colours` where `known` (0–1) is 1; elsewhere carried in from around.
pub fn fill(colours: &Rgb32, known: &Plane) -> Rgb32 {
    if known.width <= 1 && known.height <= 1 || known.at.iter().all(|k| *k >= 1.0) {
        return colours.clone();
    }
    let (width, height) = (known.width.div_ceil(2), known.height.div_ceil(2));
    let mut small = Rgb32([0, 1, 2].map(|_| Plane::from_fn(width, height, |_, _| 0.0)));
    let mut small_known = Plane::from_fn(width, height, |_, _| 0.0);
    for y in 0..known.height {
        for x in 0..known.width {
            let (i, j) = (y * known.width + x, y / 2 * width + x / 2);
            small_known.at[j] += known.at[i];
            for c in 0..3 {
                small.0[c].at[j] += known.at[i] * colours.0[c].at[i];
            }
        }
    }
    for (j, sum) in small_known.at.iter_mut().enumerate() {
        for channel in &mut small.0 {
            channel.at[j] /= sum.max(1e-6);
        }
        *sum = sum.min(1.0);
    }
    let below = fill(&small, &small_known);
    Rgb32([0, 1, 2].map(|c| {
        let carried = below.0[c].resized(known.width, known.height);
        Plane::from_fn(known.width, known.height, |x, y| {
            let i = y * known.width + x;
            known.at[i] * colours.0[c].at[i] + (1.0 - known.at[i]) * carried.at[i]
        })
    }))
}
