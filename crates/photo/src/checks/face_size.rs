//! Is the face large enough? Two numbers: source pixels per finished pixel (below 1 the photo would be blown up), and the
//! head's share of the frame (a head far away is small, noisy and hard to light, whatever the camera's pixels).

use super::{gravest, judge};
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Unit};

/// Judges the scale and the share; the graver is reported.
pub fn check(source_scale: f64, head_px: f64, source_height_px: u32, profile: &Profile) -> Option<Check> {
    let share = head_px / f64::from(source_height_px);
    let advice = (Advice::ComeCloser, Advice::StepBack);
    let limits = &profile.limits;
    gravest([
        judge(CheckName::FaceSize, source_scale, limits.source_scale, Unit::Ratio, advice),
        judge(CheckName::FaceSize, share, limits.head_share_of_frame, Unit::Ratio, advice),
    ])
}
