//! One trait for both ends: the HTTP client and the station implement it, and tests run over either.
//!
//! What is longer than a message goes as bytes that either side takes as they come. What is in them is the same on every
//! line; where a line cuts them is nobody's business but the reader's.

use std::future::Future;

use beibao_domain::Problem;

use crate::{BlobRange, Compare, Compared, Enrol, Enrolled, Hello, Pull, Recall, Receipts, SnapshotRange, Welcome};

/// Where each request goes.
pub mod path {
    #![allow(missing_docs)]
    pub const ENROL: &str = "/v1/enrol";
    pub const HELLO: &str = "/v1/hello";
    pub const PUSH: &str = "/v1/push";
    pub const PULL: &str = "/v1/pull";
    pub const SNAPSHOT: &str = "/v1/snapshot";
    pub const COMPARE: &str = "/v1/compare";
    pub const RECALL: &str = "/v1/recall";
    pub const BLOB: &str = "/v1/blob";
}

/// Bytes on their way out, a piece at a time, made while they are sent. It may block.
pub type Outgoing = Box<dyn Iterator<Item = Vec<u8>> + Send>;

/// Bytes on their way in.
pub trait ByteStream: Send {
    /// The next bytes, `None` at the end.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<u8>>, Problem>> + Send;
}

/// What a station does for one tablet, which the implementor already knows: by its TLS key, or because it is its own.
pub trait SyncApi: Send + Sync {
    /// How an answer comes that is longer than a message.
    type Bytes: ByteStream;

    /// Makes the tablet known. The only request that a stranger may send.
    fn enrol(&self, request: Enrol) -> impl Future<Output = Result<Enrolled, Problem>> + Send;
    /// Agrees on a protocol and on where both stand.
    fn hello(&self, request: Hello) -> impl Future<Output = Result<Welcome, Problem>> + Send;
    /// Takes frames of changes and blobs, makes each durable as it comes, and answers each change with its outcome.
    fn push(&self, frames: Outgoing) -> impl Future<Output = Result<Receipts, Problem>> + Send;
    /// Gives frames of others' changes, in the station's order.
    fn pull(&self, request: Pull) -> impl Future<Output = Result<Self::Bytes, Problem>> + Send;
    /// Gives the sealed bytes of a snapshot.
    fn snapshot(&self, request: SnapshotRange) -> impl Future<Output = Result<Self::Bytes, Problem>> + Send;
    /// Says how much it holds of parts of a scope.
    fn compare(&self, request: Compare) -> impl Future<Output = Result<Compared, Problem>> + Send;
    /// Gives frames of the changes of parts of a scope again.
    fn recall(&self, request: Recall) -> impl Future<Output = Result<Self::Bytes, Problem>> + Send;
    /// Gives the bytes of a file that the library names.
    fn blob(&self, request: BlobRange) -> impl Future<Output = Result<Self::Bytes, Problem>> + Send;
}
