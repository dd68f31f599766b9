//! The station's folder: its database, its secrets, its certificate.
//!
//! `station.json` holds the database's key, the station's signing seed, the blobs' secret and the TLS key, and may be read
//! by its owner only. Whoever has it and the rest of the folder has everything: keep its backup apart.

use std::io::Write;
use std::path::{Path, PathBuf};

use beibao_db::FileKey;
use beibao_domain::{BodyKey, DeviceId, DeviceKey, Hash, World};
use serde::{Deserialize, Serialize};
use zeroize::ZeroizeOnDrop;

use crate::StationError;
use crate::blobs::Blobs;

const SECRETS: &str = "station.json";
const DATABASE: &str = "station.db";
const BLOBS: &str = "blobs";
const SNAPSHOTS: &str = "snapshots";

/// What only the station knows.
#[derive(Serialize, Deserialize, ZeroizeOnDrop)]
pub struct Secrets {
    database_key: [u8; 32],
    signing_seed: [u8; 32],
    blob_secret: [u8; 32],
    /// The TLS private key, PKCS #8 DER.
    pub(crate) tls_key: Vec<u8>,
    /// The TLS certificate, DER. Public, but it belongs to the key.
    certificate: Vec<u8>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets([redacted])")
    }
}

impl Secrets {
    pub(crate) fn file_key(&self) -> FileKey {
        FileKey(self.database_key)
    }

    pub(crate) fn blobs(&self, folder: &Path) -> Blobs {
        Blobs::new(folder.join(BLOBS), self.blob_secret)
    }

    pub(crate) fn device_key(&self) -> DeviceKey {
        DeviceKey::from_seed(&self.signing_seed)
    }

    /// The key that bundles between the station and a tablet are sealed under.
    pub(crate) fn bundle_key(&self, tablet: DeviceId) -> BodyKey {
        BodyKey::derived(&self.signing_seed, &[], &[b"beibao bundles", tablet.0.as_bytes()])
    }

    /// The certificate that tablets pin and browsers are asked to trust, DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// What tablets pin.
    pub fn fingerprint(&self) -> Hash {
        Hash::of(&self.certificate)
    }
}

pub(crate) fn snapshots(folder: &Path) -> PathBuf {
    folder.join(SNAPSHOTS)
}

pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// Makes the folder, and fresh secrets that are not kept yet; refuses a folder that has some.
pub(crate) fn fresh(folder: &Path, world: &dyn World) -> Result<Secrets, StationError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    if folder.join(SECRETS).exists() {
        return Err(StationError::Exists);
    }
    // A database without its secrets: the rest of an `init` that was cut off, or a station whose secrets were mislaid.
    if database(folder).exists() {
        return Err(StationError::Incomplete);
    }
    let (tls_key, certificate) = crate::tls::make()?;
    let mut secrets =
        Secrets { database_key: [0; 32], signing_seed: [0; 32], blob_secret: [0; 32], tls_key, certificate };
    world.fill(&mut secrets.database_key);
    world.fill(&mut secrets.signing_seed);
    world.fill(&mut secrets.blob_secret);
    Ok(secrets)
}

/// Keeps the secrets, for their owner only.
pub(crate) fn keep(folder: &Path, secrets: &Secrets) -> Result<(), StationError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(folder.join(SECRETS)).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => StationError::Exists,
        _ => error.into(),
    })?;
    file.write_all(&serde_json::to_vec(secrets).map_err(|_| StationError::Secrets)?)?;
    file.sync_all()?;
    Ok(std::fs::File::open(folder)?.sync_all()?)
}

pub(crate) fn read(folder: &Path) -> Result<Secrets, StationError> {
    let bytes = std::fs::read(folder.join(SECRETS)).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StationError::Missing,
        _ => error.into(),
    })?;
    serde_json::from_slice(&bytes).map_err(|_| StationError::Secrets)
}
