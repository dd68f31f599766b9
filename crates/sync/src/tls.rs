//! Who may be spoken to: exactly the station whose certificate the enrolment code pinned, and only as this tablet.
//!
//! No certificate authority is asked. The station's certificate is known by its SHA-256, the tablet answers with a
//! certificate over its own Ed25519 key, TLS 1.3 only.

use std::sync::Arc;

use beibao_domain::{DeviceId, Hash, Problem, ProblemCode};
use beibao_wire::MAX_RECORD_BYTES;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

#[derive(Debug)]
struct Pinned {
    certificate: Hash,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if Hash::of(end_entity) == self.certificate {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.3 only".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The TLS side of a tablet.
pub(crate) fn config(certificate: Hash, device: DeviceId, device_seed: &[u8; 32]) -> Result<ClientConfig, Problem> {
    let provider = Arc::new(ring::default_provider());
    let key = private_key(device_seed);
    let own = own_certificate(device, &key).map_err(|error| {
        tracing::error!(%error, "the tablet's certificate cannot be made");
        Problem::from(ProblemCode::Internal)
    })?;
    ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map(|builder| {
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Pinned { certificate, provider }))
                .with_client_auth_cert(vec![own], PrivateKeyDer::Pkcs8(key))
        })
        .and_then(|config| config)
        .map(|mut config| {
            config.max_fragment_size = Some(MAX_RECORD_BYTES);
            config
        })
        .map_err(|error| {
            tracing::error!(%error, "TLS cannot be set up");
            ProblemCode::Internal.into()
        })
}

/// A seed as PKCS #8 (RFC 8410): the fixed head of an Ed25519 private key, then the seed.
fn private_key(seed: &[u8; 32]) -> PrivatePkcs8KeyDer<'static> {
    const HEAD: [u8; 16] =
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    PrivatePkcs8KeyDer::from([HEAD.as_slice(), seed].concat())
}

fn own_certificate(device: DeviceId, key: &PrivatePkcs8KeyDer<'_>) -> Result<CertificateDer<'static>, rcgen::Error> {
    let pair = KeyPair::try_from(key)?;
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, device.to_string());
    Ok(params.self_signed(&pair)?.der().clone())
}
