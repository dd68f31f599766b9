//! The others' changes, by scope and in the station's order.
//!
//! The answer to a pull is a row of [frames](crate::frame), each a packed [`Page`] that the tablet makes durable before it
//! reads the next. The last one has nothing remaining, and says how much the station holds of each scope.

use beibao_domain::{AreaId, SignedChange};
use minicbor::{Decode, Encode};

use crate::hello::{Mark, Signer};

/// Asks for what came after the cursors.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Pull {
    /// One for each scope that the tablet has.
    #[n(0)]
    pub cursors: Vec<Cursor>,
    /// Its installation: what another installation of the same tablet said is given to it like anybody's.
    #[n(1)]
    pub epoch: beibao_domain::Epoch,
    /// How large a page may be, at most [`PAGE_BYTES`](crate::PAGE_BYTES): smaller on a line that breaks often.
    #[n(2)]
    pub page_bytes: u32,
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
    /// On the last page: what the station holds of each scope. The tablet compares, and never takes it over.
    #[n(5)]
    pub digests: Vec<ScopeDigest>,
}

/// How much is held of a scope, and a digest of it: the exclusive or, over its rows, of SHA-256 of stamp and body, cut to 16
/// bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ScopeDigest {
    /// The scope.
    #[n(0)]
    pub area: AreaId,
    /// Rows: facts, edits, bodies of unknown kinds.
    #[n(1)]
    pub count: u64,
    /// See above.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub digest: [u8; 16],
}
