//! An officer's photo: encoded bytes in, pixels of the right shape and size out. Not a check of portraits for ID cards.

use crate::fault::{CardFault, Field};
use crate::paper::back;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageError, ImageReader, Limits};
use std::io::Cursor;

/// Pictures of more megapixels are not opened: a phone's have twelve, a good camera's twenty-four.
const MOST_MEGAPIXELS: u32 = 32;
const LARGEST_SIDE_PX: u32 = 16_384;
/// What decoding may take: four bytes a pixel, and an eighth of that for the decoder itself.
const LARGEST_BYTES: u64 = MOST_MEGAPIXELS as u64 * 1_000_000 * 9 / 2;

const JPEG_QUALITY: u8 = 88;

/// A decoded picture, RGBA, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width_px: u32,
    /// Rows.
    pub height_px: u32,
    /// Four bytes a pixel; opaque.
    pub rgba: Vec<u8>,
    /// The same as a JPEG, for documents that hold pictures as files.
    pub jpeg: Vec<u8>,
}

impl Picture {
    /// The middle of a JPEG or PNG, scaled down to exactly this size.
    pub(crate) fn of(bytes: &[u8], width_px: u32, height_px: u32) -> Result<Self, CardFault> {
        let picture = open(bytes)?;
        let filled = picture.resize_to_fill(width_px, height_px, FilterType::Triangle);
        // What was transparent is paper.
        let mut rgba = filled.to_rgba8();
        for pixel in rgba.pixels_mut() {
            let [r, g, b, a] = pixel.0.map(u32::from);
            let on_white = |c: u32| ((c * a + 255 * (255 - a)) / 255) as u8;
            pixel.0 = [on_white(r), on_white(g), on_white(b), 255];
        }
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)
            .encode_image(&DynamicImage::ImageRgba8(rgba.clone()).to_rgb8())
            .map_err(|_| CardFault::NotAPicture { field: Field::Photo })?;
        Ok(Self { width_px, height_px, rgba: rgba.into_raw(), jpeg })
    }
}

/// A photo as the back of a card holds it: the middle of a JPEG or PNG as a small JPEG of its own, with nothing in it that
/// a camera writes beside the picture.
pub fn card_photo(bytes: &[u8]) -> Result<Vec<u8>, CardFault> {
    Ok(Picture::of(bytes, back::PHOTO_PX.0, back::PHOTO_PX.1)?.jpeg)
}

/// How large it is stands at its beginning: one that is too large is not decoded.
fn open(bytes: &[u8]) -> Result<DynamicImage, CardFault> {
    let too_large = || CardFault::PictureTooLarge { field: Field::Photo, limit: MOST_MEGAPIXELS };
    let none = CardFault::NotAPicture { field: Field::Photo };
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let Some((width, height)) = reader().and_then(|reader| reader.into_dimensions().ok()) else { return Err(none) };
    if u64::from(width) * u64::from(height) > u64::from(MOST_MEGAPIXELS) * 1_000_000 {
        return Err(too_large());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE_PX);
    limits.max_image_height = Some(LARGEST_SIDE_PX);
    limits.max_alloc = Some(LARGEST_BYTES);
    let Some(mut reader) = reader() else { return Err(none) };
    reader.limits(limits);
    reader.decode().map_err(|error| if matches!(error, ImageError::Limits(_)) { too_large() } else { none })
}
