//! Backups: the whole station, copied while it works, into a folder of its own beside the older ones.
//!
//! A backup is a copy of the database under the same key, the sealed pictures, the erasures, and `station.json` unless it is
//! to be kept apart: whoever has a backup with the key in it has everything. Sealed under the recovery key, the secrets go
//! along either way ([`crate::recovery`]). It grows under a name that begins with a point
//! and gets its own when all of it is on the disk, so that a full disk or a power cut leaves the older ones and no half one.
//! Not here: when it is done (`desk/keeping.rs`), whether it is worth anything (`rehearse.rs`), and how it is put back
//! (`restore.rs`).

pub mod rehearse;
pub mod restore;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use beibao_domain::ProblemCode;
use beibao_domain::world::china;
use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::desk::Progress;
use crate::station::{Result, Station};
use crate::{blobs, erasures, folder, recovery};

const PREFIX: &str = "beibao-";
const UNFINISHED: &str = ".beibao-unfinished";
/// Held by whoever makes a backup; that it is there says that backups were meant to go there.
pub(crate) const MARK: &str = ".beibao-lock";
const LEAVING: &str = ".beibao-leaving";
/// The most that can be kept.
pub const MOST_KEPT: u32 = 100;

/// How backups are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// How many are kept, the newest.
    pub keep: u32,
    /// Whether `station.json` goes along, without which nobody opens it.
    pub with_key: bool,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The name of its folder.
    pub name: String,
    /// Pictures in it.
    pub pictures: u64,
    /// Bytes of its files, pictures that it shares with an older one included.
    pub bytes: u64,
}

/// The backups in a folder, the oldest first.
pub fn list(target: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = match std::fs::read_dir(target) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        let named = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(PREFIX));
        if named && folder::database(&path).is_file() {
            found.push(path);
        }
    }
    // A name is an instant, so the order of names is that of time.
    found.sort();
    Ok(found)
}

impl Station {
    /// Makes a backup in a folder of its own under `target`, and takes away the oldest beyond those that are kept.
    pub fn back_up(&self, target: &Path, way: Way) -> Result<Made> {
        self.back_up_counted(target, way, &Progress::default())
    }

    /// The same, its pictures counted.
    pub(crate) fn back_up_counted(&self, target: &Path, way: Way, progress: &Progress) -> Result<Made> {
        let inside = |place: &Path| match (place.canonicalize(), self.folder.canonicalize()) {
            (Ok(place), Ok(own)) => place.starts_with(own),
            _ => false,
        };
        let parent = target.ancestors().find(|place| place.exists());
        if parent.is_some_and(inside) {
            return Err(ProblemCode::FolderUnusable.into());
        }
        if way.keep == 0 || way.keep > MOST_KEPT {
            return Err(ProblemCode::InvalidFields.into());
        }
        make_folder(target)?;
        let unfinished = target.join(UNFINISHED);
        // One at a time, of all processes: whoever comes second is told.
        let lock = File::create(target.join(MARK))?;
        if lock.try_lock().is_err() {
            return Err(ProblemCode::Busy.into());
        }
        clear(&unfinished)?;
        clear(&target.join(LEAVING))?;
        let older = list(target)?;
        let made = self.fill(&unfinished, older.last().map(PathBuf::as_path), way, progress);
        let made = made.and_then(|(pictures, bytes)| {
            let name = self.name_of_backup(target);
            std::fs::rename(&unfinished, target.join(&name))?;
            File::open(target)?.sync_all()?;
            Ok(Made { name, pictures, bytes })
        });
        let made = made.inspect_err(|_| drop(clear(&unfinished)))?;
        forget_old(target, way.keep)?;
        Ok(made)
    }

    /// The instant in China; where two are made within a second, the second one waits no longer than its number.
    fn name_of_backup(&self, target: &Path) -> String {
        let now: DateTime<Utc> = self.world().now();
        let name = format!("{PREFIX}{}", now.with_timezone(&china()).format("%Y%m%d-%H%M%S"));
        let numbered = (0..100u32).map(|n| if n == 0 { name.clone() } else { format!("{name}-{n:02}") });
        numbered.into_iter().find(|name| !target.join(name).exists()).unwrap_or(name)
    }

