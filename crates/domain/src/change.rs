//! A change: what one device says to all the others, once, for good.
//!
//! A device numbers its changes without a gap, chains each to the one before, seals the body and signs the whole. The
//! signed bytes are kept exactly as they came, so fields that a newer version adds survive an older one untouched.
//! Field numbers are never used again.

use minicbor::{Decode, Encode};

use crate::keys::Signature;
use crate::{AreaId, BodyKey, DeviceId, DeviceKey, Epoch, Hash, Hlc, OfficerId, Payload, PublicKey, Stamp, World};

/// The largest signed change. Enforced when it is saved, so that sync never meets one that it must refuse.
pub const MAX_CHANGE_BYTES: usize = 32 * 1024;

/// What is signed: everything about a change but its body's key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Change {
    /// Who signed it.
    #[n(0)]
    pub device: DeviceId,
    /// Which installation of that device.
    #[n(1)]
    pub epoch: Epoch,
    /// 1, 2, 3 … within the epoch, without a gap.
    #[n(2)]
    pub seq: u64,
    /// Hash of the change before, or [`Hash::NONE`].
    #[n(3)]
    pub prev: Hash,
    /// The officer who did it.
    #[n(4)]
    pub author: OfficerId,
    /// When, by the device's hybrid clock.
    #[n(5)]
    pub at: Hlc,
    /// The scope: who may have it.
    #[n(6)]
    pub area: AreaId,
    /// What kind of body it is, such as `fact/visit` or `edit/person`.
    #[n(7)]
    pub kind: String,
    /// The body: JSON, sealed under the change's [`BodyKey`].
    #[n(8)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

impl Change {
    /// The version that this change gives to the register fields it sets.
    pub fn stamp(&self) -> Stamp {
        Stamp { at: self.at, device: self.device }
    }
}

/// A change as it is stored and sent.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SignedChange {
    /// The encoded [`Change`], exactly as it was signed.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
    /// The device's signature over `bytes`.
    #[n(1)]
    pub signature: Signature,
    /// The body's key; `None` once the body was erased.
    #[n(2)]
    pub key: Option<BodyKey>,
}

/// Why a change cannot be made or believed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ChangeError {
    /// Too much text for one change; the officer must shorten it.
    #[error("a change of {bytes} bytes is over the limit of {MAX_CHANGE_BYTES}")]
    TooLarge {
        /// How large it would have been.
        bytes: usize,
    },
    /// The bytes are no change.
    #[error("the bytes are no change")]
    Malformed,
    /// The signature is not this device's.
    #[error("the signature does not verify")]
    Forged,
    /// The body does not open with the key that came with it.
    #[error("the body does not open")]
    Sealed,
}

/// Where an installation's chain ends: the next change goes on from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainEnd {
    /// The installation.
    pub epoch: Epoch,
    /// The last number used; 0 before the first.
    pub seq: u64,
    /// The last change's hash.
    pub hash: Hash,
}

impl ChainEnd {
    /// The end of an empty chain.
    pub fn start(epoch: Epoch) -> Self {
        Self { epoch, seq: 0, hash: Hash::NONE }
    }

    /// The end after one more change.
    pub fn after(self, change: &SignedChange) -> Self {
        Self { seq: self.seq + 1, hash: change.hash(), ..self }
    }
}

/// Who makes changes on a device.
#[derive(Debug)]
pub struct Author {
    /// The device.
    pub device: DeviceId,
    /// The officer.
    pub officer: OfficerId,
    /// The device's key.
    pub key: DeviceKey,
}

impl Author {
    /// Seals, numbers, chains and signs a payload.
    pub fn write(
        &self,
        world: &dyn World,
        end: ChainEnd,
        at: Hlc,
        area: AreaId,
        payload: &Payload,
    ) -> Result<SignedChange, ChangeError> {
        let key = BodyKey::new(world);
        let change = Change {
            device: self.device,
            epoch: end.epoch,
            seq: end.seq + 1,
            prev: end.hash,
            author: self.officer,
            at,
            area,
            kind: payload.kind(),
            sealed: key.seal(payload.to_json()),
        };
        self.sign(&change, Some(key))
    }

    /// Says a change again, word for word, at the end of another chain: of a new installation, or of a new identity.
    pub fn say_again(&self, end: ChainEnd, said: Change, key: Option<BodyKey>) -> Result<SignedChange, ChangeError> {
        let Author { device, officer, .. } = *self;
        let change = Change { device, author: officer, epoch: end.epoch, seq: end.seq + 1, prev: end.hash, ..said };
        self.sign(&change, key)
    }

    fn sign(&self, change: &Change, key: Option<BodyKey>) -> Result<SignedChange, ChangeError> {
        let bytes = match minicbor::to_vec(change) {
            Ok(bytes) => bytes,
            Err(_) => unreachable!("writing to memory does not fail"),
        };
        if bytes.len() > MAX_CHANGE_BYTES {
            return Err(ChangeError::TooLarge { bytes: bytes.len() });
        }
        Ok(SignedChange { signature: self.key.sign(&bytes), bytes, key })
    }
}

impl SignedChange {
    /// The hash that the next change is chained to.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.bytes)
    }

    /// Reads the header without believing it.
    pub fn read(&self) -> Result<Change, ChangeError> {
        minicbor::decode(&self.bytes).map_err(|_| ChangeError::Malformed)
    }

    /// Reads it after checking that `signer` signed it.
    pub fn verified(&self, signer: &PublicKey) -> Result<Change, ChangeError> {
        if !signer.verifies(&self.bytes, &self.signature) {
            return Err(ChangeError::Forged);
        }
        self.read()
    }

    /// The body, word for word, and what it says; `None` when it was erased.
    pub fn open(&self, change: &Change) -> Result<Option<(Vec<u8>, Payload)>, ChangeError> {
        let Some(key) = &self.key else { return Ok(None) };
        let body = key.open(&change.sealed).map_err(|_| ChangeError::Sealed)?;
        let payload = Payload::read(&change.kind, &body);
        Ok(Some((body, payload)))
    }
}
