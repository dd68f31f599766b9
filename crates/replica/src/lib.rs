//! What every replica holds, tablet and station alike: registers, facts, the index of the search box; how a change is
//! projected into them, and how they are read.
//!
//! The owner of a file opens it with [`schema`] and its own, calls [`project()`] for each payload inside its own
//! transaction, and keeps what else it must know (chain, outbox, log) in tables of its own. Whoever projected the same
//! payloads, in whatever order, holds the same rows. Knows no device, no key and no network.

pub mod agreement;
pub mod conflicts;
pub mod contact_card;
pub mod digest;
pub mod erase;
pub mod find;
pub mod library;
pub mod matter;
pub mod original;
pub mod parts;
pub mod person_record;
pub mod project;
pub mod same;
pub mod snapshot;
pub mod statistics;
pub mod table;
pub mod tally;

pub use project::project;

use beibao_db::{Fault, Schema};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// The shared tables. Their history lies in a table of its own, beside that of the owner's.
pub fn schema() -> Schema {
    Schema::new("replica_schema_history", embedded::migrations::runner())
}

/// What can go wrong while reading or projecting.
#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Db(#[from] Fault),
    /// There is no such row.
    #[error("not found")]
    NotFound,
    /// A bug: what was stored does not read back.
    #[error("stored data does not read back: {0}")]
    Unreadable(&'static str),
}

/// What a function of a replica returns.
pub type Result<T> = std::result::Result<T, ReplicaError>;

impl From<rusqlite::Error> for ReplicaError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => ReplicaError::NotFound,
            error => ReplicaError::Db(error.into()),
        }
    }
}

impl From<serde_json::Error> for ReplicaError {
    fn from(_: serde_json::Error) -> Self {
        ReplicaError::Unreadable("body")
    }
}

/// Midnight in China, with which a day begins.
pub fn midnight(day: chrono::NaiveDate) -> chrono::DateTime<chrono::Utc> {
    let local = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(beibao_domain::world::china());
    local.single().map(|at| at.to_utc()).unwrap_or_default()
}
