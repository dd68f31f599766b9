//! Promises 1 to 4: whatever the line, the clocks and the power do, replicas that saw the same changes are equal, and
//! nothing that was saved is lost, doubled or half applied.
//!
//! Two to five tablets and a station, on real encrypted files. The line loses, doubles and reorders; the power fails
//! between any two instructions of the database; clocks are years off and jump back. In the end everybody syncs once
//! more over a good line and all must be equal.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use beibao_domain::enrolment::Offer;
use beibao_domain::{DeviceId, DeviceKey, FactId, HouseholdId, World};
use beibao_replica::find;
use beibao_replica::table::{fact, household, register};
use beibao_station::{Station, Visitor};
use beibao_store::household_page::{self, HouseholdField};
use beibao_store::{Enrolment, Store, visit};
use beibao_tests::TestWorld;
use beibao_tests::faulty::FaultyLine;
use beibao_wire::{Enrol, SyncApi};
use chrono::TimeDelta;
use proptest::prelude::*;

const PASSPHRASE: &str = "123456";

const REGISTER: [&str; 5] = [
    "name,name_mn,duty_phone,emergency_phone\n云雀滩派出所,,00012345678,110\n",
    "code,kind,name,name_mn,parent\n01,sub_farm,一分场,,\n0101,gacha,甲嘎查,,01\n0102,gacha,乙嘎查,,01\n",
    "badge,name,name_mn,phone,areas\n000101,苏和,,00012340001,01\n",
    "code,area,address,latitude,longitude,access_notes,phone\n01-0001,0101,,,,过河向北,\n01-0002,0102,,,,,00012340002\n",
    "household,relation,name,name_mn,id_number,born_on,phone,language\n01-0001,head,巴特尔,,,1950-01-01,,mn\n01-0002,head,其其格,,,1960-01-01,,\n",
];

/// What happens to one tablet.
#[derive(Debug, Clone)]
enum Event {
    /// A visit is saved.
    Visit { home: usize },
    /// A visit that this tablet shows is corrected, whoever made it.
    Correct { which: usize },
    /// A field is edited by somebody who saw what the tablet shows.
    Edit { home: usize, notes: bool },
    /// A save during which the power fails after so many instructions.
    PowerCut { after: u32 },
    /// The app is killed and started again.
    Restart,
    /// A sync over the bad line.
    Sync { seed: u64 },
    /// A sync during which the station's power fails.
    StationPowerCut { seed: u64, after: u32 },
    /// The clock moves, forwards or back, by up to ten years.
    Clock { days: i64 },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0usize..2).prop_map(|home| Event::Visit { home }),
        2 => any::<usize>().prop_map(|which| Event::Correct { which }),
        4 => (0usize..2, any::<bool>()).prop_map(|(home, notes)| Event::Edit { home, notes }),
        2 => (1u32..4_000).prop_map(|after| Event::PowerCut { after }),
        1 => Just(Event::Restart),
        4 => any::<u64>().prop_map(|seed| Event::Sync { seed }),
        1 => (any::<u64>(), 1u32..4_000).prop_map(|(seed, after)| Event::StationPowerCut { seed, after }),
        1 => (-3_650i64..3_650).prop_map(|days| Event::Clock { days }),
    ]
}

struct Replica {
    folder: PathBuf,
    world: Arc<TestWorld>,
    store: Option<Arc<Store>>,
    saved: BTreeSet<FactId>,
    written: BTreeSet<String>,
}

impl Replica {
    fn store(&self) -> &Arc<Store> {
        self.store.as_ref().expect("the tablet is open")
    }

    fn restart(&mut self) {
        self.store = None;
        self.store = Some(Arc::new(Store::open(&self.folder, PASSPHRASE, self.world.clone()).unwrap()));
    }

    fn visitor(&self, station: &Arc<Station>) -> Visitor {
        let key = DeviceKey::from_seed(&self.store().identity().enrolment.device_seed).public();
        Visitor::new(Arc::clone(station), key)
    }

    fn homes(&self) -> Vec<HouseholdId> {
        let found = self.store().read(|sql| Ok(find::search(sql, "01-", None)?)).unwrap();
        let mut homes: Vec<HouseholdId> = found.hits.into_iter().map(|hit| hit.household_id).collect();
        homes.sort();
        homes.dedup();
        homes
    }

