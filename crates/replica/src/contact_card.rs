//! What stands on an officer's contact card, gathered from the registers; and who holds a card on which something else stands.
//!
//! A handout keeps the mark of the words that stood on the card, not the words, so nothing is stored twice and no edition has
//! to be counted: a card is outdated when its officer's card has another mark today.

use std::collections::BTreeMap;

use beibao_domain::card::{BackWords, CardWords};
use beibao_domain::visit::HandoutLine;
use beibao_domain::{FactBody, FactId, HouseholdId, MaterialId, OfficerId};
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::Serialize;

use crate::table::fact::{self, Told};
use crate::table::{area, household, instant, officer, rows, station};
use crate::{ReplicaError, Result, same};

/// More areas than this are not named one by one on a card.
const NAMED_AREAS: usize = 3;

/// The words of an officer's card.
pub fn read(sql: &Connection, id: OfficerId) -> Result<CardWords> {
    let officer = officer::read(sql, id)?.ok_or(ReplicaError::NotFound)?;
    let station = station::read(sql)?;
    let areas: Vec<_> = area::all(sql)?.into_iter().filter(|area| officer.areas.contains(&area.id)).collect();
    let shown = &areas[..areas.len().min(NAMED_AREAS)];
    let names: Vec<&str> = shown.iter().map(|area| area.name.as_str()).collect();
    let names_mn: Option<Vec<&str>> = shown.iter().map(|area| area.name_mn.as_deref()).collect();
    let more = if areas.len() > NAMED_AREAS { "等" } else { "" };
    Ok(CardWords {
        duty_phone: if officer.phone.is_empty() { station.duty_phone } else { officer.phone },
        name: officer.name,
        name_mn: officer.name_mn,
        badge: officer.badge,
        station: station.name,
        station_mn: station.name_mn,
        emergency_phone: station.emergency_phone,
        area: format!("{}{more}", names.join("、")),
        area_mn: names_mn.filter(|names| !names.is_empty()).map(|names| names.join(" ")),
    })
}

/// The words of its back.
pub fn read_back(sql: &Connection, id: OfficerId) -> Result<BackWords> {
    let (officer, station) = (officer::whole(sql, id)?, station::whole(sql)?);
    Ok(BackWords {
        station_phone: station.duty_phone,
        photo: officer.photo,
        english: Some((officer.name_en, station.name_en)).filter(|(name, _)| !name.trim().is_empty()),
    })
}

/// The cards of one officer that a household was given, as the last one is.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HeldCard {
    /// The household.
    pub household_id: HouseholdId,
    /// Its code.
    pub household_code: String,
    /// The name of its head.
    pub head_name: String,
    /// Whose card.
    pub officer_id: OfficerId,
    /// The officer's name as it is today.
    pub officer_name: String,
    /// How many were given in all.
    pub count: u32,
    /// When the last one was.
    pub given_at: DateTime<Utc>,
    /// The visit on which it was.
    pub visit_id: FactId,
    /// The mark of what stands on it; `None` if it was not kept.
    pub mark: Option<String>,
    /// Whether something else stands on the officer's card today.
    pub outdated: bool,
}

beibao_domain::redacted!(HeldCard);

/// Which cards a household was given, the last first.
pub fn held_by(sql: &Connection, household: HouseholdId) -> Result<Vec<HeldCard>> {
    held(sql, Some(household))
}

/// The households whose last card of an officer says something else than the officer's card today, by code.
pub fn outdated(sql: &Connection) -> Result<Vec<HeldCard>> {
    let mut outdated: Vec<HeldCard> = held(sql, None)?.into_iter().filter(|card| card.outdated).collect();
    outdated.sort_by(|a, b| (&a.household_code, a.given_at).cmp(&(&b.household_code, b.given_at)));
    Ok(outdated)
}

/// Contact cards that were given: to this household and whatever gave way to it, or to any.
fn given(to_one: bool) -> String {
    let only =
        if to_one { format!("c.household IN {}", same::all_of("?1")) } else { "c.household IS NOT NULL".to_owned() };
    // From the few materials that are cards to what was given of them, and never through all that counts.
    format!(
        "SELECT coalesce(g.stays, c.household), c.officer, c.at, c.count, c.fact, c.material
         FROM material m CROSS JOIN counted c ON c.material = m.id LEFT JOIN merged g ON g.row = c.household
         WHERE m.kind = 'contact_card' AND {only} ORDER BY c.at DESC, c.fact"
    )
}

/// What each household holds of each officer, the last given first.
fn held(sql: &Connection, of: Option<HouseholdId>) -> Result<Vec<HeldCard>> {
    let query = given(of.is_some());
    let given = rows(sql, &query, params_from_iter(of.map(|id| Value::from(id.0.as_bytes().to_vec()))), |row| {
        let ids = (HouseholdId(row.get(0)?), OfficerId(row.get(1)?));
        Ok((ids, instant(row.get(2)?), row.get::<_, u32>(3)?, FactId(row.get(4)?), MaterialId(row.get(5)?)))
    })?;
    let mut places: BTreeMap<(HouseholdId, OfficerId), usize> = BTreeMap::new();
    let mut today: BTreeMap<OfficerId, Option<CardWords>> = BTreeMap::new();
    let mut held: Vec<HeldCard> = Vec::new();
    for ((household_id, officer_id), given_at, count, visit_id, material) in given {
        if let Some(place) = places.get(&(household_id, officer_id)) {
            held[*place].count = held[*place].count.saturating_add(count);
            continue;
        }
        places.insert((household_id, officer_id), held.len());
        let words = match today.get(&officer_id) {
            Some(words) => words.clone(),
            None => match read(sql, officer_id) {
                Ok(words) => Some(words),
                Err(ReplicaError::NotFound) => None,
                Err(error) => return Err(error),
            },
        };
        today.insert(officer_id, words.clone());
        let mark = mark_given(&fact::read(sql, visit_id)?, material);
        let (household_code, head_name) = household::code_and_head(sql, household_id)?;
        held.push(HeldCard {
            household_id,
            household_code,
            head_name,
            officer_id,
            // Who is in the register no more has no card that would be right.
            outdated: mark.is_some() && mark != words.as_ref().map(CardWords::mark),
            officer_name: words.map(|words| words.name).unwrap_or_default(),
            count,
            given_at,
            visit_id,
            mark,
        });
    }
    Ok(held)
}

fn mark_given(visit: &Told, material: MaterialId) -> Option<String> {
    let FactBody::Visit(visit) = &visit.fact.body else { return None };
    visit.handouts.iter().find(|line: &&HandoutLine| line.material_id == material)?.card.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_a_card_is_found_without_reading_all_that_counts() {
        let sql = beibao_db::in_memory(&[crate::schema()]).unwrap();
        for (to_one, found_by) in
            [(true, "counted_given (material=? AND household=?"), (false, "counted_given (material=?")]
        {
            let plan = format!("EXPLAIN QUERY PLAN {}", given(to_one).replace("?1", "x'00'"));
            let steps: Vec<String> = rows(&sql, &plan, [], |row| row.get(3)).unwrap();
            assert!(steps.iter().any(|step| step.contains(found_by)), "{steps:?}");
        }
    }
}
