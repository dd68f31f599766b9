//! Every fault of an answer has its words in every language.

use std::collections::{BTreeMap, BTreeSet};

use beibao_domain::questionnaire::AnswerFault;

#[test]
fn every_fault_of_an_answer_has_its_words_in_three_languages() {
    let words = include_str!("../../../assets/words/answers.json");
    let words: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(words).unwrap();
    let expected: BTreeSet<String> = AnswerFault::ALL.map(|fault| format!("answer.{}", fault.code())).into();
    assert_eq!(words.keys().cloned().collect::<BTreeSet<_>>(), expected);
    for (key, languages) in words {
        assert_eq!(languages.keys().collect::<Vec<_>>(), ["en", "mn", "zh"], "{key}");
        assert!(languages.values().all(|words| !words.trim().is_empty()), "{key}");
    }
}
