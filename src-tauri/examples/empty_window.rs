//! An empty Tauri window with one word on a coloured page: what any window costs before an app does anything. The floor
//! of `scripts/bench window`.

use tauri::http::Response;
use tauri::{WebviewUrl, WebviewWindowBuilder};

const PAGE: &str = "<!doctype html><title>empty</title><body style='margin:0;height:100vh;background:#c000c0'>empty";

fn main() -> tauri::Result<()> {
    let mut context = tauri::generate_context!();
    context.config_mut().app.windows.clear();
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            Response::builder().header("content-type", "text/html").body(PAGE.as_bytes()).unwrap_or_default()
        })
        .setup(|app| {
            let page = WebviewUrl::CustomProtocol("empty://localhost/".parse()?);
            WebviewWindowBuilder::new(app, "empty", page).inner_size(1280.0, 800.0).build()?;
            Ok(())
        })
        .run(context)
}
