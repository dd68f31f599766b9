//! The numbers: what was done, and the facts behind each.

use beibao_domain::{AreaId, Problem};
use beibao_replica::matter::Entry;
use beibao_replica::statistics::{self, Asked, Figure, Line, Unvisited};
use beibao_store::looks;
use chrono::NaiveDate;
use serde::Serialize;
use tauri::State;

use crate::tablet::Tablet;

/// The beginning of a list, and whether it goes on: a screen that wants more asks for more rows.
#[derive(Serialize, specta::Type)]
pub struct Listed<T> {
    rows: Vec<T>,
    more: bool,
}

impl<T> Listed<T> {
    /// One row more than was asked for says that there are more.
    fn of(mut rows: Vec<T>, asked: u32) -> Self {
        let asked = usize::try_from(asked).unwrap_or(usize::MAX);
        let more = rows.len() > asked;
        rows.truncate(asked);
        Self { rows, more }
    }
}

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
pub fn behind(asked: Asked, figure: Figure, rows: u32, tablet: State<'_, Tablet>) -> Result<Listed<Entry>, Problem> {
    let (asked, store) = (own(asked, &tablet)?, tablet.store()?);
    let wanted = usize::try_from(rows).unwrap_or(usize::MAX).saturating_add(1);
    let found = store.read(|sql| Ok(statistics::behind(sql, &asked, figure, wanted)?))?;
    looks::at_list(&store, &format!("figure.{}", figure.name()), found.iter().filter_map(|entry| entry.household_id))?;
    Ok(Listed::of(found, rows))
}

#[tauri::command(async)]
#[specta::specta]
pub fn unvisited(
    since: NaiveDate,
    area: Option<AreaId>,
    rows: u32,
    tablet: State<'_, Tablet>,
) -> Result<Listed<Unvisited>, Problem> {
    let store = tablet.store()?;
    let found = store.read(|sql| Ok(statistics::unvisited(sql, since, area, rows.saturating_add(1))?))?;
    looks::at_list(&store, "unvisited", found.iter().map(|home| home.household_id))?;
    Ok(Listed::of(found, rows))
}
