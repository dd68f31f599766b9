//! What the command line says, from `assets/words`: Chinese first, English on demand.
//!
//! Not Mongolian: a terminal has no columns. The sentences that an officer reads are the screens'.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// A language of the command line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Chinese
    #[default]
    Zh,
    /// English
    En,
}

#[derive(Debug, Deserialize)]
struct Entry {
    zh: String,
    en: String,
}

fn catalogue() -> &'static BTreeMap<String, Entry> {
    static CATALOGUE: OnceLock<BTreeMap<String, Entry>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let files = [
            include_str!("../../../assets/words/station.json"),
            include_str!("../../../assets/words/figure.json"),
            include_str!("../../../assets/words/workbook.json"),
        ];
        let read = |file| serde_json::from_str::<BTreeMap<String, Entry>>(file).expect("the catalogue is JSON");
        files.into_iter().flat_map(read).collect()
    })
}

/// What a key says in Chinese on a paper of the desk's; the key itself where the catalogue has no such word, so that nothing
/// is left out of a sheet.
pub fn on_paper(key: &str) -> String {
    static PAPERS: OnceLock<BTreeMap<String, Entry>> = OnceLock::new();
    let papers = PAPERS.get_or_init(|| {
        let files = [
            include_str!("../../../assets/words/ui.json"),
            include_str!("../../../assets/words/matter.json"),
            include_str!("../../../assets/words/desk.json"),
        ];
        let read = |file| serde_json::from_str::<BTreeMap<String, Entry>>(file).expect("the catalogue is JSON");
        files.into_iter().flat_map(read).collect()
    });
    papers.get(key).map_or(key, |entry| &entry.zh).to_owned()
}

/// Who speaks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words(pub Language);

impl Words {
    /// The language that a page asks for: English by name, otherwise Chinese.
    pub fn asked(language: Option<&str>) -> Self {
        Words(if language == Some("en") { Language::En } else { Language::Zh })
    }

    /// What a key says.
    ///
    /// # Panics
    /// If the catalogue lacks the key: a mistake of this crate that its tests find.
    pub fn say(self, key: &str) -> &'static str {
        let entry = catalogue().get(key).unwrap_or_else(|| panic!("no words for {key}"));
        match self.0 {
            Language::Zh => &entry.zh,
            Language::En => &entry.en,
        }
    }

    /// The same with its gaps filled.
    pub fn fill(self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
        values.iter().fold(self.say(key).to_owned(), |said, (name, value)| {
            said.replace(&format!("{{{name}}}"), &value.to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn gaps(text: &str) -> Vec<String> {
        let mut gaps: Vec<String> =
            text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
        gaps.sort();
        gaps
    }

    #[test]
    fn both_languages_say_everything_with_the_same_gaps() {
        for (key, entry) in catalogue() {
            assert!(!entry.zh.trim().is_empty() && !entry.en.trim().is_empty(), "{key}");
            assert_eq!(gaps(&entry.zh), gaps(&entry.en), "{key}");
        }
    }

    #[test]
    fn what_stands_on_a_paper_is_said_in_chinese_and_what_nobody_has_words_for_is_not_left_out() {
        assert_eq!(on_paper("relation.head"), "户主");
        assert_eq!(on_paper("kind.visit"), "走访");
        assert_eq!(on_paper("kind.from_the_future"), "kind.from_the_future");
        for key in ["ground", "asked", "retention", "erased", "pictures", "also", "tablets", "visits_left"] {
            assert_ne!(on_paper(&format!("desk.erasure.{key}")), format!("desk.erasure.{key}"));
        }
    }

    #[test]
    fn every_key_that_the_program_names_is_there() {
        let rooms: BTreeSet<&str> = catalogue().keys().filter_map(|key| key.split('.').next()).collect();
        for source in [include_str!("main.rs"), include_str!("cli.rs"), include_str!("told.rs")] {
            for part in source.split('"').skip(1).step_by(2) {
                let is_key = part.split_once('.').is_some_and(|(room, name)| {
                    rooms.contains(room)
                        && !name.is_empty()
                        && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.')
                });
                if is_key {
                    assert!(catalogue().contains_key(part), "no words for {part}");
                }
            }
        }
    }
}
