//! The shell of the field app: a window, commands, the permissions of its pages, and the sync that runs by itself.
//!
//! Deliberately not here: rules (domain), SQL (store), pictures (photo), papers (print). A command takes its arguments,
//! makes one call and maps the result.

pub mod bindings;
mod commands;
mod export;
#[doc(hidden)] // For its test.
pub mod printer;
mod syncing;
mod tablet;
mod words;

#[cfg(target_os = "linux")]
mod permissions;

use std::sync::Arc;

use beibao_domain::world::System;
use tauri::Manager;

use tablet::Tablet;

/// Starts the app and returns when its window was closed.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let typed = bindings::builder();
    let typed_handler = typed.invoke_handler();
    let raw_handler = commands::raw_handler();
    let mut builder = tauri::Builder::default();
    #[cfg(desktop)]
    {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }));
    }
    let app = builder
        .invoke_handler(move |invoke| match commands::RAW.contains(&invoke.message.command()) {
            true => raw_handler(invoke),
            false => typed_handler(invoke),
        })
        .setup(move |app| {
            typed.mount_events(app);
            let folder = match std::env::var_os("BEIBAO_FOLDER") {
                Some(folder) => folder.into(),
                None => app.path().app_local_data_dir()?,
            };
            app.manage(Tablet::new(folder, Arc::new(System)));
            #[cfg(target_os = "linux")]
            if let Some(window) = app.get_webview_window("main") {
                permissions::allow(&window)?;
            }
            syncing::run_by_itself(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => app.run(|_, _| {}),
        Err(error) => {
            tracing::error!(%error, "the app cannot start");
            std::process::exit(1);
        }
    }
}
