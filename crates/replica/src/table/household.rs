//! Households.

use beibao_domain::household::Household;
use beibao_domain::picture::Location;
use beibao_domain::{AreaId, HouseholdId};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::rows;
use crate::find;
use crate::{ReplicaError, Result};

pub(crate) fn put(sql: &Connection, id: Uuid, household: &Household) -> Result<()> {
    sql.prepare_cached(
        "INSERT OR REPLACE INTO household (id, code, area, address, latitude, longitude, access_notes, phone)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        id,
        household.code,
        household.area.map(|area| area.0),
        household.address,
        household.latitude,
        household.longitude,
        household.access_notes,
        household.phone
    ])?;
    find::index_household(sql, HouseholdId(id))
}

/// A household.
pub fn read(sql: &Connection, id: HouseholdId) -> Result<Household> {
    sql.prepare_cached(
        "SELECT code, area, address, latitude, longitude, access_notes, phone FROM household WHERE id = ?1",
    )?
    .query_row([id.0], |row| {
        Ok(Household {
            code: row.get(0)?,
            area: row.get::<_, Option<Uuid>>(1)?.map(AreaId),
            address: row.get(2)?,
            latitude: row.get(3)?,
            longitude: row.get(4)?,
            access_notes: row.get(5)?,
            phone: row.get(6)?,
        })
    })
    .map_err(ReplicaError::from)
}

/// The scope that changes of this household belong to.
pub fn scope(sql: &Connection, id: HouseholdId) -> Result<AreaId> {
    read(sql, id)?.area.ok_or(ReplicaError::NotFound)
}

/// Names of an area, in Chinese and in Mongolian.
pub type AreaNames = (String, Option<String>);

/// Where the homes of each sub-farm or sumu lie, without whose they are: what a map is drawn of.
pub fn places(sql: &Connection) -> Result<Vec<(AreaNames, Vec<Location>)>> {
    let query = "SELECT w.name, w.name_mn, h.latitude, h.longitude FROM household h
                 JOIN area a ON a.id = h.area JOIN area w ON w.id = coalesce((SELECT id FROM area WHERE id = a.parent), a.id)
                 WHERE h.latitude IS NOT NULL AND h.longitude IS NOT NULL AND h.id NOT IN (SELECT row FROM merged) ORDER BY w.code, w.id";
    let homes = rows(sql, query, [], |row| {
        let names: AreaNames = (row.get(0)?, row.get(1)?);
        Ok((names, Location { latitude: row.get(2)?, longitude: row.get(3)? }))
    })?;
    let mut areas: Vec<(AreaNames, Vec<Location>)> = Vec::new();
    for (names, place) in homes {
        match areas.last_mut() {
            Some((last, places)) if *last == names => places.push(place),
            _ => areas.push((names, vec![place])),
        }
    }
    Ok(areas)
}

/// A household's code and the name of its head, for lists.
pub fn code_and_head(sql: &Connection, id: HouseholdId) -> Result<(String, String)> {
    Ok(sql
        .prepare_cached(
            "SELECT code, coalesce((SELECT name FROM person WHERE household = household.id
                                    AND id NOT IN (SELECT row FROM merged) ORDER BY relation <> 'head', born_on, id LIMIT 1), '')
             FROM household WHERE id = ?1",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or_default())
}
