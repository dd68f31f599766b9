//! Matters at the desk: the lists by kind, a matter with everything that was said of it, its pictures, and events. What the
//! desk says itself is in `say.rs`; how a matter stands is the domain's.

use std::collections::BTreeSet;

use beibao_domain::application::{Custody, Progress, Step};
use beibao_domain::matter::{Standing, standing};
use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, Fact, FactBody, FactId, Hash, ProblemCode};
use beibao_replica::matter::{self, Entry, Matter};
use beibao_replica::table::fact::{self, Told};
use beibao_replica::table::{household, person, rows, word};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, named_params, params};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::audit::Deed;
use super::portraits::officer_name;
use super::readable::{self, EntryView, LineView};
use super::who::Who;
use crate::station::{Result, Station};

/// Lines of one page.
pub(crate) const PAGE: usize = 50;

/// Which matters.
#[derive(Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct MatterFilter {
    /// Of this kind, such as `dispute`.
    pub kind: String,
    /// Whether also those that are over.
    pub all: bool,
    /// Those that have come this far, such as `in_backpack`.
    pub state: Option<String>,
    /// In this area and its parts.
    pub area: Option<Uuid>,
    /// In which this was said, or whom it concerns.
    pub q: String,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// A matter in a list.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MatterLine {
    /// The matter.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// When it began.
    pub at: DateTime<Utc>,
    /// Who wrote it down.
    pub officer: String,
    /// The household's code.
    pub household_code: String,
    /// The name of the person or of the household's head.
    pub name: String,
    /// What it is about.
    pub about: Vec<LineView>,
    /// How far it has come.
    pub state: String,
    /// Whether somebody has still to see to it.
    pub open: bool,
    /// Until when.
    pub due_on: Option<NaiveDate>,
    /// Days until then; negative when it is over.
    pub days_left: Option<i64>,
    /// Where the finished document is: `none`, `station`, `backpack` or `handed_over`; empty if it is about none.
    pub place: String,
    /// In whose backpack.
    pub holder: String,
    /// Why it was brought back, if that was the last that happened.
    pub brought_back: String,
}

/// A page of matters.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MatterPage {
    /// The open ones first, those that are due soonest before the others; then the newest.
    pub matters: Vec<MatterLine>,
    /// What `after` is for the next page; none at the end.
    pub next: Option<String>,
}

/// A matter, whole.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MatterView {
    /// What a list says of it.
    pub line: MatterLine,
    /// The household, if it concerns one.
    pub household_id: Option<Uuid>,
    /// The person, likewise.
    pub person_id: Option<Uuid>,
    /// Everything that was said, in the order in which it happened.
    pub thread: Vec<EntryView>,
    /// Hours from a request to its first answer.
    pub response_hours: Option<f64>,
}

/// A page of events.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct EventPage {
    /// The newest first.
    pub events: Vec<EntryView>,
    /// What `after` is for the next page; none at the end.
    pub next: Option<String>,
}

beibao_domain::redacted!(MatterFilter, MatterLine, MatterPage, MatterView, EventPage);

/// By what matters are put in order: the open ones first, by their last day, then the newest.
type Order = (bool, NaiveDate, i64, Uuid);

/// The places and names of the matters that a filter leaves, in their order. Of words and areas nothing is left out that may
/// fit; what does is seen when a matter is read.
const PLACES: &str = "SELECT id, open, due_on, happened_at FROM matter m
    WHERE kind = :kind AND (:all OR open) AND (:state IS NULL OR state = :state)
      AND (:area IS NULL OR id IN (SELECT coalesce(first, id) FROM fact WHERE kind = :kind
                                   AND area IN (SELECT id FROM area_part WHERE whole = :area)))
      AND (:words = '' OR EXISTS (SELECT 1 FROM fact WHERE id = m.id AND instr(lower(body), :words))
           OR EXISTS (SELECT 1 FROM fact WHERE first = m.id AND instr(lower(body), :words))
           OR EXISTS (SELECT 1 FROM fact WHERE about = m.id AND instr(lower(body), :words))
           OR person IN (SELECT id FROM person WHERE instr(lower(name), :words))
           OR household IN (SELECT id FROM household WHERE instr(lower(code), :words))
           OR household IN (SELECT household FROM person WHERE relation = 'head' AND instr(lower(name), :words)))
    ORDER BY open DESC, iif(open, coalesce(due_on, '~'), '~'), happened_at DESC, id";

fn places(sql: &Connection, filter: &MatterFilter) -> Result<Vec<(Order, FactId)>> {
    let state = filter.state.as_deref().filter(|state| !state.is_empty());
    let words = filter.q.trim().to_lowercase();
    let all = filter.all || state.is_some();
    let params = named_params! {
        ":kind": filter.kind, ":all": all, ":state": state, ":area": filter.area, ":words": words,
    };
    Ok(rows(sql, PLACES, params, |row| {
        let (id, open, due_on) = (row.get::<_, Uuid>(0)?, row.get::<_, bool>(1)?, row.get::<_, Option<String>>(2)?);
        let due_on = due_on.filter(|_| open).and_then(|day| day.parse().ok()).unwrap_or(NaiveDate::MAX);
        Ok(((!open, due_on, -row.get::<_, i64>(3)?, id), FactId(id)))
    })?)
}

