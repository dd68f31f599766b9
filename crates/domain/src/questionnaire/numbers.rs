//! Numbers as people type them, with the wide digits of Chinese keyboards too.

/// Most digits of a number: those that every program keeps exactly.
const MAX_DIGITS: usize = 15;

/// Without spaces around it and with the wide digits of Chinese keyboards made narrow.
pub(super) fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.trim().chars().map(narrow).collect()
}

/// A whole number.
pub(super) fn whole(text: &str) -> Option<i64> {
    let text = plain(text);
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let whole = !digits.is_empty() && digits.len() <= MAX_DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
    if whole { text.parse().ok() } else { None }
}

/// A number: digits, with or without a point between them and a minus before them.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = plain(text);
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let number = all(before) && all(after) && digits.len() <= MAX_DIGITS + 1;
    if number { text.parse().ok() } else { None }
}
