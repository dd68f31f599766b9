//! Bundles: a sync that a person carries on a stick, where no line is allowed.
//!
//! A bundle is a file for one reader: a head in plain, a sealed stream, a signature over all of it. Inside are a message and
//! then the same [frames](crate::frame) that a line would carry, so both ends take them in by the same code. A tablet's
//! bundle says [`BundleAsk`], its changes without a receipt and the pictures that it owes; the station's answer says
//! [`BundleAnswer`] and its pages. Neither needs the other to have arrived: whoever carries one says again what
//! has no receipt, and everything may be taken in twice.
//!
//! ```text
//! "beibao bundle 1\n" | length of the head, 4 bytes LE | head, CBOR | sealed pieces | Ed25519 signature, 64 bytes
//! sealed pieces: length of the message, 4 bytes LE | message, CBOR | frames
//! ```
//! The pieces are sealed like a snapshot's, under HKDF-SHA256 (RFC 5869) of the key that station and tablet share since
//! enrolment, salted anew for each bundle.

use std::io::{Read, Write};

use beibao_domain::keys::Signature;
use beibao_domain::{BodyKey, DeviceId, DeviceKey, Hash, PublicKey};
use minicbor::{Decode, Encode};
use ring::digest::{Context, SHA256, digest};

use crate::hello::{Hello, Welcome};
use crate::pull::Pull;
use crate::snapshot::{Opener, Sealer};

const MAGIC: &[u8] = b"beibao bundle 1\n";
const SIGNATURE_BYTES: usize = 64;
const MAX_MESSAGE_BYTES: u64 = crate::MAX_MESSAGE_BYTES as u64;

/// Whom a bundle is from and for. Not secret.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BundleHead {
    /// The tablet or the station that wrote it.
    #[n(0)]
    pub from: DeviceId,
    /// The one that can read it.
    #[n(1)]
    pub to: DeviceId,
    /// Random, so that no two bundles are sealed under the same key.
    #[n(2)]
    pub salt: Hash,
    /// The last instant at which it may be taken in, milliseconds since 1970. None was written before there was one.
    #[n(3)]
    pub ends_ms: Option<i64>,
}

/// How long a bundle may be taken in: whoever finds one in a pocket after that has a file that nobody reads, and nothing is lost,
/// because a tablet keeps what has no receipt.
const KEPT_MS: i64 = 90 * 24 * 3600 * 1000;

impl BundleHead {
    /// A head with a fresh `salt`. `now_ms` is `None` where the writer's clock is known to be behind, or was
    /// never compared: one that stands in 2015 would write what nobody takes.
    pub fn new(from: DeviceId, to: DeviceId, salt: Hash, now_ms: Option<i64>) -> Self {
        Self { from, to, salt, ends_ms: now_ms.map(|now| now.saturating_add(KEPT_MS)) }
    }

    /// Whether its day has come.
    pub fn has_ended(&self, now_ms: i64) -> bool {
        self.ends_ms.is_some_and(|end| end < now_ms)
    }
}

/// What a tablet's bundle begins with: what it would have said and asked over a line.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BundleAsk {
    /// Who it is, and how far.
    #[n(0)]
    pub hello: Hello,
    /// What the answer should hold.
    #[n(1)]
    pub pull: Pull,
}

/// What the station's answer begins with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BundleAnswer {
    /// The salt of the bundle that is answered: a tablet takes in the answer to its newest one only, so that nothing turns
    /// it back.
    #[n(0)]
    pub answers: Hash,
    /// Where both stand, once everything in that bundle was taken in.
    #[n(1)]
    pub welcome: Welcome,
}

/// Why a file is no bundle for this reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Not a bundle, cut off, or changed on its way.
    #[error("the file is no whole bundle")]
    Malformed,
    /// Signed by somebody else than it says.
    #[error("the bundle's signature does not verify")]
    Forged,
}

/// Writes a bundle: the message, then the frames.
pub fn write_bundle(
    out: impl Write,
    head: &BundleHead,
    shared: &BodyKey,
    signer: &DeviceKey,
    message: impl Encode<()>,
    frames: impl Iterator<Item = std::io::Result<Vec<u8>>>,
) -> std::io::Result<()> {
    let mut out = Digested { out, digest: Context::new(&SHA256) };
    let plain_head = encoded(head);
    out.write_all(MAGIC)?;
    out.write_all(&length(&plain_head))?;
    out.write_all(&plain_head)?;
    let mut sealer = Sealer::new(out, &bundle_key(shared, head));
    let message = encoded(message);
    sealer.write_all(&length(&message))?;
    sealer.write_all(&message)?;
    for frame in frames {
        sealer.write_all(&frame?)?;
    }
    let Digested { mut out, digest } = sealer.finish()?;
    out.write_all(&signer.sign(digest.finish().as_ref()).0)?;
    out.flush()
}

