//! The queue of portraits: what an application's picture shows and what its checks measured. Accepting and returning are
//! facts of their own and stand elsewhere.

use beibao_domain::id_application::{ApplicationKind, Portrait, due_on};
use beibao_domain::world::day_in_china;
use beibao_domain::{FactBody, FactId, Hash, HouseholdId, OfficerId, PersonId, ProblemCode};
use beibao_replica::table::{fact, household, instant, officer, person, rows, word};
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

/// A check of a portrait, as the tablet judged it.
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
    /// The household's code.
    pub household_code: String,
    /// `renewal`, `replacement` or `first`.
    pub application_kind: String,
    /// The day of the application.
    pub applied_on: Option<NaiveDate>,
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

fn checks(portrait: &Portrait) -> Vec<CheckView> {
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
    /// A page of the queue, after a cursor.
    pub fn portraits(&self, after: Option<&str>) -> Result<PortraitPage> {
        let (at, id) = cursor(after)?;
        let today = day_in_china(self.world().now());
        self.read(|sql| {
            let mut ids = rows(
                sql,
                "SELECT id, happened_at FROM standing WHERE kind = 'portrait' AND (happened_at, id) > (?1, ?2)
                 ORDER BY happened_at, id LIMIT ?3",
                params![at, id, (PAGE + 1) as i64],
                |row| Ok((FactId(row.get(0)?), row.get::<_, i64>(1)?)),
            )?;
            let more = ids.len() > PAGE;
            ids.truncate(PAGE);
            let next = ids.last().filter(|_| more).map(|(id, at)| format!("{at}.{id}"));
            let views = ids.into_iter().map(|(id, at)| self.portrait(sql, id, instant(at), today));
            let portraits = views.filter_map(Result::transpose).collect::<Result<_>>()?;
            Ok(PortraitPage { portraits, next })
        })
    }

    fn portrait(
        &self,
        sql: &Connection,
        id: FactId,
        taken_at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<PortraitView>> {
        let told = fact::read(sql, id)?;
        let (FactBody::Portrait(portrait), Some(of)) = (told.fact.body, told.fact.person) else { return Ok(None) };
        let (applied_on, kind) = application(sql, portrait.application)?;
        let sitter = person::read(sql, of).unwrap_or_default();
        let home = told.fact.household.or(sitter.household).unwrap_or(HouseholdId(Uuid::nil()));
        Ok(Some(PortraitView {
            id: id.0,
            person_id: of.0,
            person_name: sitter.name,
            person_name_mn: sitter.name_mn,
            household_code: household::code_and_head(sql, home)?.0,
            application_kind: kind.map(|kind| word(&kind)).unwrap_or_default(),
            applied_on,
            due_on: applied_on.map(due_on),
            days_left: applied_on.map(|day| (due_on(day) - today).num_days()),
            taken_at,
            officer: officer_name(sql, told.author)?,
            picture_here: portrait.picture_hash().is_some_and(|hash| self.blobs.has(hash)),
            profile: format!("{} {}", portrait.profile, portrait.profile_version),
            checks: checks(&portrait),
        }))
    }

    /// The picture of a portrait: a JPEG. Every look is noted.
    pub fn portrait_picture(&self, who: &Who, id: FactId) -> Result<Vec<u8>> {
        let (hash, of): (Hash, Option<PersonId>) = self.read(|sql| {
            let told = fact::read(sql, id)?;
            let FactBody::Portrait(portrait) = told.fact.body else { return Err(ProblemCode::NotFound.into()) };
            Ok((portrait.picture_hash().ok_or(ProblemCode::NotFound)?, told.fact.person))
        })?;
        self.noted(who, Deed::PortraitSeen, of.map(|id| id.0), "")?;
        self.blob(hash)?.ok_or(ProblemCode::NotFound.into())
    }
}

fn application(sql: &Connection, id: FactId) -> Result<(Option<NaiveDate>, Option<ApplicationKind>)> {
    match fact::read(sql, id) {
        Ok(told) => {
            let applied_on = day_in_china(told.fact.happened_at);
            let kind = if let FactBody::IdApplication(asked) = told.fact.body { Some(asked.kind) } else { None };
            Ok((Some(applied_on), kind))
        }
        // The portrait came before its application.
        Err(beibao_replica::ReplicaError::NotFound) => Ok((None, None)),
        Err(error) => Err(error.into()),
    }
}

/// Who an author is; empty for the station itself.
pub(crate) fn officer_name(sql: &Connection, id: OfficerId) -> Result<String> {
    Ok(officer::read(sql, id)?.map(|officer| officer.name).unwrap_or_default())
}
