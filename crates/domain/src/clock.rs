//! The hybrid logical clock: instants that agree with what was seen.
//!
//! Guarantees: a device's stamps only grow, whatever its clock does; a stamp made after another was observed is the
//! greater of the two, as long as the other was at most [`TOLERATED_AHEAD_MS`] ahead; a foreign clock further ahead
//! than that never enters one's own. (Kulkarni et al., "Logical Physical Clocks", 2014.)

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{DeviceId, World};

/// How far ahead of one's own clock a foreign one may be and still be believed.
pub const TOLERATED_AHEAD_MS: i64 = 5 * 60 * 1000;

/// How far [`Clock::leave_a_gap`] goes at most.
const GAP: u64 = 1_000 << 16;

/// Milliseconds since 1970 in the upper 48 bits, a counter in the lower 16.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct Hlc(#[n(0)] pub u64);

impl Hlc {
    /// The first stamp of a millisecond. Times before 1970 count as 1970.
    pub fn at(at: DateTime<Utc>) -> Self {
        Self::from_ms(at.timestamp_millis())
    }

    fn from_ms(ms: i64) -> Self {
        Self(u64::try_from(ms).unwrap_or(0) << 16)
    }

    /// The instant, to the millisecond.
    pub fn instant(self) -> DateTime<Utc> {
        i64::try_from(self.0 >> 16).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default()
    }
}

/// Who wrote when: the version of a register field, and the order of two edits that had not seen each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The hybrid instant; compared first.
    pub at: Hlc,
    /// The device; settles a tie.
    pub device: DeviceId,
}

/// A device's clock. It is a value: whoever owns it saves it together with the changes that it stamped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    last: Hlc,
}

impl Clock {
    /// Goes on from the last saved stamp.
    pub fn resumed(last: Hlc) -> Self {
        Self { last }
    }

    /// The last stamp given or observed.
    pub fn last(self) -> Hlc {
        self.last
    }

    /// The next stamp: greater than every one before, even when `now` jumped back.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Hlc {
        self.last = Hlc(self.last.0 + 1).max(Hlc::at(now));
        self.last
    }

    /// Goes on by chance, a second at most, where the time of day has not gone on by itself. A file that was put back from a
    /// copy goes on from where it went on once before; with a clock that stands in 2015 it would give the same stamps again, to
    /// other words.
    pub fn leave_a_gap(&mut self, world: &dyn World) {
        if Hlc::at(world.now()) <= self.last {
            let mut chance = [0; 8];
            world.fill(&mut chance);
            self.last = Hlc(self.last.0 + u64::from_le_bytes(chance) % GAP);
        }
    }

    /// Takes note of a foreign stamp, believed at most [`TOLERATED_AHEAD_MS`] beyond `now`.
    pub fn observe(&mut self, foreign: Hlc, now: DateTime<Utc>) {
        let limit = Hlc::from_ms(now.timestamp_millis().saturating_add(TOLERATED_AHEAD_MS));
        self.last = self.last.max(foreign.min(limit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn instant(ms: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(ms).unwrap()
    }

    /// A clock that stands, and chance that is always the same.
    struct Stands(DateTime<Utc>, u8);

    impl World for Stands {
        fn now(&self) -> DateTime<Utc> {
            self.0
        }

        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.1);
        }
    }

    proptest! {
        #[test]
        fn stamps_only_grow_whatever_the_clock_does(nows in prop::collection::vec(0i64..4_000_000_000_000, 1..50)) {
            let mut clock = Clock::default();
            let mut before = Hlc::default();
            for now in nows {
                let stamp = clock.tick(instant(now));
                prop_assert!(stamp > before);
                before = stamp;
            }
        }
    }

    #[test]
    fn two_that_go_on_from_the_same_file_under_a_clock_that_stands_give_other_stamps() {
        let file = Clock::resumed(Hlc::at(instant(1_760_000_000_000)));
        let goes_on = |at_ms: i64, chance: u8| {
            let mut clock = file;
            clock.leave_a_gap(&Stands(instant(at_ms), chance));
            clock
        };
        let (mut once, again) = (goes_on(1_400_000_000_000, 0x12), goes_on(1_400_000_000_000, 0xDE));
        let stamps = |clock: &mut Clock| (0..100).map(|_| clock.tick(instant(1_400_000_000_000))).collect::<Vec<_>>();
        assert!(stamps(&mut once).iter().all(|stamp| !stamps(&mut again.clone()).contains(stamp)));
        assert!(again.last().instant() <= instant(1_760_000_001_000), "nobody's clock goes on by more than a second");
        assert_eq!(goes_on(1_760_000_000_001, 0x12), file, "one that goes right needs none");
    }

    #[test]
    fn a_foreign_clock_ten_years_ahead_does_not_enter_ones_own() {
        let (now, ten_years_ms) = (1_760_000_000_000, 10 * 365 * 86_400_000);
        let mut clock = Clock::default();
        clock.observe(Hlc::at(instant(now + ten_years_ms)), instant(now));
        assert!(clock.tick(instant(now)).instant() <= instant(now + TOLERATED_AHEAD_MS));
    }
}
