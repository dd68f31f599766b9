//! `notices`: writes `assets/licences/third-party.txt`, the licences of all that is compiled into the two programs. Run
//! it after the tree of dependencies changed: `cargo run -p beibao-tests --bin notices`. A test tells when it is stale.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let packages = beibao_tests::notices::compiled_in(&root)?;
    // Many packages carry the same text: it stands once, under the names of all that carry it.
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in &packages {
        let name = package.title();
        for file in licence_files(&package.folder)? {
            let text = std::fs::read(&file).with_context(|| file.display().to_string())?;
            let text = String::from_utf8_lossy(&text).replace('\r', "").trim().to_owned();
            texts.entry(text).or_default().insert(name.clone());
        }
    }
    for module in ["svelte", "@tauri-apps/api"] {
        for file in licence_files(&root.join("ui/node_modules").join(module))? {
            let text = std::fs::read_to_string(file)?.trim().to_owned();
            texts.entry(text).or_default().insert(format!("{module} (npm)"));
        }
    }
    let mut out = String::from("What is compiled into beibao and beibao-station, and its licences.\n\n");
    for package in &packages {
        out.push_str(&format!("{}  {}\n", package.title(), package.licence));
    }
    for (text, names) in texts {
        let names: Vec<String> = names.into_iter().collect();
        out.push_str(&format!("\n{}\n{}\n\n{text}\n", "=".repeat(100), names.join(", ")));
    }
    let folder = root.join("assets/licences");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("third-party.txt"), out)?;
    println!("{} packages", packages.len());
    Ok(())
}

/// Licence files of a package, and of what it bundles one folder below.
fn licence_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(
                std::fs::read_dir(&path)?.flatten().map(|inner| inner.path()).filter(|inner| is_licence(inner)),
            );
        } else if is_licence(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    path.is_file() && ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT"].iter().any(|word| name.starts_with(word))
}
