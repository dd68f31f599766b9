//! Emptying a tablet because its station ordered it: it was lost.
//!
//! A mark that says so is written first; then the key is destroyed, of which `vault.json` is the only place; then the files go
//! that it opened. Whatever is interrupted before the mark has not happened, and the order still stands; whatever is
//! interrupted after it is finished at the next start, before anything else. There is no third case.
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

/// Whether the tablet in this folder was emptied. What was interrupted is finished first.
pub fn emptied(folder: &Path) -> Result<Option<Emptied>> {
    let read = match std::fs::read(folder.join(MARK)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.map_err(StoreError::Vault)?,
    };
    let emptied = serde_json::from_slice(&read).map_err(|error| StoreError::Vault(error.into()))?;
    steps(folder).map_err(StoreError::Vault)?;
    Ok(Some(emptied))
}

impl Store {
    /// Empties this tablet if it owes nothing; `false` if it does. Pictures that the station has no name for cannot be handed
    /// over. After it this store says nothing more: whoever is writing something meanwhile is told that it is not saved.
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
        steps(self.folder())
            .and_then(|()| marked.or_else(|_| mark(self.folder(), &emptied)))
            .map_err(StoreError::Vault)?;
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

/// What follows the mark; doing it again changes nothing.
fn steps(folder: &Path) -> io::Result<()> {
    destroy_key(folder)?;
    remove_files(folder)
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

/// The database, what stood beside it, what was set aside, and what was being fetched.
fn remove_files(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if store::FILES.iter().any(|begins| name.to_string_lossy().starts_with(begins)) {
            gone(std::fs::remove_file(entry.path()))?;
        }
    }
    flush(folder)
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
        for before in [nothing, torn, destroy_key, half, steps] {
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
    fn a_mark_that_cannot_be_read_empties_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("vault.json"), "a key").unwrap();
        std::fs::write(folder.path().join(MARK), "{").unwrap();
        assert!(emptied(folder.path()).is_err());
        assert_eq!(std::fs::read(folder.path().join("vault.json")).unwrap(), b"a key");
    }
}
