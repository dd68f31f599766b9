//! Today: what came in, tablet by tablet, and what somebody must look at.

use std::collections::BTreeMap;

use beibao_domain::world::{china, day_in_china};
use beibao_domain::{DeviceId, ProblemCode, Stamp};
use beibao_replica::conflicts::{self, Choice, Conflict};
use beibao_replica::table::{instant, register, rows};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::conflicts::settle;
use super::who::Who;
use crate::station::{Result, Station};

/// What came in from one tablet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Arrived {
    /// Who works with it.
    pub officer: String,
    /// Visits, corrections included.
    pub visits: u32,
    /// Applications for cards.
    pub applications: u32,
    /// Portraits.
    pub portraits: u32,
    /// Disputes.
    pub disputes: u32,
    /// Talks.
    pub talks: u32,
    /// Corrections of the register.
    pub edits: u32,
    /// Of another kind.
    pub other: u32,
    /// When the last of it came.
    pub last_at: Option<DateTime<Utc>>,
}

/// What somebody must look at today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TodayView {
    /// The day in China.
    pub on: NaiveDate,
    /// What came in, by officer.
    pub arrived: Vec<Arrived>,
    /// What is kept and not applied, the newest first.
    pub aside: Vec<AsideView>,
    /// Changes that came under a number that another one has.
    pub forks: u64,
}

/// A change that is kept and not applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AsideView {
    /// The station's number.
    pub number: u64,
    /// Who works with the tablet that said it.
    pub officer: String,
    /// Its kind.
    pub kind: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Why: a problem's code.
    pub reason: String,
}

/// A field that two people wrote without having seen each other's.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ConflictView {
    /// The row.
    pub row: Uuid,
    /// Which register.
    pub register: String,
    /// Which field.
    pub field: String,
    /// What the row is called.
    pub title: String,
    /// The household to look at.
    pub household_id: Option<Uuid>,
    /// What can be chosen; the first stands meanwhile.
    pub choices: Vec<ChoiceView>,
    /// To be given back with the choice.
    pub seen: String,
}

/// One of the values.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ChoiceView {
    /// As it is shown.
    pub shown: String,
    /// As it is given back.
    pub value: String,
    /// When it was last written, by the clock of whoever wrote it.
    pub at: Option<DateTime<Utc>>,
    /// On which officer's tablet; empty for the station itself.
    pub officer: String,
}

/// What somebody chose.
#[derive(Clone, Deserialize, ToSchema)]
pub struct Settlement {
    /// The row.
    pub row: Uuid,
    /// Its field.
    pub field: String,
    /// One of the values that were offered.
    pub value: String,
    /// What they had seen.
    pub seen: String,
}

beibao_domain::redacted!(ConflictView, ChoiceView, Settlement);

/// A conflict, each value with who wrote it last, and when.
fn viewed(sql: &Connection, officers: &BTreeMap<DeviceId, String>, conflict: Conflict) -> Result<ConflictView> {
    let mut written: BTreeMap<String, Stamp> = BTreeMap::new();
    for (stamp, edit) in register::edits(sql, conflict.row)? {
        let Some(edit) = edit.set.get(&conflict.field) else { continue };
        let newest = written.entry(edit.value.to_string()).or_insert(stamp);
        *newest = stamp.max(*newest);
    }
    let choice = |Choice { shown, value }: Choice| {
        let by = written.get(&value);
        let officer = by.and_then(|stamp| officers.get(&stamp.device)).cloned().unwrap_or_default();
        ChoiceView { shown, value, at: by.map(|stamp| stamp.at.instant()), officer }
    };
    Ok(ConflictView {
        row: conflict.row,
        register: conflict.register,
        field: conflict.field,
        title: conflict.title,
        household_id: conflict.household_id.map(|id| id.0),
        choices: conflict.choices.into_iter().map(choice).collect(),
        seen: conflict.seen,
    })
}

/// Midnight in China, as an instant.
fn midnight(on: NaiveDate) -> DateTime<Utc> {
    on.and_time(NaiveTime::MIN).and_local_timezone(china()).earliest().unwrap_or_default().to_utc()
}

impl Arrived {
    fn count(&mut self, kind: &str, count: u32, at: DateTime<Utc>) {
        let counted = match kind {
            "fact/visit" => &mut self.visits,
            "fact/application" => &mut self.applications,
            "fact/portrait" => &mut self.portraits,
            "fact/dispute" => &mut self.disputes,
            "fact/activity" => &mut self.talks,
            kind if kind.starts_with("edit") => &mut self.edits,
            _ => &mut self.other,
        };
        *counted += count;
        self.last_at = self.last_at.max(Some(at));
    }
}

impl Station {
    /// Today, as the log tells it.
    pub fn today(&self) -> Result<TodayView> {
        let on = day_in_china(self.world().now());
        let mut arrived: BTreeMap<String, Arrived> = BTreeMap::new();
        let came = self.read(|sql| {
            Ok(rows(
                sql,
                "SELECT coalesce(o.name, ''), c.kind, c.changes, c.last_at
                 FROM (SELECT device, kind, count(*) AS changes, max(received_at) AS last_at
                       FROM change INDEXED BY change_arrived
                       WHERE received_at >= ?1 GROUP BY device, kind) c
                 JOIN device d ON d.id = c.device LEFT JOIN officer o ON o.id = d.officer",
                params![midnight(on).timestamp_millis()],
                |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, instant(row.get(3)?))),
            )?)
        })?;
        for (officer, kind, changes, at) in came {
            let line = arrived.entry(officer.clone()).or_insert_with(|| Arrived { officer, ..Arrived::default() });
            line.count(&kind, changes, at);
        }
        let aside = self.set_aside()?.into_iter().map(|change| AsideView {
            number: change.number,
            officer: change.officer,
            kind: change.kind,
            received_at: change.received_at,
            reason: change.reason,
        });
        Ok(TodayView { on, arrived: arrived.into_values().collect(), aside: aside.collect(), forks: self.forks()? })
    }

    /// Conflicts for the page.
    pub fn conflict_views(&self) -> Result<Vec<ConflictView>> {
        self.read(|sql| {
            let officers = super::history::officers(sql)?;
            conflicts::all(sql)?.into_iter().map(|conflict| viewed(sql, &officers, conflict)).collect()
        })
    }

    /// Settles a conflict.
    pub fn desk_settle(&self, who: &Who, chosen: &Settlement) -> Result<()> {
        if serde_json::from_str::<serde_json::Value>(&chosen.value).is_err() {
            return Err(ProblemCode::NotFound.into());
        }
        self.write(|tx| {
            settle(tx, chosen.row, &chosen.field, &chosen.value, &chosen.seen)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::ConflictSettled, Some(chosen.row), &chosen.field)
        })
    }
}
