//! The evening on which two hundred tablets come home with portraits: the changes of none may wait for another's pictures.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use beibao_domain::world::System;
use beibao_station::Station;
use beibao_store::{Store, today};
use beibao_sync::{HttpStation, Phase};

use super::served::Served;
use super::sync::{TABLETS, plain_changes, sync_within, tablet};
use super::{Row, floor};
use crate::load;

/// A portrait as it goes into production.
const FINISHED_BYTES: usize = 30_000;

/// Two hundred tablets at once, each with a day's rows and its finished portraits; the floor takes the rows only.
pub(super) async fn with_portraits() -> Result<Vec<Row>> {
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
        load::visits(&store, load::VISITS)?;
        for _ in 0..load::PHOTOS {
            load::portraits(&store, 1, FINISHED_BYTES)?;
        }
        tablets.push(store);
    }
    drop(station);
    let floor_wall = floor_of(folder.path(), &tablets).await?;

    let served = Served::station(&home)?;
    let url = format!("https://{}", served.address);
    let begun = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for store in &tablets {
        running.spawn(timed(Arc::clone(store), url.clone(), begun));
    }
    let (mut heard, mut whole, mut errors) = (Vec::new(), Vec::new(), 0);
    while let Some(done) = running.join_next().await {
        match done? {
            Ok((changes, pictures)) => (heard.push(changes), whole.push(pictures)),
            Err(_) => {
                errors += 1;
                continue;
            }
        };
    }
    for store in &tablets {
        ensure!(errors > 0 || today::outbox_state(store)?.unsent == 0, "something was not sent");
    }
    let last = |times: &[Duration]| times.iter().max().map_or(f64::NAN, Duration::as_secs_f64);
    Ok(vec![
        Row::beside(format!("STORM {TABLETS} + portraits, all changes heard"), last(&heard), "s", floor_wall, "≤ 5 ×"),
        Row::beside(
            format!("STORM {TABLETS} + portraits, all portraits there"),
            last(&whole),
            "s",
            floor_wall,
            "≤ 5 ×",
        ),
        Row::alone(format!("STORM {TABLETS} + portraits, errors"), f64::from(errors), "", "0"),
        Row::alone("STORM, portraits", (TABLETS * load::PHOTOS * FINISHED_BYTES) as f64 / 1e6, "MB", "–"),
    ])
}

/// The floor's wall for the rows of all.
async fn floor_of(folder: &std::path::Path, tablets: &[Arc<Store>]) -> Result<f64> {
    let floors = folder.join("floor");
    std::fs::create_dir_all(&floors)?;
    std::fs::write(floors.join("answer"), floor::pack(&[])?)?;
    let bodies: Vec<Vec<u8>> =
        tablets.iter().map(|store| floor::pack(&plain_changes(store)?)).collect::<Result<_>>()?;
    let served = Served::floor(&floors)?;
    let begun = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for (n, body) in bodies.into_iter().enumerate() {
        let (address, own) = (served.address, folder.join(format!("own-{n}.db")));
        running.spawn(async move { floor::day(&floor::client()?, address, body, &own).await });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(begun.elapsed().as_secs_f64())
}

/// When the last change of a tablet was heard, and when its last picture was there.
async fn timed(store: Arc<Store>, url: String, begun: Instant) -> Result<(Duration, Duration)> {
    let enrolment = &store.identity().enrolment;
    let line = HttpStation::new(&url, enrolment.certificate, enrolment.device, &enrolment.device_seed)?;
    let heard = Mutex::new(None);
    beibao_sync::sync(&store, &line, &AtomicBool::new(false), |progress| {
        // What is received comes after what was sent has its receipts.
        if matches!(progress.phase, Phase::Receiving | Phase::Pictures) {
            heard.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| begun.elapsed());
        }
    })
    .await?;
    let heard = heard.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((heard.unwrap_or_else(|| begun.elapsed()), begun.elapsed()))
}
