//! The sync protocol between a tablet and a station, version 1.
//!
//! Messages are CBOR maps (RFC 8949) with numbered fields. A number is never used again, an unknown one is skipped, so
//! an old side and a new one understand each other. Requests go over HTTPS `POST`; the tablet answers for its key in
//! the TLS handshake, the station for the pinned certificate. An error is `application/problem+json` with a
//! [`Problem`](beibao_domain::Problem) and never anything else.
//!
//! | step | path | request | answer | errors |
//! | --- | --- | --- | --- | --- |
//! | enrol, once | `/v1/enrol` | [`Enrol`] | [`Enrolled`] | `enrolment_forged`, `enrolment_used`, `enrolment_expired` |
//! | say who and how far | `/v1/hello` | [`Hello`] | [`Welcome`] | `tablet_unknown`, `tablet_revoked`, `protocol_too_old` |
//! | push own changes | `/v1/push` | [`Push`] | [`Receipts`] | as hello; a bad change is an outcome, not an error |
//! | send pictures, in ranges | `/v1/blob` | [`BlobRange`] | [`BlobReceived`] | as hello, `too_large` |
//! | pull the others' changes | `/v1/pull` | [`Pull`] | [`Page`] | as hello |
//!
//! A push may be repeated whole: the same number with the same bytes is acknowledged again and changes nothing.

pub mod api;
pub mod enrol;
pub mod hello;
pub mod pull;
pub mod push;

pub use api::{SyncApi, path};
pub use enrol::{Enrol, Enrolled};
pub use hello::{Hello, Mark, Welcome};
pub use pull::{Cursor, Logged, Page, Pull};
pub use push::{Ack, BlobRange, BlobReceived, Outcome, Push, Receipt, Receipts};

/// The protocol that this build speaks.
pub const PROTOCOL: u16 = 1;
/// The content type of every message.
pub const CONTENT_TYPE: &str = "application/cbor";
/// The content type of every error.
pub const PROBLEM_TYPE: &str = "application/problem+json";
/// Changes of one push, in bytes: smaller than the worst connection, because a batch is the unit of progress.
pub const BATCH_BYTES: usize = 32 * 1024;
/// A page of a pull, in bytes.
pub const PAGE_BYTES: usize = 512 * 1024;
/// A range of a picture, in bytes.
pub const RANGE_BYTES: usize = 64 * 1024;
/// The largest picture.
pub const MAX_BLOB_BYTES: u64 = 16 * 1024 * 1024;
/// The largest message that either side reads.
pub const MAX_MESSAGE_BYTES: usize = 2 * 1024 * 1024;
