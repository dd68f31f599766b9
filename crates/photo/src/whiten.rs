//! Exchanges the cloth for white, in light: what the person holds of a pixel stays, what the cloth held becomes white.
//! A pixel that is the person alone is copied bit for bit.

use image::RgbImage;

use crate::light;
use crate::matte::Matte;
use crate::plane::Rows;

/// Below this share nothing of the person could be seen; noise of the cloth is not kept.
const LEAST: f32 = 0.03;

/// The working picture of `matte` with white where the cloth was.
pub fn whitened(matte: &Matte) -> RgbImage {
    let mut picture = matte.patch.rgb.clone();
    let (width, height) = (matte.alpha.width, matte.alpha.height);
    let table = light::table();
    let [b0, b1, b2] = &matte.cloth.0;
    let [f0, f1, f2] = &matte.person.0;
    let planes = [b0, b1, b2, f0, f1, f2].map(|plane| Rows::of(plane, width, height));
    let mut lines = [0; 6].map(|_| vec![0.0; width]);
    let rows = picture.chunks_exact_mut(3 * width).zip(matte.alpha.at.chunks_exact(width));
    for (y, (pixels, alphas)) in rows.enumerate() {
        planes.iter().zip(&mut lines).for_each(|(plane, line)| plane.read(y, line));
        for (x, (pixel, alpha)) in pixels.chunks_exact_mut(3).zip(alphas).enumerate() {
            if *alpha <= LEAST {
                pixel.fill(255);
            } else if *alpha < 1.0 {
                for (c, byte) in pixel.iter_mut().enumerate() {
                    let (cloth, person) = (light::of_step(lines[c][x]), light::of_step(lines[3 + c][x]));
                    *byte = light::to_step(before_white(table[usize::from(*byte)], *alpha, cloth, person));
                }
            }
        }
    }
    picture
}

/// One channel of a mixed pixel before white cloth; all in light. The less there is of the person, the surer is the
/// colour of the person nearby, and the less this pixel's.
fn before_white(pixel: f32, alpha: f32, cloth: f32, person: f32) -> f32 {
    let own = ((pixel - (1.0 - alpha) * cloth) / alpha).clamp(0.0, 1.0);
    let kept = person + alpha * (own - person);
    alpha * kept + 1.0 - alpha
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::{Patch, Window};
    use crate::plane::{Plane, Rgb32};
    use crate::source::Source;

    #[test]
    fn the_person_s_own_pixels_stay_bit_for_bit_and_cloth_becomes_white() {
        let picture = RgbImage::from_fn(32, 16, |x, y| image::Rgb([(7 * x) as u8, (11 * y) as u8, (x * y) as u8]));
        let whole = Window { left: 0.0, top: 0.0, width: 32.0, height: 16.0 };
        let patch = Patch::cut(&Source::upright(picture), whole, 1.0).unwrap();
        let alpha = Plane::from_fn(32, 16, |x, _| [1.0, 0.5, 0.0][x % 3]);
        let flat = |v: f32| Rgb32([0, 1, 2].map(|_| Plane::from_fn(8, 4, |_, _| v)));
        let matte = Matte { patch, alpha, cloth: flat(90.0), person: flat(60.0) };
        let white = whitened(&matte);
        for (x, y, pixel) in white.enumerate_pixels() {
            match x % 3 {
                0 => assert_eq!(pixel, matte.patch.rgb.get_pixel(x, y)),
                1 => assert!(pixel.0.iter().all(|v| *v >= 180), "half of it is white: {pixel:?}"),
                _ => assert_eq!(pixel.0, [255; 3]),
            }
        }
    }
}
