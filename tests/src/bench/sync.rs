//! The sync beside the plainest program that does the same job, in the same run: a day, a first register, two hundred
//! tablets at once, a line that breaks. The station and the floor are processes of their own; what their processors did is
//! read from the system.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use beibao_domain::enrolment::Offer;
use beibao_domain::world::System;
use beibao_domain::{DeviceKey, Problem, World};
use beibao_station::{Station, Visitor};
use beibao_store::vault::Cost;
use beibao_store::{Store, today};
use beibao_sync::HttpStation;
use beibao_wire::{
    BlobRange, Compare, Compared, Enrol, Enrolled, Hello, Outgoing, Pull, Recall, Receipts, SnapshotRange, SyncApi,
    Welcome,
};

use super::served::Served;
use super::{Row, floor, report};
use crate::load;
use crate::proxy::Proxy;

pub(crate) const PASSPHRASE: &str = "123456";
pub(super) const TABLETS: usize = 200;
const OTHERS: usize = 300;
const FIVE_YEARS: usize = 60_000;

/// The parts of the benchmark, each with its own table.
pub const PARTS: [&str; 4] = ["day", "storm", "portraits", "bootstrap"];

/// Measures and reports the parts that were asked for; all of them if none was.
pub async fn run(asked: &[String]) -> Result<()> {
    for part in PARTS.iter().filter(|part| asked.is_empty() || asked.iter().any(|asked| asked == *part)) {
        println!("{part} …");
        let rows = match *part {
            "day" => a_day().await?,
            "storm" => storm().await?,
            "portraits" => super::storm::with_portraits().await?,
            _ => bootstrap().await?,
        };
        report(&format!("sync {part}"), &rows)?;
    }
    Ok(())
}

/// A station that answers requests, counted.
struct Counting {
    to: HttpStation,
    requests: AtomicU64,
}

impl SyncApi for Counting {
    type Bytes = <HttpStation as SyncApi>::Bytes;

    async fn enrol(&self, request: Enrol) -> Result<Enrolled, Problem> {
        self.to.enrol(request).await
    }

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.to.hello(request).await
    }

    async fn push(&self, frames: Outgoing) -> Result<Receipts, Problem> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.to.push(frames).await
    }

    async fn pull(&self, request: Pull) -> Result<Self::Bytes, Problem> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.to.pull(request).await
    }

    async fn snapshot(&self, request: SnapshotRange) -> Result<Self::Bytes, Problem> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.to.snapshot(request).await
    }

    async fn compare(&self, request: Compare) -> Result<Compared, Problem> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.to.compare(request).await
    }

    async fn recall(&self, request: Recall) -> Result<Self::Bytes, Problem> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.to.recall(request).await
    }

    async fn blob(&self, request: BlobRange) -> Result<Self::Bytes, Problem> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.to.blob(request).await
    }
}

pub(crate) async fn sync(store: &Arc<Store>, url: &str) -> Result<u64> {
    let enrolment = &store.identity().enrolment;
    let to = HttpStation::new(url, enrolment.certificate, enrolment.device, &enrolment.device_seed)?;
    let api = Counting { to, requests: AtomicU64::new(0) };
    beibao_sync::sync(store, &api, &AtomicBool::new(false), |_| {}).await?;
    Ok(api.requests.into_inner())
}

/// A tablet whose guessing is cheap, enrolled in the same process.
pub(crate) async fn tablet(folder: &Path, station: &Arc<Station>, badge: &str, all_areas: bool) -> Result<Arc<Store>> {
    tablet_in(folder, station, badge, all_areas, Arc::new(System)).await
}

/// The same in a world of its own.
pub(super) async fn tablet_in(
    folder: &Path,
    station: &Arc<Station>,
    badge: &str,
    all_areas: bool,
    world: Arc<dyn World>,
) -> Result<Arc<Store>> {
    let code = station.enrolment_code(badge, "https://127.0.0.1:1", all_areas)?;
    let offer = Offer::read(&code, station.world().now())?;
    let line =
        |_: &Offer, _, seed: &[u8; 32]| Ok(Visitor::new(Arc::clone(station), DeviceKey::from_seed(seed).public()));
    let enrolment = beibao_sync::introduce(offer, &*world, line).await?;
    let cost = Cost { memory_kib: 8, passes: 1 };
    Ok(Arc::new(Store::create_at(cost, folder, PASSPHRASE, enrolment, world)?))
}

