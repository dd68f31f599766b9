//! The vCard says what the card says, in the form that a phone reads back.

mod common;

use beibao_print::ContactCard;
use common::{card, long_card};

/// Reads a vCard as RFC 2426 says: unfold, split, unescape.
fn read(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n"));
    let unfolded = text.replace("\r\n ", "");
    unfolded
        .split_terminator("\r\n")
        .map(|line| {
            let (property, value) = line.split_once(':').expect("a property");
            let mut plain = String::new();
            let mut characters = value.chars();
            while let Some(c) = characters.next() {
                match c {
                    '\\' => match characters.next() {
                        Some('n') => plain.push('\n'),
                        Some(other) => plain.push(other),
                        None => panic!("a lone backslash"),
                    },
                    _ => plain.push(c),
                }
            }
            (property.to_owned(), plain)
        })
        .collect()
}

fn value<'a>(card: &'a [(String, String)], property: &str) -> &'a str {
    &card.iter().find(|(name, _)| name == property).unwrap_or_else(|| panic!("no {property}")).1
}

#[test]
fn a_vcard_says_who_where_and_which_numbers() {
    let read = read(&card().vcard());
    assert_eq!(read.first().map(|(p, v)| format!("{p}:{v}")).as_deref(), Some("BEGIN:VCARD"));
    assert_eq!(read.last().map(|(p, v)| format!("{p}:{v}")).as_deref(), Some("END:VCARD"));
    assert_eq!(value(&read, "VERSION"), "3.0");
    assert_eq!(value(&read, "FN"), "苏和巴特尔");
    assert_eq!(value(&read, "N"), "苏和巴特尔");
    assert_eq!(value(&read, "ORG"), "东乌珠穆沁旗公安局草原边境派出所");
    assert_eq!(value(&read, "TITLE"), "警号 012345");
    assert_eq!(value(&read, "TEL"), "000-0479-1234");
    assert_eq!(read.len(), 8, "and nothing else: an officer's contact never calls the emergency line");
}

#[test]
fn signs_of_the_format_in_a_value_come_back_as_they_were_typed() {
    let awkward = r"一分场; 二分场, \三分场: BEGIN:VCARD";
    let card = ContactCard { station: awkward.into(), name: "李,明;".into(), ..card() };
    let read = read(&card.vcard());
    assert_eq!(value(&read, "ORG"), awkward);
    assert_eq!(value(&read, "FN"), "李,明;");
    assert!(card.vcard().contains(r"N:李\,明\;"), "no separator of N is bare");
    assert_eq!(read.len(), 8, "no property was smuggled in");
}

#[test]
fn lines_are_folded_at_75_octets_and_never_inside_a_character() {
    let card = ContactCard { name: "𠮷".repeat(50), ..long_card() };
    let text = card.vcard();
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets", line.len());
    }
    assert_eq!(value(&read(&text), "FN"), "𠮷".repeat(50));
}
