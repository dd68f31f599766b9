//! Was the source compressed too hard? The quality that its luma quantisation table stands for on the scale of the
//! Independent JPEG Group (ITU-T T.81 K.1). Pictures that are not JPEG lose nothing and are not asked.

use super::judge;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Unit};

/// Sum of the luma table in ITU-T T.81 K.1, which is quality 50.
const SUM_AT_50: f64 = 3688.0;

/// Judges the first table in `bytes`. `None` if there is none.
pub fn check(bytes: &[u8], profile: &Profile) -> Option<Check> {
    let advice = (Advice::FinerQuality, Advice::None);
    Some(judge(CheckName::SourceQuality, quality(bytes)?, profile.limits.source_quality, Unit::Ratio, advice))
}

fn quality(bytes: &[u8]) -> Option<f64> {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([high, low]));
        if marker == 0xDB {
            let table = bytes.get(at + 4..at + 2 + length)?;
            let wide = table.first()? >> 4 != 0;
            let sum: f64 = if wide {
                table.get(1..129)?.chunks_exact(2).map(|v| f64::from(u16::from_be_bytes([v[0], v[1]]))).sum()
            } else {
                table.get(1..65)?.iter().map(|v| f64::from(*v)).sum()
            };
            let percent = 100.0 * sum / SUM_AT_50;
            return Some(if percent <= 100.0 { (200.0 - percent) / 2.0 } else { 5000.0 / percent });
        }
        if marker == 0xDA {
            return None;
        }
        at += 2 + length;
    }
    None
}

#[cfg(test)]
mod tests {
    use image::codecs::jpeg::JpegEncoder;

    #[test]
    fn the_quality_of_a_file_is_read_back() {
        for quality in [20, 50, 85] {
            let mut file = Vec::new();
            let blank = image::RgbImage::new(16, 16);
            JpegEncoder::new_with_quality(&mut file, quality).encode_image(&blank).unwrap();
            let read = super::quality(&file).unwrap();
            assert!((read - f64::from(quality)).abs() < 2.0, "{quality}: {read}");
        }
    }
}
