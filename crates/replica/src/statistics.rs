//! The chief's numbers: what was done, by area, officer and month. Every figure is counted from facts that stand, and
//! [`behind`] names them; nothing is kept for it.
//!
//! What each figure counts is said at [`Figure`]. A matter counts where it came to what the figure says: a dispute that was
//! told in May and settled in June is told in May and resolved in June.

use std::collections::{BTreeMap, BTreeSet};

use beibao_domain::application::Step;
use beibao_domain::matter::State;
use beibao_domain::request::ResponseKind;
use beibao_domain::visit::ServiceKind;
use beibao_domain::world::{china, day_in_china};
use beibao_domain::{AreaId, Fact, FactBody, FactId, HouseholdId, OfficerId};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::matter::{self, Entry, Which};
use crate::table::fact::{self, Told};
use crate::table::{area, material, officer};
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

/// Something that counts: how much, where, by whom, when.
struct Counted {
    figure: Figure,
    count: u32,
    area: AreaId,
    officer: OfficerId,
    at: DateTime<Utc>,
    /// The fact that shows it.
    fact: FactId,
    household: Option<HouseholdId>,
    /// Seconds that a request waited.
    waited_s: Option<i64>,
}

type Key = (Option<AreaId>, Option<OfficerId>, String);

/// The lines, by area, officer and month.
pub fn lines(sql: &Connection, asked: &Asked) -> Result<Vec<Line>> {
    #[derive(Default)]
    struct Cell {
        figures: BTreeMap<Figure, u32>,
        households: BTreeSet<HouseholdId>,
        waited_s: Vec<i64>,
    }
    let tops = tops(sql)?;
    let members = members(sql)?;
    let mut cells: BTreeMap<Key, Cell> = BTreeMap::new();
    for counted in counted(sql, asked, &tops)? {
        let top = tops.get(&counted.area).copied();
        let month = counted.at.with_timezone(&china()).format("%Y-%m");
        let key = (
            top.filter(|_| asked.by_area),
            Some(counted.officer).filter(|_| asked.by_officer),
            if asked.by_month { month.to_string() } else { String::new() },
        );
        let cell = cells.entry(key).or_default();
        let sum = cell.figures.entry(counted.figure).or_default();
        *sum = sum.saturating_add(counted.count);
        if counted.figure == Figure::Visits {
            cell.households.extend(counted.household);
        }
        cell.waited_s.extend(counted.waited_s);
    }
    let names = area::all(sql)?;
    let mut lines = Vec::new();
    for ((area, officer, month), mut cell) in cells {
        let people = cell.households.iter().map(|home| members.get(home).copied().unwrap_or(0)).sum();
        lines.push(Line {
            area,
            area_name: names.iter().find(|one| Some(one.id) == area).map_or(String::new(), |one| one.name.clone()),
            officer,
            officer_name: match officer {
                Some(id) => officer::read(sql, id)?.map(|officer| officer.name).unwrap_or_default(),
                None => String::new(),
            },
            month,
            figures: cell.figures,
            households: u32::try_from(cell.households.len()).unwrap_or(u32::MAX),
            people,
            response_hours: median(&mut cell.waited_s).map(|seconds| seconds / 3600.0),
        });
    }
    let code = |line: &Line| names.iter().find(|one| Some(one.id) == line.area).map(|one| one.code.clone());
    lines.sort_by_cached_key(|line| (code(line), line.officer_name.clone(), line.month.clone()));
    Ok(lines)
}