    /// Fills a folder; the pictures and bytes in it.
    fn fill(&self, place: &Path, older: Option<&Path>, way: Way, progress: &Progress) -> Result<(u64, u64)> {
        make_folder(place)?;
        let database = folder::database(place);
        self.copy_database(&database)?;
        let key = self.secrets().file_key();
        // Asked of the copy: what comes in meanwhile is the next one's.
        let copied = beibao_db::connect(&database, &key)?;
        copied.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        let (pictures, picture_bytes, mut folders) = self.copy_pictures(place, older, &copied, progress)?;
        copied.close().map_err(|(_, error)| error)?;
        sync(&database)?;
        let bytes = std::fs::metadata(&database)?.len() + picture_bytes;
        recovery::keep(place, self.secrets(), self.world())?;
        if way.with_key {
            folder::keep(place, self.secrets())?;
        }
        // Last, so that what was erased in the meantime is among them.
        match std::fs::copy(erasures::file(&self.folder), erasures::file(place)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            copied => {
                copied?;
                sync(&erasures::file(place))?;
            }
        }
        folders.insert(place.to_owned());
        folders.iter().try_for_each(|folder| File::open(folder)?.sync_all())?;
        Ok((pictures, bytes))
    }

    /// Copies the pictures that the copied database names as whole: how many, their bytes, and the folders that they lie in. One
    /// that left meanwhile, because the desk decided or erased, is named as whole no more; any other that is missing is what a
    /// rehearsal looks for.
    fn copy_pictures(
        &self,
        place: &Path,
        older: Option<&Path>,
        copied: &Connection,
        progress: &Progress,
    ) -> Result<(u64, u64, BTreeSet<PathBuf>)> {
        let whole = blobs::whole(copied)?;
        let (mut pictures, mut bytes, mut folders) = (0, 0, BTreeSet::new());
        progress.of(whole.len() as u64);
        for hash in whole {
            progress.step();
            let to = self.secrets().blobs(place).place(hash);
            make_folder_of(&to, &mut folders)?;
            let before = older.map(|older| self.secrets().blobs(older).place(hash));
            match share(before.as_deref(), &self.blobs.place(hash), &to)? {
                Some(size) => (pictures, bytes) = (pictures + 1, bytes + size),
                None if self.read(|sql| Ok(blobs::is_named(sql, hash)?))? => {}
                None => drop(copied.execute("UPDATE blob SET whole = 0 WHERE hash = ?1", [hash.0])?),
            }
        }
        Ok((pictures, bytes, folders))
    }
}

fn make_folder(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(path)?)
}

/// Makes the folder that a picture goes into, and adds it to those that are to be on the disk in the end.
fn make_folder_of(picture: &Path, folders: &mut BTreeSet<PathBuf>) -> Result<()> {
    if let Some(parent) = picture.parent() {
        make_folder(parent)?;
        folders.insert(parent.to_owned());
    }
    Ok(())
}

fn sync(path: &Path) -> Result<()> {
    Ok(File::open(path)?.sync_all()?)
}

/// A sealed picture never changes, so backups on one disk share it; elsewhere it is copied. Its size; `None` if it is not there.
fn share(before: Option<&Path>, from: &Path, to: &Path) -> Result<Option<u64>> {
    let is_same = |before: &&Path| match (std::fs::metadata(before), std::fs::metadata(from)) {
        (Ok(before), Ok(from)) => before.len() == from.len(),
        _ => false,
    };
    let linked = std::fs::hard_link(from, to).is_ok()
        || before.filter(is_same).is_some_and(|before| std::fs::hard_link(before, to).is_ok());
    if !linked {
        match std::fs::copy(from, to) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            copied => copied?,
        };
        sync(to)?;
    }
    Ok(Some(std::fs::metadata(to)?.len()))
}

