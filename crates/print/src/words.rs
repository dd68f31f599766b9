//! The words on paper, from the one catalogue. Not a translator: a key is a literal in this crate, and the tests look
//! every one of them up.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One entry of the catalogue. No reader of Mongolian has reviewed it yet: a paper never shows `mn` without `zh` beside it.
#[derive(Debug, Clone, Deserialize)]
pub struct Word {
    /// Chinese, the text that binds.
    pub zh: String,
    /// Mongolian in the traditional script.
    pub mn: String,
    /// English, for those who build and check.
    pub en: String,
}

/// The whole area of the catalogue that is about paper, by key.
pub fn catalogue() -> &'static BTreeMap<String, Word> {
    static CATALOGUE: OnceLock<BTreeMap<String, Word>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        serde_json::from_str(include_str!("../../../assets/words/paper.json")).expect("the catalogue is JSON")
    })
}

/// A text with each `{name}` in it replaced by its value.
pub(crate) fn fill(text: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// The entry of a key that this crate itself names.
///
/// # Panics
/// If the catalogue lacks the key: a mistake of this crate that its tests find.
pub fn word(key: &str) -> &'static Word {
    catalogue().get(key).unwrap_or_else(|| panic!("no word for {key}"))
}
