//! Does the head look straight ahead, and is the mouth closed? Angles from the face mesh (ISO/IEC 29794-5, pose and
//! mouth closed).

use super::{gravest, judge};
use crate::measure::Face;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Unit};

/// Judges the three angles; the gravest is reported.
pub fn frontal(face: &Face, profile: &Profile) -> Option<Check> {
    let (pose, limits) = (face.pose, &profile.limits);
    let advice = (Advice::LookStraight, Advice::LookStraight);
    gravest(
        [(pose.yaw_deg, limits.yaw_deg), (pose.roll_deg, limits.roll_deg), (pose.pitch_deg, limits.pitch_deg)]
            .map(|(angle, bounds)| judge(CheckName::FrontalPose, angle, bounds, Unit::Deg, advice)),
    )
}

/// Judges the distance of the lips.
pub fn mouth(face: &Face, profile: &Profile) -> Check {
    let advice = (Advice::None, Advice::CloseMouth);
    judge(CheckName::MouthClosed, face.mouth_openness, profile.limits.mouth_openness, Unit::Ratio, advice)
}
