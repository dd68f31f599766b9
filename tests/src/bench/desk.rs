//! The desk over five full years: each list beside the bare query that fetches the same rows from the same encrypted file, the
//! first load of the page, and twenty people at the desk while ten tablets sync. The station is a process of its own; times
//! are those of whoever asks over HTTPS, so what the server needs is less.

mod browser;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use beibao_domain::World;
use beibao_domain::world::System;
use beibao_station::Station;
use beibao_store::Store;
use beibao_sync::HttpStation;
use chrono::TimeDelta;
use rusqlite::types::Value;

use super::{Row, Times, report, sync};
use crate::years::{self, Plan};
use crate::{TestWorld, load};
use browser::{Browser, Served};

const ROUNDS: usize = 100;
const PEOPLE: usize = 20;
const TABLETS: usize = 10;
const TOGETHER: Duration = Duration::from_secs(20);
/// How long somebody looks at a page before they turn to the next.
const LOOKS: Duration = Duration::from_millis(700);

/// What only an administrator is answered.
const ADMINS: &str = "/audit";

/// A list of the page, and the query that fetches its rows without the names that stand beside them.
struct List {
    path: String,
    query: &'static str,
}

/// Measures and reports.
pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("station");
    println!("writing five full years …");
    let tablets = five_years(folder.path(), &home).await?;
    let station = Station::open(&home, Arc::new(System))?;
    let lists = lists(&station)?;
    let floors: Vec<Times> = lists.iter().map(|list| bare(&station, list.query)).collect::<Result<_>>()?;
    drop(station);

    let served = Served::start(&home)?;
    let admin = Browser::first(&served).await?;
    let mut rows = vec![Row::beside("first load, compressed", admin.first_load_kb().await?, "kB", 300.0, "≤ 300 kB")];
    let mut idle = Times::default();
    for (list, floor) in lists.iter().zip(&floors) {
        let mut times = Times::default();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            admin.get(&list.path).await?;
            times.keep(begun.elapsed());
            idle.keep(begun.elapsed());
        }
        let goal = if list.path.starts_with("/numbers?") { "≤ 200 ms" } else { "≤ 100 ms" };
        let name = list.path.chars().take(36).collect::<String>();
        rows.push(Row::beside(format!("{name}, p99"), times.at_ms(0.99), "ms", floor.at_ms(0.5), goal));
    }
    rows.push(Row::alone("memory after every list", served.memory_mb("VmRSS")?, "MB", "≤ 150 MB"));
    println!("{PEOPLE} people and {TABLETS} tablets at once …");
    let (together, errors, synced) = together(&served, &admin, &lists, &tablets).await?;
    let floor = idle.at_ms(0.99);
    rows.push(Row::alone("at once: errors", errors as f64, "", "0"));
    rows.push(Row::alone("at once: syncs", synced as f64, "", "–"));
    rows.push(Row::beside("at once: every list, p99", together.at_ms(0.99), "ms", floor, "≤ 3 × idle"));
    rows.push(Row::beside("at once: every list, median", together.at_ms(0.5), "ms", idle.at_ms(0.5), "–"));
    rows.push(Row::alone("most memory", served.memory_mb("VmHWM")?, "MB", "≤ 150 MB"));
    report("desk", &rows)
}

/// A station after its five years, and the tablets that will come to it. The years end yesterday.
async fn five_years(folder: &Path, home: &Path) -> Result<Vec<Arc<Store>>> {
    let world = Arc::new(TestWorld::new(5));
    world.pass(System.now() - world.now() - TimeDelta::days(i64::from(Plan::FULL.days) + 1));
    let station = Arc::new(Station::init(home, world.clone())?);
    let register = beibao_sample::register(1);
    for (name, text) in register.files() {
        let imported = station.import(text.as_bytes())?.context(name)?;
        ensure!(imported.refused.is_empty(), "{name}: {:?}", imported.refused);
    }
    let badge = register.officers[0].badge.clone();
    let writer = sync::tablet_in(&folder.join("writer"), &station, &badge, true, world.clone()).await?;
    sync::sync_within(&writer, &station).await?;
    years::live(&writer, &world, &Plan::FULL, years::leaflet(&writer)?)?;
    sync::sync_within(&writer, &station).await?;
    drop(writer);
    let mut tablets = Vec::new();
    for n in 0..TABLETS {
        let officer = &register.officers[n % register.officers.len()];
        let own = folder.join(format!("t{n}"));
        let store = sync::tablet_in(&own, &station, &officer.badge, false, Arc::new(System)).await?;
        sync::sync_within(&store, &station).await?;
        tablets.push(store);
    }
    Ok(tablets)
}

