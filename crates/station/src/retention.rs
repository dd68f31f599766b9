//! How long this station keeps what it knows, and the retention that runs by itself after a week's notice.

use beibao_domain::retention::{NOTICE_DAYS, RETENTION, rule};
use beibao_domain::rights::{Erased, Ground};
use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, Problem, ProblemCode};
use beibao_replica::{erase, midnight};
use chrono::{Days, Months, NaiveDate};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use crate::aside;
use crate::erase::Certificate;
use crate::station::{Result, Station, StationError, Tx};

/// How long a kind is kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Period {
    /// The kind.
    pub kind: String,
    /// After so many months it is erased.
    pub months: u32,
    /// What that is where the station says nothing else, which is also the most.
    pub usual_months: u32,
    /// What a law asks for at least.
    pub least_months: u32,
}

/// What ends soon, or has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// The kind.
    pub kind: String,
    /// What happened before this day is erased.
    pub before: NaiveDate,
    /// How many facts that are today.
    pub count: u32,
    /// When it will be; past days mean the next run.
    pub erased_on: NaiveDate,
}

impl Station {
    /// How long each kind is kept here.
    pub fn periods(&self) -> Result<Vec<Period>> {
        self.read(periods)
    }

    /// Keeps a kind for so many months from now on. What ends by it is announced anew, a week before.
    pub fn set_period(&self, kind: &str, months: u32) -> Result<()> {
        self.set_period_and(kind, months, |_| Ok(()))
    }

    /// The same, with something that is written beside it or not at all.
    pub(crate) fn set_period_and(
        &self,
        kind: &str,
        months: u32,
        beside: impl FnOnce(&Tx<'_>) -> Result<()>,
    ) -> Result<()> {
        let rule = rule(kind).ok_or(ProblemCode::NotFound)?;
        if !rule.allows(months) {
            let problem = Problem::from(ProblemCode::InvalidFields).with("months", "out_of_range");
            return Err(StationError::Refused(problem));
        }
        self.write(|tx| {
            tx.sql.execute("DELETE FROM retention_notice WHERE kind = ?1", [kind])?;
            tx.sql.execute(
                "INSERT OR REPLACE INTO retention_period (kind, months) VALUES (?1, ?2)",
                params![kind, months],
            )?;
            beside(tx)
        })
    }

    /// What ends by itself within the week to come, or should have ended.
    pub fn endings(&self) -> Result<Vec<Ending>> {
        let today = day_in_china(self.world().now());
        self.read(|sql| {
            let mut endings = Vec::new();
            let never_applied = aside::find(sql, |_| true)?;
            for rule in periods(sql)? {
                let soon = today.checked_add_days(Days::new(NOTICE_DAYS)).unwrap_or(today);
                let before = soon.checked_sub_months(Months::new(rule.months)).unwrap_or(NaiveDate::MIN);
                let before_ms = midnight(before).timestamp_millis();
                let said = said_before(sql, &rule.kind, before_ms)?;
                let count = said.len() + of_kind_before(&never_applied, &rule.kind, before_ms).count();
                if count == 0 {
                    continue;
                }
                let told: Option<i64> =
                    match sql.query_row("SELECT told_at FROM retention_notice WHERE kind = ?1", [&rule.kind], |row| {
                        row.get(0)
                    }) {
                        Ok(told) => Some(told),
                        Err(rusqlite::Error::QueryReturnedNoRows) => None,
                        Err(error) => return Err(error.into()),
                    };
                let told_on = told.map_or(today, |ms| day_in_china(beibao_replica::table::instant(ms)));
                endings.push(Ending {
                    kind: rule.kind,
                    before,
                    count: u32::try_from(count).unwrap_or(u32::MAX),
                    erased_on: told_on.checked_add_days(Days::new(NOTICE_DAYS)).unwrap_or(today),
                });
            }
            Ok(endings)
        })
    }

    /// Runs the retention: tells what ends, and erases what was told a week ago. To be called once a day.
    pub fn run_retention(&self) -> Result<Vec<Certificate>> {
        let today = day_in_china(self.world().now());
        let mut certificates = Vec::new();
        for ending in self.endings()? {
            let due = ending.erased_on <= today;
            let erased = self.write(|tx| {
                if !due {
                    tx.sql.execute(
                        "INSERT INTO retention_notice (kind, told_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                        params![ending.kind, tx.world().now().timestamp_millis()],
                    )?;
                    return Ok(None);
                }
                let period = periods(&tx.sql)?.into_iter().find(|period| period.kind == ending.kind);
                let months = Months::new(period.map_or(u32::MAX, |period| period.months));
                let before = today.checked_sub_months(months).unwrap_or(NaiveDate::MIN);
                let before_ms = midnight(before).timestamp_millis();
                let never_applied = aside::find(&tx.sql, |_| true)?;
                let said = said_before(&tx.sql, &ending.kind, before_ms)?;
                tx.sql.execute("DELETE FROM retention_notice WHERE kind = ?1", [&ending.kind])?;
                let said = tx.with_what_was_said_of_them(said)?;
                let never_applied = of_kind_before(&never_applied, &ending.kind, before_ms);
                Ok(Some(tx.erase(&said, never_applied, Ground::Retention)?))
            })?;
            certificates.extend(erased);
        }
        if !certificates.is_empty() {
            self.after_erasing()?;
        }
        Ok(certificates)
    }
}

/// Every fact of this kind that happened and was heard before an instant (milliseconds since 1970), by scope: a tablet whose
/// clock stands in 2015 says of today's visit that it is old. A matter that somebody has still to see to is not among them.
fn said_before(sql: &Connection, kind: &str, before_ms: i64) -> Result<Vec<(AreaId, Erased)>> {
    let query = "SELECT area, id, stamp_at, stamp_device FROM fact f WHERE kind = ?1 AND happened_at < ?2
                 AND EXISTS (SELECT 1 FROM change c WHERE c.device = f.stamp_device AND c.stamp_at = f.stamp_at
                             AND c.received_at < ?2)
                 AND NOT EXISTS (SELECT 1 FROM matter m WHERE m.id = coalesce(f.first, f.id) AND m.open)";
    Ok(erase::erased(sql, query, params![kind, before_ms])?)
}

/// Of what was never applied, that which came before an instant and says something of this kind.
fn of_kind_before<'a>(
    places: &'a [aside::Place],
    kind: &'a str,
    before_ms: i64,
) -> impl Iterator<Item = &'a aside::Place> + Clone {
    places.iter().filter(move |place| place.kind == Some(kind) && place.received_at < before_ms)
}

fn periods(sql: &Connection) -> Result<Vec<Period>> {
    let mut set = sql.prepare_cached("SELECT months FROM retention_period WHERE kind = ?1")?;
    let period = |rule: &beibao_domain::retention::Retention| {
        let set: Option<u32> = set.query_row([rule.kind], |row| row.get(0)).optional()?;
        // What was set under an older law is never shorter than this one asks for.
        let months = set.map_or(rule.months, |months| months.clamp(rule.least_months.max(1), rule.months));
        let kind = rule.kind.to_owned();
        Ok(Period { kind, months, usual_months: rule.months, least_months: rule.least_months })
    };
    RETENTION.iter().map(period).collect()
}
