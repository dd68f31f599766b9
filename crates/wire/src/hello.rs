//! The first exchange of a sync: versions, and how far the station has the tablet's chain.

use beibao_domain::{AreaId, Epoch, Hash};
use minicbor::{Decode, Encode};

use crate::push::Ack;

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
    /// The scopes that the tablet may have now.
    #[n(2)]
    pub scopes: Vec<AreaId>,
    /// Whether the tablet's mark stands in this log. If not, the station was restored from a backup since, and what
    /// the tablet pulls begins anew.
    #[n(3)]
    pub mark_known: bool,
    /// Pictures that this tablet's portraits name and the station does not have whole; a part of them, if many.
    #[n(4)]
    pub wanted: Vec<Hash>,
}
