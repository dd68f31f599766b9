//! What a row can be found by, and what a typed word looks for. Pure.
//!
//! Every term is indexed together with its endings, so the prefix search that FTS5 answers from its index finds any part
//! of a name: 其其格 is stored as 其其格, 其格 and 格; "qige" as an ending of "qiqige". Digits are stored backwards, so
//! the *last* digits of a number are a prefix too. A mark in front keeps digits of numbers and of codes apart.

use beibao_domain::person::Person;
use pinyin::{ToPinyin, ToPinyinMulti};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Matched;

/// In front of a number's digits, backwards.
const NUMBER: char = 'n';
/// In front of a household's code.
const CODE: char = 'c';
/// In front of an area's code, for the filter.
const AREA: &str = "inarea";
/// Readings of one name that are indexed, when its characters have several.
const MAX_READINGS: usize = 8;

/// As it is compared: compatibility forms folded, lower case, no separators, no Mongolian variation selectors.
pub fn normal(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            'ü' => Some('v'),
            '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' => None,
            '\u{202F}' => Some(' '),
            // The index splits words at combining marks, so they are dropped on both sides.
            c if (c.is_alphanumeric() && !is_combining_mark(c)) || c == ' ' => Some(c),
            _ => None,
        })
        .collect()
}

/// A pinyin reading of a name, syllable by syllable; characters without one stand for themselves.
fn readings(name: &str) -> Vec<Vec<String>> {
    let mut readings: Vec<Vec<String>> = vec![Vec::new()];
    for c in name.chars() {
        let mut syllables: Vec<String> = match c.to_pinyin_multi() {
            Some(multi) => multi.into_iter().map(|p| p.plain().replace('ü', "v")).collect(),
            None => c.to_pinyin().map_or_else(|| vec![c.to_string()], |p| vec![p.plain().replace('ü', "v")]),
        };
        syllables.sort();
        syllables.dedup();
        let usual = c.to_pinyin().map(|p| p.plain().replace('ü', "v"));
        syllables.sort_by_key(|s| usual.as_ref() != Some(s));
        if readings.len() * syllables.len() > MAX_READINGS {
            syllables.truncate(1);
        }
        readings = readings
            .iter()
            .flat_map(|so_far| {
                syllables.iter().map(|syllable| {
                    let mut longer = so_far.clone();
                    longer.push(syllable.clone());
                    longer
                })
            })
            .collect();
    }
    readings
}

/// How close a name, or its pinyin, is to what was typed, the closest first: the same, beginning with it, anything else.
pub fn closeness(typed: &str, name: &str) -> u8 {
    let (typed, name) = (normal(typed.trim()), normal(name));
    let spelt = |syllables: Vec<String>| match syllables.concat() {
        pinyin if pinyin == typed => 0,
        pinyin if pinyin.starts_with(&typed) => 1,
        _ => 2,
    };
    match &name {
        name if *name == typed => 0,
        name if name.starts_with(&typed) => 1,
        _ if !typed.is_ascii() => 2,
        name => readings(name).into_iter().map(spelt).min().unwrap_or(2),
    }
}

/// Terms while they are collected.
#[derive(Debug, Default)]
pub struct Terms(String);

impl Terms {
    fn push(&mut self, term: &str) {
        if !term.is_empty() {
            self.0.push_str(term);
            self.0.push(' ');
        }
    }

    fn endings(&mut self, text: &str) {
        for (at, _) in text.char_indices() {
            self.push(&text[at..]);
        }
    }

    /// A name in Chinese characters: any part of it, its pinyin and its initials.
    pub fn name(&mut self, name: &str) {
        let name = normal(name);
        self.endings(&name);
        for syllables in readings(&name) {
            for from in 0..syllables.len() {
                self.push(&syllables[from..].concat());
                self.push(&syllables[from..].iter().filter_map(|s| s.chars().next()).collect::<String>());
            }
        }
    }

    /// A name in Mongolian script, by the beginning of each word.
    pub fn mongolian(&mut self, name: &str) {
        for word in normal(name).split(' ') {
            self.push(word);
        }
    }

    /// A phone or ID number, by its last digits.
    pub fn number(&mut self, number: &str) {
        let digits: String = normal(number).chars().filter(|c| *c != ' ').rev().collect();
        if !digits.is_empty() {
            self.push(&format!("{NUMBER}{digits}"));
        }
    }

