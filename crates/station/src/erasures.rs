//! The erasures that this station said, kept once more beside its database: a database that is put back from a backup has not
//! heard of the later ones, and must erase again before anybody is answered.
//!
//! `erasures.jsonl` grows at its end, a line for each erasure: stamps and ids of what was erased, nothing of what it said. It is
//! plain, because it must be readable whatever became of the database. Written after the erasure itself is on the disk; what a
//! power cut in between kept out of it is added when the station opens.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use beibao_domain::{AreaId, Fact, FactBody, FactId, Hlc};
use beibao_replica::table::rows;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::station::{Result, Station, StationError};

const FILE: &str = "erasures.jsonl";

/// An erasure as it was said.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct KeptErasure {
    /// The scope.
    pub(crate) area: AreaId,
    /// When, by the station's clock; said again under the same stamp, it is the same to whoever heard it.
    pub(crate) at: Hlc,
    /// The fact.
    pub(crate) fact: Fact,
}

/// Where the erasures of a station's folder are kept.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// What is kept in a folder. A line that a power cut left half written is none.
fn kept(folder: &Path) -> Result<Vec<KeptErasure>> {
    let text = match std::fs::read(file(folder)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    let read = |line: &[u8]| serde_json::from_slice::<KeptErasure>(line).ok();
    Ok(text.split(|byte| *byte == b'\n').filter_map(read).filter(|kept| is_erasure(&kept.fact)).collect())
}

/// Adds what another folder keeps and this one does not.
pub(crate) fn bring(from: &Path, to: &Path) -> Result<()> {
    let known = names(&kept(to)?);
    let new: Vec<_> = kept(from)?.into_iter().filter(|kept| !known.contains(&kept.fact.id)).collect();
    if new.is_empty() { Ok(()) } else { append(to, &new) }
}

fn is_erasure(fact: &Fact) -> bool {
    matches!(fact.body, FactBody::Erasure(_))
}

/// Adds lines and returns when they are on the disk.
fn append(folder: &Path, erasures: &[KeptErasure]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(self::file(folder))?;
    let mut lines = Vec::new();
    if !ends_a_line(&mut file)? {
        lines.push(b'\n');
    }
    for erasure in erasures {
        serde_json::to_writer(&mut lines, erasure).map_err(std::io::Error::other)?;
        lines.push(b'\n');
    }
    file.write_all(&lines)?;
    file.sync_all()?;
    Ok(File::open(folder)?.sync_all()?)
}

fn ends_a_line(file: &mut File) -> Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// What this database says that the station erased.
fn said(sql: &Connection, station: uuid::Uuid) -> Result<Vec<KeptErasure>> {
    let found = rows(
        sql,
        "SELECT area, stamp_at, body FROM fact WHERE kind = 'erasure' AND stamp_device = ?1 ORDER BY stamp_at",
        [station],
        |row| Ok((AreaId(row.get(0)?), Hlc(row.get::<_, i64>(1)?.cast_unsigned()), row.get::<_, String>(2)?)),
    )?;
    let read = |(area, at, body): (AreaId, Hlc, String)| {
        let fact = serde_json::from_str(&body).map_err(|_| StationError::from(beibao_domain::ProblemCode::Internal))?;
        Ok(KeptErasure { area, at, fact })
    };
    found.into_iter().map(read).collect()
}

fn names(erasures: &[KeptErasure]) -> BTreeSet<FactId> {
    erasures.iter().map(|kept| kept.fact.id).collect()
}

impl Station {
    fn kept_and_said(&self) -> Result<(Vec<KeptErasure>, Vec<KeptErasure>)> {
        let said = self.read(|sql| said(sql, self.author().device.0))?;
        Ok((kept(&self.folder)?, said))
    }

    /// Keeps what was erased and is not kept yet. If it cannot, the erasure stands all the same, and it is tried again with
    /// the next one and when the station opens.
    pub(crate) fn keep_erasures(&self) {
        let all = || -> Result<()> {
            let (kept, said) = self.kept_and_said()?;
            let known = names(&kept);
            let new: Vec<_> = said.into_iter().filter(|said| !known.contains(&said.fact.id)).collect();
            if new.is_empty() { Ok(()) } else { append(&self.folder, &new) }
        };
        if let Err(error) = all() {
            tracing::error!(%error, "an erasure could not be kept beside the database");
        }
    }

    /// Erases again what is kept beside the database and the database does not know, because it is an older one.
    pub(crate) fn erase_again(&self) -> Result<()> {
        let (kept, said) = self.kept_and_said()?;
        let known = names(&said);
        let mut again = BTreeSet::new();
        let lost: Vec<_> =
            kept.into_iter().filter(|kept| !known.contains(&kept.fact.id) && again.insert(kept.fact.id)).collect();
        if lost.is_empty() {
            self.keep_erasures();
            return Ok(());
        }
        tracing::info!(erasures = lost.len(), "the database was put back from a backup: it erases again");
        self.write(|tx| lost.into_iter().try_for_each(|kept| tx.erase_once_more(kept)))?;
        self.after_erasing()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use beibao_domain::household::Household;
    use beibao_domain::id::new_uuid;
    use beibao_domain::person::Person;
    use beibao_domain::world::System;
    use beibao_domain::{Edit, HouseholdId, Payload, PersonId, RegisterKind};
    use beibao_replica::table::person;

    use super::*;

    fn people(station: &Station) -> i64 {
        station.read(|sql| Ok(sql.query_row("SELECT count(*) FROM person", [], |row| row.get(0))?)).unwrap()
    }

    #[test]
    fn an_older_database_beside_the_newer_file_erases_again_and_a_torn_line_hides_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (place, backup) = (folder.path().join("station"), folder.path().join("backup"));
        let station = Station::init(&place, Arc::new(System)).unwrap();
        let [home, one, two] = [(); 3].map(|()| new_uuid(&System));
        let area = AreaId(new_uuid(&System));
        let member = |name: &str| Person { household: Some(HouseholdId(home)), name: name.into(), ..Person::default() };
        let household = Household { area: Some(area), ..Household::default() };
        station
            .write(|tx| {
                tx.say(area, &Payload::Edit(Edit::new_row(RegisterKind::Household, home, &household)))?;
                tx.say(area, &Payload::Edit(Edit::new_row(RegisterKind::Person, one, &member("阿拉坦苏和"))))?;
                tx.say(area, &Payload::Edit(Edit::new_row(RegisterKind::Person, two, &member("其其格"))))?;
                // And of one of them something that was set aside, so that it stands in the log alone.
                tx.say(area, &Payload::Edit(Edit::new_row(RegisterKind::Person, one, &member("另一个名字"))))?;
                tx.sql.execute("DELETE FROM register_edit WHERE instr(body, '另一个名字') > 0", [])?;
                let last = "number = (SELECT max(number) FROM change)";
                tx.sql.execute(&format!("UPDATE change SET reason = 'change_out_of_scope' WHERE {last}"), [])?;
                Ok(())
            })
            .unwrap();
        drop(station);
        std::fs::create_dir(&backup).unwrap();
        std::fs::copy(place.join("station.db"), backup.join("station.db")).unwrap();
        let station = Station::open(&place, Arc::new(System)).unwrap();
        station.erase_regardless(PersonId(one)).unwrap();
        drop(station);
        let kept = std::fs::read_to_string(file(&place)).unwrap();
        assert!(!kept.contains("阿拉坦苏和"));
        // The power fails while the next line is being written.
        std::fs::write(file(&place), kept + "{\"area\":\"01").unwrap();
        let station = Station::open(&place, Arc::new(System)).unwrap();
        station.erase_regardless(PersonId(two)).unwrap();
        drop(station);
        std::fs::copy(backup.join("station.db"), place.join("station.db")).unwrap();
        let station = Station::open(&place, Arc::new(System)).unwrap();
        assert_eq!(people(&station), 0);
        let aside = "SELECT count(*) FROM change WHERE reason IS NOT NULL AND body_key IS NOT NULL";
        let aside = station.read(|sql| Ok(sql.query_row(aside, [], |row| row.get::<_, i64>(0))?)).unwrap();
        assert_eq!(aside, 0, "what was set aside still opens");
        assert!(station.read(|sql| Ok(person::read(sql, PersonId(one)).is_err())).unwrap());
        assert_eq!(station.verify().unwrap().broken, None);
        // Opened once more there is nothing to do.
        let changes = station.verify().unwrap().changes;
        drop(station);
        let station = Station::open(&place, Arc::new(System)).unwrap();
        assert_eq!(station.verify().unwrap().changes, changes);
        // A file that was lost is written anew.
        std::fs::remove_file(file(&place)).unwrap();
        drop(station);
        drop(Station::open(&place, Arc::new(System)).unwrap());
        assert_eq!(super::kept(&place).unwrap().len(), 2);
    }
}
