//! What the app's window costs beside an empty one of the same kind: the time from process start until the unlock screen
//! is painted, and the memory with the whole register open.
//!
//! The start is watched on the display itself (Xvfb's frame buffer as a file), without a driver that would slow it down:
//! it is over when the colour that only the finished screen has covers enough pixels.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use beibao_domain::world::System;

use super::{Row, Times, report};
use crate::tablet::PASSPHRASE;
use crate::window::{Place, Window};
use crate::{DemoStation, Tablet};

const SEED: u64 = 1;
const STARTS: usize = 9;
/// The colour of the unlock screen's button (`--accent` of the light theme), and how many pixels of it are enough.
const UNLOCK: [u8; 3] = [0x1f, 0x4a, 0x73];
/// The colour of the empty window's page.
const EMPTY: [u8; 3] = [0xc0, 0x00, 0xc0];
const ENOUGH_PIXELS: usize = 1_500;
const LONGEST: Duration = Duration::from_secs(60);

/// Measures and reports. The two programs lie beside this one.
pub async fn run() -> Result<()> {
    let beside = std::env::current_exe()?.parent().context("a folder")?.to_owned();
    let (app, empty) = (beside.join("beibao"), beside.join("examples/empty_window"));
    let folder = tempfile::tempdir()?;
    let register = beibao_sample::register(SEED);
    let mut station = DemoStation::start(&folder.path().join("station"), &register, Arc::new(System)).await?;
    let place = Place::new("bench");
    let tablet = Tablet::enrol(&place.data(), &station, true, Arc::new(System)).await?;
    tablet.sync().await?;
    drop(tablet);
    station.stop().await;

    let (mut ours, mut floor) = (Times::default(), Times::default());
    for n in 0..=STARTS {
        let times = (start(&app, &place, UNLOCK)?, start(&empty, &Place::new("bench"), EMPTY)?);
        // The first of each reads the program from the disk.
        if n > 0 {
            ours.keep(times.0);
            floor.keep(times.1);
        }
    }
    let mut rows =
        vec![Row::beside("start until unlock screen, median", ours.at_ms(0.5), "ms", floor.at_ms(0.5), "≤ 1.5 ×")];
    rows.extend(memory(&app, &empty, &place).await?);
    report("window", &rows)
}

/// Starts a program on a display of its own and waits for its colour.
fn start(program: &Path, place: &Place, colour: [u8; 3]) -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    let (mut display, number) = display(folder.path())?;
    let begun = Instant::now();
    let mut child = Command::new("dbus-run-session")
        .arg("--")
        .arg(program)
        .envs(place.variables())
        .env("DISPLAY", format!(":{number}"))
        .envs([("GDK_BACKEND", "x11"), ("NO_AT_BRIDGE", "1"), ("GTK_A11Y", "none"), ("GSETTINGS_BACKEND", "memory")])
        .env_remove("WAYLAND_DISPLAY")
        .process_group(display.id().cast_signed())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("dbus-run-session (Debian: dbus) starts")?;
    let frame = folder.path().join("Xvfb_screen0");
    let seen = loop {
        if pixels_of(&std::fs::read(&frame)?, colour) >= ENOUGH_PIXELS {
            break Ok(begun.elapsed());
        }
        if begun.elapsed() > LONGEST {
            break Err(anyhow::anyhow!("{} shows nothing", program.display()));
        }
        std::thread::sleep(Duration::from_millis(4));
    };
    let _ = Command::new("kill").args(["-s", "KILL", "--", &format!("-{}", display.id())]).status();
    let _ = (child.wait(), display.wait());
    seen
}

/// A display whose frame buffer is a file in `folder`.
fn display(folder: &Path) -> Result<(Child, u32)> {
    let mut display = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset", "-fbdir"])
        .arg(folder)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("Xvfb (Debian: xvfb) starts")?;
    let mut line = String::new();
    let told = display.stdout.as_mut().context("its output")?;
    std::io::BufRead::read_line(&mut std::io::BufReader::new(told), &mut line)?;
    Ok((display, line.trim().parse()?))
}

/// How many pixels of an X window dump (XWD version 7, 32 bits a pixel, blue first) have this colour.
fn pixels_of(dump: &[u8], colour: [u8; 3]) -> usize {
    let field = |n: usize| dump.get(4 * n..4 * n + 4).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    const COLOUR_BYTES: usize = 12;
    let (header, colours) = (field(0) as usize, field(19) as usize);
    let Some(pixels) = dump.get(header + colours * COLOUR_BYTES..) else { return 0 };
    let [red, green, blue] = colour;
    pixels.chunks_exact(4).filter(|pixel| pixel[..3] == [blue, green, red]).count()
}

/// What is resident of the app and of the web engine's processes that work for it: with a register of 12,000 people
/// unlocked and searched, beside the empty window.
async fn memory(app: &Path, empty: &Path, place: &Place) -> Result<Vec<Row>> {
    let window = Window::open_program(place, app).await;
    window.type_into("passphrase", PASSPHRASE).await;
    window.tap("unlock-submit").await;
    window.find("new-visit").await;
    window.tap("nav-find").await;
    window.type_into("search-box", "01").await;
    window.find("hit-0").await;
    let ours = settled(&window).await?;
    window.close().await;
    let window = Window::open_program(&Place::new("bench"), empty).await;
    let floor = settled(&window).await?;
    window.close().await;
    Ok(vec![
        Row::beside("resident memory, register open", ours.0, "MB", floor.0, "≤ 1.3 ×"),
        Row::beside("the same, shared pages counted once", ours.1, "MB", floor.1, "–"),
    ])
}

/// The median of a few looks, once the window has come to rest.
async fn settled(window: &Window) -> Result<(f64, f64)> {
    let mut looks = Vec::new();
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        looks.push(resident_mb(&window.processes()));
    }
    looks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let look = looks[looks.len() / 2];
    ensure!(look.0 > 0.0, "no process was found");
    Ok(look)
}

/// The sum of their resident sets, and of their proportional shares.
fn resident_mb(processes: &[u32]) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for process in processes {
        let rollup = PathBuf::from(format!("/proc/{process}/smaps_rollup"));
        let told = std::fs::read_to_string(rollup).unwrap_or_default();
        let kib = |name: &str| {
            let line = told.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.split_whitespace().next().and_then(|number| number.parse::<f64>().ok()).unwrap_or_default()
        };
        sums.0 += kib("Rss:") / 1024.0;
        sums.1 += kib("Pss:") / 1024.0;
    }
    sums
}
