//! The chief's numbers as the page shows them, the lists behind them, and who was not visited for long. What each figure counts
//! is said at [`Figure`]; here is nothing counted.

use std::collections::BTreeMap;

use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, OfficerId, ProblemCode};
use beibao_replica::statistics::{self, Asked, Figure, Line, Numbers, Unvisited};
use beibao_replica::table::{from_word, household};
use chrono::{Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::audit::{Deed, note};
use super::readable::{self, EntryView};
use super::who::Who;
use crate::report::table;
use crate::station::{Result, Station};
use crate::words::Words;

/// Most entries of one list.
const MOST: usize = 200;

/// By what the lines are told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// A line for each sub-farm or sumu.
    Area,
    /// A line for each officer.
    Officer,
    /// A line for each month.
    #[default]
    Month,
}

/// From which day to which, both included, and by what; without days, over everything.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct NumbersAsk {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// Of this sub-farm or sumu only.
    pub area: Option<Uuid>,
    /// A line for each what.
    pub by: Counting,
    /// The language of a file's head: `en`, otherwise Chinese.
    pub language: Option<String>,
}

/// Figures that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FigureGroup {
    /// What they are about.
    pub name: String,
    /// Their names, in the order in which a chief reads them.
    pub figures: Vec<String>,
}

/// The figures of an area, an officer or a month, or of everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct NumbersLine {
    /// What the line is called: an area, an officer, a month such as `2026-11`. Empty for the station itself.
    pub name: String,
    /// The area, if that is what it is.
    pub area: Option<Uuid>,
    /// The officer, likewise.
    pub officer: Option<Uuid>,
    /// The figures by name; what is not there is 0.
    pub figures: BTreeMap<String, u32>,
    /// Households that were visited, each once.
    pub households: u32,
    /// People who live in them, each once.
    pub people: u32,
    /// The median time from a request to its answer, in hours.
    pub response_hours: Option<f64>,
}

/// The numbers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NumbersView {
    /// Every figure, in groups.
    pub groups: Vec<FigureGroup>,
    /// The lines that were asked for. Officers stand by name: this is no ranking.
    pub lines: Vec<NumbersLine>,
    /// Everything together.
    pub total: NumbersLine,
}

/// Behind which number one looks.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct BehindAsk {
    /// The figure's name.
    pub figure: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// Of this month only, `2026-11`.
    pub month: Option<String>,
    /// Of this sub-farm or sumu only.
    pub area: Option<Uuid>,
    /// Of this officer only.
    pub officer: Option<Uuid>,
}

/// What is behind a number.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct BehindView {
    /// The newest first.
    pub entries: Vec<EntryView>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// Who was not visited for how long.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct UnvisitedAsk {
    /// For this many weeks, at least 1.
    pub weeks: u32,
    /// In this area and its parts only.
    pub area: Option<Uuid>,
}

/// A household that nobody has visited for long.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct UnvisitedView {
    /// Which.
    pub household_id: Uuid,
    /// Its code.
    pub code: String,
    /// The name of its head.
    pub head: String,
    /// The area it lies in.
    pub area: String,
    /// The day of the last visit; none if there never was one.
    pub last_on: Option<NaiveDate>,
    /// Where it lies, in degrees north, if that is known.
    pub latitude: Option<f64>,
    /// And east.
    pub longitude: Option<f64>,
}

beibao_domain::redacted!(BehindView, UnvisitedView);

/// The groups, and that every figure is in one.
fn group(figure: Figure) -> &'static str {
    match figure {
        Figure::Visits | Figure::Services | Figure::Interpreting | Figure::Hands => "visits",
        Figure::Activities | Figure::Audience | Figure::Leaflets | Figure::Cards | Figure::AntiFraud => "talks",
        Figure::Applications
        | Figure::Portraits
        | Figure::PortraitsJudged
        | Figure::PortraitsFirstTry
        | Figure::DocumentsFinished
        | Figure::DocumentsInTime
        | Figure::DocumentsDelivered => "documents",
        Figure::Disputes
        | Figure::DisputesResolved
        | Figure::Requests
        | Figure::RequestsAnswered
        | Figure::Hazards
        | Figure::HazardsFixed
        | Figure::Suggestions
        | Figure::SuggestionsMeasured => "matters",
    }
}

fn groups() -> Vec<FigureGroup> {
    let of = |name: &str| FigureGroup {
        name: name.to_owned(),
        figures: Figure::ALL.iter().filter(|one| group(**one) == name).map(|one| one.name()).collect(),
    };
    ["visits", "talks", "documents", "matters"].into_iter().map(of).collect()
}

