//! The portrait pipeline: bytes in → checked, cropped, sized ID photo out.
//!
//! Pure: no files, no clock, no network. The rules come as a [`Profile`], the answer is a [`Report`] of numbers and codes
//! and, when exactly one face was found, the finished [`Portrait`]. Bytes that are no usable picture are a [`Refusal`].
//!
//! Deliberately not here: face recognition (a face is found, never whose), retouching (whitening the cloth is the
//! officer's recorded choice and leaves the person's own pixels alone), and sentences for people (the words for each code
//! are in `assets/words/portrait.json`).
//!
//! In order: `source` opens the bytes, `detect` finds boxes, `measure` reads the face mesh, `matte` tells person from
//! cloth, `scene` looks at the whole frame, `frame` lays the crop, `finish` makes the file, and `checks` judge on the way.
//! `live` is the short way for a preview, `recheck` asks a finished file again.

mod checks;
mod complete;
mod detect;
mod examine;
mod eyelook;
mod eyes;
mod face;
mod finish;
mod frame;
mod head;
mod keepsake;
mod lab;
mod landmarks;
mod light;
mod live;
mod matte;
mod measure;
mod mip;
mod nets;
mod outline;
mod patch;
mod plane;
pub mod profile;
mod recheck;
mod refusal;
mod regions;
mod report;
mod scene;
mod source;
mod whiten;

pub use examine::{Choices, Examination, Portrait, examine, examine_with};
pub use image::RgbImage;
pub use keepsake::{Hidden, hide_faces, keepsake};
pub use live::{Finding, live};
pub use outline::{Outline, outline};
pub use profile::Profile;
pub use recheck::recheck;
pub use refusal::Refusal;
pub use report::{Advice, Ask, Check, CheckName, Limit, Measurements, Point, Report, Unit, Verdict};
