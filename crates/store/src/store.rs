//! The open store, and the one door through which everything is written.
//!
//! [`Store::write`] hands out a [`Tx`]; no function that writes takes anything else, so a write outside a transaction
//! does not compile. The row, its outgoing change, the clock and the chain's end are committed together.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use beibao_db::Schema;
use beibao_domain::change::{Author, ChainEnd};
use beibao_domain::{
    AreaId, Clock, DeviceId, DeviceKey, Epoch, Hash, OfficerId, Payload, PublicKey, SignedChange, World,
};
use beibao_replica::project;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::table::{identity, outbox};
use crate::vault::{self, Opened};
use crate::{Result, StoreError};

mod embedded {
    refinery::embed_migrations!("migrations");
}

const DATABASE: &str = "beibao.db";
const LOCK: &str = "lock";

/// What enrolment agreed on: whose tablet this is and whom it trusts.
#[derive(Clone)]
pub struct Enrolment {
    /// The tablet.
    pub device: DeviceId,
    /// The secret from which the tablet's key is made.
    pub device_seed: [u8; 32],
    /// Who works with it.
    pub officer: OfficerId,
    /// The station, as a device.
    pub station: DeviceId,
    /// The key of the station's changes.
    pub station_key: PublicKey,
    /// Its name, for the unlock screen.
    pub station_name: String,
    /// Where it answers.
    pub url: String,
    /// SHA-256 of its certificate.
    pub certificate: Hash,
}

beibao_domain::redacted!(Enrolment);

/// Who this installation is.
#[derive(Debug)]
pub struct Identity {
    /// What enrolment agreed on.
    pub enrolment: Enrolment,
    /// The installation.
    pub epoch: Epoch,
}

/// An open tablet.
pub struct Store {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    author: Author,
    identity: Identity,
    world: Arc<dyn World>,
    _lock: File,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.identity.enrolment.device)
    }
}

impl Store {
    /// Whether a tablet was enrolled in this folder.
    pub fn exists(folder: &Path) -> bool {
        vault::exists(folder)
    }

    /// Makes a new tablet: a key file and an encrypted database. Fails, and leaves nothing behind, where there is one.
    pub fn create(folder: &Path, passphrase: &str, enrolment: Enrolment, world: Arc<dyn World>) -> Result<Store> {
        make_private(folder)?;
        let lock = lock(folder)?;
        if vault::exists(folder) {
            return Err(StoreError::AlreadyEnrolled);
        }
        // A database without its key file: the rest of an enrolment that failed, or of a tablet whose key file was mislaid
        // and may be found again. It is out of the way, and still there.
        set_database_aside(folder)?;
        let (opened, connection) = vault::create(folder, passphrase, &*world, |opened| {
            let connection = open_file(&folder.join(DATABASE), opened)?;
            identity::insert(&connection, &enrolment, opened.epoch)?;
            let salt = beibao_db::salt(&folder.join(DATABASE)).map_err(StoreError::Vault)?;
            Ok((connection, salt))
        })?;
        Self::on(connection, folder, opened, lock, world)
    }

    /// Opens the tablet.
    pub fn open(folder: &Path, passphrase: &str, world: Arc<dyn World>) -> Result<Store> {
        let lock = lock(folder)?;
        let opened = vault::open(folder, passphrase, &*world)?;
        if !folder.join(DATABASE).exists() {
            return Err(StoreError::Swapped);
        }
        // Another installation's file does not open with this key: it is told from a damaged one by how it begins.
        if beibao_db::salt(&folder.join(DATABASE)).map_err(StoreError::Vault)? != opened.database_salt {
            return Err(StoreError::Swapped);
        }
        let connection = open_file(&folder.join(DATABASE), &opened)?;
        Self::on(connection, folder, opened, lock, world)
    }

    fn on(writer: Connection, folder: &Path, opened: Opened, lock: File, world: Arc<dyn World>) -> Result<Store> {
        let identity = identity::read(&writer)?.ok_or(StoreError::Swapped)?;
        if identity.epoch != opened.epoch {
            return Err(StoreError::Swapped);
        }
        let reader = beibao_db::connect(&folder.join(DATABASE), &opened.key)?;
        reader.pragma_update(None, "query_only", true)?;
        let author = Author {
            device: identity.enrolment.device,
            epoch: identity.epoch,
            officer: identity.enrolment.officer,
            key: DeviceKey::from_seed(&identity.enrolment.device_seed),
        };
        Ok(Store { writer: Mutex::new(writer), reader: Mutex::new(reader), author, identity, world, _lock: lock })
    }

