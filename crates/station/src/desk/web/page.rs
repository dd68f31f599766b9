//! The page's files, compiled in; a build without them says so in one sentence.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use beibao_domain::ProblemCode;

use super::answer::Refusal;

include!(concat!(env!("OUT_DIR"), "/page.rs"));

const FIRST: &str = "desk.html";
const UNBUILT: &str = include_str!("unbuilt.html");
const ZSTD_LEVEL: i32 = 19;

struct Kept {
    path: &'static str,
    plain: &'static [u8],
    /// The same compressed: a browser on a slow line takes it like this.
    packed: Bytes,
}

static KEPT: LazyLock<Vec<Kept>> = LazyLock::new(|| {
    let keep = |(path, plain): &(&'static str, &'static [u8])| {
        let packed = zstd::bulk::compress(plain, ZSTD_LEVEL).unwrap_or_default();
        Kept { path, plain, packed: packed.into() }
    };
    FILES.iter().map(keep).collect()
});

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("ttf") => "font/ttf",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// The file of an address; the page itself at the root.
pub(super) async fn file(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { FIRST } else { path };
    if FILES.is_empty() && path == FIRST {
        return (StatusCode::OK, [(header::CONTENT_TYPE, kind(FIRST))], UNBUILT).into_response();
    }
    let Some(kept) = KEPT.iter().find(|kept| kept.path == path) else {
        return Refusal::from(ProblemCode::NotFound).into_response();
    };
    // The names of all but the first hold a hash of what is in them.
    let keep = if path == FIRST { "no-cache" } else { "public, max-age=31536000, immutable" };
    let said = [(header::CONTENT_TYPE, kind(path)), (header::CACHE_CONTROL, keep), (header::VARY, "accept-encoding")];
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    if takes.is_some_and(|takes| takes.split(',').any(|one| one.trim() == "zstd")) {
        return (said, [(header::CONTENT_ENCODING, "zstd")], kept.packed.clone()).into_response();
    }
    (said, Bytes::from_static(kept.plain)).into_response()
}