/// Where a page goes on.
fn cursor(after: &str) -> Option<Order> {
    let mut parts = after.split('.');
    let mut next = || parts.next();
    let over = next()? == "over";
    let days: i32 = next()?.parse().ok()?;
    Some((over, NaiveDate::from_num_days_from_ce_opt(days)?, next()?.parse().ok()?, next()?.parse().ok()?))
}

fn cursor_of((over, due_on, at, id): Order) -> String {
    use chrono::Datelike;
    format!("{}.{}.{at}.{id}", if over { "over" } else { "open" }, due_on.num_days_from_ce())
}

/// A matter of which only the names are missing.
struct Found {
    opening: Told,
    later: Vec<Told>,
    stands: Standing,
}

impl Station {
    /// A page of matters of one kind.
    pub fn matter_page(&self, who: &Who, filter: &MatterFilter) -> Result<MatterPage> {
        if !matter::OPENINGS.contains(&filter.kind.as_str()) {
            return Err(ProblemCode::NotFound.into());
        }
        let after = filter.after.as_deref().map(|after| cursor(after).ok_or(ProblemCode::InvalidFields)).transpose()?;
        if filter.kind == "volunteer" {
            self.noted(who, Deed::VolunteersSeen, None, "")?;
        }
        let today = day_in_china(self.world().now());
        self.read(|sql| {
            let areas = parts(sql, filter.area)?;
            let mut page = MatterPage { matters: Vec::new(), next: None };
            let mut last = None;
            for (place, id) in places(sql, filter)? {
                if after.is_some_and(|after| place <= after) {
                    continue;
                }
                let (opening, later) = matter::facts(sql, id)?;
                let Some(one) = stood(opening, later) else { continue };
                let lies_there = areas.as_ref().is_none_or(|areas| areas.contains(&one.opening.area));
                if !lies_there || !says(sql, &one, filter.q.trim())? {
                    continue;
                }
                if page.matters.len() == PAGE {
                    page.next = last.map(cursor_of);
                    break;
                }
                page.matters.push(line(sql, &one, today)?);
                last = Some(place);
            }
            Ok(page)
        })
    }

    /// A matter with everything that was said of it. The look is noted.
    pub fn matter_view(&self, who: &Who, id: FactId) -> Result<MatterView> {
        let matter = self.looked_at(who, id, Deed::MatterSeen)?;
        let today = day_in_china(self.world().now());
        self.read(|sql| {
            let (opening, later) = matter::facts(sql, id)?;
            let one = stood(opening, later).ok_or(ProblemCode::NotFound)?;
            let entries = std::iter::once(&matter.opening).chain(&matter.later);
            Ok(MatterView {
                line: line(sql, &one, today)?,
                household_id: matter.opening.household_id.map(|id| id.0),
                person_id: matter.opening.person_id.map(|id| id.0),
                thread: entries.map(|entry| said(sql, self, &matter, entry)).collect::<Result<_>>()?,
                response_hours: waited_hours(&matter),
            })
        })
    }

    /// A picture of a matter or an event: a JPEG. Every look is noted.
    pub fn matter_picture(&self, who: &Who, id: FactId, hash: Hash) -> Result<Vec<u8>> {
        let told = self.read(|sql| Ok(fact::read(sql, id)?))?;
        if !readable::names(&told.fact.body, hash) {
            return Err(ProblemCode::NotFound.into());
        }
        let about = told.fact.person.map(|id| id.0).or(told.fact.household.map(|id| id.0));
        self.noted(who, Deed::PictureSeen, about, "")?;
        self.blob(hash)?.ok_or(ProblemCode::NotFound.into())
    }

    /// A page of events, the newest first.
    pub fn events(&self, after: Option<&str>) -> Result<EventPage> {
        let read = |after: &str| after.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
        let (at, id): (i64, Uuid) = match after {
            None => (i64::MAX, Uuid::nil()),
            Some(after) => read(after).ok_or(ProblemCode::InvalidFields)?,
        };
        self.read(|sql| {
            let end = "kind = 'activity' AND (-happened_at, id) > (-?1, ?2) ORDER BY happened_at DESC, id LIMIT ?3";
            let told = fact::standing_where(sql, end, params![at, id, (PAGE + 1) as i64])?;
            let more = told.len() > PAGE;
            let entry = |told| readable::entry(sql, &self.blobs, &matter::entry(sql, told)?);
            let events = told.into_iter().take(PAGE).map(entry).collect::<Result<Vec<EntryView>>>()?;
            let cursor = |last: &EntryView| format!("{}.{}", last.at.timestamp_millis(), last.id);
            Ok(EventPage { next: events.last().filter(|_| more).map(cursor), events })
        })
    }

    /// The matter, after the look at it was noted.
    fn looked_at(&self, who: &Who, id: FactId, deed: Deed) -> Result<Matter> {
        let matter = self.matter(id)?;
        let opening = &matter.opening;
        let about = opening.person_id.map(|id| id.0).or(opening.household_id.map(|id| id.0));
        self.noted(who, deed, about, opening.body.kind())?;
        Ok(matter)
    }
}

