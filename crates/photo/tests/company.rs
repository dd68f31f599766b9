//! Who and what else is in the picture: more faces, half a sitter, half a cloth. Each has its own finding,
//! and none becomes a photo that looks right.

mod gallery;

use beibao_photo::{Advice, CheckName, Verdict};
use gallery::{check, examined, failed, jpeg, portrait, sample};
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

/// The sample's head and shoulders, `share` as large.
fn head(share: f64) -> RgbImage {
    let truth = portrait("sample").truth;
    let (width, top) = (1.6 * truth.face_width, truth.head_top_y - 20.0);
    let left = (truth.eye_left[0] + truth.eye_right[0] - width) / 2.0;
    let head = imageops::crop_imm(&sample(), left as u32, top as u32, width as u32, width as u32).to_image();
    let side = (width * share) as u32;
    imageops::resize(&head, side, side, FilterType::Lanczos3)
}

#[test]
fn five_faces_are_no_portrait_of_anyone() {
    let head = head(0.8);
    let (width, height) = head.dimensions();
    let mut five = RgbImage::from_pixel(3 * width, 2 * height, *sample().get_pixel(20, 20));
    for i in 0..5 {
        imageops::overlay(&mut five, &head, i64::from(i % 3 * width), i64::from(i / 3 * height));
    }
    let examined = examined(&jpeg(&five));
    let single = check(&examined, CheckName::SingleFace);
    assert_eq!((single.verdict, single.measured, single.advice), (Verdict::Fail, Some(5.0), Advice::MoreThanOneFace));
    assert!(examined.portrait.is_none());
}

#[test]
fn a_sitter_cut_by_the_frame_is_refused_on_every_side() {
    let (whole, truth) = (sample(), portrait("sample").truth);
    let (width, height) = whole.dimensions();
    let cheek = ((truth.eye_left[0] + truth.eye_right[0] - truth.face_width) / 2.0) as u32;
    let (crown, chin) = (truth.head_top_y as u32, (truth.eye_left[1] + 0.55 * truth.face_width) as u32);
    let cuts = [
        ("left", (cheek, 0, width - cheek, height)),
        ("right", (0, 0, width - cheek, height)),
        ("above", (0, crown + 60, width, height - crown - 60)),
        ("below", (0, 0, width, chin)),
    ];
    for (side, (x, y, w, h)) in cuts {
        let cut = examined(&jpeg(&imageops::crop_imm(&whole, x, y, w, h).to_image()));
        let refusing = failed(&cut);
        assert!(!cut.report.accepted, "{side}");
        let named = [CheckName::Geometry, CheckName::SingleFace, CheckName::ClothCoversFrame];
        assert!(refusing.iter().any(|name| named.contains(name)), "{side}: {refusing:?}");
    }
}

#[test]
fn a_cloth_smaller_than_the_frame_is_refused() {
    let mut room = sample();
    let wall = room.width() / 8;
    for (x, y, pixel) in room.enumerate_pixels_mut() {
        if x < wall {
            *pixel = if (x / 7 + y / 40) % 3 == 0 { Rgb([92, 60, 38]) } else { Rgb([70, 46, 30]) };
        }
    }
    let examined = examined(&jpeg(&room));
    assert_eq!(failed(&examined), [CheckName::ClothCoversFrame]);
}

#[test]
fn a_small_face_printed_on_the_shirt_is_named_wherever_the_finished_photo_would_show_it() {
    let truth = portrait("sample").truth;
    let chin = truth.head_top_y + 630.0;
    for (share, across, down) in [(0.12, 0.0, 0.3), (0.18, -0.45, 0.45), (0.25, 0.4, 0.5), (0.35, 0.0, 0.5)] {
        let mut shirt = sample();
        let print = head(share);
        let middle = (truth.eye_left[0] + truth.eye_right[0]) / 2.0 + across * truth.face_width;
        let (x, y) = (middle as i64 - i64::from(print.width()) / 2, (chin + down * truth.face_width) as i64);
        imageops::overlay(&mut shirt, &print, x, y - i64::from(print.height()) / 2);
        let examined = examined(&jpeg(&shirt));
        let single = check(&examined, CheckName::SingleFace);
        let about = format!("{share} as large, {across} aside, {down} below the chin");
        assert_eq!((single.verdict, single.advice), (Verdict::Warn, Advice::CoverPrint), "{about}");
        assert_eq!(single.measured, Some(2.0), "{about}");
        assert_eq!(check(&examined, CheckName::NoForeignObject).verdict, Verdict::Pass, "{about}");
    }
}

#[test]
fn a_shirt_without_a_face_is_no_print() {
    for portrait in gallery::all() {
        assert_eq!(check(&examined(portrait.bytes), CheckName::SingleFace).measured, Some(1.0), "{}", portrait.name);
    }
}
