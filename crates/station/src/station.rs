//! The open station, and the one door through which it is written.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use beibao_db::{Fault, Schema};
use beibao_domain::change::{Author, ChainEnd};
use beibao_domain::rights::Ground;
use beibao_domain::{AreaId, Clock, DeviceId, Epoch, Hash, Hlc, OfficerId, Payload, Problem, ProblemCode, World};
use beibao_replica::table::{self, rows, station};
use beibao_replica::{ReplicaError, project};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::blobs::Blobs;
use crate::desk::Works;
use crate::folder::{self, Secrets};
use crate::library;
use crate::log;
use crate::readers::Readers;
use crate::together::Line;

/// Tablets that send at the same time. More are told to come again: each may keep a thread for as long as its line takes.
const SLOTS: usize = 256;
/// What a connection keeps of the file in plain, so that busy pages are not deciphered for each tablet anew.
const CACHE_KIB: i32 = 32 * 1024;

mod embedded {
    refinery::embed_migrations!("migrations");
}

fn schemas() -> [Schema; 2] {
    [beibao_replica::schema(), Schema::new("refinery_schema_history", embedded::migrations::runner())]
}

/// What can go wrong at the station.
#[derive(Debug, thiserror::Error)]
pub enum StationError {
    /// There is a station in this folder already.
    #[error("there is a station in this folder already")]
    Exists,
    /// There is none.
    #[error("there is no station in this folder; make one with `beibao-station init`")]
    Missing,
    /// The database or the secrets are missing.
    #[error("the database or station.json is missing; put it back from a backup")]
    Incomplete,
    /// The secrets file does not read.
    #[error("station.json does not read; restore it from its backup")]
    Secrets,
    /// The database.
    #[error(transparent)]
    Db(#[from] Fault),
    /// A file or socket.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// TLS cannot be set up.
    #[error("TLS: {0}")]
    Tls(String),
    /// Something that the visitor or the officer at the desk did.
    #[error("{}", .0.code.name())]
    Refused(Problem),
}

impl From<rusqlite::Error> for StationError {
    fn from(error: rusqlite::Error) -> Self {
        StationError::Db(error.into())
    }
}

impl From<ReplicaError> for StationError {
    fn from(error: ReplicaError) -> Self {
        match error {
            ReplicaError::Db(fault) => StationError::Db(fault),
            ReplicaError::NotFound => ProblemCode::NotFound.into(),
            ReplicaError::Unreadable(_) => ProblemCode::Internal.into(),
        }
    }
}

impl From<ProblemCode> for StationError {
    fn from(code: ProblemCode) -> Self {
        StationError::Refused(code.into())
    }
}

impl From<StationError> for Problem {
    fn from(error: StationError) -> Self {
        match error {
            StationError::Refused(problem) => problem,
            StationError::Db(Fault::DiskFull(_)) => ProblemCode::DiskFull.into(),
            StationError::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => ProblemCode::DiskFull.into(),
            StationError::Db(Fault::Busy(_)) => ProblemCode::Busy.into(),
            error => {
                tracing::error!(%error, "the station failed");
                ProblemCode::Internal.into()
            }
        }
    }
}

/// What a station function returns.
pub type Result<T> = std::result::Result<T, StationError>;

/// An open station.
pub struct Station {
    writer: Mutex<Connection>,
    readers: Readers,
    author: Author,
    secrets: Secrets,
    world: Arc<dyn World>,
    database: PathBuf,
    pub(crate) blobs: Blobs,
    pub(crate) snapshots: PathBuf,
    /// The station's folder.
    pub(crate) folder: PathBuf,
    /// Writes that wait for the writer.
    pub(crate) line: Line,
    /// A tablet that sends holds one of these.
    pub(crate) slots: Semaphore,
    /// What the desk does that takes long.
    pub(crate) works: Works,
    /// Held by whoever makes a snapshot.
    pub(crate) making: Mutex<()>,
    /// Held by whoever tries a password.
    guessing: Mutex<()>,
}

impl std::fmt::Debug for Station {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Station({})", self.author.device)
    }
}

impl Station {
    /// Makes a station: secrets, certificate, empty database.
    pub fn init(folder: &Path, world: Arc<dyn World>) -> Result<Station> {
        let secrets = folder::fresh(folder, &*world)?;
        let connection = beibao_db::open(&folder::database(folder), &secrets.file_key(), &schemas())?;
        connection.execute(
            "INSERT INTO identity (one, device, epoch, chain_hash) VALUES (1, ?1, ?2, ?3)",
            params![DeviceId::new(&*world).0, Epoch::new(&*world).0, Hash::NONE.0],
        )?;
        drop(connection);
        // Last, so that a power cut in between leaves no station, and never secrets without their database.
        folder::keep(folder, &secrets)?;
        Self::open(folder, world)
    }

