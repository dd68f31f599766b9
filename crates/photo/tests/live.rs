//! What the preview says first, and that it says nothing when the shutter may be pressed.

mod gallery;

use beibao_photo::{Advice, Profile, live};
use gallery::{portrait, sample};
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

/// A preview frame of a portrait, 1280 px high.
fn frame(of: &RgbImage) -> RgbImage {
    imageops::resize(of, of.width() * 1280 / of.height(), 1280, FilterType::Triangle)
}

fn first(frame: RgbImage) -> Option<Advice> {
    live(frame, 1280, &Profile::ga461()).first().map(|finding| finding.advice)
}

#[test]
fn a_good_frame_fails_nothing() {
    let findings = live(frame(&sample()), 1280, &Profile::ga461());
    assert!(findings.iter().all(|f| f.verdict != beibao_photo::Verdict::Fail), "{findings:?}");
}

#[test]
fn the_most_urgent_thing_comes_first() {
    let dark = image::load_from_memory(portrait("too_dark").bytes).unwrap().into_rgb8();
    let tilted = image::load_from_memory(portrait("tilted").bytes).unwrap().into_rgb8();
    assert_eq!(first(RgbImage::from_pixel(720, 1280, Rgb([230; 3]))), Some(Advice::NoFaceLookAtCamera));
    assert_eq!(first(frame(&dark)), Some(Advice::MoreLight));
    assert_eq!(first(frame(&tilted)), Some(Advice::LookStraight));
    let mut both = RgbImage::new(2400, 1600);
    imageops::overlay(&mut both, &sample(), 0, 0);
    imageops::overlay(&mut both, &sample(), 1200, 0);
    assert_eq!(first(both), Some(Advice::MoreThanOneFace));
}

#[test]
fn a_small_preview_of_a_large_photo_does_not_call_the_face_too_small() {
    let small = imageops::resize(&sample(), sample().width() * 480 / sample().height(), 480, FilterType::Triangle);
    let too_small = |camera_height_px| {
        let findings = live(small.clone(), camera_height_px, &Profile::ga461());
        findings.iter().any(|f| f.advice == Advice::ComeCloser && f.verdict == beibao_photo::Verdict::Fail)
    };
    assert_eq!((too_small(480), too_small(1920)), (true, false));
}
