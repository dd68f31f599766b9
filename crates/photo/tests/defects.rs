//! Spoilt portraits fail the check that names the defect, and only that one, with advice that mends it.

mod gallery;

use beibao_photo::{Advice, CheckName, Verdict};
use gallery::{check, examined, failed, jpeg, portrait, sample};
use image::{Rgb, RgbImage, imageops};

/// Each pixel averaged with what passed over it while the hand moved by `length_px` to the right.
fn moved(image: &RgbImage, length_px: u32) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let mut sum = [0_u32; 3];
        for i in 0..length_px {
            let pixel = image.get_pixel((x + i).min(image.width() - 1), y);
            sum.iter_mut().zip(pixel.0).for_each(|(s, c)| *s += u32::from(c));
        }
        Rgb(sum.map(|s| (s / length_px) as u8))
    })
}

/// The sample made smaller, on a cloth of one colour.
fn far_away(share: f64) -> RgbImage {
    let sample = sample();
    let size = |px: u32| (f64::from(px) * share) as u32;
    let small = imageops::resize(&sample, size(sample.width()), size(sample.height()), imageops::FilterType::Lanczos3);
    let mut far = RgbImage::from_pixel(sample.width(), sample.height(), *sample.get_pixel(20, 20));
    imageops::overlay(&mut far, &small, 300, i64::from(sample.height() - small.height()));
    far
}

/// The right half of the sample's face with a fifth of its light; the cloth behind it keeps its own.
fn lit_from_one_side() -> RgbImage {
    let truth = portrait("sample").truth;
    let middle = (truth.eye_left[0] + truth.eye_right[0]) / 2.0;
    let (right, top) = (middle + truth.face_width / 2.0, truth.eye_left[1] - 0.25 * truth.face_width);
    let mut image = sample();
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        if (middle..right).contains(&f64::from(x)) && (top..top + 1.25 * truth.face_width).contains(&f64::from(y)) {
            pixel.0 = pixel.0.map(|c| (f64::from(c) * 0.2_f64.powf(1.0 / 2.2)) as u8);
        }
    }
    image
}

#[test]
fn each_defect_fails_its_own_check_and_says_what_helps() {
    let blurred = imageops::fast_blur(&sample(), 6.0);
    let cases: Vec<(&str, Vec<u8>, CheckName, Advice)> = vec![
        ("dark", portrait("too_dark").bytes.to_vec(), CheckName::Exposure, Advice::MoreLight),
        ("bright", portrait("too_bright").bytes.to_vec(), CheckName::Exposure, Advice::LessLight),
        ("one side", jpeg(&lit_from_one_side()), CheckName::Exposure, Advice::EvenLight),
        ("out of focus", jpeg(&blurred), CheckName::Sharpness, Advice::HoldStill),
        ("moved", jpeg(&moved(&sample(), 22)), CheckName::Sharpness, Advice::HoldStill),
        ("far", jpeg(&far_away(0.45)), CheckName::FaceSize, Advice::ComeCloser),
    ];
    for (what, bytes, name, advice) in cases {
        let examined = examined(&bytes);
        assert_eq!(failed(&examined), [name], "{what}");
        assert_eq!(check(&examined, name).advice, advice, "{what}");
        assert!(!examined.report.accepted, "{what}");
        assert!(examined.portrait.is_some(), "{what}: the officer can see it");
    }
}

#[test]
fn two_people_side_by_side_are_told_apart_from_one() {
    let (a, b) = (sample(), image::load_from_memory(portrait("white_hair_on_white").bytes).unwrap().into_rgb8());
    let mut both = RgbImage::new(a.width() + b.width(), a.height());
    imageops::overlay(&mut both, &a, 0, 0);
    imageops::overlay(&mut both, &b, i64::from(a.width()), 0);
    let examined = examined(&jpeg(&both));
    let single = check(&examined, CheckName::SingleFace);
    assert_eq!((single.verdict, single.measured, single.advice), (Verdict::Fail, Some(2.0), Advice::MoreThanOneFace));
    assert!(examined.portrait.is_none());
}

#[test]
fn sharpness_does_not_change_with_light() {
    let dim = image::DynamicImage::from(sample()).brighten(-60).to_rgb8();
    let of = |bytes: &[u8]| check(&examined(bytes), CheckName::Sharpness).measured.unwrap();
    let (bright, dim) = (of(&jpeg(&sample())), of(&jpeg(&dim)));
    assert!((bright / dim - 1.0).abs() < 0.15, "{bright} against {dim}");
}
