//! Which packages are compiled into the two programs that are handed out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// A package that is not ours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    name: String,
    version: String,
    /// Its SPDX expression.
    pub licence: String,
    /// Where its sources lie.
    pub folder: PathBuf,
}

impl Package {
    /// Name and version.
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// What `beibao` and `beibao-station` are made of on Linux, beside our own crates.
pub fn compiled_in(root: &Path) -> Result<Vec<Package>> {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root)
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes: BTreeMap<String, Vec<String>> = list(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| {
            // Neither what only tests use nor what only a build script uses ends up in a program.
            let normal = |dep: &Value| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            let deps = list(&node["deps"]).iter().filter(|dep| normal(dep)).map(|dep| text(&dep["pkg"])).collect();
            (text(&node["id"]), deps)
        })
        .collect();
    let packages = list(&metadata["packages"]);
    let mut wanted: Vec<String> = packages
        .iter()
        .filter(|package| ["beibao-app", "beibao-station"].contains(&package["name"].as_str().unwrap_or_default()))
        .map(|package| text(&package["id"]))
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = wanted.pop() {
        if reached.insert(id.clone()) {
            wanted.extend(nodes.get(&id).cloned().unwrap_or_default());
        }
    }
    let mut found = Vec::new();
    for package in packages.iter().filter(|package| reached.contains(&text(&package["id"]))) {
        if package["source"].is_null() {
            continue;
        }
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        found.push(Package {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]),
            folder: manifest.parent().context("a folder")?.to_owned(),
        });
    }
    found.sort();
    Ok(found)
}
