//! How likely each pixel of a picture belongs to a person, by MediaPipe's selfie segmentation net. Deliberately coarse:
//! 256 cells each way; the fine outline comes from the colour of the cloth.

use fast_image_resize::FilterType;
use image::RgbImage;

use crate::nets::SEGMENTATION;
use crate::patch::Window;
use crate::plane::Plane;
use crate::source::resample;

/// Side of the net's picture, px.
const SIDE: u32 = 256;

/// Likelihood, 0–1, on a grid of 256 × 256 cells laid over the whole of `picture`. `None` if the net cannot be run.
pub fn likely(picture: &RgbImage) -> Option<Plane> {
    let whole = Window { left: 0.0, top: 0.0, width: f64::from(picture.width()), height: f64::from(picture.height()) };
    let square = resample(picture, whole, SIDE, SIDE, FilterType::Bilinear)?;
    let at = SEGMENTATION.run(&square, 1.0, 0.0)?.into_iter().next()?;
    let side = SIDE as usize;
    (at.len() == side * side).then_some(Plane { width: side, height: side, at })
}
