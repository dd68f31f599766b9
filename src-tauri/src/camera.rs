//! The camera in WebKitGTK: switched on for our window, and allowed for our own pages and for pictures only.

use tauri::WebviewWindow;
use webkit2gtk::glib::prelude::Cast;
use webkit2gtk::{
    PermissionRequestExt, SettingsExt, UserMediaPermissionRequest, UserMediaPermissionRequestExt, WebViewExt,
};

/// Lets the window's pages ask for the camera.
pub fn allow(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        let view = webview.inner();
        if let Some(settings) = view.settings() {
            settings.set_enable_media_stream(true);
            // A moving test picture instead of a camera, for machines without one; debug builds only.
            #[cfg(debug_assertions)]
            if std::env::var_os("BEIBAO_MOCK_CAMERA").is_some() {
                settings.set_enable_mock_capture_devices(true);
            }
        }
        view.connect_permission_request(|view, request| {
            let own = view.uri().is_some_and(|uri| uri.starts_with("tauri://localhost"));
            match request.downcast_ref::<UserMediaPermissionRequest>() {
                Some(media) if own && media.is_for_video_device() && !media.is_for_audio_device() => request.allow(),
                _ => request.deny(),
            }
            true
        });
    })
}
