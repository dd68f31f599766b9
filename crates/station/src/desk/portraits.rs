//! The queue of portraits: what an application's picture shows and what its checks measured. Deciding on one is in `judge.rs`.

use beibao_domain::application::Portrait;
use beibao_domain::matter::standing;
use beibao_domain::world::day_in_china;
use beibao_domain::{Fact, FactBody, FactId, Hash, HouseholdId, OfficerId, PersonId, ProblemCode};
use beibao_replica::table::{fact, household, officer, person, rows, word};
use beibao_replica::{matter, original};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::Deed;
use super::who::Who;
use crate::station::{Result, Station};

/// Portraits of one page.
const PAGE: usize = 50;
/// How an application stands on which nobody has decided.
const WAITING: &str = "complete";

/// A check of a portrait, as it was judged.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CheckView {
    /// Which question.
    pub name: String,
    /// `pass`, `warn` or `fail`.
    pub verdict: String,
    /// What was measured.
    pub measured: Option<f64>,
    /// The least that is allowed.
    pub min: Option<f64>,
    /// The most that is allowed.
    pub max: Option<f64>,
    /// Unit of the three.
    pub unit: String,
}

/// A portrait of an application.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct PortraitView {
    /// The portrait.
    pub id: Uuid,
    /// Whose.
    pub person_id: Uuid,
    /// Their name.
    pub person_name: String,
    /// The same in Mongolian.
    pub person_name_mn: Option<String>,
    /// When they were born: whoever looks at a face sees whether it can be theirs.
    pub born_on: Option<NaiveDate>,
    /// How old they are today, years.
    pub age: Option<u32>,
    /// The household's code.
    pub household_code: String,
    /// What is applied for, such as `renewal`.
    pub application_kind: String,
    /// How far the application has come, such as `complete`.
    pub state: String,
    /// The day of the application.
    pub applied_on: NaiveDate,
    /// The last day for the card.
    pub due_on: Option<NaiveDate>,
    /// Days until then; negative when it is over.
    pub days_left: Option<i64>,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// By whom.
    pub officer: String,
    /// Whether the picture is here.
    pub picture_here: bool,
    /// What judged it, such as `ga461 1`.
    pub profile: String,
    /// What its checks measured.
    pub checks: Vec<CheckView>,
    /// What no check tells and the officer looked at and ticked, such as `bareheaded`.
    pub asks: Vec<String>,
    /// Whether the officer chose to whiten the cloth.
    pub whitened: bool,
    /// What became of the shot that it was made of.
    pub original: OriginalState,
    /// Where the picture's upper left, upper right and lower left corner lie in that: shares of its width and height.
    pub corners: Option<[[f32; 2]; 3]>,
}

/// What became of the original of a portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OriginalState {
    /// None was kept.
    None,
    /// It is named and has not fully arrived.
    Coming,
    /// It can be looked at.
    Here,
    /// Somebody has decided, and it was destroyed.
    Destroyed,
}

beibao_domain::redacted!(PortraitView);

/// A page of the queue.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct PortraitPage {
    /// What must be decided first stands first: the oldest.
    pub portraits: Vec<PortraitView>,
    /// What `after` is for the next page; none at the end.
    pub next: Option<String>,
}

beibao_domain::redacted!(PortraitPage);

pub(super) fn checks(portrait: &Portrait) -> Vec<CheckView> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let check = |check: &serde_json::Value| CheckView {
        name: text(&check["name"]),
        verdict: text(&check["verdict"]),
        measured: check["measured"].as_f64(),
        min: check["limit"]["min"].as_f64(),
        max: check["limit"]["max"].as_f64(),
        unit: text(&check["limit"]["unit"]),
    };
    portrait.checks.as_array().map(|checks| checks.iter().map(check).collect()).unwrap_or_default()
}

/// Where a page goes on: after this instant and id.
fn cursor(after: Option<&str>) -> Result<(i64, Uuid)> {
    let Some(after) = after else { return Ok((i64::MIN, Uuid::nil())) };
    let read = after.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    read.ok_or(ProblemCode::InvalidFields.into())
}

