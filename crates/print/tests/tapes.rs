//! What a receipt printer gets is what it knows, as wide as its roll, and can be read when it is burnt.

mod common;

use beibao_print::scene::Item;
use beibao_print::{
    CardFault, ContactCard, Field, PrintError, Receipt, Roll, Scene, card_escpos, card_tape_scene, receipt_escpos,
    receipt_tape_scene, visit_slip_escpos, visit_slip_tape_scene,
};
use common::{Grey, assert_nothing_overlaps, card, delivered, long_card, plain_card, receipt, visit_slip};

const ROLLS: [(Roll, usize); 2] = [(Roll::Mm58, 384), (Roll::Mm80, 576)];

/// A printer that knows four commands: gives back what it burnt.
fn burn(bytes: &[u8]) -> Grey {
    let mut rest = bytes.strip_prefix(&[0x1b, b'@']).expect("it is woken first");
    let (mut width, mut height, mut pixels) = (0, 0, Vec::new());
    loop {
        match rest {
            [0x1d, b'v', b'0', 0, xl, xh, yl, yh, after @ ..] => {
                let number = |low: u8, high: u8| usize::from(u16::from_le_bytes([low, high]));
                let (bytes, rows) = (number(*xl, *xh), number(*yl, *yh));
                assert!(width == 0 || width == bytes * 8, "every piece is as wide as the first");
                width = bytes * 8;
                height += rows;
                let (raster, after) = after.split_at(bytes * rows);
                let dots = raster.iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0));
                pixels.extend(dots.map(|burnt| if burnt { 0 } else { 255 }));
                rest = after;
            }
            [0x1b, b'd', 4, 0x1d, b'V', 66, 0] => return Grey { width, height, pixels },
            other => panic!("no printer knows {:?}", &other[..other.len().min(8)]),
        }
    }
}

#[test]
fn the_codes_on_a_strip_read_on_either_roll() {
    for (roll, dots) in ROLLS {
        for card in [card(), plain_card(), long_card()] {
            let strip = burn(&card_escpos(&card, roll).expect("a strip"));
            assert_eq!(strip.width, dots);
            assert_eq!(strip.codes(), [card.vcard()]);
        }
        let strip = burn(&visit_slip_escpos(&visit_slip(), roll).expect("a strip"));
        assert_eq!(strip.codes(), ["tel:00004791234"]);
    }
}

#[test]
fn nothing_on_a_strip_lies_on_anything_else_or_beyond_the_roll() {
    for (roll, dots) in ROLLS {
        let scenes: Vec<Scene> = vec![
            card_tape_scene(&card(), roll).expect("a strip"),
            card_tape_scene(&long_card(), roll).expect("a strip"),
            visit_slip_tape_scene(&visit_slip(), roll).expect("a strip"),
            receipt_tape_scene(&receipt(), roll).expect("a strip"),
            receipt_tape_scene(&delivered(), roll).expect("a strip"),
        ];
        for mut scene in scenes {
            assert_eq!(scene.width_mm * 8.0, dots as f32);
            // A line begins at the very edge of what can be printed: the paper goes on for five millimetres.
            scene.width_mm += 0.01;
            for item in &mut scene.items {
                if let Item::Text { at, .. } = item {
                    at.x += 0.005;
                }
            }
            assert_nothing_overlaps(&scene);
        }
    }
}

#[test]
fn modules_are_whole_dots_of_the_printer() {
    for (roll, _) in ROLLS {
        let scene = card_tape_scene(&card(), roll).expect("a strip");
        let code = scene.items.iter().find_map(|item| match item {
            Item::Code { at, side_mm, matrix } => Some((*at, side_mm * 8.0 / matrix.side as f32)),
            _ => None,
        });
        let (at, dots) = code.expect("a code");
        for length in [dots, at.x * 8.0, at.y * 8.0] {
            assert!((length - length.round()).abs() < 0.001, "{length}");
        }
        assert!(dots >= 4.0, "half a millimetre");
    }
}

#[test]
fn a_strip_is_checked_like_its_paper_and_is_the_same_bytes_each_time() {
    let nameless = ContactCard { name: " ".into(), ..card() };
    let fault = CardFault::Empty { field: Field::Name };
    assert!(matches!(card_escpos(&nameless, Roll::Mm58), Err(PrintError::Faults(faults)) if faults == [fault]));
    let dayless = Receipt { on: String::new(), ..receipt() };
    let fault = CardFault::NotADay { field: Field::On };
    assert!(matches!(receipt_escpos(&dayless, Roll::Mm80), Err(PrintError::Faults(faults)) if faults == [fault]));
    let strip = || receipt_escpos(&receipt(), Roll::Mm58).expect("a strip");
    assert_eq!(strip(), strip());
}
