//! The evening sheet: what became of a day, on the screen and on paper.

use beibao_domain::card::CardWords;
use beibao_domain::world::china;
use beibao_domain::{Problem, ProblemCode};
use beibao_print::evening::{AreaDigest, Counts, EveningSheet, KindCounts, SetAside};
use beibao_store::evening::{self, AsideLine, Evening};
use chrono::{DateTime, NaiveDate, Utc};
use tauri::State;

use crate::tablet::Tablet;
use crate::words::chinese;

/// A day of the calendar, `2026-11-24`.
pub(super) fn day(on: &str) -> Result<NaiveDate, Problem> {
    on.parse().map_err(|_| ProblemCode::NotFound.into())
}

#[tauri::command(async)]
#[specta::specta]
pub fn evening(on: String, tablet: State<'_, Tablet>) -> Result<Evening, Problem> {
    Ok(evening::evening(&*tablet.store()?, day(&on)?)?)
}

/// The day on paper.
pub(super) fn paper(evening: Evening, card: CardWords, tablet: String) -> EveningSheet {
    EveningSheet {
        station: card.station,
        station_mn: card.station_mn,
        officer: card.name,
        officer_mn: card.name_mn,
        badge: card.badge,
        tablet,
        on: evening.on.to_string(),
        received_at: evening.last_contact_at.map_or_else(|| "–".to_owned(), moment),
        kinds: KindCounts {
            visits: counts(evening.visits),
            portraits: counts(evening.portraits),
            handouts: counts(evening.handouts),
            applications: counts(evening.applications),
            other: counts(evening.other),
            ..KindCounts::default()
        },
        pictures_owed: evening.pictures_owed,
        set_aside: evening.set_aside.iter().map(aside).collect(),
        areas: evening
            .areas
            .into_iter()
            .map(|line| AreaDigest {
                area: if line.area.is_empty() { chinese("evening.station_scope") } else { line.area },
                on_tablet: line.here.into(),
                at_station: line.there.into(),
                agrees: line.agrees,
            })
            .collect(),
    }
}

fn counts(of: evening::Counts) -> Counts {
    let evening::Counts { made, received, applied, set_aside } = of;
    Counts { made, received, applied, set_aside, on_tablet: made - received }
}

fn aside(line: &AsideLine) -> SetAside {
    let kind = chinese(&format!("entry.{}", line.kind.name()));
    SetAside {
        what: format!("{kind} {} {}", line.household, moment(line.at)),
        reason: chinese(&format!("problem.{}", line.reason)),
    }
}

/// A moment as it stands on paper.
fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&china()).format("%Y-%m-%d %H:%M").to_string()
}
