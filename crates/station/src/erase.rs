//! Erasing at the station: who may be erased, what is destroyed, and the certificate of it. What ends by
//! itself is in `retention.rs`.

use std::collections::{BTreeMap, BTreeSet};

use beibao_domain::matter::State;
use beibao_domain::retention;
use beibao_domain::rights::{Erased, Erasure, Ground};
use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, Fact, FactBody, FactId, Hash, Payload, PersonId, ProblemCode, Stamp};
use beibao_replica::matter::{self, Matter, Which};
use beibao_replica::person_record::{self, PersonRecord};
use beibao_replica::table::{fact, person};
use beibao_replica::{erase, library, same};
use chrono::{Months, NaiveDate};
use rusqlite::{Connection, params};
use serde::Serialize;
use uuid::Uuid;

use crate::erasures::KeptErasure;
use crate::station::{Result, Station, StationError, Tx};
use crate::{aside, desk};

/// Changes that one erasure names: what fits into one change.
const AT_ONCE: usize = 120;
/// What edits are counted as.
const REGISTER: &str = "register";

/// What was erased, without a word of what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub ground: Ground,
    /// Facts, by kind; edits of the register count as `register`.
    pub erased: BTreeMap<String, u32>,
    /// Pictures whose bytes were destroyed.
    pub pictures: u32,
    /// Tablets that are not shut out; those that have the area hear of it with their next sync.
    pub tablets: u32,
    /// Disputes and deliveries of others that stay and name the person as a party or as who took a document.
    pub named_left: u32,
    /// Visits of the household that stay: their texts are about the household, and may name the person.
    pub visits_left: u32,
}

impl Station {
    /// Everything that is recorded about a person; who looked at it on a tablet, and who at the desk.
    pub fn person_record(&self, id: PersonId) -> Result<PersonRecord> {
        self.read(|sql| {
            let mut record = person_record::read(sql, id)?;
            record.looks.extend(desk::looks_at(sql, id, record.household_id)?);
            record.looks.sort_by_key(|look| std::cmp::Reverse(look.at));
            Ok(record)
        })
    }

    /// What stands against erasing a person: open disputes that the person is a party of, documents that are being made.
    pub fn obstacles(&self, id: PersonId) -> Result<Vec<Matter>> {
        let today = day_in_china(self.world().now());
        self.read(|sql| obstacles(sql, id, today))
    }

    /// Erases a person: from the register, from every fact that names the person, from the log and from every tablet.
    pub fn erase_person(&self, id: PersonId) -> Result<Certificate> {
        if !self.obstacles(id)?.is_empty() {
            return Err(ProblemCode::ErasureBarred.into());
        }
        self.erase_regardless(id)
    }

