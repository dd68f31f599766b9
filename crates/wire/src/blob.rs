//! A file of the library, from the station to a tablet: the answer is its plain bytes from an offset on. Asked for again after
//! a line broke, it goes on where the tablet has it. A station that does not know of it answers `not_found`, an older one
//! `station_refused`; a tablet takes both as "not yet".

use beibao_domain::Hash;
use minicbor::{Decode, Encode};

/// Asks for the rest of a blob that a row of the library names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BlobRange {
    /// SHA-256 of the whole.
    #[n(0)]
    pub hash: Hash,
    /// How many bytes the tablet has.
    #[n(1)]
    pub offset: u64,
}
