//! From one face's box to where its parts lie. Deliberately no judging: the checks do that, against a profile.

use image::RgbImage;

use crate::detect::FaceBox;
use crate::face::Axes;
use crate::patch::{Patch, Window};
use crate::report::{Measurements, Point};
use crate::{cloth, eyes, head};

/// Distance between the pupils in the patches that are measured, px: about that of the finished photo.
pub const EYES_APART_PX: f64 = 96.0;
/// Side of the detector's box, in distances between the pupils.
const BOX_SIDE: f64 = 2.7;
/// Middle between the eyes inside the detector's box, as shares of its side.
const EYES_IN_BOX: (f64, f64) = (0.51, 0.35);

/// One face, measured.
pub struct Face {
    /// The head and the cloth around it, at a known scale.
    pub patch: Patch,
    /// The face's axes in `patch`.
    pub axes: Axes,
    /// The face's axes in the source.
    pub source_axes: Axes,
    /// False if the axes come from the box alone.
    pub eyes_seen: bool,
    /// Highest hair along the face's axes, in distances between the pupils; negative is above the eyes.
    pub top: Option<f64>,
    /// Row of the highest hair in the source.
    pub top_row: Option<f64>,
}

/// Measures the face in `found`. `None` if there are not enough pixels around it.
pub fn face(source: &RgbImage, found: FaceBox) -> Option<Face> {
    let expected = found.side / BOX_SIDE;
    let middle = Point { x: found.left + EYES_IN_BOX.0 * found.side, y: found.top + EYES_IN_BOX.1 * found.side };
    let seen = look(source, middle, expected);
    let (left, right) = seen.unwrap_or_else(|| {
        let at = |side: f64| Point { x: middle.x + side * expected, y: middle.y };
        (at(-0.5), at(0.5))
    });
    let source_axes = Axes::new(left, right);
    let d = source_axes.distance;
    let Point { x, y } = source_axes.middle;
    let window = Window { left: x - 2.6 * d, top: y - 3.4 * d, width: 5.2 * d, height: 5.4 * d };
    let patch = Patch::cut(source, window, EYES_APART_PX / d)?;
    let axes = patch.axes(&source_axes);
    let departure = cloth::departure(&patch, &axes);
    let top_of = |axes: &Axes| departure.as_ref().and_then(|plane| head::top(plane, axes));
    let top = top_of(&axes);
    let top_row = top_of(&axes.levelled()).map(|down| patch.to_source(axes.levelled().point(0.0, down)).y);
    Some(Face { patch, axes, source_axes, eyes_seen: seen.is_some(), top, top_row })
}

/// The pupils in source px, found in a patch of just the upper face.
fn look(source: &RgbImage, middle: Point, expected: f64) -> Option<(Point, Point)> {
    let window = Window {
        left: middle.x - 1.2 * expected,
        top: middle.y - 0.9 * expected,
        width: 2.4 * expected,
        height: 1.9 * expected,
    };
    let patch = Patch::cut(source, window, EYES_APART_PX / expected)?;
    let (left, right) = eyes::pupils(&patch, patch.place_of(middle), EYES_APART_PX)?;
    Some((patch.to_source(left), patch.to_source(right)))
}

impl Face {
    /// Cheek to cheek in source px.
    pub fn width(&self) -> f64 {
        head::FACE_WIDTH * self.source_axes.distance
    }

    /// The account for the report; `scale` is finished pixels per source pixel.
    pub fn measurements(&self, scale: f64) -> Measurements {
        Measurements {
            eye_left: self.source_axes.point(0.5, 0.0),
            eye_right: self.source_axes.point(-0.5, 0.0),
            eyes_seen: self.eyes_seen,
            roll_deg: self.source_axes.roll_deg(),
            chin: head::chin(&self.source_axes),
            head_top_y: self.top_row,
            face_width: self.width(),
            source_scale: 1.0 / scale,
        }
    }
}
