//! Households.

use beibao_domain::household::Household;
use beibao_domain::picture::Location;
use beibao_domain::{AreaId, HouseholdId};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::rows;
use crate::{ReplicaError, Result};
use crate::{find, same};

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

/// In a query: the name of the head of a column's household, of whatever gave way to it too. Written so that what gave way is
/// gone through once for a whole list, and not at all for somebody who never gave way.
pub fn head_of(column: &str) -> String {
    format!(
        "coalesce((SELECT name FROM (
             SELECT id, name, relation, born_on FROM person WHERE household = {column}
             UNION ALL SELECT p.id, p.name, p.relation, p.born_on FROM merged m JOIN person p ON p.household = m.row
                       WHERE m.stays = {column})
         WHERE id NOT IN (SELECT row FROM same_as) OR id NOT IN (SELECT row FROM merged)
         ORDER BY relation <> 'head', born_on, id LIMIT 1), '')"
    )
}

/// A household's code and the name of its head, for lists; of one that gave way to another, that one's.
pub fn code_and_head(sql: &Connection, id: HouseholdId) -> Result<(String, String)> {
    let query = format!("SELECT code, {} FROM household h WHERE id = ?1", head_of("h.id"));
    Ok(sql
        .prepare_cached(&query)?
        .query_row([same::stays(sql, id.0)?], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or_default())
}
