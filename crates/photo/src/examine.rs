//! The whole way of one photo. Deliberately only the order of things: each step is a module of its own.

use serde::{Deserialize, Serialize};

use crate::checks::geometry::Finished;
use crate::eyelook::EyeLook;
use crate::frame::{Frame, USUAL_TOP};
use crate::matte::Matte;
use crate::measure::Face;
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::report::{Check, CheckName, Measurements, Point, Report, Verdict};
use crate::scene::Scene;
use crate::source::Source;
use crate::{checks, detect, finish, head};

/// What the officer chose for one photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Choices {
    /// Make the cloth white. Recorded in the report.
    pub whiten: bool,
}

/// The outcome of examining one photo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Examination {
    /// What was found, and whether the portrait may be attached.
    pub report: Report,
    /// The finished photo; there whenever one face was found and could be cropped, accepted or not, so it can be shown.
    pub portrait: Option<Portrait>,
}

/// A finished photo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Portrait {
    /// Baseline JPEG with JFIF density and no metadata.
    pub jpeg: Vec<u8>,
    /// Width, px.
    pub width_px: u32,
    /// Height, px.
    pub height_px: u32,
    /// Where its upper left, upper right and lower left corner lie in the upright source: shares of the source's width and
    /// height. A frame that goes beyond the source has corners beyond it.
    pub corners: [(f32, f32); 3],
}

/// Examines the picture in `bytes` (JPEG or PNG, turned as its EXIF says) against `profile`, the cloth left as it is.
///
/// # Errors
/// A [`Refusal`] if there is no picture to look at. Whatever is wrong with the portrait itself is a failed check.
pub fn examine(bytes: &[u8], profile: &Profile) -> Result<Examination, Refusal> {
    examine_with(bytes, profile, Choices::default())
}

/// Examines as [`examine`] does, with what the officer chose.
///
/// # Errors
/// As [`examine`].
pub fn examine_with(bytes: &[u8], profile: &Profile, choices: Choices) -> Result<Examination, Refusal> {
    let smallest = (u32::from(profile.frame.width_px), u32::from(profile.frame.height_px));
    let source = Source::open(bytes, smallest)?;
    Ok(look(&source, bytes, profile, choices).0)
}

/// The way from a decoded picture on; the matte goes along for those who show it.
pub fn look(source: &Source, bytes: &[u8], profile: &Profile, choices: Choices) -> (Examination, Option<Matte>) {
    let mut report = Report {
        profile: profile.name.clone(),
        profile_version: profile.version,
        accepted: false,
        source_width_px: source.width(),
        source_height_px: source.height(),
        whitened: false,
        asks: profile.asks.clone(),
        checks: vec![checks::single_face::nobody()],
        measurements: None,
    };
    let Some((face, faces)) = detect::sitter(source) else { return (Examination { report, portrait: None }, None) };
    report.checks = vec![checks::single_face::check(&faces, Some(&face))];
    let matte = Matte::of(source, &face);
    let hair = matte.as_ref().and_then(|matte| head::above_the_eyes(matte, &Frame::axes(&face)));
    let frame = Frame::lay(&face, hair, profile);
    let checks = &mut report.checks;
    checks.extend(of_the_source(source, &face, hair, &frame, profile));
    let others = faces.iter().filter(|other| !checks::single_face::is_print(other, &face)).count();
    if let Some(scene) = Scene::of(source, &face, profile.limits.shadow_light) {
        checks.extend(checks::scene::checks(&scene, others, profile));
    }
    checks.extend(checks::compression::check(bytes, profile));
    let to_whiten = matte.as_ref().filter(|_| choices.whiten);
    report.whitened = to_whiten.is_some();
    checks.extend(matte.as_ref().and_then(|matte| checks::background::check(matte, report.whitened, profile)));
    let alone = checks.first().is_some_and(|single| single.verdict != Verdict::Fail);
    let photo = if alone { finish::crop(source, &frame, profile, to_whiten) } else { None };
    let jpeg = photo.and_then(|photo| finish::encode(&photo, profile));
    let portrait = jpeg.map(|jpeg| {
        let finished =
            Finished { face: &face, hair, frame: &frame, source_size: (source.width(), source.height()), jpeg: &jpeg };
        checks.push(checks::geometry::check(&finished, profile));
        checks.push(checks::file::check(&jpeg, profile));
        let (width_px, height_px) = (u32::from(profile.frame.width_px), u32::from(profile.frame.height_px));
        Portrait { jpeg, width_px, height_px, corners: corners(&frame, source, (width_px, height_px)) }
    });
    drop_consequences(checks);
    checks.sort_by_key(|check| check.name);
    report.accepted = portrait.is_some() && matte.is_some() && checks.iter().all(|c| c.verdict != Verdict::Fail);
    report.measurements = Some(measurements(&face, matte.as_ref(), &frame));
    (Examination { report, portrait }, matte)
}

