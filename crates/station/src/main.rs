//! `beibao-station`: the station on the command line.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use beibao_domain::world::System;
use beibao_station::{Station, report};
use chrono::NaiveDate;
use clap::{Parser, Subcommand};

/// The Beibao station: takes in what the tablets bring home, and reports.
///
/// A first day: `init` once; `import` the register; `serve`, and let it run; `enrol` for each tablet; `report` at the end
/// of the month.
#[derive(Parser)]
#[command(version, name = "beibao-station")]
struct Arguments {
    /// The station's folder: its database, keys and certificate.
    #[arg(long, global = true, env = "BEIBAO_STATION", default_value = "station")]
    folder: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new station in an empty folder: an encrypted database, a key, a certificate.
    Init,
    /// Answer the tablets over HTTPS, until it is stopped with Ctrl-C.
    Serve {
        /// Where to answer: an address of this machine and a port.
        #[arg(long, default_value = "127.0.0.1:8443")]
        listen: SocketAddr,
    },
    /// Print a code with which one tablet can join. It works once, within half an hour.
    Enrol {
        /// The badge number of the officer who will use the tablet.
        #[arg(long)]
        badge: String,
        /// Where the tablet finds the station, such as https://192.168.1.10:8443
        #[arg(long, default_value = "https://127.0.0.1:8443")]
        url: String,
        /// Give the tablet every area, not only the officer's own.
        #[arg(long)]
        all_areas: bool,
    },
    /// Take over register files (CSV): station, areas, officers, materials, households, people, in this order.
    ///
    /// Rows that cannot be taken are listed with line and reason; the others are taken. UTF-8 and GB 18030 are read.
    Import {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print services, disputes, talks and leaflets by area and month.
    Report {
        /// From this day on, such as 2026-11-01.
        #[arg(long)]
        from: Option<NaiveDate>,
        /// Up to this day, included.
        #[arg(long)]
        to: Option<NaiveDate>,
        /// Also write the table to this CSV file.
        #[arg(long)]
        csv: Option<PathBuf>,
    },
    /// Shut a tablet out, at once.
    Revoke {
        /// The tablet's id, as its settings page shows it.
        device: uuid::Uuid,
    },
}

fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .init();
    let arguments = Arguments::parse();
    let folder = &arguments.folder;
    if let Command::Init = arguments.command {
        let station = Station::init(folder, Arc::new(System)).with_context(|| format!("{}", folder.display()))?;
        println!("A new station in {}.", folder.display());
        println!("Its certificate's fingerprint: {}", station.secrets().fingerprint());
        println!("Keep a backup of station.json apart from the database: together they are everything.");
        return Ok(());
    }
    let station = Station::open(folder, Arc::new(System)).with_context(|| format!("{}", folder.display()))?;
    match arguments.command {
        Command::Init => Ok(()),
        Command::Serve { listen } => serve(station, listen),
        Command::Enrol { badge, url, all_areas } => {
            let code = station
                .enrolment_code(&badge, &url, all_areas)
                .with_context(|| format!("no code for badge number {badge}; is the officer imported?"))?;
            println!("{code}");
            Ok(())
        }
        Command::Import { files } => import(&station, &files),
        Command::Report { from, to, csv } => {
            let lines = station.report(from, to)?;
            report::print(&lines, &mut std::io::stdout().lock())?;
            if let Some(path) = csv {
                std::fs::write(&path, report::csv(&lines)).with_context(|| format!("{}", path.display()))?;
            }
            Ok(())
        }
        Command::Revoke { device } => {
            station.revoke(beibao_domain::DeviceId(device)).context("no tablet of this id")?;
            println!("The tablet is shut out.");
            Ok(())
        }
    }
}

#[tokio::main]
async fn serve(station: Station, listen: SocketAddr) -> anyhow::Result<()> {
    let serving = beibao_station::serve::serve(Arc::new(station), listen)
        .await
        .with_context(|| format!("cannot answer at {listen}; is another station running?"))?;
    println!("The station answers at https://{}", serving.address);
    std::io::stdout().flush()?;
    tokio::select! {
        _ = serving.forever() => Ok(()),
        result = tokio::signal::ctrl_c() => result.context("cannot wait for Ctrl-C"),
    }
}

fn import(station: &Station, files: &[PathBuf]) -> anyhow::Result<()> {
    let mut refused_files = 0;
    for path in files {
        let bytes = std::fs::read(path).with_context(|| format!("{}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match station.import(&bytes)? {
            Err(error) => {
                println!("{name}: refused, nothing was taken. {error}");
                refused_files += 1;
            }
            Ok(imported) => {
                println!(
                    "{name}: {} rows of the {} register — {} new, {} changed, {} as before, {} refused",
                    imported.added + imported.changed + imported.unchanged,
                    imported.register.name(),
                    imported.added,
                    imported.changed,
                    imported.unchanged,
                    imported.refused.len()
                );
                for row in imported.refused.iter().chain(&imported.remarks) {
                    println!("  line {}: {} {}", row.line, row.column, row.fault);
                }
            }
        }
    }
    if refused_files > 0 {
        bail!("{refused_files} of {} files were refused", files.len());
    }
    Ok(())
}
