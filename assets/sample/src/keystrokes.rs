//! Searches as officers type them, each finding somebody or something in the register it was made from.
//!
//! Only the finished queries; whoever measures types them letter by letter. Pinyin is what an input method takes, so ü is
//! the letter v. Nothing is misspelt.

use crate::chance::Chance;
use crate::{PersonRow, Register};
use pinyin::ToPinyin;

/// `count` queries: parts of names, pinyin in full and in initials, beginnings of names in Mongolian script, last digits of
/// phones and ID numbers, household codes and area names.
pub fn keystrokes(seed: u64, register: &Register, count: usize) -> Vec<String> {
    let mut chance = Chance::new(seed, "keystrokes");
    std::iter::repeat_with(|| query(&mut chance, register)).flatten().take(count).collect()
}

/// One query, or none if the person drawn cannot be searched in the way drawn.
fn query(chance: &mut Chance, register: &Register) -> Option<String> {
    let person = chance.one_of(&register.people);
    let query = match chance.below(100) {
        0..24 => name_part(chance, &person.name),
        24..42 => syllables(person)?.concat(),
        42..58 => syllables(person)?.iter().filter_map(|syllable| syllable.chars().next()).collect(),
        58..68 => beginning(chance, &person.name_mn)?,
        68..78 => last_digits(chance, &person.phone)?,
        78..87 => last_digits(chance, &person.id_number)?,
        87..95 => chance.one_of(&register.households).code.clone(),
        _ => chance.one_of(&register.areas).name.clone(),
    };
    Some(query)
}

/// Two to four neighbouring characters of a name, mostly from its beginning.
fn name_part(chance: &mut Chance, name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let length = chance.between(2, 4).min(letters.len() as i32) as usize;
    let from = if chance.percent(70) { 0 } else { chance.below(letters.len() - length + 1) };
    letters[from..from + length].iter().collect()
}

/// A name's pinyin; none if a character has no reading in the table, as some rare ones have not.
fn syllables(person: &PersonRow) -> Option<Vec<String>> {
    let readable = person.name.chars().filter(|letter| *letter != '·');
    readable.map(|letter| Some(letter.to_pinyin()?.plain().replace('ü', "v"))).collect()
}

/// The first two to six letters of a name in Mongolian script. Ends on a letter: nobody types a bare variation selector.
fn beginning(chance: &mut Chance, name_mn: &str) -> Option<String> {
    let wanted = chance.between(2, 6) as usize;
    let text: String = name_mn.chars().take(wanted).collect();
    let text = text.trim_end_matches(|letter: char| matches!(letter, '\u{180b}'..='\u{180e}' | ' '));
    (!text.is_empty()).then(|| text.to_owned())
}

fn last_digits(chance: &mut Chance, number: &str) -> Option<String> {
    let wanted = chance.between(4, 6) as usize;
    Some(number[number.len().checked_sub(wanted)?..].to_owned())
}
