//! Connected parts of a mask. Deliberately only that: what a part means is said elsewhere.

/// A connected part.
pub struct Region {
    /// Its cells, row-major.
    pub cells: Vec<usize>,
}

/// The parts of `mask` (rows of `width`) that hang together over edges, not corners.
pub fn regions(mask: &[bool], width: usize) -> Vec<Region> {
    let mut left = mask.to_vec();
    let mut found = Vec::new();
    for start in 0..left.len() {
        let (mut cells, mut next) = (Vec::new(), vec![start]);
        while let Some(i) = next.pop() {
            if !left.get(i).copied().unwrap_or(false) {
                continue;
            }
            left[i] = false;
            cells.push(i);
            next.extend([i.wrapping_sub(width), i + width]);
            next.extend((i % width > 0).then(|| i - 1));
            next.extend((i % width + 1 < width).then(|| i + 1));
        }
        if !cells.is_empty() {
            found.push(Region { cells });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::regions;

    #[test]
    fn parts_that_touch_at_a_corner_only_are_two() {
        let mask = [true, true, false, false, false, true].map(|m| m);
        let sizes: Vec<usize> = regions(&mask, 3).iter().map(|r| r.cells.len()).collect();
        assert_eq!(sizes, [2, 1]);
    }
}
