//! The evening sheet: what this tablet said on one day, and what became of it at the station. Every figure is counted from
//! the outbox and from what the last comparison found; nothing is kept for it.

use beibao_domain::{FactBody, FactId, Payload};
use beibao_replica::table::{area, fact, household};
use chrono::{DateTime, Days, NaiveDate, Utc};
use rusqlite::Connection;
use serde::Serialize;

use crate::table::outbox::{self, Entry};
use crate::table::{compared, identity, picture};
use crate::today::SyncEntryKind;
use crate::{Result, Store};
use beibao_replica::midnight;

/// How many changes of one kind have come how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Counts {
    /// Made on this tablet.
    pub made: u32,
    /// Received by the station, with their pictures.
    pub received: u32,
    /// In the register.
    pub applied: u32,
    /// Received and set aside.
    pub set_aside: u32,
}

impl Counts {
    fn add(&mut self, count: u32, state: &str, whole: bool) {
        self.made += count;
        match state {
            "applied" if whole => (self.received, self.applied) = (self.received + count, self.applied + count),
            "set_aside" if whole => (self.received, self.set_aside) = (self.received + count, self.set_aside + count),
            _ => {}
        }
    }
}

/// A change that the station keeps and has not applied.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AsideLine {
    /// What it says.
    pub kind: SyncEntryKind,
    /// The household's code; nobody's name goes on a sheet for this.
    pub household: String,
    /// When it was saved.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// How much of an area either end holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AreaLine {
    /// The area's name; empty for the station's own scope.
    pub area: String,
    /// Rows on this tablet.
    pub here: u32,
    /// Rows at the station.
    pub there: u32,
    /// Whether they are the same rows.
    pub agrees: bool,
}

/// What became of one day.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Evening {
    /// The day, by the clock of China.
    pub on: NaiveDate,
    /// When the station last answered.
    pub last_contact_at: Option<DateTime<Utc>>,
    /// Visits; one that was corrected counts once.
    pub visits: Counts,
    /// Portraits.
    pub portraits: Counts,
    /// Pieces of material handed out.
    pub handouts: Counts,
    /// Applications.
    pub applications: Counts,
    /// All the rest.
    pub other: Counts,
    /// Pictures that the station does not have whole.
    pub pictures_owed: u32,
    /// What was set aside, whenever it was said: it stays on the sheet until somebody settles it.
    pub set_aside: Vec<AsideLine>,
    /// The areas of this tablet, as both ends held them when they were compared last.
    pub areas: Vec<AreaLine>,
}

beibao_domain::redacted!(AsideLine, Evening);

/// The evening sheet of a day.
pub fn evening(store: &Store, on: NaiveDate) -> Result<Evening> {
    let (from, to) = (midnight(on), midnight(on.checked_add_days(Days::new(1)).unwrap_or(on)));
    store.read(|sql| {
        let [mut visits, mut portraits, mut handouts, mut applications, mut other] = [Counts::default(); 5];
        let mut said = Vec::new();
        for (signed, state) in outbox::between(sql, from, to)? {
            // As it was said: the fact itself may have gone with its area.
            let payload = signed.open(&signed.read()?)?.map(|(_, payload)| payload);
            said.push((if let Some(Payload::Fact(fact)) = payload { Some(fact) } else { None }, state));
        }
        let today: Vec<FactId> = said.iter().filter_map(|(fact, _)| Some(fact.as_ref()?.id)).collect();
        let corrected: Vec<FactId> = said.iter().filter_map(|(fact, _)| fact.as_ref()?.supersedes).collect();
        for (fact, state) in &said {
            // A visit counts once, as it was corrected last; to correct one of another day is another record.
            let corrects_earlier =
                fact.as_ref().and_then(|fact| fact.supersedes).is_some_and(|earlier| !today.contains(&earlier));
            match fact.as_ref().map(|fact| (&fact.body, fact.id)) {
                Some((FactBody::Visit(_), id)) if corrected.contains(&id) => {}
                Some((FactBody::Visit(visit), _)) if !corrects_earlier => {
                    visits.add(1, state, true);
                    handouts.add(visit.handouts.iter().map(|line| line.count).sum(), state, true);
                }
                Some((FactBody::Portrait(portrait), _)) => {
                    let owed = portrait.picture_hash().map_or(Ok(false), |hash| picture::is_owed(sql, hash))?;
                    portraits.add(1, state, !owed);
                }
                Some((FactBody::Application(_), _)) => applications.add(1, state, true),
                // Not the officer's work.
                Some((FactBody::Looks(_), _)) => {}
                _ => other.add(1, state, true),
            }
        }
        Ok(Evening {
            on,
            last_contact_at: identity::last_contact(sql)?.0,
            visits,
            portraits,
            handouts,
            applications,
            other,
            pictures_owed: picture::owed(sql)?.0,
            set_aside: outbox::all_set_aside(sql)?.into_iter().map(|entry| aside(sql, entry)).collect::<Result<_>>()?,
            areas: areas(sql)?,
        })
    })
}

fn aside(sql: &Connection, entry: Entry) -> Result<AsideLine> {
    let of = fact::read(sql, FactId(entry.subject)).ok().and_then(|told| told.fact.household);
    let (household, _) = household::code_and_head(sql, of.unwrap_or(beibao_domain::HouseholdId(entry.subject)))?;
    let kind = SyncEntryKind::of(&entry.kind);
    Ok(AsideLine { kind, household, at: entry.saved_at, reason: entry.reason.unwrap_or_default() })
}

fn areas(sql: &Connection) -> Result<Vec<AreaLine>> {
    let names = area::all(sql)?;
    let name = |id| names.iter().find(|area| area.id == id).map_or(String::new(), |area| area.name.clone());
    let line =
        |of: compared::Compared| AreaLine { area: name(of.area), here: of.here, there: of.there, agrees: of.agrees };
    Ok(compared::all(sql)?.into_iter().map(line).collect())
}
