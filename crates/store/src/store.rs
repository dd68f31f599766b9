//! The open store, and the one door through which everything is written.
//!
//! [`Store::write`] hands out a [`Tx`]; no function that writes takes anything else, so a write outside a transaction
//! does not compile. The row, its outgoing change, the clock and the chain's end are committed together.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use beibao_db::{FileKey, Schema};
use beibao_domain::change::{Author, ChainEnd};
use beibao_domain::{
    AreaId, BodyKey, Clock, DeviceId, DeviceKey, Epoch, Fact, FactBody, Hash, OfficerId, Payload, ProblemCode,
    PublicKey, SignedChange, World,
};
use beibao_replica::project;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::table::{cursor, identity, outbox, picture, print_job};
use crate::vault::{self, Cost, Opened};
use crate::{Result, StoreError, wipe};

mod embedded {
    refinery::embed_migrations!("migrations");
}

const DATABASE: &str = "beibao.db";
const LOCK: &str = "lock";
const DOWNLOAD: &str = "snapshot-";
/// Memory for a snapshot that is being taken over: a page that has to give way is encrypted and written, and read and decrypted
/// for the next row.
const INSTALLING_KIB: i64 = 128 * 1024;
/// How the names of the files begin that hold something of a person, all of them sealed.
pub(crate) const FILES: [&str; 2] = [DATABASE, DOWNLOAD];

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
    /// The key under which bundles to and from the station are sealed.
    pub bundle_key: BodyKey,
}

beibao_domain::redacted!(Enrolment);

/// Who this installation is.
#[derive(Debug)]
pub struct Identity {
    /// What enrolment agreed on.
    pub enrolment: Enrolment,
    /// The installation in whose name it spoke when it was opened.
    pub(crate) epoch: Epoch,
}

/// An open tablet.
pub struct Store {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    author: Author,
    identity: Identity,
    world: Arc<dyn World>,
    folder: PathBuf,
    key: FileKey,
    /// Another identity was taken on: whatever is said from now on, it is not said here.
    left: AtomicBool,
    _lock: File,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.identity.enrolment.device)
    }
}

impl Store {
    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether a tablet was enrolled in this folder.
    pub fn exists(folder: &Path) -> bool {
        vault::exists(folder)
    }

    /// Makes a new tablet: a key file and an encrypted database. Fails, and leaves nothing behind, where there is one.
    pub fn create(folder: &Path, passphrase: &str, enrolment: Enrolment, world: Arc<dyn World>) -> Result<Store> {
        Self::create_at(Cost::USUAL, folder, passphrase, enrolment, world)
    }

