//! The words of backpack policing, and the rules that hold between them.
//!
//! Everything here is a value or a pure function of values: facts, registers, clocks, changes, merge, validation,
//! error codes. Nothing here opens a file, a socket or a window; time and chance come in as a [`World`], and the one
//! file that asks the machine for them is `world.rs`.

/// Types that carry what a person said or is, or a secret, print as `[redacted]`.
#[macro_export]
macro_rules! redacted {
    ($($name:ident),* $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )*};
}

pub mod activity;
pub mod application;
pub mod area;
pub mod card;
pub mod change;
pub mod clock;
pub mod dispute;
pub mod enrolment;
pub mod fact;
pub mod fault;
pub mod hands;
pub mod household;
pub mod id;
pub mod id_number;
pub mod keys;
pub mod material;
pub mod matter;
pub mod officer;
pub mod payload;
pub mod person;
pub mod picture;
pub mod problem;
pub mod questionnaire;
pub mod register;
pub mod request;
pub mod retention;
pub mod rights;
pub mod shelf;
pub mod suggestion;
pub mod visit;
pub mod volunteer;
pub mod world;

pub use change::{Change, SignedChange};
pub use clock::{Clock, Hlc, Stamp};
pub use fact::{Fact, FactBody};
pub use id::*;
pub use keys::{BodyKey, DeviceKey, Hash, PublicKey};
pub use payload::Payload;
pub use problem::{Problem, ProblemCode};
pub use register::{Edit, RegisterKind, Row};
pub use world::World;
