//! The chief's numbers as the page shows them; what each figure counts is said at [`Figure`].

use std::collections::BTreeMap;

use beibao_replica::statistics::{Asked, Figure, Line};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::audit::{Deed, note};
use super::who::Who;
use crate::report::csv;
use crate::station::{Result, Station};
use crate::words::{Language, Words};

/// From which day to which, both included; without them, over everything.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Days {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// The language of a file's head: `en`, otherwise Chinese.
    pub language: Option<String>,
}

/// The figures of an area and a month, or of everything.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NumbersLine {
    /// The area's name; households of a gacha count for the sub-farm or sumu that it lies in.
    pub area: String,
    /// The month in China, `2026-11`.
    pub month: String,
    /// The figures by name; what is not there is 0.
    pub figures: BTreeMap<String, u32>,
    /// Households that were visited, each once.
    pub households: u32,
    /// People who live in them, each once.
    pub people: u32,
}

/// The numbers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NumbersView {
    /// Every figure by name, in the order in which a chief reads them.
    pub figures: Vec<String>,
    /// One line for each area and month.
    pub lines: Vec<NumbersLine>,
    /// One line for each month, all areas together.
    pub months: Vec<NumbersLine>,
    /// Everything together.
    pub total: NumbersLine,
}

fn shown(line: Line) -> NumbersLine {
    let figures = line.figures.iter().map(|(figure, count)| (figure.name(), *count)).collect();
    let (households, people) = (line.households, line.people);
    NumbersLine { area: line.area_name, month: line.month, figures, households, people }
}

impl Days {
    fn asked(&self, by_area: bool, by_month: bool) -> Asked {
        Asked { from: self.from, to: self.to, by_area, by_month, ..Asked::default() }
    }
}

impl Station {
    /// The numbers from a day to a day.
    pub fn numbers(&self, days: &Days) -> Result<NumbersView> {
        let counted = |by_area, by_month| self.statistics(&days.asked(by_area, by_month));
        Ok(NumbersView {
            figures: Figure::ALL.iter().map(|figure| figure.name()).collect(),
            lines: counted(true, true)?.into_iter().map(shown).collect(),
            months: counted(false, true)?.into_iter().map(shown).collect(),
            total: shown(counted(false, false)?.pop().unwrap_or_default()),
        })
    }

    /// The same as a CSV file.
    pub fn numbers_csv(&self, who: &Who, days: &Days) -> Result<Vec<u8>> {
        let words = Words(if days.language.as_deref() == Some("en") { Language::En } else { Language::Zh });
        let lines = self.statistics(&days.asked(true, true))?;
        let whole = self.statistics(&days.asked(false, false))?.pop().unwrap_or_default();
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::NumbersTaken, None, ""))?;
        Ok(csv(words, &lines, &whole))
    }
}
