//! What can be said against a text before it is laid out. A name in a register is checked there; this is about paper.

use crate::day::Day;
use crate::error::codepoint;
use crate::face;
use crate::fault::{CardFault, Field};
use crate::legible::FALLBACK;

/// A name has at most this many characters, here as in the station's register.
const NAME_LIMIT: usize = 50;

/// Adds what is wrong with one field of one line: each kind of fault once, with the first character that shows it.
pub(crate) fn check_text(field: Field, text: &str, faults: &mut Vec<CardFault>) {
    if text.trim().is_empty() {
        faults.push(CardFault::Empty { field });
        return;
    }
    if let Some(mark) = text.chars().find(|&c| turns_direction(c)) {
        faults.push(CardFault::DirectionMark { field, codepoint: codepoint(mark) });
    }
    if let Some(control) = text.chars().find(|&c| is_unseen(c)) {
        faults.push(CardFault::ControlCharacter { field, codepoint: codepoint(control) });
    }
    let seen = |c: &char| !turns_direction(*c) && !is_unseen(*c);
    if let Some(character) = text.chars().filter(seen).find(|&c| !face::is_covered(c)) {
        let (codepoint, fallback) = (codepoint(character), FALLBACK);
        faults.push(CardFault::MissingGlyph { field, character, codepoint, fallback });
    }
    match field {
        Field::Name
        | Field::NameMn
        | Field::NameEn
        | Field::Officer
        | Field::OfficerMn
        | Field::Person
        | Field::PersonMn => {
            // Variation selectors and the vowel separator shape the letter before them; nobody counts them.
            let length = text.chars().filter(|c| !('\u{180B}'..='\u{180F}').contains(c)).count();
            if length > NAME_LIMIT {
                faults.push(CardFault::NameTooLong { field, length, limit: NAME_LIMIT });
            }
        }
        Field::DutyPhone | Field::EmergencyPhone | Field::StationPhone => {
            let dialable = |c: char| c.is_ascii_digit() || "+-() ".contains(c);
            if !text.chars().all(dialable) || !text.chars().any(|c| c.is_ascii_digit()) {
                faults.push(CardFault::PhoneNotDialable { field });
            }
        }
        _ => {}
    }
}

/// The same of a text of several paragraphs.
pub(crate) fn check_prose(field: Field, text: &str, faults: &mut Vec<CardFault>) {
    let mut found = Vec::new();
    let said = text.lines().filter(|line| !line.trim().is_empty());
    said.clone().for_each(|line| check_text(field, line, &mut found));
    if said.count() == 0 {
        found.push(CardFault::Empty { field });
    }
    // Each kind of fault once, as in a line.
    found.dedup_by_key(|fault| fault.code());
    faults.append(&mut found);
}

/// The same of a day.
pub(crate) fn check_day(field: Field, text: &str, faults: &mut Vec<CardFault>) {
    if Day::of(text).is_none() {
        faults.push(CardFault::NotADay { field });
    }
}

/// The bidirectional controls of UAX #9.
pub(crate) fn turns_direction(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Controls, breaks and zero-width characters — but not the joiners that Mongolian is written with.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{FEFF}')
        || matches!(c, '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}
