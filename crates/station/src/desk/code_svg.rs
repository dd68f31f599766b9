//! A QR code for the page, as SVG: one path, drawn by the page's own colours never; a reader wants dark on light.

use std::fmt::Write;

use beibao_domain::ProblemCode;
use beibao_print::qr;

use crate::station::{Result, StationError};

/// The code of a text, with its quiet zone, one unit a module.
pub(crate) fn code_svg(text: &str) -> Result<String> {
    let matrix = qr::screen_matrix(text).map_err(|_| StationError::from(ProblemCode::Internal))?;
    let (quiet, side) = (qr::QUIET_MODULES, matrix.side + 2 * qr::QUIET_MODULES);
    let mut path = String::new();
    for y in 0..matrix.side {
        for (x, length) in matrix.dark_stretches(y) {
            let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + quiet, y + quiet);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    ))
}
