//! Snapshots: made for a set of scopes, kept for a while, offered to a tablet that has nothing yet.
//!
//! What is inside is `beibao_replica::snapshot`, under zstd, in sealed pieces (`beibao_wire::snapshot`). The file lies as it
//! is sent, so serving it costs neither packing nor sealing.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::PoisonError;

use beibao_domain::{AreaId, BodyKey, DeviceId, Hash, Problem, ProblemCode};
use beibao_replica::snapshot::FORMAT;
use beibao_replica::table::rows;
use beibao_wire::snapshot::Sealer;
use beibao_wire::{Mark, SnapshotOffer, SnapshotRange, SnapshotTerms};
use chrono::TimeDelta;
use ring::digest::{Context, SHA256};
use rusqlite::{OptionalExtension, Params, params};

use crate::enrolment::scopes_of;
use crate::log;
use crate::station::{Result, Station, StationError};
use crate::visitor::Visitor;

/// Packed a little tighter than on the fly: it is made once and read often.
const PACK_LEVEL: i32 = 9;
/// With fewer rows than this, pulling is as quick.
const LEAST_ROWS: i64 = 2_000;
/// A snapshot is made anew after a day, or when this many changes came after it.
const MOST_AFTER: i64 = 5_000;
const READ_BYTES: usize = 256 * 1024;

struct Kept {
    hash: Hash,
    mark: Mark,
    key: BodyKey,
    size: u64,
}

impl Station {
    /// Makes the snapshots that its tablets would ask for, where there is no fresh one.
    pub fn prepare_snapshots(&self) -> Result<()> {
        let devices: Vec<DeviceId> = self.read(|sql| {
            let mut statement = sql.prepare("SELECT id FROM device WHERE revoked_at IS NULL AND cloned_at IS NULL")?;
            let ids = statement.query_map([], |row| Ok(DeviceId(row.get(0)?)))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })?;
        self.forget_unfinished()?;
        for device in devices {
            let scopes = self.read(|sql| scopes_of(sql, device))?;
            self.snapshot_of(&scopes)?;
        }
        Ok(())
    }