    /// The same, if it would erase exactly what was looked at; `also` is written in the same transaction.
    pub(crate) fn erase_as_seen(
        &self,
        id: PersonId,
        seen: &str,
        also: impl FnOnce(&Tx<'_>) -> Result<()>,
    ) -> Result<Certificate> {
        let certificate = self.write(|tx| {
            let today = day_in_china(tx.world().now());
            if !obstacles(&tx.sql, id, today)?.is_empty() {
                return Err(ProblemCode::ErasureBarred.into());
            }
            if mark(&erase::said_of(&tx.sql, id)?).to_string() != seen {
                return Err(ProblemCode::CorrectedMeanwhile.into());
            }
            also(tx)?;
            tx.erase_person(id)
        })?;
        self.after_erasing()?;
        Ok(certificate)
    }

    /// What [`Station::erase_person`] would be certified as, and a mark of what that is: of anything else it is another one.
    pub fn would_erase(&self, id: PersonId) -> Result<(Certificate, Hash)> {
        let mut certified = None;
        // Nothing is kept of it.
        let undone = self.write(|tx| {
            let seen = mark(&erase::said_of(&tx.sql, id)?);
            certified = Some((tx.erase_person(id)?, seen));
            Err::<(), _>(StationError::from(ProblemCode::NotFound))
        });
        certified.ok_or_else(|| undone.err().unwrap_or_else(|| ProblemCode::Internal.into()))
    }

    /// The same, whatever stands against it: for tests that need an erasure at any moment.
    #[doc(hidden)]
    pub fn erase_regardless(&self, id: PersonId) -> Result<Certificate> {
        let certificate = self.write(|tx| tx.erase_person(id))?;
        self.after_erasing()?;
        Ok(certificate)
    }

    /// Keeps it beside the database, and forgets what was made of the data before: snapshots, and freed pages of the file.
    pub(crate) fn after_erasing(&self) -> Result<()> {
        self.keep_erasures();
        self.drop_snapshots()?;
        self.clear_wal()
    }

    /// Empties the file beside the database in which pages stand as they were before. Whoever reads meanwhile keeps it there; it
    /// goes with the next look of the house.
    pub(crate) fn clear_wal(&self) -> Result<()> {
        let writer = self.writer();
        writer.pragma_update(None, "secure_delete", true)?;
        let busy: bool = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy {
            tracing::warn!("somebody reads: what was erased stands beside the database until the next hour");
        }
        Ok(())
    }
}

fn obstacles(sql: &Connection, id: PersonId, today: NaiveDate) -> Result<Vec<Matter>> {
    let id = PersonId(same::stays(sql, id.0)?);
    let rows = same::all(sql, id.0)?;
    let all = |which: Which| matter::list(sql, &Which { limit: Some(u32::MAX), ..which });
    let open = all(Which { open_only: true, ..Which::default() })?.into_iter();
    let mut found: Vec<Matter> =
        open.filter(|matter| rows.iter().any(|row| stands_against(matter, PersonId(*row)))).collect();
    // What a law holds longer.
    let of_person = all(Which { person_id: Some(id), ..Which::default() })?.into_iter();
    found.extend(of_person.filter(|matter| !matter.open && is_held(matter, today)));
    Ok(found)
}

fn mark(said: &[(AreaId, Erased)]) -> Hash {
    let mut names: Vec<String> = said.iter().map(|(area, erased)| format!("{area:?} {erased:?}")).collect();
    names.sort();
    Hash::of(names.join("\n").as_bytes())
}

fn stands_against(matter: &Matter, id: PersonId) -> bool {
    let of_this = matter.opening.person_id == Some(id);
    match &matter.opening.body {
        FactBody::Dispute(dispute) => {
            let parties = |body: &FactBody| match body {
                FactBody::Agreement(agreement) => agreement.parties.iter().any(|party| party.person == Some(id)),
                _ => false,
            };
            of_this
                || dispute.parties.iter().any(|party| party.person == Some(id))
                || matter.later.iter().any(|entry| parties(&entry.body))
        }
        // Asked for and never photographed: nothing is being made yet.
        FactBody::Application(_) => of_this && matter.state != State::Applied,
        _ => false,
    }
}

/// The pictures that these facts name.
fn pictures_of(sql: &Connection, erased: &[Erased]) -> Vec<Hash> {
    let facts = erased.iter().filter_map(|erased| fact::read(sql, FactId(erased.of)).ok());
    facts.flat_map(|told| told.fact.body.blobs()).map(|(hash, _)| hash).collect()
}

/// Whether a law asks that it is kept still.
fn is_held(matter: &Matter, today: NaiveDate) -> bool {
    let rule = retention::rule(matter.opening.body.kind());
    let least = Months::new(rule.map_or(0, |rule| rule.least_months));
    day_in_china(matter.opening.at).checked_add_months(least).is_some_and(|until| until > today)
}

impl Tx<'_> {
    /// Erases everything that is said of a person, and of whoever gave way to them.
    fn erase_person(&mut self, id: PersonId) -> Result<Certificate> {
        let id = PersonId(same::stays(&self.sql, id.0)?);
        let names = same::all(&self.sql, id.0)?.into_iter().collect();
        let household = person::read(&self.sql, id)?.household;
        let said = erase::said_of(&self.sql, id)?;
        let visits_left = match household {
            Some(home) => fact::standing_of_household(&self.sql, home, "visit", u32::MAX)?.len(),
            None => 0,
        };
        let of_said: BTreeSet<Uuid> = said.iter().map(|(_, erased)| erased.of).collect();
        let named = fact::of_person(&self.sql, id, None)?;
        let named_left = named.iter().filter(|told| !of_said.contains(&told.fact.id.0)).count();
        let never_applied = self.aside_that_names(&names)?;
        let certificate = self.erase(&said, never_applied.iter(), Ground::Asked)?;
        let named_left = u32::try_from(named_left).unwrap_or(u32::MAX);
        Ok(Certificate { named_left, visits_left: u32::try_from(visits_left).unwrap_or(u32::MAX), ..certificate })
    }

    /// Whatever goes on with a matter ends with it.
    pub(crate) fn with_what_was_said_of_them(&self, said: Vec<(AreaId, Erased)>) -> Result<Vec<(AreaId, Erased)>> {
        let mut all = said.clone();
        for (_, erased) in said {
            all.extend(erase::said_about(&self.sql, FactId(erased.of))?);
        }
        Ok(all)
    }

