//! Looking things up: today, areas, search, households, people, materials; and the two fields corrected at the door.

use beibao_domain::area::Station;
use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, HouseholdId, MaterialId, PersonId, Problem};
use beibao_replica::find::{self, SearchResult};
use beibao_replica::table::area::{self, AreaView};
use beibao_replica::table::material::{self, MaterialView};
use beibao_replica::table::station;
use beibao_store::StoreError;
use beibao_store::household_page::{self, HouseholdField, HouseholdPage};
use beibao_store::looks;
use beibao_store::person_page::{self, PersonPage};
use beibao_store::today::{self, TodayPage};
use serde::Serialize;
use tauri::{AppHandle, State};

use super::card::printing_failed;
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

/// A material as a short text that a phone takes along, and the code that carries it.
#[derive(Serialize, specta::Type)]
pub struct MaterialCode {
    text: String,
    svg: String,
}

#[tauri::command(async)]
#[specta::specta]
pub fn material_code(id: MaterialId, tablet: State<'_, Tablet>) -> Result<MaterialCode, Problem> {
    let (shared, here) = tablet.store()?.read(|sql| {
        let shared = material::all(sql)?.into_iter().find(|material| material.id == id);
        Ok((shared.ok_or(StoreError::NotFound)?, station::read(sql)?))
    })?;
    let title_mn = shared.title_mn.map(|title| format!("{title}\n")).unwrap_or_default();
    let text = format!("{}\n{title_mn}{} {}", shared.title, here.name, here.duty_phone);
    let svg = beibao_print::code_svg(&text).map_err(printing_failed)?;
    Ok(MaterialCode { text, svg })
}
