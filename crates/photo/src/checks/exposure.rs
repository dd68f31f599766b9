//! Is the face lit well: not too dark, not too bright, not burnt out, not flat, not from one side? Luma of an ellipse of
//! skin between brows and mouth (ISO/IEC 29794-5: luminance mean, over-exposure, dynamic range, illumination uniformity).

use super::{gravest, judge};
use crate::eyelook::EyeLook;
use crate::measure::{EYES_APART_PX, Face};
use crate::patch::{Patch, Window};
use crate::plane::percentile;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Point, Unit};
use crate::source::Source;

/// Luma from which a pixel counts as burnt out.
const BURNT_LUMA: f32 = 250.0;
/// Distance between the pupils in the picture that is measured, px: exposure needs no detail.
const COARSE_PX: f64 = EYES_APART_PX / 3.0;

/// Judges median, burnt-out share, range and the two cheeks; the gravest is reported.
pub fn check(source: &Source, face: &Face, look: &EyeLook, profile: &Profile) -> Option<Check> {
    let (axes, d) = (face.axes, face.axes.distance);
    let window =
        Window { left: axes.middle.x - 1.3 * d, top: axes.middle.y - 1.0 * d, width: 2.6 * d, height: 2.8 * d };
    let patch = Patch::cut(source, window, COARSE_PX / d)?;
    let (luma, own) = (patch.luma(), patch.axes(&axes));
    let mut skin = Vec::new();
    for y in 0..luma.height {
        for x in 0..luma.width {
            let (across, down) = own.place(Point { x: x as f64 + 0.5, y: y as f64 + 0.5 });
            if (across / 0.85).powi(2) + ((down - 0.4) / 0.95).powi(2) < 1.0 {
                skin.push(luma.at[y * luma.width + x]);
            }
        }
    }
    let burnt = skin.iter().filter(|v| **v >= BURNT_LUMA).count() as f64 / (skin.len() as f64).max(1.0);
    let median = f64::from(percentile(&mut skin, 0.5)?);
    let range = f64::from(percentile(&mut skin, 0.95)? - percentile(&mut skin, 0.05)?);
    let (limits, name) = (&profile.limits, CheckName::Exposure);
    gravest([
        judge(name, median, limits.face_luma, Unit::Luma, (Advice::MoreLight, Advice::LessLight)),
        judge(name, burnt, limits.clipped_share, Unit::Ratio, (Advice::None, Advice::LessLight)),
        judge(name, look.side_light, limits.side_light_ratio, Unit::Ratio, (Advice::None, Advice::EvenLight)),
        judge(name, range, limits.luma_range, Unit::Luma, (Advice::WipeLens, Advice::None)),
    ])
}
