//! From one face's mesh to where its parts lie, how it is turned, whether eyes and mouth are open. Deliberately no
//! judging: the checks do that, against a profile.

use crate::detect::Found;
use crate::eyes;
use crate::face::Axes;
use crate::landmarks::{Mesh, Point3};
use crate::patch::{Patch, Window};
use crate::report::Point;
use crate::source::Source;

/// Distance between the pupils in the patches that are measured, px: about that of the finished photo.
pub const EYES_APART_PX: f64 = 96.0;
/// The pupil lies this much of the eye distance above the middle of the mesh's corners and lids.
const ABOVE_THE_MIDDLE: f64 = 0.027;
/// The chin's outline lies this much of the eye distance below the mesh's chin.
const BELOW_MESH_CHIN: f64 = 0.03;
/// Cheek to cheek without ears, in distances between the pupils: 2.14 ± 0.08 over adult heads.
const WIDTH_BY_EYES: f64 = 2.13;
/// The same over the distance of the mesh's points before the ears.
const WIDTH_BY_MESH: f64 = 0.978;
/// Pitch of the line from forehead to chin on a face that looks straight ahead, degrees: the chin lies behind.
const LEVEL_PITCH_DEG: f64 = 6.4;

/// Numbers of points in MediaPipe's face mesh; left and right as in the picture.
pub mod point {
    pub const FOREHEAD: usize = 10;
    pub const CHEEKS: [usize; 2] = [50, 280];
    pub const CHIN: usize = 152;
    pub const LIPS: [usize; 2] = [13, 14];
    pub const BEFORE_EARS: [usize; 2] = [132, 361];
    /// Outer corner, inner corner, upper lid, lower lid of each eye.
    pub const EYES: [[usize; 4]; 2] = [[33, 133, 159, 145], [263, 362, 386, 374]];
}

/// One face, measured; upright source px.
pub struct Face {
    /// Its axes: between the pupils.
    pub axes: Axes,
    /// Whether each pupil was seen, left in the picture first; else it is where the mesh expects it.
    pub eyes_seen: [bool; 2],
    /// Lowest point of the chin.
    pub chin: Point,
    /// Cheek to cheek without ears.
    pub width: f64,
    /// How the head is turned.
    pub pose: Pose,
    /// Distance of the lids of the less open eye over the distance from the eyes to the chin.
    pub eye_openness: f64,
    /// Distance of the lips, likewise.
    pub mouth_openness: f64,
    /// The mesh, for what else is measured between its points.
    pub mesh: Mesh,
}

/// How a head is turned, degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// Positive: towards the right of the picture.
    pub yaw_deg: f64,
    /// Positive: upwards.
    pub pitch_deg: f64,
    /// Positive: clockwise in the picture.
    pub roll_deg: f64,
}

impl Face {
    /// Measures the face in `found`. `None` if the landmark net sees none there.
    pub fn measure(source: &Source, found: &Found) -> Option<Self> {
        let mesh = Mesh::of(source, found)?;
        let expected = expected_eyes(&mesh);
        let seen = [0, 1].map(|side| look(source, &expected, side));
        let eyes = [seen[0].unwrap_or(expected[0]), seen[1].unwrap_or(expected[1])];
        Some(Self::with_eyes(mesh, eyes, seen.map(|eye| eye.is_some())))
    }

    /// A quick look for the preview: the eyes are where the mesh has them.
    pub fn glimpse(source: &Source, found: &Found) -> Option<Self> {
        let mesh = Mesh::at_a_glance(source, found)?;
        let eyes = expected_eyes(&mesh);
        Some(Self::with_eyes(mesh, eyes, [true; 2]))
    }

    /// Cheek to cheek as it would be seen from the front: the scale of everything around the face.
    pub fn frontal_width(&self) -> f64 {
        self.width / self.pose.yaw_deg.to_radians().cos().max(0.6)
    }

    fn with_eyes(mesh: Mesh, eyes: [Point; 2], eyes_seen: [bool; 2]) -> Self {
        let axes = Axes::new(eyes[0], eyes[1]);
        let (across, down) = axes.place(mesh.flat(point::CHIN));
        let chin = axes.point(across, down + BELOW_MESH_CHIN);
        let [left, right] = point::BEFORE_EARS.map(|i| mesh.flat(i));
        let by_mesh = WIDTH_BY_MESH * apart(left, right);
        let to_chin = apart(chin, axes.middle).max(1.0);
        let lids = point::EYES.map(|[.., upper, lower]| apart(mesh.flat(upper), mesh.flat(lower)));
        Self {
            eyes_seen,
            chin,
            width: (by_mesh + WIDTH_BY_EYES * axes.distance) / 2.0,
            pose: Pose::of(&mesh, &axes),
            eye_openness: lids[0].min(lids[1]) / to_chin,
            mouth_openness: apart(mesh.flat(point::LIPS[0]), mesh.flat(point::LIPS[1])) / to_chin,
            axes,
            mesh,
        }
    }
}

impl Pose {
    fn of(mesh: &Mesh, axes: &Axes) -> Self {
        let angle = |from: Point3, to: Point3| (to.z - from.z).atan2((to.x - from.x).hypot(to.y - from.y)).to_degrees();
        let [left, right] = point::EYES.map(|[outer, ..]| mesh.at(outer));
        Self {
            yaw_deg: angle(left, right),
            pitch_deg: LEVEL_PITCH_DEG - angle(mesh.at(point::FOREHEAD), mesh.at(point::CHIN)),
            roll_deg: axes.roll_deg(),
        }
    }
}

/// Where the mesh expects the pupils, left in the picture first.
fn expected_eyes(mesh: &Mesh) -> [Point; 2] {
    let between = |a: Point, b: Point| Point { x: (a.x + b.x) / 2.0, y: (a.y + b.y) / 2.0 };
    let corners = point::EYES.map(|[outer, inner, ..]| between(mesh.flat(outer), mesh.flat(inner)));
    let lids = point::EYES.map(|[.., upper, lower]| between(mesh.flat(upper), mesh.flat(lower)));
    let axes = Axes::new(between(corners[0], lids[0]), between(corners[1], lids[1]));
    [axes.point(-0.5, -ABOVE_THE_MIDDLE), axes.point(0.5, -ABOVE_THE_MIDDLE)]
}

/// The pupil on one side, source px, in a patch of just that eye.
fn look(source: &Source, expected: &[Point; 2], side: usize) -> Option<Point> {
    let distance = apart(expected[0], expected[1]).max(1.0);
    let Point { x, y } = expected[side];
    let reach = 0.5 * distance;
    let window = Window { left: x - reach, top: y - reach, width: 2.0 * reach, height: 2.0 * reach };
    let patch = Patch::cut(source, window, EYES_APART_PX / distance)?;
    Some(patch.to_source(eyes::pupil(&patch, patch.place_of(expected[side]), EYES_APART_PX)?))
}

/// Distance of two points.
fn apart(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}
