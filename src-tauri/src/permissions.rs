//! What our own pages may ask WebKitGTK for: pictures from the camera, never sound; and where the tablet is, for a point that
//! the officer takes with a tap. A point can always be typed by hand instead.

use tauri::WebviewWindow;
use webkit2gtk::glib::prelude::{Cast, ObjectExt};
use webkit2gtk::{
    GeolocationPermissionRequest, PermissionRequest, PermissionRequestExt, SettingsExt, UserMediaPermissionRequest,
    UserMediaPermissionRequestExt, WebViewExt,
};

/// Lets the window's pages ask for the camera and for the place.
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
            if own && is_needed(request) {
                request.allow();
            } else {
                request.deny();
            }
            true
        });
    })
}

fn is_needed(request: &PermissionRequest) -> bool {
    match request.downcast_ref::<UserMediaPermissionRequest>() {
        Some(media) => media.is_for_video_device() && !media.is_for_audio_device(),
        None => request.is::<GeolocationPermissionRequest>(),
    }
}
