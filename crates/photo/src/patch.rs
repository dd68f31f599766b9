//! A window of the source, resampled to a known scale, with the way back to source pixels. All measuring happens in
//! patches, so its cost and its limits do not depend on the camera. Points are continuous: pixel centres lie at +0.5.
//! Deliberately not: any idea of what is in the picture.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;

use crate::face::Axes;
use crate::plane::Plane;
use crate::report::Point;

/// An axis-aligned window in source pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A resampled window.
pub struct Patch {
    /// Its pixels.
    pub rgb: RgbImage,
    left: f64,
    top: f64,
    scale: (f64, f64),
}

impl Patch {
    /// `window` of `source`, as far as it lies inside, at `scale` patch pixels per source pixel.
    pub fn cut(source: &RgbImage, window: Window, scale: f64) -> Option<Self> {
        let left = window.left.max(0.0);
        let top = window.top.max(0.0);
        let width = (window.left + window.width).min(f64::from(source.width())) - left;
        let height = (window.top + window.height).min(f64::from(source.height())) - top;
        let (w, h) = ((width * scale).round(), (height * scale).round());
        if !(w >= 8.0 && h >= 8.0 && w * h < 16e6) {
            return None;
        }
        let rgb = resample(source, Window { left, top, width, height }, w as u32, h as u32)?;
        Some(Self { rgb, left, top, scale: (w / width, h / height) })
    }

    /// A source point in this patch.
    pub fn place_of(&self, p: Point) -> Point {
        Point { x: (p.x - self.left) * self.scale.0, y: (p.y - self.top) * self.scale.1 }
    }

    /// A point of this patch in the source.
    pub fn to_source(&self, p: Point) -> Point {
        Point { x: self.left + p.x / self.scale.0, y: self.top + p.y / self.scale.1 }
    }

    /// A face's axes in the source, in this patch.
    pub fn axes(&self, in_source: &Axes) -> Axes {
        let eye = |side| self.place_of(in_source.point(side, 0.0));
        Axes::new(eye(-0.5), eye(0.5))
    }

    /// Luma (ITU-R BT.601, as in JPEG) of every pixel, 0–255.
    pub fn luma(&self) -> Plane {
        Plane::from_fn(self.rgb.width() as usize, self.rgb.height() as usize, |x, y| {
            let [r, g, b] = self.rgb.get_pixel(x as u32, y as u32).0.map(f32::from);
            0.299 * r + 0.587 * g + 0.114 * b
        })
    }
}

/// A copy of `source` whose longest side is at most `side_px`, and its scale (copy pixels per source pixel).
pub fn shrink(source: &RgbImage, side_px: u32) -> (RgbImage, f64) {
    let longest = source.width().max(source.height());
    let scale = f64::from(side_px) / f64::from(longest);
    let whole = Window { left: 0.0, top: 0.0, width: f64::from(source.width()), height: f64::from(source.height()) };
    let size = |px: u32| ((f64::from(px) * scale).round() as u32).max(1);
    match resample(source, whole, size(source.width()), size(source.height())) {
        Some(copy) if longest > side_px => (copy, scale),
        _ => (source.clone(), 1.0),
    }
}

/// `window` (inside `source`) at `width` × `height` px, Lanczos over three lobes, antialiased when it shrinks.
pub fn resample(source: &RgbImage, window: Window, width: u32, height: u32) -> Option<RgbImage> {
    let from = ImageRef::new(source.width(), source.height(), source.as_raw(), PixelType::U8x3).ok()?;
    let mut to = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
        window.left,
        window.top,
        window.width,
        window.height,
    );
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    RgbImage::from_raw(width, height, to.into_vec())
}
