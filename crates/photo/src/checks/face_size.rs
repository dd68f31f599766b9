//! Is the face large enough? Two numbers: source pixels per finished pixel (below 1 the photo would be blown up), and the
//! head's share of the frame (a head far away is small, noisy and hard to light, whatever the camera's pixels).

use super::{gravest, judge};
use crate::head::USUAL_TOP;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Measurements, Unit};

/// Judges the scale and the share; the graver is reported.
pub fn check(seen: &Measurements, source_height_px: u32, profile: &Profile) -> Option<Check> {
    let eye_row = (seen.eye_left.y + seen.eye_right.y) / 2.0;
    let apart = (seen.eye_left.x - seen.eye_right.x).hypot(seen.eye_left.y - seen.eye_right.y);
    let top = seen.head_top_y.unwrap_or(eye_row - USUAL_TOP * apart);
    let share = (seen.chin.y - top) / f64::from(source_height_px);
    let advice = (Advice::ComeCloser, Advice::StepBack);
    let limits = &profile.limits;
    gravest([
        judge(CheckName::FaceSize, seen.source_scale, limits.source_scale, Unit::Ratio, advice),
        judge(CheckName::FaceSize, share, limits.head_share_of_frame, Unit::Ratio, advice),
    ])
}
