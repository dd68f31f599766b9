//! Is the finished photo's background white? CIELAB lightness and chroma of what the matte calls cloth, after whitening
//! if that was chosen.

use super::{gravest, judge};
use crate::lab;
use crate::matte::Matte;
use crate::plane::percentile;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Unit};

/// Every how many px the cloth is sampled.
const STEP: usize = 4;

/// Judges the median colour of the cloth.
pub fn check(matte: &Matte, whitened: bool, profile: &Profile) -> Option<Check> {
    let colour = if whitened { [255.0; 3] } else { cloth(matte)? };
    let (lab, limits, name) = (lab::of(colour), &profile.limits, CheckName::WhiteBackground);
    let advice = (Advice::WhiteCloth, Advice::WhiteCloth);
    gravest([
        judge(name, lab.chroma(), limits.background_chroma, Unit::Lab, advice),
        judge(name, lab.l, limits.background_lightness, Unit::Lab, advice),
    ])
}

fn cloth(matte: &Matte) -> Option<[f32; 3]> {
    let seen: Vec<usize> = (0..matte.alpha.at.len()).step_by(STEP).filter(|i| matte.alpha.at[*i] <= 0.0).collect();
    let mut median = [0.0; 3];
    for (c, value) in median.iter_mut().enumerate() {
        let mut values: Vec<f32> = seen.iter().map(|i| f32::from(matte.patch.rgb.as_raw()[3 * i + c])).collect();
        *value = percentile(&mut values, 0.5)?;
    }
    Some(median)
}
