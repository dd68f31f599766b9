//! What can happen, and which story a number tells.

use crate::sim::TABLETS;

/// What happens to one tablet, or to the station while it is there.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // Their fields say what they are called.
pub enum Event {
    /// A visit is saved.
    Visit { home: usize },
    /// A visit that the tablet shows is corrected, whoever made it.
    Correct { which: usize },
    /// A field is edited by somebody who saw what the tablet shows.
    Edit { home: usize, notes: bool },
    /// The first conflict that the tablet shows is settled.
    Settle,
    /// An application and its portrait, with the original.
    Portrait { bytes: usize },
    /// The desk decides on a portrait that waits.
    Decide { which: usize, accepts: bool },
    /// Something of a kind that nobody here knows yet.
    Future,
    /// A save while the disk is full.
    DiskFull,
    /// A save during which the power fails after so many instructions.
    PowerCut { after: u32 },
    /// A save whose write is torn: the power fails between the write and its flush.
    TornWrite { cut: u64 },
    /// The app is killed and started again.
    Restart,
    /// A sync over a bad line.
    Sync { line: u64 },
    /// A sync during which the station's power fails.
    StationPowerCut { line: u64, after: u32 },
    /// The tablet's clock moves, forwards or back, by up to ten years.
    Clock { days: i64 },
    /// So does the station's.
    StationClock { days: i64 },
    /// The station and this tablet are copied away.
    Backup,
    /// The station's copy is put back.
    StationRestored,
    /// The tablet's copy is put back.
    TabletRestored,
    /// The officer's areas: the whole sub-farm, or one gacha of it.
    Scope { whole: bool },
    /// The desk erases whoever lives there, if nothing stands against it.
    Erase { home: usize },
    /// Something evil comes in over the tablet's own line.
    Poison { kind: usize },
}

/// A number's tablets and events.
pub fn story(seed: u64) -> (usize, Vec<(usize, Event)>) {
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03);
    let tablets = 2 + chance.below(TABLETS as u64 - 1) as usize;
    let count = 8 + chance.below(28);
    let events = (0..count).map(|_| (chance.below(TABLETS as u64) as usize, event(&mut chance))).collect();
    (tablets, events)
}

fn event(chance: &mut Chance) -> Event {
    let home = chance.below(2) as usize;
    match chance.below(69) {
        0..12 => Event::Visit { home },
        12..17 => Event::Correct { which: chance.below(64) as usize },
        17..27 => Event::Edit { home, notes: chance.below(2) == 0 },
        27..29 => Event::Settle,
        29..32 => Event::Portrait { bytes: 1 + chance.below(200_000) as usize },
        32 => Event::Future,
        33 => Event::DiskFull,
        34..36 => Event::PowerCut { after: 1 + chance.below(4_000) as u32 },
        36..38 => Event::TornWrite { cut: chance.next() },
        38..40 => Event::Restart,
        40..52 => Event::Sync { line: chance.next() },
        52..54 => Event::StationPowerCut { line: chance.next(), after: 1 + chance.below(6_000) as u32 },
        54..56 => Event::Clock { days: chance.below(7_300) as i64 - 3_650 },
        56 => Event::StationClock { days: chance.below(7_300) as i64 - 3_650 },
        57..59 => Event::Backup,
        59 => Event::StationRestored,
        60 => Event::TabletRestored,
        61..63 => Event::Scope { whole: chance.below(2) == 0 },
        63 => Event::Erase { home },
        64..67 => Event::Decide { which: chance.below(8) as usize, accepts: chance.below(2) == 0 },
        _ => Event::Poison { kind: chance.below(6) as usize },
    }
}

/// xorshift64* (Vigna 2016).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, limit: u64) -> u64 {
        (self.next() >> 16) % limit
    }
}
