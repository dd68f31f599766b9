//! `beibao-photo check|make IN… --profile ga461 --out DIR`: the third door to the portrait library, for folders and for
//! scores. Deliberately thin: everything that is measured or made comes from `beibao-photo`.

mod answer;
mod letters;
mod progress;
mod sheet;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use beibao_photo::{Choices, Outline, Profile, Refusal, examine_with, outline};
use clap::{Args, Parser, Subcommand};

use progress::Progress;
use sheet::Sheet;

/// Checks and makes portraits for ID cards.
#[derive(Parser)]
#[command(name = "beibao-photo", version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Writes NAME.json for each photo: what was measured, and whether it may be used.
    Check(Work),
    /// Writes NAME.json, and NAME.jpg for each photo that passes.
    Make(Work),
}

#[derive(Args)]
struct Work {
    /// Photos, or folders of photos.
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Rules: a name that is built in, or a profile file.
    #[arg(long, default_value = "ga461")]
    profile: String,
    /// Where the results go; made if it is not there.
    #[arg(long)]
    out: PathBuf,
    /// Whiten the cloth: the officer's choice, recorded in the report.
    #[arg(long)]
    whiten: bool,
    /// Write NAME.alpha.png: the person's share of every pixel, upright, in the photo's own size.
    #[arg(long)]
    matte: bool,
    /// Write sheet.png: all photos with their verdicts on one picture.
    #[arg(long)]
    sheet: bool,
}

fn main() -> Result<()> {
    match Arguments::parse().what {
        What::Check(work) => run(&work, false),
        What::Make(work) => run(&work, true),
    }
}

fn run(work: &Work, make: bool) -> Result<()> {
    let profile = profile(&work.profile)?;
    let photos = photos(&work.inputs)?;
    fs::create_dir_all(&work.out).with_context(|| work.out.display().to_string())?;
    let mut progress = Progress::over(photos.len());
    let mut sheet = Sheet::new(photos.len());
    let mut passed = 0;
    for photo in &photos {
        let name = photo.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(photo).with_context(|| photo.display().to_string())?;
        let begun = Instant::now();
        let looked = look(&bytes, &profile, work);
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        let answer = answer::of(&looked, ms)?;
        fs::write(work.out.join(format!("{name}.json")), serde_json::to_vec_pretty(&answer)?)?;
        if let Ok(looked) = &looked {
            let accepted = looked.examination.report.accepted;
            passed += usize::from(accepted);
            if let Some(portrait) = looked.examination.portrait.as_ref().filter(|_| accepted && make) {
                fs::write(work.out.join(format!("{name}.jpg")), &portrait.jpeg)?;
            }
            if let Some(alpha) = looked.alpha.as_ref().filter(|_| work.matte) {
                alpha.save(work.out.join(format!("{name}.alpha.png")))?;
            }
        }
        if work.sheet {
            sheet.add(&name, &looked);
        }
        progress.step(&name);
    }
    progress.end();
    if work.sheet {
        sheet.picture().save(work.out.join("sheet.png"))?;
    }
    println!("{passed} of {} pass by {} v{}", photos.len(), profile.name, profile.version);
    Ok(())
}

/// The photo, examined; the matte only if it is asked for, because spreading it over the source takes time.
fn look(bytes: &[u8], profile: &Profile, work: &Work) -> Result<Outline, Refusal> {
    let choices = Choices { whiten: work.whiten };
    if work.matte {
        return outline(bytes, profile, choices);
    }
    examine_with(bytes, profile, choices).map(|examination| Outline { examination, alpha: None })
}

fn profile(named: &str) -> Result<Profile> {
    match named {
        "ga461" => Ok(Profile::ga461()),
        "social_security" => Ok(Profile::social_security()),
        file => serde_json::from_slice(&fs::read(file).with_context(|| file.to_owned())?).context("not a profile"),
    }
}

/// All photos that are named or lie in a named folder, in order.
fn photos(inputs: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let is_photo = |path: &Path| {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_matte = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(".alpha"));
        ["jpg", "jpeg", "png"].contains(&ending.as_str()) && !is_matte
    };
    let mut photos = Vec::new();
    for input in inputs {
        if input.is_dir() {
            let entries = fs::read_dir(input)?.collect::<Result<Vec<_>, _>>()?;
            photos.extend(entries.into_iter().map(|entry| entry.path()).filter(|path| is_photo(path)));
        } else {
            photos.push(input.clone());
        }
    }
    ensure!(!photos.is_empty(), "no photos there");
    photos.sort();
    Ok(photos)
}