pub(crate) async fn sync_within(store: &Arc<Store>, station: &Arc<Station>) -> Result<()> {
    let key = DeviceKey::from_seed(&store.identity().enrolment.device_seed).public();
    let visitor = Visitor::new(Arc::clone(station), key);
    Ok(beibao_sync::sync(store, &visitor, &AtomicBool::new(false), |_| {}).await?)
}

/// The signed bytes of what a tablet has not sent, as the floor sends them.
pub(super) fn plain_changes(store: &Store) -> Result<Vec<Vec<u8>>> {
    Ok(store.read(|sql| {
        Ok(beibao_replica::table::rows(
            sql,
            "SELECT CAST(bytes || signature || coalesce(body_key, x'') AS BLOB) FROM outbox WHERE state = 'unsent'",
            [],
            |row| row.get(0),
        )?)
    })?)
}

pub(super) fn plain_photos(store: &Store) -> Result<Vec<Vec<u8>>> {
    Ok(store
        .read(|sql| Ok(beibao_replica::table::rows(sql, "SELECT bytes FROM picture_bytes", [], |row| row.get(0))?))?)
}

pub(super) fn size(rows: &[Vec<u8>]) -> f64 {
    rows.iter().map(Vec::len).sum::<usize>() as f64
}

/// A tablet's day: 137 changes and 12 photos go in, 300 changes come back.
async fn a_day() -> Result<Vec<Row>> {
    const RUNS: usize = 5;
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("station");
    let station = Arc::new(Station::init(&home, Arc::new(System))?);
    for (_, text) in crate::small::files() {
        station.import(text.as_bytes())?.map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    let names: Vec<String> = (0..RUNS + 3).map(|n| format!("tablet-{n}")).collect();
    let other = tablet(&folder.path().join("other"), &station, "000101", false).await?;
    let mut tablets = Vec::new();
    for name in &names {
        let store = tablet(&folder.path().join(name), &station, "000101", false).await?;
        sync_within(&store, &station).await?;
        tablets.push(store);
    }
    sync_within(&other, &station).await?;
    load::visits(&other, OTHERS)?;
    let answer = plain_changes(&other)?;
    sync_within(&other, &station).await?;
    for store in &tablets {
        load::visits(store, load::VISITS)?;
    }
    // One household of three people carries all photos: the register of this bench is small.
    for store in &tablets {
        photos(store)?;
    }
    drop(station);
    let (changes, pictures) = (plain_changes(&tablets[0])?, plain_photos(&tablets[0])?);
    let payload = size(&changes) + size(&pictures) + size(&answer);

    let floors = folder.path().join("floor");
    std::fs::create_dir_all(&floors)?;
    std::fs::write(floors.join("answer"), floor::pack(&answer)?)?;
    let served_floor = Served::floor(&floors)?;
    let (mut ours, mut plain, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    let mut requests = 0;
    for n in 0..RUNS {
        let store = &tablets[n];
        let served = Served::copy_of(&home, n)?;
        let before = served.cpu();
        let begun = Instant::now();
        requests = sync(store, &format!("https://{}", served.address)).await?;
        ours.push(begun.elapsed());
        cpu.push(served.cpu() - before);
        ensure!(today::outbox_state(store)?.unsent == 0, "something was not sent");
        let begun = Instant::now();
        // Read from the tablet's own file, as ours are.
        let mut rows = plain_changes(&tablets[RUNS + 2])?;
        rows.extend(plain_photos(&tablets[RUNS + 2])?);
        let body = floor::pack(&rows)?;
        floor::day(&floor::client()?, served_floor.address, body, &folder.path().join(format!("own-{n}.db"))).await?;
        plain.push(begun.elapsed());
    }
    let mut rows = vec![
        Row::beside("DAY, wall", median(&mut ours), "s", median(&mut plain), "≤ 1.5 ×"),
        Row::alone("DAY, requests", requests as f64, "", "≤ 4"),
        Row::alone("DAY, station's processor", median_of(&mut cpu), "s", "–"),
    ];
    let served = Served::copy_of(&home, RUNS)?;
    let proxy = Proxy::start(served.address).await?;
    sync(&tablets[RUNS], &proxy.url()).await?;
    rows.push(Row::beside("DAY, bytes on the line", proxy.take_bytes() as f64 / 1e6, "MB", payload / 1e6, "≤ 1.01 ×"));
    println!("a day over a line that breaks …");
    let served = Served::copy_of(&home, RUNS + 1)?;
    let proxy = Proxy::start(served.address).await?;
    proxy.cut_after.store(64 * 1024, Ordering::SeqCst);
    let begun = Instant::now();
    sync(&tablets[RUNS + 1], &proxy.url()).await?;
    rows.push(Row::beside(
        "FLAKY, cut every 64 KiB: bytes on the line",
        proxy.take_bytes() as f64 / 1e6,
        "MB",
        payload / 1e6,
        "≤ 1.03 ×",
    ));
    rows.push(Row::alone("FLAKY 64 KiB, wall", begun.elapsed().as_secs_f64(), "s", "–"));
    let served = Served::copy_of(&home, RUNS + 2)?;
    let proxy = Proxy::start(served.address).await?;
    proxy.cut_after.store(16 * 1024, Ordering::SeqCst);
    let begun = Instant::now();
    sync(&tablets[RUNS + 2], &proxy.url()).await?;
    rows.push(Row::beside(
        "FLAKY, cut every 16 KiB: bytes on the line",
        proxy.take_bytes() as f64 / 1e6,
        "MB",
        payload / 1e6,
        "finishes",
    ));
    rows.push(Row::alone("FLAKY 16 KiB, wall", begun.elapsed().as_secs_f64(), "s", "–"));
    Ok(rows)
}

/// Twelve portraits of the people there are; each one after the first of a person supersedes it.
fn photos(store: &Arc<Store>) -> Result<()> {
    for _ in 0..2 {
        load::portraits(store, load::PHOTOS / 2, load::PHOTO_BYTES)?;
    }
    Ok(())
}

/// Two hundred tablets at once, rows only.
async fn storm() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("station");
    let station = Arc::new(Station::init(&home, Arc::new(System))?);
    for text in load::gachas(TABLETS) {
        station.import(text.as_bytes())?.map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    let mut tablets = Vec::new();
    for n in 0..TABLETS {
        let store = tablet(&folder.path().join(format!("tablet-{n}")), &station, &format!("{n:06}"), false).await?;
        sync_within(&store, &station).await?;
        load::visits(&store, load::VISITS + 2 * load::PHOTOS)?;
        tablets.push(store);
    }
    drop(station);
    let answer = plain_changes(&tablets[0])?;
    let floors = folder.path().join("floor");
    std::fs::create_dir_all(&floors)?;
    std::fs::write(floors.join("answer"), floor::pack(&[])?)?;
    let bodies: Vec<Vec<u8>> =
        tablets.iter().map(|store| floor::pack(&plain_changes(store)?)).collect::<Result<_>>()?;

    let served_floor = Served::floor(&floors)?;
    let before = served_floor.cpu();
    let begun = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for (n, body) in bodies.into_iter().enumerate() {
        let (address, own) = (served_floor.address, folder.path().join(format!("own-{n}.db")));
        running.spawn(async move { floor::day(&floor::client()?, address, body, &own).await });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    let (floor_wall, floor_cpu) = (begun.elapsed().as_secs_f64(), served_floor.cpu() - before);
    drop(served_floor);

    let served = Served::station(&home)?;
    let url = format!("https://{}", served.address);
    let before = served.cpu();
    let begun = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for store in &tablets {
        let (store, url) = (Arc::clone(store), url.clone());
        running.spawn(async move {
            let begun = Instant::now();
            sync(&store, &url).await.map(|_| begun.elapsed())
        });
    }
    let (mut times, mut errors) = (Vec::new(), 0);
    while let Some(done) = running.join_next().await {
        match done? {
            Ok(time) => times.push(time),
            Err(_) => errors += 1,
        }
    }
    let (wall, cpu) = (begun.elapsed().as_secs_f64(), served.cpu() - before);
    times.sort();
    let p99 = times.get(times.len() * 99 / 100).map_or(f64::NAN, Duration::as_secs_f64);
    Ok(vec![
        Row::beside(format!("STORM {TABLETS}, wall"), wall, "s", floor_wall, "≤ 2 ×"),
        Row::beside(format!("STORM {TABLETS}, p99 of a tablet"), p99, "s", floor_wall, "≤ 2 ×"),
        Row::beside(format!("STORM {TABLETS}, station's processor"), cpu, "s", floor_cpu, "–"),
        Row::alone(format!("STORM {TABLETS}, errors"), f64::from(errors), "", "0"),
        Row::alone("STORM, bytes of rows a tablet", size(&answer) / 1e3, "kB", "–"),
    ])
}

/// A new tablet of a station with 12,000 people and 60,000 visits.
async fn bootstrap() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("station");
    let station = Arc::new(Station::init(&home, Arc::new(System))?);
    let register = beibao_sample::register(1);
    for (_, text) in register.files() {
        station.import(text.as_bytes())?.map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    let badge = register.officers[0].badge.clone();
    let writer = tablet(&folder.path().join("writer"), &station, &badge, true).await?;
    sync_within(&writer, &station).await?;
    println!("writing {FIVE_YEARS} visits …");
    load::visits(&writer, FIVE_YEARS)?;
    sync_within(&writer, &station).await?;
    let begun = Instant::now();
    station.prepare_snapshots()?;
    let prepared = begun.elapsed().as_secs_f64();
    let fresh = tablet(&folder.path().join("fresh"), &station, &badge, true).await?;
    drop(station);

    // The floor's snapshot: the same rows as a plain SQLite file, packed.
    let floors = folder.path().join("floor");
    std::fs::create_dir_all(&floors)?;
    std::fs::write(floors.join("answer"), floor::pack(&[])?)?;
    let plain = floors.join("plain.db");
    plain_copy(&writer, &plain)?;
    std::fs::write(floors.join("snapshot"), zstd::encode_all(std::fs::File::open(&plain)?, 9)?)?;
    drop(writer);

    let served_floor = Served::floor(&floors)?;
    let begun = Instant::now();
    let target = folder.path().join("floor-tablet.db");
    let mut answer = floor::client()?.get(format!("https://{}/snapshot", served_floor.address)).send().await?;
    let mut packed = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        packed.extend_from_slice(&chunk);
    }
    tokio::task::spawn_blocking(move || -> Result<()> {
        let mut file = std::fs::File::create(&target)?;
        zstd::stream::copy_decode(packed.as_slice(), &mut file)?;
        Ok(file.sync_all()?)
    })
    .await??;
    let floor_wall = begun.elapsed().as_secs_f64();
    drop(served_floor);

    let served = Served::station(&home)?;
    let before = served.cpu();
    let begun = Instant::now();
    sync(&fresh, &format!("https://{}", served.address)).await?;
    let (wall, cpu) = (begun.elapsed().as_secs_f64(), served.cpu() - before);
    ensure!(today::outbox_state(&fresh)?.people == 12_000, "the register is not there");
    let bytes: u64 = std::fs::read_dir(home.join("snapshots"))?
        .flatten()
        .filter_map(|entry| entry.metadata().ok().map(|data| data.len()))
        .max()
        .unwrap_or(0);
    Ok(vec![
        Row::beside("BOOTSTRAP, wall", wall, "s", floor_wall, "≤ 2 ×"),
        Row::alone("BOOTSTRAP, bytes", bytes as f64 / 1e6, "MB", "≤ 30 MB"),
        Row::alone("BOOTSTRAP, station's processor", cpu, "s", "≤ 0.1 s"),
        Row::alone("BOOTSTRAP, preparing the snapshot", prepared, "s", "–"),
    ])
}

/// The big tables as a plain SQLite file with the indexes that it would be searched by.
fn plain_copy(writer: &Store, to: &Path) -> Result<()> {
    let out = rusqlite::Connection::open(to)?;
    out.execute_batch(
        "CREATE TABLE fact (id BLOB PRIMARY KEY, kind, area, household, happened_at, author, stamp_at, stamp_device, body);
         CREATE TABLE register_edit (row, stamp_at, stamp_device, body); BEGIN",
    )?;
    for (table, columns) in [
        ("fact", "id, kind, area, household, happened_at, author, stamp_at, stamp_device, body"),
        ("register_edit", "row, stamp_at, stamp_device, body"),
    ] {
        let count = columns.split(',').count();
        let places = vec!["?"; count].join(",");
        let mut insert = out.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
        writer.read(|sql| {
            let mut statement = sql.prepare(&format!("SELECT {columns} FROM {table}"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let values: Vec<rusqlite::types::Value> =
                    (0..count).map(|n| row.get(n)).collect::<rusqlite::Result<_>>()?;
                insert.execute(rusqlite::params_from_iter(values))?;
            }
            Ok(())
        })?;
    }
    out.execute_batch(
        "COMMIT; CREATE INDEX fact_household ON fact (household, kind, happened_at);
         CREATE INDEX fact_kind ON fact (kind, happened_at); VACUUM",
    )?;
    Ok(())
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(f64::NAN, Duration::as_secs_f64)
}

fn median_of(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
