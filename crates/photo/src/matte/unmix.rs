//! The person's share of each pixel from three colours: the pixel, the cloth behind it, the person beside it. Measured in
//! light, because that is where colours mix. What colour cannot tell, because both are alike, is taken from the net.

use image::RgbImage;

use super::{colours, hair, holes};
use crate::face::Axes;
use crate::light;
use crate::plane::{Plane, Rgb32, Rows, percentile};
use crate::report::Point;

/// From which likelihood the person is certain.
pub const CERTAIN: f32 = 0.97;
/// Contrast between person and cloth at which colour has half a say, 0–255 steps.
const FAINT: f32 = 27.0;
/// Noise of a pixel, 0–255 steps.
const NOISE: f32 = 1.5;
/// The less contrast, the more the pixels around have a say: contrast at which they have half of it, 0–255 steps.
const ROUGH: f32 = 275.0;
/// How far hair may stand out from the net's outline, px.
const HAIR_PX: usize = 70;
/// Hair lets the cloth shine through this far inside the net's outline, px; deeper nothing is cloth.
const DEEP_PX: usize = 45;
/// The person's colours are read this far inside the net's outline, px.
const SOLID_PX: usize = 22;
/// The chin lies this far below the eyes, in distances between the pupils: hair is looked through above it.
const CHIN: f64 = 1.9;
/// All but this share of the head holds less of the cloth's tint than is taken for its own.
const OWN: f64 = 0.98;
/// Strength of a tint, in light, below which a cloth counts as grey.
const GREY: f32 = 0.12;
/// Weight of the two colour differences beside brightness: hair differs within itself in brightness, not in hue.
const HUE: f32 = 2.0;

/// Alpha at every pixel of `picture`, and the person's colour there. `cloth` is coarser; `likely` is the net's grid;
/// `axes` are the face's.
pub fn alpha(picture: &RgbImage, cloth: &Rgb32, likely: &Plane, axes: &Axes) -> (Plane, Rgb32) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let cells = |px: usize| px * likely.width / width;
    let (inner, outer) = (likely.lowest(2), likely.highest(cells(HAIR_PX)));
    let deep = likely.lowest(cells(DEEP_PX));
    let tint = Tint::of(picture, cloth, &deep, axes);
    let shades = hair::shades(picture, &deep, axes);
    let (person, doubt) = colours::around(picture, cloth, &likely.lowest(cells(SOLID_PX)), &inner, &outer, &shades);
    let [b0, b1, b2] = &cloth.0;
    let [f0, f1, f2] = &person.0;
    let planes = [likely, &inner, &outer, &deep, &doubt, b0, b1, b2, f0, f1, f2];
    let rows = planes.map(|plane| Rows::of(plane, width, height));
    let mut lines = planes.map(|_| vec![0.0; width]);
    let light = light::table();
    let mut alpha = Plane { width, height, at: vec![0.0; width * height] };
    for (y, alphas) in alpha.at.chunks_exact_mut(width).enumerate() {
        rows.iter().zip(&mut lines).for_each(|(row, line)| row.read(y, line));
        let [net, inner, outer, deep, doubt, b0, b1, b2, f0, f1, f2] = &lines;
        let is_head = axes.place(Point { x: axes.middle.x, y: y as f64 }).1 < CHIN;
        for (x, alpha) in alphas.iter_mut().enumerate() {
            let certain = surely(deep[x]);
            if outer[x] < 0.1 || certain >= 1.0 {
                *alpha = if outer[x] < 0.1 { 0.0 } else { 1.0 };
                continue;
            }
            let place =
                Place { cloth: [b0[x], b1[x], b2[x]], person: [f0[x], f1[x], f2[x]], net: net[x], doubt: doubt[x] };
            let (pixel, around) = near(picture, x, y, &light);
            let sure = surely(inner[x]);
            let told = if sure < 1.0 { place.share(pixel, around) } else { 0.0 };
            let tinted = if is_head { tint.of_cloth(pixel, place.cloth) } else { 0.0 };
            *alpha = ((1.0 - sure) * told + sure * net[x] * (1.0 - tinted)).max(certain);
        }
    }
    holes::close(&mut alpha, |x, y| {
        let (u, v) = (x * cloth.0[0].width / width, y * cloth.0[0].height / height);
        let pixel = picture.get_pixel(x as u32, y as u32).0.map(|step| light[usize::from(step)]);
        1.0 - tint.of_cloth(pixel, cloth.get(u, v))
    });
    (alpha, person)
}

/// The tint of the cloth on the person: what nothing of the sitter's own has is cloth that shines through hair, however sure
/// the net is. Of a grey cloth nothing can be told.
struct Tint {
    /// The most of it, as a share of the cloth's own, that the head has where no cloth can be.
    own: f32,
}