fn lists(station: &Station) -> Result<Vec<List>> {
    let id = |query: &str| -> Result<String> {
        Ok(station.read(|sql| Ok(sql.query_row(query, [], |row| row.get::<_, uuid::Uuid>(0))?))?.to_string())
    };
    let home = id("SELECT household FROM fact WHERE household IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")?;
    let person = id("SELECT person FROM fact WHERE person IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")?;
    let area = id("SELECT id FROM area WHERE parent IS NULL ORDER BY code LIMIT 1")?;
    let list = |path: &str, query| List { path: path.to_owned(), query };
    const MATTERS: &str =
        "SELECT f.body FROM matter m JOIN fact f ON f.id = m.id WHERE m.kind = 'application' AND m.open
                           ORDER BY coalesce(m.due_on, '~'), m.happened_at DESC LIMIT 50";
    const DISPUTES: &str = "SELECT f.body FROM matter m JOIN fact f ON f.id = m.id WHERE m.kind = 'dispute'
                            ORDER BY m.open DESC, m.happened_at DESC LIMIT 50";
    Ok(vec![
        list("/today", "SELECT bytes FROM change ORDER BY number DESC LIMIT 50"),
        list("/conflicts", "SELECT row, field FROM conflict"),
        list("/register?q=0001", "SELECT name, id_number FROM person WHERE phone LIKE '%0001' LIMIT 50"),
        list("/register?q=btr", "SELECT name, id_number FROM person WHERE name LIKE '巴特尔%' LIMIT 50"),
        List {
            path: format!("/households/{home}"),
            query:
                "SELECT body FROM fact WHERE kind = 'visit' AND household =
                    (SELECT household FROM fact WHERE household IS NOT NULL LIMIT 1) ORDER BY happened_at DESC LIMIT 20",
        },
        List { path: format!("/people/{person}"), query: "SELECT name, id_number, phone FROM person LIMIT 1" },
        list("/portraits", "SELECT body FROM fact WHERE kind = 'portrait' ORDER BY happened_at LIMIT 50"),
        list("/portraits?all=true", "SELECT body FROM fact WHERE kind = 'portrait' ORDER BY happened_at LIMIT 50"),
        list("/production", "SELECT id FROM matter WHERE kind = 'application' AND state = 'accepted'"),
        list("/matters?kind=application", MATTERS),
        list("/matters?kind=application&all=true", MATTERS),
        List { path: format!("/matters?kind=application&area={area}"), query: MATTERS },
        list("/matters?kind=dispute&all=true", DISPUTES),
        list("/matters?kind=dispute&all=true&q=巴特尔", DISPUTES),
        list("/matters?kind=request&all=true", "SELECT body FROM fact WHERE kind = 'request' LIMIT 50"),
        list("/matters?kind=suggestion&all=true", "SELECT body FROM fact WHERE kind = 'suggestion' LIMIT 50"),
        list("/matters?kind=volunteer", "SELECT body FROM fact WHERE kind = 'volunteer' LIMIT 50"),
        list("/events", "SELECT body FROM fact WHERE kind = 'activity' ORDER BY happened_at DESC LIMIT 50"),
        list("/shelf/phrase", "SELECT body FROM phrase"),
        list("/tablets", "SELECT id, officer FROM device"),
        list("/officers", "SELECT id, name FROM officer"),
        list("/areas", "SELECT id, name FROM area"),
        list("/audit", "SELECT * FROM audit ORDER BY number DESC LIMIT 50"),
        list("/retention", "SELECT id FROM fact WHERE happened_at < 0"),
        list("/numbers?by=month", "SELECT figure, sum(count) FROM counted GROUP BY figure, at / 2592000000"),
        list("/numbers?by=area", "SELECT figure, area, sum(count) FROM counted GROUP BY 1, 2"),
        list("/numbers?by=officer", "SELECT figure, officer, sum(count) FROM counted GROUP BY 1, 2"),
        list("/numbers/unvisited?weeks=8", "SELECT household, max(at) FROM counted WHERE figure = 'visits' GROUP BY 1"),
        list(
            "/numbers/behind?figure=visits",
            "SELECT body FROM fact WHERE kind = 'visit' ORDER BY happened_at DESC LIMIT 200",
        ),
    ])
}