    fn visit(&mut self, home: usize, diary: &str) {
        let Some(home) = self.homes().get(home).copied() else { return };
        let Ok(opened) = visit::open_draft(self.store(), home) else { return };
        let mut draft = opened.draft;
        draft.diary = diary.to_owned();
        if let Ok(id) = self.store().write(|tx| visit::save(tx, &draft)) {
            self.saved.insert(id);
        }
    }

    fn correct(&mut self, which: usize, diary: &str) {
        let shown = standing(self.store());
        let Some(id) = shown.get(which % shown.len().max(1)).copied() else { return };
        let mut draft = visit::open_correction(self.store(), id).unwrap().draft;
        draft.diary = diary.to_owned();
        self.saved.insert(self.store().write(|tx| visit::save(tx, &draft)).unwrap());
    }

    fn edit(&mut self, home: usize, notes: bool, value: &str) {
        let Some(home) = self.homes().get(home).copied() else { return };
        let page = self.store().read(|sql| household_page::page(sql, home, Default::default())).unwrap();
        let (field, seen) = if notes {
            (HouseholdField::AccessNotes, page.access_notes.seen)
        } else {
            (HouseholdField::Phone, page.phone.seen)
        };
        if self.store().write(|tx| household_page::edit(tx, home, field, value, &seen)).is_ok() {
            self.written.insert(value.to_owned());
        }
    }
}

/// Lets the power fail after so many instructions of the database: the statement that runs then is undone.
fn power_fails(connection: &mut rusqlite::Connection, after: u32) {
    let mut left = after;
    connection
        .progress_handler(
            1,
            Some(move || {
                left = left.saturating_sub(1);
                left == 0
            }),
        )
        .unwrap();
}

async fn sync(replica: &Replica, api: &impl SyncApi) -> Result<(), beibao_domain::Problem> {
    beibao_sync::sync(replica.store(), api, &AtomicBool::new(false), |_| {}).await
}

async fn enrol(station: &Arc<Station>, folder: PathBuf, world: Arc<TestWorld>) -> Replica {
    let mut device_seed = [0; 32];
    world.fill(&mut device_seed);
    let device = DeviceId::new(&*world);
    let key = DeviceKey::from_seed(&device_seed).public();
    let code = station.enrolment_code("000101", "https://nowhere.invalid", false).unwrap();
    let offer = Offer::read(&code, station.world().now()).unwrap();
    let enrolled =
        Visitor::new(Arc::clone(station), key).enrol(Enrol { token: offer.token, device, key }).await.unwrap();
    let enrolment = Enrolment {
        device,
        device_seed,
        officer: enrolled.officer,
        station: offer.station,
        station_key: offer.station_key,
        station_name: offer.station_name,
        url: offer.url,
        certificate: offer.certificate,
    };
    let store = Store::create(&folder, PASSPHRASE, enrolment, world.clone()).unwrap();
    let (saved, written) = Default::default();
    Replica { folder, world, store: Some(Arc::new(store)), saved, written }
}

/// Facts, edits, and household rows as the screens show them.
type State = (Vec<(FactId, String)>, Vec<(uuid::Uuid, u64, uuid::Uuid, String)>, Vec<String>);

const STANDING: &str = "SELECT id FROM standing WHERE kind = 'visit' ORDER BY id";

/// The visits that count.
fn standing(store: &Store) -> Vec<FactId> {
    store.read(|sql| Ok(beibao_replica::table::rows(sql, STANDING, [], |row| Ok(FactId(row.get(0)?)))?)).unwrap()
}

fn facts(store: &Store) -> Vec<beibao_domain::Fact> {
    let bodies = store.read(|sql| Ok(fact::all(sql)?)).unwrap();
    let facts = bodies.into_iter().map(|(_, body)| serde_json::from_str::<beibao_domain::Fact>(&body).unwrap());
    facts.filter(|fact| matches!(fact.body, beibao_domain::FactBody::Visit(_))).collect()
}

/// Everything that a replica must agree on: facts, edits, and the household rows that the screens show.
fn state(store: &Store) -> State {
    store
        .read(|sql| {
            let mut ids: Vec<HouseholdId> =
                find::search(sql, "01-", None)?.hits.into_iter().map(|hit| hit.household_id).collect();
            ids.sort();
            ids.dedup();
            let shown = ids
                .into_iter()
                .map(|id| household::read(sql, id).map(|h| serde_json::to_string(&h).unwrap()))
                .collect::<Result<_, beibao_replica::ReplicaError>>()?;
            Ok((fact::all(sql)?, register::all(sql)?, shown))
        })
        .unwrap()
}