impl Station {
    /// A page of the queue, after a cursor: of each application on which nobody has decided yet, or of `all`, the last portrait.
    pub fn portraits(&self, all: bool, after: Option<&str>) -> Result<PortraitPage> {
        let (at, id) = cursor(after)?;
        let today = day_in_china(self.world().now());
        let query = "SELECT id, happened_at FROM matter
                     WHERE kind = 'application' AND (?1 OR (open AND state = ?2)) AND (happened_at, id) > (?3, ?4)
                     ORDER BY happened_at, id";
        self.read(|sql| {
            let mut page = PortraitPage { portraits: Vec::new(), next: None };
            let applications = rows(sql, query, params![all, WAITING, at, id], |row| {
                Ok((FactId(row.get(0)?), row.get::<_, i64>(1)?))
            })?;
            for (id, at) in applications {
                page.portraits.extend(self.portrait(sql, id, today)?);
                if page.portraits.len() == PAGE {
                    page.next = Some(format!("{at}.{}", id.0));
                    break;
                }
            }
            Ok(page)
        })
    }

    /// The last portrait of an application; none if there is none yet.
    fn portrait(&self, sql: &Connection, application: FactId, today: NaiveDate) -> Result<Option<PortraitView>> {
        let (opening, later) = matter::facts(sql, application)?;
        let last = later.iter().rev().find(|told| matches!(told.fact.body, FactBody::Portrait(_)));
        let Some((told, of)) = last.and_then(|told| Some((told, told.fact.person?))) else { return Ok(None) };
        let (FactBody::Portrait(portrait), FactBody::Application(asked)) = (&told.fact.body, &opening.fact.body) else {
            return Ok(None);
        };
        let said: Vec<Fact> = later.iter().map(|told| told.fact.clone()).collect();
        let Some(stands) = standing(&opening.fact, &said) else { return Ok(None) };
        let sitter = person::meant_by(sql, of).unwrap_or_default();
        let home = told.fact.household.or(sitter.household).unwrap_or(HouseholdId(Uuid::nil()));
        Ok(Some(PortraitView {
            id: told.fact.id.0,
            person_id: of.0,
            person_name: sitter.name,
            person_name_mn: sitter.name_mn,
            born_on: sitter.born_on,
            age: sitter.born_on.and_then(|born_on| today.years_since(born_on)),
            household_code: household::code_and_head(sql, home)?.0,
            application_kind: word(&asked.kind),
            state: word(&stands.state),
            applied_on: day_in_china(opening.fact.happened_at),
            due_on: stands.due_on,
            days_left: stands.due_on.map(|due_on| (due_on - today).num_days()),
            taken_at: told.fact.happened_at,
            officer: officer_name(sql, told.author)?,
            picture_here: portrait.picture_hash().is_some_and(|hash| self.blobs.has(hash)),
            profile: format!("{} {}", portrait.profile, portrait.profile_version),
            checks: checks(portrait),
            asks: portrait.asks.clone(),
            original: self.original(sql, portrait)?,
            corners: portrait.original.as_ref().map(|original| original.corners.map(|(x, y)| [x, y])),
            whitened: portrait.whitened,
        }))
    }

    fn original(&self, sql: &Connection, portrait: &Portrait) -> Result<OriginalState> {
        let Some(hash) = portrait.original_hash() else { return Ok(OriginalState::None) };
        if original::open(sql, portrait.application)? != Some(hash) {
            return Ok(OriginalState::Destroyed);
        }
        Ok(if self.blobs.has(hash) { OriginalState::Here } else { OriginalState::Coming })
    }

    /// The picture of a portrait: a JPEG. Every look is noted.
    pub fn portrait_picture(&self, who: &Who, id: FactId) -> Result<Vec<u8>> {
        self.look_at(who, id, Portrait::picture_hash, Deed::PortraitSeen)
    }

    /// The shot that a portrait was made of, as long as nobody has decided on it. Every look is noted.
    pub fn portrait_original(&self, who: &Who, id: FactId) -> Result<Vec<u8>> {
        self.look_at(who, id, Portrait::original_hash, Deed::OriginalSeen)
    }

    fn look_at(&self, who: &Who, id: FactId, which: fn(&Portrait) -> Option<Hash>, deed: Deed) -> Result<Vec<u8>> {
        let (hash, of): (Hash, Option<PersonId>) = self.read(|sql| {
            let told = fact::read(sql, id)?;
            let FactBody::Portrait(portrait) = told.fact.body else { return Err(ProblemCode::NotFound.into()) };
            Ok((which(&portrait).ok_or(ProblemCode::NotFound)?, told.fact.person))
        })?;
        self.noted(who, deed, of.map(|id| id.0), "")?;
        self.blob(hash)?.ok_or(ProblemCode::NotFound.into())
    }
}