/// Takes a folder away, if it is there.
fn clear(path: &Path) -> Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The oldest go: under another name first, so that a power cut leaves no half one among the others.
fn forget_old(target: &Path, keep: u32) -> Result<()> {
    let all = list(target)?;
    let beyond = all.len().saturating_sub(keep as usize);
    for old in &all[..beyond] {
        let leaving = target.join(LEAVING);
        std::fs::rename(old, &leaving)?;
        clear(&leaving)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use beibao_domain::Hash;
    use beibao_domain::world::System;

    use super::*;
    use crate::folder::read;

    fn keep_picture(station: &Station, bytes: &[u8]) -> Hash {
        let (hash, size) = (Hash::of(bytes), bytes.len() as u64);
        let mut part = station.blobs.open(hash, size, [1; 16]).unwrap();
        part.append(bytes).unwrap();
        station.blobs.keep(&[part]).unwrap();
        let query = "INSERT INTO blob (hash, device, size, whole) VALUES (?1, ?1, ?2, 1)";
        station.write(|tx| Ok(tx.sql.execute(query, rusqlite::params![hash.0, size.cast_signed()])?)).unwrap();
        hash
    }

    #[test]
    fn pictures_go_along_sealed_and_one_that_is_missing_or_wrong_is_found_out() {
        let folder = tempfile::tempdir().unwrap();
        let (place, to) = (folder.path().join("station"), folder.path().join("backups"));
        let station = Station::init(&place, Arc::new(System)).unwrap();
        let [one, two] = [b"one portrait".as_slice(), b"another portrait"].map(|bytes| keep_picture(&station, bytes));
        let way = Way { keep: 3, with_key: false };
        let rehearsed = || rehearse::rehearse(&to, || read(&place), Arc::new(System)).unwrap();
        assert_eq!(station.back_up(&to, way).unwrap().pictures, 2);
        let made = station.back_up(&to, way).unwrap();
        assert!(rehearsed().is_whole());
        let blobs = station.secrets().blobs(&to.join(&made.name));
        assert!(!std::fs::read(blobs.place(one)).unwrap().windows(12).any(|window| window == b"one portrait"));
        std::fs::remove_file(blobs.place(one)).unwrap();
        // As another disk has it: the file of its own, and not that of the station.
        std::fs::remove_file(blobs.place(two)).unwrap();
        std::fs::write(blobs.place(two), b"anything but that picture, and long enough").unwrap();
        let found = rehearsed();
        assert_eq!((found.pictures, found.pictures_wrong, found.is_whole()), (0, 2, false));
        assert_eq!(station.blob(two).unwrap().as_deref(), Some(b"another portrait".as_slice()));
    }

    #[test]
    fn a_picture_that_leaves_while_a_backup_is_made_is_not_missed_in_it_and_one_that_vanishes_is() {
        let folder = tempfile::tempdir().unwrap();
        let (place, to) = (folder.path().join("station"), folder.path().join("backups"));
        let station = Station::init(&place, Arc::new(System)).unwrap();
        let [decided, vanished, kept] =
            ["an original", "a leaflet", "a portrait"].map(|bytes| keep_picture(&station, bytes.as_bytes()));
        for (gone, wrong) in [(decided, 0), (vanished, 1)] {
            let backup = to.join(format!("{PREFIX}{gone}"));
            make_folder(&backup).unwrap();
            station.copy_database(&folder::database(&backup)).unwrap();
            let copied = beibao_db::connect(&folder::database(&backup), &station.secrets().file_key()).unwrap();
            if gone == decided {
                let leave = "DELETE FROM blob WHERE hash = ?1";
                station.write(|tx| Ok(tx.sql.execute(leave, [gone.0])?)).unwrap();
            }
            std::fs::remove_file(station.blobs.place(gone)).unwrap();
            let before = blobs::whole(&copied).unwrap().len() as u64;
            let (pictures, _, _) = station.copy_pictures(&backup, None, &copied, &Progress::default()).unwrap();
            assert_eq!(pictures, before - 1);
            drop(copied);
            let own = read(&place);
            let found = rehearse::rehearse_one(&backup, own, Arc::new(System), &Progress::default()).unwrap();
            assert_eq!((found.pictures, found.pictures_wrong), (before - 1, wrong));
        }
        assert!(station.blob(kept).unwrap().is_some());
    }
}
