//! Puts a backup back: its database, the pictures that are missing, and the erasures of both.
//!
//! What it replaces is moved aside and not deleted; nothing is touched before the backup was opened in a scratch place and found
//! whole. The erasures that lie in the station's folder stay: they name who was erased since, and opening the station erases
//! them again.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use beibao_domain::world::china;
use beibao_domain::{ProblemCode, World};

use super::rehearse::{Rehearsed, rehearse_one};
use super::{list, make_folder, make_folder_of, share, sync};
use crate::desk::Progress;
use crate::station::{Result, Station, StationError};
use crate::{blobs, erasures, folder};

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restored {
    /// Nothing was touched: its database or its log is not whole.
    Unfit(Rehearsed),
    /// It is back.
    Done {
        /// What is in it.
        found: Rehearsed,
        /// Where the database lies that was here before, if there was one.
        aside: Option<PathBuf>,
    },
}

/// Puts `from` back into a station's folder: a backup, or a folder of backups of which the newest is taken. Nobody may have the
/// station open. A power cut in the middle leaves what the same command puts right.
///
/// # Errors
/// `no_backup`; `busy` while a server or another command has the database open; [`StationError::Missing`] if neither has the secrets, and a database fault if they are another station's.
pub fn restore(place: &Path, from: &Path, world: Arc<dyn World>) -> Result<Restored> {
    let backup = match folder::database(from).is_file() {
        true => from.to_owned(),
        false => list(from)?.pop().ok_or(ProblemCode::NoBackup)?,
    };
    let found = rehearse_one(&backup, folder::read(place), Arc::clone(&world), &Progress::default())?;
    if found.log.broken.is_some() || found.damage.is_some() {
        return Ok(Restored::Unfit(found));
    }
    make_folder(place)?;
    let secrets = match folder::read(place) {
        Err(StationError::Missing) => {
            let secrets = folder::read(&backup)?;
            folder::keep(place, &secrets)?;
            secrets
        }
        read => read?,
    };
    let database = folder::database(place);
    nobody_has_it_open(&database, &secrets.file_key())?;
    let coming = database.with_extension("coming");
    let brought = (|| {
        std::fs::copy(folder::database(&backup), &coming)?;
        bring_pictures(&coming, &secrets, &backup, place)?;
        sync(&coming)?;
        erasures::bring(&backup, place)
    })();
    // A copy that is of no use is not left behind.
    brought.inspect_err(|_| drop(std::fs::remove_file(&coming)))?;
    let aside = move_aside(place, &database, &*world)?;
    std::fs::rename(&coming, &database)?;
    sync(place)?;
    Station::open(place, world)?;
    Ok(Restored::Done { found, aside })
}

/// Whoever has a database open keeps it from leaving the journal that lies beside it. One that does not open at all is no
/// obstacle: it may be the reason for all this.
fn nobody_has_it_open(database: &Path, key: &beibao_db::FileKey) -> Result<()> {
    if !database.exists() {
        return Ok(());
    }
    let left = beibao_db::connect(database, key)
        .map(|sql| sql.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0)));
    match left {
        Ok(Err(rusqlite::Error::SqliteFailure(error, _))) if error.code == rusqlite::ErrorCode::DatabaseBusy => {
            Err(ProblemCode::Busy.into())
        }
        _ => Ok(()),
    }
}

/// Brings each picture that is not here as it should be. One that is not in the backup either is missing from now on: the database
/// says so, and a tablet that still has it is asked for it.
fn bring_pictures(database: &Path, secrets: &folder::Secrets, backup: &Path, place: &Path) -> Result<()> {
    let coming = beibao_db::connect(database, &secrets.file_key())?;
    let (from, to) = (secrets.blobs(backup), secrets.blobs(place));
    let mut folders = BTreeSet::new();
    for hash in blobs::whole(&coming)? {
        if to.read(hash)?.is_some() {
            continue;
        }
        to.destroy(hash)?;
        if from.read(hash)?.is_none() {
            coming.execute("UPDATE blob SET whole = 0 WHERE hash = ?1", [hash.0])?;
            continue;
        }
        make_folder_of(&to.place(hash), &mut folders)?;
        share(None, &from.place(hash), &to.place(hash))?;
    }
    // And the folder that holds them, in which one of them may be new.
    let above: Vec<PathBuf> = folders.iter().filter_map(|folder| folder.parent()).map(Path::to_owned).collect();
    folders.extend(above);
    folders.iter().try_for_each(|folder| sync(folder))
}

/// Moves a database and what lies beside it into a folder of its own.
fn move_aside(place: &Path, database: &Path, world: &dyn World) -> Result<Option<PathBuf>> {
    let beside = ["db", "db-wal", "db-shm"].map(|ending| database.with_extension(ending));
    if beside.iter().all(|file| !file.exists()) {
        return Ok(None);
    }
    let now = world.now().with_timezone(&china());
    let aside = place.join(format!("before-{}", now.format("%Y%m%d-%H%M%S")));
    make_folder(&aside)?;
    for file in beside {
        match std::fs::rename(&file, aside.join(file.file_name().unwrap_or_default())) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(Some(aside))
}
