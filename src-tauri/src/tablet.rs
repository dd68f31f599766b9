//! The app's state: a tablet that is new, locked or open.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use beibao_domain::{Hash, Problem, ProblemCode, World};
use beibao_photo::Examination;
use beibao_store::Store;

use crate::syncing::Syncing;

/// How many examined portraits are kept for the officer to choose from.
const EXAMINED: usize = 4;

/// An examined portrait, and what the camera saw.
#[derive(Clone)]
pub struct Examined {
    /// What was found.
    pub examination: Examination,
    /// The bytes in which it was found.
    pub shot: Arc<[u8]>,
}

/// The tablet.
pub struct Tablet {
    folder: PathBuf,
    world: Arc<dyn World>,
    store: Mutex<Option<Arc<Store>>>,
    examined: Mutex<VecDeque<(String, Examined)>>,
    /// Files with what is recorded of somebody, written since the app was started.
    personal: Mutex<BTreeSet<String>>,
    pub(crate) syncing: Syncing,
}

impl Tablet {
    /// A tablet whose data lie in `folder`; nothing is opened yet.
    pub fn new(folder: PathBuf, world: Arc<dyn World>) -> Self {
        let (store, examined, personal, syncing) = Default::default();
        Self { folder, world, store, examined, personal, syncing }
    }

    /// Where its data lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The clock and the chance that it goes by.
    pub fn world(&self) -> Arc<dyn World> {
        Arc::clone(&self.world)
    }

    /// The open store, if the tablet is unlocked.
    pub fn open_store(&self) -> Option<Arc<Store>> {
        held(&self.store).clone()
    }

    /// The open store, or the problem that it is locked.
    pub fn store(&self) -> Result<Arc<Store>, Problem> {
        self.open_store().ok_or_else(|| ProblemCode::Locked.into())
    }

    /// Unlocks with an open store.
    pub fn put(&self, store: Arc<Store>) {
        *held(&self.store) = Some(store);
    }

    /// Locks: forgets the store, its key, and every portrait that was not attached.
    pub fn lock(&self) {
        self.syncing.stop();
        held(&self.store).take();
        held(&self.examined).clear();
    }

    /// Locks if this store, which was left for good, is still the open one.
    pub fn lock_left(&self, store: &Arc<Store>) {
        if store.has_left() && self.open_store().is_some_and(|open| Arc::ptr_eq(&open, store)) {
            self.lock();
        }
    }

    /// Keeps an examined portrait and the shot that it is of; the token names it.
    pub fn keep(&self, examination: Examination, shot: &[u8]) -> Option<String> {
        let token = Hash::of(&examination.portrait.as_ref()?.jpeg).to_string();
        // Held until the end: a lock that came while the picture was examined finds it forgotten, or is waited for.
        let open = held(&self.store);
        open.as_ref()?;
        let mut examined = held(&self.examined);
        examined.retain(|(known, _)| *known != token);
        examined.push_back((token.clone(), Examined { examination, shot: shot.into() }));
        if examined.len() > EXAMINED {
            examined.pop_front();
        }
        Some(token)
    }

    /// A file was written that holds what is recorded of somebody.
    pub fn wrote_personal(&self, path: &str) {
        held(&self.personal).insert(path.to_owned());
    }

    /// Deletes such files; of no other path.
    pub fn delete_personal(&self, paths: &[String]) -> std::io::Result<()> {
        let mut personal = held(&self.personal);
        for path in paths.iter().filter(|path| personal.contains(*path)).cloned().collect::<Vec<_>>() {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => drop(personal.remove(&path)),
            }
        }
        Ok(())
    }

    /// An examined portrait.
    pub fn examined(&self, token: &str) -> Result<Examined, Problem> {
        let examined = held(&self.examined);
        let found = examined.iter().find(|(known, _)| known == token).map(|(_, examined)| examined.clone());
        found.ok_or_else(|| ProblemCode::NotFound.into())
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use beibao_domain::world::System;
    use beibao_domain::{BodyKey, DeviceId, DeviceKey, OfficerId};
    use beibao_store::Enrolment;

    use super::*;

    fn store(folder: &Path) -> Arc<Store> {
        let mut key = [0; 32];
        System.fill(&mut key);
        let enrolment = Enrolment {
            device: DeviceId::new(&System),
            device_seed: key,
            officer: OfficerId::new(&System),
            station: DeviceId::new(&System),
            station_key: DeviceKey::from_seed(&key).public(),
            station_name: "云雀滩派出所".into(),
            url: "https://127.0.0.1:1".into(),
            certificate: Hash::of(b"nobody's"),
            bundle_key: BodyKey(key),
        };
        Arc::new(Store::create(folder, "草原-2026", enrolment, Arc::new(System)).unwrap())
    }

    #[test]
    fn a_store_that_was_emptied_stays_open_no_longer_and_another_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let tablet = Tablet::new(folder.path().to_owned(), Arc::new(System));
        let (lost, another) = (store(&folder.path().join("lost")), store(&folder.path().join("another")));
        tablet.put(Arc::clone(&lost));
        tablet.lock_left(&lost);
        assert!(tablet.open_store().is_some());
        assert!(lost.empty(&BTreeSet::new()).unwrap());
        tablet.lock_left(&lost);
        assert!(tablet.open_store().is_none());
        tablet.put(another);
        tablet.lock_left(&lost);
        assert!(tablet.open_store().is_some());
    }
}
