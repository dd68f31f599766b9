//! The files of the library: put beside a material or a phrase at the station, and given to every tablet.

use beibao_domain::picture::Picture;
use beibao_domain::shelf::{File, MAX_FILE_BYTES, Phrase, media_type};
use beibao_domain::{AreaId, Edit, Hash, Payload, Problem, ProblemCode, RegisterKind};
use beibao_replica::library;
use beibao_replica::table::{material, register, shelf};
use beibao_wire::{BLOB_FRAME_BYTES, BlobRange};
use rusqlite::params;
use serde_json::json;
use uuid::Uuid;

use crate::station::{Result, Station, StationError, Tx};

impl Station {
    /// Puts a file beside the material or the phrase of this code. One of the same name takes the place of the one before;
    /// a phrase has one recording.
    pub fn enclose(&self, code: &str, name: &str, bytes: &[u8]) -> Result<File> {
        let place = self.read(|sql| Ok(named(sql, code)?))?.ok_or(ProblemCode::NotFound)?;
        self.enclose_at(place, name, bytes, |_| Ok(()))
    }

    /// The same, with something that is written beside it or not at all.
    pub(crate) fn enclose_at(
        &self,
        (kind, row): (RegisterKind, Uuid),
        name: &str,
        bytes: &[u8],
        beside: impl FnOnce(&Tx<'_>) -> Result<()>,
    ) -> Result<File> {
        let media = media_type(bytes).ok_or_else(|| refused("media"))?;
        if bytes.len() > MAX_FILE_BYTES {
            return Err(ProblemCode::TooLarge.into());
        }
        let size_bytes = u32::try_from(bytes.len()).map_err(|_| ProblemCode::TooLarge)?;
        let hash = Hash::of(bytes);
        let file = File { name: name.to_owned(), hash: hash.to_string(), size_bytes, media: media.to_owned() };
        if kind == RegisterKind::Phrase && !media.starts_with("audio/") {
            return Err(refused("media"));
        }
        self.keep_file(hash, bytes)?;
        self.write(|tx| {
            tx.own(hash, size_bytes)?;
            match kind {
                RegisterKind::Phrase => {
                    let recording = Picture { hash: file.hash.clone(), size_bytes };
                    tx.set(kind, row, "recording", json!(recording))
                }
                _ => {
                    let mut files = material::files(&tx.sql, row)?;
                    files.retain(|known| known.name != file.name);
                    files.push(file.clone());
                    tx.set(kind, row, "files", json!(files))
                }
            }?;
            beside(tx)
        })?;
        Ok(file)
    }

    /// Takes a file away from a material, or the recording from a phrase; the tablets forget it with their next sync.
    pub fn withdraw_file(&self, code: &str, name: &str) -> Result<()> {
        self.write(|tx| {
            let place = named(&tx.sql, code)?.ok_or(ProblemCode::NotFound)?;
            tx.withdraw_file(place, name)
        })
    }

    /// The rest of a file, in pieces, if the library names it: nobody gets a portrait by its hash.
    pub(crate) fn library_file(&self, range: BlobRange) -> Result<Vec<Vec<u8>>> {
        let named = self.read(|sql| Ok(library::files(sql)?))?;
        if named.iter().all(|(hash, _)| *hash != range.hash) {
            return Err(ProblemCode::NotFound.into());
        }
        let bytes = self.blob(range.hash)?.ok_or(ProblemCode::NotFound)?;
        let offset = usize::try_from(range.offset).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes[offset..].chunks(BLOB_FRAME_BYTES).map(<[u8]>::to_vec).collect())
    }

    pub(crate) fn keep_file(&self, hash: Hash, bytes: &[u8]) -> Result<()> {
        if self.blobs.has(hash) {
            return Ok(());
        }
        let mut salt = [0; 16];
        self.world().fill(&mut salt);
        let mut part = self.blobs.open(hash, bytes.len() as u64, salt)?;
        let held = usize::try_from(part.held).unwrap_or(usize::MAX).min(bytes.len());
        bytes[held..].chunks(BLOB_FRAME_BYTES).try_for_each(|piece| part.append(piece))?;
        if !part.is_right() {
            // What an earlier try left was of something else.
            drop(part);
            self.blobs.throw_away(hash)?;
            return Err(ProblemCode::Busy.into());
        }
        self.blobs.keep(&[part])
    }
}

impl Tx<'_> {
    /// Says that a file is here whole, as the station's own.
    pub(crate) fn own(&self, hash: Hash, size_bytes: u32) -> Result<()> {
        self.sql.execute(
            "INSERT INTO blob (hash, device, size, whole) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT (hash, device) DO UPDATE SET whole = 1",
            params![hash.0, self.device().0, size_bytes],
        )?;
        Ok(())
    }

    /// Takes a file away from where it lies.
    pub(crate) fn withdraw_file(&mut self, (kind, row): (RegisterKind, Uuid), name: &str) -> Result<()> {
        if kind == RegisterKind::Phrase {
            return self.set(kind, row, "recording", json!(null));
        }
        let mut files = material::files(&self.sql, row)?;
        let before = files.len();
        files.retain(|known| known.name != name);
        if files.len() == before {
            return Err(ProblemCode::NotFound.into());
        }
        self.set(kind, row, "files", json!(files))
    }

    /// Sets one field of a row of the station's, having seen what stands there.
    pub(crate) fn set(&mut self, kind: RegisterKind, row: Uuid, field: &str, value: serde_json::Value) -> Result<()> {
        let seen = register::row(&self.sql, row)?.fields.get(field).map(|known| known.heads.clone());
        let edit = Edit::field(kind, row, field, value, seen.unwrap_or_default());
        self.say(AreaId::STATION, &Payload::Edit(edit))?;
        Ok(())
    }
}

fn refused(field: &str) -> StationError {
    StationError::Refused(Problem::from(ProblemCode::InvalidFields).with(field, "unknown"))
}

/// The material or the phrase of a code.
fn named(sql: &rusqlite::Connection, code: &str) -> beibao_replica::Result<Option<(RegisterKind, Uuid)>> {
    let of_material = material::all(sql)?.into_iter().find(|material| material.code == code);
    if let Some(material) = of_material {
        return Ok(Some((RegisterKind::Material, material.id.0)));
    }
    let of_phrase = shelf::all::<Phrase>(sql)?.into_iter().find(|(_, phrase)| phrase.code == code);
    Ok(of_phrase.map(|(id, _)| (RegisterKind::Phrase, id)))
}
