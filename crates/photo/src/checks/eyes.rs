//! Are both eyes open and free of glare and red? The lids' distance comes from the face mesh; whether there is an eye
//! between them, from its colour: white and iris are greyer than the cheek, a shut lid is not (after ISO/IEC 29794-5,
//! eyes open; the mesh alone does not tell a shut eye surely).

use super::{gravest, judge};
use crate::eyelook::EyeLook;
use crate::measure::Face;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Unit};

/// Judges the lids and what is between them; the graver is reported.
pub fn open(face: &Face, look: &EyeLook, profile: &Profile) -> Option<Check> {
    let (name, limits) = (CheckName::EyesOpen, &profile.limits);
    let advice = (Advice::OpenEyes, Advice::OpenEyes);
    let lids = judge(name, face.eye_openness, limits.eye_openness, Unit::Ratio, advice);
    let between = look.lid_likeness.map(|likeness| judge(name, likeness, limits.lid_likeness, Unit::Ratio, advice));
    gravest([Some(lids), between].into_iter().flatten())
}

/// Judges the share of the eyes' boxes that glares.
pub fn glare(look: &EyeLook, profile: &Profile) -> Check {
    let advice = (Advice::None, Advice::TurnGlasses);
    judge(CheckName::NoGlare, look.glare_share, profile.limits.glare_share, Unit::Ratio, advice)
}

/// Judges how red the pupils are.
pub fn red(look: &EyeLook, profile: &Profile) -> Check {
    let advice = (Advice::None, Advice::NoFlash);
    judge(CheckName::NoRedEye, look.pupil_redness, profile.limits.pupil_redness, Unit::Ratio, advice)
}
