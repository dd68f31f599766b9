//! The committed TypeScript bindings are the ones that the commands have. `BEIBAO_WRITE_BINDINGS=1` renews them.

use std::path::Path;

#[test]
fn the_committed_bindings_are_the_generated_ones() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/ipc/bindings.ts");
    let generated = beibao_app::bindings::typescript().unwrap();
    if std::env::var_os("BEIBAO_WRITE_BINDINGS").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        committed == generated,
        "the bindings are not the generated ones: run this test with BEIBAO_WRITE_BINDINGS=1"
    );
}

#[test]
fn a_window_may_call_exactly_the_commands_that_exist() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let capability = std::fs::read_to_string(folder.join("capabilities/field.json")).unwrap();
    let capability: serde_json::Value = serde_json::from_str(&capability).unwrap();
    let mut allowed: Vec<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|command| command.replace('-', "_"))
        .collect();
    // Whatever is called at all, whether it is allowed or not: `__TAURI_INVOKE<…>("name"` and `invoke<…>("name"`.
    let mut called: Vec<String> = ["bindings.ts", "raw.ts"]
        .iter()
        .flat_map(|file| {
            let text = std::fs::read_to_string(folder.join("../ui/src/lib/ipc").join(file)).unwrap();
            let calls = text.split("INVOKE<").skip(1).chain(text.split(" invoke<").skip(1));
            calls.filter_map(|call| call.split_once(">(\"")?.1.split('"').next().map(str::to_owned)).collect::<Vec<_>>()
        })
        .collect();
    let manifest = std::fs::read_to_string(folder.join("build.rs")).unwrap();
    let mut built: Vec<String> = manifest
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\",").map(str::to_owned))
        .collect();
    built.sort();
    allowed.sort();
    called.sort();
    called.dedup();
    assert_eq!(called, allowed);
    assert_eq!(called, built);
}
