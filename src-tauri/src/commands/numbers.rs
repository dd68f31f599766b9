//! The numbers: what was done, and the facts behind each.

use beibao_domain::{AreaId, Problem};
use beibao_replica::matter::Entry;
use beibao_replica::statistics::{self, Asked, Figure, Line, Unvisited};
use chrono::NaiveDate;
use tauri::State;

use crate::tablet::Tablet;

/// The most facts that are listed behind a figure.
const LISTED: usize = 300;
/// The most households that are listed as not visited.
const UNVISITED: u32 = 300;

/// On the tablet everybody sees the own numbers; those of all are the station's.
fn own(asked: Asked, tablet: &Tablet) -> Result<Asked, Problem> {
    Ok(Asked { officer: Some(tablet.store()?.identity().enrolment.officer), ..asked })
}

#[tauri::command(async)]
#[specta::specta]
pub fn statistics(asked: Asked, tablet: State<'_, Tablet>) -> Result<Vec<Line>, Problem> {
    let asked = own(asked, &tablet)?;
    Ok(tablet.store()?.read(|sql| Ok(statistics::lines(sql, &asked)?))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn behind(asked: Asked, figure: Figure, tablet: State<'_, Tablet>) -> Result<Vec<Entry>, Problem> {
    let asked = own(asked, &tablet)?;
    Ok(tablet.store()?.read(|sql| Ok(statistics::behind(sql, &asked, figure, LISTED)?))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn unvisited(since: NaiveDate, area: Option<AreaId>, tablet: State<'_, Tablet>) -> Result<Vec<Unvisited>, Problem> {
    Ok(tablet.store()?.read(|sql| Ok(statistics::unvisited(sql, since, area, UNVISITED)?))?)
}
