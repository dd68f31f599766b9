//! What is not understood is refused with its place, and all of it at once.

mod workbooks;

use std::io::{Cursor, Read};

use beibao_xlsform::{Fault, MAX_CELLS, MAX_FILE_BYTES, MAX_REFUSALS, MAX_UNPACKED_BYTES, read};
use rust_xlsxwriter::{Format, Workbook};
use workbooks::{CHOICES, SETTINGS, SURVEY, Sheet, refused, unsaved, workbook};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Packed quickly: how small is not the question here.
const FAST: SimpleFileOptions = SimpleFileOptions::DEFAULT.compression_level(Some(1));

fn survey(rows: &str) -> Vec<u8> {
    workbook(&[("survey", rows), CHOICES, SETTINGS])
}

#[test]
fn each_fault_is_refused_once_with_sheet_row_and_column() {
    let head = "type | name | label | required | relevant | constraint | right | points\n";
    for (rows, told) in [
        ("geopoint | here | 哪里？", "survey 2A unknown_type"),
        ("begin_group | g | 组", "survey 2A unknown_type"),
        ("select_one yesno or_other | a | 问", "survey 2A unknown_type"),
        ("select_one yesnot | a | 问", "survey 2A unknown_list"),
        (" | a | 问", "survey 2A empty"),
        ("text | 1a | 问", "survey 2B bad_name"),
        ("text | a | 问\n text | a | 问", "survey 3B double_name"),
        ("text | a |", "survey 2C no_label"),
        ("text | a | 问 | maybe", "survey 2D yes_or_no"),
        ("text | a | 问 | | ${b} = 1", "survey 2E unknown_reference"),
        ("text | a | 问 | | ${a} = 1", "survey 2E cycle"),
        ("text | a | 问 | | 1 + 1", "survey 2E expression_character"),
        ("text | a | 问 | | | regex(., '1')", "survey 2F expression_word"),
        ("text | a | 问 | | | . >", "survey 2F expression_ends"),
        ("select_one yesno | a | 问 | | | . = 'yse'", "survey 2F unknown_choice"),
        ("text | a | 问 | | | selected(., 'yes')", "survey 2F not_a_select"),
        ("text | a | 问 | | | | 110", "survey 2G only_in_quiz"),
        ("text | a | 问 | | | | | 5", "survey 2H only_in_quiz"),
        ("text | a | 问 | | | | | many", "survey 2H points"),
        ("note | a | 读", "survey 1 no_questions"),
        ("text | a | 问 | | | | | | 多出来的", "survey 2I no_heading"),
    ] {
        assert_eq!(refused(&survey(&format!("{head}{rows}"))), [told], "{rows}");
    }
    let long = "长".repeat(501);
    assert_eq!(refused(&survey(&format!("{head}text | a | {long}"))), ["survey 2C too_long"]);
}

#[test]
fn sheets_columns_and_settings_are_refused_with_their_place() {
    let quiz = |title: &str| format!("form_id | version | form_title | kind\n a | 1 | {title}");
    for (sheets, told) in [
        (vec![SURVEY, CHOICES], "settings 0 missing_sheet"),
        (vec![CHOICES, SETTINGS], "survey 0 missing_sheet"),
        (vec![SURVEY, CHOICES, SETTINGS, ("entities", "list_name\n a")], "entities 0 unknown_sheet"),
        (vec![SURVEY, ("choices", "list_name | label\n yesno | 有"), SETTINGS], "choices 1 missing_column"),
        (vec![("survey", "type | name\n text | a"), SETTINGS], "survey 1 missing_column"),
        (
            vec![("survey", "type | name | label | appearance\n text | a | 问 | w1"), SETTINGS],
            "survey 1D unknown_column",
        ),
        (vec![("survey", "type | name | label | name\n text | a | 问 | b"), SETTINGS], "survey 1D double_column"),
        (
            vec![("survey", "type | name | label | label::中文 (zh)\n text | a | 问 | 问"), SETTINGS],
            "survey 1D double_column",
        ),
        (
            vec![("survey", "type | name | label | label::English\n text | a | 问 | q"), SETTINGS],
            "survey 1D unknown_language",
        ),
        (vec![SURVEY, CHOICES, ("settings", "form_id | version | form_title\n | 1 | 题")], "settings 2A empty"),
        (vec![SURVEY, CHOICES, ("settings", "form_id | form_title\n a | 题")], "settings 1 missing_column"),
        (vec![SURVEY, CHOICES, ("settings", &quiz("题 | exam"))], "settings 2D quiz_or_survey"),
        (vec![SURVEY, CHOICES, ("settings", &quiz("题 | quiz"))], "survey 1 nothing_is_right"),
        (vec![SURVEY, CHOICES, ("settings", &quiz("题\n b"))], "settings 3 more_settings"),
        (
            vec![SURVEY, CHOICES, ("settings", "form_id | version | form_title | style\n a | 1 | 题 | pages")],
            "settings 1D unknown_column",
        ),
        (vec![SURVEY, ("choices", &format!("{}\n yesno | no | 没", CHOICES.1)), SETTINGS], "choices 4B double_name"),
        (
            vec![SURVEY, ("choices", &format!("{}\n yesno | not sure | 不知道", CHOICES.1)), SETTINGS],
            "choices 4B bad_name",
        ),
        (vec![SURVEY, ("choices", &format!("{}\n yesno | maybe", CHOICES.1)), SETTINGS], "choices 4C no_label"),
    ] {
        assert_eq!(refused(&workbook(&sheets)), [told]);
    }
}

