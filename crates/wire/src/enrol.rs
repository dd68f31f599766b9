//! Enrolment: a tablet with a code becomes known by its key.

use beibao_domain::{BodyKey, DeviceId, Hash, OfficerId, PublicKey};
use minicbor::{Decode, Encode};

/// The tablet shows the code's token and says which key it will be known by. The TLS handshake proves the key.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Enrol {
    /// From the enrolment code; works once.
    #[n(0)]
    pub token: Hash,
    /// The tablet's own name.
    #[n(1)]
    pub device: DeviceId,
    /// The tablet's key.
    #[n(2)]
    pub key: PublicKey,
}

beibao_domain::redacted!(Enrol);

/// The station agrees.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Enrolled {
    /// Who works with this tablet.
    #[n(0)]
    pub officer: OfficerId,
    /// The key under which bundles between the two are sealed.
    #[n(1)]
    pub bundle_key: BodyKey,
}
