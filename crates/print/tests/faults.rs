//! What cannot be printed is said beforehand, by field and code, with the character that is to blame.

mod common;

use beibao_print::{CardFault, ContactCard, Field, Notice, PrintError, card_pdf, card_svg, notice_pdf, sheet_pdf};
use common::{card, long_card, plain_card};

type Spoil = fn(&mut ContactCard);

#[test]
fn every_fault_is_found_and_has_its_code() {
    use Field::{Area, DutyPhone, EmergencyPhone, Name, NameMn, Station};
    let point = |text: &str| text.to_owned();
    let cases: Vec<(Spoil, CardFault)> = vec![
        (|c| c.name = "  ".into(), CardFault::Empty { field: Name }),
        (|c| c.name_mn = Some(String::new()), CardFault::Empty { field: NameMn }),
        (|c| c.duty_phone = "0479-ABC".into(), CardFault::PhoneNotDialable { field: DutyPhone }),
        (|c| c.duty_phone = "０００".into(), CardFault::PhoneNotDialable { field: DutyPhone }),
        (|c| c.emergency_phone = "-".into(), CardFault::PhoneNotDialable { field: EmergencyPhone }),
        (|c| c.name = "王\u{7}芳".into(), CardFault::ControlCharacter { field: Name, codepoint: point("U+0007") }),
        (|c| c.area = "一\n二".into(), CardFault::ControlCharacter { field: Area, codepoint: point("U+000A") }),
        (|c| c.name = "王\u{200B}芳".into(), CardFault::ControlCharacter { field: Name, codepoint: point("U+200B") }),
        (|c| c.name = "\u{202E}王芳".into(), CardFault::DirectionMark { field: Name, codepoint: point("U+202E") }),
        (|c| c.station = "所\u{200F}".into(), CardFault::DirectionMark { field: Station, codepoint: point("U+200F") }),
        (|c| c.name = "王".repeat(51), CardFault::NameTooLong { field: Name, length: 51, limit: 50 }),
        (
            |c| c.name = "王😀".into(),
            CardFault::MissingGlyph { field: Name, character: '😀', codepoint: point("U+1F600"), fallback: '〓' },
        ),
        (
            |c| c.name = "\u{9FF0}".into(),
            CardFault::MissingGlyph { field: Name, character: '\u{9FF0}', codepoint: point("U+9FF0"), fallback: '〓' },
        ),
        (
            |c| c.area = "سلام".into(),
            CardFault::MissingGlyph { field: Area, character: 'س', codepoint: point("U+0633"), fallback: '〓' },
        ),
        (|c| c.area = "第三分场".repeat(20), CardFault::TooLongForCard { field: Area }),
        (|c| c.duty_phone = "0".repeat(40), CardFault::TooLongForCard { field: DutyPhone }),
    ];
    for (spoil, fault) in &cases {
        let mut card = plain_card();
        spoil(&mut card);
        assert_eq!(card.check(), std::slice::from_ref(fault));
        match card_svg(&card) {
            Err(PrintError::Faults(faults)) => assert_eq!(faults, std::slice::from_ref(fault)),
            other => panic!("{fault:?} was printed: {other:?}"),
        }
        let json = serde_json::to_value(fault).expect("a fault is JSON");
        assert_eq!(json["code"], fault.code());
        assert_eq!(serde_json::from_value::<CardFault>(json).expect("and back"), *fault);
    }
}

#[test]
fn all_faults_are_reported_at_once() {
    let card = ContactCard { name: String::new(), duty_phone: "x".into(), area: "\u{202A}\u{1}".into(), ..card() };
    let codes: Vec<&str> = card.check().iter().map(CardFault::code).collect();
    assert_eq!(codes, ["empty", "phone_not_dialable", "direction_mark", "control_character"]);
    assert!(matches!(card_pdf(&card), Err(PrintError::Faults(faults)) if faults.len() == 4));
    assert!(matches!(sheet_pdf(&card), Err(PrintError::Faults(_))));
}

#[test]
fn content_beyond_what_a_phone_can_read_off_the_card_is_refused() {
    let of = |characters| "𠮷".repeat(characters);
    let card = ContactCard { name: of(50), station: of(24), badge: "0".repeat(12), ..long_card() };
    match card.check().as_slice() {
        [CardFault::TooLongForCode { field: Field::Name, bytes, limit }] => {
            assert!(bytes > limit, "{bytes} of {limit}")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_that_people_have_are_no_fault() {
    let names = ["阿拉坦·巴雅尔", "𠮷", "𬱟", "㐂", "王𬊈", "Ö. Sühe-Bator", "囍", "苏和（小）", "张〇"];
    for name in names {
        let card = ContactCard { name: name.into(), ..card() };
        assert_eq!(card.check(), [], "{name}");
    }
    for name in ["ᠴᠠᠭᠳᠠᠭ᠎ᠠ", "ᠪᠢᠴᠢᠭ\u{180C}", "ᠰᠠᠨ\u{202F}ᠤ", "ᠠ\u{180B}ᠠ\u{180D}", "ᠮᠠ\u{200D}"]
    {
        let card = ContactCard { name_mn: Some(name.into()), ..card() };
        assert_eq!(card.check(), [], "{name}");
    }
    assert_eq!(long_card().check(), []);
    assert_eq!(ContactCard { name: "𠮷".repeat(50), ..plain_card() }.check(), []);
}

#[test]
fn a_notice_is_checked_like_a_card() {
    let notice = Notice { station: "\u{200E}所".into(), station_mn: None, duty_phone: "电话".into() };
    let codes: Vec<&str> = notice.check().iter().map(CardFault::code).collect();
    assert_eq!(codes, ["direction_mark", "phone_not_dialable"]);
    assert!(matches!(notice_pdf(&notice), Err(PrintError::Faults(faults)) if faults.len() == 2));
}
