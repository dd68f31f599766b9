//! Which part of the source becomes the finished photo, by the profile's windows: eyes first, then the face's width, then
//! the room above the hair. Deliberately pure geometry: no pixel is touched here.

use crate::face::Axes;
use crate::measure::Face;
use crate::profile::Profile;
use crate::report::Point;

/// Heads tilted less than this are left as they are, degrees: turning costs a little sharpness.
const LEVEL_DEG: f64 = 1.0;
/// Highest hair above the eyes when no cloth was found to tell it, in distances between the pupils.
pub const USUAL_TOP: f64 = 2.1;

/// The finished frame laid over the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Finished pixels per source pixel.
    pub scale: f64,
    /// Where the middle between the eyes lies in the finished photo, px.
    pub eyes: Point,
    /// The eyes' axes in the source, levelled if the tilt stays.
    pub axes: Axes,
}

impl Frame {
    /// The axes along which the face in `face` is cut out: its own, or the source's if it is hardly tilted.
    pub fn axes(face: &Face) -> Axes {
        if face.axes.roll_deg().abs() > LEVEL_DEG { face.axes } else { face.axes.levelled() }
    }

    /// Lays the profile's frame over a measured face whose highest hair lies `hair` source px above the eyes.
    pub fn lay(face: &Face, hair: Option<f64>, profile: &Profile) -> Self {
        let axes = Self::axes(face);
        let hair = hair.unwrap_or(USUAL_TOP * axes.distance);
        let (width, top, margin) = (profile.face_width_px, profile.head_top_from_upper_edge_px, profile.margin_px);
        let lowest_eyes = f64::from(profile.frame.height_px) - profile.eyes_from_lower_edge_px.min - margin;
        let room = lowest_eyes - top.min - margin;
        let widest = width.target / face.width;
        let narrowest = (width.min + margin) / face.width;
        let scale = widest.min((room / hair).max(narrowest));
        let y = (top.target + hair * scale).min(lowest_eyes);
        Self { scale, eyes: Point { x: profile.face_centre_from_left_px.target, y }, axes }
    }

    /// A point of the finished photo in the source.
    pub fn to_source(self, p: Point) -> Point {
        let unit = self.scale * self.axes.distance;
        self.axes.point((p.x - self.eyes.x) / unit, (p.y - self.eyes.y) / unit)
    }

    /// A source point in the finished photo.
    pub fn place_of(self, p: Point) -> Point {
        let (across, down) = self.axes.place(p);
        let unit = self.scale * self.axes.distance;
        Point { x: self.eyes.x + across * unit, y: self.eyes.y + down * unit }
    }
}
