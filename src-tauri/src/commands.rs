//! The commands: arguments, one call, map.

pub mod card;
pub mod id_card;
pub mod register;
pub mod session;
pub mod sync;
pub mod visit;

/// The commands that carry picture bytes as they are: as JSON the same bytes take ten times as long.
pub fn raw_handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![id_card::examine_portrait, id_card::portrait_image, id_card::stored_portrait]
}
