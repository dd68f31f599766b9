//! Every decoder on every picture: rqrr here, the others in `read.py` and `read.mjs`, which `scripts/bench` sets up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use beibao_print::ContactCard;
use beibao_print::scene::Item;
use image::{GrayImage, ImageFormat};

use super::camera::Scene;
use super::{Row, card};

const PICTURES: u64 = 20;
const DECODERS: [&str; 5] = ["zbar", "zxing", "opencv", "jsqr", "rqrr"];
/// So many decoders have to agree that a damaged code can be read.
const ENOUGH: usize = 3;

/// What was read off one printed code: for each scene, for each picture, by whom.
type Read = BTreeMap<&'static str, BTreeMap<String, BTreeSet<&'static str>>>;

/// Reads an ordinary card, printed coarse and fine, and one of a station with a long name.
pub fn matrix() -> Result<Vec<Row>> {
    let long = ContactCard { station: "东乌珠穆沁旗公安局草原边境派出所".into(), ..card(3) };
    let mut rows = Vec::new();
    for (name, card, dpi) in [("150 dpi", card(0), 150), ("300 dpi", card(0), 300), ("long name", long, 300)] {
        let read = read(&card, dpi)?;
        for scene in Scene::ALL.map(Scene::name) {
            let pictures = &read[scene];
            let part = |count: usize| 100.0 * count as f64 / pictures.len() as f64;
            let enough = part(pictures.values().filter(|by| by.len() >= ENOUGH).count());
            let (all, three) = match scene {
                "scanned" => ("100 %", "100 %"),
                "20 % torn" | "20 % muddy" => ("–", "100 %"),
                _ => ("–", "–"),
            };
            for decoder in DECODERS {
                let read = part(pictures.values().filter(|by| by.contains(decoder)).count());
                rows.push(Row::alone(format!("{name}, {scene}: {decoder}"), read, "%", all));
            }
            rows.push(Row::alone(format!("{name}, {scene}: three or more"), enough, "%", three));
        }
    }
    Ok(rows)
}

fn read(card: &ContactCard, dpi: u32) -> Result<Read> {
    let (printed, modules) = printed(card, dpi)?;
    let folder = tempfile::tempdir()?;
    let mut names: BTreeMap<String, &'static str> = BTreeMap::new();
    let mut read = Read::new();
    for (number, scene) in Scene::ALL.into_iter().enumerate() {
        let pictures = if scene == Scene::Scan { 1 } else { PICTURES };
        for seed in 0..pictures {
            let picture = scene.picture(&printed, modules, seed);
            let name = format!("{number}-{seed}.png");
            picture.save_with_format(folder.path().join(&name), ImageFormat::Png)?;
            let by = read.entry(scene.name()).or_default().entry(name.clone()).or_default();
            if rqrr(&picture).contains(&card.vcard()) {
                by.insert("rqrr");
            }
            names.insert(name, scene.name());
        }
    }
    for (by, texts) in others(folder.path())? {
        let by = DECODERS.into_iter().find(|known| *known == by).context("a decoder that is known")?;
        for (name, _) in texts.into_iter().filter(|(_, text)| *text == card.vcard()) {
            read.entry(names[&name]).or_default().entry(name).or_default().insert(by);
        }
    }
    Ok(read)
}

/// The code of a card as a printer of that resolution puts it on paper, with its quiet zone, and its modules.
fn printed(card: &ContactCard, dpi: u32) -> Result<(GrayImage, usize)> {
    let scene = beibao_print::card_scene(card)?;
    let code = scene.items.iter().find_map(|item| match item {
        Item::Code { at, side_mm, matrix } => Some((*at, *side_mm, matrix.side)),
        _ => None,
    });
    let (at, side_mm, modules) = code.context("a code")?;
    let png = beibao_print::card_png(card, dpi)?;
    let page = image::load_from_memory_with_format(&png, ImageFormat::Png)?.to_luma8();
    let quiet_mm = 4.0 * side_mm / modules as f32;
    let pixels = |mm: f32| (mm * dpi as f32 / 25.4).round() as i64;
    let side = pixels(side_mm + 2.0 * quiet_mm) as u32;
    // The card's edge is nearer than the quiet zone is wide on some cards: beyond it is the white of the table.
    let mut paper = GrayImage::from_pixel(side, side, image::Luma([255]));
    let (left, top) = (pixels(quiet_mm - at.x), pixels(quiet_mm - at.y));
    image::imageops::overlay(&mut paper, &page, left, top);
    Ok((paper, modules))
}

fn rqrr(picture: &GrayImage) -> Vec<String> {
    let at = |x: usize, y: usize| picture.get_pixel(x as u32, y as u32).0[0];
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    prepared.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

/// What the others read in the pictures of a folder: decoder, picture, text.
fn others(folder: &Path) -> Result<BTreeMap<String, BTreeMap<String, String>>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let tools = root.join("target/decoders");
    let here = root.join("tests/src/bench/print");
    let mut all = BTreeMap::new();
    for (program, script) in [(tools.join("bin/python"), "read.py"), ("node".into(), "read.mjs")] {
        let output = Command::new(&program)
            .arg(here.join(script))
            .arg(folder)
            .env("NODE_PATH", tools.join("node_modules"))
            .output()
            .with_context(|| format!("{}: scripts/bench sets it up", program.display()))?;
        ensure!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        all.extend(serde_json::from_slice::<BTreeMap<String, BTreeMap<String, String>>>(&output.stdout)?);
    }
    Ok(all)
}
