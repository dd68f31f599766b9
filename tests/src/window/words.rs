//! The sentences that the screens must say, from the catalogue that the screens say them from.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese
    Zh,
    /// Mongolian
    Mn,
    /// English
    En,
}

impl Language {
    fn code(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::Mn => "mn",
            Language::En => "en",
        }
    }
}

/// What a key of the catalogue says; of a sentence with gaps, its longest part.
pub fn said(key: &str, language: Language) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/words");
    for file in std::fs::read_dir(folder).expect("the catalogues") {
        let text = std::fs::read_to_string(file.expect("a catalogue").path()).expect("the catalogue");
        let words: BTreeMap<String, Value> = serde_json::from_str(&text).expect("the catalogue");
        if let Some(sentence) = words.get(key).and_then(|entry| entry[language.code()].as_str()) {
            let parts = sentence.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest).trim());
            return parts.max_by_key(|part| part.chars().count()).unwrap_or_default().to_owned();
        }
    }
    panic!("the catalogue has no words for {key}")
}
