//! What the server does by itself once a day: the retention, the snapshots, and the backup where one is planned. Each job is claimed for its
//! day in a table, so that it runs once however often the server is started; one that failed is claimed again an hour later.

use std::sync::Arc;
use std::time::Duration;

use beibao_domain::Problem;
use beibao_domain::world::{china, day_in_china};
use chrono::Timelike;
use rusqlite::params;

use crate::desk::Deed;
use crate::station::{Result, Station};

/// How often it is looked whether a day has begun.
const EVERY: Duration = Duration::from_secs(3600);
/// Nobody's address: the server itself.
const ITSELF: (Option<uuid::Uuid>, &str) = (None, "");

/// Looks every hour, for as long as it is polled.
pub async fn every_day(station: Arc<Station>) {
    loop {
        let working = Arc::clone(&station);
        let _ = tokio::task::spawn_blocking(move || working.keep_house()).await;
        tokio::time::sleep(EVERY).await;
    }
}

impl Station {
    /// Does what is due today and was not done yet.
    pub fn keep_house(&self) {
        self.once_a_day("retention", Station::retain);
        // After the retention: what ended is in no snapshot of today.
        self.once_a_day("snapshots", Station::renew_snapshots);
        let hour = self.world().now().with_timezone(&china()).hour();
        match self.backup_plan() {
            Ok(Some(plan)) if plan.hour <= hour => {
                self.once_a_day("backup", |station| station.back_up_as_planned(ITSELF, &plan).map(drop))
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the backup's plan does not read"),
        }
    }

    fn once_a_day(&self, job: &'static str, work: impl FnOnce(&Station) -> Result<()>) {
        match self.claim(job) {
            Ok(false) => {}
            Ok(true) => {
                if let Err(error) = work(self) {
                    tracing::error!(job, code = Problem::from(error).code.name(), "what is done once a day failed");
                    let _ = self.write(|tx| Ok(tx.sql.execute("DELETE FROM daily WHERE job = ?1", [job])?));
                }
            }
            Err(error) => tracing::error!(%error, job, "nobody knows whether it was done today"),
        }
    }

    /// Whether it is still to be done today; from now on it counts as done.
    fn claim(&self, job: &str) -> Result<bool> {
        let today = day_in_china(self.world().now()).to_string();
        self.write(|tx| {
            let claimed = tx.sql.execute(
                "INSERT INTO daily (job, done_on) VALUES (?1, ?2)
                 ON CONFLICT (job) DO UPDATE SET done_on = excluded.done_on WHERE done_on <> excluded.done_on",
                params![job, today],
            )?;
            Ok(claimed > 0)
        })
    }

    fn retain(&self) -> Result<()> {
        let erased = self.run_retention()?.len();
        let told = self.endings()?.len();
        self.write(|tx| {
            let detail = format!("told {told}, erased {erased}");
            crate::desk::note(&tx.sql, tx.world().now(), ITSELF, Deed::RetentionRun, None, &detail)
        })
    }
}
