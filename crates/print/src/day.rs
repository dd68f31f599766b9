//! A calendar day that a paper bears. Not a clock: whoever makes the paper says which day it is.

/// A day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Day {
    /// A day written as ISO 8601 does, `2026-11-24`.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '-');
        let mut next = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            if part.bytes().all(|b| b.is_ascii_digit()) { part.parse::<u16>().ok() } else { None }
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u16::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=days).contains(&day).then_some(Self { year, month: month as u8, day: day as u8 })
    }

    /// As it is written in Chinese.
    pub(crate) fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn only_days_that_exist_are_days() {
        for text in ["2026-11-24", " 2024-02-29", "2000-02-29"] {
            assert!(Day::of(text).is_some(), "{text}");
        }
        for text in [
            "2026-02-29",
            "1900-02-29",
            "2026-11-31",
            "2026-13-01",
            "2026-00-10",
            "26-11-24",
            "+026-11-24",
            "today",
            "",
        ] {
            assert_eq!(Day::of(text), None, "{text}");
        }
        assert_eq!(Day::of("2026-01-05").map(Day::chinese).as_deref(), Some("2026年1月5日"));
    }
}
