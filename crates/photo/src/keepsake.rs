//! A photo that goes with a record: a paper that was shown, a fence, the ice. Turned upright, no larger than a screen needs,
//! and without a word of what the camera wrote into it (EXIF holds places and names). The same leaves the tablet with its
//! faces hidden. Not here: whose face it is.

use image::{Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

use crate::detect;
use crate::patch::Window;
use crate::refusal::Refusal;
use crate::source::Source;

/// The longer side of what is kept, px: a page of small print stays readable.
pub const LONG_SIDE_PX: u32 = 1_600;
const QUALITY: u8 = 78;

/// The photo in `bytes` (JPEG or PNG) as it is kept: a JPEG, its longer side at most [`LONG_SIDE_PX`].
pub fn keepsake(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    encode(&upright(bytes)?).ok_or(Refusal::Truncated)
}

/// A photo in which every face that was found is coarse cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The photo, a JPEG.
    pub jpeg: Vec<u8>,
    /// How many faces were found. A face that is turned away, covered or tiny may not be among them.
    pub faces: usize,
}

/// The photo in `bytes` as it may leave the tablet: cells where the faces are. What a cell covers is gone from the file.
pub fn hide_faces(bytes: &[u8]) -> Result<Hidden, Refusal> {
    let source = Source::upright(upright(bytes)?);
    let faces = detect::crowd(&source);
    let whole = Window { left: 0.0, top: 0.0, width: f64::from(source.width()), height: f64::from(source.height()) };
    let mut photo = source.shrunk(whole, source.width(), source.height()).ok_or(Refusal::Truncated)?;
    for face in &faces {
        hide(&mut photo, face);
    }
    Ok(Hidden { jpeg: encode(&photo).ok_or(Refusal::Truncated)?, faces: faces.len() })
}

/// The box that hides a face over the one that was found: hair, ears and chin as well.
const AROUND: f64 = 1.5;
/// Cells across a face: fewer than tell anybody who it is.
const CELLS: u32 = 5;

fn hide(photo: &mut RgbImage, face: &detect::Found) {
    let side = AROUND * face.size.0.max(face.size.1);
    let cell = ((side / f64::from(CELLS)).ceil() as u32).max(2);
    let from = |middle: f64| (middle - side / 2.0).max(0.0) as u32;
    let (left, top) = (from(face.middle.x), from(face.middle.y));
    for row in 0..CELLS {
        for column in 0..CELLS {
            level(photo, left + column * cell, top + row * cell, cell);
        }
    }
}

/// One cell, all of one colour.
fn level(photo: &mut RgbImage, left: u32, top: u32, cell: u32) {
    let (right, bottom) = ((left + cell).min(photo.width()), (top + cell).min(photo.height()));
    let places = || (top..bottom).flat_map(move |y| (left..right).map(move |x| (x, y)));
    let count = u64::try_from(places().count()).unwrap_or(u64::MAX).max(1);
    let mut sums = [0_u64; 3];
    for (x, y) in places() {
        let pixel = photo.get_pixel(x, y).0;
        sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u64::from(value));
    }
    let mean = sums.map(|sum| u8::try_from(sum / count).unwrap_or(u8::MAX));
    for (x, y) in places() {
        photo.put_pixel(x, y, Rgb(mean));
    }
}

fn upright(bytes: &[u8]) -> Result<RgbImage, Refusal> {
    let source = Source::open(bytes, (1, 1))?;
    let (width, height) = (source.width(), source.height());
    let scale = (f64::from(LONG_SIDE_PX) / f64::from(width.max(height))).min(1.0);
    let scaled = |px: u32| (f64::from(px) * scale).round().max(1.0) as u32;
    let whole = Window { left: 0.0, top: 0.0, width: f64::from(width), height: f64::from(height) };
    source.shrunk(whole, scaled(width), scaled(height)).ok_or(Refusal::Truncated)
}

fn encode(photo: &RgbImage) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(photo.width()).ok()?, u16::try_from(photo.height()).ok()?);
    let mut file = Vec::new();
    Encoder::new(&mut file, QUALITY).encode(photo.as_raw(), width, height, ColorType::Rgb).ok()?;
    Some(file)
}