/// The facts behind a figure, the newest first.
pub fn behind(sql: &Connection, asked: &Asked, figure: Figure, limit: usize) -> Result<Vec<Entry>> {
    let tops = tops(sql)?;
    let mut shown: Vec<(DateTime<Utc>, FactId)> = counted(sql, asked, &tops)?
        .into_iter()
        .filter(|counted| counted.figure == figure && counted.count > 0)
        .map(|counted| (counted.at, counted.fact))
        .collect();
    shown.sort_unstable();
    shown.dedup();
    shown.iter().rev().take(limit).map(|(_, id)| matter::one(sql, *id)).collect()
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
    crate::table::rows(
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

/// Everything that counts in the time that is asked for.
fn counted(sql: &Connection, asked: &Asked, tops: &BTreeMap<AreaId, AreaId>) -> Result<Vec<Counted>> {
    let mut all = Counting { found: Vec::new(), cards: contact_cards(sql)? };
    let span = (
        asked.from.map_or(i64::MIN, |day| midnight(day).timestamp_millis()),
        asked.to.and_then(|day| day.succ_opt()).map_or(i64::MAX, |day| midnight(day).timestamp_millis()),
    );
    let end = "kind IN ('visit', 'activity') AND happened_at >= ?1 AND happened_at < ?2";
    for told in fact::standing_where(sql, end, params![span.0, span.1])? {
        all.event(&told);
    }
    for (opening, later) in matter::all_facts(sql, &Which::default())? {
        all.matter(&opening, &later);
    }
    all.found.retain(|one| {
        (span.0..span.1).contains(&one.at.timestamp_millis())
            && asked.officer.is_none_or(|officer| officer == one.officer)
            && asked.area.is_none_or(|area| tops.get(&one.area) == Some(&area) || one.area == area)
    });
    Ok(all.found)
}

struct Counting {
    found: Vec<Counted>,
    cards: BTreeSet<beibao_domain::MaterialId>,
}

impl Counting {
    fn add(&mut self, figure: Figure, count: u32, told: &Told) {
        self.add_by(told.author, figure, count, told);
    }

    fn add_by(&mut self, officer: OfficerId, figure: Figure, count: u32, told: &Told) {
        self.found.push(Counted {
            figure,
            count,
            area: told.area,
            officer,
            at: told.fact.happened_at,
            fact: told.fact.id,
            household: told.fact.household,
            waited_s: None,
        });
    }

    fn handouts(&mut self, lines: &[beibao_domain::visit::HandoutLine], told: &Told) {
        for line in lines {
            let figure = if self.cards.contains(&line.material_id) { Figure::Cards } else { Figure::Leaflets };
            self.add(figure, line.count, told);
        }
    }

    fn event(&mut self, told: &Told) {
        match &told.fact.body {
            FactBody::Visit(visit) => {
                self.add(Figure::Visits, 1, told);
                for line in &visit.services {
                    self.add(Figure::Services, line.count, told);
                    if line.kind == ServiceKind::Interpret {
                        self.add(Figure::Interpreting, line.count, told);
                    }
                }
                let advised = visit.services.iter().any(|line| line.kind == ServiceKind::AntiFraudAdvice);
                if visit.anti_fraud.advised || advised {
                    self.add(Figure::AntiFraud, 1, told);
                }
                self.handouts(&visit.handouts, told);
            }
            FactBody::Activity(activity) => {
                self.add(Figure::Activities, 1, told);
                self.add(Figure::Audience, activity.audience, told);
                self.handouts(&activity.handouts, told);
            }
            _ => {}
        }
    }

    fn matter(&mut self, opening: &Told, later: &[Told]) {
        let facts: Vec<Fact> = later.iter().map(|told| told.fact.clone()).collect();
        let Some(stands) = beibao_domain::matter::standing(&opening.fact, &facts) else { return };
        let last = later.last().unwrap_or(opening);
        match &opening.fact.body {
            FactBody::Dispute(_) => {
                self.add(Figure::Disputes, 1, opening);
                if matches!(stands.state, State::Settled | State::Signed | State::Kept) {
                    self.add(Figure::DisputesResolved, 1, last);
                }
            }
            FactBody::Application(application) => {
                self.add(Figure::Applications, 1, opening);
                let due_on = application.due_on(day_in_china(opening.fact.happened_at));
                self.application(later, due_on, application.kind.is_id_card());
            }
            FactBody::Request(_) => {
                self.add(Figure::Requests, 1, opening);
                let answer = later.iter().find(|told| {
                    matches!(&told.fact.body, FactBody::Response(response) if response.is != ResponseKind::TakenOver)
                });
                if let Some(answer) = answer {
                    self.add(Figure::RequestsAnswered, 1, answer);
                    let waited = answer.fact.happened_at - opening.fact.happened_at;
                    if let Some(counted) = self.found.last_mut() {
                        counted.waited_s = Some(waited.num_seconds());
                    }
                }
            }
            FactBody::Hazard(_) => {
                self.add(Figure::Hazards, 1, opening);
                if stands.state == State::Fixed {
                    self.add(Figure::HazardsFixed, 1, last);
                }
            }
            FactBody::Suggestion(_) => {
                self.add(Figure::Suggestions, 1, opening);
                let measure = later.iter().find(|told| matches!(told.fact.body, FactBody::Measure(_)));
                if let Some(measure) = measure {
                    self.add(Figure::SuggestionsMeasured, 1, measure);
                }
            }
            FactBody::HandsWanted(_) => {
                for told in later {
                    if let FactBody::HandsLent(lent) = &told.fact.body
                        && lent.done
                    {
                        self.add(Figure::Hands, lent.hands, told);
                        self.add(Figure::Services, 1, told);
                    }
                }
            }
            _ => {}
        }
    }

    fn application(&mut self, later: &[Told], due_on: NaiveDate, has_portrait: bool) {
        let mut judged = !has_portrait;
        let mut taken_by = None;
        for told in later {
            if let FactBody::Portrait(_) = told.fact.body {
                self.add(Figure::Portraits, 1, told);
                taken_by.get_or_insert(told.author);
            }
            let FactBody::Progress(progress) = &told.fact.body else { continue };
            match progress.step {
                Step::Accepted | Step::Returned { .. } if !judged => {
                    judged = true;
                    // The desk decides; it counts for whoever took the portrait.
                    let by = taken_by.unwrap_or(told.author);
                    self.add_by(by, Figure::PortraitsJudged, 1, told);
                    if progress.step == Step::Accepted {
                        self.add_by(by, Figure::PortraitsFirstTry, 1, told);
                    }
                }
                Step::Ready => {
                    self.add(Figure::DocumentsFinished, 1, told);
                    if day_in_china(told.fact.happened_at) <= due_on {
                        self.add(Figure::DocumentsInTime, 1, told);
                    }
                }
                Step::Delivered { .. } => self.add(Figure::DocumentsDelivered, 1, told),
                _ => {}
            }
        }
    }
}

fn contact_cards(sql: &Connection) -> Result<BTreeSet<beibao_domain::MaterialId>> {
    let is_card = |kind| kind == beibao_domain::material::MaterialKind::ContactCard;
    Ok(material::all(sql)?.into_iter().filter(|material| is_card(material.kind)).map(|material| material.id).collect())
}

/// The sub-farm or sumu of each area, however deep it lies.
fn tops(sql: &Connection) -> Result<BTreeMap<AreaId, AreaId>> {
    let tops = crate::table::rows(
        sql,
        "SELECT p.id, p.whole FROM area_part p JOIN area w ON w.id = p.whole
         WHERE w.parent IS NULL OR w.parent NOT IN (SELECT id FROM area)",
        [],
        |row| Ok((AreaId(row.get(0)?), AreaId(row.get(1)?))),
    )?;
    Ok(tops.into_iter().collect())
}

fn members(sql: &Connection) -> Result<BTreeMap<HouseholdId, u32>> {
    let query = "SELECT household, count(*) FROM person WHERE household IS NOT NULL GROUP BY household";
    let members = crate::table::rows(sql, query, [], |row| Ok((HouseholdId(row.get(0)?), row.get(1)?)))?;
    Ok(members.into_iter().collect())
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
