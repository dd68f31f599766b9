//! The simulator: tablets and a station on real encrypted files, and a world that does its worst. One number is one story.
//!
//! The clock, the line, the disk and the power are the story's; the crates are the real ones. Lines lose, double, reorder and
//! cut at any byte; the power fails between any two instructions of either database, and what a torn write left in a
//! journal is anything; clocks are ten years off and jump back; backups are put back on either side; tablets are copied;
//! areas are taken away; poison and things from the future come in. When the story is over, everybody syncs over a good
//! line, and then the promises must hold, literally.

mod story;
mod tablet;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use beibao_domain::application::{Portrait, Step};
use beibao_domain::matter::State;
use beibao_domain::{FactBody, FactId, PersonId, World};
use beibao_replica::matter::Which;
use beibao_station::Station;
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension};

pub use story::{Event, story};
pub use tablet::{Held, SimTablet};

use crate::TestWorld;
use crate::faulty::FaultyLine;

/// The passphrase of every tablet.
pub(crate) const PASSPHRASE: &str = "123456";
/// The file in which a station keeps its erasures.
const ERASURES: &str = "erasures.jsonl";
/// Tablets that a template has.
pub const TABLETS: usize = 4;

const REGISTER: [&str; 4] = [
    "name,name_mn,duty_phone,emergency_phone\n云雀滩派出所,,00012345678,110\n",
    "code,kind,name,name_mn,parent\n01,sub_farm,一分场,,\n0101,gacha,甲嘎查,,01\n0102,gacha,乙嘎查,,01\n",
    "code,area,address,latitude,longitude,access_notes,phone\n01-0001,0101,,,,过河向北,\n01-0002,0102,,,,,00012340002\n",
    "household,relation,name,name_mn,id_number,born_on,phone,language\n01-0001,head,巴特尔,,,1950-01-01,,mn\n01-0002,head,其其格,,,1960-01-01,,\n",
];

/// The officer's areas: all of the sub-farm, or a part of it.
fn officers(areas: &str) -> String {
    format!("badge,name,name_mn,phone,areas\n000101,苏和,,00012340001,{areas}\n")
}

/// A station with a register and enrolled tablets, to be copied for each story.
#[derive(Debug)]
pub struct Template {
    folder: tempfile::TempDir,
}

impl Template {
    /// Makes one.
    pub async fn new() -> Self {
        // In memory where there is such a place: a story fails the power itself and needs no slow disk for it.
        let shm = Path::new("/dev/shm");
        let folder = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() }.expect("a folder");
        let world = Arc::new(TestWorld::new(7));
        let station = Arc::new(Station::init(&folder.path().join("station"), world).expect("a station"));
        let files = REGISTER.iter().map(|text| (*text).to_owned());
        for text in files.clone().take(2).chain([officers("01")]).chain(files.skip(2)) {
            let imported = station.import(text.as_bytes()).expect("the station").expect("a register");
            assert_eq!(imported.refused, []);
        }
        for n in 0..TABLETS {
            let place = folder.path().join(format!("tablet-{n}"));
            let tablet = SimTablet::enrol(&place, &station, 100 + n as u64).await;
            tablet.sync(&tablet.visitor(&station)).await.expect("the first sync");
        }
        Self { folder }
    }
}

/// A story while it is played.
struct Play {
    folder: tempfile::TempDir,
    /// `None` while its disk is exchanged.
    station: Option<Arc<Station>>,
    world: Arc<TestWorld>,
    tablets: Vec<SimTablet>,
    /// What was said to be saved and is still on some disk: it must be everywhere in the end.
    owed: BTreeSet<Held>,
    seed: u64,
    station_was_restored: bool,
    erased: BTreeSet<PersonId>,
    /// What was saved of each person.
    of_people: BTreeMap<PersonId, Vec<Held>>,
}

/// Plays a story. An error is a promise that was broken.
pub async fn play(template: &Template, seed: u64, tablets: usize, events: &[(usize, Event)]) -> Result<(), String> {
    let mut play = Play::begin(template, seed, tablets);
    for (step, (who, event)) in events.iter().enumerate() {
        play.step(step, who % tablets, event).await.map_err(|wrong| format!("step {step}: {wrong}"))?;
    }
    play.end().await
}

