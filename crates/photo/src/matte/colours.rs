//! What colour the person has around the outline. On a grid four times
//! coarser than the working picture: colours of hair change slowly, only their share changes from pixel to pixel.

use image::RgbImage;

use super::fill::fill;
use super::hair;
use super::unmix::{CERTAIN, opponent};
use crate::light;
use crate::plane::{Plane, Rgb32};

/// Working pixels per cell, each way.
const CELL: usize = 4;
/// At this distance from the cloth's colour, 0–255 steps, the rim of what the net is certain of may be hair with cloth in
/// it; nearer it does no harm.
const MIXED: f32 = 65.0;
/// How much the inside still says where the rim tells the colour: behind hair is skin.
const BEHIND: f32 = 0.03;
/// Cells that hold this much of the cloth's tint, beyond what the purest around hold, say little.
const TINGED: f32 = 0.15;
/// Strength of a tint, in light, below which a cloth counts as grey.
const GREY: f32 = 0.06;
/// How far around purer cells are looked for, cells.
const NEARBY: usize = 10;
/// How often the person's colours are looked for anew with what was learnt.
const ROUNDS: usize = 3;
/// A cell this much further from the cloth than the person's colour so far is surely the person alone.
const PURER: f32 = 0.3;
/// A cell nearer to the cloth's colour than this, 0–255 steps, teaches nothing.
const TEACHES: f32 = 14.0;
/// What the pixels of each cell have in common.
struct Cells {
    /// Mean colour.
    mean: Rgb32,
    /// The same, weighed by the square of how far each pixel is from the cloth: the purest pixels count most.
    purest: Rgb32,
    /// Root mean square of that distance.
    apart: Plane,
}

/// The person's own colour, carried over the outline, and the doubt of it: read from where the net is certain (`inner`) and
/// from the purest cells of the outline, as far out as `outer` says, and held against the `shades` of hair.
pub fn around(
    picture: &RgbImage,
    cloth: &Rgb32,
    solid: &Plane,
    inner: &Plane,
    outer: &Plane,
    shades: &[[f32; 3]],
) -> (Rgb32, Plane) {
    let (width, height) = (picture.width() as usize / CELL, picture.height() as usize / CELL);
    let cloth = cloth.resized(width, height);
    let cells = Cells::of(picture, &cloth, width, height);
    let sized = |plane: &Plane| plane.resized(width, height);
    let (solid, inner, outer) = (sized(solid), sized(inner), sized(outer));
    let mut known = inner.clone();
    let rim = Plane::from_fn(width, height, |x, y| {
        let i = y * width + x;
        f32::from(inner.at[i] > CERTAIN && solid.at[i] <= CERTAIN)
    });
    let mut pure = rim.clone();
    pure.at.iter_mut().zip(&cells.apart.at).for_each(|(p, apart)| *p *= (-(apart / MIXED).powi(4)).exp());
    let (around, pure_around) = (rim.blurred(8.0), pure.blurred(8.0));
    for (i, v) in known.at.iter_mut().enumerate() {
        let within = f32::from(solid.at[i] > CERTAIN);
        let rim_tells = pure_around.at[i] / (around.at[i] + 1e-3);
        *v = pure.at[i].max(within * (1.0 - rim_tells).max(BEHIND));
    }
    let all = known.clone();
    let tinge = tinge(&cells.mean, &cloth, &known);
    known.at.iter_mut().zip(&tinge.at).for_each(|(k, t)| *k *= (-(t / TINGED).powi(2)).exp());
    let certain = known.clone();
    let mut person = fill(&cells.mean, &known).blurred(1.0);
    let usual = doubt(picture, &cloth, &person, &all);
    for _ in 0..ROUNDS {
        let mut colour = cells.mean.clone();
        for (i, k) in known.at.iter_mut().enumerate() {
            *k = certain.at[i];
            if inner.at[i] > CERTAIN && rim.at[i] < 0.5 || outer.at[i] < 0.1 || cells.apart.at[i] < TEACHES {
                continue;
            }
            let beyond = share(&cells.purest, &cloth, &person, i) - 1.0;
            *k = ((beyond - 0.5 * usual.at[i].sqrt()) / PURER).clamp(0.0, 1.0).max(certain.at[i]);
            for c in 0..3 {
                colour.0[c].at[i] = cells.purest.0[c].at[i];
            }
        }
        person = fill(&colour, &known).blurred(1.0);
    }
    let person = hair::explained(picture, CELL, &cloth, &person, &outer, shades);
    let doubt = doubt(picture, &cloth, &person, &all);
    (person, doubt)
}
impl Cells {
    fn of(picture: &RgbImage, cloth: &Rgb32, width: usize, height: usize) -> Self {
        let raw = picture.as_raw();
        let stride = 3 * picture.width() as usize;
        let blank = || Plane { width, height, at: vec![0.0; width * height] };
        let three = || Rgb32([blank(), blank(), blank()]);
        let (mut mean, mut purest, mut apart) = (three(), three(), blank());
        for y in 0..height {
            for x in 0..width {
                let i = y * width + x;
                let b = cloth.get(x, y);
                let (mut plain, mut sum, mut weight) = ([0.0; 3], [0.0; 3], 1e-3);
                for row in 0..CELL {
                    let from = (y * CELL + row) * stride + 3 * x * CELL;
                    for pixel in raw[from..from + 3 * CELL].chunks_exact(3) {
                        let p = [0, 1, 2].map(|c| f32::from(pixel[c]));
                        let w = (0..3).map(|c| (p[c] - b[c]).powi(2)).sum::<f32>() + 1e-3;
                        weight += w;
                        for c in 0..3 {
                            plain[c] += p[c];
                            sum[c] += w * p[c];
                        }
                    }
                }
                for c in 0..3 {
                    mean.0[c].at[i] = plain[c] / (CELL * CELL) as f32;
                    purest.0[c].at[i] = sum[c] / weight;
                }
                apart.at[i] = (weight / (CELL * CELL) as f32).sqrt();
            }
        }
        Self { mean, purest, apart }
    }
}

