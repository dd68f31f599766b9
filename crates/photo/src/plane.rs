//! One channel of numbers with a width and a height. Deliberately small: what the measurements need and no more.

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
        let at = (0..width * height).map(|i| f(i % width, i / width)).collect();
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

    /// Central differences: change per cell to the right and downwards.
    pub fn slope(&self, x: usize, y: usize) -> (f32, f32) {
        let (x, y) = (x as isize, y as isize);
        let across = (self.get(x + 1, y) - self.get(x - 1, y)) / 2.0;
        let down = (self.get(x, y + 1) - self.get(x, y - 1)) / 2.0;
        (across, down)
    }
}

/// The value below which `share` (0–1) of `values` lie; sorts them. `None` if there are none.
pub fn percentile(values: &mut [f32], share: f64) -> Option<f32> {
    values.sort_unstable_by(f32::total_cmp);
    values.get(((values.len() as f64 - 1.0).max(0.0) * share).round() as usize).copied()
}
