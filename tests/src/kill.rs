//! `kill -9` of either end in the middle of a sync. Station and tablet are processes of their own, of the program that is given;
//! `beibao-bench` plays both parts. Whatever is killed is started again, and one more sync must make everything whole.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use beibao_domain::World;
use beibao_domain::world::System;
use beibao_replica::statistics::{Asked, Figure};
use beibao_station::Station;
use beibao_store::{Store, today};

use crate::bench::served::Served;
use crate::bench::sync::{PASSPHRASE, sync, sync_within, tablet};
use crate::proxy::Proxy;
use crate::{TestWorld, load, small};

/// What the program is told to be a station.
pub const SERVE: &str = "serve-here";
/// What the program is told to be a tablet that syncs once.
pub const SYNC: &str = "sync-once";

const VISITS: usize = 6;
const PICTURE_BYTES: usize = 120_000;
/// A tablet whose station was killed must notice within this.
const PATIENCE: Duration = Duration::from_secs(60);

/// Serves a station's folder on a free port until it is killed.
pub async fn serve(folder: &Path) -> Result<()> {
    let station = Arc::new(Station::open(folder, Arc::new(System))?);
    let serving = beibao_station::serve::serve(station, ([127, 0, 0, 1], 0).into()).await?;
    println!("https://{}", serving.address);
    serving.forever().await;
    Ok(())
}

/// Opens a tablet and syncs it once.
pub async fn sync_once(folder: &Path, url: &str) -> Result<()> {
    sync(&open(folder)?, url).await.map(drop)
}

fn open(folder: &Path) -> Result<Arc<Store>> {
    Ok(Arc::new(Store::open(folder, PASSPHRASE, Arc::new(System))?))
}

/// Kills the tablet and the station in turn, `times` in all. Says how many were killed while they were at it; the others were
/// done before the signal came.
pub async fn run(program: &Path, times: u64, seed: u64) -> Result<u64> {
    let folder = tempfile::tempdir()?;
    let (home, place) = (folder.path().join("station"), folder.path().join("tablet"));
    let station = Arc::new(Station::init(&home, Arc::new(System))?);
    for (_, text) in small::files() {
        station.import(text.as_bytes())?.map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    sync_within(&tablet(&place, &station, "000101", false).await?, &station).await?;
    drop(station);
    let chance = TestWorld::new(seed);
    let (mut in_the_middle, mut whole) = (0, 0);
    // The first one lives, to say how many bytes a sync has.
    for n in 0..=times {
        let store = open(&place)?;
        load::visits(&store, VISITS)?;
        load::portraits(&store, 1, PICTURE_BYTES)?;
        drop(store);
        let served = serving(program, &home)?;
        let proxy = Proxy::start(served.address).await?;
        let mut child = Command::new(program)
            .arg(SYNC)
            .arg(&place)
            .arg(proxy.url())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let after = if n == 0 { u64::MAX } else { below(&chance, whole) };
        let begun = Instant::now();
        while child.try_wait()?.is_none() && proxy.counted.bytes.load(Ordering::SeqCst) < after {
            ensure!(begun.elapsed() < PATIENCE, "kill {n}: the sync stands still");
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        in_the_middle += u64::from(child.try_wait()?.is_none());
        let served = if n % 2 == 0 {
            child.kill()?;
            child.wait()?;
            served
        } else {
            drop(served);
            while child.try_wait()?.is_none() {
                ensure!(begun.elapsed() < PATIENCE, "kill {n}: the tablet does not notice that its station is gone");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            serving(program, &home)?
        };
        if n == 0 {
            whole = proxy.take_bytes();
        }
        let store = open(&place)?;
        sync(&store, &format!("https://{}", served.address)).await.with_context(|| format!("after kill {n}"))?;
        let state = today::outbox_state(&store)?;
        ensure!((state.unsent, state.set_aside, state.differing) == (0, 0, 0), "after kill {n}: {state:?}");
    }
    let station = Station::open(&home, Arc::new(System))?;
    let visits = station.statistics(&Asked::default())?.pop().unwrap_or_default().figure(Figure::Visits);
    ensure!(u64::from(visits) == (times + 1) * VISITS as u64, "{visits} visits after {times} kills");
    let pictures: u64 = station.read(|sql| {
        Ok(sql.query_row("SELECT sum(whole) FROM blob", [], |row| row.get::<_, i64>(0))?.cast_unsigned())
    })?;
    ensure!(pictures == times + 1, "{pictures} pictures after {times} kills");
    ensure!(station.verify()?.broken.is_none(), "the log is broken");
    Ok(in_the_middle)
}

fn serving(program: &Path, home: &Path) -> Result<Served> {
    let mut command = Command::new(program);
    command.arg(SERVE).arg(home).stderr(Stdio::null());
    Served::start(command)
}

fn below(chance: &TestWorld, limit: u64) -> u64 {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    u64::from_le_bytes(bytes) % limit.max(1)
}
