//! What the desk orders comes out of the printer: so many of each, backs behind their fronts, ground beyond the cut.

mod common;

use beibao_print::order::{COPIES_LIMIT, check};
use beibao_print::scene::{Item, Point};
use beibao_print::{
    BLEED_MM, CARDS_PER_SHEET, CardBack, CardFault, ContactCard, English, Field, Order, OrderFault, PrintError, Roll,
    Scene, card_back_scene, card_scene, card_tape_scene, order_pdf, order_scenes, page_svg,
};
use common::{Grey, assert_nothing_overlaps, back, card, long_card, orders, photo, plain_back, plain_card, text};

fn order(copies: u32) -> Order {
    Order { card: plain_card(), back: None, copies, mark_missing: false }
}

/// Where the cards lie on a sheet, and what each says.
fn placed(sheet: &Scene) -> Vec<(Point, String)> {
    let cards = sheet.items.iter().filter_map(|item| match item {
        Item::Placed { at, page } => Some((*at, text(page))),
        _ => None,
    });
    cards.collect()
}

#[test]
fn each_officer_gets_as_many_cards_as_were_ordered_on_as_few_sheets_as_they_need() {
    let sheets = order_scenes(&orders()).expect("sheets");
    assert_eq!(sheets.len(), 4, "two sheets, both sides");
    let fronts: Vec<String> = [&sheets[0], &sheets[2]].into_iter().flat_map(placed).map(|(_, said)| said).collect();
    let of = |card: &ContactCard| {
        let face = text(&card_scene(card).expect("a card"));
        fronts.iter().filter(|said| **said == face).count()
    };
    assert_eq!([of(&card()), of(&plain_card()), of(&long_card())], [5, 4, 4]);
    for copies in [1, 10, 11] {
        let sheets = order_scenes(&[order(copies)]).expect("sheets");
        assert_eq!(sheets.len(), (copies as usize).div_ceil(CARDS_PER_SHEET));
    }
}

#[test]
fn every_back_lies_behind_its_front_when_the_sheet_is_turned_over_its_long_edge() {
    let orders = orders();
    let sheets = order_scenes(&orders).expect("sheets");
    for pair in sheets.chunks(2) {
        let (fronts, backs) = (placed(&pair[0]), placed(&pair[1]));
        for order in &orders {
            let face = text(&card_scene(&order.card).expect("a card"));
            let behind = order.back.as_ref().map(|b| text(&card_back_scene(&order.card, b).expect("a back")));
            for (at, _) in fronts.iter().filter(|(_, said)| *said == face) {
                // A card is 90 mm wide: its left edge, seen from behind, is where its right edge was.
                let x = pair[0].width_mm - at.x - 90.0;
                let found = backs.iter().find(|(b, _)| (b.x - x).abs() < 0.001 && (b.y - at.y).abs() < 0.001);
                assert_eq!(found.map(|(_, said)| said), behind.as_ref());
            }
        }
    }
}

#[test]
fn the_ground_of_the_backs_reaches_beyond_every_outer_cut() {
    let order = Order { back: Some(back()), copies: 10, ..order(10) };
    let picture =
        Grey::of_png(&beibao_print::raster::png(&order_scenes(&[order]).expect("sheets")[1], 254).expect("png"));
    // Ten pixels are a millimetre; white is paper. Half way between two marks, where none is.
    let tinted = |x: f32, y: f32| picture.at((x * 10.0) as usize, (y * 10.0) as usize) < 250;
    for (x, y) in [(60.0, 13.5 - BLEED_MM + 0.2), (60.0, 283.5 + BLEED_MM - 0.2), (15.0 - BLEED_MM + 0.2, 40.0)] {
        assert!(tinted(x, y), "{x} {y}");
    }
    for (x, y) in [(60.0, 13.5 - BLEED_MM - 0.2), (60.0, 283.5 + BLEED_MM + 0.2), (15.0 - BLEED_MM - 0.2, 40.0)] {
        assert!(!tinted(x, y), "{x} {y}");
    }
}

#[test]
fn nothing_on_a_back_lies_on_anything_else_and_its_code_calls_the_station() {
    for (card, back) in [(card(), back()), (plain_card(), plain_back()), (long_card(), back())] {
        assert_nothing_overlaps(&card_back_scene(&card, &back).expect("a back"));
    }
    let scene = card_back_scene(&card(), &back()).expect("a back");
    let picture = Grey::of_png(&beibao_print::raster::png(&scene, 300).expect("png"));
    assert_eq!(picture.codes(), ["tel:00004791110"]);
}

#[test]
fn a_back_on_a_screen_carries_its_photo_and_needs_no_font() {
    let svg = page_svg(&card_back_scene(&card(), &back()).expect("a back"));
    assert_eq!(svg.matches("data:image/jpeg;base64,/9j/").count(), 1);
    assert!(!svg.contains("<text") && !svg.contains("font"));
    let sheet = page_svg(&order_scenes(&orders()).expect("sheets")[1]);
    assert_eq!(sheet.matches("<image").count(), 5, "what is placed is drawn");
}

