//! A finished portrait is judged again by its own bytes: a good one as it was judged first, one that was tampered with by
//! name.

mod gallery;

use beibao_photo::{Check, CheckName, Choices, Profile, Unit, Verdict, examine_with, recheck};
use gallery::{all, jpeg, portrait, sample};
use image::imageops;
use image::{Rgb, RgbImage};

/// What the tablet makes of a portrait before a coloured cloth: its file, and its checks.
fn made(bytes: &[u8]) -> (Vec<u8>, Vec<Check>) {
    let examined = examine_with(bytes, &Profile::ga461(), Choices { whiten: true }).unwrap();
    (examined.portrait.unwrap().jpeg, examined.report.checks)
}

fn failed(checks: &[Check]) -> Vec<CheckName> {
    checks.iter().filter(|check| check.verdict == Verdict::Fail).map(|check| check.name).collect()
}

/// The sample's finished photo, its pixels changed and written as every finished photo is.
fn repainted(change: impl Fn(&mut RgbImage)) -> Vec<u8> {
    let (file, _) = made(portrait("sample").bytes);
    let mut photo = image::load_from_memory(&file).unwrap().into_rgb8();
    change(&mut photo);
    let mut header = jpeg(&photo);
    // The encoder of the tests writes no density: it is put where JFIF has it.
    header[13..18].copy_from_slice(&[1, 0x01, 0x5E, 0x01, 0x5E]);
    header
}

#[test]
fn a_good_portrait_is_judged_as_the_tablet_judged_it() {
    for portrait in all() {
        let (file, first) = made(portrait.bytes);
        let again = recheck(&file, &Profile::ga461());
        assert!(again.len() >= 9, "{}: {} checks", portrait.name, again.len());
        for check in &again {
            let of_tablet = first.iter().find(|c| c.name == check.name);
            let Some(of_tablet) = of_tablet else { panic!("{}: the tablet had no {:?}", portrait.name, check.name) };
            let fails = |c: &Check| c.verdict == Verdict::Fail;
            // The crop turned a tilted head upright, and nothing of the tilt is left in the file.
            if portrait.name == "tilted" && check.name == CheckName::FrontalPose {
                continue;
            }
            assert_eq!(fails(check), fails(of_tablet), "{}: {check:?} against {of_tablet:?}", portrait.name);
            if check.limit.unit == Unit::Bytes || check.name == CheckName::SingleFace {
                assert_eq!(check.measured, of_tablet.measured, "{}: {:?}", portrait.name, check.name);
            }
        }
    }
}

#[test]
fn a_second_face_is_named() {
    let two = repainted(|photo| {
        let head = imageops::crop_imm(&sample(), 330, 380, 540, 700).to_image();
        let small = imageops::resize(&head, 90, 117, imageops::FilterType::Triangle);
        imageops::overlay(photo, &small, 2, 2);
    });
    let again = recheck(&two, &Profile::ga461());
    assert!(failed(&again).contains(&CheckName::SingleFace), "{:?}", failed(&again));
}

#[test]
fn a_photo_of_another_size_is_named_with_what_it_is_off_by() {
    let (file, _) = made(portrait("sample").bytes);
    let photo = image::load_from_memory(&file).unwrap().into_rgb8();
    let larger = imageops::resize(&photo, 413, 531, imageops::FilterType::Triangle);
    let again = recheck(&jpeg(&larger), &Profile::ga461());
    assert_eq!(failed(&again), [CheckName::Geometry, CheckName::File]);
    assert_eq!(again[0].measured, Some(90.0));
}

#[test]
fn a_head_that_was_moved_or_blown_up_fails_the_geometry() {
    type Change = fn(&mut RgbImage);
    let moves: [(&str, Change); 3] = [
        ("aside", |photo| *photo = shifted(photo, 40, 0)),
        ("down", |photo| *photo = shifted(photo, 0, 30)),
        ("larger", |photo| {
            let part = imageops::crop_imm(photo, 30, 10, 298, 367).to_image();
            *photo = imageops::resize(&part, 358, 441, imageops::FilterType::Triangle);
        }),
    ];
    for (how, change) in moves {
        let again = recheck(&repainted(change), &Profile::ga461());
        assert!(failed(&again).contains(&CheckName::Geometry), "{how}: {again:?}");
    }
}

/// The picture moved, white where nothing is.
fn shifted(photo: &RgbImage, right: i64, down: i64) -> RgbImage {
    let mut moved = RgbImage::from_pixel(photo.width(), photo.height(), Rgb([255; 3]));
    imageops::overlay(&mut moved, photo, right, down);
    moved
}

#[test]
fn what_else_was_tampered_with_is_named() {
    let (file, _) = made(portrait("sample").bytes);
    let with_comment = [&file[..20], &[0xFF, 0xFE, 0, 4, 1, 2], &file[20..]].concat();
    let mut of_another_density = file.clone();
    of_another_density[15] = 72;
    let no_face = repainted(|photo| photo.pixels_mut().for_each(|pixel| *pixel = Rgb([230; 3])));
    let blue = repainted(|photo| {
        photo
            .pixels_mut()
            .filter(|pixel| pixel.0.iter().all(|v| *v > 235))
            .for_each(|pixel| *pixel = Rgb([60, 110, 200]));
    });
    let cases: [(&str, &[u8], CheckName); 7] = [
        ("a comment", &with_comment, CheckName::File),
        ("the density", &of_another_density, CheckName::File),
        ("cut off", &file[..file.len() / 2], CheckName::File),
        ("no picture", b"\xFF\xD8 not a picture", CheckName::File),
        ("nothing", b"", CheckName::File),
        ("no face", &no_face, CheckName::SingleFace),
        ("a blue cloth", &blue, CheckName::WhiteBackground),
    ];
    for (what, bytes, name) in cases {
        assert!(failed(&recheck(bytes, &Profile::ga461())).contains(&name), "{what}");
    }
}
