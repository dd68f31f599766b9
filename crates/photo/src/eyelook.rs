//! What the boxes of the two eyes look like: between the lids, on the glasses, in the pupils. Deliberately only numbers;
//! the checks judge them.

use crate::lab;
use crate::measure::{EYES_APART_PX, Face, point};
use crate::patch::{Patch, Window};
use crate::plane::percentile;
use crate::report::Point;
use crate::source::Source;

/// Luma from which a pixel is at the end of the scale.
const BURNT: f32 = 247.0;
/// Cheeks at least this colourful (a share of their brightest channel) tell lids from eyes.
const COLOURFUL: f32 = 0.08;

/// Numbers of both eyes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EyeLook {
    /// Mean colour of both cheeks, 0–255.
    pub cheeks: [f32; 3],
    /// Linear light of the brighter cheek over the darker one's.
    pub side_light: f64,
    /// Saturation of the greyest fifth between the lids over that of the cheeks, the more lid-like eye. `None` if the
    /// cheeks have no colour to tell by.
    pub lid_likeness: Option<f64>,
    /// Share of the boxes around the eyes that is burnt out although the cheeks are not.
    pub glare_share: f64,
    /// Red over the mean of green and blue in the redder pupil.
    pub pupil_redness: f64,
}

impl EyeLook {
    /// Looks at both eyes of `face`.
    pub fn of(source: &Source, face: &Face) -> Option<Self> {
        let (axes, d) = (face.axes, face.axes.distance);
        let window =
            Window { left: axes.middle.x - 1.1 * d, top: axes.middle.y - 0.7 * d, width: 2.2 * d, height: 1.9 * d };
        let patch = Patch::cut(source, window, EYES_APART_PX / d)?;
        let within = |centre: Point, a: f64, b: f64| {
            Spot::around(&patch, &patch.axes(&axes), centre, a * EYES_APART_PX, b * EYES_APART_PX)
        };
        let cheeks = point::CHEEKS.map(|i| within(patch.place_of(face.mesh.flat(i)), 0.09, 0.09));
        let [left, right] = cheeks.each_ref().map(Spot::mean);
        let cheek_colour = [0, 1, 2].map(|c| (left[c] + right[c]) / 2.0);
        let light = |rgb: [f32; 3]| lab::of(rgb).l.max(1.0);
        let linear = |rgb: [f32; 3]| ((light(rgb) + 16.0) / 116.0).powi(3);
        let side = linear(left) / linear(right);
        let cheek_burnt = cheeks.iter().map(|c| c.share(burnt)).fold(0.0, f64::max);
        let cheek_saturation = saturation(cheek_colour);
        let eyes = point::EYES.map(|[outer, inner, ..]| {
            let (o, i) = (patch.place_of(face.mesh.flat(outer)), patch.place_of(face.mesh.flat(inner)));
            let middle = Point { x: (o.x + i.x) / 2.0, y: (o.y + i.y) / 2.0 - 0.015 * EYES_APART_PX };
            let half = (o.x - i.x).hypot(o.y - i.y) / 2.0 / EYES_APART_PX;
            (within(middle, 0.8 * half, 0.35 * half), within(middle, 0.42, 0.3))
        });
        let greyest = |spot: &Spot| percentile(&mut spot.0.iter().map(|p| saturation(*p)).collect::<Vec<_>>(), 0.2);
        let lids = eyes.each_ref().map(|(lid, _)| greyest(lid).unwrap_or(0.0) / cheek_saturation.max(1e-3));
        let pupils = [-0.5, 0.5].map(|side| within(patch.place_of(axes.point(side, 0.0)), 0.05, 0.05).mean());
        let redness = pupils.map(|p| f64::from(p[0] / ((p[1] + p[2]) / 2.0).max(12.0)));
        let glare = eyes.each_ref().map(|(_, around)| around.share(burnt)).into_iter().fold(0.0, f64::max);
        Some(Self {
            cheeks: cheek_colour,
            side_light: side.max(1.0 / side),
            lid_likeness: (cheek_saturation > COLOURFUL && cheek_burnt < 0.2).then(|| f64::from(lids[0].max(lids[1]))),
            glare_share: if cheek_burnt > 0.1 { 0.0 } else { glare },
            pupil_redness: redness[0].max(redness[1]),
        })
    }
}

/// The pixels of an ellipse.
struct Spot(Vec<[f32; 3]>);

impl Spot {
    /// Half axes `a` along the eye line and `b` across it, patch px.
    fn around(patch: &Patch, axes: &crate::face::Axes, centre: Point, a: f64, b: f64) -> Self {
        let reach = a.max(b).ceil();
        let (cos, sin) = (axes.roll_deg().to_radians().cos(), axes.roll_deg().to_radians().sin());
        let (x0, x1) = ((centre.x - reach).max(0.0) as u32, (centre.x + reach).max(0.0) as u32);
        let (y0, y1) = ((centre.y - reach).max(0.0) as u32, (centre.y + reach).max(0.0) as u32);
        let mut pixels = Vec::new();
        for y in y0..=y1.min(patch.rgb.height() - 1) {
            for x in x0..=x1.min(patch.rgb.width() - 1) {
                let (dx, dy) = (f64::from(x) + 0.5 - centre.x, f64::from(y) + 0.5 - centre.y);
                let (u, v) = ((dx * cos + dy * sin) / a, (dy * cos - dx * sin) / b);
                if u * u + v * v <= 1.0 {
                    pixels.push(patch.rgb.get_pixel(x, y).0.map(f32::from));
                }
            }
        }
        Self(pixels)
    }

    fn mean(&self) -> [f32; 3] {
        let count = self.0.len().max(1) as f32;
        [0, 1, 2].map(|c| self.0.iter().map(|p| p[c]).sum::<f32>() / count)
    }

    fn share(&self, of: fn([f32; 3]) -> bool) -> f64 {
        self.0.iter().filter(|p| of(**p)).count() as f64 / (self.0.len() as f64).max(1.0)
    }
}

fn burnt(p: [f32; 3]) -> bool {
    p.iter().all(|v| *v >= BURNT)
}

fn saturation(p: [f32; 3]) -> f32 {
    let (low, high) = (p[0].min(p[1]).min(p[2]), p[0].max(p[1]).max(p[2]));
    (high - low) / high.max(8.0)
}
