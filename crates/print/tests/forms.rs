//! The forms say what was filled in, in both scripts, hold whatever people write, and name what cannot be printed.

mod common;

use beibao_print::receipt::Custody;
use beibao_print::scene::{Item, Way};
use beibao_print::{
    Agreement, CardFault, Field, PointNotice, PrintError, Receipt, Scene, Signature, VisitSlip, agreement_pdf,
    agreement_scenes, certificate_scenes, evening_scenes, point_notice_scenes, receipt_pdf, receipt_scenes,
    suggestion_slip_pdf, suggestion_slip_scenes, visit_slip_pdf, visit_slip_scenes,
};
use common::{
    Grey, agreement, assert_nothing_overlaps, certificate, delivered, evening, point_notice, receipt, signature,
    suggestion_slip, text, unnamed_certificate, visit_slip,
};

fn all() -> Vec<Vec<Scene>> {
    vec![
        receipt_scenes(&receipt()).expect("a receipt"),
        receipt_scenes(&delivered()).expect("a receipt"),
        visit_slip_scenes(&visit_slip()).expect("a slip"),
        suggestion_slip_scenes(&suggestion_slip()).expect("a slip"),
        agreement_scenes(&agreement()).expect("an agreement"),
        evening_scenes(&evening()).expect("a sheet"),
        certificate_scenes(&certificate()).expect("a certificate"),
        point_notice_scenes(&point_notice()).expect("a notice"),
    ]
}

#[test]
fn every_form_stands_in_both_scripts_and_nothing_lies_on_anything_else() {
    for scene in all().into_iter().flatten() {
        assert_nothing_overlaps(&scene);
        let mongolian = |c: char| ('\u{1820}'..='\u{18AA}').contains(&c);
        let standing = scene.items.iter().filter(|item| match item {
            Item::Text { way, run, .. } if run.text.contains(mongolian) => {
                assert_eq!(*way, Way::Down, "{}", run.text);
                true
            }
            _ => false,
        });
        assert!(standing.count() >= 3, "{}", scene.title);
        assert!(text(&scene).contains("蒙古文供参考") || text(&scene).contains("ᠮᠣᠩᠭᠣᠯ"), "which text binds");
    }
}

#[test]
fn a_receipt_says_which_way_the_documents_went_and_which_they_are() {
    let said = text(&receipt_scenes(&receipt()).expect("a receipt")[0]);
    for part in ["娜仁花", "2026年11月24日", "居民身份证", "居民户口簿", "尾号 0479", "办完送回给您", "000-0479-1234"]
    {
        assert!(said.contains(part), "{part} is not on\n{said}");
    }
    let other = Receipt { way: Custody::Delivered, ..receipt() };
    assert!(text(&receipt_scenes(&other).expect("a receipt")[0]).contains("当面交给您"));
}

#[test]
fn a_drawn_signature_stands_over_its_line_and_an_empty_line_waits_for_a_pen() {
    let ink = |receipt: &Receipt| {
        let picture = beibao_print::raster::png(&receipt_scenes(receipt).expect("a receipt")[0], 127).expect("png");
        // Five pixels are a millimetre: the room over the first line, right of its label.
        let place = Grey::of_png(&picture).cut(127, [75.0, 152.0, 60.0, 11.0]);
        place.pixels.iter().filter(|&&pixel| pixel < 100).count()
    };
    assert!(ink(&receipt()) > 200);
    assert_eq!(ink(&Receipt { signature: None, ..receipt() }), 0);
}

#[test]
fn the_code_on_a_visit_slip_calls_the_number_on_it() {
    let slip = VisitSlip { duty_phone: "+86 (000) 0479-1234".into(), ..visit_slip() };
    let scene = &visit_slip_scenes(&slip).expect("a slip")[0];
    let picture = Grey::of_png(&beibao_print::raster::png(scene, 200).expect("png"));
    assert_eq!(picture.codes(), ["tel:+8600004791234"]);
}

#[test]
fn a_long_agreement_goes_on_overleaf_and_keeps_every_word() {
    let mut long = agreement();
    long.matter = "犁地".repeat(2_000);
    long.terms = (0..60).map(|n| format!("第{n}条照旧桩。")).collect();
    let scenes = agreement_scenes(&long).expect("an agreement");
    assert!(scenes.len() > 2);
    scenes.iter().for_each(assert_nothing_overlaps);
    let said: String = scenes.iter().map(text).collect();
    assert!((0..60).all(|n| said.contains(&format!("第{n}条"))));
    assert_eq!(said.matches('犁').count(), 2_000);
    let last = text(&scenes[scenes.len() - 1]);
    assert!(last.contains("自愿签字") && last.contains("娜仁花"), "nobody signs a page of signatures alone");
}

