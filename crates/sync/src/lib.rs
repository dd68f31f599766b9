//! How a tablet and its station come to agree: a pure plan, a loop that follows it, and the HTTPS client.
//!
//! The plan looks at two states and names the next step; the loop takes it, makes the answer durable and asks again. It
//! can be stopped after any step and goes on from there, because nothing is remembered but what is on the disk.

pub mod bundle;
mod client;
mod disk;
pub mod enrol;
mod files;
pub mod find;
mod machine;
mod mend;
pub mod plan;
pub mod run;
mod steps;
mod tls;
mod wipe;

pub use client::HttpStation;
pub use enrol::{enrol, enrol_anew, introduce};
pub use find::{Ground, sync_wherever};
pub use run::{Phase, Progress, sync};
