//! The 468 points of MediaPipe's face mesh on one face, in source px. Deliberately only the points: what is measured
//! between them is in `measure` and `pose`.

use image::{Rgb, RgbImage};

use crate::detect::Found;
use crate::nets::LANDMARKS;
use crate::patch::{Patch, Window};
use crate::report::Point;
use crate::source::Source;

/// Side of the net's picture, px.
const SIDE: f64 = 192.0;
/// The net was made for squares this much larger than the face's box.
const ROOM: f64 = 1.5;
/// From which value of its own doubt the net calls what it saw a face.
const LEAST_FACE: f32 = 0.0;
/// Outer corners of the eyes, left in the picture first.
const OUTER_CORNERS: [usize; 2] = [33, 263];

/// A point of the mesh: upright source px, `z` in the same unit, away from the camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point3 {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
    /// Away from the camera.
    pub z: f64,
}

/// The mesh of one face.
pub struct Mesh(Vec<Point3>);

/// A tilted square that is looked at.
#[derive(Clone, Copy)]
struct Look {
    middle: Point,
    side: f64,
    /// Direction of the eye line.
    across: Point,
}

impl Mesh {
    /// The points of the face in `found`; looked at twice, because the second look is centred better. `None` if the net
    /// sees no face there.
    pub fn of(source: &Source, found: &Found) -> Option<Self> {
        let first = Self::seen(source, &Look::new(found.middle, found.size.0.max(found.size.1), found.eyes))?;
        Self::seen(source, &first.look())
    }

    /// One look: quicker, less exact.
    pub fn at_a_glance(source: &Source, found: &Found) -> Option<Self> {
        Self::seen(source, &Look::new(found.middle, found.size.0.max(found.size.1), found.eyes))
    }

    /// Point `i` of the mesh.
    pub fn at(&self, i: usize) -> Point3 {
        self.0[i]
    }

    /// Point `i` without its depth.
    pub fn flat(&self, i: usize) -> Point {
        Point { x: self.0[i].x, y: self.0[i].y }
    }

    fn look(&self) -> Look {
        let eyes = OUTER_CORNERS.map(|i| self.flat(i));
        let look = Look::new(eyes[0], 1.0, eyes);
        let span = |of: &dyn Fn(&Point3) -> f64| {
            let (low, high) = self.0.iter().map(of).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
            ((low + high) / 2.0, high - low)
        };
        let (x, width) = span(&|p| p.x * look.across.x + p.y * look.across.y);
        let (y, height) = span(&|p| p.y * look.across.x - p.x * look.across.y);
        let middle = Point { x: x * look.across.x - y * look.across.y, y: x * look.across.y + y * look.across.x };
        Look::new(middle, width.max(height), eyes)
    }

    fn seen(source: &Source, look: &Look) -> Option<Self> {
        let outputs = LANDMARKS.run(&look.picture(source)?, 1.0, 0.0)?;
        let (numbers, doubt) = (outputs.first()?, outputs.get(1)?.first()?);
        if *doubt < LEAST_FACE || numbers.len() < 3 * 468 || numbers.iter().any(|v| !v.is_finite()) {
            return None;
        }
        let unit = look.side / SIDE;
        let points = numbers.chunks_exact(3).map(|n| {
            let p = look.to_source(f64::from(n[0]), f64::from(n[1]));
            Point3 { x: p.x, y: p.y, z: f64::from(n[2]) * unit }
        });
        Some(Self(points.collect()))
    }
}

impl Look {
    fn new(middle: Point, box_side: f64, eyes: [Point; 2]) -> Self {
        let (dx, dy) = (eyes[1].x - eyes[0].x, eyes[1].y - eyes[0].y);
        let length = dx.hypot(dy).max(1e-6);
        Self { middle, side: ROOM * box_side, across: Point { x: dx / length, y: dy / length } }
    }

    /// A point of the net's picture in the source.
    fn to_source(self, x: f64, y: f64) -> Point {
        let (u, v) = ((x / SIDE - 0.5) * self.side, (y / SIDE - 0.5) * self.side);
        Point {
            x: self.middle.x + u * self.across.x - v * self.across.y,
            y: self.middle.y + u * self.across.y + v * self.across.x,
        }
    }

    /// What the net is shown: what lies outside the source is black.
    fn picture(&self, source: &Source) -> Option<RgbImage> {
        let reach = self.side * (self.across.x.abs() + self.across.y.abs()) / 2.0;
        let Point { x, y } = self.middle;
        let window = Window { left: x - reach, top: y - reach, width: 2.0 * reach, height: 2.0 * reach };
        let patch = Patch::cut(source, window, SIDE / self.side)?;
        let side = SIDE as u32;
        Some(RgbImage::from_fn(side, side, |x, y| {
            let p = patch.place_of(self.to_source(f64::from(x) + 0.5, f64::from(y) + 0.5));
            Rgb(patch.bilinear(p).unwrap_or([0; 3]))
        }))
    }
}
