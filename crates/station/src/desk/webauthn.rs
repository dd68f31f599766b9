//! What a passkey says, looked through by the procedures of Web Authentication (W3C, Level 3, §§ 7.1 and 7.2).
//!
//! No attestation is asked for: of which make a passkey is matters to nobody here, and without it nothing is signed when one
//! is made. So its public key is taken as the browser writes it out (SubjectPublicKeyInfo, § 5.2.1.1), and none of the
//! standard's CBOR is read. A passkey is the second factor, after the password: that somebody was there is asked for, not
//! that the passkey knew them. Extensions, `topOrigin` and user handles are asked for by nobody here and looked at by nobody.

use beibao_domain::Hash;
use rustls::pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer};
use serde::Deserialize;
use webpki::ring::{ECDSA_P256_SHA256, ED25519, RSA_PKCS1_2048_8192_SHA256};
use webpki::{EndEntityCert, RawPublicKeyEntity};

/// What can be verified: ES256, EdDSA and RS256. The page asks for these, by their COSE numbers −7, −8 and −257 (§ 5.8.5).
const ALGORITHMS: [&dyn SignatureVerificationAlgorithm; 3] = [ECDSA_P256_SHA256, ED25519, RSA_PKCS1_2048_8192_SHA256];

/// Flags of § 6.1: somebody was there; the passkey may be backed up; it is; a passkey was made.
const PRESENT: u8 = 1;
const MAY_BE_BACKED_UP: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const MADE: u8 = 1 << 6;
/// The longest id (§ 4).
const MOST_ID_BYTES: usize = 1023;

/// What is signed once.
pub(crate) type Challenge = [u8; 32];

/// Where a browser sees the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    origin: String,
    pub(crate) host: String,
}

impl Place {
    /// From what the browser asked for, `host` or `host:port`, where that is a name of the station's certificate: whoever sends a
    /// request could name any. An address of numbers is no name, and passkeys belong to names (§ 5.1.3).
    pub fn of(authority: &str, certificate: &CertificateDer<'_>) -> Option<Self> {
        let authority = authority.to_ascii_lowercase();
        let (host, port) =
            authority.rsplit_once(':').map_or((authority.as_str(), None), |(host, port)| (host, Some(port)));
        let name = ServerName::try_from(host).ok().filter(|name| matches!(name, ServerName::DnsName(_)))?;
        EndEntityCert::try_from(certificate).ok()?.verify_is_valid_for_subject_name(&name).ok()?;
        port.is_none_or(|port| port.parse::<u16>().is_ok())
            .then(|| Self { origin: format!("https://{authority}"), host: host.to_owned() })
    }
}

/// What is asked of a passkey.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed {
    /// To be made.
    Make,
    /// To sign.
    Sign,
}

/// What a passkey was asked, where.
pub(crate) struct Ceremony<'a> {
    pub(crate) deed: Deed,
    pub(crate) place: &'a Place,
    pub(crate) challenge: Challenge,
}

/// A passkey as it is kept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Passkey {
    pub(crate) id: Vec<u8>,
    /// SubjectPublicKeyInfo.
    pub(crate) key: Vec<u8>,
    /// How often it said that it signed; 0 for those that do not count.
    pub(crate) counter: u32,
}

/// What the browser says of a ceremony (§ 5.8.1). What it may say besides is not looked at.
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    /// Base 64 for addresses, unpadded.
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    in_a_foreign_frame: bool,
}

/// What the passkey says of it (§ 6.1): SHA-256 of the host, flags, counter, and behind them what was made.
struct Authenticator<'a> {
    host: Hash,
    flags: u8,
    counter: u32,
    made: &'a [u8],
}

impl<'a> Authenticator<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (host, rest) = bytes.split_first_chunk::<32>()?;
        let (&flags, rest) = rest.split_first()?;
        let (counter, made) = rest.split_first_chunk()?;
        Some(Self { host: Hash(*host), flags, counter: u32::from_be_bytes(*counter), made })
    }

    /// The id of what was made: behind the maker's sixteen bytes, with its length before it (§ 6.5.1).
    fn id(&self) -> Option<&'a [u8]> {
        let (length, rest) = self.made.get(16..)?.split_first_chunk()?;
        rest.get(..usize::from(u16::from_be_bytes(*length)))
    }
}

impl Ceremony<'_> {
    /// What the passkey says, if both speak of this ceremony and somebody was there.
    fn heard<'a>(&self, client_data: &[u8], authenticator_data: &'a [u8]) -> Option<Authenticator<'a>> {
        let browser: ClientData = serde_json::from_slice(client_data).ok()?;
        let kind = match self.deed {
            Deed::Make => "webauthn.create",
            Deed::Sign => "webauthn.get",
        };
        let here = browser.kind == kind
            && browser.challenge == super::base64::written(&self.challenge)
            && browser.origin == self.place.origin
            && !browser.in_a_foreign_frame;
        let said = Authenticator::read(authenticator_data)?;
        let sound = said.host == Hash::of(self.place.host.as_bytes())
            && said.flags & PRESENT != 0
            && said.flags & (MAY_BE_BACKED_UP | BACKED_UP) != BACKED_UP;
        (here && sound).then_some(said)
    }

    /// The passkey that was made (§ 7.1).
    pub(crate) fn made(&self, client_data: &[u8], authenticator_data: &[u8], key: Vec<u8>) -> Option<Passkey> {
        let said = self.heard(client_data, authenticator_data)?;
        let id = said.id().filter(|id| said.flags & MADE != 0 && (1..=MOST_ID_BYTES).contains(&id.len()))?.to_vec();
        can_be_verified(&key).then_some(Passkey { id, key, counter: said.counter })
    }

    /// Where the passkey's counter stands now, if it signed (§ 7.2). One that does not go on is a copy's.
    pub(crate) fn signed(
        &self,
        by: &Passkey,
        client_data: &[u8],
        authenticator_data: &[u8],
        signature: &[u8],
    ) -> Option<u32> {
        let said = self.heard(client_data, authenticator_data)?;
        let key = SubjectPublicKeyInfoDer::from(by.key.as_slice());
        let key = RawPublicKeyEntity::try_from(&key).ok()?;
        let signed = [authenticator_data, &Hash::of(client_data).0].concat();
        let fits = ALGORITHMS.iter().any(|algorithm| key.verify_signature(*algorithm, &signed, signature).is_ok());
        let goes_on = said.counter > by.counter || (said.counter, by.counter) == (0, 0);
        (fits && goes_on).then_some(said.counter)
    }
}

/// Whether a key is one of an algorithm that is known here.
fn can_be_verified(key: &[u8]) -> bool {
    let key = SubjectPublicKeyInfoDer::from(key);
    let Ok(key) = RawPublicKeyEntity::try_from(&key) else { return false };
    // Nothing was signed yet: a key that fits the algorithm says that the signature is wrong.
    let fits = |algorithm| {
        matches!(key.verify_signature(algorithm, &[], &[]), Err(webpki::Error::InvalidSignatureForPublicKey))
    };
    ALGORITHMS.into_iter().any(fits)
}

#[cfg(test)]
mod tests;