impl Play {
    fn begin(template: &Template, seed: u64, tablets: usize) -> Self {
        let folder = tempfile::tempdir_in(template.folder.path().parent().expect("a parent")).expect("a folder");
        copy(&template.folder.path().join("station"), &folder.path().join("station"));
        let world = Arc::new(TestWorld::new(seed));
        let station = Station::open(&folder.path().join("station"), world.clone()).expect("the station");
        let tablets = (0..tablets)
            .map(|n| {
                let place = folder.path().join(format!("tablet-{n}"));
                copy(&template.folder.path().join(format!("tablet-{n}")), &place);
                SimTablet::open(&place, Arc::new(TestWorld::new(seed ^ (n as u64 + 1).rotate_left(32))))
            })
            .collect();
        Self {
            folder,
            station: Some(Arc::new(station)),
            world,
            tablets,
            owed: BTreeSet::new(),
            seed,
            station_was_restored: false,
            erased: BTreeSet::new(),
            of_people: BTreeMap::new(),
        }
    }

    async fn step(&mut self, step: usize, who: usize, event: &Event) -> Result<(), String> {
        let text = format!("step {step} of tablet {who}");
        self.tablets[who].world.pass(TimeDelta::seconds(30));
        self.world.pass(TimeDelta::seconds(30));
        match event {
            Event::Visit { home } => self.owed.extend(self.tablets[who].visit(*home, &text)),
            Event::Correct { which } => self.owed.extend(self.tablets[who].correct(*which, &text)),
            Event::Edit { home, notes } => self.owed.extend(self.tablets[who].edit(*home, *notes, &text)),
            Event::Settle => self.owed.extend(self.tablets[who].settle()),
            Event::Portrait { bytes } => {
                if let Some((of, held)) = self.tablets[who].portrait(*bytes, self.seed ^ step as u64) {
                    self.of_people.entry(of).or_default().extend(held.clone());
                    // Of somebody who was erased meanwhile nothing more is kept.
                    if !self.erased.contains(&of) {
                        self.owed.extend(held);
                    }
                }
            }
            Event::Decide { which, accepts } => self.decide(*which, *accepts)?,
            Event::Future => self.owed.extend(self.tablets[who].say_from_the_future(&text)),
            Event::DiskFull => self.tablets[who].full_disk(&text),
            Event::PowerCut { after } => {
                let saved = self.tablets[who].power_cut(*after, &text);
                self.owed.extend(saved);
            }
            Event::TornWrite { cut } => {
                let saved = self.tablets[who].torn_write(*cut, &text);
                self.owed.extend(saved);
            }
            Event::Restart => self.tablets[who].restart(),
            Event::Sync { line } => {
                let tablet = &self.tablets[who];
                let _ = tablet.sync(&FaultyLine::new(tablet.visitor(self.station()), *line)).await;
            }
            Event::StationPowerCut { line, after } => {
                tablet::power_fails(&mut self.station().writer(), *after);
                let tablet = &self.tablets[who];
                let _ = tablet.sync(&FaultyLine::new(tablet.visitor(self.station()), *line)).await;
                self.reopen_station();
            }
            Event::Clock { days } => self.tablets[who].world.pass(TimeDelta::days(*days)),
            Event::StationClock { days } => self.world.pass(TimeDelta::days(*days)),
            Event::Backup => {
                self.back_up("station");
                self.tablets[who].close();
                self.back_up(&format!("tablet-{who}"));
                self.tablets[who].restart();
            }
            Event::StationRestored => self.restore_station(),
            Event::TabletRestored => self.restore_tablet(who),
            Event::Scope { whole } => {
                let imported = self.station().import(officers(if *whole { "01" } else { "0101" }).as_bytes());
                imported.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
            }
            Event::Erase { home } => self.erase(*home)?,
            Event::Poison { kind } => self.tablets[who].poison(self.station(), *kind).await?,
        }
        Ok(())
    }

    fn station(&self) -> &Arc<Station> {
        self.station.as_ref().expect("the station is open")
    }

