//! NAME.json: points in upright source px, verdict by check, and the whole report behind them.

use anyhow::Result;
use beibao_photo::{Outline, Point, Refusal};
use serde_json::{Map, Value, json};

/// The answer for one photo that took `ms` milliseconds, decoding and matte included.
pub fn of(looked: &Result<Outline, Refusal>, ms: f64) -> Result<Value> {
    let report = match looked {
        Ok(looked) => &looked.examination.report,
        Err(refusal) => {
            let (code, told) = (refusal.code(), refusal.to_string());
            return Ok(json!({ "refusal": code, "told": told, "checks": {}, "overall": "fail", "ms": ms }));
        }
    };
    let mut checks = Map::new();
    for check in &report.checks {
        let name = serde_json::to_value(check.name)?;
        checks.insert(name.as_str().unwrap_or_default().to_owned(), serde_json::to_value(check.verdict)?);
    }
    let measured = report.measurements.as_ref();
    let point = |of: fn(&beibao_photo::Measurements) -> Point| measured.map(|m| [of(m).x, of(m).y]);
    Ok(json!({
        "eye_left": point(|m| m.eye_left),
        "eye_right": point(|m| m.eye_right),
        "chin": point(|m| m.chin),
        "head_top_y": measured.and_then(|m| m.head_top_y),
        "checks": checks,
        "overall": if report.accepted { "pass" } else { "fail" },
        "ms": ms,
        "report": report,
    }))
}