/// A file that looks like a bundle. Nothing of it is believed yet.
#[derive(Debug)]
pub struct Bundle<'a> {
    /// Whom it says it is from and for.
    pub head: BundleHead,
    signed: &'a [u8],
    signature: Signature,
    sealed: &'a [u8],
}

impl<'a> Bundle<'a> {
    /// Reads the head.
    pub fn read(bytes: &'a [u8]) -> Result<Self, BundleError> {
        let (signed, signature) = bytes.split_last_chunk::<SIGNATURE_BYTES>().ok_or(BundleError::Malformed)?;
        let rest = signed.strip_prefix(MAGIC).ok_or(BundleError::Malformed)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(BundleError::Malformed)?;
        let (head, sealed) =
            rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(BundleError::Malformed)?;
        let head = minicbor::decode(head).map_err(|_| BundleError::Malformed)?;
        Ok(Self { head, signed, signature: Signature(*signature), sealed })
    }

    /// Opens it after checking that `signer` signed it: the message, and the frames that follow as one stream.
    pub fn open<M>(&self, signer: &PublicKey, shared: &BodyKey) -> Result<(M, impl Read + use<'a, M>), BundleError>
    where
        M: for<'b> Decode<'b, ()>,
    {
        if !signer.verifies(digest(&SHA256, self.signed).as_ref(), &self.signature) {
            return Err(BundleError::Forged);
        }
        let mut opened = Opener::new(self.sealed, &bundle_key(shared, &self.head));
        let malformed = |_| BundleError::Malformed;
        let mut length = [0; 4];
        opened.read_exact(&mut length).map_err(malformed)?;
        let length = u64::from(u32::from_le_bytes(length));
        let mut message = Vec::new();
        if length > MAX_MESSAGE_BYTES {
            return Err(BundleError::Malformed);
        }
        Read::by_ref(&mut opened).take(length).read_to_end(&mut message).map_err(malformed)?;
        Ok((minicbor::decode(&message).map_err(|_| BundleError::Malformed)?, opened))
    }
}

struct Digested<W: Write> {
    out: W,
    digest: Context,
}

impl<W: Write> Write for Digested<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn encoded(message: impl Encode<()>) -> Vec<u8> {
    match minicbor::to_vec(message) {
        Ok(bytes) => bytes,
        Err(_) => unreachable!("writing to memory does not fail"),
    }
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}

fn bundle_key(shared: &BodyKey, head: &BundleHead) -> BodyKey {
    BodyKey::derived(&shared.0, &head.salt.0, &[b"beibao bundle", head.from.0.as_bytes(), head.to.0.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> BundleHead {
        let device = |n| DeviceId(uuid::Uuid::from_u128(n));
        BundleHead { from: device(1), to: device(2), salt: Hash([7; 32]), ends_ms: None }
    }

    fn bundle(key: &BodyKey, signer: &DeviceKey) -> Vec<u8> {
        let mut out = Vec::new();
        let frames = (0..40u8).map(|n| Ok(vec![n; 20_000]));
        write_bundle(&mut out, &head(), key, signer, [1u8, 2, 3], frames).unwrap();
        out
    }

    #[test]
    fn what_was_written_reads_back_and_no_changed_cut_or_foreign_file_does() {
        let (key, signer) = (BodyKey([3; 32]), DeviceKey::from_seed(&[4; 32]));
        let written = bundle(&key, &signer);
        assert!(!written.windows(200).any(|window| window.iter().all(|byte| *byte == window[0])), "it is readable");
        let open = |bytes: &[u8], signer: &DeviceKey, key: &BodyKey| -> Result<(Vec<u8>, usize), BundleError> {
            let bundle = Bundle::read(bytes)?;
            let (message, mut frames) = bundle.open::<[u8; 3]>(&signer.public(), key)?;
            let mut rest = Vec::new();
            frames.read_to_end(&mut rest).map_err(|_| BundleError::Malformed)?;
            Ok((message.to_vec(), rest.len()))
        };
        assert_eq!(open(&written, &signer, &key), Ok((vec![1, 2, 3], 800_000)));
        assert_eq!(open(&written, &DeviceKey::from_seed(&[5; 32]), &key), Err(BundleError::Forged));
        assert_eq!(open(&written, &signer, &BodyKey([9; 32])), Err(BundleError::Malformed));
        for at in (0..written.len()).step_by(9_973).chain([0, 17, written.len() - 1]) {
            let mut changed = written.clone();
            changed[at] ^= 1;
            assert!(open(&changed, &signer, &key).is_err(), "byte {at} was changed");
            assert!(open(&written[..at], &signer, &key).is_err(), "cut at {at}");
        }
    }
}