    fn reopen_station(&mut self) {
        let place = self.folder.path().join("station");
        // Gone first, with whatever it was in the middle of.
        self.station = None;
        self.station = Some(Arc::new(Station::open(&place, self.world.clone()).expect("the station opens again")));
    }

    fn back_up(&self, name: &str) {
        let to = self.folder.path().join(format!("backup-{name}"));
        let _ = std::fs::remove_dir_all(&to);
        copy(&self.folder.path().join(name), &to);
    }

    /// Puts a backup back. What a station erased since is kept in a file of its own, which outlives the database.
    fn put_back(&self, name: &str) -> bool {
        let (backup, place) = (self.folder.path().join(format!("backup-{name}")), self.folder.path().join(name));
        if !backup.exists() {
            return false;
        }
        let erasures = std::fs::read(place.join(ERASURES)).ok();
        std::fs::remove_dir_all(&place).expect("a folder");
        copy(&backup, &place);
        if let Some(erasures) = erasures {
            std::fs::write(place.join(ERASURES), erasures).expect("a file");
        }
        true
    }

    /// Whatever was saved of somebody who is erased, sent or not, nobody owes any more.
    fn erase(&mut self, home: usize) -> Result<(), String> {
        let station = Arc::clone(self.station());
        let query = format!("SELECT id FROM person ORDER BY born_on LIMIT 1 OFFSET {home}");
        let found = |sql: &Connection| Ok(sql.query_row(&query, [], |row| row.get(0)).optional()?.map(PersonId));
        let Some(id) = station.read(found).map_err(|error| error.to_string())? else { return Ok(()) };
        if station.erase_regardless(id).is_err() {
            return Ok(());
        }
        self.erased.insert(id);
        for held in self.of_people.remove(&id).into_iter().flatten() {
            self.owed.remove(&held);
        }
        Ok(())
    }

    /// The desk decides on a portrait that waits; whoever has its original owes it no more.
    fn decide(&mut self, which: usize, accepts: bool) -> Result<(), String> {
        let station = Arc::clone(self.station());
        let asked = Which { kinds: vec!["application".into()], open_only: true, ..Which::default() };
        let mut waiting = station.matters(&asked).map_err(|error| error.to_string())?;
        waiting.retain(|matter| matter.state == State::Complete);
        let Some(matter) = waiting.get(which % waiting.len().max(1)) else { return Ok(()) };
        let step = if accepts { Step::Accepted } else { Step::Returned { reason: "反光".into() } };
        station.decide(matter.id, step).map_err(|error| error.to_string())?;
        for entry in &matter.later {
            if let FactBody::Portrait(Portrait { original: Some(original), .. }) = &entry.body {
                let (hash, _) = original.picture.blob().ok_or("an original without a hash")?;
                self.owed.remove(&Held::Blob(hash.0));
            }
        }
        Ok(())
    }

    fn restore_station(&mut self) {
        self.station = None;
        self.station_was_restored |= self.put_back("station");
        self.reopen_station();
        self.forgive_what_is_nowhere();
    }

    fn restore_tablet(&mut self, who: usize) {
        self.tablets[who].close();
        self.put_back(&format!("tablet-{who}"));
        self.tablets[who].restart();
        self.forgive_what_is_nowhere();
    }

    /// What was only on a disk that was lost is lost: nobody owes it any more.
    fn forgive_what_is_nowhere(&mut self) {
        let mut somewhere = tablet::held_by_station(self.station());
        for tablet in &self.tablets {
            somewhere.extend(tablet.own());
        }
        self.owed.retain(|held| somewhere.contains(held));
    }

    /// Everything is well again: all areas, a good line, new names for tablets that were copied.
    async fn end(mut self) -> Result<(), String> {
        let imported = self.station().import(officers("01").as_bytes()).map_err(|error| error.to_string())?;
        imported.map_err(|error| error.to_string())?;
        for round in 0..3 {
            for n in 0..self.tablets.len() {
                let mut synced = self.tablets[n].sync(&self.tablets[n].visitor(self.station())).await;
                if synced.as_ref().is_err_and(tablet::is_shut_out) {
                    let station = Arc::clone(self.station());
                    self.tablets[n].enrol_anew(&station).await?;
                    synced = self.tablets[n].sync(&self.tablets[n].visitor(&station)).await;
                }
                synced.map_err(|problem| format!("tablet {n} does not sync in round {round}: {problem:?}"))?;
            }
        }
        self.check()
    }

