//! The officers, what stands on their cards, and what the station keeps ready for them: materials, service points and the phrasebook,
//! listed, and corrected field by field like any register; and the files that lie beside a material or a phrase.

use beibao_domain::shelf::{File, Phrase};
use beibao_domain::{Hash, ProblemCode, RegisterKind, Row};
use beibao_replica::table::{material, register, rows, shelf};
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::register::{FieldView, fields, register_named};
use super::who::Who;
use crate::station::{Result, Station};

/// A row of such a register.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ShelfRow {
    /// Its id.
    pub id: Uuid,
    /// The station's code for it; an officer's badge number.
    pub code: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// The files beside it.
    pub files: Vec<ShelfFile>,
}

/// The rows of such a register.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ShelfView {
    /// By code.
    pub rows: Vec<ShelfRow>,
    /// The fields of a row that is not there yet.
    pub blank: Vec<FieldView>,
}

/// A file of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShelfFile {
    /// By what it is told from the others of the row; the recording of a phrase has none.
    pub name: String,
    /// Bytes.
    pub size_bytes: u32,
    /// What it is, as on the web; of a recording nothing is known but that it sounds.
    pub media: String,
}

beibao_domain::redacted!(ShelfRow, ShelfView);

/// The longest name of a file, in characters.
const MOST_NAME_CHARS: usize = 100;

fn files_of(sql: &Connection, kind: RegisterKind, id: Uuid) -> Result<Vec<File>> {
    Ok(match kind {
        RegisterKind::Material => material::files(sql, id)?,
        RegisterKind::Phrase => {
            let recording = shelf::read::<Phrase>(sql, id)?.recording.into_iter();
            recording.map(|one| File { hash: one.hash, size_bytes: one.size_bytes, ..File::default() }).collect()
        }
        _ => Vec::new(),
    })
}

/// Which of the registers that have files a row is in.
fn place(sql: &Connection, id: Uuid) -> Result<(RegisterKind, Uuid)> {
    for kind in [RegisterKind::Material, RegisterKind::Phrase] {
        let query = match kind {
            RegisterKind::Material => "SELECT EXISTS (SELECT 1 FROM material WHERE id = ?1)",
            _ => "SELECT EXISTS (SELECT 1 FROM phrase WHERE id = ?1)",
        };
        if sql.query_row(query, [id], |row| row.get(0))? {
            return Ok((kind, id));
        }
    }
    Err(ProblemCode::NotFound.into())
}

impl Station {
    /// The rows of a register by code.
    pub fn shelf(&self, name: &str) -> Result<ShelfView> {
        let kind = register_named(name)?;
        let query = match kind {
            RegisterKind::Officer => "SELECT id, badge FROM officer ORDER BY badge, id",
            RegisterKind::Material => "SELECT id, code FROM material ORDER BY kind, code, id",
            RegisterKind::ServicePoint => "SELECT id, code FROM service_point ORDER BY code, id",
            RegisterKind::Phrase => "SELECT id, code FROM phrase ORDER BY code, id",
            RegisterKind::Station => "SELECT id, '' FROM station ORDER BY id LIMIT 1",
            _ => return Err(beibao_domain::ProblemCode::NotFound.into()),
        };
        self.read(|sql| {
            let named = rows(sql, query, [], |row| Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)))?;
            let file = |File { name, size_bytes, media, .. }| ShelfFile { name, size_bytes, media };
            let row = |(id, code)| {
                let files = files_of(sql, kind, id)?.into_iter().map(file).collect();
                Ok(ShelfRow { id, code, fields: fields(sql, kind, &register::row(sql, id)?)?, files })
            };
            let rows = named.into_iter().map(row).collect::<Result<_>>()?;
            Ok(ShelfView { rows, blank: fields(sql, kind, &Row::default())? })
        })
    }

    /// Puts a file beside a material or a phrase: tablets fetch it with their next sync.
    pub fn desk_enclose(&self, who: &Who, id: Uuid, name: &str, bytes: &[u8]) -> Result<()> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > MOST_NAME_CHARS || name.chars().any(char::is_control) {
            return Err(ProblemCode::InvalidFields.into());
        }
        let place = self.read(|sql| place(sql, id))?;
        let noted =
            |tx: &crate::station::Tx<'_>| note(&tx.sql, tx.world().now(), who.by(), Deed::FileEnclosed, Some(id), name);
        self.enclose_at(place, name, bytes, noted).map(drop)
    }

    /// Takes a file away; the tablets forget it with their next sync.
    pub fn desk_withdraw_file(&self, who: &Who, id: Uuid, name: &str) -> Result<()> {
        self.write(|tx| {
            let place = place(&tx.sql, id)?;
            tx.withdraw_file(place, name)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::FileWithdrawn, Some(id), name)
        })
    }

    /// A file of the library.
    pub fn shelf_file(&self, id: Uuid, name: &str) -> Result<Vec<u8>> {
        let files = self.read(|sql| {
            let (kind, id) = place(sql, id)?;
            files_of(sql, kind, id)
        })?;
        let file = files.into_iter().find(|file| file.name == name).ok_or(ProblemCode::NotFound)?;
        let hash = Hash::from_hex(&file.hash).ok_or(ProblemCode::NotFound)?;
        self.blob(hash)?.ok_or(ProblemCode::NotFound.into())
    }
}