fn stood(opening: Told, later: Vec<Told>) -> Option<Found> {
    let facts: Vec<Fact> = later.iter().map(|told| told.fact.clone()).collect();
    let stands = standing(&opening.fact, &facts)?;
    Some(Found { opening, later, stands })
}

/// An area with all that lies in it; none if everything is meant.
fn parts(sql: &Connection, area: Option<Uuid>) -> Result<Option<BTreeSet<AreaId>>> {
    let Some(area) = area else { return Ok(None) };
    let query = "SELECT id FROM area_part WHERE whole = ?1";
    Ok(Some(rows(sql, query, [area], |row| Ok(AreaId(row.get(0)?)))?.into_iter().collect()))
}

/// Whether these words stand in it: in what was said, or in a name or code.
fn says(sql: &Connection, one: &Found, words: &str) -> Result<bool> {
    if words.is_empty() {
        return Ok(true);
    }
    let words = words.to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&words);
    for told in std::iter::once(&one.opening).chain(&one.later) {
        if readable::lines(sql, &told.fact.body)?.iter().any(|line| has(&line.text)) {
            return Ok(true);
        }
    }
    let (code, head) = match one.opening.fact.household {
        Some(id) => household::code_and_head(sql, id)?,
        None => Default::default(),
    };
    let person = one.opening.fact.person.and_then(|id| person::meant_by(sql, id).ok()).map(|person| person.name);
    Ok(has(&code) || has(&head) || person.is_some_and(|name| has(&name)))
}

fn line(sql: &Connection, one: &Found, today: NaiveDate) -> Result<MatterLine> {
    let opening = matter::entry(sql, one.opening.clone())?;
    let bodies = || one.later.iter().map(|told| &told.fact.body);
    let custody = match &opening.body {
        FactBody::Application(_) => Some(beibao_domain::application::custody(bodies())),
        _ => None,
    };
    let (place, holder) = match custody {
        None => ("", String::new()),
        Some(Custody::None) => ("none", String::new()),
        Some(Custody::Station) => ("station", String::new()),
        Some(Custody::Backpack { officer }) => ("backpack", officer_name(sql, officer)?),
        Some(Custody::HandedOver) => ("handed_over", String::new()),
    };
    let brought_back = match bodies().next_back() {
        Some(FactBody::Progress(Progress { step: Step::BroughtBack { reason }, .. })) => reason.clone(),
        _ => String::new(),
    };
    Ok(MatterLine {
        id: matter::name(&one.opening.fact).0,
        kind: opening.body.kind().to_owned(),
        at: opening.at,
        officer: opening.officer_name,
        household_code: opening.household_code,
        name: if opening.person_name.is_empty() { opening.head_name } else { opening.person_name },
        about: readable::lines(sql, &opening.body)?,
        state: word(&one.stands.state),
        open: one.stands.open,
        due_on: one.stands.due_on,
        days_left: one.stands.due_on.map(|day| (day - today).num_days()),
        place: place.to_owned(),
        holder,
        brought_back,
    })
}

/// The line of one matter, as it stands in a list.
pub(crate) fn line_of(sql: &Connection, id: FactId, today: NaiveDate) -> Result<Option<MatterLine>> {
    let (opening, later) = match matter::facts(sql, id) {
        Err(beibao_replica::ReplicaError::NotFound) => return Ok(None),
        facts => facts?,
    };
    stood(opening, later).map(|one| line(sql, &one, today)).transpose()
}

/// An entry as it is read; whose signature it is stands with the agreement that it is under.
fn said(sql: &Connection, station: &Station, matter: &Matter, entry: &Entry) -> Result<EntryView> {
    let mut view = readable::entry(sql, &station.blobs, entry)?;
    if let FactBody::Signature(signature) = &entry.body {
        let parties = matter.later.iter().rev().find_map(|later| match &later.body {
            FactBody::Agreement(agreement) if later.at <= entry.at => Some(&agreement.parties),
            _ => None,
        });
        let party = parties.and_then(|parties| parties.get(usize::try_from(signature.party).ok()?));
        let text = party.map(|party| party.name.clone()).unwrap_or_default();
        view.lines.push(LineView { label: "party".into(), word: None, text });
    }
    Ok(view)
}

#[allow(clippy::cast_precision_loss)] // Seconds of a few years.
fn waited_hours(matter: &Matter) -> Option<f64> {
    use beibao_domain::request::ResponseKind;
    let answers = |entry: &&Entry| matches!(&entry.body, FactBody::Response(r) if r.is != ResponseKind::TakenOver);
    let answer = matter.later.iter().find(answers)?;
    Some((answer.at - matter.opening.at).num_seconds() as f64 / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went_and_nonsense_is_none() {
        let order = (false, NaiveDate::MAX, -1_795_000_000_000, Uuid::from_u128(7));
        assert_eq!(cursor(&cursor_of(order)), Some(order));
        assert!(["", "open", "open.1.2", "open.x.2.3", "over.1.2.z"].iter().all(|text| cursor(text).is_none()));
    }
}
