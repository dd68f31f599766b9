//! What an officer does with the tablet, done in the real window with real taps: the app as it ships, its encrypted file,
//! a station over HTTPS. Each journey ends at what lies in a database afterwards.
//!
//! Needs `target/debug/beibao` (see `window/machine.rs`), Xvfb, dbus and WebKitWebDriver; without them it fails.

#[path = "window/backpack.rs"]
mod backpack;
#[path = "window/carried.rs"]
mod carried;
#[path = "window/contact_card.rs"]
mod contact_card;
#[path = "window/first_start.rs"]
mod first_start;
#[path = "window/id_card.rs"]
mod id_card;
#[path = "window/instances.rs"]
mod instances;
#[path = "window/looks.rs"]
mod looks;
#[path = "window/papers.rs"]
mod papers;
#[path = "window/seen_through.rs"]
mod seen_through;
#[path = "window/stage.rs"]
mod stage;
#[path = "window/sync.rs"]
mod sync;
#[path = "window/visit.rs"]
mod visit;
