//! The tables that only a tablet has: one module each, with its rows, reads and writes. Registers and facts are those of
//! every replica: see `beibao_replica`.

pub mod compared;
pub mod cursor;
pub mod draft;
pub mod file;
pub mod form;
pub mod identity;
pub mod outbox;
pub mod picture;
pub mod print_job;

pub(crate) use beibao_replica::table::{bytes, instant, rows};
