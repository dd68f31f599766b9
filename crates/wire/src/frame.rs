//! Frames: what the body of a push and the answer to a pull are made of, so that a cut costs one frame and not a request.
//!
//! A frame is a kind (1 byte), a length (4 bytes, little endian) and that many bytes. Whoever reads acts on each frame as
//! soon as it is whole, and makes it durable; whoever writes never waits in between. So a good line carries a whole day in
//! one request, and a line that breaks every 16 KiB still moves forward with each connection. Pure: bytes in, frames out.

use minicbor::{Decode, Encode};

use crate::MAX_FRAME_BYTES;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// A [`Batch`](crate::push::Batch), packed.
    Changes,
    /// A [`BlobHead`](crate::push::BlobHead): the bytes that follow belong to this blob.
    BlobHead,
    /// Bytes of the blob named last, as they are. The only kind of which a part is of use.
    BlobBytes,
    /// A [`Page`](crate::pull::Page), packed.
    Page,
}

impl FrameKind {
    const ALL: [FrameKind; 4] = [FrameKind::Changes, FrameKind::BlobHead, FrameKind::BlobBytes, FrameKind::Page];

    fn byte(self) -> u8 {
        match self {
            FrameKind::Changes => 1,
            FrameKind::BlobHead => 2,
            FrameKind::BlobBytes => 3,
            FrameKind::Page => 4,
        }
    }
}

/// A frame that has come whole, or, of a blob, as far as the line held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// What it is.
    pub kind: FrameKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why bytes are no frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A kind that this version does not know.
    #[error("a frame of an unknown kind")]
    Unknown,
    /// Longer than a frame may be.
    #[error("a frame that is too long")]
    TooLong,
    /// It does not unpack to what it should hold.
    #[error("a frame that does not read")]
    Malformed,
}

/// The head of every frame, in bytes.
pub const HEAD_BYTES: usize = 5;

/// A frame as it is sent.
pub fn frame(kind: FrameKind, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(HEAD_BYTES + bytes.len());
    out.push(kind.byte());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(bytes);
    out
}

/// What a frame is, by its first byte.
pub fn kind_of(frame: &[u8]) -> Option<FrameKind> {
    let byte = frame.first()?;
    FrameKind::ALL.into_iter().find(|kind| kind.byte() == *byte)
}

/// Takes bytes as they come in and gives frames as they become whole.
#[derive(Debug, Default)]
pub struct FrameReader {
    waiting: Vec<u8>,
    /// Bytes of `waiting` that were given out.
    given: usize,
}

impl FrameReader {
    /// More bytes have come.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.given > 0 && self.given * 2 >= self.waiting.len() {
            self.waiting.drain(..self.given);
            self.given = 0;
        }
        self.waiting.extend_from_slice(bytes);
    }

    fn head(&self) -> Result<Option<(FrameKind, usize)>, FrameError> {
        let Some(head) = self.waiting.get(self.given..self.given + HEAD_BYTES) else { return Ok(None) };
        let kind = kind_of(head).ok_or(FrameError::Unknown)?;
        let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
        if length > MAX_FRAME_BYTES { Err(FrameError::TooLong) } else { Ok(Some((kind, length))) }
    }

    /// The next whole frame; `None` until more bytes come.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        let Some((kind, length)) = self.head()? else { return Ok(None) };
        let from = self.given + HEAD_BYTES;
        let Some(bytes) = self.waiting.get(from..from + length) else { return Ok(None) };
        let frame = Frame { kind, bytes: bytes.to_vec() };
        self.given = from + length;
        Ok(Some(frame))
    }

    /// The line broke: what had come of a blob is still of use, a part of anything else is not.
    pub fn broken_off(&mut self) -> Option<Frame> {
        let (kind, _) = self.head().ok()??;
        let bytes = self.waiting.get(self.given + HEAD_BYTES..)?.to_vec();
        (kind == FrameKind::BlobBytes && !bytes.is_empty()).then_some(Frame { kind, bytes })
    }
}

/// A message packed: CBOR under zstd.
pub fn pack(message: &impl Encode<()>) -> Vec<u8> {
    let plain = match minicbor::to_vec(message) {
        Ok(plain) => plain,
        Err(_) => unreachable!("writing to memory does not fail"),
    };
    // Bodies are sealed and do not shrink; what does shrink is what is around them.
    zstd::bulk::compress(&plain, PACK_LEVEL).unwrap_or_default()
}

const PACK_LEVEL: i32 = 3;

/// Unpacks a message. What would be larger than [`MAX_UNPACKED_BYTES`](crate::MAX_UNPACKED_BYTES) is refused before memory
/// is taken for it.
pub fn unpack<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, FrameError> {
    let plain = zstd::bulk::decompress(bytes, crate::MAX_UNPACKED_BYTES).map_err(|_| FrameError::Malformed)?;
    minicbor::decode(&plain).map_err(|_| FrameError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in_however_the_bytes_are_cut(
            payloads in prop::collection::vec((0usize..4, prop::collection::vec(any::<u8>(), 0..300)), 0..8),
            cuts in prop::collection::vec(1usize..200, 1..40),
        ) {
            let frames: Vec<Frame> =
                payloads.into_iter().map(|(kind, bytes)| Frame { kind: FrameKind::ALL[kind], bytes }).collect();
            let mut bytes: &[u8] = &frames.iter().flat_map(|f| frame(f.kind, &f.bytes)).collect::<Vec<_>>();
            let (mut reader, mut read) = (FrameReader::default(), Vec::new());
            for cut in cuts.iter().cycle() {
                let (now, later) = bytes.split_at((*cut).min(bytes.len()));
                reader.feed(now);
                while let Some(frame) = reader.next_frame().unwrap() {
                    read.push(frame);
                }
                if later.is_empty() {
                    break;
                }
                bytes = later;
            }
            prop_assert_eq!(read, frames);
            prop_assert_eq!(reader.broken_off(), None);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut reader = FrameReader::default();
            reader.feed(&bytes);
            while let Ok(Some(_)) = reader.next_frame() {}
            let _ = reader.broken_off();
            let _ = unpack::<crate::pull::Page>(&bytes);
        }
    }

    #[test]
    fn of_a_blob_the_part_that_came_is_kept_and_of_changes_nothing() {
        for (kind, kept) in [(FrameKind::BlobBytes, Some(7)), (FrameKind::Changes, None)] {
            let mut reader = FrameReader::default();
            reader.feed(&frame(kind, &[9; 20])[..HEAD_BYTES + 7]);
            assert_eq!(reader.next_frame(), Ok(None));
            assert_eq!(reader.broken_off().map(|frame| frame.bytes.len()), kept);
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        let bomb = zstd::bulk::compress(&vec![0; 64 * 1024 * 1024], 19).unwrap();
        assert!(bomb.len() < 10_000);
        assert_eq!(unpack::<crate::pull::Page>(&bomb).err(), Some(FrameError::Malformed));
    }
}
