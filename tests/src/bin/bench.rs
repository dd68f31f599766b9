//! `beibao-bench [NAME…]`: the benchmarks. Built in release by `scripts/bench`.

use anyhow::{Result, bail};
use beibao_tests::bench;

const NAMES: [&str; 2] = ["tablet", "window"];

#[tokio::main]
async fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|name| !NAMES.contains(&name.as_str())) {
        bail!("no benchmark is called {unknown}; there are: {}", NAMES.join(", "));
    }
    for name in NAMES.iter().filter(|name| asked.is_empty() || asked.iter().any(|asked| asked == *name)) {
        match *name {
            "tablet" => bench::tablet::run().await?,
            _ => bench::window::run().await?,
        }
    }
    Ok(())
}
