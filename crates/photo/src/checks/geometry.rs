//! Does the finished photo meet the profile's windows, and does the source have the pixels for it? Eyes, centre and width
//! are measured again on the decoded file, so an error of the crop is seen; whoever has only the file asks all of it. The measured number is how far the worst rule
//! is missed, in finished pixels.

use crate::detect;
use crate::frame::Frame;
use crate::measure::Face;
use crate::profile::{Profile, Window};
use crate::report::{Advice, Check, CheckName, Limit, Point, Unit, Verdict};
use crate::source::Source;

/// What is laid over the source, and the file that came of it.
pub struct Finished<'a> {
    /// The face in the source.
    pub face: &'a Face,
    /// Highest hair above the eyes, source px.
    pub hair: Option<f64>,
    /// The frame over the source.
    pub frame: &'a Frame,
    /// Upright size of the source, px.
    pub source_size: (u32, u32),
    /// The file.
    pub jpeg: &'a [u8],
}

/// Judges the finished photo.
pub fn check(finished: &Finished<'_>, profile: &Profile) -> Check {
    judged(misses(finished, profile), finished.face.eyes_seen)
}

/// Judges a finished file by itself: `face` and the highest `hair` above its eyes are measured on it, px.
pub fn of_file(face: &Face, hair: Option<f64>, profile: &Profile) -> Check {
    let mut misses = in_the_file(face, profile);
    // Room above the eyes and above the hair, both as far off as a second look may be.
    let room = eye_room([-0.5, 0.5].map(|side| face.axes.point(side, 0.0).y), profile) - profile.margin_px;
    let row = hair.map(|hair| face.axes.middle.y - hair);
    if row.is_some() || room > profile.margin_px + 1.0 {
        let (miss, advice) = hair_miss(row, room, profile);
        misses.push((miss - profile.margin_px, advice));
    }
    judged(misses, face.eyes_seen)
}

/// A file of another size has none of the profile's places.
pub fn of_another_size(size: (u32, u32), profile: &Profile) -> Check {
    let off = |is: u32, wanted: u16| f64::from(is.abs_diff(u32::from(wanted)));
    let missed = off(size.0, profile.frame.width_px).max(off(size.1, profile.frame.height_px));
    judged(vec![(missed, Advice::TakeAgain)], [true; 2])
}

/// The worst miss, and what helps; what is met with eyes that were not seen is a warning.
fn judged(misses: Vec<(f64, Advice)>, eyes_seen: [bool; 2]) -> Check {
    let (mut missed, mut advice) = (0.0, Advice::None);
    for (by, what) in misses {
        if by > missed {
            (missed, advice) = (by, what);
        }
    }
    let verdict = match advice {
        Advice::None if eyes_seen == [true; 2] => Verdict::Pass,
        Advice::None => Verdict::Warn,
        _ => Verdict::Fail,
    };
    if verdict == Verdict::Warn {
        advice = Advice::ShowEyes;
    }
    let limit = Limit { min: None, max: Some(0.0), unit: Unit::Px };
    Check { name: CheckName::Geometry, verdict, measured: Some(missed), limit, advice }
}

/// Judges only whether the frame fits into the source: all that a preview can tell.
pub fn room(frame: &Frame, source_size: (u32, u32), profile: &Profile) -> Check {
    let worst = beyond_the_source(frame, source_size, profile).into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    let (missed, advice) = worst.filter(|(by, _)| *by > 0.0).unwrap_or((0.0, Advice::None));
    let verdict = if advice == Advice::None { Verdict::Pass } else { Verdict::Fail };
    let limit = Limit { min: None, max: Some(0.0), unit: Unit::Px };
    Check { name: CheckName::Geometry, verdict, measured: Some(missed), limit, advice }
}

/// Each rule with how far it is missed (0 or less is met) and what helps.
fn misses(finished: &Finished<'_>, profile: &Profile) -> Vec<(f64, Advice)> {
    let (face, frame) = (finished.face, finished.frame);
    let mut misses = match again(finished.jpeg) {
        None => vec![(f64::from(profile.frame.height_px), Advice::TakeAgain)],
        Some(again) => in_the_file(&again, profile),
    };
    let room = eye_room([-0.5, 0.5].map(|side| frame.place_of(face.axes.point(side, 0.0)).y), profile);
    misses.push(hair_miss(finished.hair.map(|hair| frame.eyes.y - hair * frame.scale), room, profile));
    misses.extend(beyond_the_source(frame, finished.source_size, profile));
    misses
}

/// Eyes, middle and width of a face that was measured on the finished file.
fn in_the_file(face: &Face, profile: &Profile) -> Vec<(f64, Advice)> {
    let room = eye_room([-0.5, 0.5].map(|side| face.axes.point(side, 0.0).y), profile);
    vec![
        // The second look may be off as far as the first was kept inside the window for.
        (-room - profile.margin_px, Advice::TakeAgain),
        (outside(face.axes.middle.x, profile.face_centre_from_left_px), Advice::CentreFace),
        (outside(face.width, profile.face_width_px), Advice::TakeAgain),
    ]
}

/// How far the lower of two eyes, at these rows, stands above the lowest place that is allowed.
fn eye_room(eyes: [f64; 2], profile: &Profile) -> f64 {
    f64::from(profile.frame.height_px) - eyes[0].max(eyes[1]) - profile.eyes_from_lower_edge_px.min
}

/// The highest hair at this row, none if it goes on beyond the picture. Tall hair may be cut once the eyes are as low as
/// they may be.
fn hair_miss(row: Option<f64>, eye_room: f64, profile: &Profile) -> (f64, Advice) {
    let Some(row) = row else { return (profile.head_top_from_upper_edge_px.max, Advice::LiftCamera) };
    let may_be_cut = eye_room <= profile.margin_px + 1.0 && row < profile.head_top_from_upper_edge_px.min;
    (if may_be_cut { 0.0 } else { outside(row, profile.head_top_from_upper_edge_px) }, Advice::TakeAgain)
}

/// The face as the finished file shows it.
fn again(jpeg: &[u8]) -> Option<Face> {
    let source = Source::open(jpeg, (1, 1)).ok()?;
    Face::glimpse(&source, detect::faces(&source).first()?)
}

/// How far the frame goes beyond each side of the source.
fn beyond_the_source(frame: &Frame, size: (u32, u32), profile: &Profile) -> Vec<(f64, Advice)> {
    let (width, height) = (f64::from(profile.frame.width_px), f64::from(profile.frame.height_px));
    let corners =
        [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)].map(|(x, y)| frame.to_source(Point { x, y }));
    let beyond = |by: &dyn Fn(&Point) -> f64| corners.iter().map(by).fold(0.0, f64::max) * frame.scale;
    let top = beyond(&|c| -c.y);
    let bottom = beyond(&|c| c.y - f64::from(size.1));
    let left = beyond(&|c| -c.x);
    let right = beyond(&|c| c.x - f64::from(size.0));
    if (top > 0.5 && bottom > 0.5) || (left > 0.5 && right > 0.5) {
        return vec![(top.max(bottom).max(left).max(right), Advice::StepBack)];
    }
    vec![
        (top - 0.5, Advice::LiftCamera),
        (bottom - 0.5, Advice::LowerCamera),
        (left.max(right) - 0.5, Advice::CentreFace),
    ]
}

/// How far outside a window a length lies; 0 inside.
fn outside(length: f64, window: Window) -> f64 {
    (window.min - length).max(length - window.max).max(0.0)
}
