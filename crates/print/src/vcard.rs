//! The card as a vCard 3.0 (RFC 2426), the form that every phone's camera understands. Not a reader of vCards.

use crate::card::ContactCard;
use crate::fault::Field;
use crate::words::word;

/// RFC 2426 §2.6: a line has at most this many octets without its break.
const FOLD_OCTETS: usize = 75;

impl ContactCard {
    /// The vCard that the code on the card holds: UTF-8, CRLF, folded between characters.
    ///
    /// The whole name stands where the family name does: nothing here could tell the two apart in every name. The area and
    /// the emergency number stay on paper: every byte less is a larger module and a stronger correction, and a contact that
    /// bears an officer's name must not call the emergency line.
    pub fn vcard(&self) -> String {
        let title = format!("{} {}", word("paper.card.badge").zh, self.badge.trim());
        let mut card = String::new();
        for (property, value) in [
            ("BEGIN:", "VCARD"),
            ("VERSION:", "3.0"),
            ("N:", &escape(&self.name)),
            ("FN:", &escape(&self.name)),
            ("ORG:", &escape(&self.station)),
            ("TITLE:", &escape(&title)),
            ("TEL:", &escape(&self.duty_phone)),
            ("END:", "VCARD"),
        ] {
            fold(&format!("{property}{value}"), &mut card);
        }
        card
    }
}

impl ContactCard {
    /// The field that takes most of the code.
    pub(crate) fn longest_in_code(&self) -> Field {
        // The name stands in it twice.
        let lengths = [
            (Field::Name, 2 * self.name.len()),
            (Field::Station, self.station.len()),
            (Field::Badge, self.badge.len()),
            (Field::DutyPhone, self.duty_phone.len()),
        ];
        lengths.into_iter().max_by_key(|(_, bytes)| *bytes).map_or(Field::Name, |(field, _)| field)
    }
}

/// RFC 2426 §2.4.2 and §4: backslash, comma, semicolon and line break inside a value.
fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.trim().chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Appends a line, broken before the character that would pass the limit; a continuation begins with a space.
fn fold(line: &str, out: &mut String) {
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > FOLD_OCTETS {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
}