fn corners(frame: &Frame, source: &Source, (width, height): (u32, u32)) -> [(f32, f32); 3] {
    [(0, 0), (width, 0), (0, height)].map(|(x, y)| {
        let p = frame.to_source(Point { x: f64::from(x), y: f64::from(y) });
        ((p.x / f64::from(source.width())) as f32, (p.y / f64::from(source.height())) as f32)
    })
}

/// The checks that look at nothing but the face in the source.
fn of_the_source(source: &Source, face: &Face, hair: Option<f64>, frame: &Frame, profile: &Profile) -> Vec<Check> {
    let below = frame.axes.place(face.chin).1 * frame.axes.distance;
    let head_px = hair.unwrap_or(USUAL_TOP * face.axes.distance) + below;
    let mut made: Vec<Check> = Vec::new();
    let (width, height) = (f64::from(source.width()), f64::from(source.height()));
    made.extend(checks::face_size::check(1.0 / frame.scale, head_px / height, (width, height), profile));
    made.extend(checks::sharpness::check(source, face, profile));
    made.extend(of_the_face(source, face, profile));
    made
}

/// The checks that a finished photo answers as the source does.
pub fn of_the_face(source: &Source, face: &Face, profile: &Profile) -> Vec<Check> {
    let mut made: Vec<Check> = Vec::new();
    made.extend(checks::pose::frontal(face, profile));
    made.push(checks::pose::mouth(face, profile));
    if let Some(look) = EyeLook::of(source, face) {
        made.extend(checks::eyes::open(face, &look, profile));
        made.push(checks::eyes::glare(&look, profile));
        made.push(checks::eyes::red(&look, profile));
        made.extend(checks::exposure::check(source, face, &look, profile));
        made.extend(checks::skin::check(look.cheeks, source.is_grey(), profile));
    }
    made
}

/// What follows from another failure says nothing more: glare hides the eye, and in the dark no cloth is white.
pub fn drop_consequences(checks: &mut Vec<Check>) {
    for (cause, consequence) in
        [(CheckName::NoGlare, CheckName::EyesOpen), (CheckName::Exposure, CheckName::WhiteBackground)]
    {
        if checks.iter().any(|c| c.name == cause && c.verdict == Verdict::Fail) {
            checks.retain(|c| c.name != consequence);
        }
    }
}

fn measurements(face: &Face, matte: Option<&Matte>, frame: &Frame) -> Measurements {
    let level = face.axes.levelled();
    Measurements {
        eye_left: face.axes.point(0.5, 0.0),
        eye_right: face.axes.point(-0.5, 0.0),
        eyes_seen: face.eyes_seen == [true; 2],
        yaw_deg: face.pose.yaw_deg,
        pitch_deg: face.pose.pitch_deg,
        roll_deg: face.pose.roll_deg,
        chin: face.chin,
        head_top_y: matte.and_then(|m| head::above_the_eyes(m, &level)).map(|above| level.middle.y - above),
        face_width: face.width,
        source_scale: 1.0 / frame.scale,
    }
}
