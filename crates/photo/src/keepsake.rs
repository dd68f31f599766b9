//! A photo that goes with a record: a paper that was shown, a fence, the ice. Turned upright, no larger than a screen needs,
//! and without a word of what the camera wrote into it (EXIF holds places and names). Not here: anything about faces.

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder};

use crate::patch::Window;
use crate::refusal::Refusal;
use crate::source::Source;

/// The longer side of what is kept, px: a page of small print stays readable.
pub const LONG_SIDE_PX: u32 = 1_600;
const QUALITY: u8 = 78;

/// The photo in `bytes` (JPEG or PNG) as it is kept: a JPEG, its longer side at most [`LONG_SIDE_PX`].
pub fn keepsake(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let source = Source::open(bytes, (1, 1))?;
    let (width, height) = (source.width(), source.height());
    let scale = (f64::from(LONG_SIDE_PX) / f64::from(width.max(height))).min(1.0);
    let scaled = |px: u32| (f64::from(px) * scale).round().max(1.0) as u32;
    let whole = Window { left: 0.0, top: 0.0, width: f64::from(width), height: f64::from(height) };
    let photo = source.shrunk(whole, scaled(width), scaled(height)).ok_or(Refusal::Truncated)?;
    encode(&photo).ok_or(Refusal::Truncated)
}

fn encode(photo: &RgbImage) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(photo.width()).ok()?, u16::try_from(photo.height()).ok()?);
    let mut file = Vec::new();
    Encoder::new(&mut file, QUALITY).encode(photo.as_raw(), width, height, ColorType::Rgb).ok()?;
    Some(file)
}
