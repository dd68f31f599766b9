//! The papers themselves: the same bytes each time, small, within their margins, nothing on top of anything else, and cut
//! where the marks say.

mod common;

use beibao_print::scene::{Ink, Item, Point, Way};
use beibao_print::{
    CARDS_PER_SHEET, ContactCard, Notice, PrintError, agreement_pdf, card_pdf, card_png, card_scene, card_svg,
    evening_pdf, notice_pdf, notice_scene, raster, receipt_pdf, sheet_pdf, sheet_scene,
};
use common::{Grey, agreement, assert_nothing_overlaps, card, evening, long_card, notice, plain_card, receipt};

#[test]
fn the_same_paper_is_the_same_bytes() {
    for card in [card(), long_card()] {
        assert_eq!(card_pdf(&card).expect("pdf"), card_pdf(&card).expect("pdf"));
        assert_eq!(sheet_pdf(&card).expect("pdf"), sheet_pdf(&card).expect("pdf"));
        assert_eq!(card_svg(&card).expect("svg"), card_svg(&card).expect("svg"));
        assert_eq!(card_png(&card, 96).expect("png"), card_png(&card, 96).expect("png"));
    }
    assert_eq!(notice_pdf(&notice()).expect("pdf"), notice_pdf(&notice()).expect("pdf"));
}

#[test]
fn a_pdf_tells_no_date_and_a_sheet_stays_small() {
    let sheet = sheet_pdf(&card()).expect("pdf");
    assert!(sheet.starts_with(b"%PDF-1.7"));
    assert!(sheet.len() <= 100_000, "{} bytes", sheet.len());
    for pdf in [sheet, card_pdf(&card()).expect("pdf"), notice_pdf(&notice()).expect("pdf")] {
        let has = |word: &[u8]| pdf.windows(word.len()).any(|window| window == word);
        assert!(!has(b"CreationDate") && !has(b"ModDate") && !has(b"xmp:CreateDate"));
    }
}

#[test]
fn what_is_signed_and_filed_is_pdf_a_of_the_day_that_it_bears() {
    for pdf in [
        evening_pdf(&evening()).expect("pdf"),
        receipt_pdf(&receipt()).expect("pdf"),
        agreement_pdf(&agreement()).expect("pdf"),
    ] {
        let has = |word: &str| pdf.windows(word.len()).any(|window| window == word.as_bytes());
        assert!(has("<pdfaid:part>2<") && has("<pdfaid:conformance>B<") && has("GTS_PDFA1"));
        assert!(has("2026-11-24") && has("/CreationDate(D:20261124"), "the day on the paper, and no clock's");
    }
}

#[test]
fn crop_marks_stand_at_the_edges_of_the_cards() {
    let sheet = sheet_scene(&card()).expect("a sheet").flat();
    assert_eq!((sheet.width_mm, sheet.height_mm), (210.0, 297.0));
    let marks: Vec<(Point, Point)> = sheet
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Line { from, to, ink: Ink::BLACK, .. } => Some((*from, *to)),
            _ => None,
        })
        .collect();
    let near = |a: f32, b: f32| (a - b).abs() < 0.1;
    let vertical =
        |x, y0, y1| marks.iter().any(|(a, b)| near(a.x, x) && near(b.x, x) && near(a.y, y0) && near(b.y, y1));
    let horizontal =
        |y, x0, x1| marks.iter().any(|(a, b)| near(a.y, y) && near(b.y, y) && near(a.x, x0) && near(b.x, x1));
    for x in [15.0, 105.0, 195.0] {
        assert!(vertical(x, 5.0, 10.0) && vertical(x, 287.0, 292.0), "at {x}");
    }
    for y in [13.5, 67.5, 121.5, 175.5, 229.5, 283.5] {
        assert!(horizontal(y, 6.5, 11.5) && horizontal(y, 198.5, 203.5), "at {y}");
    }
    assert_eq!(marks.len(), 18, "and nowhere else");
    let codes = sheet.items.iter().filter(|item| matches!(item, Item::Code { .. })).count();
    assert_eq!(codes, CARDS_PER_SHEET);
}

#[test]
fn nothing_on_a_card_comes_nearer_than_3_mm_to_the_cut() {
    let wide = ContactCard { duty_phone: "(000) 0000-0000".into(), emergency_phone: "000-0479-110".into(), ..card() };
    for card in [card(), plain_card(), long_card(), wide] {
        assert_eq!(card.check(), []);
        let picture = Grey::of_png(&card_png(&card, 127).expect("a picture"));
        // Five pixels are a millimetre.
        let inside = |at: usize, size: usize| (15..size - 15).contains(&at);
        for (x, y) in (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| (x, y))) {
            assert!(
                inside(x, picture.width) && inside(y, picture.height) || picture.at(x, y) > 240,
                "ink at {x} {y} for {}",
                card.name
            );
        }
    }
}

#[test]
fn no_text_lies_on_another_however_long_the_names_are() {
    let latin = ContactCard { name: "Maximiliana Wilhelmina Ermengard Brunnhilde-Krause".into(), ..long_card() };
    let rare = ContactCard { name: "𠮷".repeat(50), ..long_card() };
    let numbers =
        ContactCard { duty_phone: "+86 (000) 0000-0000".into(), emergency_phone: "000 0479 110".into(), ..card() };
    for card in [card(), plain_card(), long_card(), latin, rare, numbers] {
        assert_eq!(card.check(), []);
        assert_nothing_overlaps(&card_scene(&card).expect("a card"));
    }
    assert_nothing_overlaps(&notice_scene(&notice()).expect("a notice"));
    let short = Notice { station: "所".into(), station_mn: None, duty_phone: "110".into() };
    assert_nothing_overlaps(&notice_scene(&short).expect("a notice"));
}

#[test]
fn mongolian_stands_in_columns_from_left_to_right_and_chinese_is_beside_it() {
    let mongolian = |c: char| ('\u{1800}'..='\u{18AF}').contains(&c);
    for scene in [card_scene(&card()).expect("a card"), notice_scene(&notice()).expect("a notice")] {
        let (mut last, mut chinese) = (0.0, 0);
        for item in &scene.items {
            let Item::Text { at, way, run, .. } = item else { continue };
            if run.text.contains(mongolian) {
                assert_eq!(*way, Way::Down, "{}", run.text);
                assert!(at.x >= last, "{} stands to the left of the column before it", run.text);
                last = at.x;
            } else if *way == Way::Across && run.text.chars().any(|c| c > '\u{4E00}') {
                chinese += 1;
            }
        }
        assert!(last > 0.0 && chinese > 5);
    }
}

#[test]
fn an_svg_needs_no_font_and_a_png_has_the_size_that_was_asked_for() {
    let svg = card_svg(&ContactCard { name: "<王&芳>".into(), ..card() }).expect("svg");
    assert!(!svg.contains("<text") && !svg.contains("font"));
    assert!(svg.contains("width=\"90mm\" height=\"54mm\"") && svg.contains("&lt;王&amp;芳&gt;"));
    let picture = Grey::of_png(&card_png(&card(), 254).expect("png"));
    assert_eq!((picture.width, picture.height), (900, 540));
    for dpi in [0, 71, 1201, u32::MAX] {
        assert!(matches!(card_png(&card(), dpi), Err(PrintError::Resolution { dpi: asked }) if asked == dpi));
    }
    assert_eq!(*raster::DPI.start(), 72);
}
