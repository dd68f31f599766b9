//! Boxes of faces in a picture. Deliberately not: landmarks, and never whose face it is. The detector (SeetaFace through
//! `rustface`) sits behind this one function; another detector replaces this file.

use image::RgbImage;
use image::imageops::grayscale;
use rustface::{ImageData, create_detector_with_model, read_model};

use crate::patch::shrink;

/// SeetaFace frontal model, see `models/README.md`.
const MODEL: &[u8] = include_bytes!("../models/seeta_fd_frontal_v1.0.bin");
/// Longest side of the copy that is searched, px.
const SEARCH_SIDE_PX: u32 = 640;
/// Least face in the searched copy, px: a face of a twentieth of the frame is far below what any photo needs.
const LEAST_FACE_PX: u32 = 32;
/// SeetaFace's score from which a box counts. Its authors name 0.95 to 4.5; real faces here score above 7.
const LEAST_SCORE: f64 = 2.8;

/// A face's square box in source pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceBox {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Side.
    pub side: f64,
}

/// All faces in `source`, largest first.
pub fn faces(source: &RgbImage) -> Vec<FaceBox> {
    let Ok(model) = read_model(MODEL) else { return Vec::new() };
    let (copy, scale) = shrink(source, SEARCH_SIDE_PX);
    let gray = grayscale(&copy);
    let mut detector = create_detector_with_model(model);
    detector.set_min_face_size(LEAST_FACE_PX);
    detector.set_score_thresh(LEAST_SCORE);
    let found = detector.detect(&ImageData::new(gray.as_raw(), gray.width(), gray.height()));
    let mut boxes: Vec<FaceBox> = found
        .iter()
        .map(|face| {
            let b = face.bbox();
            FaceBox {
                left: f64::from(b.x()) / scale,
                top: f64::from(b.y()) / scale,
                side: f64::from(b.width()) / scale,
            }
        })
        .collect();
    boxes.sort_by(|a, b| b.side.total_cmp(&a.side));
    boxes
}
