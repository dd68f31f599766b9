//! What the server does by itself once a day: the retention, the snapshots, and the backup where one is planned. A table says on
//! which day each job was done last, so that it runs once however often the server is started; one that failed, or that the power
//! cut short, is begun again with the next look.

use std::sync::Arc;
use std::time::Duration;

use beibao_domain::Problem;
use beibao_domain::world::{china, day_in_china};
use chrono::Timelike;
use rusqlite::params;

use crate::desk::{Deed, Progress};
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
        // What a power cut, a full disk or a long look kept here.
        let destroyed = self.destroy_leaving(&self.writer());
        self.keep_erasures();
        for error in [destroyed, self.clear_wal()].into_iter().filter_map(Result::err) {
            tracing::error!(%error, "what was erased could not be cleared away");
        }
        self.once_a_day("retention", Station::retain);
        // After the retention: what ended is in no snapshot of today.
        self.once_a_day("snapshots", Station::renew_snapshots);
        let hour = self.world().now().with_timezone(&china()).hour();
        match self.backup_plan() {
            Ok(Some(plan)) if plan.hour <= hour => self.once_a_day("backup", |station| {
                station.back_up_as_planned(ITSELF, &plan, &Progress::default()).map(drop)
            }),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the backup's plan does not read"),
        }
    }

    fn once_a_day(&self, job: &'static str, work: impl FnOnce(&Station) -> Result<()>) {
        let today = day_in_china(self.world().now()).to_string();
        let done = match self.was_done(job, &today) {
            Ok(true) => Ok(()),
            Ok(false) => work(self).and_then(|()| self.is_done(job, &today)),
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::error!(job, code = Problem::from(error).code.name(), "what is done once a day failed");
        }
    }

    fn was_done(&self, job: &str, today: &str) -> Result<bool> {
        let query = "SELECT EXISTS (SELECT 1 FROM daily WHERE job = ?1 AND done_on = ?2)";
        self.read(|sql| Ok(sql.query_row(query, params![job, today], |row| row.get(0))?))
    }

    fn is_done(&self, job: &str, today: &str) -> Result<()> {
        let done = "INSERT OR REPLACE INTO daily (job, done_on) VALUES (?1, ?2)";
        self.write(|tx| Ok(tx.sql.execute(done, params![job, today]).map(drop)?))
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

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use beibao_domain::Hash;
    use beibao_domain::world::System;

    use super::*;

    fn station(folder: &tempfile::TempDir) -> Station {
        Station::init(&folder.path().join("station"), Arc::new(System)).unwrap()
    }

    #[test]
    fn what_the_power_cut_short_is_begun_again_and_what_is_done_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let station = station(&folder);
        let cut = catch_unwind(AssertUnwindSafe(|| station.once_a_day("backup", |_| panic!("the power is gone"))));
        assert!(cut.is_err());
        let mut times = 0;
        for _ in 0..2 {
            station.once_a_day("backup", |_| {
                times += 1;
                Ok(())
            });
        }
        assert_eq!(times, 1);
    }

    #[test]
    fn a_file_that_was_to_go_and_stayed_goes_with_the_next_look_unless_it_was_named_again() {
        let folder = tempfile::tempdir().unwrap();
        let station = station(&folder);
        let [left, named]: [Hash; 2] =
            [b"left".as_slice(), b"named again"].map(|bytes| station.keep_blob(bytes).unwrap());
        station
            .write(|tx| {
                for hash in [left, named] {
                    tx.sql.execute("INSERT INTO leaving (hash) VALUES (?1)", [hash.0])?;
                }
                let again = "INSERT INTO blob (hash, device, size, whole) VALUES (?1, ?1, 11, 1)";
                Ok(tx.sql.execute(again, [named.0])?)
            })
            .unwrap();
        station.keep_house();
        assert_eq!((station.blobs.has(left), station.blobs.has(named)), (false, true));
        let rows: u32 =
            station.read(|sql| Ok(sql.query_row("SELECT count(*) FROM leaving", [], |row| row.get(0))?)).unwrap();
        assert_eq!(rows, 0);
    }
}
