//! `beibao-demo`: the demo station with a tablet (`prepare`), and a whole day without a window (`day`).

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use beibao_domain::world::System;
use beibao_store::Store;
use beibao_sync::HttpStation;
use beibao_tests::{DemoStation, day};

/// The seed of the sample register.
const SEED: u64 = 1;
/// What opens the demo tablet.
const PASSPHRASE: &str = "123456";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Runtime::new()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["day", "--out", out] => runtime.block_on(day::play(Path::new(out), SEED)),
        ["prepare", "--folder", folder] => runtime.block_on(prepare(PathBuf::from(folder))),
        _ => anyhow::bail!("usage: beibao-demo day --out DIR | prepare --folder DIR"),
    }
}

/// A station with the register and a tablet that has it. Does nothing where both are there.
async fn prepare(folder: PathBuf) -> Result<()> {
    let (station_folder, tablet_folder) = (folder.join("station"), folder.join("tablet"));
    if Store::exists(&tablet_folder) && folder.join("address").exists() {
        return Ok(());
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
    }
    println!("Making a demo station with 1,100 households and 12,000 people …");
    let mut station = DemoStation::start(&station_folder, &beibao_sample::register(SEED), Arc::new(System)).await?;
    let address = station.url().trim_start_matches("https://").to_owned();
    println!("Enrolling this tablet …");
    let store = beibao_sync::enrol(&tablet_folder, &station.code(true)?, PASSPHRASE, Arc::new(System)).await?;
    let http = HttpStation::of(&store.identity().enrolment)?;
    beibao_sync::sync(&store, &http, &AtomicBool::new(false), |progress| {
        print!("\r{} of {} rows", progress.done, progress.total);
        let _ = std::io::Write::flush(&mut std::io::stdout());
    })
    .await?;
    println!();
    station.stop().await;
    std::fs::write(folder.join("address"), address)?;
    Ok(())
}
