//! The connections that read: a few, so that whoever reads long holds nobody else up.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use beibao_db::FileKey;
use rusqlite::Connection;

use crate::station::Result;

/// How many read at the same time: each keeps pages of its own in plain.
const READERS: usize = 3;

pub(crate) struct Readers {
    all: Vec<Mutex<Connection>>,
    /// Whoever finds none free waits for the next one in turn.
    turn: AtomicUsize,
}

impl Readers {
    /// Opens them; each keeps so many KiB of the file in plain.
    pub(crate) fn open(file: &Path, key: &FileKey, cache_kib: i32) -> Result<Self> {
        let open = |_| -> Result<_> {
            let reader = beibao_db::connect(file, key)?;
            reader.pragma_update(None, "query_only", true)?;
            reader.pragma_update(None, "cache_size", -cache_kib)?;
            Ok(Mutex::new(reader))
        };
        Ok(Self { all: (0..READERS).map(open).collect::<Result<_>>()?, turn: AtomicUsize::new(0) })
    }

    /// One that is free, or the next that is.
    pub(crate) fn one(&self) -> MutexGuard<'_, Connection> {
        let free = self.all.iter().find_map(|reader| match reader.try_lock() {
            Ok(reader) => Some(reader),
            // A panic in the middle of a transaction rolled it back; the connection itself is sound.
            Err(TryLockError::Poisoned(reader)) => Some(reader.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        });
        free.unwrap_or_else(|| {
            let next = self.turn.fetch_add(1, Ordering::Relaxed) % READERS;
            self.all[next].lock().unwrap_or_else(PoisonError::into_inner)
        })
    }
}
