//! What the whole-system tests, the demo day and the benchmarks share: a station with a register, tablets that enrol with
//! it, a world whose clock can be set. Everything in it is the real thing: files, sockets, keys.

pub mod bench;
pub mod between;
pub mod cut;
pub mod day;
pub mod faulty;
pub mod kill;
pub mod load;
pub mod notices;
pub mod proxy;
pub mod sim;
pub mod small;
pub mod station;
pub mod tablet;
pub mod window;
pub mod world;
pub mod years;

pub use station::DemoStation;
pub use tablet::Tablet;
pub use world::TestWorld;
