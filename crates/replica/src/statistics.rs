//! The chief's numbers: what was done, by area, officer and month. Every figure is a sum over what [`crate::tally`] made of
//! the facts that stand, and [`behind`] names them.
//!
//! What each figure counts is said at [`Figure`]. A matter counts where it came to what the figure says: a dispute that was
//! told in May and settled in June is told in May and resolved in June.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, HouseholdId, OfficerId};
use chrono::{Datelike, NaiveDate};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::matter::{self, Entry};
use crate::table::{area, household, instant, officer, rows};
use crate::{Result, midnight};

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// What is counted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(rename_all = "snake_case")]
        pub enum Figure { $($(#[$doc])* $name),* }

        impl Figure {
            /// All of them, in the order in which a chief reads them.
            pub const ALL: &[Figure] = &[$(Figure::$name),*];
        }
    };
}

figures! {
    /// Visits.
    Visits,
    /// Things done for people on visits, and hands that were lent.
    Services,
    /// Of these, interpreting.
    Interpreting,
    /// Disputes that were told.
    Disputes,
    /// Disputes that were settled by word, or by an agreement that everybody signed or that is kept.
    DisputesResolved,
    /// Events of every kind.
    Activities,
    /// How many came to them.
    Audience,
    /// Leaflets, handbooks and other materials given, on visits and at events.
    Leaflets,
    /// Contact cards given.
    Cards,
    /// Visits on which advice against fraud was given.
    AntiFraud,
    /// Documents applied for.
    Applications,
    /// Portraits that were taken and stand.
    Portraits,
    /// Portraits on which the desk decided for the first time.
    PortraitsJudged,
    /// Of these, accepted.
    PortraitsFirstTry,
    /// Documents that were finished.
    DocumentsFinished,
    /// Of these, within the time that the law gives.
    DocumentsInTime,
    /// Documents that were handed over.
    DocumentsDelivered,
    /// Requests.
    Requests,
    /// Requests that were answered.
    RequestsAnswered,
    /// Hazards that were found.
    Hazards,
    /// Hazards that are gone.
    HazardsFixed,
    /// Suggestions.
    Suggestions,
    /// Suggestions on which something was done.
    SuggestionsMeasured,
    /// Hands that were lent.
    Hands,
}

impl Figure {
    /// The figure of a name; looked up for every row that counts.
    pub(crate) fn named(name: &str) -> Option<Self> {
        static NAMES: OnceLock<HashMap<String, Figure>> = OnceLock::new();
        NAMES.get_or_init(|| Figure::ALL.iter().map(|figure| (figure.name(), *figure)).collect()).get(name).copied()
    }

    /// Its name in the catalogue, after `figure.`.
    pub fn name(self) -> String {
        crate::table::word(&self)
    }
}

/// By what the figures are told apart, and of which time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct Asked {
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// To this day, included.
    pub to: Option<NaiveDate>,
    /// Of this officer only.
    pub officer: Option<OfficerId>,
    /// Of this sub-farm or sumu only.
    pub area: Option<AreaId>,
    /// A line for each sub-farm or sumu.
    pub by_area: bool,
    /// A line for each officer.
    pub by_officer: bool,
    /// A line for each month.
    pub by_month: bool,
}

/// The figures of one line.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Line {
    /// The sub-farm or sumu, if the lines are told apart by it.
    pub area: Option<AreaId>,
    /// Its name.
    pub area_name: String,
    /// The officer, likewise.
    pub officer: Option<OfficerId>,
    /// The officer's name.
    pub officer_name: String,
    /// The month, `2026-11`, likewise.
    pub month: String,
    /// The figures; what is not there is 0.
    pub figures: BTreeMap<Figure, u32>,
    /// Households that were visited, each once.
    pub households: u32,
    /// People who live in them, each once.
    pub people: u32,
    /// The median time from a request to its answer, in hours.
    pub response_hours: Option<f64>,
}

impl Line {
    /// One of its figures.
    pub fn figure(&self, figure: Figure) -> u32 {
        self.figures.get(&figure).copied().unwrap_or(0)
    }
}

/// Area, officer, month: names of rows, and a number that sorts like time.
type Key = (Option<[u8; 16]>, Option<[u8; 16]>, i32);

/// What counts in the time that is asked for: `behind` finds the facts of a figure with it.
const ASKED: &str = "
    c.at >= ?1 AND c.at < ?2 AND (?3 IS NULL OR c.officer = ?3)
    AND (?4 IS NULL OR c.area IN (SELECT id FROM area_part WHERE whole = ?4))";

