//! Exactly one face in the frame (ISO/IEC 29794-5, single face present). A small face printed on the sitter's clothes is
//! told from a second person: it is a warning to cover it.

use crate::detect::Found;
use crate::measure::Face;
use crate::report::{Advice, Check, CheckName, Limit, Unit, Verdict};

/// A face smaller than this share of the sitter's, below the sitter's own, is a print.
const PRINT: f64 = 0.5;

/// Judges the faces found, largest first, by where they lie to the largest, if that one was measured.
pub fn check(faces: &[Found], sitter: Option<&Face>) -> Check {
    let prints = sitter.map_or(0, |sitter| faces.iter().filter(|other| is_print(other, sitter)).count());
    let (verdict, advice) = match faces.len() - prints {
        0 => (Verdict::Fail, Advice::NoFaceLookAtCamera),
        1 if prints == 0 => (Verdict::Pass, Advice::None),
        1 => (Verdict::Warn, Advice::CoverPrint),
        _ => (Verdict::Fail, Advice::MoreThanOneFace),
    };
    let limit = Limit { min: Some(1.0), max: Some(1.0), unit: Unit::Count };
    Check { name: CheckName::SingleFace, verdict, measured: Some(faces.len() as f64), limit, advice }
}

/// Nobody is seen.
pub fn nobody() -> Check {
    check(&[], None)
}

/// True if `other` lies where the chest of `face` is, and is small.
pub fn is_print(other: &Found, face: &Face) -> bool {
    let (across, down) = face.axes.place(other.middle);
    other.size.0 < PRINT * face.frontal_width() && across.abs() < 2.5 && down > 2.0
}
