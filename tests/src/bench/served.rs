//! A station, or the plain program beside it, as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// A process that serves, and what its processor did.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Served {
    pub(super) fn station(folder: &Path) -> Result<Self> {
        let program = beside("beibao-station")?;
        let mut command = Command::new(program);
        command.args(["--language", "en", "--folder"]).arg(folder).args(["serve", "--listen", "127.0.0.1:0"]);
        command.env("RUST_LOG", "error");
        Self::start(command)
    }

    /// A station as it stood before anybody's sync, so that each measures the same work.
    pub(super) fn copy_of(home: &Path, number: usize) -> Result<Self> {
        let copy = home.with_extension(number.to_string());
        std::fs::create_dir_all(&copy)?;
        for entry in std::fs::read_dir(home)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                std::fs::copy(entry.path(), copy.join(entry.file_name()))?;
            }
        }
        Self::station(&copy)
    }

    pub(super) fn floor(folder: &Path) -> Result<Self> {
        let mut command = Command::new(beside("beibao-bench")?);
        command.arg("floor").env("FLOOR_FOLDER", folder);
        Self::start(command)
    }

    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().context("its output")?).read_line(&mut line)?;
        let address = line.trim().rsplit(['/', ' ']).next().context("an address")?.parse()?;
        Ok(Self { child, address })
    }

    pub(super) fn cpu(&self) -> f64 {
        cpu_of(&self.child.id().to_string())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = (self.child.kill(), self.child.wait());
    }
}

pub(super) fn beside(program: &str) -> Result<PathBuf> {
    Ok(std::env::current_exe()?.parent().context("a folder")?.join(program))
}

/// User and system seconds of a process.
fn cpu_of(process: &str) -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let told = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<&str> = told.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / TICKS_A_SECOND
}
