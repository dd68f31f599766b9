//! A scope that differs, part by part: which few of its rows are not the same, without saying all of them.
//!
//! The parts of a scope are ranges of the times that its rows are stamped with. The tablet chooses them, because it knows where
//! its rows lie; the station says what it holds of each; those that differ are cut smaller and asked again. What is left is
//! given anew by [`Recall`]. Both need [`Abilities::PARTS`](crate::Abilities::PARTS).

use beibao_domain::{AreaId, Hlc};
use minicbor::{Decode, Encode};

/// Parts that one request may name.
pub const MOST_PARTS: usize = 4_096;

/// The rows that are stamped with a time between two, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Part {
    /// The first time.
    #[n(0)]
    pub from: Hlc,
    /// The last time.
    #[n(1)]
    pub to: Hlc,
}

impl Part {
    /// All that there is.
    pub const WHOLE: Self = Self { from: Hlc(0), to: Hlc(u64::MAX) };
}

/// Asks how much the station holds of each of these parts.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Compare {
    /// The scope.
    #[n(0)]
    pub area: AreaId,
    /// At most [`MOST_PARTS`].
    #[n(1)]
    pub parts: Vec<Part>,
}

/// How much the station holds.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Compared {
    /// One for each part that was asked for, in the same order.
    #[n(0)]
    pub parts: Vec<PartDigest>,
}

/// How much is held of a part, and a digest of it, made like that of a [scope](crate::ScopeDigest).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PartDigest {
    /// Rows.
    #[n(0)]
    pub count: u64,
    /// See above.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub digest: [u8; 16],
}

/// Asks for the changes of these parts again, whoever said them. The answer is a row of [frames](crate::frame), each a packed
/// [`Page`](crate::Page) without cursors or digests: how far the tablet has pulled stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Recall {
    /// The scope.
    #[n(0)]
    pub area: AreaId,
    /// At most [`MOST_PARTS`].
    #[n(1)]
    pub parts: Vec<Part>,
    /// How large a page may be, at most [`PAGE_BYTES`](crate::PAGE_BYTES).
    #[n(2)]
    pub page_bytes: u32,
}
