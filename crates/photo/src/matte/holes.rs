//! Closes what looks like cloth but is enclosed by the person: a shadow in hair, a stripe of the cloth's own colour on a
//! shirt. Deliberately blunt: cloth that truly shines through a closed loop of hair is closed too.

use crate::plane::{Plane, Rows};

/// Pixels per cell in which ways to the outside are looked for.
const CELL: usize = 4;

/// Raises `alpha` wherever no way over cloth leads to the left, upper or right edge: to what `most` says of the pixel at a
/// column and row.
pub fn close(alpha: &mut Plane, most: impl Fn(usize, usize) -> f32) {
    let (width, height) = (alpha.width.div_ceil(CELL), alpha.height.div_ceil(CELL));
    let mut open = vec![false; width * height];
    for y in 0..height {
        for x in 0..width {
            let cells =
                (0..CELL * CELL).map(|i| alpha.get((x * CELL + i % CELL) as isize, (y * CELL + i / CELL) as isize));
            open[y * width + x] = cells.sum::<f32>() < 0.5 * (CELL * CELL) as f32;
        }
    }
    let mut reached = vec![false; width * height];
    let edge = (0..width).map(|x| (x, 0)).chain((0..height).flat_map(|y| [(0, y), (width - 1, y)]));
    let mut next: Vec<(usize, usize)> = edge.collect();
    while let Some((x, y)) = next.pop() {
        let i = y * width + x;
        if reached[i] || !open[i] {
            continue;
        }
        reached[i] = true;
        let (left, right) = (x.saturating_sub(1), (x + 1).min(width - 1));
        let (above, below) = (y.saturating_sub(1), (y + 1).min(height - 1));
        next.extend([(left, y), (right, y), (x, above), (x, below)]);
    }
    let closed = Plane::from_fn(width, height, |x, y| f32::from(open[y * width + x] && !reached[y * width + x]));
    if closed.at.iter().all(|cell| *cell == 0.0) {
        return;
    }
    let rows = Rows::of(&closed, alpha.width, alpha.height);
    let mut line = vec![0.0; alpha.width];
    for (y, alphas) in alpha.at.chunks_exact_mut(alpha.width).enumerate() {
        rows.read(y, &mut line);
        for (x, (alpha, closed)) in alphas.iter_mut().zip(&line).enumerate().filter(|(_, (_, closed))| **closed > 0.0) {
            *alpha = alpha.max(closed * most(x, y));
        }
    }
}