    /// The same with another cost of guessing, for tests that open thousands of tablets.
    #[doc(hidden)]
    pub fn create_at(
        cost: Cost,
        folder: &Path,
        passphrase: &str,
        enrolment: Enrolment,
        world: Arc<dyn World>,
    ) -> Result<Store> {
        make_private(folder)?;
        let lock = lock(folder)?;
        if wipe::emptied(folder)?.is_some() {
            wipe::forget(folder).map_err(StoreError::Vault)?;
        }
        if vault::exists(folder) {
            return Err(StoreError::AlreadyEnrolled);
        }
        // A database without its key file: the rest of an enrolment that failed, or of a tablet whose key file was mislaid
        // and may be found again. It is out of the way, and still there.
        set_database_aside(folder)?;
        let (opened, connection) = vault::create(folder, passphrase, cost, &*world, |opened| {
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
        if wipe::emptied(folder)?.is_some() {
            return Err(StoreError::Emptied);
        }
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
        let reader = beibao_db::connect(&folder.join(DATABASE), &opened.key)?;
        reader.pragma_update(None, "query_only", true)?;
        let author = Author {
            device: identity.enrolment.device,
            officer: identity.enrolment.officer,
            key: DeviceKey::from_seed(&identity.enrolment.device_seed),
        };
        let epoch = identity.epoch;
        let (writer, reader) = (Mutex::new(writer), Mutex::new(reader));
        let (folder, key) = (folder.to_owned(), opened.key);
        let store = Store { writer, reader, author, identity, world, folder, key, left: false.into(), _lock: lock };
        if opened.next_epoch == Some(epoch) {
            vault::settle_epoch(&store.folder, epoch)?;
        } else if epoch != opened.epoch {
            // This installation's file, but of a time before: whoever put it back meant well.
            store.begin_anew()?;
        }
        store.write(|tx| {
            // The file may be a copy of a time before, and nobody knows yet.
            tx.clock.leave_a_gap(tx.world);
            beibao_replica::table::unread::read_again(&tx.sql, |_, _| true)?;
            Ok(beibao_replica::tally::complete(&tx.sql)?)
        })?;
        Ok(store)
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
        read(&*held(&self.reader).transaction()?)
    }

    /// Writes: all of what `write` does is on the disk when this returns, or nothing of it.
    pub fn write<R>(&self, write: impl FnOnce(&mut Tx<'_>) -> Result<R>) -> Result<R> {
        self.write_as(&self.author, write)
    }

    fn write_as<R>(&self, author: &Author, write: impl FnOnce(&mut Tx<'_>) -> Result<R>) -> Result<R> {
        let mut connection = held(&self.writer);
        // Asked with the writer in hand: who waited while the identity changed must not speak in the old one's name.
        if self.left.load(Ordering::SeqCst) {
            return Err(StoreError::Left);
        }
        let sql = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (last, end) = identity::clock_and_chain(&sql)?;
        let mut tx = Tx { sql, author, world: &*self.world, clock: Clock::resumed(last), end, forgot: false };
        let result = write(&mut tx)?;
        if tx.forgot {
            picture::forget_unnamed(&tx.sql)?;
            print_job::forget_unnamed(&tx.sql)?;
        }
        identity::save_clock_and_chain(&tx.sql, tx.clock.last(), tx.end)?;
        tx.sql.commit()?;
        Ok(result)
    }

    /// Whether this store says nothing more: the tablet has another identity now, or is empty.
    pub fn has_left(&self) -> bool {
        self.left.load(Ordering::SeqCst)
    }

    /// From now on nothing is said here, if `settled` holds of what was said so far. Asked with the writer in hand: who waited
    /// meanwhile is told.
    pub(crate) fn leave_if(&self, settled: impl FnOnce(&Connection) -> Result<bool>) -> Result<bool> {
        let writer = held(&self.writer);
        if self.left.load(Ordering::SeqCst) {
            return Err(StoreError::Left);
        }
        let settled = settled(&writer)?;
        self.left.store(settled, Ordering::SeqCst);
        Ok(settled)
    }

    /// Begins a new installation: this file is older than what the station has from it, or was put back from a backup. What
    /// the station has not heard is said again at the head of a new chain; what it has, it gives back.
    pub fn begin_anew(&self) -> Result<()> {
        let epoch = Epoch::new(&*self.world);
        vault::plan_epoch(&self.folder, epoch)?;
        self.write(|tx| {
            tx.end = ChainEnd::start(epoch);
            let unheard = outbox::take_unheard(&tx.sql)?;
            unheard.iter().try_for_each(|(signed, saved_at)| tx.say_again(signed, *saved_at, false))
        })?;
        vault::settle_epoch(&self.folder, epoch)
    }

    /// Takes on another identity, given by a new enrolment, and says in its name what the station has not heard or would not
    /// hear from the one before. After it this store only reads: open it anew.
    pub fn change_identity(&self, enrolment: &Enrolment) -> Result<()> {
        let epoch = Epoch::new(&*self.world);
        let key = DeviceKey::from_seed(&enrolment.device_seed);
        let author = Author { device: enrolment.device, officer: enrolment.officer, key };
        vault::plan_epoch(&self.folder, epoch)?;
        let changed = self.write_as(&author, |tx| {
            tx.end = ChainEnd::start(epoch);
            let unheard = match identity::quarantine(&tx.sql)? {
                Some(reason) if reason == ProblemCode::TabletUnknown.name() => {
                    outbox::take_all_of(&tx.sql, self.author.device)?
                }
                _ => outbox::take_unheard(&tx.sql)?,
            };
            identity::replace(&tx.sql, enrolment)?;
            unheard.iter().try_for_each(|(signed, saved_at)| tx.say_again(signed, *saved_at, true))?;
            self.left.store(true, Ordering::SeqCst);
            Ok(())
        });
        if changed.is_err() {
            self.left.store(false, Ordering::SeqCst);
        }
        changed?;
        vault::settle_epoch(&self.folder, epoch)
    }

    /// The file into which a snapshot is fetched; what is in it is sealed by the station. Parts of others go away.
    pub fn download_file(&self, snapshot: Hash) -> std::io::Result<PathBuf> {
        let file = self.folder.join(format!("{DOWNLOAD}{snapshot}"));
        for entry in std::fs::read_dir(&self.folder)? {
            let other = entry?.path();
            let name = other.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(DOWNLOAD) && other != file {
                std::fs::remove_file(&other)?;
            }
        }
        Ok(file)
    }

    /// How much of a snapshot was fetched so far.
    pub fn downloaded_bytes(&self) -> u64 {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let parts = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(DOWNLOAD));
        parts.filter_map(|part| part.metadata().ok()).map(|data| data.len()).sum()
    }

    /// Takes a fetched snapshot over. `opened` gives its plain rows. Everything that it says is on the disk when this
    /// returns, and the cursors of its scopes stand where it was made.
    pub fn install_snapshot(
        &self,
        opened: &mut impl std::io::Read,
        scopes: &[AreaId],
        mark: (u64, Hash),
    ) -> Result<()> {
        // Nobody else writes meanwhile; and the search index is laid in on a connection that has never searched.
        let _writer = held(&self.writer);
        let mut connection = beibao_db::connect(&self.folder.join(DATABASE), &self.key)?;
        connection.pragma_update(None, "cache_size", -INSTALLING_KIB)?;
        let sql = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let kept = outbox::kept_in(&sql, scopes)?;
        beibao_replica::snapshot::read(&sql, opened)?;
        for scope in scopes {
            cursor::set(&sql, *scope, mark.0)?;
        }
        identity::set_mark(&sql, Some(mark))?;
        // What was said here: the station gives an installation its own words not back.
        for signed in kept {
            let change = signed.read()?;
            if let Some((body, payload)) = signed.open(&change)? {
                project(&sql, &change, &payload, &body)?;
            }
        }
        print_job::forget_unnamed(&sql)?;
        picture::forget_all_useless_originals(&sql)?;
        // The next stamp is later than all of these.
        let (last, end) = identity::clock_and_chain(&sql)?;
        let mut clock = Clock::resumed(last);
        clock.observe(beibao_replica::snapshot::newest(&sql)?, self.world.now());
        identity::save_clock_and_chain(&sql, clock.last(), end)?;
        sql.commit()?;
        Ok(())
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
    /// Something was forgotten that may have been the last to name a picture, or what a paper tells of.
    pub(crate) forgot: bool,
}

impl Tx<'_> {
    /// The clock and the chance of this store.
    pub fn world(&self) -> &dyn World {
        self.world
    }

    /// Who writes.
    pub(crate) fn officer(&self) -> OfficerId {
        self.author.officer
    }

    /// Says something new: stamps it, writes its change to the outbox and projects it.
    pub fn say(&mut self, area: AreaId, payload: &Payload) -> Result<()> {
        let now = self.world.now();
        let at = self.clock.tick(now);
        let signed = self.author.write(self.world, self.end, at, area, payload)?;
        self.end = self.end.after(&signed);
        outbox::insert(&self.sql, self.end, &signed, payload, now)?;
        let change = signed.read()?;
        project(&self.sql, &change, payload, &payload.to_json())?;
        self.forget_originals(payload)
    }

    /// What was said may be the decision on a portrait.
    fn forget_originals(&self, payload: &Payload) -> Result<()> {
        let Payload::Fact(fact) = payload else { return Ok(()) };
        beibao_replica::original::touched(fact)
            .map_or(Ok(()), |application| picture::forget_useless_originals(&self.sql, application))
    }

    /// Says again what was said before, at the end of the chain as it is now. `anew`: in another device's name, so that it
    /// stands in the tables under another stamp.
    fn say_again(&mut self, signed: &SignedChange, saved_at: DateTime<Utc>, anew: bool) -> Result<()> {
        let said = signed.read()?;
        let Some((body, payload)) = signed.open(&said)? else { return Ok(()) };
        if anew {
            beibao_replica::project::take_back(&self.sql, &said, &payload, &body)?;
        }
        let again = self.author.say_again(self.end, said, signed.key.clone())?;
        self.end = self.end.after(&again);
        outbox::insert(&self.sql, self.end, &again, &payload, saved_at)?;
        Ok(project(&self.sql, &again.read()?, &payload, &body)?)
    }

    /// Says again, in the installation of today, what the station took in earlier ones and may have lost.
    pub(crate) fn say_earlier_again(&mut self, epoch: Epoch) -> Result<()> {
        let earlier = outbox::take_earlier(&self.sql, self.author.device, epoch)?;
        earlier.iter().try_for_each(|(signed, saved_at)| self.say_again(signed, *saved_at, false))
    }

    /// Takes in what another device said, already verified.
    pub(crate) fn hear(&mut self, signed: &SignedChange, change: &beibao_domain::Change) -> Result<()> {
        self.clock.observe(change.at, self.world.now());
        // An erased body says nothing, and one that does not open must not keep the others out.
        match signed.open(change) {
            Ok(Some((body, payload))) => {
                project(&self.sql, change, &payload, &body)?;
                self.forget_originals(&payload)?;
                match payload {
                    Payload::Fact(Fact { body: FactBody::Erasure(erasure), .. }) => {
                        self.forgot = true;
                        erasure.changes.iter().try_for_each(|erased| outbox::forget_body(&self.sql, *erased))
                    }
                    _ => Ok(()),
                }
            }
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
