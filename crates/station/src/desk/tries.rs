//! Wrong tries, counted off the trail: whoever was wrong too often waits, by name and by address. Nothing is kept beside it,
//! so a restart forgets nothing.

use beibao_domain::{Problem, ProblemCode};
use beibao_replica::table::{instant, rows};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::station::{Result, StationError};

/// How long a wrong try counts.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Wrong tries at one account until it waits. What went right in between makes a new beginning.
const AT_AN_ACCOUNT: usize = 5;
/// Wrong tries from one address until it waits, whatever went right in between.
const FROM_AN_ADDRESS: usize = 20;

/// Refuses a try that comes too soon.
pub(crate) fn allowed(sql: &Connection, account: Option<Uuid>, address: &str, now: DateTime<Utc>) -> Result<()> {
    let since = (now - WINDOW).timestamp_millis();
    let wrong = "deed IN ('sign_in_failed', 'second_factor_failed', 'set_up_failed')";
    let mut failed = match account {
        None => Vec::new(),
        Some(account) => rows(
            sql,
            &format!(
                "SELECT at FROM audit WHERE account = ?1 AND {wrong} AND at > ?2 AND number > coalesce(
                     (SELECT max(number) FROM audit
                      WHERE account = ?1 AND deed = 'signed_in' OR row = ?1 AND deed = 'account_changed'), 0)
                 ORDER BY number DESC LIMIT 1 OFFSET ?3"
            ),
            params![account, since, (AT_AN_ACCOUNT - 1) as i64],
            |row| row.get::<_, i64>(0),
        )?,
    };
    failed.extend(rows(
        sql,
        &format!(
            "SELECT at FROM audit WHERE address = ?1 AND {wrong} AND at > ?2 ORDER BY number DESC LIMIT 1 OFFSET ?3"
        ),
        params![address, since, (FROM_AN_ADDRESS - 1) as i64],
        |row| row.get::<_, i64>(0),
    )?);
    match failed.into_iter().map(instant).max() {
        None => Ok(()),
        Some(at) => {
            let wait = (at + WINDOW - now).num_seconds().max(1);
            Err(StationError::Refused(Problem::from(ProblemCode::TooManyTries).with("wait_seconds", wait)))
        }
    }
}
