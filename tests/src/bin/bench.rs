//! `beibao-bench [NAME…]`: the benchmarks; `sync` takes the names of its parts. Built in release by `scripts/bench`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use beibao_tests::bench::sync::PARTS;
use beibao_tests::{bench, cut, kill};

const NAMES: [&str; 6] = ["tablet", "store", "window", "sync", "print", "desk"];

#[tokio::main]
async fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if asked.first().is_some_and(|name| name == "sim") {
        return bench::sim::long_run(number(&asked, "--from", 1)?, number(&asked, "--seeds", 1_000)?).await;
    }
    if asked.first().is_some_and(|name| name == "fuzz") {
        return bench::fuzz::run(number(&asked, "--seconds", 30)?).await;
    }
    if asked.first().is_some_and(|name| name == "flaky") {
        return bench::flaky::run(number(&asked, "--from", 1)?, number(&asked, "--seeds", 20)?).await;
    }
    if asked.first().is_some_and(|name| name == "cut") {
        let (said, gave_up) = cut::everywhere(1).await?;
        println!("a sync cut once at each of its {said} bytes: nothing lost, nothing doubled, {gave_up} begun again");
        return Ok(());
    }
    if asked.first().is_some_and(|name| name == "kill") {
        let times = number(&asked, "--times", 200)?;
        let in_the_middle = kill::run(&std::env::current_exe()?, times, number(&asked, "--from", 1)?).await?;
        println!(
            "killed {times} times, {in_the_middle} of them in the middle of a sync: nothing lost, nothing doubled"
        );
        return Ok(());
    }
    // The two ends of `kill`, as processes of their own.
    match asked.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [kill::SERVE, folder] => return kill::serve(Path::new(folder)).await,
        [kill::SYNC, folder, url] => return kill::sync_once(Path::new(folder), url).await,
        _ => {}
    }
    if asked.first().is_some_and(|name| name == "floor") {
        return bench::floor::serve().await;
    }
    if asked.first().is_some_and(|name| name == "sync") && asked[1..].iter().all(|part| PARTS.contains(&part.as_str()))
    {
        return bench::sync::run(&asked[1..]).await;
    }
    if let Some(unknown) = asked.iter().find(|name| !NAMES.contains(&name.as_str())) {
        bail!(
            "no benchmark is called {unknown}; there are: {}, sim [--seeds N] [--from N], flaky [--seeds N] [--from N], \
             kill [--times N], cut, fuzz [--seconds N]",
            NAMES.join(", ")
        );
    }
    for name in NAMES.iter().filter(|name| asked.is_empty() || asked.iter().any(|asked| asked == *name)) {
        match *name {
            "tablet" => bench::tablet::run().await?,
            "store" => bench::store::run().await?,
            "sync" => bench::sync::run(&[]).await?,
            "print" => bench::print::run()?,
            "desk" => bench::desk::run().await?,
            _ => bench::window::run().await?,
        }
    }
    Ok(())
}

fn number(asked: &[String], name: &str, usual: u64) -> Result<u64> {
    match asked.iter().position(|word| word == name) {
        None => Ok(usual),
        Some(at) => asked.get(at + 1).and_then(|n| n.parse().ok()).with_context(|| format!("{name} wants a number")),
    }
}
