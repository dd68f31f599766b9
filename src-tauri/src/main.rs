//! The field app on a desktop or a tablet with Linux or Windows. Everything is in the library, which Android starts
//! through its own entry.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    beibao_app::run();
}
