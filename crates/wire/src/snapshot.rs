//! A snapshot: everything that a tablet may have, as rows that were projected already, up to a number of the log.
//!
//! A new tablet fetches one instead of replaying years of changes; what came after, it pulls. The station prepares it for a
//! set of scopes, packs it (zstd) and seals it under a key of its own: pieces of [`PIECE_BYTES`], each under
//! ChaCha20-Poly1305 with its number as nonce. The same bytes lie on the station's disk, on the wire and on the tablet's disk
//! until they are unpacked, so a fetch goes on at any byte. What is inside is `beibao_replica::snapshot`.

use std::io::{Read, Write};

use beibao_domain::keys::Signature;
use beibao_domain::{AreaId, BodyKey, DeviceId, DeviceKey, Hash, PublicKey};
use minicbor::{Decode, Encode};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};

use crate::hello::Mark;

/// Plain bytes of one sealed piece.
pub const PIECE_BYTES: usize = 256 * 1024;

/// What a snapshot is, bound to the tablet, the scopes and the place in the log that it is for: one that was made for
/// somebody else, or says something else, does not verify.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SnapshotTerms {
    /// The tablet that it is offered to.
    #[n(0)]
    pub device: DeviceId,
    /// Exactly these scopes are in it.
    #[n(1)]
    pub scopes: Vec<AreaId>,
    /// Everything up to this place in the log is in it: the cursor of each scope.
    #[n(2)]
    pub mark: Mark,
    /// What it is written in.
    #[n(3)]
    pub format: u16,
    /// SHA-256 of the sealed bytes.
    #[n(4)]
    pub hash: Hash,
    /// How many there are.
    #[n(5)]
    pub size: u64,
}

/// A snapshot that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SnapshotOffer {
    /// The encoded [`SnapshotTerms`], as they were signed.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub terms: Vec<u8>,
    /// The station's signature over `terms`.
    #[n(1)]
    pub signature: Signature,
    /// What opens it.
    #[n(2)]
    pub key: BodyKey,
}

impl SnapshotOffer {
    /// An offer that the station stands for.
    pub fn of(terms: &SnapshotTerms, key: BodyKey, station: &DeviceKey) -> Self {
        let terms = match minicbor::to_vec(terms) {
            Ok(terms) => terms,
            Err(_) => unreachable!("writing to memory does not fail"),
        };
        Self { signature: station.sign(&terms), terms, key }
    }

    /// The terms, if the station signed them.
    pub fn verified(&self, station: &PublicKey) -> Option<SnapshotTerms> {
        if !station.verifies(&self.terms, &self.signature) {
            return None;
        }
        minicbor::decode(&self.terms).ok()
    }
}

/// Asks for the sealed bytes of a snapshot from `offset` on. The answer is those bytes, as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SnapshotRange {
    /// Which.
    #[n(0)]
    pub hash: Hash,
    /// Where to begin.
    #[n(1)]
    pub offset: u64,
}

/// Seals what is written to it, piece by piece, into `out`.
pub struct Sealer<W: Write> {
    out: W,
    key: LessSafeKey,
    piece: u64,
    waiting: Vec<u8>,
}

impl<W: Write> Sealer<W> {
    /// Under a key that seals nothing else.
    pub fn new(out: W, key: &BodyKey) -> Self {
        Self { out, key: piece_key(key), piece: 0, waiting: Vec::with_capacity(PIECE_BYTES) }
    }

    /// Seals the last piece, which is marked as such, and gives `out` back.
    pub fn finish(mut self) -> std::io::Result<W> {
        self.seal(true)?;
        Ok(self.out)
    }

    fn seal(&mut self, last: bool) -> std::io::Result<()> {
        let mut sealed = std::mem::replace(&mut self.waiting, Vec::with_capacity(PIECE_BYTES));
        let nonce = piece_nonce(self.piece, last);
        let sealing = self.key.seal_in_place_append_tag(nonce, Aad::empty(), &mut sealed);
        sealing.map_err(|_| std::io::Error::other("a piece cannot be sealed"))?;
        self.piece += 1;
        self.out.write_all(&sealed)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // A full piece waits until it is known not to be the last one.
        if self.waiting.len() == PIECE_BYTES {
            self.seal(false)?;
        }
        let taken = bytes.len().min(PIECE_BYTES - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Opens what a [`Sealer`] wrote. A piece that was changed, left out, moved or cut off is an error.
pub struct Opener<R: Read> {
    from: R,
    key: LessSafeKey,
    piece: u64,
    open: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Opener<R> {
    /// Under the key of the offer.
    pub fn new(from: R, key: &BodyKey) -> Self {
        Self { from, key: piece_key(key), piece: 0, open: Vec::new(), given: 0, ended: false }
    }

    fn open_next(&mut self) -> std::io::Result<()> {
        let whole = PIECE_BYTES + CHACHA20_POLY1305.tag_len();
        let mut sealed = Vec::with_capacity(whole);
        Read::by_ref(&mut self.from).take(whole as u64).read_to_end(&mut sealed)?;
        for last in [false, true] {
            let mut piece = sealed.clone();
            if let Ok(plain) = self.key.open_in_place(piece_nonce(self.piece, last), Aad::empty(), &mut piece) {
                self.open.clear();
                self.open.extend_from_slice(plain);
                self.given = 0;
                self.piece += 1;
                self.ended = last;
                return Ok(());
            }
        }
        Err(std::io::Error::from(std::io::ErrorKind::InvalidData))
    }
}

impl<R: Read> Read for Opener<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.open.len() {
            if self.ended {
                return Ok(0);
            }
            self.open_next()?;
        }
        let taken = into.len().min(self.open.len() - self.given);
        into[..taken].copy_from_slice(&self.open[self.given..self.given + taken]);
        self.given += taken;
        Ok(taken)
    }
}

fn piece_key(key: &BodyKey) -> LessSafeKey {
    match UnboundKey::new(&CHACHA20_POLY1305, &key.0) {
        Ok(key) => LessSafeKey::new(key),
        Err(_) => unreachable!("a body key has as many bytes as the cipher wants"),
    }
}

fn piece_nonce(piece: u64, last: bool) -> Nonce {
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&piece.to_le_bytes());
    bytes[11] = u8::from(last);
    Nonce::assume_unique_for_key(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_whole_and_not_when_a_byte_is_missing_or_changed() {
        for size in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES] {
            let plain: Vec<u8> = (0..size).map(|n| (n % 253) as u8).collect();
            let mut sealer = Sealer::new(Vec::new(), &BodyKey([3; 32]));
            sealer.write_all(&plain).unwrap();
            let sealed = sealer.finish().unwrap();
            let open = |sealed: &[u8]| {
                let mut opened = Vec::new();
                Opener::new(sealed, &BodyKey([3; 32])).read_to_end(&mut opened).map(|_| opened)
            };
            assert_eq!(open(&sealed).unwrap(), plain);
            assert!(open(&sealed[..sealed.len() - 1]).is_err(), "{size}");
            let mut changed = sealed.clone();
            changed[sealed.len() / 2] ^= 1;
            assert!(open(&changed).is_err(), "{size}");
            let whole = PIECE_BYTES + CHACHA20_POLY1305.tag_len();
            if sealed.len() > whole {
                assert!(open(&sealed[..whole]).is_err(), "a piece was left out at the end");
            }
        }
    }
}
