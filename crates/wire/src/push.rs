//! Changes and pictures on their way to the station, and the receipts that come back.

use beibao_domain::{Epoch, Hash, ProblemCode, SignedChange};
use minicbor::{Decode, Encode};

/// A batch of the tablet's own changes, in the order of their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Push {
    /// At most [`BATCH_BYTES`](crate::BATCH_BYTES), or a single larger one.
    #[n(0)]
    pub changes: Vec<SignedChange>,
}

/// How much of a device's chain is durable at the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ack {
    /// The installation.
    #[n(0)]
    pub epoch: Epoch,
    /// Every number up to this one is there; 0 for none.
    #[n(1)]
    pub seq: u64,
    /// The chain's hash at that number.
    #[n(2)]
    pub hash: Hash,
}

/// What became of one change.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Outcome {
    /// Stored, and visible in the register, lists and reports.
    #[n(0)]
    Applied,
    /// Stored with its signature, but not applied; the reason is shown on both ends.
    #[n(1)]
    SetAside(#[n(0)] String),
    /// Not stored: one before it is missing. Send that first.
    #[n(2)]
    Later,
}

impl Outcome {
    /// Set aside, for this reason.
    pub fn set_aside(reason: ProblemCode) -> Self {
        Outcome::SetAside(reason.name())
    }
}

/// One change's outcome.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// Its number.
    #[n(0)]
    pub seq: u64,
    /// What became of it.
    #[n(1)]
    pub outcome: Outcome,
}

/// The station's answer to a push, given after everything it names is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipts {
    /// The chain as the station has it now.
    #[n(0)]
    pub ack: Ack,
    /// One for each change of the push.
    #[n(1)]
    pub receipts: Vec<Receipt>,
}

/// A range of a picture. An empty range asks how much is there.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BlobRange {
    /// SHA-256 of the whole.
    #[n(0)]
    pub hash: Hash,
    /// Bytes of the whole.
    #[n(1)]
    pub size: u64,
    /// Where this range begins: what the station last said it has.
    #[n(2)]
    pub offset: u64,
    /// At most [`RANGE_BYTES`](crate::RANGE_BYTES).
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

/// How much of a picture is durable at the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BlobReceived {
    /// Bytes, from the first on. Equal to the size: complete, and its hash was checked.
    #[n(0)]
    pub bytes: u64,
}
