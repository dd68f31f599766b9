//! How each matter stands and what each fact counts for, kept beside the facts as a row is kept beside its edits: made anew of
//! them whenever one of them comes or goes, so that lists and numbers need not read five years. It says nothing of its own:
//! [`rebuild`] makes the same of the facts alone, in whatever order they came.

use std::collections::BTreeSet;

use beibao_domain::application::Step;
use beibao_domain::matter::{Standing, State, standing};
use beibao_domain::request::ResponseKind;
use beibao_domain::visit::{HandoutLine, ServiceKind};
use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, Fact, FactBody, FactId, HouseholdId, MaterialId, OfficerId};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::matter::{self, OPENINGS};
use crate::statistics::Figure;
use crate::table::fact::{self, Told};
use crate::table::{rows, word};
use crate::{ReplicaError, Result};

/// What a fact touches: the chain that it is part of, the matter that it is about, and what came up on a visit that it says
/// or corrects.
pub(crate) fn touched(sql: &Connection, fact: &Fact) -> Result<BTreeSet<FactId>> {
    let chain = matter::name(fact);
    let mut touched = BTreeSet::from([chain]);
    touched.extend(fact.body.about());
    if fact.during.is_none() && matches!(fact.body, FactBody::Visit(_) | FactBody::Withdrawn(_)) {
        let query = "SELECT coalesce(first, id), about FROM fact
                     WHERE during IN (SELECT id FROM fact WHERE id = ?1 UNION ALL SELECT id FROM fact WHERE first = ?1)";
        for (first, about) in
            rows(sql, query, [chain.0], |row| Ok((FactId(row.get(0)?), row.get::<_, Option<Uuid>>(1)?)))?
        {
            touched.insert(first);
            touched.extend(about.map(FactId));
        }
    }
    Ok(touched)
}

/// Makes anew what stands of a chain: its matter, and what it counts for.
pub(crate) fn make(sql: &Connection, name: FactId) -> Result<()> {
    sql.prepare_cached("DELETE FROM matter WHERE id = ?1")?.execute([name.0])?;
    sql.prepare_cached("DELETE FROM counted WHERE of = ?1")?.execute([name.0])?;
    let (opening, later) = match matter::facts(sql, name) {
        Ok(found) => found,
        Err(ReplicaError::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let facts: Vec<Fact> = later.iter().map(|told| told.fact.clone()).collect();
    // Whoever mends a word of somebody else's has not done their work.
    let author = fact::read(sql, name).map_or(opening.author, |first| first.author);
    let opening = Told { author, ..opening };
    let mut counting = Counting { found: Vec::new() };
    match standing(&opening.fact, &facts) {
        Some(stands) => {
            put(sql, name, &opening, &stands)?;
            counting.matter(&opening, &later, &stands);
        }
        None => counting.event(&opening),
    }
    let mut insert = sql.prepare_cached(
        "INSERT INTO counted (of, figure, at, count, area, officer, household, fact, material, waited_s)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for counted in counting.found {
        insert.execute(params![
            name.0,
            word(&counted.figure),
            counted.at.timestamp_millis(),
            counted.count,
            counted.area.0,
            counted.officer.0,
            counted.household.map(|id| id.0),
            counted.fact.0,
            counted.material.map(|id| id.0),
            counted.waited_s,
        ])?;
    }
    Ok(())
}

/// Makes it all if nothing was made yet: a file of an older version has the facts alone.
pub fn complete(sql: &Connection) -> Result<()> {
    let missing = "SELECT EXISTS (SELECT 1 FROM fact WHERE kind IN ('visit', 'activity', 'application', 'dispute'))
                   AND NOT EXISTS (SELECT 1 FROM counted)";
    if sql.query_row(missing, [], |row| row.get(0))? { rebuild(sql) } else { Ok(()) }
}

/// Makes everything anew of the facts alone.
pub(crate) fn rebuild(sql: &Connection) -> Result<()> {
    sql.execute_batch("DELETE FROM matter; DELETE FROM counted")?;
    let listed = OPENINGS.map(|kind| format!("'{kind}'")).join(", ");
    let query = format!("SELECT id FROM fact WHERE first IS NULL AND kind IN ({listed}, 'visit', 'activity')");
    let names = rows(sql, &query, [], |row| Ok(FactId(row.get(0)?)))?;
    // What a chain began with may lie in another scope than its corrections.
    let orphans = "SELECT DISTINCT first FROM fact c WHERE first IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.id = c.first)";
    let orphans = rows(sql, orphans, [], |row| Ok(FactId(row.get(0)?)))?;
    names.into_iter().chain(orphans).try_for_each(|name| make(sql, name))
}

fn put(sql: &Connection, name: FactId, opening: &Told, stands: &Standing) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO matter (id, kind, household, person, state, open, due_on, happened_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        name.0,
        opening.fact.body.kind(),
        opening.fact.household.map(|id| id.0),
        opening.fact.person.map(|id| id.0),
        word(&stands.state),
        stands.open,
        stands.due_on.map(|day| day.to_string()),
        opening.fact.happened_at.timestamp_millis(),
    ])?;
    Ok(())
}

/// Something that counts: how much, where, by whom, when.
struct Counted {
    figure: Figure,
    count: u32,
    area: AreaId,
    officer: OfficerId,
    at: DateTime<Utc>,
    household: Option<HouseholdId>,
    /// The fact that shows it.
    fact: FactId,
    /// What was handed out: whether it is a contact card or a leaflet, the register says when it is asked.
    material: Option<MaterialId>,
    /// Seconds that a request waited.
    waited_s: Option<i64>,
}

struct Counting {
    found: Vec<Counted>,
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
            material: None,
            waited_s: None,
        });
    }

    fn handouts(&mut self, lines: &[HandoutLine], told: &Told) {
        for line in lines {
            self.add(Figure::Leaflets, line.count, told);
            if let Some(counted) = self.found.last_mut() {
                counted.material = Some(line.material_id);
            }
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

    fn matter(&mut self, opening: &Told, later: &[Told], stands: &Standing) {
        match &opening.fact.body {
            FactBody::Dispute(_) => {
                self.add(Figure::Disputes, 1, opening);
                if matches!(stands.state, State::Settled | State::Signed | State::Kept) {
                    let resolved = |state| matches!(state, State::Settled | State::Signed | State::Kept);
                    self.add(Figure::DisputesResolved, 1, since(opening, later, resolved));
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
                    self.add(Figure::HazardsFixed, 1, since(opening, later, |state| state == State::Fixed));
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
        let (mut judged, mut delivered) = (!has_portrait, false);
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
                Step::Delivered { .. } if !delivered => {
                    delivered = true;
                    self.add(Figure::DocumentsDelivered, 1, told);
                }
                _ => {}
            }
        }
    }
}

/// The fact with which a matter came to where it stands, and stayed.
fn since<'a>(opening: &'a Told, later: &'a [Told], there: impl Fn(State) -> bool) -> &'a Told {
    let facts: Vec<Fact> = later.iter().map(|told| told.fact.clone()).collect();
    let stands = |n: usize| standing(&opening.fact, &facts[..n]).is_some_and(|stands| there(stands.state));
    let first = (0..=later.len()).rev().take_while(|n| stands(*n)).last().unwrap_or(later.len());
    first.checked_sub(1).and_then(|n| later.get(n)).unwrap_or(opening)
}
