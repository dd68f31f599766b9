//! The evening sheet says what became of every change, on as many pages as it needs, and lets nothing fall off.

mod common;

use beibao_print::evening::{Counts, SetAside};
use beibao_print::{CardFault, EveningSheet, Field, PrintError, evening_pdf, evening_scenes};
use common::{assert_nothing_overlaps, evening, long_evening, text};

#[test]
fn an_ordinary_evening_is_one_page_with_every_number_on_it() {
    let scenes = evening_scenes(&evening()).expect("a sheet");
    assert_eq!(scenes.len(), 1);
    let said = text(&scenes[0]);
    for part in [
        "晚间同步核对单",
        "7F3A",
        "2026-11-24 18:02",
        "59",
        "58",
        "57",
        "还有 2 张照片",
        "1,317／1,316  不一致",
        "内勤签字",
    ] {
        assert!(said.contains(part), "{part} is not on\n{said}");
    }
}

#[test]
fn the_total_is_the_sum_of_the_rows() {
    let total = evening().kinds.total();
    assert_eq!(total, Counts { made: 59, received: 58, applied: 57, set_aside: 1, on_tablet: 1 });
}

#[test]
fn a_long_list_goes_on_overleaf_with_every_entry_once_and_in_order() {
    let mut sheet = long_evening();
    for (index, entry) in sheet.set_aside.iter_mut().enumerate() {
        entry.what = format!("第{index}号");
    }
    let scenes = evening_scenes(&sheet).expect("a sheet");
    assert!(scenes.len() > 2);
    let said: String = scenes.iter().map(text).collect();
    let places: Vec<usize> = (0..75).map(|index| said.find(&format!("第{index}号")).expect("an entry")).collect();
    assert!(places.is_sorted());
    for (index, scene) in scenes.iter().enumerate() {
        assert!(text(scene).contains(&format!("第 {} 页，共 {} 页", index + 1, scenes.len())));
    }
    assert!(text(&scenes[scenes.len() - 1]).contains("内勤签字"));
}

#[test]
fn nothing_lies_on_anything_else_on_any_page() {
    let crowded = EveningSheet {
        officer: "阿拉坦其其格·巴雅尔图那顺孟和·".chars().cycle().take(50).collect(),
        ..evening()
    };
    let quiet =
        EveningSheet { station_mn: None, officer_mn: None, set_aside: Vec::new(), areas: Vec::new(), ..evening() };
    for sheet in [evening(), long_evening(), crowded, quiet] {
        for scene in evening_scenes(&sheet).expect("a sheet") {
            assert_nothing_overlaps(&scene);
        }
    }
}

#[test]
fn a_reason_with_characters_that_no_font_has_is_printed_with_a_mark_in_their_place() {
    let mut sheet = evening();
    sheet.set_aside = vec![SetAside { what: "王😀\u{202E}芳\n家".into(), reason: "\u{9FF0}\u{7}".into() }];
    assert!(text(&evening_scenes(&sheet).expect("a sheet")[0]).contains("王〓芳 家：〓"));
}

#[test]
fn a_reason_longer_than_a_page_loses_no_word() {
    let mut sheet = evening();
    sheet.set_aside[0].reason = "理由".repeat(3_000);
    let said: String = evening_scenes(&sheet).expect("a sheet").iter().map(text).collect();
    assert_eq!(said.matches('理').count(), 3_000);
}

#[test]
fn what_names_officer_or_station_is_checked_and_told_by_field() {
    let sheet = EveningSheet { officer: "王😀".into(), tablet: " ".into(), on: "二\u{202E}".into(), ..evening() };
    let fields: Vec<Field> = sheet
        .check()
        .iter()
        .map(|fault| match fault {
            CardFault::MissingGlyph { field, .. } | CardFault::Empty { field } | CardFault::NotADay { field } => *field,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(fields, [Field::Officer, Field::Tablet, Field::On]);
    assert!(matches!(evening_pdf(&sheet), Err(PrintError::Faults(faults)) if faults.len() == 3));
}

#[test]
fn the_same_evening_is_the_same_bytes() {
    assert_eq!(evening_pdf(&long_evening()).expect("pdf"), evening_pdf(&long_evening()).expect("pdf"));
}
