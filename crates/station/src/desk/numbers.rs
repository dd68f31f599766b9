//! The chief's numbers: the report as the page shows it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::audit::{Deed, note};
use super::who::Who;
use crate::report::{Line, csv};
use crate::station::{Result, Station};

/// From which day to which, both included; without them, over everything.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Days {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// The numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NumbersView {
    /// One line for each area and month.
    pub lines: Vec<Line>,
    /// One line for each month, all areas together.
    pub months: Vec<Line>,
    /// Everything together.
    pub total: Line,
}

fn by_month(lines: &[Line]) -> Vec<Line> {
    let mut months: Vec<&str> = lines.iter().map(|line| line.month.as_str()).collect();
    months.sort_unstable();
    months.dedup();
    let of = |month: &str| lines.iter().filter(|line| line.month == month).cloned().collect::<Vec<_>>();
    let sum = |month: &str| Line { month: month.to_owned(), area: String::new(), ..Line::total(&of(month)) };
    months.into_iter().map(sum).collect()
}

impl Station {
    /// The numbers from a day to a day.
    pub fn numbers(&self, days: Days) -> Result<NumbersView> {
        let lines = self.report(days.from, days.to)?;
        Ok(NumbersView { months: by_month(&lines), total: Line::total(&lines), lines })
    }

    /// The same as a CSV file.
    pub fn numbers_csv(&self, who: &Who, days: Days) -> Result<Vec<u8>> {
        let file = csv(&self.report(days.from, days.to)?);
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::NumbersTaken, None, ""))?;
        Ok(file)
    }
}