impl Tint {
    fn of(picture: &RgbImage, cloth: &Rgb32, deep: &Plane, axes: &Axes) -> Self {
        let (width, height) = picture.dimensions();
        let table = light::table();
        let mut seen = Vec::new();
        for y in (0..height).step_by(3) {
            if axes.place(Point { x: axes.middle.x, y: f64::from(y) }).1 > CHIN {
                break;
            }
            for x in (0..width).step_by(3) {
                let at = |of: &Plane| {
                    let cell = |v: u32, size: u32, cells: usize| v as usize * cells / size as usize;
                    cell(y, height, of.height) * of.width + cell(x, width, of.width)
                };
                if deep.at[at(deep)] > CERTAIN {
                    let pixel = picture.get_pixel(x, y).0.map(|step| table[usize::from(step)]);
                    seen.push(share_of_tint(pixel, cloth.at(at(&cloth.0[0]))));
                }
            }
        }
        Self { own: percentile(&mut seen, OWN).unwrap_or(1.0).max(0.0) }
    }

    /// How much of a pixel (in light) is surely the cloth, 0–1.
    fn of_cloth(&self, pixel: [f32; 3], cloth: [f32; 3]) -> f32 {
        ((share_of_tint(pixel, cloth) - self.own) / (1.0 - self.own).max(0.3)).clamp(0.0, 1.0)
    }
}

/// How much of the cloth's tint a pixel (in light) holds; less than that where the cloth is greyish.
fn share_of_tint(pixel: [f32; 3], cloth: [f32; 3]) -> f32 {
    let [_, r, b] = opponent(pixel);
    let [_, cloth_r, cloth_b] = opponent(cloth.map(light::of_step));
    let strength = cloth_r * cloth_r + cloth_b * cloth_b;
    (r * cloth_r + b * cloth_b) * strength / (strength * strength + GREY.powi(4))
}

/// How much the net alone decides, 0–1: from where it finds a person as likely as not to where it is certain.
fn surely(likely: f32) -> f32 {
    ((likely - 0.5) / (CERTAIN - 0.5)).clamp(0.0, 1.0)
}

/// What is known of one pixel beside its colour.
struct Place {
    cloth: [f32; 3],
    person: [f32; 3],
    net: f32,
    doubt: f32,
}

impl Place {
    /// The person's share, 0–1, of a pixel with the mean of those around it, in light.
    fn share(&self, pixel: [f32; 3], around: [f32; 3]) -> f32 {
        let contrast: f32 = (0..3).map(|c| (self.person[c] - self.cloth[c]).powi(2)).sum();
        let rough = ROUGH * ROUGH / (ROUGH * ROUGH + contrast);
        let pixel = [0, 1, 2].map(|c| pixel[c] + rough * (around[c] - pixel[c]));
        let noise = NOISE / contrast.sqrt().max(1.0);
        let colour = (between(pixel, self.cloth, self.person) - noise) / (1.0 - 2.0 * noise).max(0.1);
        let trust = contrast / (contrast + FAINT * FAINT) / (1.0 + self.doubt);
        trust * colour.clamp(0.0, 1.0) + (1.0 - trust) * self.net
    }
}

/// A pixel, and the mean of the three by three around it, in light.
fn near(picture: &RgbImage, x: usize, y: usize, light: &[f32; 256]) -> ([f32; 3], [f32; 3]) {
    let (raw, width, height) = (picture.as_raw(), picture.width() as usize, picture.height() as usize);
    let at = |x: usize, y: usize| {
        let from = 3 * (y * width + x);
        [0, 1, 2].map(|c| light[usize::from(raw[from + c])])
    };
    let mut sum = [0.0; 3];
    for y in [y.saturating_sub(1), y, (y + 1).min(height - 1)] {
        for x in [x.saturating_sub(1), x, (x + 1).min(width - 1)] {
            let pixel = at(x, y);
            (0..3).for_each(|c| sum[c] += pixel[c]);
        }
    }
    (at(x, y), sum.map(|v| v / 9.0))
}

/// Where a pixel (in light) lies between the cloth's colour (0) and the person's (1).
fn between(pixel: [f32; 3], cloth: [f32; 3], person: [f32; 3]) -> f32 {
    let behind = cloth.map(light::of_step);
    let towards = opponent([0, 1, 2].map(|c| light::of_step(person[c]) - behind[c]));
    let away = opponent([0, 1, 2].map(|c| pixel[c] - behind[c]));
    let along: f32 = (0..3).map(|c| towards[c] * away[c]).sum();
    along / towards.iter().map(|t| t * t).sum::<f32>().max(1e-6)
}

/// Brightness and the two colour differences of a difference in light.
pub fn opponent([r, g, b]: [f32; 3]) -> [f32; 3] {
    let y = 0.3 * r + 0.59 * g + 0.11 * b;
    [y, HUE * (r - y), HUE * (b - y)]
}
