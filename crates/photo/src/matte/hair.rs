//! Hair beside the neck is neighbour to skin and collar, whose colours would be carried into it. So the shades of the hair
//! above the forehead are held against each place of the outline beside the colour found nearby, and whichever explains
//! the pixels there best as a mixture with the cloth has the most say (sampling-based matting with a known background,
//! after Wang and Cohen, "Optimized Color Sampling", 2007). Deliberately no idea of what is hair: a bald head gives skin.

use image::RgbImage;

use super::unmix::{CERTAIN, opponent};
use crate::face::Axes;
use crate::light;
use crate::plane::{Plane, Rgb32};
use crate::report::Point;

/// Hair is read above this place over the eyes, and this far to either side, in distances between the pupils.
const ABOVE: (f64, f64) = (1.3, 1.0);
/// Shades in the order of brightness: the middle of each, and how much around it is one shade.
const SHADES: ([f64; 3], f64) = ([0.15, 0.5, 0.85], 0.1);
/// Fewer pixels than this show no hair.
const LEAST_PIXELS: usize = 100;
/// Noise of a pixel, in light: in the dark, and what is added by the square root of light.
const NOISE: (f32, f32) = (0.004, 0.03);
/// A pixel that a colour explains worse than this, in squares of its noise, is no worse.
const WORST: f32 = 25.0;
/// How fast a colour that explains worse loses its say.
const STRICT: f32 = 0.15;
/// A colour is chosen by the cells around, Gaussian, cells.
const TOGETHER: f32 = 1.5;

/// The shades, in light, of what the net is certain of above the forehead; none if nothing is seen there.
pub fn shades(picture: &RgbImage, certain: &Plane, axes: &Axes) -> Vec<[f32; 3]> {
    let (width, height) = picture.dimensions();
    let table = light::table();
    let mut seen: Vec<[f32; 3]> = Vec::new();
    for y in (0..height).step_by(2) {
        for x in (0..width).step_by(2) {
            let (across, down) = axes.place(Point { x: f64::from(x), y: f64::from(y) });
            let at = |v: u32, size: u32, cells: usize| (v as usize * cells / size as usize) as isize;
            let net = certain.get(at(x, width, certain.width), at(y, height, certain.height));
            if -down > ABOVE.0 && across.abs() < ABOVE.1 && net > CERTAIN {
                seen.push(picture.get_pixel(x, y).0.map(|step| table[usize::from(step)]));
            }
        }
    }
    if seen.len() < LEAST_PIXELS {
        return Vec::new();
    }
    seen.sort_unstable_by(|a, b| a.iter().sum::<f32>().total_cmp(&b.iter().sum()));
    let place = |share: f64| (seen.len() as f64 * share) as usize;
    let mean = |some: &[[f32; 3]]| [0, 1, 2].map(|c| some.iter().map(|p| p[c]).sum::<f32>() / some.len() as f32);
    SHADES.0.iter().map(|middle| mean(&seen[place(middle - SHADES.1)..place(middle + SHADES.1)])).collect()
}

/// `person` (0–255, on a grid of `cell` px) with the say of `shades` where these explain `picture` better. Pixels where
/// `outer` is 0 are cloth alone and say nothing.
pub fn explained(
    picture: &RgbImage,
    cell: usize,
    cloth: &Rgb32,
    person: &Rgb32,
    outer: &Plane,
    shades: &[[f32; 3]],
) -> Rgb32 {
    let table = light::table();
    let in_light = |of: &Rgb32, i: usize| of.at(i).map(light::of_step);
    let (raw, stride) = (picture.as_raw(), 3 * picture.width() as usize);
    // The colour nearby first, then each shade: how badly it explains the pixels of a cell.
    let blank = Plane { at: vec![0.0; outer.at.len()], ..*outer };
    let mut costs = vec![blank; 1 + shades.len()];
    for i in (0..outer.at.len()).filter(|i| outer.at[*i] >= 0.1) {
        let (x, y) = (i % outer.width, i / outer.width);
        let behind = in_light(cloth, i);
        let near = in_light(person, i);
        let towards: Vec<[f32; 3]> = std::iter::once(&near)
            .chain(shades)
            .map(|colour| opponent([0, 1, 2].map(|c| colour[c] - behind[c])))
            .collect();
        for row in 0..cell {
            let from = (y * cell + row) * stride + 3 * x * cell;
            for pixel in raw[from..from + 3 * cell].chunks_exact(3) {
                let pixel = [0, 1, 2].map(|c| table[usize::from(pixel[c])]);
                let away = opponent([0, 1, 2].map(|c| pixel[c] - behind[c]));
                let noise = NOISE.0 + NOISE.1 * (pixel.iter().sum::<f32>() / 3.0).sqrt();
                for (cost, towards) in costs.iter_mut().zip(&towards) {
                    cost.at[i] += (off(away, *towards) / (noise * noise)).min(WORST) / (cell * cell) as f32;
                }
            }
        }
    }
    let costs: Vec<Plane> = costs.iter().map(|cost| cost.blurred(TOGETHER)).collect();
    let mut chosen = person.clone();
    for i in 0..outer.at.len() {
        let (mut sum, mut weight) = ([0.0; 3], 0.0);
        let near = in_light(person, i);
        for (cost, colour) in costs.iter().zip(std::iter::once(&near).chain(shades)) {
            let say = (-STRICT * cost.at[i]).exp();
            weight += say;
            (0..3).for_each(|c| sum[c] += say * colour[c]);
        }
        (0..3).for_each(|c| chosen.0[c].at[i] = f32::from(light::to_step(sum[c] / weight)));
    }
    chosen
}

/// How far, squared, `away` lies from every mixture of the cloth with a person who lies `towards`.
fn off(away: [f32; 3], towards: [f32; 3]) -> f32 {
    let along: f32 = (0..3).map(|c| towards[c] * away[c]).sum();
    let apart = towards.iter().map(|t| t * t).sum::<f32>().max(1e-5);
    let share = (along / apart).clamp(0.0, 1.0);
    (0..3).map(|c| (away[c] - share * towards[c]).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_hair_over_green_cloth_is_not_taken_for_the_skin_beside_it() {
        let (cloth, skin, hair) = ([60_u8, 140, 80], [220.0, 170.0, 140.0], [50.0, 30.0, 28.0]);
        let half = |c: usize| light::to_step((light::of_step(f32::from(cloth[c])) + light::of_step(hair[c])) / 2.0);
        let picture = RgbImage::from_pixel(32, 32, image::Rgb([0, 1, 2].map(half)));
        let flat = |colour: [f32; 3]| Rgb32(colour.map(|v| Plane::from_fn(8, 8, |_, _| v)));
        let outer = Plane::from_fn(8, 8, |_, _| 1.0);
        let shades = [hair.map(light::of_step)];
        let chosen = explained(&picture, 4, &flat(cloth.map(f32::from)), &flat(skin), &outer, &shades).get(4, 4);
        assert!((0..3).all(|c| (chosen[c] - hair[c]).abs() < 20.0), "{chosen:?}");
        let alone = explained(&picture, 4, &flat(cloth.map(f32::from)), &flat(skin), &outer, &[]).get(4, 4);
        assert!((0..3).all(|c| (alone[c] - skin[c]).abs() < 3.0), "{alone:?}");
    }
}
