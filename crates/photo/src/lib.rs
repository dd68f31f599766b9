//! The portrait pipeline: bytes in → checked, cropped, sized ID photo out.
//!
//! Pure: no files, no clock, no network. The rules come as a [`Profile`], the answer is a [`Report`] of numbers and codes
//! and, when exactly one face was found, the finished [`Portrait`]. Bytes that are no usable picture are a [`Refusal`].
//!
//! Deliberately not here: face recognition (a face is found, never whose), retouching (the cloth stays as it was), and
//! sentences for people (the words for each code are in `assets/words/portrait.json`).
//!
//! In order: `source` opens the bytes, `detect` finds boxes, `measure` finds eyes and outline, `frame` lays the crop,
//! `finish` makes the file, and `checks` judge on the way.

mod checks;
mod cloth;
mod complete;
mod detect;
mod eyes;
mod face;
mod finish;
mod frame;
mod head;
mod measure;
mod patch;
mod plane;
pub mod profile;
mod refusal;
mod report;
mod source;

use serde::{Deserialize, Serialize};

pub use profile::Profile;
pub use refusal::Refusal;
pub use report::{Advice, Check, CheckName, Limit, Measurements, Point, Report, Unit, Verdict};

use frame::Frame;
use source::open;

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
}

/// Examines the picture in `bytes` (JPEG or PNG, turned as its EXIF says) against `profile`.
///
/// # Errors
/// A [`Refusal`] if there is no picture to look at. Whatever is wrong with the portrait itself is a failed check.
pub fn examine(bytes: &[u8], profile: &Profile) -> Result<Examination, Refusal> {
    let source = open(bytes, (u32::from(profile.frame.width_px), u32::from(profile.frame.height_px)))?;
    let size = source.dimensions();
    let faces = detect::faces(&source);
    let mut checks = vec![checks::single_face::check(faces.len())];
    let face = match faces[..] {
        [one] => measure::face(&source, one),
        _ => None,
    };
    let (mut measurements, mut portrait) = (None, None);
    if let Some(face) = face {
        let frame = Frame::lay(&face, profile);
        let seen = face.measurements(frame.scale);
        checks.extend(checks::face_size::check(&seen, size.1, profile));
        checks.extend(checks::sharpness::check(&source, &face, profile));
        checks.extend(checks::exposure::check(&face, profile));
        checks.push(checks::geometry::check(&face, &frame, size, profile));
        let jpeg = finish::crop(&source, &frame, profile).and_then(|photo| finish::encode(&photo, profile));
        if let Some(jpeg) = jpeg {
            checks.push(checks::file::check(&jpeg, profile));
            portrait = Some(Portrait {
                jpeg,
                width_px: u32::from(profile.frame.width_px),
                height_px: u32::from(profile.frame.height_px),
            });
        }
        measurements = Some(seen);
    }
    let accepted = portrait.is_some() && checks.iter().all(|check| check.verdict != Verdict::Fail);
    let report = Report {
        profile: profile.name.clone(),
        profile_version: profile.version,
        accepted,
        source_width_px: size.0,
        source_height_px: size.1,
        checks,
        measurements,
    };
    Ok(Examination { report, portrait })
}
