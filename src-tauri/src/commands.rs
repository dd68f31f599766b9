//! The commands: arguments, one call, map.

pub mod agreement;
pub mod bundle;
pub mod card;
pub mod evening;
pub mod id_card;
pub mod numbers;
pub mod outreach;
pub mod paper;
pub mod printer;
pub mod record;
pub mod register;
pub mod rights;
pub mod scan;
pub mod session;
pub mod sync;
pub mod visit;

/// The commands that carry picture bytes as they are: as JSON the same bytes take ten times as long.
macro_rules! raw {
    ($($module:ident::$command:ident),* $(,)?) => {
        /// Their names.
        pub const RAW: &[&str] = &[$(stringify!($command)),*];

        /// Answers them.
        pub fn raw_handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($module::$command),*]
        }
    };
}

raw![
    bundle::import_bundle,
    id_card::examine_portrait,
    id_card::live_portrait,
    id_card::portrait_image,
    record::keep_picture,
    record::picture,
    scan::read_code
];
