//! A window of the source, resampled to a known scale, with the way back to source pixels. All measuring happens in
//! patches, so its cost and its limits do not depend on the camera. Points are continuous: pixel centres lie at +0.5.
//! Deliberately not: any idea of what is in the picture.

use image::RgbImage;

use crate::face::Axes;
use crate::plane::Plane;
use crate::report::Point;
use crate::source::Source;

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
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) scale: (f64, f64),
}

impl Patch {
    /// `window` of `source`, as far as it lies inside, at `scale` patch pixels per source pixel.
    pub fn cut(source: &Source, window: Window, scale: f64) -> Option<Self> {
        let left = window.left.max(0.0);
        let top = window.top.max(0.0);
        let width = (window.left + window.width).min(f64::from(source.width())) - left;
        let height = (window.top + window.height).min(f64::from(source.height())) - top;
        let (w, h) = ((width * scale).round(), (height * scale).round());
        if !(w >= 8.0 && h >= 8.0 && w * h < 16e6) {
            return None;
        }
        let rgb = source.cut(Window { left, top, width, height }, w as u32, h as u32)?;
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

    /// The colour at a continuous point, between its four neighbours. `None` outside.
    pub fn bilinear(&self, p: Point) -> Option<[u8; 3]> {
        let (width, height) = (self.rgb.width() as usize, self.rgb.height() as usize);
        if !(p.x >= 0.0 && p.y >= 0.0 && p.x <= width as f64 && p.y <= height as f64) {
            return None;
        }
        let part = |v: f64, size: usize| {
            let v = (v - 0.5).clamp(0.0, (size - 1) as f64);
            let low = (v as usize).min(size.saturating_sub(2));
            (low, (low + 1).min(size - 1), (v - low as f64) as f32)
        };
        let ((x0, x1, u), (y0, y1, v)) = (part(p.x, width), part(p.y, height));
        let raw = self.rgb.as_raw();
        Some([0, 1, 2].map(|c| {
            let at = |x: usize, y: usize| f32::from(raw[3 * (y * width + x) + c]);
            let upper = at(x0, y0) + u * (at(x1, y0) - at(x0, y0));
            let lower = at(x0, y1) + u * (at(x1, y1) - at(x0, y1));
            (upper + v * (lower - upper) + 0.5) as u8
        }))
    }

    /// Luma (ITU-R BT.601, as in JPEG) of every pixel, 0–255.
    pub fn luma(&self) -> Plane {
        Plane::from_fn(self.rgb.width() as usize, self.rgb.height() as usize, |x, y| {
            let [r, g, b] = self.rgb.get_pixel(x as u32, y as u32).0.map(f32::from);
            0.299 * r + 0.587 * g + 0.114 * b
        })
    }
}
