//! What the desk looks at and decides: conflicts, what was set aside, whether the log is whole.

mod aside;
mod conflicts;
mod verify;

pub use aside::SetAside;
pub use verify::{Broken, Link, Verified};