    /// Opens a station.
    pub fn open(folder: &Path, world: Arc<dyn World>) -> Result<Station> {
        let secrets = match folder::read(folder) {
            Err(StationError::Missing) if folder::database(folder).exists() => return Err(StationError::Incomplete),
            read => read?,
        };
        Self::open_with(folder, secrets, world)
    }

    /// The same with secrets that lie elsewhere.
    pub(crate) fn open_with(folder: &Path, secrets: Secrets, world: Arc<dyn World>) -> Result<Station> {
        let path = folder::database(folder);
        if !path.exists() {
            return Err(StationError::Incomplete);
        }
        let writer = beibao_db::open(&path, &secrets.file_key(), &schemas())?;
        writer.pragma_update(None, "cache_size", -CACHE_KIB)?;
        let readers = Readers::open(&path, &secrets.file_key(), CACHE_KIB / 2)?;
        let device = writer.query_row("SELECT device FROM identity", [], |row| Ok(DeviceId(row.get(0)?)))?;
        // The station itself is the author of what it says: no officer.
        let author = Author { device, officer: OfficerId(uuid::Uuid::nil()), key: secrets.device_key() };
        let (blobs, snapshots) = (secrets.blobs(folder), folder::snapshots(folder));
        let station = Station {
            writer: Mutex::new(writer),
            readers,
            author,
            secrets,
            world,
            database: path,
            blobs,
            snapshots,
            folder: folder.to_owned(),
            line: Line::default(),
            slots: Semaphore::new(SLOTS),
            works: Works::default(),
            making: Mutex::default(),
            guessing: Mutex::default(),
        };
        station.write(|tx| {
            tx.clock.leave_a_gap(tx.world);
            Ok(beibao_replica::tally::complete(&tx.sql)?)
        })?;
        station.read_again()?;
        station.stamp_the_log()?;
        station.erase_again()?;
        Ok(station)
    }

    /// Changes of a kind that an older version of this program set aside are applied by the one that knows it.
    fn read_again(&self) -> Result<()> {
        let waiting: i64 = self.read(|sql| Ok(sql.query_row("SELECT count(*) FROM unread", [], |row| row.get(0))?))?;
        if waiting == 0 {
            return Ok(());
        }
        let erased = self.write(|tx| {
            let own = tx.device();
            // What only the station may say stays set aside, and so do edits: their door is the sync's.
            let allowed = |change: &beibao_domain::Change, payload: &Payload| {
                change.device == own || matches!(payload, Payload::Fact(fact) if !fact.body.is_the_desks())
            };
            let of_erased = table::unread::of_somebody_erased(&tx.sql)?;
            if !of_erased.is_empty() {
                tx.erase(&of_erased, std::iter::empty(), Ground::Asked)?;
            }
            for (stamp, device) in table::unread::read_again(&tx.sql, allowed)? {
                log::applied_after_all(&tx.sql, stamp, device)?;
            }
            Ok(!of_erased.is_empty())
        })?;
        if erased { self.after_erasing() } else { Ok(()) }
    }

    /// Changes that were logged before their stamps and kinds stood beside them get them.
    fn stamp_the_log(&self) -> Result<()> {
        self.write(|tx| {
            let mut statement = tx.sql.prepare("SELECT number, bytes FROM change WHERE kind IS NULL")?;
            let bare = statement
                .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            for (number, bytes) in bare {
                let change = minicbor::decode::<beibao_domain::Change>(&bytes).ok();
                let (at, kind) = change.map(|change| (change.at.0.cast_signed(), change.kind)).unzip();
                let stand = "UPDATE change SET stamp_at = ?2, kind = ?3 WHERE number = ?1";
                tx.sql.execute(stand, params![number, at, kind.unwrap_or_default()])?;
            }
            Ok(())
        })
    }

    /// The station as a device.
    pub fn author(&self) -> &Author {
        &self.author
    }

    /// What only the station knows.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// The clock and the chance that it goes by.
    pub fn world(&self) -> &dyn World {
        &*self.world
    }

    pub(crate) fn database_file(&self) -> &Path {
        &self.database
    }

    pub(crate) fn shared_world(&self) -> Arc<dyn World> {
        Arc::clone(&self.world)
    }

    /// The folder that it lies in.
    pub(crate) fn folder(&self) -> &Path {
        self.database.parent().unwrap_or(Path::new("."))
    }

    /// Its name, as imported; empty before.
    pub fn name(&self) -> Result<String> {
        self.read(|sql| Ok(station::read(sql)?.name))
    }

