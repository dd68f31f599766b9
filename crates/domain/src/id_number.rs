//! The resident identity number: GB 11643-1999, 17 digits and a check character by ISO 7064 MOD 11-2.
//!
//! A wrong number is shown as wrong and never keeps anybody from saving.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS: &[u8; 11] = b"10X98765432";

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum IdNumberFault {
    /// Not 18 characters.
    Length,
    /// Something other than 17 digits and a digit or X.
    Characters,
    /// Digits 7–14 are no date.
    BirthDate,
    /// The last character does not fit the others.
    CheckCharacter,
}

/// A number that is in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdNumber {
    /// The date of birth, digits 7–14.
    pub born_on: NaiveDate,
    /// Whether the 17th digit is odd, which it is for men.
    pub male: bool,
}

/// Reads a number; a small `x` counts as `X`.
pub fn read(number: &str) -> Result<IdNumber, IdNumberFault> {
    let bytes = number.as_bytes();
    if number.chars().count() != 18 {
        return Err(IdNumberFault::Length);
    }
    let (digits, check) = bytes.split_at_checked(17).ok_or(IdNumberFault::Characters)?;
    let &[check] = check else { return Err(IdNumberFault::Characters) };
    if !digits.iter().all(u8::is_ascii_digit) || !(check.is_ascii_digit() || check.eq_ignore_ascii_case(&b'X')) {
        return Err(IdNumberFault::Characters);
    }
    let born_on = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d").map_err(|_| IdNumberFault::BirthDate)?;
    if check_character(digits) != check.to_ascii_uppercase() {
        return Err(IdNumberFault::CheckCharacter);
    }
    Ok(IdNumber { born_on, male: digits[16] % 2 == 1 })
}

fn check_character(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK_CHARACTERS[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_standards_own_example_is_in_order() {
        // GB 11643-1999, annex: 11010519491231002X.
        let read = read("11010519491231002x").unwrap();
        assert_eq!((read.born_on, read.male), (NaiveDate::from_ymd_opt(1949, 12, 31).unwrap(), false));
    }

    #[test]
    fn each_fault_is_named() {
        for (number, fault) in [
            ("", IdNumberFault::Length),
            ("1505991949123100", IdNumberFault::Length),
            ("15059919491231002七", IdNumberFault::Characters),
            ("15059919A91231002X", IdNumberFault::Characters),
            ("150599194913310028", IdNumberFault::BirthDate),
            ("110105194912310021", IdNumberFault::CheckCharacter),
        ] {
            assert_eq!(read(number), Err(fault), "{number}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(at in 0usize..17, by in 1u8..10) {
            let mut number = *b"11010519491231002X";
            number[at] = (number[at] - b'0' + by) % 10 + b'0';
            prop_assert!(read(std::str::from_utf8(&number).unwrap()).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = read(&text);
        }
    }
}
