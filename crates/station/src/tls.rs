//! The station's certificate, and the rule for tablets: whoever comes must answer for a key of its own.
//!
//! Which key may do what is decided behind the handshake, by the device table. TLS 1.3 only.

use std::sync::Arc;

use beibao_domain::PublicKey;
use beibao_wire::MAX_RECORD_BYTES;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, ring, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::server::WantsServerCert;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    ConfigBuilder, DigitallySignedStruct, DistinguishedName as TlsName, Error, ServerConfig, SignatureScheme,
    WantsVerifier,
};

use crate::StationError;
use crate::folder::Secrets;

/// A fresh P-256 key and a certificate over it: (PKCS #8 DER, certificate DER).
pub(crate) fn make() -> Result<(Vec<u8>, Vec<u8>), StationError> {
    let made = (|| {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(vec!["beibao-station".into(), "localhost".into()])?;
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "beibao-station");
        let certificate = params.self_signed(&key)?.der().to_vec();
        Ok((key.serialize_der(), certificate))
    })();
    made.map_err(|error: rcgen::Error| StationError::Tls(error.to_string()))
}

#[derive(Debug)]
struct AnyOwnKey(Arc<CryptoProvider>);

impl ClientCertVerifier for AnyOwnKey {
    fn root_hint_subjects(&self) -> &[TlsName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        public_key(end_entity)
            .map(|_| ClientCertVerified::assertion())
            .ok_or(Error::General("a tablet's certificate is over an Ed25519 key".into()))
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
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// The Ed25519 key that a certificate is over.
pub(crate) fn public_key(certificate: &CertificateDer<'_>) -> Option<PublicKey> {
    /// The head of an Ed25519 SubjectPublicKeyInfo (RFC 8410).
    const HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    let certificate = webpki::EndEntityCert::try_from(certificate).ok()?;
    PublicKey::from_slice(certificate.subject_public_key_info().strip_prefix(&HEAD)?)
}

/// The side that tablets see: whoever comes shows a certificate over a key of its own.
pub(crate) fn config(secrets: &Secrets) -> Result<ServerConfig, StationError> {
    with(secrets, |builder, provider| builder.with_client_cert_verifier(Arc::new(AnyOwnKey(provider)))).map(
        |mut config| {
            config.max_fragment_size = Some(MAX_RECORD_BYTES);
            config
        },
    )
}

/// The side that the desk's browsers see: the same certificate, and none is asked for.
pub(crate) fn desk_config(secrets: &Secrets) -> Result<ServerConfig, StationError> {
    with(secrets, |builder, _| builder.with_no_client_auth()).map(|mut config| {
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config
    })
}

fn with(
    secrets: &Secrets,
    clients: impl FnOnce(
        ConfigBuilder<ServerConfig, WantsVerifier>,
        Arc<CryptoProvider>,
    ) -> ConfigBuilder<ServerConfig, WantsServerCert>,
) -> Result<ServerConfig, StationError> {
    let provider = Arc::new(ring::default_provider());
    ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .and_then(|builder| {
            clients(builder, provider).with_single_cert(
                vec![CertificateDer::from(secrets.certificate().to_vec())],
                PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(secrets.tls_key.clone())),
            )
        })
        .map_err(|error| StationError::Tls(error.to_string()))
}