    /// Drops every snapshot: what was erased is still in them.
    pub(crate) fn drop_snapshots(&self) -> Result<()> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        self.forget_snapshots("SELECT hash FROM snapshot", [])
    }

    /// Forgets the snapshots whose hashes a query tells. A file goes before its row, which says until then that it must go.
    pub(crate) fn forget_snapshots(&self, which: &str, params: impl Params) -> Result<()> {
        for hash in self.read(|sql| Ok(rows(sql, which, params, |row| Ok(Hash(row.get(0)?)))?))? {
            match std::fs::remove_file(self.snapshot_file(hash)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
            self.write(|tx| Ok(tx.sql.execute("DELETE FROM snapshot WHERE hash = ?1", [hash.0]).map(drop)?))?;
        }
        Ok(())
    }

    /// What a tablet that has nothing yet is offered.
    pub(crate) fn snapshot_for(
        &self,
        device: DeviceId,
        scopes: &[AreaId],
        newest_format: u16,
    ) -> Result<Option<SnapshotOffer>> {
        if newest_format < FORMAT {
            return Ok(None);
        }
        let Some(kept) = self.snapshot_of(scopes)? else { return Ok(None) };
        let terms = SnapshotTerms {
            device,
            scopes: sorted(scopes),
            mark: kept.mark,
            format: FORMAT,
            hash: kept.hash,
            size: kept.size,
        };
        Ok(Some(SnapshotOffer::of(&terms, kept.key, &self.author().key)))
    }

    /// A fresh snapshot of these scopes; `None` where there is too little for one.
    fn snapshot_of(&self, scopes: &[AreaId]) -> Result<Option<Kept>> {
        let scopes = sorted(scopes);
        let rows: i64 = self.read(|sql| {
            scopes
                .iter()
                .try_fold(0, |rows, scope| Ok(rows + beibao_replica::digest::of(sql, *scope)?.count.cast_signed()))
        })?;
        if rows < LEAST_ROWS {
            return Ok(None);
        }
        // One at a time: whoever waits for the same one finds it made.
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let since = self.world().now() - TimeDelta::days(1);
        let fresh = self.read(|sql| {
            Ok(sql
                .query_row(
                    "SELECT hash, mark_number, mark_hash, key, size FROM snapshot
                     WHERE scopes = ?1 AND made_at > ?2
                       AND mark_number + ?3 > (SELECT coalesce(max(number), 0) FROM change)
                     ORDER BY made_at DESC LIMIT 1",
                    params![names(&scopes), since.timestamp_millis(), MOST_AFTER],
                    |row| {
                        let mark = Mark { number: row.get::<_, i64>(1)?.cast_unsigned(), hash: Hash(row.get(2)?) };
                        let size = row.get::<_, i64>(4)?.cast_unsigned();
                        Ok(Kept { hash: Hash(row.get(0)?), mark, key: BodyKey(row.get(3)?), size })
                    },
                )
                .optional()?)
        })?;
        match fresh {
            Some(kept) if self.snapshot_file(kept.hash).exists() => Ok(Some(kept)),
            _ => self.make_snapshot(&scopes),
        }
    }

    fn snapshot_file(&self, hash: Hash) -> PathBuf {
        self.snapshots.join(hash.to_string())
    }

    fn make_snapshot(&self, scopes: &[AreaId]) -> Result<Option<Kept>> {
        std::fs::create_dir_all(&self.snapshots)?;
        let key = BodyKey::new(self.world());
        let mut salt = [0; 8];
        self.world().fill(&mut salt);
        let beside = self.snapshots.join(format!("{:x}.new", u64::from_le_bytes(salt)));
        let file = Hashed { file: File::create(&beside)?, digest: Context::new(&SHA256), size: 0 };
        let mut packer = zstd::Encoder::new(Sealer::new(file, &key), PACK_LEVEL)?;
        // A connection of its own: it reads for a while, and nobody waits for it.
        let mark = self.read_alone(|sql| {
            beibao_replica::snapshot::write(sql, scopes, &mut packer)?;
            log::mark(sql)
        })?;
        let Some(mark) = mark else { return Ok(None) };
        let Hashed { file, digest, size } = packer.finish()?.finish()?;
        file.sync_all()?;
        let hash = Hash::from_slice(digest.finish().as_ref()).ok_or(StationError::Secrets)?;
        std::fs::rename(&beside, self.snapshot_file(hash))?;
        let now = self.world().now();
        self.write(|tx| {
            tx.sql.execute(
                "INSERT INTO snapshot (hash, scopes, mark_number, mark_hash, key, size, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    hash.0,
                    names(scopes),
                    mark.number.cast_signed(),
                    mark.hash.0,
                    key.0,
                    size.cast_signed(),
                    now.timestamp_millis()
                ],
            )?;
            Ok(())
        })?;
        // Of the same scopes the newest two stay: somebody may be fetching the one before. What cannot go now goes on its day.
        let older = "SELECT hash FROM snapshot WHERE scopes = ?1 ORDER BY made_at DESC LIMIT -1 OFFSET 2";
        if let Err(error) = self.forget_snapshots(older, [names(scopes)]) {
            tracing::error!(%error, "an older snapshot could not be forgotten");
        }
        Ok(Some(Kept { hash, mark, key, size }))
    }

    /// What a station that went down in the middle left behind.
    fn forget_unfinished(&self) -> Result<()> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in std::fs::read_dir(&self.snapshots).into_iter().flatten() {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "new") {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

fn sorted(scopes: &[AreaId]) -> Vec<AreaId> {
    let mut scopes = scopes.to_vec();
    scopes.sort();
    scopes
}

fn names(scopes: &[AreaId]) -> Vec<u8> {
    scopes.iter().flat_map(|scope| *scope.0.as_bytes()).collect()
}

/// A file that is hashed as it is written.
struct Hashed {
    file: File,
    digest: Context,
    size: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// A snapshot that is being read by a tablet.
#[derive(Debug)]
pub struct Reading {
    visitor: Visitor,
    hash: Hash,
    file: Option<File>,
}

impl Reading {
    pub(crate) fn new(visitor: &Visitor, range: SnapshotRange) -> Result<Self> {
        allowed(visitor, range.hash)?;
        let mut file = File::open(visitor.station.snapshot_file(range.hash))
            .map_err(|_| StationError::from(ProblemCode::NotFound))?;
        file.seek(SeekFrom::Start(range.offset))?;
        Ok(Self { visitor: visitor.clone(), hash: range.hash, file: Some(file) })
    }

    pub(crate) async fn next(&mut self) -> std::result::Result<Option<Vec<u8>>, Problem> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        let hash = self.hash;
        let (file, bytes) = self
            .visitor
            .blocking(move |visitor| {
                // Asked anew: a tablet may be shut out, or lose an area, while it fetches.
                allowed(visitor, hash)?;
                let mut bytes = Vec::with_capacity(READ_BYTES);
                Read::by_ref(&mut file).take(READ_BYTES as u64).read_to_end(&mut bytes)?;
                Ok((file, bytes))
            })
            .await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.file = Some(file);
        Ok(Some(bytes))
    }
}

/// Only who is in good standing may have a snapshot, and only that of the scopes it has.
fn allowed(visitor: &Visitor, hash: Hash) -> Result<()> {
    let allowed = visitor.station.read(|sql| {
        let known = visitor.known(sql)?;
        known.in_good_standing()?;
        let scopes: Option<Vec<u8>> =
            sql.query_row("SELECT scopes FROM snapshot WHERE hash = ?1", [hash.0], |row| row.get(0)).optional()?;
        Ok(scopes == Some(names(&sorted(&known.scopes(sql)?))))
    })?;
    if allowed { Ok(()) } else { Err(ProblemCode::NotFound.into()) }
}
