//! Bytes in JSON, as Web Authentication writes them: base 64 for addresses, without padding (RFC 4648, § 5).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// Bytes as text.
pub(crate) fn written(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// And back.
pub(crate) fn read(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}
