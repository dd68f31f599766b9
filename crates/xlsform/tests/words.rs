//! Every code has its words in every language.

use std::collections::{BTreeMap, BTreeSet};

use beibao_xlsform::Fault;

const WORDS: &str = include_str!("../../../assets/words/workbook.json");
/// Where a refusal is, and what tables of results say.
const OTHERS: [&str; 16] = [
    "results.all_right",
    "results.answer",
    "results.answered",
    "results.greatest",
    "results.least",
    "results.mean",
    "results.median",
    "results.name",
    "results.percent",
    "results.question",
    "results.right",
    "results.score",
    "results.value",
    "workbook.place.cell",
    "workbook.place.row",
    "workbook.place.sheet",
];

#[test]
fn every_code_has_its_words_in_three_languages_and_no_words_are_left_over() {
    let words: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(WORDS).unwrap();
    let codes = Fault::one_of_each().into_iter().map(|fault| format!("workbook.{}", fault.code()));
    let expected: BTreeSet<String> = codes.chain(OTHERS.map(str::to_owned)).collect();
    assert_eq!(words.keys().cloned().collect::<BTreeSet<_>>(), expected);
    for (key, languages) in words {
        assert_eq!(languages.keys().collect::<Vec<_>>(), ["en", "mn", "zh"], "{key}");
        assert!(languages.values().all(|words| !words.trim().is_empty()), "{key}");
    }
}

#[test]
fn a_sentence_names_what_its_fault_tells() {
    let words: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(WORDS).unwrap();
    for fault in Fault::one_of_each() {
        let sentence = &words[&format!("workbook.{}", fault.code())];
        let given = fault.params();
        for name in ["found", "at", "count"] {
            let named = sentence["zh"].contains(&format!("{{{name}}}"));
            assert!(!named || given.contains_key(name), "{} names {name}", fault.code());
        }
    }
}
