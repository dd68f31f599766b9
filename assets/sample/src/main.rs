//! `beibao-sample --out DIR [--seed N]`: writes the made-up register as six CSV files and says how many rows each has.
//!
//! Draws nothing itself; the register is `beibao_sample::register`.

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: beibao-sample --out DIR [--seed N]";
const DEFAULT_SEED: u64 = 1;

fn main() -> ExitCode {
    let Some((out, seed)) = arguments(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match write(&out, seed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", out.display());
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<(PathBuf, u64)> {
    let (mut out, mut seed) = (None, DEFAULT_SEED);
    while let Some(name) = given.next() {
        match name.as_str() {
            "--out" => out = Some(PathBuf::from(given.next()?)),
            "--seed" => seed = given.next()?.parse().ok()?,
            _ => return None,
        }
    }
    Some((out?, seed))
}

fn write(out: &std::path::Path, seed: u64) -> std::io::Result<()> {
    let register = beibao_sample::register(seed);
    std::fs::create_dir_all(out)?;
    for (name, text) in register.files() {
        std::fs::write(out.join(name), text)?;
        // No field holds a line break, so each line but the header is a row.
        println!("{name}: {} rows", text.lines().count() - 1);
    }
    Ok(())
}
