//! A tablet whose line to its station goes through a proxy that cuts it where it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, ensure};
use beibao_domain::world::System;
use beibao_domain::{Problem, ProblemCode};
use beibao_replica::statistics::{Asked, Figure};
use beibao_store::today;
use beibao_sync::HttpStation;
use tempfile::TempDir;

use crate::proxy::Proxy;
use crate::{DemoStation, Tablet, load, small};

/// A station, a tablet that has synced once, and what lies between them.
#[derive(Debug)]
#[allow(missing_docs)] // Their types say what they are.
pub struct Stage {
    pub folder: TempDir,
    pub station: DemoStation,
    pub tablet: Tablet,
    pub proxy: Proxy,
}

impl Stage {
    /// Makes one.
    pub async fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let world = Arc::new(System);
        let station = DemoStation::start_with(&folder.path().join("station"), &small::files(), world.clone()).await?;
        let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, world).await?;
        tablet.sync().await?;
        let proxy = Proxy::start(station.url().trim_start_matches("https://").parse()?).await?;
        Ok(Self { folder, station, tablet, proxy })
    }
}

/// A client of its own each time: a connection that is kept open would not be cut where it is meant to.
pub async fn sync_through(tablet: &Tablet, proxy: &Proxy) -> Result<(), Problem> {
    let enrolment = &tablet.store.identity().enrolment;
    let line = HttpStation::new(&proxy.url(), enrolment.certificate, enrolment.device, &enrolment.device_seed)?;
    beibao_sync::sync(&tablet.store, &line, &AtomicBool::new(false), |_| {}).await
}

/// Cuts the sync of a visit once at every `step`th of its bytes. Says how many syncs there were, and how many gave up and were
/// begun again. An error is something lost or doubled.
pub async fn everywhere(step: usize) -> Result<(u32, u32)> {
    let Stage { folder: _folder, station, tablet, proxy } = Stage::new().await?;
    load::visits(&tablet.store, 1)?;
    sync_through(&tablet, &proxy).await?;
    let whole = proxy.take_bytes();
    let (mut said, mut gave_up) = (1, 0);
    for at in (0..whole).step_by(step) {
        load::visits(&tablet.store, 1)?;
        said += 1;
        proxy.cut_once.store(at, Ordering::SeqCst);
        if let Err(problem) = sync_through(&tablet, &proxy).await {
            // Before anybody answered there is nobody who could be asked again; the next sync goes on.
            let passing = matches!(problem.code, ProblemCode::StationUnreachable | ProblemCode::Interrupted);
            ensure!(passing, "cut at {at}: {problem:?}");
            gave_up += 1;
            sync_through(&tablet, &proxy).await?;
        }
        ensure!(today::outbox_state(&tablet.store)?.unsent == 0, "cut at {at}");
    }
    let total = station.station.statistics(&Asked::default())?.pop().unwrap_or_default();
    ensure!(total.figure(Figure::Visits) == said, "lost or doubled: {} of {said}", total.figure(Figure::Visits));
    ensure!(station.station.verify()?.broken.is_none(), "the log is broken");
    Ok((said, gave_up))
}
