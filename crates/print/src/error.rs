//! Why a paper could not be made. Variants by what the caller can do; no sentence here is meant for an officer, a screen
//! takes its words from the catalogue.

use crate::fault::CardFault;
use crate::order::OrderFault;

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// What was typed has to be corrected: show each at its field.
    #[error("the paper has {} faults", .0.len())]
    Faults(Vec<CardFault>),
    /// The same for several orders: show each at its order.
    #[error("the orders have {} faults", .0.len())]
    OrderFaults(Vec<OrderFault>),
    /// No bundled font has the character: it would print as an empty box.
    #[error("no glyph for {codepoint}")]
    MissingGlyph {
        /// The character.
        character: char,
        /// Its code point, written `U+20BB7`.
        codepoint: String,
    },
    /// A code of this many bytes could not be read off paper: shorten the content.
    #[error("{bytes} bytes, the code holds {limit}")]
    TooLongForCode {
        /// How long the content is.
        bytes: usize,
        /// How long it may be.
        limit: usize,
    },
    /// A text does not fit its place on the paper even at the smallest size that can be read: shorten it.
    #[error("a text of {characters} characters does not fit its place")]
    NoRoom {
        /// How long the text is, in characters.
        characters: usize,
    },
    /// Ask for a resolution within [`crate::raster::DPI`].
    #[error("{dpi} dpi is out of range")]
    Resolution {
        /// What was asked for.
        dpi: u32,
    },
    /// A writer refused a scene. A fault of this crate: report it.
    #[error("the writer refused: {0}")]
    Writer(String),
}

impl PrintError {
    pub(crate) fn missing(character: char) -> Self {
        Self::MissingGlyph { character, codepoint: codepoint(character) }
    }
}

/// `U+20BB7`, as people who look a character up write it.
pub(crate) fn codepoint(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
