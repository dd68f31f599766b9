//! The codes can be read: off the screen, off the sheet, out of focus, and with their quiet zone free.

mod common;

use beibao_print::scene::Item;
use beibao_print::{CARDS_PER_SHEET, ContactCard, PrintError, card_png, card_scene, qr, raster, sheet_scene};
use common::{CODE, Grey, card, long_card, plain_card};

#[test]
fn the_code_on_a_card_holds_exactly_its_vcard() {
    for (card, dpi) in [(card(), 300), (plain_card(), 200), (long_card(), 300)] {
        let picture = Grey::of_png(&card_png(&card, dpi).expect("a picture"));
        assert_eq!(picture.codes(), [card.vcard()]);
    }
}

#[test]
fn rare_hanzi_come_out_of_the_code_as_they_went_in() {
    let card = ContactCard { name: "𠮷𬱟㐂".into(), ..card() };
    assert_eq!(Grey::of_png(&card_png(&card, 300).expect("a picture")).codes(), [card.vcard()]);
}

#[test]
fn a_photo_that_is_small_or_out_of_focus_still_reads() {
    type Spoil = fn(&Grey) -> Grey;
    let spoils: [(&str, Spoil); 3] = [
        ("shrunk to 150 dpi", |p| p.shrunk(3).enlarged(3)),
        ("blurred", |p| p.blurred(2)),
        ("both", |p| p.blurred(2).shrunk(2).enlarged(2)),
    ];
    for card in [card(), plain_card()] {
        // A phone looks many times a second, each time from a little further away.
        let frames = [450, 460, 470].map(|dpi| Grey::of_png(&card_png(&card, dpi).expect("a picture")).cut(dpi, CODE));
        for (name, spoil) in &spoils {
            let mut read = frames.iter().flat_map(|frame| spoil(frame).codes());
            assert_eq!(read.next(), Some(card.vcard()), "{name}");
        }
    }
}

#[test]
fn all_ten_codes_of_a_sheet_read_at_150_dpi() {
    let card = card();
    let sheet = sheet_scene(&card).expect("a sheet");
    let picture = Grey::of_png(&raster::png(&sheet, 150).expect("a picture"));
    let mut read = Vec::new();
    for (row, column) in (0..5u8).flat_map(|row| (0..2u8).map(move |column| (row, column))) {
        let (left, top) = (15.0 + 90.0 * f32::from(column), 13.5 + 54.0 * f32::from(row));
        let code = picture.cut(150, [left + CODE[0], top + CODE[1], CODE[2], CODE[3]]);
        read.extend(code.enlarged(3).codes());
    }
    assert_eq!(read, vec![card.vcard(); CARDS_PER_SHEET]);
}

#[test]
fn the_quiet_zone_is_free_and_the_code_is_large_enough() {
    for card in [card(), plain_card(), long_card()] {
        let scene = card_scene(&card).expect("a card");
        let code = scene.items.iter().find_map(|item| match item {
            Item::Code { at, side_mm, matrix } => Some((*at, *side_mm, matrix.side)),
            _ => None,
        });
        let (at, side_mm, modules) = code.expect("a code");
        assert!(side_mm >= 22.0);
        let quiet_mm = qr::QUIET_MODULES as f32 * side_mm / modules as f32;
        let scale = 300.0 / 25.4;
        let picture = Grey::of_png(&raster::png(&scene, 300).expect("a picture"));
        for (x, y) in (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| (x, y))) {
            let (px, py) = ((x as f32 + 0.5) / scale, (y as f32 + 0.5) / scale);
            let beyond = |from: f32, p: f32| (from - p).max(p - from - side_mm);
            let distance = beyond(at.x, px).max(beyond(at.y, py));
            if (0.09..quiet_mm).contains(&distance) {
                assert_eq!(picture.at(x, y), 255, "{px} {py}");
            }
        }
    }
}

#[test]
fn correction_is_as_strong_as_the_content_lets_the_modules_stay_large() {
    // What each level holds in version 11, ISO/IEC 18004 table 7, and a byte more: side in modules and what is corrected.
    for bytes in [137, 177, 251] {
        let side = |bytes| qr::matrix(&"a".repeat(bytes)).expect("a code").side;
        assert_eq!(side(bytes), 61, "{bytes}");
        assert!(side(bytes + 1) < 61, "a weaker level needs fewer modules for the same");
    }
    assert!(qr::screen_matrix("hello").expect("a code").side <= qr::matrix("hello").expect("a code").side);
}

#[test]
fn modules_of_an_ordinary_card_are_whole_dots_of_a_coarse_printer() {
    for card in [card(), plain_card()] {
        let code = qr::matrix(&card.vcard()).expect("a code");
        let dots = code.side_mm(31.0) / code.side as f32 * 150.0 / 25.4;
        assert!((dots - dots.round()).abs() < 0.001 && dots >= 2.99, "{dots} dots a module");
    }
}

#[test]
fn a_code_is_no_finer_than_its_content_asks_for() {
    let side = |bytes| qr::matrix(&"a".repeat(bytes)).expect("a code").side;
    assert!(side(100) < side(240), "a short text has a small code");
    assert!(side(240) <= 61, "an ordinary card stays comfortable");
    assert_eq!(side(qr::LIMIT_BYTES), 81);
    assert!(matches!(
        qr::matrix(&"a".repeat(qr::LIMIT_BYTES + 1)),
        Err(PrintError::TooLongForCode { bytes, limit }) if bytes == limit + 1
    ));
}