    /// Reads what was committed, all of it at one moment.
    pub fn read<R>(&self, read: impl FnOnce(&Connection) -> Result<R>) -> Result<R> {
        read(&*self.readers.one().transaction()?)
    }

    /// The same on a connection of its own, for what takes long.
    pub(crate) fn read_alone<R>(&self, read: impl FnOnce(&Connection) -> Result<R>) -> Result<R> {
        let mut reader = beibao_db::connect(&self.database, &self.secrets.file_key())?;
        reader.pragma_update(None, "query_only", true)?;
        read(&*reader.transaction()?)
    }

    /// Copies the database, as it is at one moment, into a new file under the same key.
    pub(crate) fn copy_database(&self, to: &Path) -> Result<()> {
        let reader = beibao_db::connect(&self.database, &self.secrets.file_key())?;
        Ok(beibao_db::copy(&reader, to, &self.secrets.file_key())?)
    }

    /// The size of a blob that a tablet's changes named; `None` if none did.
    pub(crate) fn named(&self, sql: &Connection, hash: Hash, device: DeviceId) -> Result<Option<u64>> {
        Ok(sql
            .prepare_cached(
                "SELECT b.size FROM blob b JOIN device d ON d.id = b.device
                 WHERE b.hash = ?1 AND d.officer = (SELECT officer FROM device WHERE id = ?2) LIMIT 1",
            )?
            .query_row(params![hash.0, device.0], |row| row.get::<_, i64>(0))
            .optional()?
            .map(i64::cast_unsigned))
    }

    /// How much is here of a blob that a tablet may ask for.
    pub(crate) fn held_of(&self, hash: Hash, device: DeviceId) -> Result<u64> {
        let Some(size) = self.read(|sql| self.named(sql, hash, device))? else { return Ok(0) };
        self.blobs.held(hash, size)
    }

    /// These blobs are whole.
    pub(crate) fn blobs_are_here(&self, hashes: &[Hash]) -> Result<()> {
        if hashes.is_empty() {
            return Ok(());
        }
        self.write(|tx| {
            for hash in hashes {
                let named = tx.sql.prepare_cached("UPDATE blob SET whole = 1 WHERE hash = ?1")?.execute([hash.0])?;
                // It was erased, or the desk decided, while it came.
                if named == 0 {
                    tx.leave(*hash)?;
                }
            }
            Ok(())
        })
    }

    /// A blob, whole and checked; `None` if it is not here.
    pub fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>> {
        self.blobs.read(hash)
    }

    /// Keeps a blob that no tablet brought. Public for tests that need a picture.
    #[doc(hidden)]
    pub fn keep_blob(&self, bytes: &[u8]) -> Result<Hash> {
        let mut salt = [0; 16];
        self.world.fill(&mut salt);
        let hash = Hash::of(bytes);
        let mut part = self.blobs.open(hash, bytes.len() as u64, salt)?;
        part.append(bytes)?;
        self.blobs.keep(&[part])?;
        Ok(hash)
    }

