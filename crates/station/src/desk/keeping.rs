//! Keeping: what ends by itself within the week, and the backups: where they go, how many are kept, what became of them.

use std::path::Path;

use beibao_domain::{Problem, ProblemCode};
use beibao_replica::table::{instant, rows};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::progress::{Progress, WorkKind};
use super::who::Who;
use crate::backup::rehearse::{Rehearsed, rehearse_counted};
use crate::backup::{MARK, MOST_KEPT, Made, Way};
use crate::folder;
use crate::station::{Result, Station, StationError};

/// Runs that are shown.
const LAST_RUNS: usize = 20;

/// Facts of a kind that end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EndingView {
    /// The kind.
    pub kind: String,
    /// What happened before this day is erased.
    pub before: NaiveDate,
    /// How many that are today.
    pub count: u32,
    /// When it will be.
    pub erased_on: NaiveDate,
}

/// What ends and what is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeepingView {
    /// What ends by itself within the week.
    pub endings: Vec<EndingView>,
    /// How long each kind is kept.
    pub periods: Vec<PeriodView>,
    /// The last day on which the server looked for it.
    pub looked_on: Option<NaiveDate>,
    /// When the recovery key was last shown; none, and nobody has a sheet of it from here.
    pub recovery_seen_at: Option<DateTime<Utc>>,
}

/// How long a kind is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeriodView {
    /// The kind.
    pub kind: String,
    /// After so many months it ends.
    pub months: u32,
    /// The least that a law asks for.
    pub least_months: u32,
    /// The most, which is also what holds where nothing was set.
    pub most_months: u32,
}

/// Another time for a kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
pub struct PeriodAsk {
    /// The kind.
    pub kind: String,
    /// After so many months it shall end.
    pub months: u32,
}

/// When and where backups are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackupPlan {
    /// A folder of the station's machine, whole from its root.
    pub folder: String,
    /// How many are kept.
    pub keep: u32,
    /// From which hour of the day on, in China.
    pub hour: u32,
    /// Whether `station.json` goes along, without which nobody opens it.
    pub with_key: bool,
}

/// A backup or a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupRun {
    /// When.
    pub at: DateTime<Utc>,
    /// Which of the two.
    pub kind: RunKind,
    /// The backup's name.
    pub name: String,
    /// What went wrong, as a problem's code.
    pub problem: Option<String>,
    /// Pictures in it.
    pub pictures: u64,
    /// Its bytes.
    pub bytes: u64,
}

/// What a run was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunKind {
    /// A backup was made.
    Backup,
    /// One was tried out.
    Rehearsal,
}

/// What a rehearsal found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RehearsalView {
    /// The backup's name.
    pub name: String,
    /// Whether it would do.
    pub whole: bool,
    /// Changes in its log.
    pub changes: u64,
    /// The change at which the log breaks.
    pub broken_at: Option<u64>,
    /// Households.
    pub households: u64,
    /// People.
    pub people: u64,
    /// Facts.
    pub facts: u64,
    /// Pictures that are there and right.
    pub pictures: u64,
    /// Pictures that are missing or wrong.
    pub pictures_wrong: u64,
}

impl From<Rehearsed> for RehearsalView {
    fn from(found: Rehearsed) -> Self {
        Self {
            whole: found.is_whole(),
            changes: found.log.changes,
            broken_at: found.log.broken.map(|broken| broken.number),
            households: found.households,
            people: found.people,
            facts: found.facts,
            pictures: found.pictures,
            pictures_wrong: found.pictures_wrong,
            name: found.name,
        }
    }
}

impl BackupPlan {
    fn way(&self) -> Way {
        Way { keep: self.keep, with_key: self.with_key }
    }

    fn check(&self) -> Result<()> {
        let fault = match self {
            plan if plan.keep == 0 || plan.keep > MOST_KEPT => "keep",
            plan if plan.hour > 23 => "hour",
            plan if !Path::new(&plan.folder).is_absolute() => "folder",
            _ => return Ok(()),
        };
        Err(StationError::Refused(Problem::from(ProblemCode::InvalidFields).with(fault, "out_of_range")))
    }
}

