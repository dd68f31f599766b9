//! The second factor: one-time codes by time (RFC 6238 with SHA-1, 6 digits, 30 seconds), as every authenticator makes them.

use chrono::{DateTime, Utc};
use ring::hmac;

/// Bytes of a secret: as many as SHA-1 gives (RFC 4226, section 4).
pub(crate) const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;
/// Steps that a phone's clock may be off, either way.
const SLACK_STEPS: i64 = 1;

/// The code of a step.
fn code(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes[19] & 0x0f);
    let number = u32::from_be_bytes([bytes[at] & 0x7f, bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    number % 1_000_000
}

/// The step that a code belongs to, if it is one of now and later than the last that was used.
pub(crate) fn accepted(secret: &[u8], typed: &str, now: DateTime<Utc>, last_step: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let typed: u32 = digits.parse().ok()?;
    let step = now.timestamp().div_euclid(STEP_SECONDS);
    (step - SLACK_STEPS..=step + SLACK_STEPS).find(|step| *step > last_step && code(secret, *step) == typed)
}

/// What an authenticator reads (Google's key URI format); the secret in base 32 (RFC 4648, section 6).
pub(crate) fn address(secret: &[u8], name: &str) -> String {
    let escaped: String = name.bytes().map(escape).collect();
    format!("otpauth://totp/Beibao:{escaped}?secret={}&issuer=Beibao", base32(secret))
}

fn escape(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

/// Base 32 of whole groups of five bytes, as secrets are.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let group = |five: &[u8]| {
        let number = five.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        (0..8).rev().map(move |place| char::from(LETTERS[(number >> (5 * place) & 31) as usize])).collect::<String>()
    };
    bytes.chunks_exact(5).map(group).collect()
}

/// The code of now, for tests that play the authenticator.
#[doc(hidden)]
pub fn code_at(secret: &[u8], now: DateTime<Utc>) -> String {
    format!("{:06}", code(secret, now.timestamp().div_euclid(STEP_SECONDS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six digits.
        for (seconds, expected) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(code_at(SECRET, at(seconds)), expected);
        }
    }

    #[test]
    fn a_code_works_once_and_only_around_its_time() {
        let now = at(1_111_111_109);
        let step = accepted(SECRET, "081 804", now, 0).unwrap();
        assert_eq!(accepted(SECRET, "081804", now, step), None);
        assert!(accepted(SECRET, "081804", at(1_111_111_109 + 30), 0).is_some());
        assert_eq!(accepted(SECRET, "081804", at(1_111_111_109 + 90), 0), None);
        assert_eq!(accepted(SECRET, "+81804", now, 0), None);
    }

    #[test]
    fn an_authenticator_is_given_the_secret_in_base_32() {
        assert_eq!(base32(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(address(SECRET, "王芳").starts_with("otpauth://totp/Beibao:%E7%8E%8B%E8%8A%B3?secret=GEZDG"));
    }
}