    fn check(&self) -> Result<(), String> {
        let station = tablet::state(|read| self.station().read(|sql| Ok(read(sql))));
        for (n, tablet) in self.tablets.iter().enumerate() {
            let own = tablet::state(|read| tablet.store().read(|sql| Ok(read(sql))));
            if let Some(missing) = station.said.difference(&own.said).next() {
                return Err(format!("tablet {n} lacks {missing}"));
            }
            let aside = tablet.set_aside();
            let only_here =
                |row: &&String| !station.said.contains(*row) && !aside.iter().any(|stamp| row.starts_with(stamp));
            let alone = own.said.iter().find(only_here);
            let (unsent, differing) = tablet.unsent_and_differing();
            // What a tablet heard of a tablet that was lost, at a station that was lost, nobody can bring back: it is told.
            if unsent > 0 || (differing > 0) != alone.is_some() || (alone.is_some() && !self.station_was_restored) {
                return Err(format!("tablet {n} has {unsent} unsent, {differing} scopes differ, and alone {alone:?}"));
            }
            if alone.is_none() && aside.is_empty() && own.made != station.made {
                let row = own.made.symmetric_difference(&station.made).next();
                return Err(format!("tablet {n} and the station make different rows of the same: {row:?}"));
            }
        }
        let everywhere = tablet::held_by_station(self.station());
        if let Some(lost) = self.owed.iter().find(|held| !everywhere.contains(held)) {
            return Err(format!("lost: {lost:?}"));
        }
        if let Some(kept) = tablet::useless_originals(self.station(), &self.tablets) {
            return Err(format!("an original is kept that nobody needs: {kept}"));
        }
        if let Some(double) = tablet::counted_twice(self.station()) {
            return Err(format!("counted twice: {double}"));
        }
        match self.station().verify().map_err(|error| error.to_string())?.broken {
            Some(broken) => Err(format!("the log is broken: {broken:?}")),
            None => Ok(()),
        }
    }
}

/// Plays the story of a seed; a story that fails is shortened and told.
pub fn run(template: &Template, seed: u64) -> Result<(), String> {
    let (tablets, events) = story(seed);
    let Err(wrong) = attempt(template, seed, tablets, &events) else { return Ok(()) };
    let (mut shortest, mut why) = (events, wrong);
    let mut at = 0;
    // Enough to be read; a story that hangs is not told a hundred times.
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while at < shortest.len() && std::time::Instant::now() < until {
        let mut shorter = shortest.clone();
        shorter.remove(at);
        match attempt(template, seed, tablets, &shorter) {
            Err(wrong) => (shortest, why) = (shorter, wrong),
            Ok(()) => at += 1,
        }
    }
    let told: Vec<String> =
        shortest.iter().map(|(who, event)| format!("  tablet {}: {event:?}", who % tablets)).collect();
    Err(format!("seed {seed}, {tablets} tablets: {why}\n{}", told.join("\n")))
}

/// Plays a story that is told event by event: a number tells another one as soon as something new can happen.
pub fn tell(template: &Template, seed: u64, tablets: usize, events: &[(usize, Event)]) -> Result<(), String> {
    attempt(template, seed, tablets, events).map_err(|wrong| format!("the story of {seed}: {wrong}"))
}

/// On a thread of its own, so that a panic is a finding like any other.
fn attempt(template: &Template, seed: u64, tablets: usize, events: &[(usize, Event)]) -> Result<(), String> {
    std::thread::scope(|scope| {
        let played = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
            runtime.block_on(play(template, seed, tablets, events))
        });
        played.join().unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            Err(text.or(panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or("a panic".into()))
        })
    })
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target: PathBuf = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file");
        }
    }
}

/// A fresh fact id from a tablet's own chance.
pub(crate) fn fact_id(world: &TestWorld) -> FactId {
    FactId::new(world as &dyn World)
}
