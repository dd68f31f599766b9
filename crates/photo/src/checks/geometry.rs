//! Does the finished crop meet the profile's windows, and does the source have the pixels for it? The measured number is
//! how far the worst rule is missed, in finished pixels. Deliberately computed from the measured points carried into the
//! finished frame, so it is as good as they are.

use crate::frame::Frame;
use crate::measure::Face;
use crate::profile::{Profile, Window};
use crate::report::{Advice, Check, CheckName, Limit, Point, Unit, Verdict};

/// Judges `frame` laid over a source of `size` px.
pub fn check(face: &Face, frame: &Frame, size: (u32, u32), profile: &Profile) -> Check {
    let (mut missed, mut advice) = (0.0, Advice::None);
    for (by, what) in misses(face, frame, size, profile) {
        if by > missed {
            (missed, advice) = (by, what);
        }
    }
    let verdict = match advice {
        Advice::None if face.eyes_seen => Verdict::Pass,
        Advice::None => Verdict::Warn,
        _ => Verdict::Fail,
    };
    if verdict == Verdict::Warn {
        advice = Advice::ShowEyes;
    }
    let limit = Limit { min: None, max: Some(0.0), unit: Unit::Px };
    Check { name: CheckName::Geometry, verdict, measured: Some(missed), limit, advice }
}

/// Each rule with how far it is missed (0 or less is met) and what helps.
fn misses(face: &Face, frame: &Frame, size: (u32, u32), profile: &Profile) -> Vec<(f64, Advice)> {
    let height = f64::from(profile.frame.height_px);
    let width = f64::from(profile.frame.width_px);
    let eyes = [-0.5, 0.5].map(|side| frame.place_of(face.source_axes.point(side, 0.0)));
    let lower_eye = eyes[0].y.max(eyes[1].y);
    let eye_room = height - lower_eye - profile.eyes_from_lower_edge_px.min;
    let centre = (eyes[0].x + eyes[1].x) / 2.0;
    let mut misses = vec![
        (-eye_room, Advice::TakeAgain),
        (outside(centre, profile.face_centre_from_left_px), Advice::CentreFace),
        (outside(face.width() * frame.scale, profile.face_width_px), Advice::TakeAgain),
    ];
    match face.top {
        None => misses.push((profile.head_top_from_upper_edge_px.max, Advice::LiftCamera)),
        Some(top) => {
            let row = frame.eyes.y + top * face.source_axes.distance * frame.scale;
            // Tall hair may be cut once the eyes are as low as they may be.
            let eyes_are_low = eye_room <= profile.margin_px + 1.0;
            if !(eyes_are_low && row < profile.head_top_from_upper_edge_px.min) {
                misses.push((outside(row, profile.head_top_from_upper_edge_px), Advice::TakeAgain));
            }
        }
    }
    let corners =
        [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)].map(|(x, y)| frame.to_source(Point { x, y }));
    let beyond = |by: &dyn Fn(&Point) -> f64| corners.iter().map(by).fold(0.0, f64::max) * frame.scale;
    let top = beyond(&|c| -c.y);
    let bottom = beyond(&|c| c.y - f64::from(size.1));
    let left = beyond(&|c| -c.x);
    let right = beyond(&|c| c.x - f64::from(size.0));
    if (top > 0.5 && bottom > 0.5) || (left > 0.5 && right > 0.5) {
        misses.push((top.max(bottom).max(left).max(right), Advice::StepBack));
    } else {
        misses.extend([(top - 0.5, Advice::LiftCamera), (bottom - 0.5, Advice::LowerCamera)]);
        misses.push((left.max(right) - 0.5, Advice::CentreFace));
    }
    misses
}

/// How far outside a window a length lies; 0 inside.
fn outside(length: f64, window: Window) -> f64 {
    (window.min - length).max(length - window.max).max(0.0)
}
