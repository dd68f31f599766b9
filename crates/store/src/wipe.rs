//! Emptying a tablet because its station ordered it: it was lost.
//!
//! A mark that says so is written first; then the key is destroyed, of which `vault.json` is the only place; then the files go
//! that it opened. Whatever is interrupted before the mark has not happened, and the order still stands; whatever is
//! interrupted after it is finished at the next start, before anything else. Where a full disk has no room for a mark the key
//! goes without one: interrupted there, nothing opens any more, and the tablet starts as one that was never enrolled.
//!
//! Once the key is gone the tablet is empty, whatever becomes of the rest: a file that cannot be removed can be opened by
//! nobody, and every start tries again.
//!
//! Deliberately no claim about the disk itself: flash writes a changed block elsewhere, and who copied the files before has
//! them, under the passphrase. What a lost tablet held cannot be proved erased.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use beibao_domain::Hash;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::table::{outbox, picture};
use crate::{Result, Store, StoreError, store, vault};

const MARK: &str = "emptied.json";

/// What a tablet still knows when it was emptied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emptied {
    /// The station that ordered it.
    pub station_name: String,
    /// When, by the tablet's clock.
    pub at: DateTime<Utc>,
}

/// Whether the tablet in this folder was emptied. What was interrupted is finished first. A mark that cannot be read is none: if
/// there is a key, the tablet opens and hears the order again; if not, it is enrolled anew.
pub fn emptied(folder: &Path) -> Result<Option<Emptied>> {
    let read = match std::fs::read(folder.join(MARK)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.map_err(StoreError::Vault)?,
    };
    let Ok(emptied) = serde_json::from_slice(&read) else { return Ok(None) };
    destroy_key(folder).map_err(StoreError::Vault)?;
    let _ = remove_files(folder);
    Ok(Some(emptied))
}

impl Store {
    /// Empties this tablet if it owes nothing; `false` if it does. Pictures that the station has no name for cannot be handed
    /// over. After it, an error included, this store says nothing more ([`Store::has_left`]): whoever is writing something
    /// meanwhile is told that it is not saved. An error means that the key may still be there.
    pub fn empty(&self, unnamed: &BTreeSet<Hash>) -> Result<bool> {
        let owes_nothing = self.leave_if(|sql| {
            let owed = picture::owed_hashes(sql, u32::MAX)?;
            Ok(outbox::counts(sql)?.unsent == 0 && owed.iter().all(|hash| unnamed.contains(hash)))
        })?;
        if !owes_nothing {
            return Ok(false);
        }
        let at = self.world().now();
        let emptied = Emptied { station_name: self.identity().enrolment.station_name.clone(), at };
        // On a full disk there is no room for a mark: then the key goes without one, and the mark comes after.
        let marked = mark(self.folder(), &emptied);
        destroy_key(self.folder()).map_err(StoreError::Vault)?;
        let _ = remove_files(self.folder());
        let _ = marked.or_else(|_| mark(self.folder(), &emptied));
        Ok(true)
    }
}

/// The tablet is enrolled anew: nothing is told of the one that it was.
pub(crate) fn forget(folder: &Path) -> io::Result<()> {
    gone(std::fs::remove_file(folder.join(MARK)))?;
    flush(folder)
}

/// Whole or not at all: written beside, flushed, then put in place.
fn mark(folder: &Path, emptied: &Emptied) -> io::Result<()> {
    let beside = folder.join("emptied.json.new");
    let mut file = File::create(&beside)?;
    file.write_all(&serde_json::to_vec(emptied)?)?;
    file.sync_all()?;
    std::fs::rename(&beside, folder.join(MARK))?;
    flush(folder)
}

/// Written over, so that it is gone from the file itself too, and then removed.
fn destroy_key(folder: &Path) -> io::Result<()> {
    for name in vault::FILES {
        let path = folder.join(name);
        match OpenOptions::new().write(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            file => {
                let mut file = file?;
                let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
                file.write_all(&vec![0; length])?;
                file.sync_all()?;
            }
        }
        gone(std::fs::remove_file(&path))?;
    }
    flush(folder)
}

/// The database, what stood beside it, what was set aside, and what was being fetched. One that cannot be removed keeps no other.
fn remove_files(folder: &Path) -> io::Result<()> {
    let mut removed = Ok(());
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if store::FILES.iter().any(|begins| name.to_string_lossy().starts_with(begins)) {
            removed = removed.and(gone(std::fs::remove_file(entry.path())));
        }
    }
    removed.and(flush(folder))
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What lies in the folder of a tablet, by name.
    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn whatever_was_interrupted_after_the_mark_is_finished_at_the_next_start() {
        type Step = fn(&Path) -> io::Result<()>;
        let nothing: Step = |_| Ok(());
        // The power fails after the mark, in the middle of writing over the key, after the key, in the middle of the files.
        let torn: Step = |folder| std::fs::write(folder.join("vault.json"), [0; 3]);
        let half: Step = |folder| destroy_key(folder).and_then(|()| std::fs::remove_file(folder.join("beibao.db")));
        let all: Step = |folder| destroy_key(folder).and_then(|()| remove_files(folder));
        for before in [nothing, torn, destroy_key, half, all] {
            let folder = tempfile::tempdir().unwrap();
            let files =
                ["vault.json", "vault.json.new", "beibao.db", "beibao.db-wal", "beibao.db.aside-1", "snapshot-ab"];
            for name in files.iter().chain(&["preferences.json", "lock", "not ours"]) {
                std::fs::write(folder.path().join(name), "a key that nobody may read").unwrap();
            }
            assert_eq!(emptied(folder.path()).unwrap(), None);
            assert_eq!(names(folder.path()).len(), 9);
            let told = Emptied { station_name: "云雀滩派出所".into(), at: DateTime::UNIX_EPOCH };
            mark(folder.path(), &told).unwrap();
            before(folder.path()).unwrap();
            assert_eq!(emptied(folder.path()).unwrap(), Some(told.clone()));
            assert_eq!(names(folder.path()), ["emptied.json", "lock", "not ours", "preferences.json"]);
            assert_eq!(emptied(folder.path()).unwrap(), Some(told));
        }
    }

    #[test]
    fn a_mark_that_cannot_be_read_empties_nothing_and_stands_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("vault.json"), "a key").unwrap();
        std::fs::write(folder.path().join(MARK), "{").unwrap();
        assert_eq!(emptied(folder.path()).unwrap(), None);
        assert_eq!(std::fs::read(folder.path().join("vault.json")).unwrap(), b"a key");
    }

    #[test]
    fn a_file_that_cannot_be_removed_keeps_no_other_and_the_tablet_is_emptied_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        // A folder is nothing that is removed as a file.
        std::fs::create_dir(folder.path().join("beibao.db")).unwrap();
        for name in ["vault.json", "beibao.db-wal", "beibao.db.aside-1", "snapshot-ab"] {
            std::fs::write(folder.path().join(name), "sealed").unwrap();
        }
        let told = Emptied { station_name: "云雀滩派出所".into(), at: DateTime::UNIX_EPOCH };
        mark(folder.path(), &told).unwrap();
        assert_eq!(emptied(folder.path()).unwrap(), Some(told));
        assert_eq!(names(folder.path()), ["beibao.db", "emptied.json"]);
    }
}