#[test]
fn what_cannot_be_printed_is_told_by_field() {
    use Field::{Documents, Note, On, Parties, Person, Terms};
    let fields = |faults: Vec<CardFault>| -> Vec<(Field, &'static str)> {
        let field = |fault: &CardFault| {
            let json = serde_json::to_value(fault).expect("JSON");
            (serde_json::from_value(json["field"].clone()).expect("a field"), fault.code())
        };
        faults.iter().map(field).collect()
    };
    let bad = Receipt {
        person: "王😀".into(),
        on: "昨天".into(),
        documents: Vec::new(),
        signature: Some(Signature { strokes: vec![vec![(f32::NAN, 0.0)]] }),
        ..receipt()
    };
    let told = fields(bad.check());
    let expected =
        [(Person, "missing_glyph"), (On, "not_a_day"), (Documents, "empty"), (Field::Signature, "not_a_signature")];
    assert_eq!(told, expected);
    assert!(matches!(receipt_pdf(&bad), Err(PrintError::Faults(faults)) if faults.len() == 4));

    let slip = VisitSlip { note: Some("一行\n\u{202E}二行\n\u{202E}三行".into()), ..visit_slip() };
    assert_eq!(fields(slip.check()), [(Note, "direction_mark")], "a break is none, and one kind is told once");

    let mut alone = Agreement { terms: Vec::new(), ..agreement() };
    alone.parties.truncate(1);
    assert_eq!(fields(alone.check()), [(Parties, "empty"), (Terms, "empty")]);
    let mut drawn = agreement();
    drawn.parties[1].signature = Some(Signature { strokes: vec![Vec::new()] });
    assert_eq!(fields(drawn.check()), [(Parties, "not_a_signature")]);
}

#[test]
fn what_does_not_fit_its_place_is_told_by_field_too() {
    let wide = Receipt { duty_phone: "0".repeat(80), ..receipt() };
    let fault = CardFault::TooLongForCard { field: Field::DutyPhone };
    assert!(matches!(receipt_pdf(&wide), Err(PrintError::Faults(faults)) if faults == [fault]));
}

#[test]
fn long_names_leave_room_to_sign() {
    let mut long = agreement();
    for party in &mut long.parties {
        party.name = "阿拉坦其其格·巴雅尔图那顺孟和·".chars().cycle().take(50).collect();
    }
    long.parties[0].signature = Some(signature());
    for scene in agreement_scenes(&long).expect("an agreement") {
        assert_nothing_overlaps(&scene);
        let lines = scene.items.iter().filter_map(|item| match item {
            Item::Line { from, to, width_mm, .. } if *width_mm == 0.25 => Some(to.x - from.x),
            _ => None,
        });
        assert!(lines.fold(f32::INFINITY, f32::min) > 20.0);
    }
}

#[test]
fn a_station_whose_mongolian_name_has_no_room_is_told_by_field() {
    let station_mn = Some("ᠴᠠᠭᠳᠠᠭ᠎ᠠ ".repeat(200));
    let fault = CardFault::TooLongForCard { field: Field::StationMn };
    for told in [
        agreement_pdf(&Agreement { station_mn: station_mn.clone(), ..agreement() }),
        receipt_pdf(&Receipt { station_mn: station_mn.clone(), ..receipt() }),
        visit_slip_pdf(&VisitSlip { station_mn: station_mn.clone(), ..visit_slip() }),
        beibao_print::visit_slip_escpos(&VisitSlip { station_mn, ..visit_slip() }, beibao_print::Roll::Mm58),
    ] {
        assert!(matches!(told, Err(PrintError::Faults(faults)) if faults == std::slice::from_ref(&fault)));
    }
}

#[test]
fn the_same_form_is_the_same_bytes() {
    let make = || {
        [
            receipt_pdf(&Receipt { officer_signature: Some(signature()), ..receipt() }).expect("pdf"),
            visit_slip_pdf(&visit_slip()).expect("pdf"),
            suggestion_slip_pdf(&suggestion_slip()).expect("pdf"),
            agreement_pdf(&agreement()).expect("pdf"),
        ]
    };
    assert_eq!(make(), make());
}

#[test]
fn a_certificate_tells_the_score_and_leaves_a_line_where_nobody_is_named() {
    let named = certificate_scenes(&certificate()).expect("a certificate");
    let said: String = named.iter().map(text).collect();
    assert!(said.contains("娜仁花") && said.contains("得 8 分，满分 10 分"), "{said}");
    named.iter().for_each(assert_nothing_overlaps);
    let unnamed = certificate_scenes(&unnamed_certificate()).expect("a certificate");
    let lines = |scenes: &[beibao_print::Scene]| {
        let thick = |item: &&Item| matches!(item, Item::Line { width_mm, .. } if *width_mm == 0.25);
        scenes.iter().flat_map(|scene| &scene.items).filter(thick).count()
    };
    assert_eq!((lines(&named), lines(&unnamed)), (0, 1));
}

#[test]
fn a_notice_of_points_numbers_them_alike_in_the_list_and_on_the_plan() {
    let scenes = point_notice_scenes(&point_notice()).expect("a notice");
    scenes.iter().for_each(assert_nothing_overlaps);
    let said: String = scenes.iter().map(text).collect();
    // The one without a phone of its own is called at the station; the one without a place is on no plan.
    assert!(said.contains("查干敖包嘎查委员会东侧") && said.contains("00001102233"));
    assert_eq!((said.matches('1').count() > 1, said.contains("位置示意")), (true, true));
    assert!(said.contains("ᠵᠡᠭᠦᠨ ᠵᠠᠮ"), "a name stands in both scripts: {said}");
    let alone = PointNotice { points: point_notice().points[..1].to_vec(), ..point_notice() };
    let said: String = point_notice_scenes(&alone).expect("a notice").iter().map(text).collect();
    assert!(!said.contains("位置示意"), "one point needs no plan");
    assert_eq!(PointNotice { points: Vec::new(), ..alone }.check().len(), 1);
}
