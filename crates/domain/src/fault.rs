//! What is wrong with the fields of an entry: every one at once, each by its path.

use std::collections::BTreeMap;

use crate::FactId;
use crate::picture::Picture;

/// Longest note, suggestion, topic or other short text, in characters.
pub const MAX_NOTE_CHARS: usize = 500;
/// Longest account of what was seen and said, in characters.
pub const MAX_ACCOUNT_CHARS: usize = 8_000;
/// Most lines of a kind in one entry.
pub const MAX_LINES: usize = 40;
/// Most of anything handed out, done or counted in one entry.
pub const MAX_COUNT: u32 = 10_000;
/// Most pictures of one entry.
pub const MAX_PICTURES: usize = 12;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// Nothing stands there.
    Required,
    /// More characters or lines than fit.
    TooLong,
    /// A number or a day outside its limits.
    OutOfRange,
    /// It names something that is not in the register.
    Unknown,
}

impl FieldFault {
    /// The code by which the screen finds the words.
    pub fn code(self) -> &'static str {
        match self {
            FieldFault::Required => "required",
            FieldFault::TooLong => "too_long",
            FieldFault::OutOfRange => "out_of_range",
            FieldFault::Unknown => "unknown",
        }
    }
}

/// Every field that is wrong, by its path (`services.2.note`).
pub type FieldFaults = BTreeMap<String, FieldFault>;

/// Faults while they are collected; the first of a field stays.
#[derive(Debug, Default)]
pub struct Faults(FieldFaults);

impl Faults {
    /// A field is wrong.
    pub fn found(&mut self, path: impl Into<String>, fault: FieldFault) {
        self.0.entry(path.into()).or_insert(fault);
    }

    /// A text that may be empty.
    pub fn text(&mut self, path: impl Into<String>, text: &str, limit_chars: usize) {
        if text.chars().count() > limit_chars {
            self.found(path, FieldFault::TooLong);
        }
    }

    /// A text that must say something.
    pub fn words(&mut self, path: impl Into<String>, text: &str, limit_chars: usize) {
        let path = path.into();
        if text.trim().is_empty() {
            self.found(path.clone(), FieldFault::Required);
        }
        self.text(path, text, limit_chars);
    }

    /// At least one, and no nonsense.
    pub fn count(&mut self, path: impl Into<String>, count: u32) {
        if !(1..=MAX_COUNT).contains(&count) {
            self.found(path, FieldFault::OutOfRange);
        }
    }

    /// A number of lines.
    pub fn lines(&mut self, path: &str, lines: usize) {
        if lines > MAX_LINES {
            self.found(path, FieldFault::TooLong);
        }
    }

    /// Pictures: not too many, each a name and a size.
    pub fn pictures(&mut self, path: &str, pictures: &[Picture]) {
        if pictures.len() > MAX_PICTURES {
            self.found(path, FieldFault::TooLong);
        }
        for (i, _) in pictures.iter().enumerate().filter(|(_, picture)| picture.blob().is_none()) {
            self.found(format!("{path}.{i}"), FieldFault::Unknown);
        }
    }

    /// A fact that must have been chosen.
    pub fn chosen(&mut self, path: &str, id: FactId) {
        if id.0.is_nil() {
            self.found(path, FieldFault::Required);
        }
    }

    /// Nothing, or all that is wrong.
    pub fn result(self) -> Result<(), FieldFaults> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
