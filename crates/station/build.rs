//! Puts the desk's built page into the program. Without one the program says so instead of it.

use std::path::{Path, PathBuf};

fn main() {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist-desk");
    // Made if it is not there, so that cargo has a folder to watch; a read-only checkout does without.
    let _ = std::fs::create_dir_all(&built);
    println!("cargo::rerun-if-changed={}", built.display());
    let mut files = Vec::new();
    find(&built, &mut files);
    files.sort();
    let lines: String = files
        .iter()
        .filter_map(|file| {
            let name = file.strip_prefix(&built).ok()?.to_str()?.replace('\\', "/");
            Some(format!("    ({name:?}, include_bytes!({:?})),\n", file.to_str()?))
        })
        .collect();
    let source = format!("/// Path and bytes of each file.\nstatic FILES: &[(&str, &[u8])] = &[\n{lines}];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where")).join("page.rs");
    std::fs::write(out, source).expect("the build folder can be written");
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { find(&path, files) } else { files.push(path) }
    }
}
