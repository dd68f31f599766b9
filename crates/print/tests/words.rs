//! The catalogue has every word that the papers and the faults need, in all three languages, and none that nobody needs.

use beibao_print::words::catalogue;
use beibao_print::{CardFault, Field};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every literal in this crate's source that is a key.
fn keys_in_source(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            keys_in_source(&entry, keys);
        } else {
            let source = fs::read_to_string(&entry).expect("source");
            let literals = source.split("\"paper.").skip(1).filter_map(|rest| rest.split('"').next());
            keys.extend(literals.map(|rest| format!("paper.{rest}")));
        }
    }
}

#[test]
fn every_key_that_is_used_exists_and_every_key_that_exists_is_used() {
    let mut used = BTreeSet::new();
    keys_in_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    let answers: Vec<String> =
        used.iter().filter(|key| key.starts_with("paper.notice.")).map(|key| format!("{key}_text")).collect();
    used.extend(answers.into_iter().filter(|key| !key.ends_with("title_text") && !key.ends_with("prevails_text")));
    used.extend(CardFault::CODES.map(|code| format!("paper.fault.{code}")));
    used.extend(Field::ALL.map(|field| format!("paper.field.{}", field.code())));
    let known: BTreeSet<String> = catalogue().keys().cloned().collect();
    assert_eq!(used, known);
}

#[test]
fn every_entry_speaks_all_three_languages() {
    for (key, word) in catalogue() {
        let mongolian = |c: char| ('\u{1800}'..='\u{18AF}').contains(&c);
        assert!(word.zh.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "{key}");
        assert!(word.mn.chars().any(mongolian), "{key}");
        assert!(word.en.is_ascii() || word.en.contains('“'), "{key}");
        assert!(!word.mn.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "{key}");
    }
}

#[test]
fn what_a_sentence_leaves_open_is_a_value_of_its_fault() {
    for (code, values) in [
        ("name_too_long", &["limit", "length"][..]),
        ("missing_glyph", &["character", "codepoint", "fallback"]),
        ("copies_out_of_range", &["copies", "limit"]),
    ] {
        let word = &catalogue()[&format!("paper.fault.{code}")];
        for text in [&word.zh, &word.mn, &word.en] {
            for open in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(values.contains(&open), "{open} in {text}");
            }
        }
    }
}
