//! The simulator's long run: as many stories as asked for, on all cores. It measures nothing; it is here because it takes as
//! long as a benchmark.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Result, ensure};

use crate::sim::{Template, run};

/// Plays `seeds` stories from `from` on, and tells those that broke a promise, shortened.
pub async fn long_run(from: u64, seeds: u64) -> Result<()> {
    let template = Template::new().await;
    let (next, broken) = (AtomicU64::new(from), AtomicU64::new(0));
    let begun = std::time::Instant::now();
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= from + seeds {
                        return;
                    }
                    if let Err(story) = run(&template, seed) {
                        broken.fetch_add(1, Ordering::SeqCst);
                        println!("{story}\n");
                    }
                    if (seed + 1 - from).is_multiple_of(1_000) {
                        println!("{} stories after {:.0} s", seed + 1 - from, begun.elapsed().as_secs_f64());
                    }
                }
            });
        }
    });
    let broken = broken.load(Ordering::SeqCst);
    println!("{seeds} stories in {:.0} s, {broken} broke a promise", begun.elapsed().as_secs_f64());
    ensure!(broken == 0, "{broken} stories broke a promise");
    Ok(())
}
