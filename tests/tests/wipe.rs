//! A tablet that was lost and is ordered to empty itself: it hands over what it owes, then nothing of it can be opened any
//! more, and the station knows. Killed at any moment it is emptied at its next start, or untouched and the order stands.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Instant;

use beibao_domain::world::System;
use beibao_domain::{DeviceId, FactId, Problem, ProblemCode, World};
use beibao_replica::table::fact;
use beibao_station::Visitor;
use beibao_store::{Store, StoreError, vault, wipe};
use beibao_tests::kill::SYNC;
use beibao_tests::{DemoStation, Tablet, TestWorld, load, small};
use beibao_wire::{Abilities, Hello, Outgoing, Receipts, SyncApi, Welcome};
use tempfile::TempDir;

/// That of the tablets which `beibao-bench` plays.
const PASSPHRASE: &str = "123456";

struct Stage {
    folder: TempDir,
    station: DemoStation,
}

impl Stage {
    async fn new() -> (Self, Tablet) {
        let folder = tempfile::tempdir().unwrap();
        let station =
            DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
        let (place, code) = (folder.path().join("tablet"), station.code(false).unwrap());
        let store = beibao_sync::enrol(&place, &code, PASSPHRASE, Arc::new(System)).await.unwrap();
        let tablet = Tablet { store };
        tablet.sync().await.unwrap();
        (Self { folder, station }, tablet)
    }

    fn place(&self) -> std::path::PathBuf {
        self.folder.path().join("tablet")
    }

    fn order(&self, device: DeviceId) {
        self.station.station.order_wipe(device).unwrap();
    }

    /// Whether the desk shows the order as obeyed; that there is one, it shows.
    fn is_obeyed(&self) -> bool {
        let [tablet] = &self.station.station.tablet_views().unwrap()[..] else { panic!("not one tablet") };
        assert!(tablet.wipe_ordered_at.is_some());
        tablet.emptied_at.is_some()
    }

    /// The station has this visit in its log, set aside, so that nothing of the tablet's is lost.
    fn kept(&self, visit: FactId) -> bool {
        let aside = self.station.station.read(|sql| {
            let query = "SELECT count(*) FROM change WHERE reason = 'tablet_revoked'";
            Ok(sql.query_row(query, [], |row| row.get::<_, u32>(0))?)
        });
        // It is in no register: whoever was shut out says nothing that is seen.
        self.station.station.read(|sql| Ok(fact::read(sql, visit).is_err())).unwrap() && aside.unwrap() > 0
    }
}

fn device(tablet: &Tablet) -> DeviceId {
    tablet.store.identity().enrolment.device
}

