//! A clock that is set by hand and chance that comes from a seed, so that a run can be replayed.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use beibao_domain::World;
use chrono::{DateTime, TimeDelta, Utc};

/// A world in a test's hands.
#[derive(Debug)]
pub struct TestWorld {
    now_ms: AtomicI64,
    random: AtomicU64,
}

impl TestWorld {
    /// Noon of a November day on the steppe (UTC 04:00), with chance from `seed`.
    pub fn new(seed: u64) -> Self {
        Self { now_ms: AtomicI64::new(1_795_492_800_000), random: AtomicU64::new(seed) }
    }

    /// Moves the clock; backwards too.
    pub fn pass(&self, time: TimeDelta) {
        self.now_ms.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }
}

impl World for TestWorld {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.now_ms.load(Ordering::SeqCst)).unwrap_or_default()
    }

    // splitmix64 (Steele, Lea, Flood 2014).
    fn fill(&self, bytes: &mut [u8]) {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        for chunk in bytes.chunks_mut(8) {
            let mut z = self.random.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}