/// What became of something, written down.
fn noted_run(sql: &Connection, at: DateTime<Utc>, kind: &str, run: std::result::Result<&Made, &str>) -> Result<()> {
    let nothing = Made { name: String::new(), pictures: 0, bytes: 0 };
    let (made, problem) = run.map_or_else(|code| (&nothing, Some(code)), |made| (made, None));
    sql.execute(
        "INSERT INTO backup_run (at, kind, name, problem, changes, pictures, bytes)
         VALUES (?1, ?2, ?3, ?4, (SELECT count(*) FROM change), ?5, ?6)",
        params![at.timestamp_millis(), kind, made.name, problem, made.pictures.cast_signed(), made.bytes.cast_signed()],
    )?;
    Ok(())
}

/// A folder that fails is named as such; a full disk and what is wrong with the plan have their own codes.
fn folder_fault(error: StationError) -> StationError {
    match error {
        StationError::Io(error) if error.kind() != std::io::ErrorKind::StorageFull => {
            tracing::warn!(%error, "a backup folder cannot be used");
            ProblemCode::FolderUnusable.into()
        }
        error => error,
    }
}

impl Station {
    /// What ends by itself within the week.
    pub fn keeping(&self) -> Result<KeepingView> {
        let view = |ending: crate::retention::Ending| EndingView {
            kind: ending.kind,
            before: ending.before,
            count: ending.count,
            erased_on: ending.erased_on,
        };
        let (looked_on, shown) = self.read(|sql| {
            let day = "SELECT done_on FROM daily WHERE job = 'retention'";
            let looked_on = sql.query_row(day, [], |row| row.get::<_, String>(0)).optional()?;
            let shown = "SELECT max(at) FROM audit WHERE deed = 'recovery_seen'";
            Ok((looked_on, sql.query_row(shown, [], |row| row.get::<_, Option<i64>>(0))?))
        })?;
        let looked_on = looked_on.and_then(|day| day.parse().ok());
        let period = |period: crate::retention::Period| PeriodView {
            kind: period.kind,
            months: period.months,
            least_months: period.least_months.max(1),
            most_months: period.usual_months,
        };
        let periods = self.periods()?.into_iter().map(period).collect();
        Ok(KeepingView {
            endings: self.endings()?.into_iter().map(view).collect(),
            periods,
            looked_on,
            recovery_seen_at: shown.map(instant),
        })
    }

    /// Keeps a kind for another time, within what the law asks and what is usual.
    pub fn desk_set_period(&self, who: &Who, ask: &PeriodAsk) -> Result<()> {
        self.set_period_and(&ask.kind, ask.months, |tx| {
            note(&tx.sql, tx.world().now(), who.by(), Deed::PeriodSet, None, &ask.kind)
        })
    }

