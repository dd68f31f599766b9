//! The whole frame at a glance: where the cloth is, where it is in shadow, and what else is in the picture. Deliberately
//! coarse: it answers "does the cloth fill the frame and is the person alone before it", not where a hair ends.

use crate::light;
use crate::matte::{person, surface};
use crate::measure::Face;
use crate::patch::{Patch, Window};
use crate::plane::{Plane, Rgb32};
use crate::regions::{Region, regions};
use crate::report::Point;
use crate::source::Source;

/// Longest side of the picture that is looked at, px.
const SIDE: f64 = 320.0;
/// From which likelihood a pixel is taken for a person's.
const PERSON: f32 = 0.4;
/// A pixel whose colour points this far away from the cloth's, radians, is something else.
const OTHER_HUE: f32 = 0.2;
/// Light of a pixel against the cloth's beyond which it is something else, whatever its hue.
const OTHER_LIGHT: (f32, f32) = (0.12, 2.2);
/// Hair and soft edges around the net's outline, in widths of the face.
const HAIR: f64 = 0.22;

/// What the frame shows; shares are of the whole frame, 0–1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scene {
    /// Covered by cloth or by the sitter.
    pub covered: f64,
    /// The largest thing that is neither and stands free in the frame: a hand, a second person, a stand.
    pub foreign: f64,
    /// Cloth that gets less light than `dark` of what the fit expects, over all cloth.
    pub shadow: f64,
}

impl Scene {
    /// Looks at `source` around `face`. `dark` is the light, against the fit, below which cloth counts as in shadow.
    /// `None` if there is not enough cloth to fit.
    pub fn of(source: &Source, face: &Face, dark: f64) -> Option<Self> {
        let (w, h) = (f64::from(source.width()), f64::from(source.height()));
        let whole = Window { left: 0.0, top: 0.0, width: w, height: h };
        let view = Patch::cut(source, whole, SIDE / w.max(h))?;
        let picture = Rgb32::of(&view.rgb);
        let net = person::likely(&view.rgb)?;
        let (width, height) = (picture.0[0].width, picture.0[0].height);
        let likely = net.resized(width, height);
        let seen = likely.highest(6);
        let seen = Plane { at: seen.at.iter().map(|v| f32::from(*v < 0.04)).collect(), ..seen };
        let cloth = surface::quadratic(&picture, &seen)?;
        let scale = width as f64 / w;
        let sitter = sitter(&likely, view.place_of(face.axes.middle))?;
        let around = sitter.highest((HAIR * face.width * scale).ceil() as usize);
        let (mut other, mut cloth_px, mut dark_px) = (vec![false; width * height], 0, 0);
        for (i, other) in other.iter_mut().enumerate() {
            let (light, hue) = against(&picture, &cloth, i);
            let is_other = hue > OTHER_HUE || !(OTHER_LIGHT.0..OTHER_LIGHT.1).contains(&light);
            let is_person = likely.at[i] > PERSON;
            *other = around.at[i] < 0.5 && (is_other || is_person);
            if !is_other && !is_person && around.at[i] < 0.5 {
                cloth_px += 1;
                dark_px += usize::from(f64::from(light) < dark);
            }
        }
        let area = (width * height) as f64;
        let (mut uncovered, mut foreign) = (0, 0);
        for region in regions(&other, width) {
            if is_beside_the_cloth(&region, &likely, width, height) {
                uncovered += region.cells.len();
            } else {
                foreign = foreign.max(region.cells.len());
            }
        }
        Some(Self {
            covered: 1.0 - uncovered as f64 / area,
            foreign: foreign as f64 / area,
            shadow: dark_px as f64 / cloth_px.max(1) as f64,
        })
    }
}

/// 1 where the person is whose face is at `eyes`, by likelihood and connection.
fn sitter(likely: &Plane, eyes: Point) -> Option<Plane> {
    let is_person: Vec<bool> = likely.at.iter().map(|v| *v > PERSON).collect();
    let at = eyes.y.max(0.0) as usize * likely.width + eyes.x.max(0.0) as usize;
    let all = regions(&is_person, likely.width);
    let own = all.iter().find(|region| region.cells.contains(&at))?;
    let mut sitter = Plane::from_fn(likely.width, likely.height, |_, _| 0.0);
    own.cells.iter().for_each(|i| sitter.at[*i] = 1.0);
    Some(sitter)
}

/// Light of a pixel against the cloth's, and the angle between their colours, radians.
fn against(picture: &Rgb32, cloth: &Rgb32, i: usize) -> (f32, f32) {
    let [p, b] = [picture, cloth].map(|of| [0, 1, 2].map(|c| light::of_step(of.0[c].at[i]) + 0.003));
    let dot = |a: [f32; 3], b: [f32; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let along = dot(p, b) / dot(b, b).max(1e-9);
    let cosine = dot(p, b) / (dot(p, p) * dot(b, b)).sqrt().max(1e-9);
    (along, cosine.clamp(-1.0, 1.0).acos())
}

/// True for the room beside a cloth that is too small: it runs along the frame's edge and no net sees a person in it.
fn is_beside_the_cloth(region: &Region, likely: &Plane, width: usize, height: usize) -> bool {
    let person = region.cells.iter().filter(|i| likely.at[**i] > PERSON).count();
    let on_edge = |i: &&usize| {
        let (x, y) = (*i % width, *i / width);
        x == 0 || y == 0 || x + 1 == width || y + 1 == height
    };
    let edge = region.cells.iter().filter(on_edge).count();
    2 * person < region.cells.len() && edge as f64 > 0.08 * width.min(height) as f64
}
