//! Opens an encrypted SQLite file at the right schema, or says why not.
//!
//! The only crate that builds SQLCipher. It knows no table: the migrations come from whoever owns the file. What is
//! written is on the disk before a commit returns (`synchronous = FULL`), and nothing is ever written in plain: journal
//! and WAL are encrypted like the file, temporary tables stay in memory.

use std::path::Path;
use std::time::Duration;

use refinery::Runner;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The file's raw key. It was derived before, so SQLCipher's own derivation is skipped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct FileKey(pub [u8; 32]);

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey([redacted])")
    }
}

/// What the owner of a file can do about a database error.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Free some room; nothing was written.
    #[error("the disk is full")]
    DiskFull(#[source] rusqlite::Error),
    /// The file does not open with this key, or its pages do not authenticate.
    #[error("the file is damaged, or belongs to another key")]
    Damaged(#[source] rusqlite::Error),
    /// Somebody else has been writing for longer than one waits; nothing was written.
    #[error("the file is busy")]
    Busy(#[source] rusqlite::Error),
    /// A newer program wrote the file.
    #[error("the file has schema {found}, this program knows {known}")]
    Newer {
        /// The file's schema.
        found: i32,
        /// The newest schema that this program knows.
        known: i32,
    },
    /// A bug, or a machine that does not let us.
    #[error("the database failed: {0}")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The disk had no room for the shared memory beside the file.
const IOERR_SHMSIZE: i32 = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
/// The file ends in the middle of a page.
const IOERR_SHORT_READ: i32 = rusqlite::ffi::SQLITE_IOERR_SHORT_READ;

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        let extended = error.sqlite_error().map_or(0, |error| error.extended_code);
        match error.sqlite_error_code() {
            _ if extended == IOERR_SHMSIZE => Fault::DiskFull(error),
            _ if extended == IOERR_SHORT_READ => Fault::Damaged(error),
            Some(ErrorCode::DiskFull) => Fault::DiskFull(error),
            Some(ErrorCode::DatabaseBusy) => Fault::Busy(error),
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Fault::Damaged(error),
            _ => Fault::Other(Box::new(error)),
        }
    }
}

impl From<refinery::Error> for Fault {
    fn from(error: refinery::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(one) = cause {
            if let Some(rusqlite::Error::SqliteFailure(code, _)) = one.downcast_ref() {
                return rusqlite::Error::SqliteFailure(*code, None).into();
            }
            cause = one.source();
        }
        Fault::Other(Box::new(error))
    }
}

/// A set of tables that grows by migrations of its own, with the table that remembers them.
pub struct Schema {
    history: &'static str,
    migrations: Runner,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Schema({})", self.history)
    }
}

impl Schema {
    /// `history` is the name of the table that remembers which of `migrations` were applied.
    pub fn new(history: &'static str, mut migrations: Runner) -> Self {
        migrations.set_migration_table_name(history);
        Self { history, migrations }
    }
}

/// Opens or creates the file and brings it to the newest of each schema, one after the other.
pub fn open(path: &Path, key: &FileKey, schemas: &[Schema]) -> Result<Connection, Fault> {
    let mut connection = connect(path, key)?;
    schemas.iter().try_for_each(|schema| refuse_newer(&connection, schema))?;
    for schema in schemas {
        schema.migrations.run(&mut connection)?;
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// A database in memory, for what is thrown away again. It is not encrypted and never touches a disk.
pub fn in_memory(schemas: &[Schema]) -> Result<Connection, Fault> {
    // In one piece that goes back to the system when it is closed; `:memory:` leaves the heap full of holes.
    let mut connection = Connection::open("file:alone?vfs=memdb")?;
    for schema in schemas {
        schema.migrations.run(&mut connection)?;
    }
    Ok(connection)
}

/// The first bytes of an encrypted file, which no other file begins with: SQLCipher's random salt.
pub fn salt(path: &Path) -> std::io::Result<[u8; 16]> {
    let mut salt = [0; 16];
    std::io::Read::read_exact(&mut std::fs::File::open(path)?, &mut salt)?;
    Ok(salt)
}

/// One more connection to a file that [`open`] has brought up to date.
pub fn connect(path: &Path, key: &FileKey) -> Result<Connection, Fault> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    // A wrong key is an answer here, not an incident: SQLCipher is not to write about it on stderr.
    connection.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(())).or_else(no_row)?;
    let mut hex: String = key.0.iter().map(|byte| format!("{byte:02x}")).collect();
    let keyed = connection.pragma_update(None, "key", format!("x'{hex}'"));
    hex.zeroize();
    keyed.or_else(no_row)?;
    // The first read finds out whether the key fits.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "secure_delete", "FAST").or_else(no_row)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Copies an open database, as it is at one moment, into a new file under the same key, while others go on writing. The copy
/// is one file, on the disk when this returns.
pub fn copy(from: &Connection, to: &Path, key: &FileKey) -> Result<(), Fault> {
    let mut copy = connect(to, key)?;
    // All pages in one step: a copy in several would begin anew with every write in between.
    let copied = Backup::new(from, &mut copy)?.step(-1)?;
    if copied != StepResult::Done {
        return Err(Fault::Busy(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
            None,
        )));
    }
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    Ok(copy.close().map_err(|(_, error)| error)?)
}

