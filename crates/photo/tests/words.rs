//! Every code has its words in every language.

use std::collections::BTreeMap;

use beibao_photo::{Advice, Ask, CheckName, Refusal};

const WORDS: &str = include_str!("../../../assets/words/portrait.json");

#[test]
fn every_code_has_its_words_in_three_languages_and_no_words_are_left_over() {
    let words: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(WORDS).unwrap();
    let code = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    let checks = CheckName::ALL.iter().map(|c| format!("portrait.check.{}", code(serde_json::to_value(c).unwrap())));
    let advice = Advice::ALL.iter().map(|a| format!("portrait.advice.{}", code(serde_json::to_value(a).unwrap())));
    let asks = Ask::ALL.iter().map(|a| format!("portrait.ask.{}", code(serde_json::to_value(a).unwrap())));
    let refusals = Refusal::one_of_each().map(|r| format!("portrait.refusal.{}", r.code()));
    let mut expected: Vec<String> = checks.chain(advice).chain(asks).chain(refusals).collect();
    expected.sort();
    assert_eq!(words.keys().cloned().collect::<Vec<_>>(), expected);
    for (key, languages) in words {
        assert_eq!(languages.keys().collect::<Vec<_>>(), ["en", "mn", "zh"], "{key}");
        assert!(languages.values().all(|w| !w.trim().is_empty()), "{key}");
    }
}
