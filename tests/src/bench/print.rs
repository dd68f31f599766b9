//! What a desk waits for at the printer, and whether what comes out can be read: sheets of cards beside the PDF that a
//! browser makes of the same cards, the marks that are cut along, the weight in the program, and the codes under every
//! decoder that could be had.

pub mod camera;
pub mod decoders;
pub mod marks;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use beibao_print::{CARDS_PER_SHEET, CardBack, ContactCard, Order};

use super::{Row, Times, report};

const SHEETS: usize = 101;
const LARGE_ORDERS: usize = 5;
const BROWSER_STARTS: usize = 7;
const OFFICERS: u32 = 50;
const COPIES_EACH: u32 = 20;

/// Measures and reports.
pub fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut rows = sheets(folder.path())?;
    rows.extend(orders()?);
    rows.push(weight()?);
    rows.extend(marks::measure(folder.path())?);
    rows.extend(decoders::matrix()?);
    report("print", &rows)
}

/// An ordinary card: nobody's name, numbers that nobody has.
pub fn card(officer: u32) -> ContactCard {
    const NAMES: [&str; 5] = ["孟和巴图", "苏和", "娜仁花", "阿拉坦其其格", "巴雅尔"];
    ContactCard {
        name: NAMES[officer as usize % NAMES.len()].into(),
        name_mn: Some("ᠮᠥᠩᠬᠡᠪᠠᠲᠤ".into()),
        badge: format!("{:06}", 100 + officer),
        station: "云雀滩派出所".into(),
        station_mn: Some("ᠪᠣᠯᠵᠣᠮᠣᠷ ᠲᠠᠯ᠎ᠠ\u{202F}ᠶᠢᠨ ᠴᠠᠭᠳᠠᠭ᠎ᠠ\u{202F}ᠶᠢᠨ ᠭᠠᠵᠠᠷ".into()),
        duty_phone: format!("{:011}", 100 + officer),
        emergency_phone: "110".into(),
        area: "第三分场、巴彦嘎查".into(),
        area_mn: Some("ᠪᠠᠶᠠᠨ ᠭᠠᠴᠠᠭ᠎ᠠ".into()),
    }
}

/// The other side of it.
pub fn back() -> CardBack {
    CardBack { station_phone: "00000000110".into(), photo: None, english: None }
}

/// Ten cards on A4, warm, beside what a browser needs for the same ten as pictures on a page.
fn sheets(folder: &Path) -> Result<Vec<Row>> {
    let card = card(1);
    let pdf = beibao_print::sheet_pdf(&card)?;
    let mut ours = Times::default();
    for _ in 0..SHEETS {
        std::hint::black_box(ours.measure(|| beibao_print::sheet_pdf(&card))?);
    }
    let page = format!(
        "<!doctype html><meta charset=utf-8><style>@page{{size:A4;margin:13.5mm 15mm}}body{{margin:0;font-size:0}}\
         svg{{width:90mm;height:54mm}}</style>{}",
        beibao_print::card_svg(&card)?.repeat(CARDS_PER_SHEET)
    );
    let (made, made_bytes) = browser(folder, &page)?;
    let (empty, _) = browser(folder, "<!doctype html>")?;
    Ok(vec![
        Row::beside(
            "sheet of ten as PDF, warm",
            ours.at_ms(0.5),
            "ms",
            made - empty,
            "≤ 20 ms; a browser's print, its start taken off",
        ),
        Row::alone("the browser's start, which was taken off", empty, "ms", "–"),
        Row::beside(
            "the sheet's size",
            pdf.len() as f64 / 1e3,
            "kB",
            made_bytes as f64 / 1e3,
            "≤ 100 kB; the browser's",
        ),
    ])
}

/// The median time in milliseconds and the size in bytes of a page that a headless Chromium prints.
fn browser(folder: &Path, page: &str) -> Result<(f64, u64)> {
    let (html, pdf) = (folder.join("page.html"), folder.join("page.pdf"));
    std::fs::write(&html, page)?;
    let mut times = Times::default();
    for _ in 0..BROWSER_STARTS {
        let mut command = Command::new("chromium");
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]);
        command.args(["--no-first-run", "--disable-sync", "--no-pdf-header-footer", "--virtual-time-budget=1"]);
        command.arg(format!("--user-data-dir={}", folder.join("profile").display()));
        command.arg(format!("--print-to-pdf={}", pdf.display())).arg(&html);
        let output = times.measure(|| command.output()).context("chromium")?;
        ensure!(output.status.success() && pdf.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok((times.at_ms(0.5), std::fs::metadata(&pdf)?.len()))
}

/// A thousand cards for fifty officers, and the same with backs.
fn orders() -> Result<Vec<Row>> {
    let order =
        |officer, back: Option<CardBack>| Order { card: card(officer), back, copies: COPIES_EACH, mark_missing: false };
    let mut rows = Vec::new();
    for (name, with_back) in [("1,000 cards for 50 officers", false), ("the same with backs", true)] {
        let orders: Vec<Order> = (0..OFFICERS).map(|officer| order(officer, with_back.then(back))).collect();
        let mut times = Times::default();
        let mut bytes = 0;
        for _ in 0..LARGE_ORDERS {
            bytes = times.measure(|| beibao_print::order_pdf(&orders))?.len();
        }
        let goal = if with_back { "–" } else { "≤ 2,000 ms" };
        rows.push(Row::alone(name, times.at_ms(0.5), "ms", goal));
        rows.push(Row::alone(format!("{name}: size"), bytes as f64 / 1e3, "kB", "–"));
    }
    Ok(rows)
}

/// What the papers add to a program, fonts and all: one that makes every paper beside one that has pictures and JSON only.
fn weight() -> Result<Row> {
    let beside = std::env::current_exe()?.parent().context("a folder")?.join("examples");
    let bytes = |name: &str| -> Result<f64> {
        let path: PathBuf = beside.join(name);
        Ok(std::fs::metadata(&path).with_context(|| path.display().to_string())?.len() as f64)
    };
    let (papers, without) = (bytes("papers")?, bytes("without_papers")?);
    Ok(Row::beside("added to a program, with fonts", (papers - without) / 1e6, "MB", without / 1e6, "≤ 12 MB"))
}
