//! The line that breaks, again and again: for each seed a day goes through real sockets that are cut every 64 KiB or 16 KiB or
//! thereabouts, where the seed says. The station is a process of its own. After each day both ends must hold the same, and in
//! the end of ten the station's log must hold every visit once.
//!
//! A day has the rows of an officer's day and finished portraits of [`FINISHED_BYTES`]; one in two hundred and fifty has originals,
//! and takes a minute.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use beibao_domain::ProblemCode;
use beibao_domain::world::System;
use beibao_replica::statistics::{Asked, Figure};
use beibao_station::Station;
use beibao_store::{Store, today};

use super::served::Served;
use super::sync::{plain_changes, size, sync, sync_within, tablet};
use super::{Row, report};
use crate::load;
use crate::proxy::Proxy;

/// A portrait as it goes into production.
const FINISHED_BYTES: usize = 30_000;
const ORIGINALS_EVERY: u64 = 250;
/// Days of one station, before another begins: people with hundreds of portraits are not what is looked at here.
const ROUND: u64 = 10;
/// What others said meanwhile.
const OTHERS: usize = 60;
/// How often a sync may give up in a row before a line counts as one that never gets through.
const PATIENCE: u32 = 20;
const CUTS: [u64; 2] = [64 * 1024, 16 * 1024];

/// Sends a day for each of `seeds` seeds from `from` on over either line.
pub async fn run(from: u64, seeds: u64) -> Result<()> {
    let mut found = Found::default();
    let (begun, end) = (Instant::now(), from + seeds);
    for first in (from..end).step_by(usize::try_from(ROUND)?) {
        round(first..end.min(first + ROUND), &mut found).await?;
        if (first + ROUND - from).is_multiple_of(50) {
            println!("{} seeds after {:.0} s", first + ROUND - from, begun.elapsed().as_secs_f64());
        }
    }
    let mut rows = vec![
        Row::alone("FLAKY, seeds that lost and doubled nothing", seeds as f64, "", "1000"),
        Row::alone("FLAKY, syncs that gave up and were begun again", f64::from(found.gave_up), "", "–"),
    ];
    for (cut, ratios) in CUTS.into_iter().zip(&mut found.ratios) {
        ratios.sort_by(f64::total_cmp);
        let (median, most) = (ratios[ratios.len() / 2], ratios[ratios.len() - 1]);
        rows.push(Row::alone(format!("FLAKY, {} KiB: bytes / payload, median", cut / 1024), median, "", "–"));
        rows.push(Row::alone(format!("FLAKY, {} KiB: bytes / payload, most", cut / 1024), most, "", "–"));
    }
    report("flaky", &rows)
}

/// What many days showed.
#[derive(Default)]
struct Found {
    gave_up: u32,
    /// Bytes on the line for each of the payload, by cut.
    ratios: [Vec<f64>; CUTS.len()],
}

/// Days of a station and a tablet that begin anew.
async fn round(seeds: Range<u64>, found: &mut Found) -> Result<()> {
    let shm = std::path::Path::new("/dev/shm");
    let folder = if shm.is_dir() { tempfile::tempdir_in(shm)? } else { tempfile::tempdir()? };
    let home = folder.path().join("station");
    let station = Arc::new(Station::init(&home, Arc::new(System))?);
    for (_, text) in crate::small::files() {
        station.import(text.as_bytes())?.map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    let own = tablet(&folder.path().join("own"), &station, "000101", false).await?;
    let other = tablet(&folder.path().join("other"), &station, "000101", false).await?;
    for store in [&own, &other] {
        sync_within(store, &station).await?;
    }
    drop(station);
    let served = Served::station(&home)?;
    let url = format!("https://{}", served.address);
    let (mut said, mut pictures) = (0, 0);
    for seed in seeds {
        for (n, cut) in CUTS.into_iter().enumerate() {
            load::visits(&other, OTHERS)?;
            let mut payload = size(&plain_changes(&other)?);
            sync(&other, &url).await?;
            load::visits(&own, load::VISITS)?;
            let bytes = if seed.is_multiple_of(ORIGINALS_EVERY) { load::PHOTO_BYTES } else { FINISHED_BYTES };
            for _ in 0..2 {
                load::portraits(&own, load::PHOTOS / 2, bytes)?;
            }
            payload += size(&plain_changes(&own)?) + (bytes * load::PHOTOS) as f64;
            said += OTHERS + load::VISITS;
            pictures += load::PHOTOS;
            let proxy = Proxy::start(served.address).await?;
            proxy.cut_after.store(cut, Ordering::SeqCst);
            proxy.varied.store(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, Ordering::SeqCst);
            let day = || format!("seed {seed}, cut every {cut} bytes");
            found.gave_up += through(&own, &proxy).await.with_context(day)?;
            let state = today::outbox_state(&own)?;
            ensure!((state.unsent, state.set_aside, state.differing) == (0, 0, 0), "{}: {state:?}", day());
            found.ratios[n].push(proxy.take_bytes() as f64 / payload);
        }
    }
    drop(served);
    let station = Station::open(&home, Arc::new(System))?;
    let total = station.statistics(&Asked::default())?.pop().unwrap_or_default();
    ensure!(total.figure(Figure::Visits) as usize == said, "{} visits of {said}", total.figure(Figure::Visits));
    let whole: u32 = station.read(|sql| Ok(sql.query_row("SELECT sum(whole) FROM blob", [], |row| row.get(0))?))?;
    ensure!(whole as usize == pictures, "{whole} pictures of {pictures}");
    ensure!(station.verify()?.broken.is_none(), "the log is broken");
    Ok(())
}

/// Syncs until everything is through; says how often a sync gave up on the way.
async fn through(store: &Arc<Store>, proxy: &Proxy) -> Result<u32> {
    for gave_up in 0..PATIENCE {
        match sync(store, &proxy.url()).await {
            Ok(_) => return Ok(gave_up),
            Err(error) => {
                let code = error.downcast_ref::<beibao_domain::Problem>().map(|problem| problem.code);
                ensure!(
                    matches!(code, Some(ProblemCode::Interrupted | ProblemCode::StationUnreachable)),
                    "a line that breaks is told as {error:?}"
                );
            }
        }
    }
    anyhow::bail!("it never gets through")
}
