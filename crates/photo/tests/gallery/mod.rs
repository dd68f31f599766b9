//! The rendered portraits of `assets/portraits` with their truth, and ways to spoil them.
#![allow(dead_code, reason = "each test file uses its share")]

use std::io::Cursor;

use beibao_photo::{Check, CheckName, Examination, Point, Profile, Verdict, examine};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, RgbImage};
use serde::Deserialize;

/// The truth beside a portrait, px of the upright picture.
#[derive(Deserialize)]
pub struct Truth {
    pub eye_left: [f64; 2],
    pub eye_right: [f64; 2],
    pub head_top_y: f64,
    pub face_width: f64,
    pub roll_deg: f64,
}

pub struct Portrait {
    pub name: &'static str,
    pub bytes: &'static [u8],
    pub truth: Truth,
}

macro_rules! portraits {
    ($($name:literal),+) => {
        /// All portraits of the gallery.
        pub fn all() -> Vec<Portrait> {
            vec![$(Portrait {
                name: $name,
                bytes: include_bytes!(concat!("../../../../assets/portraits/", $name, ".jpg")),
                truth: serde_json::from_str(include_str!(concat!("../../../../assets/portraits/", $name, ".json"))).unwrap(),
            }),+]
        }
    };
}
portraits!("sample", "glasses_on_blue", "white_hair_on_white", "thin_hair_on_blue", "tilted", "too_dark", "too_bright");

/// One portrait by name.
pub fn portrait(name: &str) -> Portrait {
    all().into_iter().find(|p| p.name == name).unwrap()
}

/// The sample's pixels.
pub fn sample() -> RgbImage {
    image::load_from_memory(portrait("sample").bytes).unwrap().into_rgb8()
}

/// A high-quality JPEG of `image`.
pub fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(image).unwrap();
    bytes
}

/// A PNG of `image`.
pub fn png(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// `jpeg` with an EXIF segment that holds nothing but an orientation (1–8).
pub fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let exif =
        [b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", &[orientation][..], b"\0\0\0\0\0\0"].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

/// Examined by the resident-ID profile.
pub fn examined(bytes: &[u8]) -> Examination {
    examine(bytes, &Profile::ga461()).unwrap()
}

/// The answer of one check, if it was made.
pub fn check(examination: &Examination, name: CheckName) -> Check {
    let found = examination.report.checks.iter().find(|c| c.name == name);
    found.unwrap_or_else(|| panic!("no check {name:?}")).clone()
}

pub fn failed(examination: &Examination) -> Vec<CheckName> {
    let failed = examination.report.checks.iter().filter(|c| c.verdict == Verdict::Fail);
    failed.map(|c| c.name).collect()
}

/// Distance from a measured point to a true one, px.
pub fn apart(measured: Point, truth: [f64; 2]) -> f64 {
    (measured.x - truth[0]).hypot(measured.y - truth[1])
}
