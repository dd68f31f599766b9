//! Areas, with how many households and people lie in them.

use beibao_domain::AreaId;
use beibao_domain::area::{Area, AreaKind};
use rusqlite::{Connection, params};
use serde::Serialize;
use uuid::Uuid;

use super::{from_word, rows, word};
use crate::Result;
use crate::find;

/// An area as the screens list it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Area")]
pub struct AreaView {
    /// Its id.
    pub id: AreaId,
    /// Sub-farm, gacha, sumu.
    pub kind: AreaKind,
    /// Its code.
    pub code: String,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in Mongolian.
    pub name_mn: Option<String>,
    /// The area that it is part of.
    pub parent: Option<AreaId>,
    /// Households in it, those of its parts included.
    pub households: u32,
    /// People in them.
    pub people: u32,
}

pub(crate) fn put(sql: &Connection, id: Uuid, area: &Area) -> Result<()> {
    sql.prepare_cached(
        "INSERT OR REPLACE INTO area (id, code, kind, name, name_mn, parent) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![id, area.code, word(&area.kind), area.name, area.name_mn, area.parent.map(|p| p.0)])?;
    find::index_households_of(sql, id)
}

/// All areas by code.
pub fn all(sql: &Connection) -> Result<Vec<AreaView>> {
    rows(
        sql,
        "WITH counted AS (
             SELECT h.area AS area, count(DISTINCT iif(m.row IS NULL, h.id, NULL)) AS households,
                    count(iif(n.row IS NULL, p.id, NULL)) AS people
             FROM household h LEFT JOIN person p ON p.household = h.id
             LEFT JOIN merged m ON m.row = h.id LEFT JOIN merged n ON n.row = p.id GROUP BY h.area)
         SELECT a.id, a.kind, a.code, a.name, a.name_mn, a.parent,
                coalesce(sum(c.households), 0), coalesce(sum(c.people), 0)
         FROM area a
         LEFT JOIN area_part part ON part.whole = a.id
         LEFT JOIN counted c ON c.area = part.id
         GROUP BY a.id ORDER BY a.code",
        [],
        |row| {
            Ok(AreaView {
                id: AreaId(row.get(0)?),
                kind: from_word(row.get(1)?).unwrap_or_default(),
                code: row.get(2)?,
                name: row.get(3)?,
                name_mn: row.get(4)?,
                parent: row.get::<_, Option<Uuid>>(5)?.map(AreaId),
                households: row.get(6)?,
                people: row.get(7)?,
            })
        },
    )
}
