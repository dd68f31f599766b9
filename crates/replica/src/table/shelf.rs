//! Registers that nothing is joined with: service points, the phrasebook, questionnaires. Each has a table of its own, of one shape.

use beibao_domain::RegisterKind;
use beibao_domain::questionnaire::Questionnaire;
use beibao_domain::register::Row;
use beibao_domain::shelf::{Phrase, ServicePoint};
use rusqlite::{Connection, params};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::rows;
use crate::{ReplicaError, Result};

/// A register of this shape.
pub trait Shelved: Serialize + DeserializeOwned + Default {
    /// Which; its name is the table's.
    const REGISTER: RegisterKind;

    /// What the station calls the row.
    fn code(&self) -> &str;
}

impl Shelved for ServicePoint {
    const REGISTER: RegisterKind = RegisterKind::ServicePoint;

    fn code(&self) -> &str {
        &self.code
    }
}

impl Shelved for Phrase {
    const REGISTER: RegisterKind = RegisterKind::Phrase;

    fn code(&self) -> &str {
        &self.code
    }
}

impl Shelved for Questionnaire {
    const REGISTER: RegisterKind = RegisterKind::Questionnaire;

    fn code(&self) -> &str {
        &self.code
    }
}

pub(crate) fn put<T: Shelved>(sql: &Connection, id: Uuid, row: &Row) -> Result<()> {
    let what: T = row.read();
    sql.prepare_cached(&format!("INSERT OR REPLACE INTO {} (id, code, body) VALUES (?1, ?2, ?3)", T::REGISTER.name()))?
        .execute(params![id, what.code(), serde_json::to_string(&what)?])?;
    Ok(())
}

/// All rows by code.
pub fn all<T: Shelved>(sql: &Connection) -> Result<Vec<(Uuid, T)>> {
    rows(sql, &format!("SELECT id, body FROM {} ORDER BY code, id", T::REGISTER.name()), [], |row| {
        Ok((row.get(0)?, row.get::<_, String>(1)?))
    })?
    .into_iter()
    .map(|(id, body)| Ok((id, serde_json::from_str(&body)?)))
    .collect()
}

/// One row.
pub fn read<T: Shelved>(sql: &Connection, id: Uuid) -> Result<T> {
    let body: String = sql
        .prepare_cached(&format!("SELECT body FROM {} WHERE id = ?1", T::REGISTER.name()))?
        .query_row([id], |row| row.get(0))
        .map_err(ReplicaError::from)?;
    Ok(serde_json::from_str(&body)?)
}
