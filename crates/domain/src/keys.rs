//! Keys, signatures and sealed bodies: SHA-256, Ed25519 (RFC 8032) and ChaCha20-Poly1305 (RFC 8439), all from `ring`.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::World;

macro_rules! byte_arrays {
    ($($(#[$doc:meta])* $name:ident($len:literal)),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// From exactly as many bytes as it has.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// From lower- or upper-case hexadecimal digits.
            pub fn from_hex(hex: &str) -> Option<Self> {
                if hex.len() != 2 * $len || !hex.is_ascii() {
                    return None;
                }
                let mut bytes = [0u8; $len];
                for (byte, digits) in bytes.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
                    *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
                }
                Some(Self(bytes))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{self}")
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?;
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Self::from_slice(d.bytes()?).ok_or_else(|| minicbor::decode::Error::message("wrong number of bytes"))
            }
        }
    )*};
}

byte_arrays! {
    /// SHA-256 of a change's bytes, of a picture, of a certificate.
    Hash(32),
    /// Ed25519 public key: what a device is known by.
    PublicKey(32),
    /// Ed25519 signature.
    Signature(64),
}

impl Hash {
    /// What the first change of a device is chained to.
    pub const NONE: Hash = Hash([0; 32]);

    /// SHA-256.
    pub fn of(bytes: &[u8]) -> Self {
        let mut out = [0; 32];
        out.copy_from_slice(digest(&SHA256, bytes).as_ref());
        Self(out)
    }

    /// Every hash that stands in a text, as bodies write it: 64 hex digits and no more.
    pub fn all_in(text: &str) -> impl Iterator<Item = Self> {
        let words = text.split(|c: char| !c.is_ascii_hexdigit()).filter(|word| word.len() == 64);
        words.filter_map(Self::from_hex)
    }
}

impl PublicKey {
    /// Whether this key's owner signed these bytes.
    pub fn verifies(&self, bytes: &[u8], signature: &Signature) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0).verify(bytes, &signature.0).is_ok()
    }
}

/// A device's private key. The same one signs changes and answers for the tablet in TLS.
pub struct DeviceKey {
    pair: Ed25519KeyPair,
}

impl DeviceKey {
    /// From the 32 secret bytes that the encrypted store keeps.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        match Ed25519KeyPair::from_seed_unchecked(seed) {
            Ok(pair) => Self { pair },
            Err(_) => unreachable!("a seed of 32 bytes is always a key"),
        }
    }

    /// What others know this device by.
    pub fn public(&self) -> PublicKey {
        let mut out = [0; 32];
        out.copy_from_slice(self.pair.public_key().as_ref());
        PublicKey(out)
    }

    /// Signs.
    pub fn sign(&self, bytes: &[u8]) -> Signature {
        let mut out = [0; 64];
        out.copy_from_slice(self.pair.sign(bytes).as_ref());
        Signature(out)
    }
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeviceKey({})", self.public())
    }
}

/// The key of one change's body. It travels and is stored beside the signed bytes, never in them: destroying it erases
/// the body from every copy of the log while the chain stays verifiable.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct BodyKey(pub [u8; 32]);

/// The body does not open: wrong key, or the bytes were changed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the sealed body does not open with this key")]
pub struct DoesNotOpen;

impl BodyKey {
    /// A fresh one; used for one body only, which is why the nonce may be fixed.
    pub fn new(world: &dyn World) -> Self {
        let mut bytes = [0; 32];
        world.fill(&mut bytes);
        Self(bytes)
    }

    /// One that follows from a secret, for one purpose: HKDF-SHA256 (RFC 5869).
    pub fn derived(secret: &[u8; 32], salt: &[u8], info: &[&[u8]]) -> Self {
        let mut key = [0; 32];
        let extracted = Salt::new(HKDF_SHA256, salt).extract(secret);
        match extracted.expand(info, HKDF_SHA256).and_then(|bytes| bytes.fill(&mut key)) {
            Ok(()) => Self(key),
            Err(_) => unreachable!("one block of a hash is never too long"),
        }
    }

    fn cipher(&self) -> LessSafeKey {
        match UnboundKey::new(&CHACHA20_POLY1305, &self.0) {
            Ok(key) => LessSafeKey::new(key),
            Err(_) => unreachable!("32 bytes are always a key"),
        }
    }

    /// Encrypts and authenticates.
    pub fn seal(&self, mut body: Vec<u8>) -> Vec<u8> {
        let nonce = Nonce::assume_unique_for_key([0; 12]);
        if self.cipher().seal_in_place_append_tag(nonce, Aad::empty(), &mut body).is_err() {
            unreachable!("a body is far below the cipher's limit of 256 GiB");
        }
        body
    }

    /// Opens what [`BodyKey::seal`] made.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        let mut body = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key([0; 12]);
        let plain_bytes = self.cipher().open_in_place(nonce, Aad::empty(), &mut body).map_err(|_| DoesNotOpen)?.len();
        body.truncate(plain_bytes);
        Ok(body)
    }
}

impl std::fmt::Debug for BodyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BodyKey([redacted])")
    }
}

impl<C> minicbor::Encode<C> for BodyKey {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?;
        Ok(())
    }
}

impl<'b, C> minicbor::Decode<'b, C> for BodyKey {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        d.bytes()?.try_into().map(Self).map_err(|_| minicbor::decode::Error::message("a body key has 32 bytes"))
    }
}
