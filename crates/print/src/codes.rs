//! Codes by themselves, for a screen or a terminal.

use std::fmt::Write;

use crate::error::PrintError;
use crate::scene::{self, Scene};
use crate::{qr, raster};

/// A text as a QR code by itself, each module eight pixels wide, with its quiet zone: an RGB picture for a screen.
pub fn code_png(text: &str) -> Result<Vec<u8>, PrintError> {
    const MODULE_PX: f32 = 8.0;
    let matrix = qr::screen_matrix(text)?;
    let quiet = qr::QUIET_MODULES as f32;
    let side_mm = matrix.side as f32;
    let item = scene::Item::Code { at: scene::Point::new(quiet, quiet), side_mm, matrix };
    let page_mm = side_mm + 2.0 * quiet;
    // One millimetre a module, at as many pixels a millimetre as a module shall have.
    let scene = Scene { width_mm: page_mm, height_mm: page_mm, title: String::new(), items: vec![item] };
    raster::png(&scene, (MODULE_PX * 25.4).round() as u32)
}

/// The same as SVG, one unit a module: dark on light whatever the page's colours, because a reader wants that.
pub fn code_svg(text: &str) -> Result<String, PrintError> {
    let matrix = qr::screen_matrix(text)?;
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

/// The same for a terminal: two rows of modules to a line, light on dark or dark on light alike.
pub fn code_blocks(text: &str) -> Result<String, PrintError> {
    let matrix = qr::screen_matrix(text)?;
    let (side, quiet) = (matrix.side, qr::QUIET_MODULES);
    let dark = |x: usize, y: usize| {
        let inside = (quiet..quiet + side).contains(&x) && (quiet..quiet + side).contains(&y);
        inside && matrix.is_dark(x - quiet, y - quiet)
    };
    let whole = side + 2 * quiet;
    let line = |y: usize| {
        let blocks = (0..whole).map(|x| match (dark(x, y), dark(x, y + 1)) {
            (false, false) => '█',
            (false, true) => '▀',
            (true, false) => '▄',
            (true, true) => ' ',
        });
        // White on black by its own colours: a reader wants dark modules on light, whatever the terminal's theme.
        format!("\x1b[97;40m{}\x1b[0m\n", blocks.collect::<String>())
    };
    Ok((0..whole).step_by(2).map(line).collect())
}
