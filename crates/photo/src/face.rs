//! The face's own axes in a patch: origin between the pupils, `across` along the eye line, `down` towards the chin, both
//! in units of the distance between the pupils. Deliberately no measuring: only the change of coordinates.

use crate::report::Point;

/// Where the eyes lie in a patch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axes {
    /// Middle between the pupils, patch px.
    pub middle: Point,
    /// Distance between the pupils, patch px.
    pub distance: f64,
    across: Point,
}

impl Axes {
    /// From the two pupils, the one to the left in the picture first.
    pub fn new(left: Point, right: Point) -> Self {
        let (dx, dy) = (right.x - left.x, right.y - left.y);
        let distance = dx.hypot(dy).max(1.0);
        let across = Point { x: dx / distance, y: dy / distance };
        Self { middle: Point { x: (left.x + right.x) / 2.0, y: (left.y + right.y) / 2.0 }, distance, across }
    }

    /// The same place and size with a level eye line.
    pub fn levelled(&self) -> Self {
        Self { across: Point { x: 1.0, y: 0.0 }, ..*self }
    }

    /// Tilt of the eye line, degrees, clockwise is positive.
    pub fn roll_deg(&self) -> f64 {
        self.across.y.atan2(self.across.x).to_degrees()
    }

    /// Patch px of a place given across and down.
    pub fn point(&self, across: f64, down: f64) -> Point {
        let (a, d) = (across * self.distance, down * self.distance);
        Point {
            x: self.middle.x + a * self.across.x - d * self.across.y,
            y: self.middle.y + a * self.across.y + d * self.across.x,
        }
    }

    /// Across and down of patch px.
    pub fn place(&self, p: Point) -> (f64, f64) {
        let (dx, dy) = (p.x - self.middle.x, p.y - self.middle.y);
        let across = dx * self.across.x + dy * self.across.y;
        let down = dy * self.across.x - dx * self.across.y;
        (across / self.distance, down / self.distance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_tilted_face_comes_back() {
        let axes = Axes::new(Point { x: 10.0, y: 20.0 }, Point { x: 50.0, y: 28.0 });
        let (across, down) = axes.place(axes.point(0.4, -1.7));
        assert!((across - 0.4).abs() < 1e-9 && (down + 1.7).abs() < 1e-9);
        assert!(axes.roll_deg() > 11.0);
    }
}