impl Asked {
    fn params(&self) -> [Value; 4] {
        let id = |id: Option<uuid::Uuid>| id.map_or(Value::Null, |id| Value::from(id.as_bytes().to_vec()));
        let after = |day: NaiveDate| day.succ_opt().unwrap_or(NaiveDate::MAX);
        [
            self.from.map_or(i64::MIN, |day| midnight(day).timestamp_millis()).into(),
            self.to.map_or(i64::MAX, |day| midnight(after(day)).timestamp_millis()).into(),
            id(self.officer.map(|officer| officer.0)),
            id(self.area.map(|area| area.0)),
        ]
    }
}

/// What counts towards one line.
struct Cell {
    figures: [u32; Figure::ALL.len()],
    households: HashSet<[u8; 16]>,
    waited_s: Vec<i64>,
}

impl Default for Cell {
    fn default() -> Self {
        Self { figures: [0; Figure::ALL.len()], households: HashSet::new(), waited_s: Vec::new() }
    }
}

impl Cell {
    fn line(mut self, members: &HashMap<[u8; 16], u32>) -> Line {
        let figures = Figure::ALL.iter().map(|figure| (*figure, self.figures[*figure as usize]));
        Line {
            figures: figures.filter(|(_, count)| *count > 0).collect(),
            households: u32::try_from(self.households.len()).unwrap_or(u32::MAX),
            people: self.households.iter().map(|home| members.get(home).copied().unwrap_or(0)).sum(),
            response_hours: median(&mut self.waited_s).map(|seconds| seconds / 3600.0),
            ..Line::default()
        }
    }
}

/// The lines, and the whole that they are parts of: a household that is in several lines counts there once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Numbers {
    /// By area, officer and month.
    pub lines: Vec<Line>,
    /// All of them together.
    pub whole: Line,
}

/// The lines, by area, officer and month.
pub fn lines(sql: &Connection, asked: &Asked) -> Result<Vec<Line>> {
    Ok(numbers(sql, asked)?.lines)
}

/// The lines and the whole; five years are read once.
pub fn numbers(sql: &Connection, asked: &Asked) -> Result<Numbers> {
    let (tops, merged, members, cards) = (tops(sql)?, merged(sql)?, members(sql)?, contact_cards(sql)?);
    let mut cells: HashMap<Key, Cell> = HashMap::new();
    let query = format!(
        "SELECT c.figure, c.at, c.count, c.area, c.officer, c.household, c.material, c.waited_s FROM counted c WHERE {ASKED}"
    );
    let mut statement = sql.prepare_cached(&query)?;
    let mut found = statement.query(params_from_iter(asked.params()))?;
    while let Some(row) = found.next()? {
        let Some(figure) = Figure::named(row.get_ref(0)?.as_str().unwrap_or_default()) else { continue };
        // Whether something is a card or a leaflet, the register says today.
        let is_card = row.get::<_, Option<[u8; 16]>>(6)?.is_some_and(|material| cards.contains(&material));
        let figure = if is_card { Figure::Cards } else { figure };
        let top = if asked.by_area { tops.get(&row.get::<_, [u8; 16]>(3)?).copied() } else { None };
        let officer = if asked.by_officer { Some(row.get::<_, [u8; 16]>(4)?) } else { None };
        let month = if asked.by_month { month_of(row.get(1)?) } else { 0 };
        let cell = cells.entry((top, officer, month)).or_default();
        let sum = &mut cell.figures[figure as usize];
        *sum = sum.saturating_add(row.get(2)?);
        if figure == Figure::Visits {
            let home = row.get::<_, Option<[u8; 16]>>(5)?;
            cell.households.extend(home.map(|home| merged.get(&home).copied().unwrap_or(home)));
        }
        cell.waited_s.extend(row.get::<_, Option<i64>>(7)?);
    }
    let mut whole = Cell::default();
    for cell in cells.values() {
        for (sum, count) in whole.figures.iter_mut().zip(cell.figures) {
            *sum = sum.saturating_add(count);
        }
        whole.households.extend(&cell.households);
        whole.waited_s.extend(&cell.waited_s);
    }
    let names = area::all(sql)?;
    let mut lines = Vec::new();
    for ((area, officer, month), cell) in cells {
        let area = area.map(|id| AreaId(uuid::Uuid::from_bytes(id)));
        let officer = officer.map(|id| OfficerId(uuid::Uuid::from_bytes(id)));
        lines.push(Line {
            area,
            area_name: names.iter().find(|one| Some(one.id) == area).map_or(String::new(), |one| one.name.clone()),
            officer,
            officer_name: match officer {
                Some(id) => officer::read(sql, id)?.map(|officer| officer.name).unwrap_or_default(),
                None => String::new(),
            },
            month: if asked.by_month { format!("{:04}-{:02}", month / 12, month % 12 + 1) } else { String::new() },
            ..cell.line(&members)
        });
    }
    let code = |line: &Line| names.iter().find(|one| Some(one.id) == line.area).map(|one| one.code.clone());
    lines.sort_by_cached_key(|line| {
        (code(line), line.officer_name.clone(), line.month.clone(), line.officer.map(|id| id.0))
    });
    Ok(Numbers { lines, whole: whole.line(&members) })
}