    /// Who this installation is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The clock and the chance that this store goes by.
    pub fn world(&self) -> &dyn World {
        &*self.world
    }

    /// Reads. Does not wait for a write that is going on, and sees only what was committed.
    pub fn read<R>(&self, read: impl FnOnce(&Connection) -> Result<R>) -> Result<R> {
        read(&held(&self.reader))
    }

    /// Writes: all of what `write` does is on the disk when this returns, or nothing of it.
    pub fn write<R>(&self, write: impl FnOnce(&mut Tx<'_>) -> Result<R>) -> Result<R> {
        let mut connection = held(&self.writer);
        let sql = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (last, end) = identity::clock_and_chain(&sql)?;
        let mut tx = Tx { sql, author: &self.author, world: &*self.world, clock: Clock::resumed(last), end };
        let result = write(&mut tx)?;
        identity::save_clock_and_chain(&tx.sql, tx.clock.last(), tx.end)?;
        tx.sql.commit()?;
        Ok(result)
    }

    /// For tests that let the power fail: the connection that writes.
    #[doc(hidden)]
    pub fn writer(&self) -> MutexGuard<'_, Connection> {
        held(&self.writer)
    }
}

/// A write that is going on.
pub struct Tx<'a> {
    pub(crate) sql: Transaction<'a>,
    author: &'a Author,
    world: &'a dyn World,
    clock: Clock,
    end: ChainEnd,
}

impl Tx<'_> {
    /// The clock and the chance of this store.
    pub fn world(&self) -> &dyn World {
        self.world
    }

    /// Says something new: stamps it, writes its change to the outbox and projects it.
    pub fn say(&mut self, area: AreaId, payload: &Payload) -> Result<()> {
        let now = self.world.now();
        let at = self.clock.tick(now);
        let signed = self.author.write(self.world, self.end, at, area, payload)?;
        self.end = ChainEnd { seq: self.end.seq + 1, hash: signed.hash() };
        outbox::insert(&self.sql, self.end.seq, &signed, payload, now)?;
        let change = signed.read()?;
        Ok(project(&self.sql, &change, payload, &payload.to_json())?)
    }

    /// Takes in what another device said, already verified.
    pub(crate) fn hear(&mut self, signed: &SignedChange, change: &beibao_domain::Change) -> Result<()> {
        self.clock.observe(change.at, self.world.now());
        // An erased body says nothing, and one that does not open must not keep the others out.
        match signed.open(change) {
            Ok(Some((body, payload))) => Ok(project(&self.sql, change, &payload, &body)?),
            Ok(None) | Err(_) => Ok(()),
        }
    }
}

fn open_file(path: &Path, opened: &Opened) -> Result<Connection> {
    Ok(beibao_db::open(
        path,
        &opened.key,
        &[beibao_replica::schema(), Schema::new("refinery_schema_history", embedded::migrations::runner())],
    )?)
}

fn held(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    // A panic in the middle of a transaction rolled it back; the connection itself is sound.
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn lock(folder: &Path) -> Result<File> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(folder.join(LOCK))
        .map_err(StoreError::Vault)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::AlreadyRunning),
        Err(TryLockError::Error(error)) => Err(StoreError::Vault(error)),
    }
}

fn make_private(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(StoreError::Vault)?;
    // It may have been made before, for the preferences.
    #[cfg(unix)]
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).map_err(StoreError::Vault)?;
    Ok(())
}

fn set_database_aside(folder: &Path) -> Result<()> {
    let file = |suffix: &str| folder.join(format!("{DATABASE}{suffix}"));
    if !file("").exists() {
        return Ok(());
    }
    let free = |n: &u32| !file(&format!(".aside-{n}")).exists();
    let n = (1..).find(free).unwrap_or_default();
    for suffix in ["-shm", "-wal", ""] {
        if file(suffix).exists() {
            std::fs::rename(file(suffix), file(&format!(".aside-{n}{suffix}"))).map_err(StoreError::Vault)?;
        }
    }
    Ok(())
}
