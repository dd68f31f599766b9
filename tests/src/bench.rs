//! Benchmarks: each measures beside a floor in the same run, prints a table and leaves it in `out/bench/NAME.json`.
//!
//! Machines are noisy, so a figure is a median or a percentile of many, and a goal is a ratio to the floor wherever one
//! can be measured. Nothing here passes or fails: tests are never timed, and benchmarks never assert a time.

pub mod desk;
pub mod flaky;
pub mod floor;
pub mod fuzz;
pub mod print;
pub(crate) mod served;
pub mod sim;
pub mod store;
mod storm;
pub mod sync;
pub mod tablet;
pub mod window;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde::Serialize;

/// One measured figure.
#[derive(Debug, Serialize)]
pub struct Row {
    row: String,
    value: f64,
    unit: &'static str,
    floor: Option<f64>,
    ratio: Option<f64>,
    goal: String,
}

impl Row {
    /// A figure without a floor.
    pub fn alone(row: impl Into<String>, value: f64, unit: &'static str, goal: impl Into<String>) -> Self {
        Self { row: row.into(), value, unit, floor: None, ratio: None, goal: goal.into() }
    }

    /// A figure beside its floor.
    pub fn beside(row: impl Into<String>, value: f64, unit: &'static str, floor: f64, goal: impl Into<String>) -> Self {
        Self { row: row.into(), value, unit, floor: Some(floor), ratio: Some(value / floor), goal: goal.into() }
    }
}

/// Prints the rows as a table and writes them to `out/bench/NAME.json`.
pub fn report(name: &str, rows: &[Row]) -> Result<()> {
    println!("\n{name:<46} {:>12} {:>12} {:>7}  goal", "value", "floor", "ratio");
    for row in rows {
        let cell = |value: Option<f64>| value.map_or("–".into(), |value| format!("{value:.3}"));
        println!(
            "{:<46} {:>9.3} {:<2} {:>12} {:>7}  {}",
            row.row,
            row.value,
            row.unit,
            cell(row.floor),
            row.ratio.map_or("–".into(), |ratio| format!("{ratio:.2}")),
            row.goal
        );
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../out/bench");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(format!("{name}.json")), serde_json::to_vec_pretty(rows)?)?;
    Ok(())
}

/// Durations of one thing that was done many times.
#[derive(Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Does it once more and keeps how long it took.
    pub fn measure<R>(&mut self, what: impl FnOnce() -> R) -> R {
        let begun = Instant::now();
        let result = what();
        self.0.push(begun.elapsed());
        result
    }

    /// Keeps a duration that was measured elsewhere.
    pub fn keep(&mut self, duration: Duration) {
        self.0.push(duration);
    }

    /// The duration below which this part of all lie, in milliseconds; `0.5` is the median.
    pub fn at_ms(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * part).round() as usize).map_or(f64::NAN, |d| d.as_secs_f64() * 1e3)
    }
}
