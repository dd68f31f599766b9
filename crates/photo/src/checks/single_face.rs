//! Exactly one face in the frame (ISO/IEC 29794-5, single face present).

use crate::report::{Advice, Check, CheckName, Limit, Unit, Verdict};

/// Judges the number of faces found.
pub fn check(faces: usize) -> Check {
    let (verdict, advice) = match faces {
        0 => (Verdict::Fail, Advice::NoFaceLookAtCamera),
        1 => (Verdict::Pass, Advice::None),
        _ => (Verdict::Fail, Advice::MoreThanOneFace),
    };
    let limit = Limit { min: Some(1.0), max: Some(1.0), unit: Unit::Count };
    Check { name: CheckName::SingleFace, verdict, measured: Some(faces as f64), limit, advice }
}