    /// Writes: all of it is on the disk when this returns, or nothing of it.
    pub fn write<R>(&self, write: impl FnOnce(&mut Tx<'_>) -> Result<R>) -> Result<R> {
        self.write_with(&mut held(&self.writer), write)
    }

    pub(crate) fn write_with<R>(
        &self,
        connection: &mut Connection,
        write: impl FnOnce(&mut Tx<'_>) -> Result<R>,
    ) -> Result<R> {
        let (result, blobs_leave) = self.commit(connection, write)?;
        // What was written stands, whatever becomes of the files: they are on a list, and the house looks again.
        if blobs_leave && let Err(error) = self.destroy_leaving(connection) {
            tracing::error!(%error, "a file that nothing names could not be destroyed yet");
        }
        Ok(result)
    }

    /// What `write` gives, and whether blobs leave with it.
    fn commit<R>(
        &self,
        connection: &mut Connection,
        write: impl FnOnce(&mut Tx<'_>) -> Result<R>,
    ) -> Result<(R, bool)> {
        let sql = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (clock, seq, hash, epoch): (i64, i64, [u8; 32], Uuid) = sql
            .prepare_cached("SELECT clock, chain_seq, chain_hash, epoch FROM identity")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let end = ChainEnd { epoch: Epoch(epoch), seq: seq.cast_unsigned(), hash: Hash(hash) };
        let clock = Clock::resumed(Hlc(clock.cast_unsigned()));
        let mut tx = Tx { sql, author: &self.author, world: &*self.world, clock, end, over: None, blobs_leave: false };
        let result = write(&mut tx)?;
        tx.sql.prepare_cached("UPDATE identity SET clock = ?1, chain_seq = ?2, chain_hash = ?3")?.execute(params![
            tx.clock.last().0.cast_signed(),
            tx.end.seq.cast_signed(),
            tx.end.hash.0
        ])?;
        tx.sql.commit()?;
        Ok((result, tx.blobs_leave))
    }

    /// Destroys the files of blobs that nothing names any more. What a power cut or the disk kept here goes with the next look
    /// of the house.
    pub(crate) fn destroy_leaving(&self, sql: &Connection) -> Result<()> {
        for hash in rows(sql, "SELECT hash FROM leaving", [], |row| Ok(Hash(row.get(0)?)))? {
            let named = "SELECT EXISTS (SELECT 1 FROM blob WHERE hash = ?1)";
            if !sql.query_row(named, [hash.0], |row| row.get(0))? {
                self.blobs.destroy(hash)?;
            }
            sql.execute("DELETE FROM leaving WHERE hash = ?1", [hash.0])?;
        }
        Ok(())
    }

    /// Tries one password at a time: wrong ones are counted before the next is tried, and hashing costs memory.
    pub(crate) fn one_guess(&self) -> MutexGuard<'_, ()> {
        self.guessing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection that writes. Public for tests that let the power fail.
    #[doc(hidden)]
    pub fn writer(&self) -> MutexGuard<'_, Connection> {
        held(&self.writer)
    }
}

fn held(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    // A panic in the middle of a transaction rolled it back; the connection itself is sound.
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A write that is going on.
pub struct Tx<'a> {
    pub(crate) sql: Transaction<'a>,
    author: &'a Author,
    world: &'a dyn World,
    pub(crate) clock: Clock,
    end: ChainEnd,
    /// Why nothing of this write can be kept.
    over: Option<ProblemCode>,
    /// Files of blobs go away once this write is on the disk.
    pub(crate) blobs_leave: bool,
}

impl Tx<'_> {
    /// The station as a device.
    pub(crate) fn device(&self) -> DeviceId {
        self.author.device
    }

    /// The clock and the chance of this station.
    pub fn world(&self) -> &dyn World {
        self.world
    }

    /// Does something that is undone by itself if it fails, whatever else this write does.
    pub(crate) fn apart<R>(&mut self, work: impl FnOnce(&mut Self) -> Result<R>) -> Result<R> {
        let (clock, end) = (self.clock, self.end);
        self.sql.prepare_cached("SAVEPOINT apart")?.execute([])?;
        let result = work(self);
        if self.sql.is_autocommit() {
            // SQLite has undone everything by itself, as it does when the disk is full.
            self.over = Some(match &result {
                Err(StationError::Db(Fault::DiskFull(_))) => ProblemCode::DiskFull,
                _ => ProblemCode::Internal,
            });
            return result;
        }
        if result.is_err() {
            (self.clock, self.end) = (clock, end);
        }
        let close = if result.is_ok() { "RELEASE apart" } else { "ROLLBACK TO apart; RELEASE apart" };
        if let Err(error) = self.sql.execute_batch(close) {
            // Neither kept nor undone: nothing of this write may be kept.
            self.over = Some(ProblemCode::Internal);
            return Err(error.into());
        }
        result
    }

    /// Whether this write may still be committed; if not, why.
    pub(crate) fn goes_on(&self) -> Result<()> {
        self.over.map_or(Ok(()), |code| Err(code.into()))
    }

    /// Says something of the station's own: it goes into the log like a tablet's change, and into the tables.
    pub fn say(&mut self, area: AreaId, payload: &Payload) -> Result<()> {
        let at = self.clock.tick(self.world.now());
        let named = match payload {
            Payload::Edit(edit) => library::named_by(&self.sql, edit)?,
            _ => Vec::new(),
        };
        self.say_at(at, area, payload)?;
        named.into_iter().try_for_each(|hash| self.let_go(hash))
    }

    /// Says again what was said under this stamp and got lost: whoever heard it then knows it as the same.
    pub(crate) fn say_again(&mut self, at: Hlc, area: AreaId, payload: &Payload) -> Result<()> {
        self.clock = Clock::resumed(self.clock.last().max(at));
        self.say_at(at, area, payload)
    }

    fn say_at(&mut self, at: Hlc, area: AreaId, payload: &Payload) -> Result<()> {
        let now = self.world.now();
        let signed = self
            .author
            .write(self.world, self.end, at, area, payload)
            .map_err(|_| StationError::from(ProblemCode::TooLarge))?;
        self.end = self.end.after(&signed);
        let change = signed.read().map_err(|_| StationError::from(ProblemCode::Internal))?;
        log::append(&self.sql, &signed, &change, None, true, now)?;
        project(&self.sql, &change, payload, &payload.to_json())?;
        match payload {
            Payload::Fact(fact) => self.destroy_useless_originals(fact),
            _ => Ok(()),
        }
    }
}
