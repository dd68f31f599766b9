//! The others' changes, by scope and in the station's order.

use beibao_domain::{AreaId, DeviceId, PublicKey, SignedChange};
use minicbor::{Decode, Encode};

use crate::hello::Mark;

/// Asks for what came after the cursors.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Pull {
    /// One for each scope that the tablet has.
    #[n(0)]
    pub cursors: Vec<Cursor>,
}

/// How far a scope was pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cursor {
    /// The scope.
    #[n(0)]
    pub area: AreaId,
    /// The station's number of the last change that is on the tablet's disk; 0 for none.
    #[n(1)]
    pub after: u64,
}

/// A change and its number in the station's log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Logged {
    /// The station's number; it grows, with gaps.
    #[n(0)]
    pub number: u64,
    /// The change.
    #[n(1)]
    pub change: SignedChange,
}

/// A device whose changes are in a page, and the key to check them with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Signer {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// Its key, vouched for by the station.
    #[n(1)]
    pub key: PublicKey,
}

/// A part of the log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Page {
    /// In the order of the station's numbers; about [`PAGE_BYTES`](crate::PAGE_BYTES).
    #[n(0)]
    pub changes: Vec<Logged>,
    /// Who signed them.
    #[n(1)]
    pub signers: Vec<Signer>,
    /// The cursors once the page is on the tablet's disk.
    #[n(2)]
    pub cursors: Vec<Cursor>,
    /// Changes that wait behind this page: for the progress bar, and 0 at the end.
    #[n(3)]
    pub remaining: u64,
    /// The end of the station's log; `None` while it is empty.
    #[n(4)]
    pub mark: Option<Mark>,
}