/// The month in China, counted from the year 0.
fn month_of(at_ms: i64) -> i32 {
    let day = day_in_china(instant(at_ms));
    day.year() * 12 + day.month0().cast_signed()
}

/// The facts behind a figure, the newest first.
pub fn behind(sql: &Connection, asked: &Asked, figure: Figure, limit: usize) -> Result<Vec<Entry>> {
    let query = format!(
        "SELECT c.fact, max(c.at) FROM counted c
         WHERE iif(c.material IN (SELECT id FROM material WHERE kind = 'contact_card'), 'cards', c.figure) = ?5
           AND c.count > 0 AND {ASKED} GROUP BY c.fact ORDER BY 2 DESC, 1 LIMIT ?6"
    );
    let end = [Value::from(figure.name()), i64::try_from(limit).unwrap_or(i64::MAX).into()];
    let params = params_from_iter(asked.params().into_iter().chain(end));
    matter::all_of(sql, &query, params)
}

/// The sub-farm or sumu of each area, however deep it lies.
fn tops(sql: &Connection) -> Result<HashMap<[u8; 16], [u8; 16]>> {
    let query = "SELECT p.id, p.whole FROM area_part p JOIN area w ON w.id = p.whole
                 WHERE w.parent IS NULL OR w.parent NOT IN (SELECT id FROM area)";
    Ok(rows(sql, query, [], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// The rows that gave way, each with the one that stays.
fn merged(sql: &Connection) -> Result<HashMap<[u8; 16], [u8; 16]>> {
    Ok(rows(sql, "SELECT row, stays FROM merged", [], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// How many live in each household that stays.
fn members(sql: &Connection) -> Result<HashMap<[u8; 16], u32>> {
    let query = "SELECT coalesce(m.stays, p.household) AS home, count(*) FROM person p LEFT JOIN merged m ON m.row = p.household
         WHERE p.household IS NOT NULL AND p.died_on IS NULL AND p.id NOT IN (SELECT row FROM merged) GROUP BY home";
    Ok(rows(sql, query, [], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

fn contact_cards(sql: &Connection) -> Result<HashSet<[u8; 16]>> {
    let query = "SELECT id FROM material WHERE kind = 'contact_card'";
    Ok(rows(sql, query, [], |row| row.get(0))?.into_iter().collect())
}

/// A household that nobody has visited for long.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Unvisited {
    /// Which.
    pub household_id: HouseholdId,
    /// Its code.
    pub code: String,
    /// The name of its head.
    pub head_name: String,
    /// The area it lies in.
    pub area_name: String,
    /// When it was visited last.
    pub last_on: Option<NaiveDate>,
}

beibao_domain::redacted!(Unvisited);

/// Households without a visit since a day, those that waited longest first.
pub fn unvisited(sql: &Connection, since: NaiveDate, area: Option<AreaId>, limit: u32) -> Result<Vec<Unvisited>> {
    // The last that stands of each household, not the last of all that stand: years of visits are not read.
    let query = format!(
        "WITH each (household, at) AS (
             SELECT id, (SELECT happened_at FROM standing WHERE household = household.id AND kind = 'visit'
                         ORDER BY happened_at DESC LIMIT 1) FROM household),
         last (household, at) AS (
             SELECT coalesce(m.stays, household) AS home, max(at) FROM each LEFT JOIN merged m ON m.row = household GROUP BY home)
         SELECT h.id, h.code, a.name, last.at, {}
         FROM household h LEFT JOIN last ON last.household = h.id LEFT JOIN area a ON a.id = h.area
         WHERE h.id NOT IN (SELECT row FROM merged) AND coalesce(last.at, 0) < ?1 AND (?2 IS NULL OR h.area IN (SELECT id FROM area_part WHERE whole = ?2))
         ORDER BY coalesce(last.at, 0), h.code LIMIT ?3",
        household::head_of("h.id")
    );
    rows(sql, &query, params![midnight(since).timestamp_millis(), area.map(|id| id.0), limit], |row| {
        Ok(Unvisited {
            household_id: HouseholdId(row.get(0)?),
            code: row.get(1)?,
            area_name: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
            last_on: row.get::<_, Option<i64>>(3)?.map(|ms| day_in_china(crate::table::instant(ms))),
            head_name: row.get(4)?,
        })
    })
}

#[allow(clippy::cast_precision_loss)] // Seconds of a few years.
fn median(values: &mut [i64]) -> Option<f64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle] as f64),
        _ => Some((values[middle - 1] + values[middle]) as f64 / 2.0),
    }
}
