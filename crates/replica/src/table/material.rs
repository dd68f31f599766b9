//! Materials: what can be handed out.

use beibao_domain::MaterialId;
use beibao_domain::material::{Material, MaterialKind};
use beibao_domain::shelf::File;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use uuid::Uuid;

use super::{from_word, register, rows, word};
use crate::Result;

/// A material as the screens list it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Material")]
pub struct MaterialView {
    /// Its id.
    pub id: MaterialId,
    /// Its code.
    pub code: String,
    /// What kind.
    pub kind: MaterialKind,
    /// Its title in Chinese.
    pub title: String,
    /// Its title in Mongolian.
    pub title_mn: Option<String>,
    /// The languages it is printed in.
    pub language: String,
    /// Its edition.
    pub version: String,
    /// Its files.
    pub files: Vec<File>,
    /// Whether it is handed out no longer.
    pub withdrawn: bool,
}

pub(crate) fn put(sql: &Connection, id: Uuid, material: &Material) -> Result<()> {
    sql.prepare_cached(
        "INSERT OR REPLACE INTO material (id, code, kind, title, title_mn, language, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        id,
        material.code,
        word(&material.kind),
        material.title,
        material.title_mn,
        material.language,
        material.version
    ])?;
    Ok(())
}

/// All materials; contact cards first, then by code.
pub fn all(sql: &Connection) -> Result<Vec<MaterialView>> {
    let mut all = rows(
        sql,
        "SELECT id, code, kind, title, title_mn, language, version FROM material ORDER BY kind <> 'contact_card', code",
        [],
        |row| {
            Ok(MaterialView {
                id: MaterialId(row.get(0)?),
                code: row.get(1)?,
                kind: from_word(row.get(2)?).unwrap_or_default(),
                title: row.get(3)?,
                title_mn: row.get(4)?,
                language: row.get(5)?,
                version: row.get(6)?,
                files: Vec::new(),
                withdrawn: false,
            })
        },
    )?;
    for material in &mut all {
        let row = register::row(sql, material.id.0)?.read::<Material>();
        (material.files, material.withdrawn) = (row.files, row.withdrawn);
    }
    Ok(all)
}

/// The title of a material; empty if it is not known.
pub fn title(sql: &Connection, id: MaterialId) -> Result<String> {
    let mut statement = sql.prepare_cached("SELECT title FROM material WHERE id = ?1")?;
    Ok(statement.query_row([id.0], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// The files of a material, which no table holds beside its edits: nothing is looked up by them.
pub fn files(sql: &Connection, id: Uuid) -> Result<Vec<File>> {
    Ok(register::row(sql, id)?.read::<Material>().files)
}
