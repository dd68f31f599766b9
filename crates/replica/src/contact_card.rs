//! What stands on an officer's contact card, gathered from the registers.

use beibao_domain::OfficerId;
use rusqlite::Connection;

use crate::table::{area, officer, station};
use crate::{ReplicaError, Result};

/// More areas than this are not named one by one on a card.
const NAMED_AREAS: usize = 3;

/// The words of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardWords {
    /// The officer's name.
    pub name: String,
    /// The officer's name in Mongolian.
    pub name_mn: Option<String>,
    /// The badge number.
    pub badge: String,
    /// The station.
    pub station: String,
    /// The station in Mongolian.
    pub station_mn: Option<String>,
    /// The officer's phone, or the station's where there is none.
    pub duty_phone: String,
    /// The emergency number.
    pub emergency_phone: String,
    /// The areas that the officer serves.
    pub area: String,
    /// The same in Mongolian, if all of them have such a name.
    pub area_mn: Option<String>,
}

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
