//! What the project is made of: licences that may stand beside Apache-2.0, and an Android tree without a desktop in it.

use std::collections::BTreeMap;
use std::process::Command;

const ALLOWED: &[&str] = &[
    "0BSD",
    "BlueOak-1.0.0",
    "WTFPL",
    "blessing",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "OpenSSL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir("..").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether one choice of an SPDX expression is allowed. Expressions here are ORs of ANDs, with or without brackets.
fn is_allowed(licence: &str) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" OR ").any(|choice| choice.split(" AND ").all(|one| ALLOWED.contains(&one.trim())))
}

#[test]
fn every_dependency_has_a_licence_that_may_stand_beside_ours() {
    let metadata: serde_json::Value =
        serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--locked"])).unwrap();
    let refused: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|package| Some((package["name"].as_str()?, package["license"].as_str().unwrap_or("none"))))
        .filter(|(_, licence)| !is_allowed(licence))
        .collect();
    assert_eq!(refused, BTreeMap::new());
}

#[test]
fn the_android_tree_holds_no_desktop() {
    let tree = cargo(&[
        "tree",
        "-p",
        "beibao-app",
        "--target",
        "aarch64-linux-android",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--locked",
    ]);
    assert!(tree.contains("tauri v2"));
    for desktop in ["gtk", "webkit2gtk", "tauri-plugin-single-instance"] {
        assert!(!tree.lines().any(|line| line.split(' ').next() == Some(desktop)), "{desktop} is in the Android tree");
    }
}

#[test]
fn the_pure_crates_stay_pure() {
    for (crate_name, forbidden) in [
        ("beibao-domain", &["tokio", "rusqlite", "reqwest", "axum", "tauri", "image"][..]),
        ("beibao-wire", &["tokio", "rusqlite", "reqwest", "axum", "tauri", "image"]),
        ("beibao-replica", &["tokio", "reqwest", "axum", "tauri", "image", "argon2"]),
        ("beibao-store", &["tokio", "reqwest", "axum", "tauri", "image"]),
        ("beibao-sync", &["tauri", "axum", "image"]),
        ("beibao-photo", &["tokio", "rusqlite", "reqwest", "axum", "tauri"]),
        ("beibao-print", &["tokio", "rusqlite", "reqwest", "axum", "tauri"]),
        ("beibao-station", &["tauri", "beibao-store", "reqwest"]),
    ] {
        let tree = cargo(&["tree", "-p", crate_name, "--edges", "normal", "--prefix", "none", "--locked"]);
        for name in forbidden {
            assert!(!tree.lines().any(|line| line.split(' ').next() == Some(name)), "{crate_name} uses {name}");
        }
    }
}

#[test]
fn the_notices_name_exactly_what_is_compiled_in() {
    let told = std::fs::read_to_string("../assets/licences/third-party.txt").unwrap();
    let listed: Vec<&str> = told.split("\n\n").nth(1).unwrap().lines().collect();
    let compiled: Vec<String> = beibao_tests::notices::compiled_in(std::path::Path::new(".."))
        .unwrap()
        .iter()
        .map(|package| format!("{}  {}", package.title(), package.licence))
        .collect();
    assert!(listed == compiled, "stale: run `cargo run -p beibao-tests --bin notices`");
}
