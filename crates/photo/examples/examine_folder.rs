//! Examines every JPEG of a folder and writes each report and finished photo into another, in the form that scoring
//! scripts read: `cargo run --release -p beibao-photo --example examine_folder -- FROM TO`.

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use beibao_photo::{Profile, examine};
use serde_json::{Map, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(from), Some(to)) = (folders.next(), folders.next()) else { return Err("give two folders".into()) };
    let mut files: Vec<PathBuf> = std::fs::read_dir(from)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "jpg"));
    files.sort();
    for path in files {
        let bytes = std::fs::read(&path)?;
        let started = Instant::now();
        let examined = examine(&bytes, &Profile::ga461())?;
        let ms = started.elapsed().as_secs_f64() * 1e3;
        let name = path.file_stem().unwrap_or_default();
        let mut out = json!({ "ms": ms, "overall": if examined.report.accepted { "pass" } else { "fail" } });
        let mut checks = Map::new();
        for check in &examined.report.checks {
            let key = serde_json::to_value(check.name)?.as_str().unwrap_or_default().to_owned();
            checks.insert(key, serde_json::to_value(check.verdict)?);
            println!("{} {:?} {:?} {:?} {:?}", name.display(), check.name, check.verdict, check.measured, check.advice);
        }
        out["checks"] = checks.into();
        if let Some(m) = examined.report.measurements {
            out["eye_left"] = json!([m.eye_left.x, m.eye_left.y]);
            out["eye_right"] = json!([m.eye_right.x, m.eye_right.y]);
            out["chin"] = json!([m.chin.x, m.chin.y]);
            out["head_top_y"] = json!(m.head_top_y);
            println!("{} roll {:.1} seen {} scale {:.2}", name.display(), m.roll_deg, m.eyes_seen, m.source_scale);
        }
        std::fs::write(to.join(name).with_extension("json"), out.to_string())?;
        if let Some(portrait) = examined.portrait {
            std::fs::write(to.join(name).with_extension("jpg"), portrait.jpeg)?;
        }
    }
    Ok(())
}