fn shown(line: Line) -> NumbersLine {
    let name = [&line.area_name, &line.officer_name, &line.month].into_iter().find(|name| !name.is_empty());
    NumbersLine {
        name: name.cloned().unwrap_or_default(),
        area: line.area.map(|id| id.0),
        officer: line.officer.map(|id| id.0),
        figures: line.figures.iter().map(|(figure, count)| (figure.name(), *count)).collect(),
        households: line.households,
        people: line.people,
        response_hours: line.response_hours,
    }
}

impl NumbersAsk {
    fn asked(&self) -> Asked {
        let is = |by| self.by == by;
        let (by_area, by_officer, by_month) = (is(Counting::Area), is(Counting::Officer), is(Counting::Month));
        let area = self.area.map(AreaId);
        Asked { from: self.from, to: self.to, area, by_area, by_officer, by_month, ..Asked::default() }
    }
}

impl BehindAsk {
    /// Both what was asked for as a whole and the month of one line.
    fn asked(&self) -> Result<Asked> {
        let (mut from, mut to) = (self.from, self.to);
        if let Some(month) = self.month.as_deref().filter(|month| !month.is_empty()) {
            let first: NaiveDate = format!("{month}-01").parse().map_err(|_| ProblemCode::InvalidFields)?;
            let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
            from = from.max(Some(first));
            to = last.map(|last| to.map_or(last, |to| to.min(last)));
        }
        let (area, officer) = (self.area.map(AreaId), self.officer.map(OfficerId));
        Ok(Asked { from, to, area, officer, ..Asked::default() })
    }
}

impl Station {
    /// The numbers from a day to a day.
    pub fn numbers(&self, ask: &NumbersAsk) -> Result<NumbersView> {
        let Numbers { lines, whole } = self.statistics_with_whole(&ask.asked())?;
        Ok(NumbersView { groups: groups(), lines: lines.into_iter().map(shown).collect(), total: shown(whole) })
    }

    /// The same as a file: a workbook, or CSV.
    pub fn numbers_file(&self, who: &Who, ask: &NumbersAsk, xlsx: bool) -> Result<Vec<u8>> {
        let Numbers { lines, whole } = self.statistics_with_whole(&ask.asked())?;
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::NumbersTaken, None, ""))?;
        let table = table(Words::asked(ask.language.as_deref()), &lines, &whole);
        if xlsx { table.to_xlsx().map_err(|_| ProblemCode::TooLarge.into()) } else { Ok(table.to_csv()) }
    }

    /// What is behind a number. The look is noted.
    pub fn behind(&self, who: &Who, ask: &BehindAsk) -> Result<BehindView> {
        let figure: Figure = from_word(ask.figure.clone()).ok_or(ProblemCode::NotFound)?;
        let asked = ask.asked()?;
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::BehindSeen, None, &figure.name()))?;
        self.read(|sql| {
            let mut behind = statistics::behind(sql, &asked, figure, MOST + 1)?;
            let more = behind.len() > MOST;
            behind.truncate(MOST);
            let entries = behind.iter().map(|entry| readable::entry(sql, &self.blobs, entry)).collect::<Result<_>>()?;
            Ok(BehindView { entries, more })
        })
    }

    /// Households that nobody visited for long, those that waited longest first.
    pub fn unvisited(&self, who: &Who, ask: &UnvisitedAsk) -> Result<Vec<UnvisitedView>> {
        let today = day_in_china(self.world().now());
        let weeks = TimeDelta::try_weeks(ask.weeks.clamp(1, 520).into()).unwrap_or_default();
        let since = today.checked_sub_signed(weeks).unwrap_or(NaiveDate::MIN);
        self.noted(who, Deed::UnvisitedSeen, None, "")?;
        self.read(|sql| {
            let most = u32::try_from(MOST).unwrap_or(u32::MAX);
            let found = statistics::unvisited(sql, since, ask.area.map(AreaId), most)?;
            let view = |one: Unvisited| -> Result<UnvisitedView> {
                let home = household::read(sql, one.household_id)?;
                Ok(UnvisitedView {
                    household_id: one.household_id.0,
                    code: one.code,
                    head: one.head_name,
                    area: one.area_name,
                    last_on: one.last_on,
                    latitude: home.latitude,
                    longitude: home.longitude,
                })
            };
            found.into_iter().map(view).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_stands_in_one_group() {
        let all: Vec<String> = groups().into_iter().flat_map(|group| group.figures).collect();
        assert_eq!(all.len(), Figure::ALL.len());
    }

    #[test]
    fn a_month_is_cut_to_the_days_that_were_asked_for() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        let ask = BehindAsk {
            from: day("2026-02-10"),
            to: day("2026-12-31"),
            month: Some("2026-02".into()),
            ..BehindAsk::default()
        };
        let asked = ask.asked().unwrap();
        assert_eq!((asked.from, asked.to), (day("2026-02-10"), day("2026-02-28")));
        assert!(BehindAsk { month: Some("2026-13".into()), ..BehindAsk::default() }.asked().is_err());
    }
}