async fn play(tablets: usize, events: Vec<(usize, Event)>) {
    let folder = tempfile::tempdir().unwrap();
    let world = Arc::new(TestWorld::new(7));
    let mut station = Arc::new(Station::init(&folder.path().join("station"), world.clone()).unwrap());
    for text in REGISTER {
        let imported = station.import(text.as_bytes()).unwrap().unwrap();
        assert_eq!(imported.refused, []);
    }
    let mut replicas = Vec::new();
    for n in 0..tablets {
        let own_world = Arc::new(TestWorld::new(100 + n as u64));
        let replica = enrol(&station, folder.path().join(format!("tablet-{n}")), own_world).await;
        sync(&replica, &replica.visitor(&station)).await.unwrap();
        replicas.push(replica);
    }
    for (step, (who, event)) in events.into_iter().enumerate() {
        let replica = &mut replicas[who % tablets];
        let text = format!("step {step} of tablet {}", who % tablets);
        replica.world.pass(TimeDelta::seconds(30));
        match event {
            Event::Visit { home } => replica.visit(home, &text),
            Event::Correct { which } => replica.correct(which, &text),
            Event::Edit { home, notes } => replica.edit(home, notes, &text),
            Event::PowerCut { after } => {
                power_fails(&mut replica.store().writer(), after);
                replica.visit(0, &text);
                replica.edit(1, true, &text);
                replica.restart();
            }
            Event::Restart => replica.restart(),
            Event::Sync { seed } => {
                let _ = sync(replica, &FaultyLine::new(replica.visitor(&station), seed)).await;
            }
            Event::StationPowerCut { seed, after } => {
                power_fails(&mut station.writer(), after);
                let _ = sync(replica, &FaultyLine::new(replica.visitor(&station), seed)).await;
                station = Arc::new(Station::open(&folder.path().join("station"), world.clone()).unwrap());
            }
            Event::Clock { days } => replica.world.pass(TimeDelta::days(days)),
        }
    }
    for _ in 0..2 {
        for replica in &replicas {
            sync(replica, &replica.visitor(&station)).await.unwrap();
        }
    }
    let first = state(replicas[0].store());
    let said: BTreeSet<FactId> = first.0.iter().map(|(id, _)| *id).collect();
    let counted =
        station.read(|sql| Ok(beibao_replica::table::rows(sql, STANDING, [], |row| Ok(FactId(row.get(0)?)))?)).unwrap();
    let chains: BTreeSet<FactId> =
        facts(replicas[0].store()).iter().map(|fact| fact.chain().unwrap_or(fact.id)).collect();
    assert_eq!(counted.len(), chains.len(), "of each visit and its corrections exactly one counts");
    for replica in &replicas {
        assert_eq!(standing(replica.store()), counted, "the station counts other visits than a tablet");
        assert_eq!(state(replica.store()), first, "two tablets differ");
        assert!(replica.saved.is_subset(&said), "a saved visit was lost");
        for value in &replica.written {
            assert!(first.1.iter().any(|(.., body)| body.contains(value.as_str())), "an edit was lost: {value}");
        }
    }
    let (at_station, rows) = station
        .read(|sql| {
            let facts: i64 = sql.query_row("SELECT count(*) FROM fact", [], |row| row.get(0))?;
            let mut ids = sql.prepare("SELECT id FROM household ORDER BY id")?;
            let ids: Vec<uuid::Uuid> = ids.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let rows: Vec<String> = ids
                .into_iter()
                .map(|id| Ok(serde_json::to_string(&household::read(sql, HouseholdId(id))?).unwrap()))
                .collect::<Result<_, beibao_replica::ReplicaError>>()?;
            Ok((facts, rows))
        })
        .unwrap();
    assert_eq!(usize::try_from(at_station).unwrap(), first.0.len(), "the station has more or fewer facts");
    assert_eq!(rows, first.2, "the station and a tablet show different rows");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn replicas_are_equal_in_the_end_and_nothing_is_lost(
        tablets in 2usize..=5,
        events in prop::collection::vec((0usize..5, event()), 10..60),
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(play(tablets, events));
    }
}
