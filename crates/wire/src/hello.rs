//! The first exchange of a sync: versions, and how far the station has the tablet's chain.

use beibao_domain::{AreaId, Epoch};
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
    /// The station's clock, in milliseconds since 1970.
    #[n(3)]
    pub now_ms: i64,
    /// Names this station's log. A log restored from a backup starts a new one, and cursors start anew with it.
    #[n(4)]
    pub log: Epoch,
}
