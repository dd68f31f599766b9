//! The enrolment code: what a tablet must know to trust a station, in a text that is scanned or pasted.
//!
//! It holds the station's address, the fingerprint of its certificate, its key, and a token that works once. The
//! station signs it, so a letter that was changed on the way is noticed before anything is sent; a code that a stranger
//! made whole is noticed by the station, which never gave out its token.

use chrono::{DateTime, Utc};
use minicbor::{Decode, Encode};

use crate::keys::Signature;
use crate::{DeviceId, DeviceKey, Hash, PublicKey};

const PREFIX: &str = "BEIBAO1.";
/// How wrong a fresh tablet's clock may be. Within this, only the station judges whether a code has expired.
const CLOCK_TOLERANCE_S: i64 = 24 * 3600;

/// What a station offers a tablet.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Offer {
    /// Where it answers, such as `https://192.0.2.7:8443`.
    #[n(0)]
    pub url: String,
    /// SHA-256 of its TLS certificate (DER): the pin.
    #[n(1)]
    pub certificate: Hash,
    /// The station as a device.
    #[n(2)]
    pub station: DeviceId,
    /// The key that signs the station's changes.
    #[n(3)]
    pub station_key: PublicKey,
    /// Works once.
    #[n(4)]
    pub token: Hash,
    /// Shown before the officer agrees.
    #[n(5)]
    pub station_name: String,
    /// Shown before the officer agrees.
    #[n(6)]
    pub officer_name: String,
    /// Seconds since 1970 after which it is void.
    #[n(7)]
    pub expires_s: i64,
}

crate::redacted!(Offer);

#[derive(Encode, Decode)]
struct Signed {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    offer: Vec<u8>,
    #[n(1)]
    signature: Signature,
}

/// Why a code cannot be used.
#[derive(Debug, Clone, Copy, thiserror::Error, PartialEq, Eq)]
pub enum OfferError {
    /// It is no enrolment code, or only a part of one.
    #[error("this is no enrolment code")]
    Malformed,
    /// The signature does not fit.
    #[error("the code was changed")]
    Forged,
    /// Its time is over.
    #[error("the code expired")]
    Expired,
}

impl Offer {
    /// The text to scan or paste.
    pub fn to_text(&self, station: &DeviceKey) -> String {
        let written = |result: Result<Vec<u8>, _>| match result {
            Ok(bytes) => bytes,
            Err::<_, minicbor::encode::Error<std::convert::Infallible>>(_) => {
                unreachable!("writing to memory does not fail")
            }
        };
        let offer = written(minicbor::to_vec(self));
        let signature = station.sign(&offer);
        format!("{PREFIX}{}", to_base64(&written(minicbor::to_vec(Signed { offer, signature }))))
    }

    /// Reads a text; spaces and line breaks that a messenger put in are ignored.
    pub fn read(text: &str, now: DateTime<Utc>) -> Result<Offer, OfferError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let bytes = text.strip_prefix(PREFIX).and_then(from_base64).ok_or(OfferError::Malformed)?;
        let signed: Signed = minicbor::decode(&bytes).map_err(|_| OfferError::Malformed)?;
        let offer: Offer = minicbor::decode(&signed.offer).map_err(|_| OfferError::Malformed)?;
        if !offer.station_key.verifies(&signed.offer, &signed.signature) {
            return Err(OfferError::Forged);
        }
        if offer.expires_s.saturating_add(CLOCK_TOLERANCE_S) < now.timestamp() {
            return Err(OfferError::Expired);
        }
        Ok(offer)
    }
}

fn to_base64(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, bytes)
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn offer() -> Offer {
        let key = DeviceKey::from_seed(&[7; 32]);
        Offer {
            url: "https://127.0.0.1:8443".into(),
            certificate: Hash::of(b"certificate"),
            station: DeviceId(Uuid::from_u128(1)),
            station_key: key.public(),
            token: Hash::of(b"token"),
            station_name: "云雀滩派出所".into(),
            officer_name: "苏和".into(),
            expires_s: 1_000,
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn a_code_survives_a_messenger_that_breaks_its_lines() {
        let text = offer().to_text(&DeviceKey::from_seed(&[7; 32]));
        let broken =
            text.as_bytes().chunks(20).map(|c| std::str::from_utf8(c).unwrap()).collect::<Vec<_>>().join("\n ");
        assert_eq!(Offer::read(&broken, at(10)), Ok(offer()));
    }

    #[test]
    fn codes_that_cannot_be_used_say_why() {
        let text = offer().to_text(&DeviceKey::from_seed(&[7; 32]));
        assert_eq!(Offer::read(&text, at(1_000 + CLOCK_TOLERANCE_S)), Ok(offer()));
        assert_eq!(Offer::read(&text, at(1_001 + CLOCK_TOLERANCE_S)), Err(OfferError::Expired));
        assert_eq!(Offer::read("hello", at(10)), Err(OfferError::Malformed));
        assert_eq!(Offer::read(&text[..text.len() / 2], at(10)), Err(OfferError::Malformed));
        let by_another = offer().to_text(&DeviceKey::from_seed(&[8; 32]));
        assert_eq!(Offer::read(&by_another, at(10)), Err(OfferError::Forged));
    }
}
