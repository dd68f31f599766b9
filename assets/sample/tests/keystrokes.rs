//! The recorded searches: repeatable, of every kind, and each with something to find.

use beibao_sample::{Register, keystrokes, register};
use pinyin::ToPinyin;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static REGISTER: LazyLock<Register> = LazyLock::new(|| register(1));

#[test]
fn the_same_seed_gives_the_same_searches() {
    assert_eq!(keystrokes(7, &REGISTER, 300), keystrokes(7, &REGISTER, 300));
    assert_ne!(keystrokes(7, &REGISTER, 300), keystrokes(8, &REGISTER, 300));
    assert_eq!(keystrokes(7, &REGISTER, 300).len(), 300);
    assert!(keystrokes(7, &REGISTER, 0).is_empty());
}

#[test]
fn every_search_finds_something() {
    let mut findable: BTreeSet<String> = BTreeSet::new();
    for person in &REGISTER.people {
        let syllables: Vec<String> =
            person.name.chars().filter_map(|letter| Some(letter.to_pinyin()?.plain().replace('ü', "v"))).collect();
        findable.insert(syllables.concat());
        findable.insert(syllables.iter().map(|syllable| &syllable[..1]).collect());
        for length in 4..=6 {
            findable.insert(person.id_number[18 - length..].to_owned());
            findable.extend(person.phone.len().checked_sub(length).map(|from| person.phone[from..].to_owned()));
        }
    }
    findable.extend(REGISTER.households.iter().map(|household| household.code.clone()));
    findable.extend(REGISTER.areas.iter().map(|area| area.name.clone()));
    for query in keystrokes(7, &REGISTER, 2_000) {
        let in_a_name = |query: &str| {
            REGISTER.people.iter().any(|person| person.name.contains(query) || person.name_mn.starts_with(query))
        };
        assert!(findable.contains(&query) || in_a_name(&query), "{query:?} finds nothing");
    }
}

#[test]
fn every_way_of_searching_occurs() {
    let queries = keystrokes(7, &REGISTER, 500);
    let count = |test: fn(&str) -> bool| queries.iter().filter(|query| test(query)).count();
    assert!(count(|query| query.chars().all(|letter| letter.is_ascii_lowercase())) > 100, "pinyin");
    assert!(count(|query| query.chars().any(|letter| ('一'..='龥').contains(&letter))) > 75, "Chinese");
    assert!(count(|query| query.chars().any(|letter| ('ᠠ'..='ᡂ').contains(&letter))) > 10, "Mongolian");
    assert!(count(|query| query.contains('-')) > 20, "household codes");
    assert!(count(|query| query.ends_with(|last: char| last.is_ascii_digit()) && query.len() < 7) > 50, "digits");
}