/// How long the query takes that fetches the rows and does nothing with them.
fn bare(station: &Station, query: &str) -> Result<Times> {
    let mut times = Times::default();
    for _ in 0..ROUNDS {
        station.read(|sql| {
            times.measure(|| -> rusqlite::Result<()> {
                let mut statement = sql.prepare_cached(query)?;
                let width = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    for n in 0..width {
                        std::hint::black_box(row.get::<_, Value>(n)?);
                    }
                }
                Ok(())
            })?;
            Ok(())
        })?;
    }
    Ok(times)
}

/// People who turn from page to page while tablets bring what they have: how long each page took, how many were answered
/// with anything but what was asked for, and how often a tablet was through.
async fn together(
    served: &Served,
    admin: &Browser,
    lists: &[List],
    tablets: &[Arc<Store>],
) -> Result<(Times, usize, usize)> {
    let end = Instant::now() + TOGETHER;
    let mut people = tokio::task::JoinSet::new();
    for n in 0..PEOPLE {
        let desk = admin.colleague(served, &format!("desk{n}")).await?;
        let paths: Vec<String> = lists.iter().map(|list| list.path.clone()).filter(|path| path != ADMINS).collect();
        people.spawn(async move {
            let (mut times, mut errors) = (Vec::new(), 0);
            // Nobody begins at the same moment, and nobody looks at the same page.
            tokio::time::sleep(LOOKS * u32::try_from(n).unwrap_or(0) / 20).await;
            for path in paths.iter().cycle().skip(n * 7) {
                if Instant::now() > end {
                    break;
                }
                let begun = Instant::now();
                if let Err(error) = desk.get(path).await {
                    eprintln!("{path}: {error:#}");
                    errors += 1;
                }
                times.push(begun.elapsed());
                tokio::time::sleep(LOOKS).await;
            }
            (times, errors)
        });
    }
    let mut syncing = tokio::task::JoinSet::new();
    for store in tablets {
        let (store, url) = (Arc::clone(store), served.tablets.clone());
        syncing.spawn(async move {
            let (mut synced, mut errors) = (0, 0);
            while Instant::now() < end {
                let writing = Arc::clone(&store);
                let done = tokio::task::spawn_blocking(move || load::visits(&writing, 10)).await;
                let enrolment = &store.identity().enrolment;
                let to = HttpStation::new(&url, enrolment.certificate, enrolment.device, &enrolment.device_seed);
                let through = match to {
                    Ok(to) => beibao_sync::sync(&store, &to, &AtomicBool::new(false), |_| {}).await.is_ok(),
                    Err(_) => false,
                };
                if through && matches!(done, Ok(Ok(()))) {
                    synced += 1
                } else {
                    errors += 1
                }
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
            (synced, errors)
        });
    }
    let (mut times, mut errors, mut synced) = (Times::default(), 0, 0);
    while let Some(done) = people.join_next().await {
        let (of_one, wrong) = done?;
        of_one.into_iter().for_each(|time| times.keep(time));
        errors += wrong;
    }
    while let Some(done) = syncing.join_next().await {
        let (through, wrong): (usize, usize) = done?;
        (synced, errors) = (synced + through, errors + wrong);
    }
    Ok((times, errors, synced))
}