/// Who an author is; empty for the station itself.
pub(crate) fn officer_name(sql: &Connection, id: OfficerId) -> Result<String> {
    Ok(officer::read(sql, id)?.map(|officer| officer.name).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use beibao_domain::application::{Application, ApplicationKind};
    use beibao_domain::person::Person;
    use beibao_domain::world::System;
    use beibao_domain::{AreaId, Edit, Payload, RegisterKind};

    use super::*;
    use crate::desk::{AuditFilter, Role};

    fn fact(id: FactId, person: PersonId, at_s: i64, body: FactBody) -> Payload {
        let happened_at = DateTime::from_timestamp(1_795_000_000 + at_s, 0).unwrap();
        let (household, during, supersedes, first) = Default::default();
        Payload::Fact(Fact { id, happened_at, household, person: Some(person), during, supersedes, first, body })
    }

    fn keep(station: &Station, jpeg: &[u8]) -> Hash {
        let hash = Hash::of(jpeg);
        let mut part = station.blobs.open(hash, jpeg.len() as u64, [1; 16]).unwrap();
        part.append(jpeg).unwrap();
        station.blobs.keep(&[part]).unwrap();
        hash
    }

    /// A station with this many portraits of one person; the picture of the first is here.
    fn station(folder: &tempfile::TempDir, portraits: i64) -> (Station, PersonId) {
        let station = Station::init(&folder.path().join("station"), Arc::new(System)).unwrap();
        let hash = keep(&station, b"a picture");
        let sitter = PersonId::new(&System);
        station
            .write(|tx| {
                let person = Person { name: "巴特尔".into(), ..Person::default() };
                let edit = Edit::new_row(RegisterKind::Person, sitter.0, &person);
                tx.say(AreaId::STATION, &Payload::Edit(edit))?;
                for n in 0..portraits {
                    let application = FactId::new(&System);
                    let asked = Application::new(ApplicationKind::Renewal, "", 1);
                    tx.say(AreaId::STATION, &fact(application, sitter, n, FactBody::Application(asked)))?;
                    let portrait = Portrait {
                        application,
                        picture: if n == 0 { hash } else { Hash::of(&n.to_le_bytes()) }.to_string(),
                        size_bytes: 9,
                        profile: "ga461".into(),
                        profile_version: 1,
                        checks: serde_json::json!([{ "name": "sharpness", "verdict": "warn", "measured": 61.5,
                            "limit": { "min": 60.0, "max": null, "unit": "score" }, "advice": "hold_still" }]),
                        whitened: false,
                        asks: Vec::new(),
                        original: None,
                    };
                    tx.say(AreaId::STATION, &fact(FactId::new(&System), sitter, n, FactBody::Portrait(portrait)))?;
                }
                Ok(())
            })
            .unwrap();
        (station, sitter)
    }

    #[test]
    fn pages_follow_one_another_without_a_gap_or_a_double() {
        let folder = tempfile::tempdir().unwrap();
        let (station, _) = station(&folder, 2 * PAGE as i64 + 1);
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = station.portraits(true, after.as_deref()).unwrap();
            seen.extend(page.portraits.iter().map(|portrait| (portrait.taken_at, portrait.id)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 2 * PAGE + 1);
        assert!(seen.is_sorted() && seen.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(station.portraits(true, Some("nonsense")).is_err());
    }

    #[test]
    fn a_portrait_shows_its_checks_and_a_look_at_its_picture_is_noted() {
        let folder = tempfile::tempdir().unwrap();
        let (station, sitter) = station(&folder, 2);
        let page = station.portraits(false, None).unwrap();
        let [first, second] = page.portraits.as_slice() else { panic!("{} portraits", page.portraits.len()) };
        assert_eq!((first.person_name.as_str(), first.application_kind.as_str()), ("巴特尔", "renewal"));
        assert_eq!((first.state.as_str(), first.days_left.is_some()), ("complete", true));
        assert_eq!((first.checks[0].name.as_str(), first.checks[0].min), ("sharpness", Some(60.0)));
        assert_eq!((first.picture_here, second.picture_here), (true, false));
        let who = Who { account: Uuid::nil(), role: Role::Desk, address: "127.0.0.1".into(), session: Hash::NONE };
        assert_eq!(station.portrait_picture(&who, FactId(first.id)).unwrap(), b"a picture");
        assert!(station.portrait_picture(&who, FactId(second.id)).is_err());
        let trail = station.audit(&AuditFilter { row: Some(sitter.0), ..AuditFilter::default() }).unwrap();
        assert!(trail.entries.iter().all(|entry| entry.deed == Deed::PortraitSeen) && trail.entries.len() == 2);
    }
}
