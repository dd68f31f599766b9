//! What was made of the data for somebody to fetch ends on a day that is written down: a snapshot [`SNAPSHOT_DAYS`] days after
//! the `made_at` of its row, whatever else is kept.

use chrono::TimeDelta;

use crate::station::{Result, Station};

/// Days for which a snapshot may be fetched. A tablet that began to fetch one goes on within a day or two, or gets a newer one.
pub const SNAPSHOT_DAYS: i64 = 7;

impl Station {
    /// Forgets the snapshots whose day has come, and then makes those of today: a disk that is full for these is no reason to
    /// keep those.
    pub(crate) fn renew_snapshots(&self) -> Result<()> {
        let before = (self.world().now() - TimeDelta::days(SNAPSHOT_DAYS)).timestamp_millis();
        self.forget_snapshots("SELECT hash FROM snapshot WHERE made_at < ?1", [before])?;
        self.prepare_snapshots()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use beibao_domain::Hash;
    use beibao_domain::world::System;

    use super::*;

    #[test]
    fn a_snapshot_is_gone_after_its_week_though_no_newer_one_was_made() {
        let folder = tempfile::tempdir().unwrap();
        let station = Station::init(&folder.path().join("station"), Arc::new(System)).unwrap();
        std::fs::create_dir_all(&station.snapshots).unwrap();
        let now = station.world().now();
        for days in [SNAPSHOT_DAYS - 1, SNAPSHOT_DAYS + 1] {
            let hash = Hash([u8::try_from(days).unwrap(); 32]);
            std::fs::write(station.snapshots.join(hash.to_string()), b"sealed").unwrap();
            let made_at = (now - TimeDelta::days(days)).timestamp_millis();
            let insert = "INSERT INTO snapshot (hash, scopes, mark_number, mark_hash, key, size, made_at)
                          VALUES (?1, x'', 1, ?1, ?1, 6, ?2)";
            station.write(|tx| Ok(tx.sql.execute(insert, rusqlite::params![hash.0, made_at])?)).unwrap();
        }
        station.keep_house();
        let left: Vec<String> = std::fs::read_dir(&station.snapshots)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(left, [Hash([6; 32]).to_string()]);
        let rows: u32 =
            station.read(|sql| Ok(sql.query_row("SELECT count(*) FROM snapshot", [], |row| row.get(0))?)).unwrap();
        assert_eq!(rows, 1);
    }
}
