//! Does a picture file reach its own end? Decoders fill the missing part of a cut-off file with grey and say nothing,
//! so the markers are walked here. Deliberately not a decoder: pixel data is stepped over, not read.

/// True if the JPEG in `bytes` runs from its start marker to an end-of-image marker (ITU-T T.81, B.1.1).
pub fn jpeg_reaches_its_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[lead, marker]) = bytes.get(at..at + 2) {
        match (lead, marker) {
            (0xFF, 0xD9) => return true,
            (0xFF, 0xFF) => at += 1,                      // a fill byte
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD8) => at += 2, // stuffed byte, restart, markers without a length
            (0xFF, _) => match bytes.get(at + 2..at + 4) {
                Some(&[high, low]) => at += 2 + usize::from(u16::from_be_bytes([high, low])),
                _ => return false,
            },
            _ => at += 1, // entropy-coded data between a scan header and the next marker
        }
    }
    false
}

/// True if the PNG in `bytes` has all its chunks up to `IEND` (PNG 1.2, 4.1.4).
pub fn png_reaches_its_end(bytes: &[u8]) -> bool {
    let mut at = 8_usize;
    while let Some(head) = bytes.get(at..at.saturating_add(8)) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = at.saturating_add(12).saturating_add(length);
        if &head[4..] == b"IEND" {
            return end <= bytes.len();
        }
        at = end;
    }
    false
}

/// How many channels the frame of the JPEG in `bytes` has; four are printing inks (ITU-T T.81, B.2.2).
pub fn jpeg_channels(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF => return bytes.get(at + 9).copied(),
            0xDA => return None,
            _ => {}
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    None
}

/// True if the PNG in `bytes` says before its pixels that it is a film (APNG: an `acTL` chunk before `IDAT`).
pub fn is_animated(bytes: &[u8]) -> bool {
    let mut at = 8_usize;
    while let Some(head) = bytes.get(at..at.saturating_add(8)) {
        match &head[4..] {
            b"acTL" => return true,
            b"IDAT" => return false,
            _ => {}
        }
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        at = at.saturating_add(12).saturating_add(length);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{jpeg_reaches_its_end, png_reaches_its_end};

    #[test]
    fn a_picture_without_its_last_bytes_does_not_reach_its_end() {
        let jpeg = [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 7, 0xFF, 0, 9, 0xFF, 0xD9];
        assert!(jpeg_reaches_its_end(&jpeg));
        assert!(!jpeg_reaches_its_end(&jpeg[..11]));
        assert!(!png_reaches_its_end(b"\x89PNG\r\n\x1a\n\0\0\0\0IEN"));
    }

    #[test]
    fn an_end_marker_inside_a_thumbnail_is_not_the_end() {
        let with_thumbnail = [0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 0xFF, 0xD9, 0xFF, 0xDA, 0, 2, 7];
        assert!(!jpeg_reaches_its_end(&with_thumbnail));
    }
}
