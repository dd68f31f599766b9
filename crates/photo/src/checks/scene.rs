//! Does the cloth fill the frame, evenly lit, with nobody and nothing else before it? From the whole frame at a glance.

use super::judge;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Unit};
use crate::scene::Scene;

/// Judges cover, other things and shadow. `faces` is how many were found: a second person is a foreign thing too.
pub fn checks(scene: &Scene, faces: usize, profile: &Profile) -> [Check; 3] {
    let limits = &profile.limits;
    let foreign = if faces > 1 { scene.foreign.max(1.0) } else { scene.foreign };
    [
        judge(
            CheckName::ClothCoversFrame,
            scene.covered,
            limits.cloth_cover,
            Unit::Ratio,
            (Advice::SpreadCloth, Advice::None),
        ),
        judge(
            CheckName::NoForeignObject,
            foreign,
            limits.foreign_share,
            Unit::Ratio,
            (Advice::None, Advice::ClearFrame),
        ),
        judge(
            CheckName::NoStrongShadow,
            scene.shadow,
            limits.shadow_share,
            Unit::Ratio,
            (Advice::None, Advice::LeaveShadow),
        ),
    ]
}
