//! What was set aside: changes that are kept and not applied, each with its reason.

use beibao_domain::Change;
use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;

use crate::station::{Result, Station};

/// A change that is kept and not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The station's number.
    pub number: u64,
    /// Who works with the tablet that said it.
    pub officer: String,
    /// Its kind, such as `fact/visit`.
    pub kind: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Why: a problem's code.
    pub reason: String,
}

impl Station {
    /// What is kept and not applied, the newest first.
    pub fn set_aside(&self) -> Result<Vec<SetAside>> {
        self.read(|sql| {
            let mut statement = sql.prepare(
                "SELECT c.number, c.bytes, c.received_at, c.reason,
                        (SELECT o.name FROM device d JOIN officer o ON o.id = d.officer WHERE d.id = c.device)
                 FROM change c WHERE c.reason IS NOT NULL ORDER BY c.number DESC LIMIT 1000",
            )?;
            let kept = statement.query_map([], |row| {
                let bytes: Vec<u8> = row.get(1)?;
                Ok(SetAside {
                    number: row.get::<_, i64>(0)?.cast_unsigned(),
                    officer: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                    kind: minicbor::decode::<Change>(&bytes).map(|change| change.kind).unwrap_or_default(),
                    received_at: beibao_replica::table::instant(row.get(2)?),
                    reason: row.get(3)?,
                })
            })?;
            Ok(kept.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// How many changes came under a number that another one has.
    pub fn forks(&self) -> Result<u64> {
        self.read(|sql| {
            let forks = sql.query_row("SELECT count(*) FROM fork", [], |row| row.get::<_, i64>(0)).optional()?;
            Ok(forks.unwrap_or(0).cast_unsigned())
        })
    }
}
