//! Names by culture, sex and year of birth, from the word lists in `data/`.
//!
//! Decides nothing about who somebody is: the product has no field for it. Here it only makes the two scripts, the long
//! names and the rare characters turn up as often as they do in a real register.

use crate::chance::Chance;
use crate::rows::Sex;
use crate::table::{columns, lines};

/// A name as long as the field allows: 50 characters.
pub const LONGEST: (&str, &str) = (
    "孛儿只斤·阿拉腾苏力德·巴彦孟和·额尔敦巴特尔·哈斯朝鲁·青格勒毕力格·那顺布和·乌力吉特木尔·达来",
    "ᠪᠣᠷᠵᠢᠭᠢᠨ ᠠᠯᠲᠠᠨ ᠰᠦᠯᠳᠡ ᠪᠠᠶᠠᠨ ᠮᠥᠩᠬᠡ ᠡᠷᠳᠡᠨᠢ ᠪᠠᠭᠠᠲᠤᠷ ᠬᠠᠰ ᠴᠢᠯᠠᠭᠤ ᠴᠡᠩᠭᠡᠯ ᠪᠢᠯᠢᠭ ᠨᠠᠰᠤᠨ ᠪᠥᠬᠡ ᠥᠯᠵᠡᠢ ᠲᠡᠮᠦᠷ ᠳᠠᠯᠠᠢ",
);

/// Whose naming a line of a family follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Given names only, in two scripts.
    Mongolian,
    /// A surname that is handed down, and a given name.
    Han(&'static str),
}

struct MongolianName {
    zh: &'static str,
    mn: &'static str,
    whose: &'static str,
    years: std::ops::Range<i32>,
    used_as: &'static str,
}

struct HanNames {
    years: std::ops::Range<i32>,
    whose: &'static str,
    names: Vec<&'static str>,
}