#[test]
fn everything_wrong_is_told_at_once_and_in_order() {
    let sheets: [Sheet<'_>; 3] = [
        ("settings", "form_id | version | form_title | kind\n | 1 | 题 | exam"),
        (
            "survey",
            "type | name | label | relevant | colour\n video | a | 问 |\n select_one yesno | b | | ${c} = 1\n text | b | 问 | ${a} +",
        ),
        ("choices", "list_name | name | label\n yesno | yes | 有\n yesno | yes | 没有"),
    ];
    let expected = [
        "survey 1E unknown_column",
        "survey 2A unknown_type",
        "survey 3C no_label",
        "survey 3D unknown_reference",
        "survey 4B double_name",
        "survey 4D expression_character",
        "choices 3B double_name",
        "settings 2A empty",
        "settings 2D quiz_or_survey",
    ];
    assert_eq!(refused(&workbook(&sheets)), expected);
}

#[test]
fn what_follows_from_a_refused_type_is_not_told_as_well() {
    let rows = "type | name | label | relevant | right
                audio | a | 问 | | x
                text | b | 问 | selected(${a}, 'x') |
                select_one nowhere | c | 问 | | x
                text | d | 问 | selected(${c}, 'x') and ${c} = 'y' |";
    let settings = ("settings", "form_id | version | form_title | kind\n a | 1 | 题 | quiz");
    let told = refused(&workbook(&[("survey", rows), CHOICES, settings]));
    assert_eq!(told, ["survey 2A unknown_type", "survey 4A unknown_list"]);
    let nothing_right = rows.replace("| x\n", "|\n");
    let told = refused(&workbook(&[("survey", &nothing_right), CHOICES, settings]));
    assert_eq!(told, ["survey 2A unknown_type", "survey 4A unknown_list"]);
}

#[test]
fn formulas_merged_cells_and_errors_are_refused_where_they_stand() {
    let spoilt = |spoil: &dyn Fn(&mut Workbook)| {
        let mut workbook = unsaved(&[SURVEY, CHOICES, SETTINGS]);
        spoil(&mut workbook);
        refused(&workbook.save_to_buffer().unwrap())
    };
    let formula = spoilt(&|workbook| {
        workbook.worksheet_from_index(0).unwrap().write_formula(2, 2, "=\"有\"&\"几条？\"").unwrap();
    });
    assert_eq!(formula, ["survey 3C formula"]);
    let merged = spoilt(&|workbook| {
        let sheet = workbook.worksheet_from_index(1).unwrap();
        sheet.merge_range(1, 0, 2, 0, "yesno", &Format::new()).unwrap();
        sheet.write_string(2, 0, "yesno").unwrap();
    });
    assert_eq!(merged, ["choices 2A merged"]);
    // A time of day is a number that nobody meant as one.
    let time = spoilt(&|workbook| {
        let format = Format::new().set_num_format("hh:mm");
        workbook.worksheet_from_index(2).unwrap().write_number_with_format(1, 1, 0.5, &format).unwrap();
    });
    assert_eq!(time, ["settings 2B unreadable", "settings 2B empty"][..]);
}

#[test]
fn ten_thousand_choices_are_one_refusal() {
    let mut choices = "list_name | name | label\n".to_owned();
    for i in 0..10_000 {
        choices += &format!("yesno | c{i} | 选\n");
    }
    let survey = ("survey", "type | name | label\n text | a | 问");
    assert_eq!(refused(&workbook(&[survey, ("choices", &choices), SETTINGS])), ["choices 2002A too_many_choices"]);
    let mut many = "type | name | label\n".to_owned();
    for i in 0..501 {
        many += &format!("note | n{i} | 读\n");
    }
    assert_eq!(
        refused(&workbook(&[("survey", &many), SETTINGS])),
        ["survey 1 no_questions", "survey 502A too_many_questions"]
    );
}

