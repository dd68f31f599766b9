//! The chief's numbers: what was done, by area, officer and month. Every figure is a sum over what [`crate::tally`] made of
//! the facts that stand, and [`behind`] names them.
//!
//! What each figure counts is said at [`Figure`]. A matter counts where it came to what the figure says: a dispute that was
//! told in May and settled in June is told in May and resolved in June.

use std::collections::BTreeMap;

use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, FactId, HouseholdId, OfficerId};
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::matter::{self, Entry};
use crate::table::{area, from_word, officer, rows};
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

type Key = (Option<AreaId>, Option<OfficerId>, String);

/// The rows that count in the time that is asked for, each with its sub-farm or sumu and its month in China.
const ASKED: &str = "
WITH top (id, whole) AS (
    SELECT p.id, p.whole FROM area_part p JOIN area w ON w.id = p.whole
    WHERE w.parent IS NULL OR w.parent NOT IN (SELECT id FROM area)
),
asked AS (
    SELECT c.at, c.count, c.household, c.fact, c.waited_s,
           iif(c.material IN (SELECT id FROM material WHERE kind = 'contact_card'), 'cards', c.figure) AS figure,
           iif(?5, top.whole, NULL) AS by_area, iif(?6, c.officer, NULL) AS by_officer,
           iif(?7, strftime('%Y-%m', c.at / 1000 + 8 * 3600, 'unixepoch'), '') AS by_month
    FROM counted c LEFT JOIN top ON top.id = c.area
    WHERE c.at >= ?1 AND c.at < ?2 AND (?3 IS NULL OR c.officer = ?3)
      AND (?4 IS NULL OR top.whole = ?4 OR c.area = ?4)
)";

impl Asked {
    fn params(&self) -> [Value; 7] {
        let id = |id: Option<uuid::Uuid>| id.map_or(Value::Null, |id| Value::from(id.as_bytes().to_vec()));
        let after = |day: NaiveDate| day.succ_opt().unwrap_or(NaiveDate::MAX);
        [
            self.from.map_or(i64::MIN, |day| midnight(day).timestamp_millis()).into(),
            self.to.map_or(i64::MAX, |day| midnight(after(day)).timestamp_millis()).into(),
            id(self.officer.map(|officer| officer.0)),
            id(self.area.map(|area| area.0)),
            self.by_area.into(),
            self.by_officer.into(),
            self.by_month.into(),
        ]
    }
}

fn key(row: &rusqlite::Row<'_>) -> rusqlite::Result<Key> {
    Ok((row.get::<_, Option<_>>(0)?.map(AreaId), row.get::<_, Option<_>>(1)?.map(OfficerId), row.get(2)?))
}

/// The lines, by area, officer and month.
pub fn lines(sql: &Connection, asked: &Asked) -> Result<Vec<Line>> {
    let mut cells: BTreeMap<Key, Line> = BTreeMap::new();
    let sums =
        format!("{ASKED} SELECT by_area, by_officer, by_month, figure, sum(count) FROM asked GROUP BY 1, 2, 3, 4");
    for (key, figure, sum) in rows(sql, &sums, params_from_iter(asked.params()), |row| {
        Ok((key(row)?, row.get::<_, String>(3)?, row.get::<_, i64>(4)?))
    })? {
        let Some(figure) = from_word::<Figure>(figure) else { continue };
        cells.entry(key).or_default().figures.insert(figure, u32::try_from(sum).unwrap_or(u32::MAX));
    }
    let homes = format!(
        "{ASKED}, homes AS (SELECT DISTINCT by_area, by_officer, by_month, household FROM asked
                            WHERE figure = 'visits' AND household IS NOT NULL)
         SELECT by_area, by_officer, by_month, count(*),
                sum((SELECT count(*) FROM person p WHERE p.household = homes.household)) FROM homes GROUP BY 1, 2, 3"
    );
    for (key, households, people) in
        rows(sql, &homes, params_from_iter(asked.params()), |row| Ok((key(row)?, row.get(3)?, row.get(4)?)))?
    {
        let line = cells.entry(key).or_default();
        (line.households, line.people) = (households, people);
    }
    let waits = format!("{ASKED} SELECT by_area, by_officer, by_month, waited_s FROM asked WHERE waited_s IS NOT NULL");
    let mut waited: BTreeMap<Key, Vec<i64>> = BTreeMap::new();
    for (key, seconds) in
        rows(sql, &waits, params_from_iter(asked.params()), |row| Ok((key(row)?, row.get::<_, i64>(3)?)))?
    {
        waited.entry(key).or_default().push(seconds);
    }
    let names = area::all(sql)?;
    let mut lines = Vec::new();
    for (key, line) in cells {
        let (area, officer, month) = key.clone();
        lines.push(Line {
            area,
            area_name: names.iter().find(|one| Some(one.id) == area).map_or(String::new(), |one| one.name.clone()),
            officer,
            officer_name: match officer {
                Some(id) => officer::read(sql, id)?.map(|officer| officer.name).unwrap_or_default(),
                None => String::new(),
            },
            month,
            response_hours: waited.get_mut(&key).and_then(|all| median(all)).map(|seconds| seconds / 3600.0),
            ..line
        });
    }
    let code = |line: &Line| names.iter().find(|one| Some(one.id) == line.area).map(|one| one.code.clone());
    lines.sort_by_cached_key(|line| (code(line), line.officer_name.clone(), line.month.clone()));
    Ok(lines)
}

/// The facts behind a figure, the newest first.
pub fn behind(sql: &Connection, asked: &Asked, figure: Figure, limit: usize) -> Result<Vec<Entry>> {
    let query = format!(
        "{ASKED} SELECT fact, max(at) FROM asked WHERE figure = ?8 AND count > 0 GROUP BY fact ORDER BY 2 DESC, 1 LIMIT ?9"
    );
    let end = [Value::from(figure.name()), i64::try_from(limit).unwrap_or(i64::MAX).into()];
    let params = params_from_iter(asked.params().into_iter().chain(end));
    let shown = rows(sql, &query, params, |row| Ok(FactId(row.get(0)?)))?;
    shown.into_iter().map(|id| matter::one(sql, id)).collect()
}

/// A household that nobody has visited for long.
#[derive(Debug, Clone, PartialEq, Serialize)]
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

/// Households without a visit since a day, those that waited longest first.
pub fn unvisited(sql: &Connection, since: NaiveDate, area: Option<AreaId>, limit: u32) -> Result<Vec<Unvisited>> {
    rows(
        sql,
        "WITH last (household, at) AS (
             SELECT household, max(happened_at) FROM standing WHERE kind = 'visit' AND household IS NOT NULL GROUP BY household)
         SELECT h.id, h.code, a.name, last.at,
                coalesce((SELECT name FROM person WHERE household = h.id ORDER BY relation <> 'head', born_on, id LIMIT 1), '')
         FROM household h LEFT JOIN last ON last.household = h.id LEFT JOIN area a ON a.id = h.area
         WHERE coalesce(last.at, 0) < ?1 AND (?2 IS NULL OR h.area IN (SELECT id FROM area_part WHERE whole = ?2))
         ORDER BY coalesce(last.at, 0), h.code LIMIT ?3",
        params![midnight(since).timestamp_millis(), area.map(|id| id.0), limit],
        |row| {
            Ok(Unvisited {
                household_id: HouseholdId(row.get(0)?),
                code: row.get(1)?,
                area_name: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                last_on: row.get::<_, Option<i64>>(3)?.map(|ms| day_in_china(crate::table::instant(ms))),
                head_name: row.get(4)?,
            })
        },
    )
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
