//! Where the crop marks stand once a sheet is a picture: Poppler draws it at 600 dpi, the middle of each mark is measured.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use beibao_print::Order;

use super::{Row, back, card};

const DPI: f64 = 600.0;
/// Where the cuts are, in millimetres from the left and from the top.
const CUTS_X: [f64; 3] = [15.0, 105.0, 195.0];
const CUTS_Y: [f64; 6] = [13.5, 67.5, 121.5, 175.5, 229.5, 283.5];
/// Lines that cross all marks of one side and nothing else: in millimetres from the top and from the left.
const ACROSS_Y: [f64; 2] = [7.5, 289.5];
const ACROSS_X: [f64; 2] = [9.0, 201.0];

struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// How far the worst mark is from its cut, and how far front and back are from each other.
pub fn measure(folder: &Path) -> Result<Vec<Row>> {
    let order = Order { card: card(1), back: Some(back()), copies: 10, mark_missing: false };
    std::fs::write(folder.join("sheet.pdf"), beibao_print::order_pdf(&[order])?)?;
    let output = Command::new("pdftoppm")
        .args(["-r", "600", "-gray", "sheet.pdf", "sheet"])
        .current_dir(folder)
        .output()
        .context("pdftoppm")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (front, back) = (marks(&folder.join("sheet-1.pgm"))?, marks(&folder.join("sheet-2.pgm"))?);
    let off = |(found, cut): (f64, f64)| (found - cut).abs();
    let farthest = |numbers: Vec<f64>| numbers.into_iter().fold(0.0, f64::max);
    let worst = farthest(front.iter().chain(&back).copied().map(off).collect());
    let apart = farthest(front.iter().zip(&back).map(|(a, b)| (a.0 - b.0).abs()).collect());
    Ok(vec![
        Row::alone(format!("worst of {} crop marks", front.len() + back.len()), worst, "mm", "≤ 0.1 mm"),
        Row::alone("front to back, turned over", apart, "mm", "≤ 0.1 mm"),
    ])
}

/// Each mark as it was found, beside the cut that it stands for.
fn marks(path: &Path) -> Result<Vec<(f64, f64)>> {
    let page = read(path)?;
    let (across, down) = (page.width as f64 / DPI * 25.4, page.height as f64 / DPI * 25.4);
    ensure!((across - 210.0).abs() < 0.1 && (down - 297.0).abs() < 0.1, "A4 is not {across} × {down} mm");
    let pixel = |mm: f64| (mm / 25.4 * DPI) as usize;
    let mut found = Vec::new();
    for y in ACROSS_Y.map(pixel) {
        found.extend(middles(page.width, |x| page.pixels[y * page.width + x]).into_iter().zip(CUTS_X));
    }
    for x in ACROSS_X.map(pixel) {
        found.extend(middles(page.height, |y| page.pixels[y * page.width + x]).into_iter().zip(CUTS_Y));
    }
    ensure!(found.len() == 18, "{} marks", found.len());
    Ok(found)
}

/// The middles of the dark stretches along a line, in millimetres, each pixel weighed by how dark it is.
fn middles(length: usize, at: impl Fn(usize) -> u8) -> Vec<f64> {
    let mut found = Vec::new();
    let (mut weight, mut moment) = (0.0, 0.0);
    for place in 0..length {
        let dark = f64::from(255 - at(place));
        if dark > 8.0 {
            weight += dark;
            moment += dark * (place as f64 + 0.5);
        } else if weight > 0.0 {
            found.push(moment / weight / DPI * 25.4);
            (weight, moment) = (0.0, 0.0);
        }
    }
    found
}

/// A binary PGM, as Poppler writes it.
fn read(path: &Path) -> Result<Grey> {
    let bytes = std::fs::read(path)?;
    let mut fields = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut next = || fields.next().context("a PGM");
    ensure!(next()? == b"P5", "a grey picture");
    let number = |field: &[u8]| -> Result<usize> { Ok(std::str::from_utf8(field)?.parse()?) };
    let (width, height) = (number(next()?)?, number(next()?)?);
    let pixels = next()?.strip_prefix(b"255\n").context("eight bits")?.to_vec();
    ensure!(pixels.len() == width * height, "a whole picture");
    Ok(Grey { width, height, pixels })
}