#[test]
fn more_refusals_than_anybody_reads_are_counted() {
    let mut rows = "type | name | label\n".to_owned();
    for i in 0..300 {
        rows += &format!("video | n{i} | 看\n");
    }
    let refusals = read(&survey(&rows)).unwrap_err();
    assert_eq!(refusals.len(), MAX_REFUSALS + 1);
    assert_eq!(refusals.last().map(|last| last.fault.clone()), Some(Fault::More(100)));
}

/// The parts of a good workbook, packed anew with one of them replaced.
fn with_part(good: &[u8], name: &str, content: &mut dyn Read) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(good)).unwrap();
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..archive.len() {
        let mut part = archive.by_index(part).unwrap();
        packed.start_file(part.name().unwrap().into_owned(), FAST).unwrap();
        if part.name().unwrap() == name {
            std::io::copy(content, &mut packed).unwrap();
        } else {
            std::io::copy(&mut part, &mut packed).unwrap();
        }
    }
    packed.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_workbook_is_refused_as_such() {
    let good = workbook(&[SURVEY, CHOICES, SETTINGS]);
    let text = with_part(&good, "xl/workbook.xml", &mut &b"<html>"[..]);
    let compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .xls, or one with a password";
    for bytes in [&b""[..], b"type,name,label\n", compound, &good[..good.len() / 2], &text] {
        assert_eq!(refused(bytes), ["0 not_a_workbook"]);
    }
    assert_eq!(refused(&vec![0; MAX_FILE_BYTES + 1]), ["0 file_too_large"]);
}

#[test]
fn a_zip_bomb_is_not_unpacked_whatever_it_says_of_itself() {
    let zeros = MAX_UNPACKED_BYTES + 1;
    let good = workbook(&[SURVEY, CHOICES, SETTINGS]);
    let mut bomb = with_part(&good, "xl/worksheets/sheet1.xml", &mut std::io::repeat(b' ').take(zeros));
    assert!(bomb.len() < MAX_FILE_BYTES);
    assert_eq!(refused(&bomb), ["0 unpacks_too_large"]);
    // The same, but its directory says that it is small.
    let size = u32::try_from(zeros).unwrap().to_le_bytes();
    let mut lies = 0;
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == size {
            bomb[at..at + 4].copy_from_slice(&9u32.to_le_bytes());
            lies += 1;
        }
    }
    assert!(lies > 0);
    assert_eq!(refused(&bomb), ["0 not_a_workbook"]);
}

#[test]
fn two_cells_at_the_far_corners_are_two_cells() {
    let mut workbook = unsaved(&[SURVEY, CHOICES, SETTINGS]);
    workbook.worksheet_from_index(0).unwrap().write_string(1_048_575, 16_383, "角").unwrap();
    let told = [
        "survey 1048576A empty",
        "survey 1048576B bad_name",
        "survey 1048576C no_label",
        "survey 1048576XFD no_heading",
    ];
    assert_eq!(refused(&workbook.save_to_buffer().unwrap()), told);
}

#[test]
fn a_sheet_full_of_cells_is_refused_before_it_fills_the_memory() {
    let mut workbook = unsaved(&[SURVEY, CHOICES, SETTINGS]);
    let sheet = workbook.worksheet_from_index(0).unwrap();
    for row in 10..=u32::try_from(MAX_CELLS / 100).unwrap() + 10 {
        for column in 0..100 {
            sheet.write_number(row, column, 1).unwrap();
        }
    }
    assert_eq!(refused(&workbook.save_to_buffer().unwrap()), ["survey 0 too_many_cells"]);
}

#[test]
fn damaged_sheets_are_refused_and_never_break_the_reader() {
    let whole = workbook(&[SURVEY, CHOICES, SETTINGS]);
    let mut archive = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
    let names = [
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ];
    for name in names {
        let mut good = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut good).unwrap();
        // A range that ends before it begins, on which the reader below panics.
        let text = String::from_utf8(good.clone()).unwrap().replace("ref=\"A1:", "ref=\"Z9:");
        let _ = read(&with_part(&whole, name, &mut text.as_bytes()));
        let mut random = 1u64;
        for _ in 0..15 {
            let mut bad = good.clone();
            for _ in 0..3 {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(random >> 33).unwrap() % bad.len();
                bad[at] = b"<>\"'/&=0A9\xff"[usize::try_from(random >> 20).unwrap() % 11];
            }
            let _ = read(&with_part(&whole, name, &mut &bad[..]));
            let _ = read(&with_part(&whole, name, &mut &bad[..bad.len() / 2]));
        }
    }
}
