//! What to tell the officer while the camera is still looking: the most urgent thing first. Deliberately without a matte
//! and without a finished photo; it fits between two frames of a preview.

use image::RgbImage;
use serde::Serialize;

use crate::checks;
use crate::detect;
use crate::eyelook::EyeLook;
use crate::frame::{Frame, USUAL_TOP};
use crate::measure::Face;
use crate::profile::Profile;
use crate::report::{Advice, Check, CheckName, Verdict};
use crate::source::Source;

/// One thing to change, and how urgent: a failed check stops, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Finding {
    /// Which check says so.
    pub check: CheckName,
    /// What to do now.
    pub advice: Advice,
    /// Whether the photo would be refused.
    pub verdict: Verdict,
}

/// What is wrong with an upright preview frame, the first to be mended first; empty when the shutter may be pressed.
/// The order is that of the hands: face, distance, place, pose, light, focus. `camera_height_px` is the height of the photo
/// that the shutter would give: a preview is smaller, and a face in it is not.
pub fn live(frame: RgbImage, camera_height_px: u32, profile: &Profile) -> Vec<Finding> {
    let finer = f64::from(camera_height_px) / f64::from(frame.height().max(1));
    let source = Source::upright(frame);
    let faces = detect::faces(&source);
    let face = faces.first().and_then(|found| Face::glimpse(&source, found));
    let single = face.as_ref().map(|face| checks::single_face::check(&faces, Some(face)));
    let mut checks = vec![single.unwrap_or_else(checks::single_face::nobody)];
    if let Some(face) = face {
        checks.extend(of_the_face(&source, &face, finer, profile));
    }
    let mut findings: Vec<Finding> = checks
        .iter()
        .filter(|c| c.verdict != Verdict::Pass)
        // Nobody can give the camera more pixels now; the photo's own report says it once.
        .filter(|c| c.verdict == Verdict::Fail || c.advice != Advice::FinerCamera)
        .map(|c| Finding { check: c.name, advice: c.advice, verdict: c.verdict })
        .collect();
    findings.sort_by_key(|f| (std::cmp::Reverse(f.verdict), urgency(f.check)));
    findings
}

fn of_the_face(source: &Source, face: &Face, finer: f64, profile: &Profile) -> Vec<Check> {
    let frame = Frame::lay(face, None, profile);
    let below = frame.axes.place(face.chin).1 * frame.axes.distance;
    let head_px = USUAL_TOP * face.axes.distance + below;
    let mut made: Vec<Check> = Vec::new();
    let (width, height) = (f64::from(source.width()), f64::from(source.height()));
    let camera_px = (finer * width, finer * height);
    made.extend(checks::face_size::check(finer / frame.scale, head_px / height, camera_px, profile));
    made.push(checks::geometry::room(&frame, (source.width(), source.height()), profile));
    made.extend(checks::pose::frontal(face, profile));
    made.push(checks::pose::mouth(face, profile));
    if let Some(look) = EyeLook::of(source, face) {
        made.extend(checks::eyes::open(face, &look, profile));
        made.push(checks::eyes::glare(&look, profile));
        made.extend(checks::exposure::check(source, face, &look, profile));
        made.extend(checks::skin::check(look.cheeks, source.is_grey(), profile));
    }
    made.extend(checks::sharpness::check(source, face, profile));
    made
}

/// Where a check stands in the order of the hands.
fn urgency(check: CheckName) -> usize {
    use CheckName::{Exposure, EyesOpen, FaceSize, FrontalPose, Geometry, NoGlare, SingleFace};
    let order = [SingleFace, FaceSize, Geometry, FrontalPose, Exposure, NoGlare, EyesOpen];
    order.iter().position(|c| *c == check).unwrap_or(order.len())
}