    /// A household's code, from its beginning or from its running number on.
    pub fn code(&mut self, code: &str) {
        self.push(&format!("{CODE}{}", normal(code)));
        if let Some((_, running)) = code.rsplit_once('-') {
            self.push(&format!("{CODE}{}", normal(running)));
        }
    }

    /// The area that a row lies in: its name, and its code for the filter.
    pub fn area(&mut self, code: &str, name: &str) {
        self.endings(&normal(name));
        self.push(&format!("{AREA}{}", normal(code)));
    }

    /// A person's own terms.
    pub fn person(&mut self, person: &Person) {
        self.name(&person.name);
        if let Some(name) = &person.name_mn {
            self.mongolian(name);
        }
        self.number(&person.phone);
        self.number(&person.id_number);
    }

    /// The terms, separated by spaces.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The FTS5 query for what was typed; `None` if nothing can be looked for. With `begins`, words match as beginnings.
pub fn query(typed: &str, area_code: Option<&str>, begins: bool) -> Option<String> {
    let star = if begins { "*" } else { "" };
    let mut parts: Vec<String> = Vec::new();
    for word in typed.split_whitespace() {
        let plain = normal(word);
        for word in plain.split(' ').filter(|word| !word.is_empty()) {
            let looks_like_digits = word.chars().all(|c| c.is_ascii_digit() || c == 'x') && word != "x";
            parts.push(if looks_like_digits {
                let backwards: String = word.chars().rev().collect();
                format!("(\"{NUMBER}{backwards}\"{star} OR \"{CODE}{word}\"{star} OR \"{word}\"{star})")
            } else {
                format!("\"{word}\"{star}")
            });
        }
    }
    if let Some(code) = area_code {
        parts.push(format!("\"{AREA}{}\"", normal(code)));
    }
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// Which of a person's fields a typed text hit, for the list.
pub fn matched(typed: &str, person: &Person, code: &str) -> Matched {
    let plain = normal(typed);
    let word = plain.split(' ').find(|word| !word.is_empty()).unwrap_or_default();
    let ends = |number: &str| !number.is_empty() && normal(number).ends_with(word);
    if normal(&person.name).contains(word) {
        Matched::Name
    } else if person.name_mn.as_deref().is_some_and(|name| normal(name).split(' ').any(|w| w.starts_with(word))) {
        Matched::Mongolian
    } else if ends(&person.phone) {
        Matched::Phone
    } else if ends(&person.id_number) {
        Matched::IdNumber
    } else if normal(code).contains(word) {
        Matched::Code
    } else if word.is_ascii() {
        Matched::Pinyin
    } else {
        Matched::Area
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(name: &str) -> Vec<String> {
        let mut terms = Terms::default();
        terms.name(name);
        terms.text().split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_name_is_found_by_any_part_by_pinyin_and_by_initials() {
        let terms = terms("其其格");
        for wanted in ["其其格", "其格", "格", "qiqige", "qige", "qqg", "qg"] {
            assert!(terms.iter().any(|term| term.starts_with(wanted)), "{wanted} in {terms:?}");
        }
    }

    #[test]
    fn a_surname_with_two_readings_is_found_by_both() {
        let terms = terms("单吕");
        assert!(terms.contains(&"shanlv".to_owned()) && terms.contains(&"danlv".to_owned()), "{terms:?}");
    }

    #[test]
    fn a_character_beyond_the_basic_plane_stays_whole() {
        assert!(terms("𠮷日").contains(&"𠮷日".to_owned()));
    }

    #[test]
    fn mongolian_is_compared_without_variation_selectors() {
        assert_eq!(normal("ᠮᠥ᠋ᠩᠬᠡ"), normal("ᠮᠥᠩᠬᠡ"));
    }

    #[test]
    fn what_is_typed_never_becomes_query_syntax() {
        for typed in ["\" OR 1", "a*", "NOT", "(", "''", "-", "^x", "terms:a"] {
            if let Some(query) = query(typed, None, true) {
                let quotes = query.matches('"').count();
                assert_eq!(quotes % 2, 0, "{typed} → {query}");
            }
        }
    }
}
