//! One trait for both ends: the HTTP client and the station implement it, and tests run over either.

use std::future::Future;

use beibao_domain::Problem;

use crate::{BlobRange, BlobReceived, Enrol, Enrolled, Hello, Page, Pull, Push, Receipts, Welcome};

/// Where each request goes.
pub mod path {
    #![allow(missing_docs)]
    pub const ENROL: &str = "/v1/enrol";
    pub const HELLO: &str = "/v1/hello";
    pub const PUSH: &str = "/v1/push";
    pub const BLOB: &str = "/v1/blob";
    pub const PULL: &str = "/v1/pull";
}

/// What a station does for one tablet, which the implementor already knows: by its TLS key, or because it is its own.
pub trait SyncApi: Send + Sync {
    /// Makes the tablet known. The only request that a stranger may send.
    fn enrol(&self, request: Enrol) -> impl Future<Output = Result<Enrolled, Problem>> + Send;
    /// Agrees on a protocol and on where both stand.
    fn hello(&self, request: Hello) -> impl Future<Output = Result<Welcome, Problem>> + Send;
    /// Takes changes and answers each with its outcome, after they are on the disk.
    fn push(&self, request: Push) -> impl Future<Output = Result<Receipts, Problem>> + Send;
    /// Takes a range of a picture.
    fn blob(&self, request: BlobRange) -> impl Future<Output = Result<BlobReceived, Problem>> + Send;
    /// Gives changes of others, in the station's order.
    fn pull(&self, request: Pull) -> impl Future<Output = Result<Page, Problem>> + Send;
}
