//! Does the finished file meet the profile? Read back from its own bytes: size in bytes and px, density, colour, baseline,
//! and that no metadata segment went along.

use image::ImageDecoder;
use image::codecs::jpeg::JpegDecoder;

use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Limit, Unit, Verdict};

/// Judges the finished `jpeg`; the measured number is its size in bytes.
pub fn check(jpeg: &[u8], profile: &Profile) -> Check {
    let bytes = profile.jpeg.bytes;
    let in_window = (bytes.min as usize..=bytes.max as usize).contains(&jpeg.len());
    let right = in_window && decodes(jpeg, profile) && segments(jpeg, profile);
    let (verdict, advice) = if right { (Verdict::Pass, Advice::None) } else { (Verdict::Fail, Advice::TakeAgain) };
    let limit = Limit { min: Some(f64::from(bytes.min)), max: Some(f64::from(bytes.max)), unit: Unit::Bytes };
    Check { name: CheckName::File, verdict, measured: Some(jpeg.len() as f64), limit, advice }
}

/// The pixels decode to the profile's size in 24-bit colour.
fn decodes(jpeg: &[u8], profile: &Profile) -> bool {
    let Ok(decoder) = JpegDecoder::new(std::io::Cursor::new(jpeg)) else { return false };
    let size = (u32::from(profile.frame.width_px), u32::from(profile.frame.height_px));
    let right = decoder.dimensions() == size && decoder.color_type() == image::ColorType::Rgb8;
    let mut pixels = vec![0; usize::try_from(decoder.total_bytes()).unwrap_or(0)];
    right && decoder.read_image(&mut pixels).is_ok()
}

/// JFIF with the profile's dots per inch comes first, the frame is baseline, and there is no other application segment
/// or comment (ITU-T T.81 B.2; JFIF 1.02).
fn segments(jpeg: &[u8], profile: &Profile) -> bool {
    let [high, low] = profile.frame.dpi.to_be_bytes();
    let density = jpeg.get(6..18).is_some_and(|s| s.starts_with(b"JFIF\0") && s[7..12] == [1, high, low, high, low]);
    let mut at = 2;
    let mut baseline = false;
    while let Some(&[0xFF, marker, high, low]) = jpeg.get(at..at + 4) {
        match marker {
            0xDA => return density && baseline,
            0xC0 => baseline = true,
            0xE1..=0xEF | 0xFE => return false,
            _ => {}
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    false
}
