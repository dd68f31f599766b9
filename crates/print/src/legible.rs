//! Texts that are printed whatever is in them: reasons and places that came from elsewhere on a list that must not fail.
//! Not for a name on a card, where a fault is told instead.

use crate::check::{is_unseen, turns_direction};
use crate::face;

/// What printers set for a sort that they do not have: the geta mark.
pub const FALLBACK: char = '〓';

/// The text with every character that no bundled font has as [`FALLBACK`].
pub(crate) fn marked(text: &str) -> String {
    text.chars().map(|c| if face::is_covered(c) { c } else { FALLBACK }).collect()
}

/// The text with every character that no bundled font has as [`FALLBACK`], and without what nobody sees; breaks are spaces.
pub(crate) fn legible(text: &str) -> String {
    let shown = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if turns_direction(c) || is_unseen(c) => None,
        c => Some(c),
    });
    marked(&shown.collect::<String>()).split_whitespace().collect::<Vec<_>>().join(" ")
}
