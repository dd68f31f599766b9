//! The station: one more replica with a longer memory.
//!
//! It appends the changes of its tablets to a log, numbers them and answers each with an outcome; it makes changes of
//! its own when a register is imported; it reports. [`Station`] is the data, [`serve`] the HTTPS in front of it, `main`
//! the command line. It knows no window, and nothing of what a
//! tablet keeps for itself; registers and facts are those of every replica (`beibao_replica`).

pub mod announce;
pub mod backup;
pub mod bundle;
pub mod daily;
pub mod desk;
pub mod enrolment;
pub mod erase;
pub mod folder;
pub mod import;
pub mod library;
pub mod looks;
pub mod matters;
pub mod questionnaires;
pub mod recovery;
pub mod report;
pub mod retention;
pub mod serve;
pub mod station;
pub mod visitor;
pub mod words;

mod aside;
mod blobs;
mod compare;
mod erasures;
mod expiry;
mod give;
mod readers;
mod receive;
mod snapshot;

mod log;
mod originals;
mod tls;
mod together;

pub use station::{Station, StationError};
pub use visitor::Visitor;
