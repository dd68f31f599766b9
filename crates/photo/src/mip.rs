//! A picture at its full size and at halves of it, so that whoever wants a small copy need not walk all pixels. Each half
//! is the mean of two by two pixels. Deliberately only that: windows and turning belong to `source`.

use fast_image_resize::FilterType;
use image::RgbImage;

use crate::patch::Window;
use crate::source::resample;

/// The smallest half has at least this many px on its shorter side.
const LEAST_SIDE: u32 = 300;

/// The sizes, full size first.
pub struct Mip(Vec<RgbImage>);

impl Mip {
    /// All halves of `picture`.
    pub fn of(picture: RgbImage) -> Self {
        let mut sizes = vec![picture];
        while let Some(last) = sizes.last().filter(|p| p.width().min(p.height()) >= 2 * LEAST_SIDE) {
            let half = halved(last);
            sizes.push(half);
        }
        Self(sizes)
    }

    /// Full width and height, px.
    pub fn dimensions(&self) -> (u32, u32) {
        self.0.first().map_or((0, 0), RgbImage::dimensions)
    }

    /// `window` (full px, inside the picture) at `width` × `height` px, from the smallest size that has enough pixels.
    pub fn cut(&self, window: Window, width: u32, height: u32, filter: FilterType) -> Option<RgbImage> {
        let scale = (f64::from(width) / window.width).max(f64::from(height) / window.height);
        let (full_width, full_height) = self.dimensions();
        let enough = |size: &&RgbImage| f64::from(size.width()) / f64::from(full_width) >= scale;
        let from = self.0.iter().rev().find(enough).or(self.0.first())?;
        let (sx, sy) =
            (f64::from(from.width()) / f64::from(full_width), f64::from(from.height()) / f64::from(full_height));
        let window = Window {
            left: window.left * sx,
            top: window.top * sy,
            width: window.width * sx,
            height: window.height * sy,
        };
        resample(from, window, width, height, filter)
    }
}

fn halved(picture: &RgbImage) -> RgbImage {
    let (width, height) = (picture.width() / 2, picture.height() / 2);
    let stride = 3 * picture.width() as usize;
    let mut pixels = Vec::with_capacity(3 * (width * height) as usize);
    for rows in picture.as_raw().chunks_exact(2 * stride) {
        let (upper, lower) = rows.split_at(stride);
        for (a, b) in upper.chunks_exact(6).zip(lower.chunks_exact(6)) {
            pixels.extend([0, 1, 2].map(|c| {
                let sum = u16::from(a[c]) + u16::from(a[c + 3]) + u16::from(b[c]) + u16::from(b[c + 3]);
                ((sum + 2) / 4) as u8
            }));
        }
    }
    RgbImage::from_raw(width, height, pixels).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_picture_is_halved_to_means() {
        let picture = RgbImage::from_fn(5, 3, |x, _| image::Rgb([x as u8 * 10; 3]));
        let half = halved(&picture);
        assert_eq!((half.dimensions(), half.get_pixel(0, 0).0, half.get_pixel(1, 0).0), ((2, 1), [5; 3], [25; 3]));
    }
}
