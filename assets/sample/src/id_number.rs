//! Made-up ID numbers: right in form (GB 11643-1999), impossible in fact, because no place has the code 150599.
//!
//! The product's own check of ID numbers lives in the domain and is written apart, so that each can catch the other.

use crate::calendar::Day;
use crate::chance::Chance;
use crate::rows::Sex;
use std::collections::BTreeSet;

/// The first six digits of every ID number here: a place code that is not allocated.
pub const ID_PREFIX: &str = "150599";

/// The 18th character that belongs to 17 digits, by ISO 7064 MOD 11-2.
pub fn check_character(digits: &str) -> char {
    let sum = digits.bytes().fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    char::from(b"10X98765432"[(sum % 11) as usize])
}

/// An ID number that is not yet in `taken`, and now is.
pub fn new_id_number(chance: &mut Chance, born_on: Day, sex: Sex, taken: &mut BTreeSet<String>) -> String {
    loop {
        let sequence = chance.below(500) * 2 + usize::from(sex == Sex::Male);
        let Day { year, month, day } = born_on;
        let digits = format!("{ID_PREFIX}{year:04}{month:02}{day:02}{sequence:03}");
        let number = format!("{digits}{}", check_character(&digits));
        if taken.insert(number.clone()) {
            return number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check_character;

    #[test]
    fn the_standards_own_examples_check() {
        // GB 11643-1999, annex A.
        assert_eq!(check_character("11010519491231002"), 'X');
        assert_eq!(check_character("44052418800101001"), '4');
    }
}
