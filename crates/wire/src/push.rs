//! Changes and blobs on their way to the station, and the receipts that come back.
//!
//! The body of a push is a row of [frames](crate::frame): batches of changes first, then finished pictures. The
//! original of a portrait comes alone, after everything else, and only to a station that [can](crate::Abilities) take it.
//! The station makes each frame durable as it comes. Its answer, after the last frame, names what became of each change; a
//! tablet that did not hear it asks with its next hello.

use beibao_domain::{Epoch, Hash, ProblemCode, SignedChange};
use minicbor::{Decode, Encode};

/// Some of the tablet's own changes, in the order of their numbers: one durable step at the station.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Batch {
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
    /// One for each blob of the push.
    #[n(2)]
    pub held: Vec<BlobHeld>,
}

/// Names the blob whose bytes follow, and where in it they begin: what the station last said it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BlobHead {
    /// SHA-256 of the whole.
    #[n(0)]
    pub hash: Hash,
    /// Bytes of the whole.
    #[n(1)]
    pub size: u64,
    /// Where the bytes begin.
    #[n(2)]
    pub offset: u64,
}

/// How much of a blob is at the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BlobHeld {
    /// Which.
    #[n(0)]
    pub hash: Hash,
    /// Bytes, from the first on. Equal to the size: complete, durable, and its hash was checked.
    #[n(1)]
    pub bytes: u64,
}