/// All word lists, read once.
pub struct Names {
    mongolian: Vec<MongolianName>,
    clans: Vec<[&'static str; 2]>,
    surnames: Vec<(&'static str, usize)>,
    han: Vec<HanNames>,
    rare: Vec<&'static str>,
}

fn years(from: &str, to: &str) -> std::ops::Range<i32> {
    let year = |text: &str| text.parse().expect("a year");
    year(from)..year(to)
}

/// Is a name that `whose` (m, f or b) owns right for somebody of this sex?
fn suits(whose: &str, sex: Sex) -> bool {
    match sex {
        Sex::Male => whose != "f",
        Sex::Female => whose != "m",
    }
}

/// First and last part as one word. A first-syllable ö or ü is written another way than later ones; the font cannot know
/// that a new part begins here, so FVS1 says it (Unicode StandardizedVariants, 1825 180B and 1826 180B). A part that
/// begins with a vowel stays a word of its own.
fn compound(first: &str, last: &str) -> String {
    let mut letters = last.chars();
    let (Some(initial), rest) = (letters.next(), letters.as_str()) else { return first.to_owned() };
    if ('ᠠ'..='ᠧ').contains(&initial) {
        return format!("{first} {last}");
    }
    match rest.chars().next() {
        Some(vowel @ ('ᠥ' | 'ᠦ')) => format!("{first}{initial}{vowel}\u{180b}{}", &rest[vowel.len_utf8()..]),
        _ => format!("{first}{last}"),
    }
}

impl Names {
    /// Reads the lists.
    pub fn read() -> Self {
        Self {
            mongolian: columns(include_str!("../data/mongolian_names.txt"))
                .map(|[zh, mn, whose, from, to, used_as]| MongolianName {
                    zh,
                    mn,
                    whose,
                    years: years(from, to),
                    used_as,
                })
                .collect(),
            clans: columns(include_str!("../data/clans.txt")).collect(),
            surnames: columns(include_str!("../data/han_surnames.txt"))
                .map(|[surname, share]| (surname, share.parse().expect("a share")))
                .collect(),
            han: columns(include_str!("../data/han_given_names.txt"))
                .map(|[from, to, whose, names]| HanNames {
                    years: years(from, to),
                    whose,
                    names: names.split(' ').collect(),
                })
                .collect(),
            rare: lines(include_str!("../data/rare_hanzi.txt")).flat_map(|line| line.split(' ')).collect(),
        }
    }

    /// A surname, common ones more often.
    pub fn surname(&self, chance: &mut Chance) -> &'static str {
        let mut at = chance.below(self.surnames.iter().map(|(_, share)| share).sum());
        for (surname, share) in &self.surnames {
            match at.checked_sub(*share) {
                Some(left) => at = left,
                None => return surname,
            }
        }
        unreachable!("the draw lies below the sum of the shares")
    }

    /// A name in Chinese characters, and in Mongolian script or empty.
    pub fn name(&self, chance: &mut Chance, line: Line, sex: Sex, born: i32) -> (String, String) {
        match line {
            Line::Han(surname) => (self.han_name(chance, surname, sex, born), String::new()),
            Line::Mongolian => {
                let (zh, mn) = self.mongolian_name(chance, sex, born);
                match chance.below(100) {
                    0 | 1 => {
                        let [clan, clan_mn] = chance.one_of(&self.clans);
                        (format!("{clan}·{zh}"), format!("{clan_mn} {mn}"))
                    }
                    2..=5 => {
                        let (father, father_mn) = self.simple_mongolian_name(chance, Sex::Male, born - 28);
                        (format!("{father}·{zh}"), format!("{father_mn} {mn}"))
                    }
                    _ => (zh, mn),
                }
            }
        }
    }

    fn han_name(&self, chance: &mut Chance, surname: &str, sex: Sex, born: i32) -> String {
        let suiting = |names: &&HanNames| names.years.contains(&born) && suits(names.whose, sex);
        let names = &self.han.iter().find(suiting).expect("names for every year").names;
        // Two in a hundred here are one in a hundred of all people.
        if chance.percent(2) {
            let rare = chance.one_of(&self.rare);
            let common = chance.one_of(&["", "", "文", "海", "明", "晓"]);
            return format!("{surname}{common}{rare}");
        }
        format!("{surname}{}", chance.one_of(names))
    }

    fn mongolian_name(&self, chance: &mut Chance, sex: Sex, born: i32) -> (String, String) {
        if chance.percent(32) {
            let (zh, mn) = self.simple_mongolian_name(chance, sex, born);
            return (zh.to_owned(), mn.to_owned());
        }
        loop {
            // The last part says whose name it is: 阿拉腾 is anybody's, 阿拉腾花 is not.
            let first = self.mongolian_part(chance, 'p', None, born);
            let last = self.mongolian_part(chance, 'x', Some(sex), born);
            if first.zh != last.zh {
                return (format!("{}{}", first.zh, last.zh), compound(first.mn, last.mn));
            }
        }
    }

    fn simple_mongolian_name(&self, chance: &mut Chance, sex: Sex, born: i32) -> (&'static str, &'static str) {
        let name = self.mongolian_part(chance, 's', Some(sex), born);
        (name.zh, name.mn)
    }

    fn mongolian_part(&self, chance: &mut Chance, used_as: char, sex: Option<Sex>, born: i32) -> &MongolianName {
        let suiting: Vec<&MongolianName> = self
            .mongolian
            .iter()
            .filter(|name| {
                name.used_as.contains(used_as)
                    && name.years.contains(&born)
                    && sex.is_none_or(|sex| suits(name.whose, sex))
            })
            .collect();
        suiting[chance.below(suiting.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, compound};

    #[test]
    fn the_longest_name_has_fifty_characters() {
        assert_eq!(LONGEST.0.chars().count(), 50);
    }

    #[test]
    fn a_first_syllable_keeps_its_form_inside_a_compound() {
        assert_eq!(compound("ᠪᠠᠶᠠᠨ", "ᠮᠥᠩᠬᠡ"), "ᠪᠠᠶᠠᠨᠮᠥ\u{180b}ᠩᠬᠡ");
        assert_eq!(compound("ᠬᠠᠰ", "ᠪᠠᠭᠠᠲᠤᠷ"), "ᠬᠠᠰᠪᠠᠭᠠᠲᠤᠷ");
        assert_eq!(compound("ᠬᠠᠰ", "ᠡᠷᠳᠡᠨᠢ"), "ᠬᠠᠰ ᠡᠷᠳᠡᠨᠢ");
    }
}
