//! One channel of numbers with a width and a height. Deliberately small: what the measurements need and no more.

use image::RgbImage;

/// Row-major numbers.
#[derive(Clone)]
pub struct Plane {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` numbers.
    pub at: Vec<f32>,
}

impl Plane {
    /// Each cell from its column and row.
    pub fn from_fn(width: usize, height: usize, mut f: impl FnMut(usize, usize) -> f32) -> Self {
        let mut at = Vec::with_capacity(width * height);
        for y in 0..height {
            at.extend((0..width).map(|x| f(x, y)));
        }
        Self { width, height, at }
    }

    /// The cell at a column and row; cells beyond the edge repeat the edge.
    pub fn get(&self, x: isize, y: isize) -> f32 {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        self.at[y * self.width + x]
    }

    /// Gaussian blur, `sigma` in cells.
    pub fn blurred(&self, sigma: f32) -> Self {
        let reach = (3.0 * sigma).ceil() as isize;
        let weights: Vec<f32> = (-reach..=reach).map(|i| (-0.5 * (i as f32 / sigma).powi(2)).exp()).collect();
        let sum: f32 = weights.iter().sum();
        let mut across = Self { width: self.width, height: self.height, at: vec![0.0; self.at.len()] };
        let mut padded = vec![0.0; self.width + 2 * reach as usize];
        for (row, out) in self.at.chunks(self.width).zip(across.at.chunks_mut(self.width)) {
            padded.fill(row[self.width - 1]);
            padded[..reach as usize].fill(row[0]);
            padded[reach as usize..][..self.width].copy_from_slice(row);
            for (i, w) in weights.iter().enumerate() {
                for (o, v) in out.iter_mut().zip(&padded[i..]) {
                    *o += w / sum * v;
                }
            }
        }
        let mut both = Self { width: self.width, height: self.height, at: vec![0.0; self.at.len()] };
        for (y, out) in both.at.chunks_mut(self.width).enumerate() {
            for (w, i) in weights.iter().zip(-reach..=reach) {
                let from = (y as isize + i).clamp(0, self.height as isize - 1) as usize * self.width;
                for (o, v) in out.iter_mut().zip(&across.at[from..from + self.width]) {
                    *o += w / sum * v;
                }
            }
        }
        both
    }

    /// The same picture with another number of cells, between its nearest cells; not antialiased when it shrinks.
    pub fn resized(&self, width: usize, height: usize) -> Self {
        let rows = Rows::of(self, width, height);
        let mut at = vec![0.0; width * height];
        at.chunks_exact_mut(width.max(1)).enumerate().for_each(|(y, row)| rows.read(y, row));
        Self { width, height, at }
    }

    /// The lowest cell within `reach` cells each way.
    pub fn lowest(&self, reach: usize) -> Self {
        self.extreme(reach, f32::min)
    }

    /// The highest cell within `reach` cells each way.
    pub fn highest(&self, reach: usize) -> Self {
        self.extreme(reach, f32::max)
    }

    fn extreme(&self, reach: usize, of: impl Fn(f32, f32) -> f32) -> Self {
        let span = |i: usize, size: usize| i.saturating_sub(reach)..(i + reach + 1).min(size);
        let mut across = self.clone();
        for (row, out) in self.at.chunks_exact(self.width).zip(across.at.chunks_exact_mut(self.width)) {
            for (x, out) in out.iter_mut().enumerate() {
                *out = row[span(x, self.width)].iter().fold(*out, |best, v| of(best, *v));
            }
        }
        let mut both = across.clone();
        for (y, out) in both.at.chunks_exact_mut(self.width).enumerate() {
            for from in span(y, self.height) {
                let row = &across.at[from * self.width..][..self.width];
                out.iter_mut().zip(row).for_each(|(best, v)| *best = of(*best, *v));
            }
        }
        both
    }

    /// Central differences: change per cell to the right and downwards.
    pub fn slope(&self, x: usize, y: usize) -> (f32, f32) {
        let (x, y) = (x as isize, y as isize);
        let across = (self.get(x + 1, y) - self.get(x - 1, y)) / 2.0;
        let down = (self.get(x, y + 1) - self.get(x, y - 1)) / 2.0;
        (across, down)
    }
}

/// A plane as it would be with another number of cells, read row by row so that it need not be held.
pub struct Rows<'a> {
    plane: &'a Plane,
    height: usize,
    columns: Vec<(usize, usize, f32)>,
}

impl<'a> Rows<'a> {
    /// `plane` at `width` × `height` cells.
    pub fn of(plane: &'a Plane, width: usize, height: usize) -> Self {
        let columns = (0..width).map(|i| between(i, width, plane.width)).collect();
        Self { plane, height, columns }
    }

    /// Row `y` of it, into `row`.
    pub fn read(&self, y: usize, row: &mut [f32]) {
        let (y0, y1, v) = between(y, self.height, self.plane.height);
        let line = |y: usize| &self.plane.at[y * self.plane.width..][..self.plane.width];
        let (upper, lower) = (line(y0), line(y1));
        for (out, &(x0, x1, u)) in row.iter_mut().zip(&self.columns) {
            let above = upper[x0] + u * (upper[x1] - upper[x0]);
            let below = lower[x0] + u * (lower[x1] - lower[x0]);
            *out = above + v * (below - above);
        }
    }
}

/// The two cells of `from` between which cell `i` of `to` lies, and how far it is on to the second.
fn between(i: usize, to: usize, from: usize) -> (usize, usize, f32) {
    let v = ((i as f32 + 0.5) * from as f32 / to as f32 - 0.5).clamp(0.0, (from - 1) as f32);
    (v as usize, (v as usize + 1).min(from - 1), v.fract())
}

/// Three planes of one size: red, green, blue.
#[derive(Clone)]
pub struct Rgb32(pub [Plane; 3]);

impl Rgb32 {
    /// The bytes of a picture as numbers, 0–255.
    pub fn of(picture: &RgbImage) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let raw = picture.as_raw();
        Self([0, 1, 2].map(|c| {
            let at = raw.iter().skip(c).step_by(3).map(|byte| f32::from(*byte)).collect();
            Plane { width, height, at }
        }))
    }

    /// The colour at a column and row.
    pub fn get(&self, x: usize, y: usize) -> [f32; 3] {
        self.at(y * self.0[0].width + x)
    }

    /// The colour of cell `i`, row-major.
    pub fn at(&self, i: usize) -> [f32; 3] {
        [self.0[0].at[i], self.0[1].at[i], self.0[2].at[i]]
    }

    /// Each channel [`blurred`](Plane::blurred).
    pub fn blurred(&self, sigma: f32) -> Self {
        Self([0, 1, 2].map(|c| self.0[c].blurred(sigma)))
    }

    /// Each channel [`resized`](Plane::resized).
    pub fn resized(&self, width: usize, height: usize) -> Self {
        Self([0, 1, 2].map(|c| self.0[c].resized(width, height)))
    }
}

/// The value below which `share` (0–1) of `values` lie; sorts them. `None` if there are none.
pub fn percentile(values: &mut [f32], share: f64) -> Option<f32> {
    values.sort_unstable_by(f32::total_cmp);
    values.get(((values.len() as f64 - 1.0).max(0.0) * share).round() as usize).copied()
}
