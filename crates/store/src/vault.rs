//! The key file: from a passphrase to the database's key, and what stands between a thief and it.
//!
//! The database's key is random. It lies in `vault.json`, sealed under a key that Argon2id (RFC 9106) derives from the
//! passphrase, so a wrong passphrase is known without touching the database, and a new passphrase rewrites a few bytes.
//! The file also holds the installation's epoch, which makes the database of another installation noticeable, and counts
//! wrong tries, each of which makes the next one wait longer.
//!
//! Deliberately no secret beside the passphrase: a six-digit PIN keeps a finder out, not a laboratory.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use beibao_db::FileKey;
use beibao_domain::{BodyKey, Epoch, World};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{Result, StoreError};

/// The shortest passphrase or PIN.
pub const LEAST_PASSPHRASE_CHARS: usize = 6;
/// Wrong tries that cost nothing; each further one doubles the wait.
const FREE_TRIES: u32 = 2;
const LONGEST_WAIT_S: i64 = 15 * 60;
const FILE: &str = "vault.json";
const BESIDE: &str = "vault.json.new";
/// Every place in which the sealed key may lie.
pub(crate) const FILES: [&str; 2] = [FILE, BESIDE];

#[derive(Serialize, Deserialize)]
struct Vault {
    version: u32,
    memory_kib: u32,
    passes: u32,
    salt: Vec<u8>,
    sealed_key: Vec<u8>,
    epoch: Epoch,
    /// The installation that is about to take its place: the database says whether it did.
    #[serde(default)]
    next_epoch: Option<Epoch>,
    /// How the database that belongs to it begins.
    database_salt: [u8; 16],
    wrong_tries: u32,
    not_before_s: i64,
}

/// What a guess at the passphrase costs: Argon2id's memory and passes (RFC 9106).
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// A good part of a second of a tablet's core.
    pub const USUAL: Cost = Cost { memory_kib: 64 * 1024, passes: 3 };
}

/// What an open vault gives.
#[derive(Debug)]
pub struct Opened {
    /// The database's key.
    pub key: FileKey,
    /// The installation that the database must belong to.
    pub epoch: Epoch,
    /// Another one that it may belong to, if the power failed while one took the other's place.
    pub next_epoch: Option<Epoch>,
    /// How its file must begin.
    pub database_salt: [u8; 16],
}

/// Whether there is a vault in the folder: whether the tablet was enrolled.
pub fn exists(folder: &Path) -> bool {
    folder.join(FILE).exists()
}

/// Makes a vault with a fresh key for a fresh installation. `make` makes the database and says how its file begins; the
/// vault is put in place after it, so a power cut in between leaves a tablet that is not enrolled, and never a vault without its database.
pub fn create<T>(
    folder: &Path,
    passphrase: &str,
    cost: Cost,
    world: &dyn World,
    make: impl FnOnce(&Opened) -> Result<(T, [u8; 16])>,
) -> Result<(Opened, T)> {
    if passphrase.chars().count() < LEAST_PASSPHRASE_CHARS {
        return Err(StoreError::PassphraseTooShort);
    }
    let mut vault = Vault {
        version: 1,
        memory_kib: cost.memory_kib,
        passes: cost.passes,
        salt: vec![0; 16],
        sealed_key: Vec::new(),
        epoch: Epoch::new(world),
        next_epoch: None,
        database_salt: [0; 16],
        wrong_tries: 0,
        not_before_s: 0,
    };
    world.fill(&mut vault.salt);
    let mut key = [0; 32];
    world.fill(&mut key);
    vault.sealed_key = derive(&vault, passphrase)?.seal(key.to_vec());
    let mut opened = Opened {
        key: FileKey(key),
        epoch: vault.epoch,
        next_epoch: vault.next_epoch,
        database_salt: vault.database_salt,
    };
    let (made, salt) = make(&opened)?;
    opened.database_salt = salt;
    vault.database_salt = salt;
    write(folder, &vault)?;
    Ok((opened, made))
}

/// Seconds until a passphrase is tried again; 0 if one may be tried now.
pub fn wait_seconds(folder: &Path, world: &dyn World) -> u32 {
    read(folder).map_or(0, |vault| vault.wait_seconds(world.now().timestamp()))
}

impl Vault {
    fn wait_seconds(&self, now_s: i64) -> u32 {
        // A clock that was set back must not lock the officer out for longer than the wait itself.
        let wait_s = (self.not_before_s - now_s).min(wait_after(self.wrong_tries));
        u32::try_from(wait_s.max(0)).unwrap_or(u32::MAX)
    }
}

/// A new installation is about to begin.
pub(crate) fn plan_epoch(folder: &Path, epoch: Epoch) -> Result<()> {
    let vault = read(folder)?;
    write(folder, &Vault { next_epoch: Some(epoch), ..vault })
}

/// A new installation has begun.
pub(crate) fn settle_epoch(folder: &Path, epoch: Epoch) -> Result<()> {
    let vault = read(folder)?;
    write(folder, &Vault { epoch, next_epoch: None, ..vault })
}

