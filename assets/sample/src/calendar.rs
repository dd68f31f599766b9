//! Days of birth, as the register writes them.
//!
//! Not a calendar library: it knows the length of a month and the order of days, no more.

use crate::chance::Chance;
use std::fmt;

/// The day the register was drawn up: the eve of 2026. Ages count to it, and nobody is born after it.
pub const AS_OF: Day = Day { year: 2025, month: 12, day: 31 };

/// A day of the Gregorian calendar; `Display` gives `2025-12-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// All four digits.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl Day {
    /// Any day of `year`.
    pub(crate) fn any_in(year: i32, chance: &mut Chance) -> Self {
        let month = chance.below(12) as u32 + 1;
        let length = match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        Self { year, month, day: chance.below(length) as u32 + 1 }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
