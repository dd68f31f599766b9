//! Visits: drafts, saving, corrections.

use beibao_domain::{FactId, HouseholdId, Problem};
use beibao_store::looks;
use beibao_store::visit::{self, DraftView, VisitPage};
use tauri::{AppHandle, State};

use crate::syncing;
use crate::tablet::Tablet;

#[tauri::command(async)]
#[specta::specta]
pub fn open_draft(household_id: HouseholdId, tablet: State<'_, Tablet>) -> Result<DraftView, Problem> {
    Ok(visit::open_draft(&*tablet.store()?, household_id)?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn open_correction(visit_id: FactId, tablet: State<'_, Tablet>) -> Result<DraftView, Problem> {
    Ok(visit::open_correction(&*tablet.store()?, visit_id)?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn save_draft(draft: DraftView, tablet: State<'_, Tablet>) -> Result<(), Problem> {
    Ok(tablet.store()?.write(|tx| visit::save_draft(tx, &draft.draft))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn discard_draft(id: FactId, tablet: State<'_, Tablet>) -> Result<(), Problem> {
    Ok(tablet.store()?.write(|tx| visit::discard_draft(tx, id))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn save_visit(draft: DraftView, app: AppHandle, tablet: State<'_, Tablet>) -> Result<FactId, Problem> {
    let id = tablet.store()?.write(|tx| visit::save(tx, &draft.draft))?;
    syncing::said(&app);
    Ok(id)
}

#[tauri::command(async)]
#[specta::specta]
pub fn visit(id: FactId, tablet: State<'_, Tablet>) -> Result<VisitPage, Problem> {
    let store = tablet.store()?;
    let page = store.read(|sql| visit::page(sql, id))?;
    store.write(|tx| looks::at_household(tx, page.visit.household_id))?;
    Ok(page)
}
