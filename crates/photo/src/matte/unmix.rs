//! The person's share of each pixel from three colours: the pixel, the cloth behind it, the person beside it. Measured in
//! light, because that is where colours mix. What colour cannot tell (both alike, or the person's colours too mixed) is
//! taken from the net and from how much the place stands out from the smooth cloth.

use image::RgbImage;

use super::colours::Colours;
use crate::light;
use crate::plane::{Plane, Rgb32, Rows};

/// From which likelihood the person is certain.
pub const CERTAIN: f32 = 0.97;
/// Contrast between person and cloth at which colour has half a say, 0–255 steps.
const FAINT: f32 = 14.0;
/// How much the spread of the person's own colours adds to the doubt.
const SPREAD: f32 = 12.0;
/// Noise of a pixel, 0–255 steps.
const NOISE: f32 = 2.5;
/// How far hair may stand out from the net's outline, px.
const HAIR_PX: usize = 70;
/// Standing out from the cloth counts this near to the net's outline, px; farther away it is a fold.
const NEAR_PX: usize = 12;
/// Hair lets the cloth shine through this far inside the net's outline, px; deeper nothing is cloth.
const DEEP_PX: usize = 45;
/// The person's colours are read this far inside the net's outline, px.
const SOLID_PX: usize = 22;
/// Inside the net's outline colour has to stand out this much, 0–255 steps, to speak against the net.
const SPEAKS: f32 = 170.0;
/// Weight of the two colour differences beside brightness: hair differs within itself in brightness, not in hue.
const HUE: f32 = 2.0;
/// Tips of hair that hardly differs from the cloth are nearer to the cloth than the hair is: contrast up to which that
/// matters, 0–255 steps, and how much.
const ALIKE: (f32, f32) = (110.0, 0.3);

/// Alpha at every pixel of `picture`, and the person's colour there. `cloth` is coarser; `likely` is the net's grid.
pub fn alpha(picture: &RgbImage, cloth: &Rgb32, likely: &Plane) -> (Plane, Rgb32) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let cells = |px: usize| px * likely.width / width;
    let (inner, outer) = (likely.lowest(2), likely.highest(cells(HAIR_PX)));
    let colours = Colours::around(picture, cloth, &likely.lowest(cells(SOLID_PX)), &inner, &outer);
    let deep = likely.lowest(cells(DEEP_PX));
    let near = likely.highest(cells(NEAR_PX)).blurred(3.0);
    let [b0, b1, b2] = &cloth.0;
    let [f0, f1, f2] = &colours.person.0;
    let planes = [likely, &inner, &outer, &deep, &near, &colours.spread, &colours.standing_out, b0, b1, b2, f0, f1, f2];
    let rows = planes.map(|plane| Rows::of(plane, width, height));
    let mut lines = planes.map(|_| vec![0.0; width]);
    let light = light::table();
    let mut alpha = Plane { width, height, at: vec![0.0; width * height] };
    let pixels = picture.as_raw().chunks_exact(3 * width).zip(alpha.at.chunks_exact_mut(width));
    for (y, (pixels, alphas)) in pixels.enumerate() {
        rows.iter().zip(&mut lines).for_each(|(row, line)| row.read(y, line));
        let [net, inner, outer, deep, near, spread, standing, b0, b1, b2, f0, f1, f2] = &lines;
        for (x, (pixel, alpha)) in pixels.chunks_exact(3).zip(alphas).enumerate() {
            if outer[x] < 0.1 {
                continue;
            }
            let place = Place {
                pixel: [0, 1, 2].map(|c| light[usize::from(pixel[c])]),
                cloth: [b0[x], b1[x], b2[x]],
                person: [f0[x], f1[x], f2[x]],
                spread: spread[x],
                net: net[x],
                standing: standing[x] * near[x],
                is_inside: inner[x] > CERTAIN,
            };
            let certain = ((deep[x] - 0.5) / (CERTAIN - 0.5)).clamp(0.0, 1.0);
            *alpha = if certain < 1.0 { place.share().max(certain) } else { 1.0 };
        }
    }
    (alpha, colours.person)
}

/// What is known of one pixel.
struct Place {
    /// Its colour, in light.
    pixel: [f32; 3],
    cloth: [f32; 3],
    person: [f32; 3],
    spread: f32,
    net: f32,
    standing: f32,
    is_inside: bool,
}

impl Place {
    /// The person's share, 0–1.
    fn share(&self) -> f32 {
        let (share, contrast) = between(self.pixel, self.cloth, self.person);
        let unsure = (self.spread / contrast.max(1.0)).sqrt().min(0.4);
        let noise = NOISE / contrast.sqrt().max(1.0);
        let colour = ((share - noise) / (1.0 - unsure - 2.0 * noise).max(0.1)).clamp(0.0, 1.0);
        let against = if self.is_inside { 1.0 + SPEAKS * SPEAKS / contrast.max(1.0) } else { 1.0 };
        let trust = contrast / (contrast + (FAINT * FAINT + SPREAD * self.spread) * against);
        let mixed = trust * colour + (1.0 - trust) * self.net.max(self.standing);
        if contrast > 4.0 * ALIKE.0 * ALIKE.0 {
            return mixed;
        }
        let alike = ALIKE.1 * (-(contrast / (ALIKE.0 * ALIKE.0)).powi(2)).exp();
        (mixed - 0.02 * alike).max(0.0).powf(1.0 - alike)
    }
}

/// Where a pixel (in light) lies between the cloth's colour (0) and the person's (1), and how far apart these two are,
/// steps².
fn between(pixel: [f32; 3], cloth: [f32; 3], person: [f32; 3]) -> (f32, f32) {
    let behind = cloth.map(light::of_step);
    let towards = opponent([0, 1, 2].map(|c| light::of_step(person[c]) - behind[c]));
    let away = opponent([0, 1, 2].map(|c| pixel[c] - behind[c]));
    let along: f32 = (0..3).map(|c| towards[c] * away[c]).sum();
    let apart = towards.iter().map(|t| t * t).sum::<f32>().max(1e-6);
    (along / apart, (0..3).map(|c| (person[c] - cloth[c]).powi(2)).sum())
}

/// Brightness and the two colour differences of a difference in light.
fn opponent([r, g, b]: [f32; 3]) -> [f32; 3] {
    let y = 0.3 * r + 0.59 * g + 0.11 * b;
    [y, HUE * (r - y), HUE * (b - y)]
}
