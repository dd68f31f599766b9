//! The files of the library: put beside a material or a phrase at the station, and given to every tablet.

use beibao_domain::picture::Picture;
use beibao_domain::shelf::{File, MAX_FILE_BYTES, Phrase, media_type};
use beibao_domain::{AreaId, Edit, Hash, Payload, Problem, ProblemCode, RegisterKind};
use beibao_replica::library;
use beibao_replica::table::{material, register, shelf};
use beibao_wire::{BLOB_FRAME_BYTES, BlobRange};
use rusqlite::{Connection, params};
use serde_json::json;
use uuid::Uuid;

use crate::station::{Result, Station, StationError, Tx};

/// The fields that name files.
const FILE_FIELDS: [&str; 3] = ["files", "recording", "photo"];

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
            // Somebody may have let the same bytes go while these were written.
            self.keep_file(hash, bytes)?;
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

    /// A file that the library named: if nothing else names it, it is the station's own no more, and its bytes leave unless a
    /// tablet's changes named them too.
    pub(crate) fn let_go(&mut self, hash: Hash) -> Result<()> {
        if library::names(&self.sql, hash)? {
            return Ok(());
        }
        self.sql.execute("DELETE FROM blob WHERE hash = ?1 AND device = ?2", params![hash.0, self.device().0])?;
        let others = "SELECT EXISTS (SELECT 1 FROM blob WHERE hash = ?1)";
        if !self.sql.query_row(others, [hash.0], |row| row.get(0))? {
            self.leave(hash)?;
        }
        Ok(())
    }

    /// The file of a blob goes once this write is on the disk.
    pub(crate) fn leave(&mut self, hash: Hash) -> Result<()> {
        self.sql.execute("INSERT INTO leaving (hash) VALUES (?1) ON CONFLICT DO NOTHING", [hash.0])?;
        self.blobs_leave = true;
        Ok(())
    }

    /// Takes a file away from where it lies.
    pub(crate) fn withdraw_file(&mut self, (kind, row): (RegisterKind, Uuid), name: &str) -> Result<()> {
        if kind == RegisterKind::Phrase {
            let known = register::row(&self.sql, row)?;
            if known.fields.get("recording").is_none_or(|recording| recording.value.is_null()) {
                return Err(ProblemCode::NotFound.into());
            }
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

/// The files that stand, or wait to be chosen, in the field of the library that is about to be edited.
pub(crate) fn named_by(sql: &Connection, edit: &Edit) -> Result<Vec<Hash>> {
    let of_library = matches!(edit.register, RegisterKind::Officer | RegisterKind::Material | RegisterKind::Phrase);
    if !of_library || FILE_FIELDS.iter().all(|field| !edit.set.contains_key(*field)) {
        return Ok(Vec::new());
    }
    let row = register::row(sql, edit.row)?;
    let fields = FILE_FIELDS.iter().filter_map(|field| row.fields.get(*field));
    let values = fields.flat_map(|field| std::iter::once(&field.value).chain(&field.others));
    Ok(values.flat_map(|value| Hash::all_in(&value.to_string()).collect::<Vec<_>>()).collect())
}

fn refused(field: &str) -> StationError {
    StationError::Refused(Problem::from(ProblemCode::InvalidFields).with(field, "unknown"))
}

/// The material or the phrase of a code.
fn named(sql: &Connection, code: &str) -> beibao_replica::Result<Option<(RegisterKind, Uuid)>> {
    let of_material = material::all(sql)?.into_iter().find(|material| material.code == code);
    if let Some(material) = of_material {
        return Ok(Some((RegisterKind::Material, material.id.0)));
    }
    let of_phrase = shelf::all::<Phrase>(sql)?.into_iter().find(|(_, phrase)| phrase.code == code);
    Ok(of_phrase.map(|(id, _)| (RegisterKind::Phrase, id)))
}
