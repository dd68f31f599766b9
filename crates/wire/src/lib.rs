//! The sync protocol between a tablet and a station, version 1.
//!
//! Messages are CBOR maps (RFC 8949) with numbered fields. A number is never used again, an unknown one is skipped, so
//! an old side and a new one understand each other. Requests go over HTTPS `POST`, TLS 1.3 only; the tablet answers for its
//! key in the TLS handshake, the station for the pinned certificate. An error is `application/problem+json` with a
//! [`Problem`](beibao_domain::Problem) and never anything else.
//!
//! | step | path | request | answer | errors |
//! | --- | --- | --- | --- | --- |
//! | enrol, once | `/v1/enrol` | [`Enrol`] | [`Enrolled`] | `enrolment_forged`, `enrolment_used`, `enrolment_expired` |
//! | say who and how far | `/v1/hello` | [`Hello`] | [`Welcome`] | `tablet_unknown`, `protocol_too_old` |
//! | fetch what was before | `/v1/snapshot` | [`SnapshotRange`] | sealed bytes | `not_found`, `tablet_revoked`, as hello |
//! | push changes and blobs | `/v1/push` | [frames](frame) | [`Receipts`] | as hello, `change_forged`, `too_large`, `station_refused` |
//! | fetch a file of the library | `/v1/blob` | [`BlobRange`] | its bytes | `not_found`, `tablet_revoked`, as hello |
//! | pull the others' changes | `/v1/pull` | [`Pull`] | [frames](frame) of [`Page`] | as hello, `tablet_revoked` |
//! | find what differs | `/v1/compare` | [`Compare`] | [`Compared`] | as pull, `change_out_of_scope`, `too_large` |
//! | pull that again | `/v1/recall` | [`Recall`] | [frames](frame) of [`Page`] | as compare |
//!
//! A tablet that is ordered to [empty itself](Welcome::wipe_ordered_ms) says so in one more hello, its last.
//!
//! The last two are asked only of a station that [can](Abilities) answer them. Enumerations, kinds of frames among them, grow only
//! behind an ability; fields may come at any time.
//!
//! Any of them may answer `disk_full`, `internal`, and `busy` with `retry_after_seconds`; a body that is not what it should be
//! is `station_refused`. A bad change is an outcome, not an error: it never blocks the others.
//!
//! Everything may be repeated: a number with the same bytes is acknowledged again and changes nothing, a blob goes on where
//! the station says it has it, a page that was read twice is the same page.

pub mod announce;
pub mod api;
pub mod blob;
pub mod bundle;
pub mod compare;
pub mod enrol;
pub mod frame;
pub mod hello;
pub mod pull;
pub mod push;
pub mod snapshot;

pub use announce::Announcement;
pub use api::{ByteStream, Outgoing, SyncApi, path};
pub use blob::BlobRange;
pub use bundle::{Bundle, BundleAnswer, BundleAsk, BundleError, BundleHead, write_bundle};
pub use compare::{Compare, Compared, MOST_PARTS, Part, PartDigest, Recall};
pub use enrol::{Enrol, Enrolled};
pub use frame::{Frame, FrameError, FrameKind, FrameReader, frame, pack, unpack};
pub use hello::{Abilities, Condition, Hello, Mark, Signer, Welcome};
pub use pull::{Cursor, Logged, Page, Pull, ScopeDigest};
pub use push::{Ack, Batch, BlobHead, BlobHeld, Outcome, Receipt, Receipts};
pub use snapshot::{SnapshotOffer, SnapshotRange, SnapshotTerms};

/// The protocol that this build speaks.
pub const PROTOCOL: u16 = 1;
/// The content type of every message.
pub const CONTENT_TYPE: &str = "application/cbor";
/// The content type of a body that is a stream: frames, or the bytes of a snapshot.
pub const STREAM_TYPE: &str = "application/octet-stream";
/// The content type of every error.
pub const PROBLEM_TYPE: &str = "application/problem+json";
/// Changes of one batch, in bytes: smaller than the worst connection, because a batch is the unit of progress.
pub const BATCH_BYTES: usize = 32 * 1024;
/// Changes of one page of a pull, in bytes.
pub const PAGE_BYTES: usize = 32 * 1024;
/// Bytes of a blob in one frame.
pub const BLOB_FRAME_BYTES: usize = 64 * 1024;
/// The largest TLS record either side sends: what a line that breaks in the middle of one costs.
pub const MAX_RECORD_BYTES: usize = 4 * 1024;
/// The largest TLS record a tablet sends over a line that has broken: one packet, so that what arrives can be read.
pub const PACKET_RECORD_BYTES: usize = 1_400;
/// The largest blob.
pub const MAX_BLOB_BYTES: u64 = 16 * 1024 * 1024;
/// The largest frame.
pub const MAX_FRAME_BYTES: usize = 1024 * 1024;
/// What a packed frame may unpack to.
pub const MAX_UNPACKED_BYTES: usize = 2 * 1024 * 1024;
/// The largest message that either side reads.
pub const MAX_MESSAGE_BYTES: usize = 2 * 1024 * 1024;