/// Nothing in the folder can be opened: no key, no database, and no bytes of either under another name.
fn is_empty(place: &Path) -> bool {
    let left = std::fs::read_dir(place).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    left.into_iter().all(|name| ["lock", "emptied.json", "preferences.json"].contains(&name.as_str()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_tablet_hands_over_what_it_owes_and_then_nothing_of_it_opens_any_more() {
    let (stage, tablet) = Stage::new().await;
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    let owed = tablet.visit(home, "雪大，路不通").unwrap();
    load::portraits(&tablet.store, 1, 40_000).unwrap();
    stage.order(device(&tablet));
    assert!(!stage.is_obeyed());
    assert_eq!(tablet.sync().await.unwrap_err().code, ProblemCode::TabletEmptied);
    // The portrait came whole, and so did what was said.
    let missing = "SELECT count(*) FROM blob WHERE whole = 0";
    let missing: u32 = stage.station.station.read(|sql| Ok(sql.query_row(missing, [], |row| row.get(0))?)).unwrap();
    assert_eq!((stage.kept(owed), missing, stage.is_obeyed()), (true, 0, true));
    assert!(is_empty(&stage.place()) && !vault::exists(&stage.place()));
    // Whoever is still in the middle of something is told that it is not saved.
    assert!(matches!(tablet.store.write(|_| Ok(())), Err(StoreError::Left)));
    let station_name = tablet.store.identity().enrolment.station_name.clone();
    drop(tablet);
    let told = wipe::emptied(&stage.place()).unwrap().unwrap();
    assert_eq!(told.station_name, station_name);
    assert!(matches!(Store::open(&stage.place(), PASSPHRASE, Arc::new(System)), Err(StoreError::Emptied)));
    // One that is found again is enrolled anew.
    let again = Tablet::enrol(&stage.place(), &stage.station, false, Arc::new(System)).await.unwrap();
    again.sync().await.unwrap();
    assert_eq!(wipe::emptied(&stage.place()).unwrap(), None);
    drop(again);
    assert!(Tablet::open(&stage.place(), Arc::new(System)).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_lost_tablet_is_told_too() {
    let (stage, tablet) = Stage::new().await;
    stage.order(device(&tablet));
    drop(tablet);
    let copy = stage.folder.path().join("copy");
    beibao_tests::sim::copy(&stage.place(), &copy);
    for place in [stage.place(), copy] {
        let tablet = Tablet { store: Arc::new(Store::open(&place, PASSPHRASE, Arc::new(System)).unwrap()) };
        // One that speaks after the last word was not emptied, and the desk sees that until it is.
        let old = Line { old: true, ..line(&tablet, &stage) };
        assert_eq!((sync_over(&tablet, &old).await, stage.is_obeyed()), (ProblemCode::TabletRevoked, false));
        assert_eq!(tablet.sync().await.unwrap_err().code, ProblemCode::TabletEmptied);
        assert!(is_empty(&place) && stage.is_obeyed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_removed_keeps_no_lost_tablet_open_and_the_station_hears_that_it_is_empty() {
    let (stage, tablet) = Stage::new().await;
    // A folder is nothing that is removed as a file.
    let stays = stage.place().join("beibao.db.aside-1");
    std::fs::create_dir(&stays).unwrap();
    stage.order(device(&tablet));
    assert_eq!(tablet.sync().await.unwrap_err().code, ProblemCode::TabletEmptied);
    assert!(stage.is_obeyed() && tablet.store.has_left() && !vault::exists(&stage.place()));
    assert!(wipe::emptied(&stage.place()).unwrap().is_some());
    std::fs::remove_dir(&stays).unwrap();
    assert!(is_empty(&stage.place()));
}

/// A line of which every hello or push may break, and on which a tablet may be an old one.
struct Line {
    to: Visitor,
    old: bool,
    /// Pushes that break before they reach the station.
    breaks: AtomicU32,
    /// Something is saved while the tablet is about to obey.
    meanwhile: Box<dyn Fn() + Send + Sync>,
}

impl SyncApi for Line {
    type Bytes = <Visitor as SyncApi>::Bytes;

    beibao_tests::handed_on!(enrol pull blob snapshot compare recall);

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        let abilities = if self.old { Abilities::PARTS } else { request.abilities };
        let welcome = self.to.hello(Hello { abilities, ..request }).await;
        (self.meanwhile)();
        welcome
    }

    async fn push(&self, frames: Outgoing) -> Result<Receipts, Problem> {
        if self.breaks.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
            return Err(ProblemCode::Interrupted.into());
        }
        self.to.push(frames).await
    }
}

fn line(tablet: &Tablet, stage: &Stage) -> Line {
    Line { to: tablet.visitor(&stage.station), old: false, breaks: AtomicU32::new(0), meanwhile: Box::new(|| ()) }
}

async fn sync_over(tablet: &Tablet, line: &Line) -> ProblemCode {
    beibao_sync::sync(&tablet.store, line, &AtomicBool::new(false), |_| {}).await.unwrap_err().code
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_tablet_stays_shut_out_and_whoever_cannot_hand_over_keeps_everything() {
    let (stage, tablet) = Stage::new().await;
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    let owed = tablet.visit(home, "借了接羔的灯").unwrap();
    stage.order(device(&tablet));
    let deaf = Line { breaks: AtomicU32::new(u32::MAX), ..line(&tablet, &stage) };
    assert_eq!(sync_over(&tablet, &deaf).await, ProblemCode::Interrupted);
    assert!(tablet.store.read(|sql| Ok(fact::read(sql, owed).is_ok())).unwrap() && !stage.is_obeyed());
    let old = Line { old: true, ..line(&tablet, &stage) };
    assert_eq!(sync_over(&tablet, &old).await, ProblemCode::TabletRevoked);
    assert!(stage.kept(owed) && vault::exists(&stage.place()) && !stage.is_obeyed());
    assert_eq!(sync_over(&tablet, &line(&tablet, &stage)).await, ProblemCode::TabletEmptied);
    assert!(is_empty(&stage.place()) && stage.is_obeyed());
}

/// A visit that is saved between the greeting and the obeying is handed over too.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_in_the_last_moment_is_handed_over_first() {
    let (stage, tablet) = Stage::new().await;
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    stage.order(device(&tablet));
    let unsent = tablet.visit(home, "倒数第二条").unwrap();
    assert!(!tablet.store.empty(&Default::default()).unwrap() && vault::exists(&stage.place()));
    let (store, said) = (Arc::clone(&tablet.store), AtomicBool::new(false));
    let meanwhile = move || {
        if !said.swap(true, Ordering::SeqCst) {
            let last = Tablet { store: Arc::clone(&store) };
            last.visit(home, "最后一条").unwrap();
        }
    };
    let line = Line { meanwhile: Box::new(meanwhile), ..line(&tablet, &stage) };
    assert_eq!(sync_over(&tablet, &line).await, ProblemCode::TabletEmptied);
    let aside = "SELECT count(*) FROM change WHERE reason = 'tablet_revoked'";
    let aside: u32 = stage.station.station.read(|sql| Ok(sql.query_row(aside, [], |row| row.get(0))?)).unwrap();
    assert_eq!((aside, stage.kept(unsent), stage.is_obeyed()), (2, true, true));
}

/// A tablet in a process of its own is killed over and over while it obeys.
#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_that_is_killed_while_it_obeys_is_emptied_at_its_next_start_or_untouched() {
    let program = Path::new(env!("CARGO_BIN_EXE_beibao-bench"));
    let chance = TestWorld::new(11);
    let (mut untouched, mut emptied, mut whole) = (0, 0, None);
    // The first one lives, to say how long it takes.
    for n in 0..7 {
        let (stage, tablet) = Stage::new().await;
        let home = tablet.household(small::HOUSEHOLD).unwrap();
        let owed = tablet.visit(home, "欠着的一条").unwrap();
        stage.order(device(&tablet));
        drop(tablet);
        let (mut child, begun) = (start(program, &stage), Instant::now());
        match whole {
            None => {
                child.wait().unwrap();
                whole = Some(begun.elapsed());
            }
            // At the moment in which it is decided: the mark is there, and the key may be too.
            Some(_) if n % 2 == 1 => {
                while !stage.place().join("emptied.json").exists() && child.try_wait().unwrap().is_none() {
                    tokio::task::yield_now().await;
                }
                child.kill().unwrap();
                child.wait().unwrap();
            }
            Some(whole) => {
                let mut part = [0];
                chance.fill(&mut part);
                tokio::time::sleep(whole * u32::from(part[0]) / 255).await;
                child.kill().unwrap();
                child.wait().unwrap();
            }
        }
        match wipe::emptied(&stage.place()).unwrap() {
            Some(_) => emptied += 1,
            None => {
                untouched += 1;
                assert!(!stage.is_obeyed());
                let store = Store::open(&stage.place(), PASSPHRASE, Arc::new(System)).unwrap();
                let tablet = Tablet { store: Arc::new(store) };
                assert_eq!(tablet.sync().await.unwrap_err().code, ProblemCode::TabletEmptied);
                assert!(stage.is_obeyed());
            }
        }
        assert!(is_empty(&stage.place()) && stage.kept(owed));
    }
    println!("{untouched} untouched, {emptied} emptied");
}

fn start(program: &Path, stage: &Stage) -> Child {
    let mut command = Command::new(program);
    command.arg(SYNC).arg(stage.place()).arg(stage.station.url());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}
