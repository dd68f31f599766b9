//! Has the skin the colour of skin? Mean CIELAB a* and b* of both cheeks (ISO/IEC 29794-5, natural colour).

use super::{gravest, judge};
use crate::lab;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Unit};

/// Lightness beyond which a cheek has lost its colour; exposure is judged elsewhere.
const BURNT: f64 = 95.0;

/// Judges the cheeks' mean colour `cheeks` (0–255); a picture without any colour fails. The gravest is reported.
pub fn check(cheeks: [f32; 3], is_grey: bool, profile: &Profile) -> Option<Check> {
    let lab = lab::of(cheeks);
    if lab.l > BURNT {
        return None;
    }
    let (name, limits) = (CheckName::NeutralColour, &profile.limits);
    let advice = if is_grey { Advice::ColourPhoto } else { Advice::MendColour };
    gravest(
        [(lab.a, limits.skin_a), (lab.b, limits.skin_b)]
            .map(|(value, bounds)| judge(name, value, bounds, Unit::Lab, (advice, advice))),
    )
}