#[test]
fn none_and_ten_thousand_copies_are_refused_by_number() {
    for (copies, ordered) in [(0, 0), (10_000, 10_000), (COPIES_LIMIT + 1, u64::from(COPIES_LIMIT) + 1)] {
        let fault = CardFault::CopiesOutOfRange { field: Field::Copies, copies: ordered, limit: COPIES_LIMIT.into() };
        assert_eq!(check(&[order(copies)]), [OrderFault { order: 0, fault }]);
        assert!(matches!(order_pdf(&[order(copies)]), Err(PrintError::OrderFaults(_))));
    }
    let together = check(&[order(COPIES_LIMIT), order(1)]);
    assert_eq!(together.len(), 2, "both are told that it is too many together");
    assert_eq!(check(&[order(COPIES_LIMIT)]), []);
    assert!(order_scenes(&[]).expect("no sheets").is_empty());
}

#[test]
fn each_fault_is_told_at_its_order_and_once_for_both_sides() {
    let nameless = ContactCard { name: String::new(), ..card() };
    let orders = [
        order(1),
        Order { card: nameless, back: Some(CardBack { station_phone: "x".into(), ..plain_back() }), ..order(1) },
    ];
    let told: Vec<(usize, &str)> = check(&orders).iter().map(|fault| (fault.order, fault.fault.code())).collect();
    assert_eq!(told, [(1, "empty"), (1, "phone_not_dialable")]);
}

#[test]
fn a_photo_that_is_none_is_told_before_printing() {
    let damaged: Vec<u8> = photo().into_iter().take(300).collect();
    for bytes in [Vec::new(), b"not a photo".to_vec(), damaged, b"GIF89a\x01\x00\x01\x00".to_vec()] {
        let order = Order { back: Some(CardBack { photo: Some(bytes), ..plain_back() }), ..order(1) };
        let fault = CardFault::NotAPicture { field: Field::Photo };
        assert_eq!(check(&[order]), [OrderFault { order: 0, fault }]);
    }
}

/// What a JPEG says of itself stands before its pixels: a file of a few kilobytes would take hundreds of megabytes.
#[test]
fn a_photo_of_too_many_pixels_is_told_and_not_opened() {
    let mut huge = beibao_print::card_photo(&photo()).expect("a JPEG");
    let frame = huge.windows(2).position(|mark| mark == [0xff, 0xc0]).expect("a frame");
    huge[frame + 5..frame + 9].copy_from_slice(&[0x20, 0x00, 0x20, 0x00]);
    let fault = CardFault::PictureTooLarge { field: Field::Photo, limit: 32 };
    assert_eq!(beibao_print::card_photo(&huge), Err(fault));
    assert!(beibao_print::card_photo(&photo()).is_ok());
}

#[test]
fn a_rare_character_is_printed_as_a_mark_if_that_was_chosen_and_the_code_keeps_it() {
    let rare = ContactCard { name: "王\u{9FF0}".into(), ..plain_card() };
    let refused = Order { card: rare.clone(), back: Some(plain_back()), ..order(1) };
    let told = check(std::slice::from_ref(&refused));
    assert!(matches!(told[..], [OrderFault { fault: CardFault::MissingGlyph { fallback: '〓', .. }, .. }]), "{told:?}");
    let sheets = order_scenes(&[Order { mark_missing: true, ..refused }]).expect("sheets").remove(0).flat();
    assert!(text(&sheets).contains("王〓"));
    let picture = Grey::of_png(&beibao_print::raster::png(&sheets, 300).expect("png"));
    assert_eq!(picture.cut(300, [15.0 + 53.9, 13.5, 36.1, 36.1]).codes(), [rare.vcard()]);

    // The same on a screen, on a roll and on the back.
    assert_eq!((rare.missing().len(), rare.check().len(), rare.marking(true).check().len()), (1, 1, 0));
    assert!(text(&card_scene(rare.marking(true)).expect("a card")).contains("王〓"));
    assert!(text(&card_tape_scene(rare.marking(true), Roll::Mm58).expect("a strip")).contains("王〓"));
    let english = English { name: "Wang \u{1F600}".into(), station: "Lark Meadow".into() };
    let back = CardBack { english: Some(english), ..plain_back() };
    assert_eq!(back.missing().len(), 1);
    assert!(card_back_scene(&plain_card(), &back).is_err());
    assert!(text(&card_back_scene(plain_card().marking(true), &back).expect("a back")).contains("Wang 〓"));
}

#[test]
fn the_same_orders_are_the_same_bytes_and_stay_small() {
    let pdf = order_pdf(&orders()).expect("pdf");
    assert_eq!(pdf, order_pdf(&orders()).expect("pdf"));
    assert!(pdf.len() < 120_000, "{} bytes", pdf.len());
}