fn no_row(error: rusqlite::Error) -> Result<(), rusqlite::Error> {
    match error {
        rusqlite::Error::QueryReturnedNoRows | rusqlite::Error::ExecuteReturnedResults => Ok(()),
        error => Err(error),
    }
}

fn refuse_newer(connection: &Connection, Schema { history, migrations }: &Schema) -> Result<(), Fault> {
    let migrated: bool =
        connection.query_row("SELECT count(*) FROM sqlite_schema WHERE name = ?1", [history], |row| {
            row.get::<_, i64>(0).map(|n| n > 0)
        })?;
    if !migrated {
        return Ok(());
    }
    let newest = format!("SELECT coalesce(max(version), 0) FROM {history}");
    let found: i32 = connection.query_row(&newest, [], |row| row.get(0))?;
    let known = migrations.get_migrations().iter().map(|m| m.version()).max().unwrap_or(0);
    if found > known { Err(Fault::Newer { found, known }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use refinery::Migration;

    const KEY: FileKey = FileKey([7; 32]);

    fn migrations(count: usize) -> Schema {
        let all = ["CREATE TABLE a (x TEXT) STRICT;", "CREATE TABLE b (x TEXT) STRICT;"];
        let all: Vec<Migration> =
            (1..=count).map(|n| Migration::unapplied(&format!("V{n}__step"), all[n - 1]).unwrap()).collect();
        Schema::new("history", Runner::new(&all))
    }

    #[test]
    fn nothing_written_is_readable_in_the_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let connection = open(&path, &KEY, &[migrations(1)]).unwrap();
        connection.execute("INSERT INTO a VALUES ('plain words')", []).unwrap();
        // The connection is still open, so the WAL is there too.
        let mut files = 0;
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            assert!(!bytes.windows(11).any(|w| w == b"plain words"));
            assert!(!bytes.starts_with(b"SQLite format 3"));
            files += 1;
        }
        assert!(files >= 2);
    }

    #[test]
    fn a_copy_opens_under_the_same_key_only_and_holds_what_was_committed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, to) = (folder.path().join("a.db"), folder.path().join("b.db"));
        let writing = open(&path, &KEY, &[migrations(1)]).unwrap();
        writing.execute("INSERT INTO a VALUES ('plain words')", []).unwrap();
        writing.execute_batch("BEGIN IMMEDIATE; INSERT INTO a VALUES ('not yet')").unwrap();
        copy(&connect(&path, &KEY).unwrap(), &to, &KEY).unwrap();
        let bytes = std::fs::read(&to).unwrap();
        assert!(!bytes.windows(11).any(|w| w == b"plain words") && !bytes.starts_with(b"SQLite format 3"));
        assert!(matches!(connect(&to, &FileKey([8; 32])), Err(Fault::Damaged(_))));
        let words: String =
            connect(&to, &KEY).unwrap().query_row("SELECT group_concat(x) FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!(words, "plain words");
    }

    #[test]
    fn a_wrong_key_a_damaged_file_and_a_newer_file_are_told_apart_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        drop(open(&path, &KEY, &[migrations(2)]).unwrap());
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(open(&path, &FileKey([8; 32]), &[migrations(2)]), Err(Fault::Damaged(_))));
        assert!(matches!(open(&path, &KEY, &[migrations(1)]), Err(Fault::Newer { found: 2, known: 1 })));
        assert_eq!(std::fs::read(&path).unwrap(), before);
        std::fs::write(&path, &before[..before.len() / 2 + 100]).unwrap();
        assert!(matches!(open(&path, &KEY, &[migrations(2)]), Err(Fault::Damaged(_))));
    }
}
