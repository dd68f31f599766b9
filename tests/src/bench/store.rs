//! What five full years weigh and how long they take to read: a household's page, the chief's numbers, all that is known of
//! a person, and to erase it. Each beside a bare query on the same encrypted file that fetches the same rows.

use std::sync::Arc;

use anyhow::{Context, Result};
use beibao_domain::world::day_in_china;
use beibao_domain::{HouseholdId, PersonId, World};
use beibao_replica::statistics::{self, Asked};
use beibao_replica::{matter, person_record, table};
use beibao_store::{household_page, person_page, today};
use chrono::TimeDelta;
use rusqlite::Connection;

use super::{Row, Times, report};
use crate::years::{self, Plan};
use crate::{DemoStation, Tablet, TestWorld};

const ROUNDS: usize = 60;

/// Measures and reports.
pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let world = Arc::new(TestWorld::new(5));
    world.pass(TimeDelta::days(-i64::from(Plan::FULL.days)));
    let register = beibao_sample::register(1);
    let station = DemoStation::start(&folder.path().join("station"), &register, world.clone()).await?;
    let writing = Tablet::enrol(&folder.path().join("writing"), &station, true, world.clone()).await?;
    writing.sync().await?;
    years::live(&writing.store, &world, &Plan::FULL, years::leaflet(&writing.store)?)?;
    writing.sync().await?;
    // Read where nothing was written: as any other officer has it.
    let reading = Tablet::enrol(&folder.path().join("reading"), &station, true, world.clone()).await?;
    reading.sync().await?;
    let facts: i64 = reading.store.read(|sql| Ok(sql.query_row("SELECT count(*) FROM fact", [], |row| row.get(0))?))?;
    println!("{facts} facts");
    let mut rows = pages(&reading, &*world)?;
    rows.push(weight(&reading, &folder.path().join("reading/beibao.db"))?);
    rows.push(erasing(&station, &reading)?);
    rows.insert(0, Row::alone("facts", facts as f64, "", "≥ 150000"));
    report("store", &rows)
}

fn pages(tablet: &Tablet, world: &dyn World) -> Result<Vec<Row>> {
    let store = &tablet.store;
    let today = day_in_china(world.now());
    let homes = crate::load::all_homes(store)?;
    let busy = |n: usize| homes[n * 17 % homes.len()];
    let mut rows = Vec::new();

    let (mut ours, mut bare) = (Times::default(), Times::default());
    for n in 0..ROUNDS {
        let home = busy(n);
        store.read(|sql| {
            ours.measure(|| household_page::page(sql, home, today))?;
            bare.measure(|| fetch(sql, "SELECT body FROM standing WHERE household = ?1", home.0))?;
            Ok(())
        })?;
    }
    rows.push(Row::beside("household page, median", ours.at_ms(0.5), "ms", bare.at_ms(0.5), "≤ 10 ms, ≤ 2 ×"));
    rows.push(Row::beside("household page, p95", ours.at_ms(0.95), "ms", bare.at_ms(0.95), "–"));

    let (mut ours, mut bare) = (Times::default(), Times::default());
    for n in 0..ROUNDS {
        let Some(person) = someone(tablet, busy(n))? else { continue };
        store.read(|sql| {
            ours.measure(|| person_record::read(sql, person))?;
            bare.measure(|| fetch(sql, "SELECT body FROM fact WHERE person = ?1", person.0))?;
            let _ = std::hint::black_box(person_page::page(sql, person, today)?);
            Ok(())
        })?;
    }
    rows.push(Row::beside("all that is known of a person, median", ours.at_ms(0.5), "ms", bare.at_ms(0.5), "≤ 1 s"));

    let (mut ours, mut bare) = (Times::default(), Times::default());
    let asked = Asked { by_month: true, by_area: true, ..Asked::default() };
    for _ in 0..5 {
        store.read(|sql| {
            ours.measure(|| statistics::lines(sql, &asked))?;
            bare.measure(|| fetch_all(sql, "SELECT body FROM fact"))?;
            Ok(())
        })?;
    }
    rows.push(Row::beside(
        "five years by month and area, median",
        ours.at_ms(0.5),
        "ms",
        bare.at_ms(0.5),
        "≤ 150 ms, ≤ 2 ×",
    ));

    let (mut ours, mut lists) = (Times::default(), Times::default());
    for _ in 0..10 {
        ours.measure(|| today::page(store))?;
        let which = matter::Which { kinds: vec!["dispute".into()], ..matter::Which::default() };
        store.read(|sql| Ok(lists.measure(|| matter::list(sql, &which)).map(drop)?))?;
    }
    rows.push(Row::alone("today, median", ours.at_ms(0.5), "ms", "–"));
    rows.push(Row::alone("all disputes, median", lists.at_ms(0.5), "ms", "–"));
    Ok(rows)
}

fn someone(tablet: &Tablet, home: HouseholdId) -> Result<Option<PersonId>> {
    let members = tablet.store.read(|sql| Ok(table::person::members(sql, home)?))?;
    Ok(members.first().map(|(id, _)| *id))
}

fn fetch(sql: &Connection, query: &str, id: uuid::Uuid) -> rusqlite::Result<usize> {
    let mut statement = sql.prepare_cached(query)?;
    let bodies = statement.query_map([id], |row| row.get::<_, String>(0))?;
    bodies.map(|body| Ok(std::hint::black_box(body?).len())).sum()
}

fn fetch_all(sql: &Connection, query: &str) -> rusqlite::Result<usize> {
    let mut statement = sql.prepare_cached(query)?;
    let bodies = statement.query_map([], |row| row.get::<_, String>(0))?;
    bodies.map(|body| Ok(std::hint::black_box(body?).len())).sum()
}

/// The file beside the plain bytes of its rows.
fn weight(tablet: &Tablet, file: &std::path::Path) -> Result<Row> {
    let plain: i64 = tablet.store.read(|sql| {
        let tables = table::rows(
            sql,
            "SELECT m.name, group_concat('coalesce(length(CAST(' || p.name || ' AS BLOB)), 0)', ' + ')
             FROM sqlite_schema m JOIN pragma_table_info(m.name) p
             WHERE m.type = 'table' AND m.name NOT LIKE 'found_terms%' GROUP BY m.name",
            [],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        )?;
        tables.into_iter().try_fold(0, |sum, (name, columns)| {
            let query = format!("SELECT coalesce(sum({columns}), 0) FROM {name}");
            Ok(sum + sql.query_row(&query, [], |row| row.get::<_, i64>(0))?)
        })
    })?;
    let bytes = std::fs::metadata(file).context("the file")?.len();
    Ok(Row::beside("file of a tablet that read it all", bytes as f64 / 1e6, "MB", plain as f64 / 1e6, "≤ 1.3 ×"))
}

fn erasing(station: &DemoStation, tablet: &Tablet) -> Result<Row> {
    let mut times = Times::default();
    for home in crate::load::all_homes(&tablet.store)?.into_iter().skip(3).step_by(101).take(7) {
        let Some(person) = someone(tablet, home)? else { continue };
        times.measure(|| station.station.erase_regardless(person))?;
    }
    Ok(Row::alone("a person erased at the station, median", times.at_ms(0.5), "ms", "≤ 1 s"))
}