    /// The plan; none, no backups.
    pub fn backup_plan(&self) -> Result<Option<BackupPlan>> {
        self.read(|sql| {
            let plan = |row: &rusqlite::Row<'_>| {
                Ok(BackupPlan { folder: row.get(0)?, keep: row.get(1)?, hour: row.get(2)?, with_key: row.get(3)? })
            };
            Ok(sql.query_row("SELECT folder, keep, hour, with_key FROM backup_plan", [], plan).optional()?)
        })
    }

    /// Plans the backups, or ends them. The folder is tried out at once.
    pub fn plan_backups(&self, who: &Who, plan: Option<&BackupPlan>) -> Result<()> {
        if let Some(plan) = plan {
            plan.check()?;
            self.folder_is_usable(Path::new(&plan.folder)).map_err(folder_fault)?;
        }
        self.write(|tx| {
            tx.sql.execute("DELETE FROM backup_plan", [])?;
            if let Some(BackupPlan { folder, keep, hour, with_key }) = plan {
                tx.sql.execute(
                    "INSERT INTO backup_plan (one, folder, keep, hour, with_key) VALUES (1, ?1, ?2, ?3, ?4)",
                    params![folder, keep, hour, with_key],
                )?;
            }
            let detail = if plan.is_some() { "on" } else { "off" };
            note(&tx.sql, tx.world().now(), who.by(), Deed::BackupPlanned, None, detail)
        })
    }

    /// Makes the planned backup now.
    pub fn back_up_now(&self, who: &Who) -> Result<()> {
        let plan = self.backup_plan()?.ok_or(ProblemCode::NotFound)?;
        self.works.run(who, WorkKind::Backup, |progress| self.back_up_as_planned(who.by(), &plan, progress))
    }

    /// Makes a backup as it was planned; what became of it is written down either way.
    pub(crate) fn back_up_as_planned(
        &self,
        by: (Option<Uuid>, &str),
        plan: &BackupPlan,
        progress: &Progress,
    ) -> Result<()> {
        let target = Path::new(&plan.folder);
        // A stick that was pulled out leaves an empty folder on the wrong disk: only where the plan was tried is written.
        let there = if target.join(MARK).exists() { Ok(()) } else { Err(ProblemCode::FolderUnusable.into()) };
        let made = there.and_then(|()| self.back_up_counted(target, plan.way(), progress).map_err(folder_fault));
        let made = made.map_err(Problem::from);
        let code = made.as_ref().err().map(|problem| problem.code.name()).unwrap_or_default();
        self.write(|tx| {
            let now = tx.world().now();
            noted_run(&tx.sql, now, "backup", made.as_ref().map_err(|_| code.as_str()))?;
            let deed = if made.is_ok() { Deed::BackupMade } else { Deed::BackupFailed };
            note(&tx.sql, now, by, deed, None, &code)
        })?;
        made.map(drop).map_err(StationError::Refused)
    }

    /// Tries out the newest of the planned backups.
    pub fn rehearse_backup(&self, who: &Who) -> Result<RehearsalView> {
        let plan = self.backup_plan()?.ok_or(ProblemCode::NotFound)?;
        let own = || folder::read(&self.folder);
        let target = Path::new(&plan.folder);
        let found = self.works.run(who, WorkKind::Rehearsal, |progress| {
            rehearse_counted(target, own, self.shared_world(), progress).map_err(folder_fault)
        });
        let (name, pictures) = found.as_ref().map(|found| (found.name.clone(), found.pictures)).unwrap_or_default();
        let (found, code) = match found {
            Ok(found) if found.is_whole() => (Ok(found), None),
            Ok(found) => (Ok(found), Some("backup_broken".to_owned())),
            Err(error) => {
                let problem = Problem::from(error);
                let code = problem.code.name();
                (Err(StationError::Refused(problem)), Some(code))
            }
        };
        self.write(|tx| {
            let (now, made) = (tx.world().now(), Made { name, pictures, bytes: 0 });
            noted_run(&tx.sql, now, "rehearsal", code.as_deref().map_or(Ok(&made), Err))?;
            let detail = code.as_deref().unwrap_or("whole");
            note(&tx.sql, now, who.by(), Deed::BackupRehearsed, None, detail)
        })?;
        found.map(RehearsalView::from)
    }

    /// The last backups and rehearsals, the newest first.
    pub fn backup_runs(&self) -> Result<Vec<BackupRun>> {
        self.read(|sql| {
            Ok(rows(
                sql,
                "SELECT at, kind, name, problem, pictures, bytes FROM backup_run ORDER BY number DESC LIMIT ?1",
                [LAST_RUNS as i64],
                |row| {
                    let is_backup = row.get::<_, String>(1)? == "backup";
                    Ok(BackupRun {
                        at: instant(row.get(0)?),
                        kind: if is_backup { RunKind::Backup } else { RunKind::Rehearsal },
                        name: row.get(2)?,
                        problem: row.get(3)?,
                        pictures: row.get::<_, i64>(4)?.cast_unsigned(),
                        bytes: row.get::<_, i64>(5)?.cast_unsigned(),
                    })
                },
            )?)
        })
    }

    /// Whether backups can be written there: tried with an empty file.
    fn folder_is_usable(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        if folder.canonicalize()?.starts_with(self.folder.canonicalize()?) {
            return Err(ProblemCode::FolderUnusable.into());
        }
        std::fs::File::create(folder.join(MARK))?;
        Ok(())
    }
}
