//! From bytes to upright pixels: what kind of file, how large, complete, decoded, turned as its EXIF says.
//! Deliberately not here: anything about faces, and anything that keeps EXIF beyond the orientation.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage};

use crate::complete::{jpeg_reaches_its_end, png_reaches_its_end};
use crate::refusal::Refusal;

/// The most pixels that are decoded: 50 MP is 150 MB of RGB, what a small tablet can spare for a moment.
pub const MAX_PIXELS: u64 = 50_000_000;

/// The picture in `bytes` as upright RGB. `smallest` is the least width and height in px that is of use.
pub fn open(bytes: &[u8], smallest: (u32, u32)) -> Result<RgbImage, Refusal> {
    let format = kind_of(bytes)?;
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(refusal_of)?;
    let (width_px, height_px) = decoder.dimensions();
    if u64::from(width_px) * u64::from(height_px) > MAX_PIXELS {
        return Err(Refusal::TooLarge { width_px, height_px });
    }
    let complete = match format {
        ImageFormat::Jpeg => jpeg_reaches_its_end(bytes),
        _ => png_reaches_its_end(bytes),
    };
    if !complete {
        return Err(Refusal::Truncated);
    }
    let orientation = decoder.orientation().map_err(refusal_of)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(refusal_of)?;
    image.apply_orientation(orientation);
    let (width_px, height_px) = (image.width(), image.height());
    if width_px < smallest.0 || height_px < smallest.1 {
        return Err(Refusal::TooSmall { width_px, height_px });
    }
    Ok(image.into_rgb8())
}

/// JPEG or PNG by the first bytes; other known kinds of pictures are named in the refusal.
fn kind_of(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => Ok(format),
        Ok(other) => Err(unsupported(other.extensions_str().first().copied().unwrap_or("picture"))),
        Err(_) => match bytes.get(4..12) {
            // ISO base media file: the brand follows `ftyp` (ISO/IEC 23008-12).
            Some([b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's']) => Err(unsupported("avif")),
            Some([b'f', b't', b'y', b'p', b'h' | b'm', ..]) => Err(unsupported("heic")),
            _ => Err(Refusal::NotAnImage),
        },
    }
}

fn unsupported(format: &str) -> Refusal {
    Refusal::Unsupported { format: format.to_owned() }
}

/// Past the signature a file either asks for something the decoder lacks, or it is damaged.
fn refusal_of(error: ImageError) -> Refusal {
    match error {
        ImageError::Unsupported(_) => unsupported("an unusual kind of JPEG or PNG"),
        _ => Refusal::Truncated,
    }
}
