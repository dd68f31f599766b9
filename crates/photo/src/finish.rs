//! From a frame laid over the source to the finished file: turned, whitened if the officer chose so, resampled, encoded
//! to the profile's bytes. Deliberately no retouching: whitening exchanges the cloth, and leaves alone whatever is the
//! person's. Nothing of the source's metadata is kept.

use fast_image_resize::FilterType;
use image::{Rgb, RgbImage};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor};

use crate::frame::Frame;
use crate::matte::Matte;
use crate::patch::{Patch, Window};
use crate::profile::Profile;
use crate::report::Point;
use crate::source::{Source, resample};
use crate::whiten;

/// The part of `source` under `frame`, upright, in the profile's size. Parts outside the source repeat its edge. With a
/// matte the cloth becomes white.
pub fn crop(source: &Source, frame: &Frame, profile: &Profile, whiten: Option<&Matte>) -> Option<RgbImage> {
    let (width, height) = (u32::from(profile.frame.width_px), u32::from(profile.frame.height_px));
    let patch = match whiten {
        Some(matte) => Patch { rgb: whiten::whitened(matte), ..matte.patch },
        None => under(source, frame, width, height)?,
    };
    if let Some(straight) = level(&patch, frame, width, height) {
        return Some(straight);
    }
    // Twice the size, so that turning by cubic interpolation costs nothing that the finished photo could show.
    let double = RgbImage::from_fn(2 * width, 2 * height, |x, y| {
        let p = Point { x: (f64::from(x) + 0.5) / 2.0, y: (f64::from(y) + 0.5) / 2.0 };
        Rgb(cubic(&patch.rgb, patch.place_of(frame.to_source(p))))
    });
    let whole = Window { left: 0.0, top: 0.0, width: f64::from(2 * width), height: f64::from(2 * height) };
    resample(&double, whole, width, height, FilterType::Lanczos3)
}

/// The finished photo of a head that is left as it is: nothing to turn, one resampling. `None` if the head is turned or
/// the frame goes beyond the patch.
fn level(patch: &Patch, frame: &Frame, width: u32, height: u32) -> Option<RgbImage> {
    if frame.axes.roll_deg() != 0.0 {
        return None;
    }
    let corner = |x: u32, y: u32| patch.place_of(frame.to_source(Point { x: f64::from(x), y: f64::from(y) }));
    let (from, to) = (corner(0, 0), corner(width, height));
    let inside =
        from.x >= 0.0 && from.y >= 0.0 && to.x <= f64::from(patch.rgb.width()) && to.y <= f64::from(patch.rgb.height());
    let window = Window { left: from.x, top: from.y, width: to.x - from.x, height: to.y - from.y };
    inside.then(|| resample(&patch.rgb, window, width, height, FilterType::Lanczos3)).flatten()
}

/// The source under `frame` at twice the finished scale, with a little around it.
fn under(source: &Source, frame: &Frame, width: u32, height: u32) -> Option<Patch> {
    let corner = |x: u32, y: u32| frame.to_source(Point { x: f64::from(x), y: f64::from(y) });
    let (mut left, mut top) = (f64::MAX, f64::MAX);
    let (mut right, mut bottom) = (f64::MIN, f64::MIN);
    for c in [corner(0, 0), corner(width, 0), corner(0, height), corner(width, height)] {
        (left, right) = (left.min(c.x), right.max(c.x));
        (top, bottom) = (top.min(c.y), bottom.max(c.y));
    }
    let around = 4.0 / frame.scale;
    let window = Window {
        left: left - around,
        top: top - around,
        width: right - left + 2.0 * around,
        height: bottom - top + 2.0 * around,
    };
    Patch::cut(source, window, 2.0 * frame.scale)
}

/// Catmull–Rom interpolation at a continuous point.
fn cubic(image: &RgbImage, p: Point) -> [u8; 3] {
    let weights = |t: f32| {
        let (t2, t3) = (t * t, t * t * t);
        [(2.0 * t2 - t - t3) / 2.0, (3.0 * t3 - 5.0 * t2 + 2.0) / 2.0, (4.0 * t2 + t - 3.0 * t3) / 2.0, (t3 - t2) / 2.0]
    };
    let (x, y) = (p.x - 0.5, p.y - 0.5);
    let (across, down) = (weights((x - x.floor()) as f32), weights((y - y.floor()) as f32));
    let near =
        |v: f64, size: u32| [-1.0, 0.0, 1.0, 2.0].map(|i| (v.floor() + i).clamp(0.0, f64::from(size - 1)) as usize);
    let (columns, rows) = (near(x, image.width()), near(y, image.height()));
    let (pixels, stride) = (image.as_raw(), 3 * image.width() as usize);
    let mut sum = [0.0; 3];
    for (row, wy) in rows.into_iter().zip(down) {
        for (column, wx) in columns.into_iter().zip(across) {
            let at = row * stride + 3 * column;
            for (s, c) in sum.iter_mut().zip(&pixels[at..at + 3]) {
                *s += wx * wy * f32::from(*c);
            }
        }
    }
    sum.map(|s| s.round().clamp(0.0, 255.0) as u8)
}

/// `photo` as baseline JPEG, 4:2:0, with the profile's density, no metadata. The quality is the one nearest the target
/// whose file lies in the usual window of bytes, else in the whole window, else the target itself. A file grows with its
/// quality, so the nearest is found by halving.
pub fn encode(photo: &RgbImage, profile: &Profile) -> Option<Vec<u8>> {
    let (quality, bytes) = (profile.jpeg.quality, profile.jpeg.bytes);
    let first = encode_at(photo, profile, quality.target)?;
    let (least, usual, most) = (bytes.min as usize, bytes.usual_max as usize, bytes.max as usize);
    if (least..=usual).contains(&first.len()) {
        return Some(first);
    }
    let too_small = first.len() < least;
    // `good` ends the search: the far end of the qualities that may be tried.
    let (mut bad, mut good) = (quality.target, if too_small { quality.max } else { quality.min });
    let mut best = encode_at(photo, profile, good)?;
    while bad.abs_diff(good) > 1 {
        let middle = bad.midpoint(good);
        let file = encode_at(photo, profile, middle)?;
        if if too_small { file.len() >= least } else { file.len() <= usual } {
            (good, best) = (middle, file);
        } else {
            bad = middle;
        }
    }
    let fits = |file: &Vec<u8>| (least..=most).contains(&file.len());
    Some([best, first.clone()].into_iter().find(fits).unwrap_or(first))
}

fn encode_at(photo: &RgbImage, profile: &Profile, quality: u8) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, quality);
    let dpi = profile.frame.dpi;
    encoder.set_density(PixelDensity { density: (dpi, dpi), unit: PixelDensityUnit::Inches });
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.encode(photo.as_raw(), profile.frame.width_px, profile.frame.height_px, ColorType::Rgb).ok()?;
    Some(file)
}
