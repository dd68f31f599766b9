//! Looking things up: today, areas, search, households, people, materials; and the two fields corrected at the door.

use beibao_domain::area::Station;
use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, HouseholdId, PersonId, Problem};
use beibao_replica::find::{self, SearchResult};
use beibao_replica::table::area::{self, AreaView};
use beibao_replica::table::material::{self, MaterialView};
use beibao_replica::table::station;
use beibao_store::household_page::{self, HouseholdField, HouseholdPage};
use beibao_store::looks;
use beibao_store::person_page::{self, PersonPage};
use beibao_store::today::{self, TodayPage};
use serde::Serialize;
use tauri::{AppHandle, State};

use crate::syncing::{self, SyncState};
use crate::tablet::Tablet;

/// The first page of the day.
#[derive(Serialize, specta::Type)]
pub struct Today {
    #[serde(flatten)]
    page: TodayPage,
    sync: SyncState,
}

#[tauri::command(async)]
#[specta::specta]
pub fn today(tablet: State<'_, Tablet>) -> Result<Today, Problem> {
    Ok(Today { page: today::page(&*tablet.store()?)?, sync: syncing::state(&tablet)? })
}

#[tauri::command(async)]
#[specta::specta]
pub fn areas(tablet: State<'_, Tablet>) -> Result<Vec<AreaView>, Problem> {
    Ok(tablet.store()?.read(|sql| Ok(area::all(sql)?))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn station(tablet: State<'_, Tablet>) -> Result<Station, Problem> {
    Ok(tablet.store()?.read(|sql| Ok(station::read(sql)?))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn search_register(
    query: String,
    area: Option<AreaId>,
    tablet: State<'_, Tablet>,
) -> Result<SearchResult, Problem> {
    let store = tablet.store()?;
    let found = store.read(|sql| Ok(find::search(sql, &query, area)?))?;
    looks::at_list(&store, "search", found.hits.iter().map(|hit| hit.household_id))?;
    Ok(found)
}

#[tauri::command(async)]
#[specta::specta]
pub fn household(id: HouseholdId, tablet: State<'_, Tablet>) -> Result<HouseholdPage, Problem> {
    let today = day_in_china(tablet.world().now());
    let store = tablet.store()?;
    let page = store.read(|sql| household_page::page(sql, id, today))?;
    store.write(|tx| looks::at_household(tx, id))?;
    Ok(page)
}

#[tauri::command(async)]
#[specta::specta]
pub fn edit_household(
    id: HouseholdId,
    field: HouseholdField,
    value: String,
    seen: String,
    app: AppHandle,
    tablet: State<'_, Tablet>,
) -> Result<(), Problem> {
    tablet.store()?.write(|tx| household_page::edit(tx, id, field, &value, &seen))?;
    syncing::said(&app);
    Ok(())
}

#[tauri::command(async)]
#[specta::specta]
pub fn person(id: PersonId, tablet: State<'_, Tablet>) -> Result<PersonPage, Problem> {
    let today = day_in_china(tablet.world().now());
    let store = tablet.store()?;
    let page = store.read(|sql| person_page::page(sql, id, today))?;
    store.write(|tx| looks::at_person(tx, id))?;
    Ok(page)
}

#[tauri::command(async)]
#[specta::specta]
pub fn materials(tablet: State<'_, Tablet>) -> Result<Vec<MaterialView>, Problem> {
    Ok(tablet.store()?.read(|sql| Ok(material::all(sql)?))?)
}