/// Opens the vault. A wrong try is counted on the disk before the answer is given.
pub fn open(folder: &Path, passphrase: &str, world: &dyn World) -> Result<Opened> {
    let mut vault = read(folder)?;
    let now_s = world.now().timestamp();
    match vault.wait_seconds(now_s) {
        0 => {}
        wait_seconds => return Err(StoreError::TooManyTries { wait_seconds }),
    }
    let opened = derive(&vault, passphrase)?.open(&vault.sealed_key);
    let Some(key) = opened.ok().and_then(|key| <[u8; 32]>::try_from(key).ok()) else {
        vault.wrong_tries = vault.wrong_tries.saturating_add(1);
        let wait_s = wait_after(vault.wrong_tries);
        vault.not_before_s = now_s + wait_s;
        write(folder, &vault)?;
        return Err(StoreError::WrongPassphrase { wait_seconds: u32::try_from(wait_s).unwrap_or(u32::MAX) });
    };
    if vault.wrong_tries > 0 {
        vault.wrong_tries = 0;
        vault.not_before_s = 0;
        // A full disk must not keep the officer out; the tries are forgotten the next time.
        let _ = write(folder, &vault);
    }
    Ok(Opened {
        key: FileKey(key),
        epoch: vault.epoch,
        next_epoch: vault.next_epoch,
        database_salt: vault.database_salt,
    })
}

fn wait_after(wrong_tries: u32) -> i64 {
    match wrong_tries.saturating_sub(FREE_TRIES) {
        0 => 0,
        n => (1i64 << n.min(10)).min(LONGEST_WAIT_S),
    }
}

fn derive(vault: &Vault, passphrase: &str) -> Result<BodyKey> {
    let damaged = || StoreError::Vault(std::io::Error::from(std::io::ErrorKind::InvalidData));
    let params = argon2::Params::new(vault.memory_kib, vault.passes, 1, Some(32)).map_err(|_| damaged())?;
    let mut key = Zeroizing::new([0u8; 32]);
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &vault.salt, &mut *key)
        .map_err(|_| damaged())?;
    Ok(BodyKey(*key))
}

fn read(folder: &Path) -> Result<Vault> {
    let bytes = std::fs::read(folder.join(FILE)).map_err(StoreError::Vault)?;
    serde_json::from_slice(&bytes).map_err(|error| StoreError::Vault(error.into()))
}

/// Whole or not at all: written beside, flushed, then put in place.
fn write(folder: &Path, vault: &Vault) -> Result<()> {
    let beside: PathBuf = folder.join(BESIDE);
    let written = (|| {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(&serde_json::to_vec(vault)?)?;
        file.sync_all()?;
        std::fs::rename(&beside, folder.join(FILE))?;
        File::open(folder)?.sync_all()
    })();
    written.map_err(StoreError::Vault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use beibao_domain::world::System;
    use chrono::{DateTime, TimeDelta, Utc};

    struct At(DateTime<Utc>);
    impl World for At {
        fn now(&self) -> DateTime<Utc> {
            self.0
        }
        fn fill(&self, bytes: &mut [u8]) {
            System.fill(bytes);
        }
    }

    #[test]
    fn wrong_tries_wait_longer_each_time_and_the_right_one_opens_after_the_wait() {
        let folder = tempfile::tempdir().unwrap();
        let mut world = At(DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
        let (made, ()) = create(folder.path(), "草原-2026", Cost::USUAL, &world, |_| Ok(((), [0; 16]))).unwrap();
        let mut waits = Vec::new();
        for _ in 0..4 {
            let Err(StoreError::WrongPassphrase { wait_seconds }) = open(folder.path(), "000000", &world) else {
                panic!("a wrong passphrase opened the vault")
            };
            waits.push(wait_seconds);
            world.0 += TimeDelta::seconds(wait_seconds.into());
        }
        assert_eq!(waits, [0, 0, 2, 4]);
        world.0 -= TimeDelta::seconds(1);
        assert!(matches!(open(folder.path(), "草原-2026", &world), Err(StoreError::TooManyTries { wait_seconds: 1 })));
        world.0 += TimeDelta::seconds(1);
        assert_eq!(open(folder.path(), "草原-2026", &world).unwrap().key, made.key);
    }

    #[test]
    fn a_clock_set_back_ten_years_does_not_lock_the_officer_out() {
        let folder = tempfile::tempdir().unwrap();
        let mut world = At(DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
        create(folder.path(), "123456", Cost::USUAL, &world, |_| Ok(((), [0; 16]))).unwrap();
        for _ in 0..3 {
            let _ = open(folder.path(), "000000", &world);
        }
        world.0 -= TimeDelta::days(3_650);
        assert!(matches!(open(folder.path(), "123456", &world), Err(StoreError::TooManyTries { wait_seconds: 2 })));
    }

    #[test]
    fn a_short_passphrase_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            create(folder.path(), "12345", Cost::USUAL, &System, |_| Ok(((), [0; 16]))),
            Err(StoreError::PassphraseTooShort)
        ));
        assert!(!exists(folder.path()));
    }
}
