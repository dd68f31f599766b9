//! What the evening sheet says: what became of everything that one tablet brought back on one day. Plain counts and texts;
//! who counts them is not here.

use crate::check::{check_day, check_text};
use crate::fault::{CardFault, Field};
use serde::{Deserialize, Serialize};

/// The sheet that officer and desk sign after the evening's sync (晚间同步核对单).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EveningSheet {
    /// The station.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The officer's name.
    pub officer: String,
    /// The officer's name in Mongolian script.
    #[serde(default)]
    pub officer_mn: Option<String>,
    /// The badge number.
    pub badge: String,
    /// The tablet's short mark.
    pub tablet: String,
    /// The day, `2026-11-24`.
    pub on: String,
    /// The moment of the station's receipt, as it shall stand on paper, such as `2026-11-24 18:02`.
    pub received_at: String,
    /// What became of the changes of each kind.
    pub kinds: KindCounts,
    /// Pictures that a change names and that the station does not have yet.
    pub pictures_owed: u32,
    /// Every change that the station keeps and has not applied.
    pub set_aside: Vec<SetAside>,
    /// Every area that the tablet has, as both ends count it.
    pub areas: Vec<AreaDigest>,
}

/// A row of the table for each kind of change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCounts {
    /// Visits.
    pub visits: Counts,
    /// Portraits.
    pub portraits: Counts,
    /// Handouts of leaflets and cards.
    pub handouts: Counts,
    /// Applications for an ID card.
    pub applications: Counts,
    /// Cards and booklets brought to the door.
    pub deliveries: Counts,
    /// All the rest.
    pub other: Counts,
}

/// How many changes of one kind have come how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Made on the tablet.
    pub made: u32,
    /// Received by the station.
    pub received: u32,
    /// Applied: in the register.
    pub applied: u32,
    /// Received and set aside.
    pub set_aside: u32,
    /// Still on the tablet only.
    pub on_tablet: u32,
}

/// A change that was set aside. Both texts come from elsewhere: a character in them that no font has prints as 〓.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Which it is, in words: its kind, when and where.
    pub what: String,
    /// Why, as a sentence in Chinese.
    pub reason: String,
}

/// How much of an area either end holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaDigest {
    /// The area's name, printed like [`SetAside::what`].
    pub area: String,
    /// Rows on the tablet.
    pub on_tablet: u64,
    /// Rows at the station.
    pub at_station: u64,
    /// Whether the digests are the same: equal numbers alone do not say so.
    pub agrees: bool,
}

impl KindCounts {
    /// The counts of all kinds together.
    pub fn total(&self) -> Counts {
        let Self { visits, portraits, handouts, applications, deliveries, other } = self;
        let mut total = Counts::default();
        for counts in [visits, portraits, handouts, applications, deliveries, other] {
            total.made += counts.made;
            total.received += counts.received;
            total.applied += counts.applied;
            total.set_aside += counts.set_aside;
            total.on_tablet += counts.on_tablet;
        }
        total
    }
}

impl EveningSheet {
    /// Everything that keeps this sheet from being printed, all at once.
    pub fn check(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        for (field, text) in [
            (Field::Station, Some(&self.station)),
            (Field::StationMn, self.station_mn.as_ref()),
            (Field::Officer, Some(&self.officer)),
            (Field::OfficerMn, self.officer_mn.as_ref()),
            (Field::Badge, Some(&self.badge)),
            (Field::Tablet, Some(&self.tablet)),
            (Field::ReceivedAt, Some(&self.received_at)),
        ] {
            if let Some(text) = text {
                check_text(field, text, &mut faults);
            }
        }
        check_day(Field::On, &self.on, &mut faults);
        faults
    }
}