    /// Says the erasure in each scope, which forgets the rows here; destroys the keys in the log and the pictures. What was never
    /// applied is in no table, here or elsewhere: its keys are destroyed and it is certified, and no erasure names it.
    pub(crate) fn erase<'p>(
        &mut self,
        said: &[(AreaId, Erased)],
        never_applied: impl Iterator<Item = &'p aside::Place> + Clone,
        ground: Ground,
    ) -> Result<Certificate> {
        let on = day_in_china(self.world().now());
        let mut certificate = self.certificate(said, ground, on)?;
        // What a newer version said is kept unread and set aside; what came twice is kept twice.
        let mut counted: BTreeSet<Stamp> = said.iter().map(|(_, erased)| erased.stamp).collect();
        for place in never_applied.clone().filter(|place| counted.insert(place.stamp)) {
            *certificate.erased.entry(place.kind.unwrap_or(REGISTER).to_owned()).or_default() += 1;
        }
        self.sql.pragma_update(None, "secure_delete", true)?;
        let mut by_area: BTreeMap<AreaId, Vec<Erased>> = BTreeMap::new();
        for (area, erased) in said {
            by_area.entry(*area).or_default().push(*erased);
        }
        let mut pictures: Vec<Hash> = never_applied.clone().flat_map(|place| place.pictures.iter().copied()).collect();
        for (area, erased) in by_area {
            for erased in erased.chunks(AT_ONCE) {
                let erasure = Erasure { changes: erased.to_vec(), ground, on };
                let fact = Fact {
                    id: FactId::new(self.world()),
                    happened_at: self.world().now(),
                    household: None,
                    person: None,
                    during: None,
                    supersedes: None,
                    first: None,
                    body: FactBody::Erasure(erasure),
                };
                pictures.extend(pictures_of(&self.sql, erased));
                self.say(area, &Payload::Fact(fact))?;
                self.destroy_keys(area, erased)?;
            }
        }
        aside::destroy(&self.sql, never_applied, ground)?;
        certificate.pictures = self.destroy_pictures(pictures)?;
        Ok(certificate)
    }

    /// Erases once more what this station erased before its database was put back from a backup.
    pub(crate) fn erase_once_more(&mut self, kept: KeptErasure) -> Result<()> {
        let KeptErasure { area, at, fact } = kept;
        let FactBody::Erasure(erasure) = &fact.body else { return Ok(()) };
        let (erased, ground) = (erasure.changes.clone(), erasure.ground);
        self.sql.pragma_update(None, "secure_delete", true)?;
        let mut pictures = pictures_of(&self.sql, &erased);
        self.say_again(at, area, &Payload::Fact(fact))?;
        self.destroy_keys(area, &erased)?;
        // Of the person too, whose edits are among this: what the backup had set aside.
        let never_applied = self.aside_that_names(&erased.iter().map(|erased| erased.of).collect())?;
        aside::destroy(&self.sql, never_applied.iter(), ground)?;
        pictures.extend(never_applied.iter().flat_map(|place| &place.pictures));
        self.destroy_pictures(pictures).map(drop)
    }

    /// What an erasure of this is certified as, but for its pictures.
    fn certificate(&self, said: &[(AreaId, Erased)], ground: Ground, on: NaiveDate) -> Result<Certificate> {
        let mut certificate =
            Certificate { on, ground, erased: BTreeMap::new(), pictures: 0, tablets: 0, named_left: 0, visits_left: 0 };
        for (_, erased) in said {
            let kind = match fact::read(&self.sql, FactId(erased.of)) {
                Ok(told) => told.fact.body.kind().to_owned(),
                Err(_) => REGISTER.to_owned(),
            };
            *certificate.erased.entry(kind).or_default() += 1;
        }
        let tablets = "SELECT count(*) FROM device WHERE revoked_at IS NULL";
        certificate.tablets = self.sql.query_row(tablets, [], |row| row.get(0))?;
        Ok(certificate)
    }

    /// Destroys those of these pictures that nothing names any more; how many that were.
    fn destroy_pictures(&mut self, mut pictures: Vec<Hash>) -> Result<u32> {
        pictures.sort_unstable();
        pictures.dedup();
        let mut destroyed = 0;
        for hash in pictures {
            if !fact::names_blob(&self.sql, hash)? && !library::names(&self.sql, hash)? {
                // An original that the desk has decided on is gone already.
                let named = self.sql.execute("DELETE FROM blob WHERE hash = ?1", [hash.0])? > 0;
                self.leave(hash)?;
                destroyed += u32::from(named);
            }
        }
        Ok(destroyed)
    }

    /// The bodies of these changes can never be opened again; their chain still holds.
    fn destroy_keys(&self, area: AreaId, erased: &[Erased]) -> Result<()> {
        let query = "UPDATE change SET body_key = NULL WHERE area = ?1 AND device = ?2 AND stamp_at = ?3";
        let mut statement = self.sql.prepare_cached(query)?;
        for erased in erased {
            let (device, at) = (erased.stamp.device.0, erased.stamp.at.0.cast_signed());
            statement.execute(params![area.0, device, at])?;
        }
        Ok(())
    }

    /// What is in no table is looked for by what it says.
    fn aside_that_names(&self, names: &BTreeSet<Uuid>) -> Result<Vec<aside::Place>> {
        let names: Vec<String> = names.iter().map(Uuid::to_string).collect();
        aside::find(&self.sql, |body| names.iter().any(|name| body.contains(name)))
    }
}
