//! What an officer waits for on the tablet with the whole register on it: a keystroke in the search box, a saved visit.

use std::sync::Arc;

use anyhow::{Context, Result};
use beibao_db::FileKey;
use beibao_domain::world::System;
use beibao_replica::find::{self, terms};
use beibao_store::visit;

use super::{Row, Times, report};
use crate::{DemoStation, Tablet};

const SEED: u64 = 1;
const QUERIES: usize = 200;
const SAVES: usize = 300;

/// Measures and reports.
pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let register = beibao_sample::register(SEED);
    let mut station = DemoStation::start(&folder.path().join("station"), &register, Arc::new(System)).await?;
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, true, Arc::new(System)).await?;
    let mut first = Times::default();
    let begun = std::time::Instant::now();
    tablet.sync().await?;
    first.keep(begun.elapsed());
    station.stop().await;
    let mut rows = keystrokes(&tablet, &beibao_sample::keystrokes(SEED, &register, QUERIES))?;
    rows.extend(saves(&tablet, folder.path())?);
    rows.push(Row::alone("first register onto the tablet", first.at_ms(0.5), "ms", "–"));
    report("tablet", &rows)
}

/// Every keystroke of the queries, beside the bare FTS5 query for the same beginning.
fn keystrokes(tablet: &Tablet, queries: &[String]) -> Result<Vec<Row>> {
    let (mut ours, mut floor) = (Times::default(), Times::default());
    // One round to warm the page cache of the file: the officer's first key is not what is felt all day.
    for counted in [false, true] {
        for query in queries {
            for (end, letter) in query.char_indices() {
                let typed = &query[..end + letter.len_utf8()];
                tablet.store.read(|sql| {
                    let mut search = Times::default();
                    let found = search.measure(|| find::search(sql, typed, None))?;
                    std::hint::black_box(found);
                    let mut bare = Times::default();
                    bare.measure(|| -> rusqlite::Result<()> {
                        let Some(query) = terms::query(typed, None, true) else { return Ok(()) };
                        let mut statement = sql.prepare_cached(
                            "SELECT rowid FROM found_terms WHERE found_terms MATCH ?1 ORDER BY rowid LIMIT 51",
                        )?;
                        let rows = statement.query_map([query], |row| row.get::<_, i64>(0))?;
                        rows.for_each(|row| drop(std::hint::black_box(row)));
                        Ok(())
                    })?;
                    if counted {
                        ours.0.extend(search.0);
                        floor.0.extend(bare.0);
                    }
                    Ok(())
                })?;
            }
        }
    }
    let strokes = ours.0.len();
    Ok(vec![
        Row::beside(
            format!("search, p99 of {strokes} keystrokes"),
            ours.at_ms(0.99),
            "ms",
            floor.at_ms(0.99),
            "≤ 5 ms",
        ),
        Row::beside("search, median keystroke", ours.at_ms(0.5), "ms", floor.at_ms(0.5), "–"),
    ])
}

/// Saved visits, beside a bare transaction that writes the same bytes to a file of the same kind. In turn, so that both
/// meet the same disk.
fn saves(tablet: &Tablet, folder: &std::path::Path) -> Result<Vec<Row>> {
    let key = FileKey([7; 32]);
    let bare = beibao_db::connect(&folder.join("bare.db"), &key)?;
    bare.execute_batch("CREATE TABLE written (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")?;
    let home = tablet.household("01-")?;
    let diary = "给老人读了养老金的通知，约好下周带表格来；帮忙卸了一车草料，顺便看了炉子和烟道。".repeat(4);
    let (mut ours, mut floor) = (Times::default(), Times::default());
    for _ in 0..SAVES {
        let mut draft = visit::open_draft(&tablet.store, home)?.draft;
        draft.diary.clone_from(&diary);
        let id = ours.measure(|| tablet.store.write(|tx| visit::save(tx, &draft)))?;
        // What it wrote: the fact as it lies in its table, and the signed change in the outbox.
        let bytes = tablet.store.read(|sql| {
            Ok(sql.query_row(
                "SELECT (SELECT length(CAST(body AS BLOB)) FROM fact WHERE id = ?1),
                        (SELECT length(bytes) + 96 FROM outbox WHERE subject = ?1)",
                [id.0],
                |row| Ok((row.get::<_, u32>(0)? as usize, row.get::<_, u32>(1)? as usize)),
            )?)
        })?;
        let written = vec![0x5a; bytes.0 + bytes.1];
        floor.measure(|| -> rusqlite::Result<()> {
            let transaction = bare.unchecked_transaction()?;
            transaction.execute("INSERT INTO written (bytes) VALUES (?1)", [&written])?;
            transaction.commit()
        })?;
    }
    tablet.store.read(|sql| Ok(sql.query_row("SELECT 1", [], |_| Ok(()))?)).context("the tablet still answers")?;
    Ok(vec![
        Row::beside("visit saved durably, median", ours.at_ms(0.5), "ms", floor.at_ms(0.5), "≤ 1.5 ×"),
        Row::beside("visit saved durably, p95", ours.at_ms(0.95), "ms", floor.at_ms(0.95), "–"),
    ])
}
