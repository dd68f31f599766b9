//! Is the face large enough? Two numbers: source pixels per finished pixel (below 1 the photo would be blown up), and the
//! head's share of the frame (a head far away is small, noisy and hard to light, whatever the camera's pixels). Nobody is
//! asked to come closer than the camera's picture can hold.

use super::{gravest, judge};
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Unit};

/// The finished photo may take this much of the camera's picture: what is left is room to breathe.
const FILLS: f64 = 0.8;

/// Judges the scale and the share; the graver is reported. `camera_px` is the upright size of what the camera gives.
pub fn check(source_scale: f64, share: f64, camera_px: (f64, f64), profile: &Profile) -> Option<Check> {
    let frame = (f64::from(profile.frame.width_px), f64::from(profile.frame.height_px));
    let largest = (camera_px.0 / frame.0).min(camera_px.1 / frame.1);
    let more_pixels = if source_scale < FILLS * largest { Advice::ComeCloser } else { Advice::FinerCamera };
    let limits = &profile.limits;
    gravest([
        judge(CheckName::FaceSize, source_scale, limits.source_scale, Unit::Ratio, (more_pixels, Advice::StepBack)),
        judge(
            CheckName::FaceSize,
            share,
            limits.head_share_of_frame,
            Unit::Ratio,
            (Advice::ComeCloser, Advice::StepBack),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the camera, whoever comes as close as its picture can hold is told to come no closer.
        #[test]
        fn coming_closer_comes_to_an_end(width in 358.0..6000.0_f64, height in 441.0..6000.0_f64, fills in FILLS..1.0) {
            let profile = Profile::ga461();
            let scale = fills * (width / 358.0).min(height / 441.0);
            // Eyes to hair and to chin are about two thirds of the finished height.
            let share = 0.64 * 441.0 * scale / height;
            let advice = check(scale, share.max(0.3), (width, height), &profile).unwrap().advice;
            prop_assert_ne!(advice, Advice::ComeCloser);
        }

        /// And whoever stands far from a camera of many pixels is.
        #[test]
        fn who_is_far_is_asked_to_come_closer(height in 1400.0..6000.0_f64, fills in 0.1..0.3_f64) {
            let (width, scale) = (height * 0.75, fills * height / 441.0);
            let found = check(scale, 0.64 * fills, (width, height), &Profile::ga461()).unwrap();
            prop_assert_eq!(found.advice, Advice::ComeCloser);
        }
    }
}
