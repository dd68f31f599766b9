//! The list of checks, and how a measured number becomes a verdict. Deliberately flat: a check is a function that returns
//! a [`Check`]; a new one is a file here and a line in `examine`.

pub mod background;
pub mod compression;
pub mod exposure;
pub mod eyes;
pub mod face_size;
pub mod file;
pub mod geometry;
pub mod pose;
pub mod scene;
pub mod sharpness;
pub mod single_face;
pub mod skin;

use crate::profile::Bounds;
use crate::report::{Advice, Check, CheckName, Limit, Unit, Verdict};

/// Holds `measured` against `bounds`; the advice is `low` below them and `high` above. The limit is that which spoke: where it warns, the
/// bounds that are to be reached.
fn judge(name: CheckName, measured: f64, bounds: Bounds, unit: Unit, (low, high): (Advice, Advice)) -> Check {
    let below = |bound: Option<f64>| bound.is_some_and(|b| measured < b);
    let above = |bound: Option<f64>| bound.is_some_and(|b| measured > b);
    let verdict = if !measured.is_finite() || below(bounds.fail_below) || above(bounds.fail_above) {
        Verdict::Fail
    } else if below(bounds.warn_below) || above(bounds.warn_above) {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    let advice = match verdict {
        Verdict::Pass => Advice::None,
        _ if below(bounds.fail_below) || below(bounds.warn_below) => low,
        _ => high,
    };
    let (min, max) = match verdict {
        Verdict::Warn => (bounds.warn_below.or(bounds.fail_below), bounds.warn_above.or(bounds.fail_above)),
        _ => (bounds.fail_below, bounds.fail_above),
    };
    let limit = Limit { min, max, unit };
    Check { name, verdict, measured: Some(measured), limit, advice }
}

/// The first of the gravest verdicts.
fn gravest(checks: impl IntoIterator<Item = Check>) -> Option<Check> {
    checks.into_iter().reduce(|worst, next| if next.verdict > worst.verdict { next } else { worst })
}
