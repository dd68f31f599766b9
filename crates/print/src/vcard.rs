//! The card as a vCard 3.0 (RFC 2426), the form that every phone's camera understands. Not a reader of vCards.

use crate::card::ContactCard;
use crate::words::word;

/// RFC 2426 §2.6: a line has at most this many octets without its break.
const FOLD_OCTETS: usize = 75;

impl ContactCard {
    /// The vCard that the code on the card holds: UTF-8, CRLF, folded between characters.
    ///
    /// The whole name stands where the family name does: nothing here could tell the two apart in every name.
    pub fn vcard(&self) -> String {
        let title = format!("{} {}", word("paper.card.officer").zh, self.badge.trim());
        let mut card = String::new();
        for (property, value) in [
            ("BEGIN:", "VCARD"),
            ("VERSION:", "3.0"),
            ("N:", &format!("{};;;;", escape(&self.name))),
            ("FN:", &escape(&self.name)),
            ("ORG:", &escape(&self.station)),
            ("TITLE:", &escape(&title)),
            ("TEL;TYPE=WORK:", &escape(&self.duty_phone)),
            ("TEL;TYPE=VOICE:", &escape(&self.emergency_phone)),
            ("NOTE:", &escape(&self.area)),
            ("END:", "VCARD"),
        ] {
            fold(&format!("{property}{value}"), &mut card);
        }
        card
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
