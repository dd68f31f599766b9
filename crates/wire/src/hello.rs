//! The first exchange of a sync: versions, and how far either side has come. After it a tablet knows everything that it
//! needs to go on after whatever broke the sync before.

use beibao_domain::{AreaId, Epoch, Hash, ProblemCode, PublicKey};
use minicbor::{Decode, Encode};

use crate::push::{Ack, BlobHeld, Receipt};
use crate::snapshot::SnapshotOffer;

/// The tablet speaks first.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Hello {
    /// The newest protocol that it speaks.
    #[n(0)]
    pub protocol: u16,
    /// The oldest protocol that it still speaks.
    #[n(1)]
    pub oldest_protocol: u16,
    /// Its installation.
    #[n(2)]
    pub epoch: Epoch,
    /// The end of the station's log when the tablet last pulled.
    #[n(3)]
    pub mark: Option<Mark>,
    /// Every change up to this number has a receipt on the tablet's disk; the station gives those that come after.
    #[n(4)]
    pub receipted: u64,
    /// Blobs that the tablet thinks it owes, the next ones first: the station says how much it has of each.
    #[n(5)]
    pub owed: Vec<Hash>,
    /// The newest snapshot format that the tablet reads, if it has nothing yet and wants one; 0 for none.
    #[n(6)]
    pub snapshot_format: u16,
    /// The line broke in the middle of a sync: what the station wants was told before, and is left out.
    #[n(7)]
    #[cbor(default)]
    pub again: bool,
    /// What it can do beside what every version can.
    #[n(8)]
    #[cbor(default)]
    pub abilities: Abilities,
    /// How the tablet is, if it says so.
    #[n(9)]
    pub condition: Option<Condition>,
    /// When the tablet emptied itself, by its own clock, in milliseconds since 1970: its last word.
    #[n(10)]
    pub emptied_ms: Option<i64>,
}

/// How a tablet is, so that the station sees one that is about to fail: of the machine, nothing of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Condition {
    /// The app's version.
    #[n(0)]
    pub app: String,
    /// What the battery holds, in percent; none without one, or where the machine does not say.
    #[n(1)]
    pub battery_percent: Option<u8>,
    /// Free bytes where the data lie.
    #[n(2)]
    pub free_bytes: Option<u64>,
}

/// What a side can do beside what every version can, one bit for each. Whatever is new and would not be understood by an old
/// side, such as a kind of frame or a request, is said only where both can; a bit is never used again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Abilities(#[n(0)] pub u32);

impl Abilities {
    /// Comparing a scope part by part, and giving again only the parts that differ: see [`compare`](crate::compare).
    pub const PARTS: Self = Self(1);
    /// Taking the originals of portraits: without it a tablet keeps them, because their bytes would be sent for nothing.
    pub const ORIGINALS: Self = Self(2);
    /// Emptying itself when the desk orders it. One that cannot stays shut out.
    pub const WIPE: Self = Self(4);
    /// All that this version can.
    pub const ALL: Self = Self(Self::PARTS.0 | Self::ORIGINALS.0 | Self::WIPE.0);

    /// What both can.
    #[must_use]
    pub fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether all of these are among them.
    pub fn has(self, these: Self) -> bool {
        self.both(these) == these
    }
}

/// A place in the station's log, known by what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Mark {
    /// The station's number.
    #[n(0)]
    pub number: u64,
    /// The hash of the change of that number.
    #[n(1)]
    pub hash: Hash,
}

/// The station's answer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Welcome {
    /// The protocol of this sync: the newest that both speak.
    #[n(0)]
    pub protocol: u16,
    /// How much of the tablet's chain is on the station's disk. A station restored from a backup says less than it
    /// once did, and is sent the rest again.
    #[n(1)]
    pub ack: Ack,
    /// The scopes that the tablet may have now. None for one that was shut out.
    #[n(2)]
    pub scopes: Vec<AreaId>,
    /// Whether the tablet's mark stands in this log. If not, the station was restored from a backup since, and what
    /// the tablet pulls begins anew.
    #[n(3)]
    pub mark_known: bool,
    /// Pictures that this tablet's portraits name and the station does not have whole; a part of them, if many. None in a
    /// greeting that is said again.
    #[n(4)]
    pub wanted: Vec<Hash>,
    /// Receipts for changes after `receipted`, up to the ack; a part of them, if many.
    #[n(5)]
    pub receipts: Vec<Receipt>,
    /// How much the station has of each blob that the tablet owes.
    #[n(6)]
    pub held: Vec<BlobHeld>,
    /// Why the tablet may only hand over what it owes, such as `tablet_revoked`: what it says is kept and set aside, and it
    /// is given nothing. `None` for a tablet in good standing.
    #[n(7)]
    pub quarantine: Option<String>,
    /// What a tablet that has nothing yet should fetch before it pulls.
    #[n(8)]
    pub snapshot: Option<SnapshotOffer>,
    /// The station's clock, in milliseconds since 1970.
    #[n(9)]
    pub now_ms: i64,
    /// What both can beside what every version can: what one side does not know of, the other does not use.
    #[n(10)]
    #[cbor(default)]
    pub abilities: Abilities,
    /// When the desk ordered that this tablet, which is shut out, be emptied, in milliseconds since 1970. It hands over what it
    /// owes, empties itself and [says so](Hello::emptied_ms). Said only to one that [can](Abilities::WIPE).
    #[n(11)]
    pub wipe_ordered_ms: Option<i64>,
}

impl Welcome {
    /// The problem that quarantine is told as; an unknown reason counts as shut out.
    pub fn quarantined(&self) -> Option<ProblemCode> {
        let reason = self.quarantine.as_deref()?;
        Some(ProblemCode::ALL.iter().copied().find(|code| code.name() == reason).unwrap_or(ProblemCode::TabletRevoked))
    }
}

/// A device whose changes are in a page, and the key to check them with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Signer {
    /// The device.
    #[n(0)]
    pub device: beibao_domain::DeviceId,
    /// Its key, vouched for by the station.
    #[n(1)]
    pub key: PublicKey,
}
