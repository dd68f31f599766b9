//! Bytes that are no usable picture are refused by what the caller can do, and no bytes at all bring a panic.

mod gallery;

use beibao_photo::{Profile, Refusal, examine};
use gallery::{jpeg, png, portrait, sample};
use image::{RgbImage, imageops};
use proptest::prelude::*;

fn refusal(bytes: &[u8]) -> Refusal {
    examine(bytes, &Profile::ga461()).unwrap_err()
}

#[test]
fn what_is_not_a_picture_is_refused_as_such() {
    for bytes in [b"".as_slice(), b"\0", b"%PDF-1.7 not a picture", &[0xFF; 40]] {
        assert_eq!(refusal(bytes), Refusal::NotAnImage);
    }
}

#[test]
fn other_kinds_of_pictures_are_named() {
    let cases: [(&[u8], &str); 5] = [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "avif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "webp"),
        (b"GIF89a\x01\0\x01\0", "gif"),
    ];
    for (bytes, format) in cases {
        assert_eq!(refusal(bytes), Refusal::Unsupported { format: format.to_owned() });
    }
}

#[test]
fn a_picture_in_printing_inks_and_a_film_are_named() {
    let mut inks = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut inks, 80);
    encoder.encode(&vec![128; 4 * 400 * 500], 400, 500, jpeg_encoder::ColorType::Cmyk).unwrap();
    assert_eq!(refusal(&inks), Refusal::Unsupported { format: "cmyk jpeg".into() });
    // An `acTL` chunk after the header; its check sum is not looked at before it is told.
    let still = png(&RgbImage::new(400, 500));
    let film = [&still[..33], &[0, 0, 0, 8], b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0, 0xF3, 0x8D, 0x93, 0x70], &still[33..]]
        .concat();
    assert_eq!(refusal(&film), Refusal::Unsupported { format: "animated png".into() });
}

#[test]
fn grey_and_deep_pictures_are_examined() {
    let sample = image::DynamicImage::from(sample());
    let mut grey = std::io::Cursor::new(Vec::new());
    sample.to_luma8().write_to(&mut grey, image::ImageFormat::Png).unwrap();
    let grey = gallery::examined(&grey.into_inner());
    let colour = gallery::check(&grey, beibao_photo::CheckName::NeutralColour);
    assert_eq!((colour.verdict, colour.advice), (beibao_photo::Verdict::Fail, beibao_photo::Advice::ColourPhoto));
    let mut deep = std::io::Cursor::new(Vec::new());
    sample.to_rgb16().write_to(&mut deep, image::ImageFormat::Png).unwrap();
    assert!(gallery::examined(&deep.into_inner()).report.accepted);
}

#[test]
fn an_orientation_that_lies_gives_a_finding_and_no_panic() {
    for orientation in [0, 2, 5, 7, 9, 255] {
        let turned = gallery::with_orientation(portrait("sample").bytes, orientation);
        let examined = gallery::examined(&turned);
        assert!(examined.report.checks.iter().any(|c| c.name == beibao_photo::CheckName::SingleFace), "{orientation}");
    }
}

#[test]
fn two_hundred_megapixels_are_refused_from_the_header() {
    let mut header = jpeg(&RgbImage::new(8, 8));
    let frame = header.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    header[frame + 5..frame + 7].copy_from_slice(&10_000_u16.to_be_bytes());
    header[frame + 7..frame + 9].copy_from_slice(&20_000_u16.to_be_bytes());
    assert_eq!(refusal(&header), Refusal::TooLarge { width_px: 20_000, height_px: 10_000 });
}

#[test]
fn a_few_bytes_that_would_open_to_sixty_megapixels_are_refused_before_they_do() {
    let mut bomb = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(10_000, 6_000).write_to(&mut bomb, image::ImageFormat::Png).unwrap();
    let bomb = bomb.into_inner();
    assert!(bomb.len() < 600_000, "{} bytes", bomb.len());
    assert_eq!(refusal(&bomb), Refusal::TooLarge { width_px: 10_000, height_px: 6_000 });
}

#[test]
fn a_picture_smaller_than_the_finished_photo_is_refused() {
    assert_eq!(refusal(&png(&RgbImage::new(357, 900))), Refusal::TooSmall { width_px: 357, height_px: 900 });
}

#[test]
fn a_portrait_cut_off_anywhere_is_refused_as_truncated() {
    let small = imageops::resize(&sample(), 375, 500, imageops::FilterType::Triangle);
    for whole in [jpeg(&small), png(&small)] {
        for share in 1..200 {
            let cut = &whole[..whole.len() * share / 200];
            assert_eq!(refusal(cut), Refusal::Truncated, "{} of {} bytes", cut.len(), whole.len());
        }
        for missing in 1..20 {
            assert_eq!(refusal(&whole[..whole.len() - missing]), Refusal::Truncated, "{missing} bytes missing");
        }
        assert!(examine(&whole, &Profile::ga461()).is_ok());
    }
}

#[test]
fn very_long_and_thin_pictures_are_examined_without_a_panic() {
    for (width, height) in [(358, 20_000), (20_000, 441), (3000, 441)] {
        let examined = examine(&png(&RgbImage::new(width, height)), &Profile::ga461()).unwrap();
        assert!(!examined.report.accepted);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(head in 0_usize..4, tail in proptest::collection::vec(any::<u8>(), 0..600)) {
        let heads: [&[u8]; 4] = [b"", b"\xFF\xD8\xFF\xE0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xFF\xD8\xFF\xC0\0\x11\x08"];
        let _ = examine(&[heads[head], &tail].concat(), &Profile::ga461());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_portrait_never_panics(places in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 1..20)) {
        let mut bytes = portrait("sample").bytes.to_vec();
        for (share, value) in places {
            let at = (bytes.len() as f64 * share) as usize;
            bytes[at] = value;
        }
        let _ = examine(&bytes, &Profile::ga461());
    }
}
