//! Is the face lit well: not too dark, not too bright, not burnt out, not from one side? Luma of an ellipse of skin
//! between brows and mouth (ISO/IEC 29794-5: luminance mean, over-exposure, illumination uniformity).

use super::{gravest, judge};
use crate::measure::Face;
use crate::plane::percentile;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Point, Unit};

/// Luma from which a pixel counts as burnt out.
const BURNT_LUMA: f32 = 250.0;

/// Judges median, burnt-out share and the two cheeks; the gravest is reported.
pub fn check(face: &Face, profile: &Profile) -> Option<Check> {
    let luma = face.patch.luma();
    let (mut skin, mut cheeks) = (Vec::new(), [(0.0, 0.0); 2]);
    for y in 0..luma.height {
        for x in 0..luma.width {
            let (across, down) = face.axes.place(Point { x: x as f64 + 0.5, y: y as f64 + 0.5 });
            let value = luma.at[y * luma.width + x];
            if (across / 0.85).powi(2) + ((down - 0.4) / 0.95).powi(2) < 1.0 {
                skin.push(value);
            }
            if (0.35..0.8).contains(&across.abs()) && (0.35..0.85).contains(&down) {
                let cheek = &mut cheeks[usize::from(across > 0.0)];
                *cheek = (cheek.0 + linear(value), cheek.1 + 1.0);
            }
        }
    }
    let burnt = skin.iter().filter(|v| **v >= BURNT_LUMA).count() as f64 / (skin.len() as f64).max(1.0);
    let median = f64::from(percentile(&mut skin, 0.5)?);
    let [left, right] = cheeks.map(|(sum, count)| (sum / count).max(1e-3));
    let sides = (left / right).max(right / left);
    let limits = &profile.limits;
    let name = CheckName::Exposure;
    gravest([
        judge(name, median, limits.face_luma, Unit::Luma, (Advice::MoreLight, Advice::LessLight)),
        judge(name, burnt, limits.clipped_share, Unit::Ratio, (Advice::None, Advice::LessLight)),
        judge(name, sides, limits.side_light_ratio, Unit::Ratio, (Advice::None, Advice::EvenLight)),
    ])
}

/// Light of a luma step, 0–1 (IEC 61966-2-1, roughly: the exponent alone).
fn linear(luma: f32) -> f64 {
    (f64::from(luma) / 255.0).powf(2.2)
}
