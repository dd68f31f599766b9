//! Time and chance, passed in.
//!
//! Every function that needs the hour or a random number takes a [`World`]; a test gives it one that can be replayed.
//! [`System`] is the machine's own, and this file is the only one that may ask the machine (`clippy.toml` holds that).

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use ring::rand::{SecureRandom, SystemRandom};

/// Where instants and random bytes come from.
pub trait World: Send + Sync {
    /// The instant that the machine believes in; it may jump either way.
    fn now(&self) -> DateTime<Utc>;
    /// Fills `bytes` with unpredictable ones.
    fn fill(&self, bytes: &mut [u8]);
}

/// The calendar day in China at an instant: one zone, UTC+8, the whole year.
pub fn day_in_china(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&china()).date_naive()
}

/// China Standard Time.
pub fn china() -> FixedOffset {
    const EIGHT_HOURS_S: i32 = 8 * 3600;
    FixedOffset::east_opt(EIGHT_HOURS_S).unwrap_or_else(|| unreachable!("eight hours lie within a day"))
}

/// The machine's clock and its random source.
#[derive(Debug, Default, Clone, Copy)]
pub struct System;

impl World for System {
    #[allow(clippy::disallowed_methods)] // The one place where the machine is asked.
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn fill(&self, bytes: &mut [u8]) {
        // A machine without a random source cannot keep a secret; there is nothing better to do than to stop.
        if SystemRandom::new().fill(bytes).is_err() {
            panic!("the machine's random source does not answer");
        }
    }
}
