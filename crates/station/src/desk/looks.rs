//! Who looked at whom on a tablet, for an auditor. Looks at the desk itself are in the trail.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::audit::Deed;
use super::who::Who;
use crate::looks::TabletLook;
use crate::station::{Result, Station};

/// The most that are shown.
const MOST: usize = 500;

/// Of which days, and of whom.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct LooksAsk {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// Part of an officer's, a household's or a person's name.
    pub q: String,
}

/// A look on a tablet.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LookView {
    /// When.
    pub at: DateTime<Utc>,
    /// Whose tablet.
    pub officer: String,
    /// The household's code, if one was looked at.
    pub household: String,
    /// The person, if one was looked at and is not erased since.
    pub person: String,
    /// The list that was looked at, such as `search`; empty of a page.
    pub list: String,
}

/// The looks.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LooksView {
    /// The newest first.
    pub looks: Vec<LookView>,
    /// Whether there are more than are shown.
    pub more: bool,
}

beibao_domain::redacted!(LookView, LooksView);

impl Station {
    /// The looks of these days. That somebody read them is noted.
    pub fn desk_looks(&self, who: &Who, ask: &LooksAsk) -> Result<LooksView> {
        self.noted(who, Deed::LooksSeen, None, "")?;
        let q = ask.q.trim();
        let names = |look: &TabletLook| [&look.officer, &look.household, &look.person].iter().any(|it| it.contains(q));
        let mut found: Vec<TabletLook> = self.looks(ask.from, ask.to)?.into_iter().filter(names).collect();
        let more = found.len() > MOST;
        found.truncate(MOST);
        let view =
            |TabletLook { at, officer, household, person, list }| LookView { at, officer, household, person, list };
        Ok(LooksView { looks: found.into_iter().map(view).collect(), more })
    }
}