/// How much of cell `i` is the person, between the two colours; above 1 beyond the person's.
fn share(colour: &Rgb32, cloth: &Rgb32, person: &Rgb32, i: usize) -> f32 {
    let (mut along, mut apart) = (0.0, 1e-6);
    for c in 0..3 {
        let [p, f, b] = [colour, person, cloth].map(|of| light::of_step(of.0[c].at[i]));
        along += (f - b) * (p - b);
        apart += (f - b).powi(2);
    }
    along / apart
}

/// How much more of the cloth's own tint each known cell holds than the purest known cell nearby, 0–1. Hair through
/// which blue cloth shines is bluer than hair; of a grey cloth nothing can be told, and the answer is 0.
fn tinge(colour: &Rgb32, cloth: &Rgb32, known: &Plane) -> Plane {
    let tint = |of: &Rgb32, i: usize| {
        let [r, g, b] = [0, 1, 2].map(|c| light::of_step(of.0[c].at[i]));
        let y = 0.3 * r + 0.59 * g + 0.11 * b;
        (r - y, b - y)
    };
    let mut share = known.clone();
    for (i, s) in share.at.iter_mut().enumerate() {
        let (own, behind) = (tint(colour, i), tint(cloth, i));
        let strength = behind.0 * behind.0 + behind.1 * behind.1;
        let along = own.0 * behind.0 + own.1 * behind.1;
        *s = if *s > 0.0 { along * strength / (strength * strength + GREY.powi(4)) } else { f32::MAX };
    }
    let purest = share.lowest(NEARBY);
    share.at.iter_mut().zip(&purest.at).for_each(|(s, p)| *s = if *s < f32::MAX { *s - p } else { 0.0 });
    share
}

/// The variance of the person's own pixels around each cell, where they are known, in shares between their colour and the
/// cloth's: hair that varies as much as it differs from the cloth is told by its colour only badly.
fn doubt(picture: &RgbImage, cloth: &Rgb32, person: &Rgb32, known: &Plane) -> Plane {
    let table = light::table();
    let mut square = known.clone();
    let (raw, stride) = (picture.as_raw(), 3 * picture.width() as usize);
    for (i, v) in square.at.iter_mut().enumerate().filter(|(_, v)| **v > 0.0) {
        let (x, y) = (i % known.width, i / known.width);
        let [f, b] = [person, cloth].map(|of| of.at(i).map(light::of_step));
        let towards = opponent([0, 1, 2].map(|c| b[c] - f[c]));
        let length = towards.iter().map(|t| t * t).sum::<f32>();
        let mut sum = 0.0;
        for row in 0..CELL {
            let from = (y * CELL + row) * stride + 3 * x * CELL;
            for p in raw[from..from + 3 * CELL].chunks_exact(3) {
                let off = opponent([0, 1, 2].map(|c| table[usize::from(p[c])] - f[c]));
                sum += ((0..3).map(|c| towards[c] * off[c]).sum::<f32>() / (length + 1e-4)).powi(2);
            }
        }
        *v *= sum / (CELL * CELL) as f32;
    }
    let (mut sum, around) = (square.blurred(6.0), known.blurred(6.0));
    sum.at.iter_mut().zip(&around.at).for_each(|(v, w)| *v /= w + 1e-3);
    sum
}
