//! All photos of a folder on one picture: what came of each, framed in the colour of its verdict, with a mark for each
//! check in their order, its name, and what failed. Deliberately no sentences: NAME.json has them.

use beibao_photo::{CheckName, Outline, Refusal, Verdict};
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

use crate::letters;

const PHOTO: (u32, u32) = (179, 220);
const BORDER: u32 = 6;
const MARK: u32 = 8;
const CELL: (u32, u32) = (PHOTO.0 + 2 * BORDER + 10, PHOTO.1 + 2 * BORDER + MARK + 45);
const INK: Rgb<u8> = Rgb([40; 3]);
const COLUMNS: u32 = 6;

/// A picture that grows photo by photo.
pub struct Sheet {
    picture: RgbImage,
    next: u32,
}

impl Sheet {
    /// Room for `count` photos.
    pub fn new(count: usize) -> Self {
        let count = u32::try_from(count).unwrap_or(u32::MAX).clamp(1, 600);
        let (columns, rows) = (COLUMNS.min(count), count.div_ceil(COLUMNS));
        Self { picture: RgbImage::from_pixel(columns * CELL.0, rows * CELL.1, Rgb([255; 3])), next: 0 }
    }

    /// Puts one more photo on the sheet.
    pub fn add(&mut self, name: &str, looked: &Result<Outline, Refusal>) {
        let (left, top) = (self.next % COLUMNS * CELL.0 + 5, self.next / COLUMNS * CELL.1 + 5);
        self.next += 1;
        let accepted = looked.as_ref().is_ok_and(|l| l.examination.report.accepted);
        let verdict = if accepted { Verdict::Pass } else { Verdict::Fail };
        self.fill(left, top, PHOTO.0 + 2 * BORDER, PHOTO.1 + 2 * BORDER, colour(verdict));
        self.fill(left + BORDER, top + BORDER, PHOTO.0, PHOTO.1, Rgb([230; 3]));
        let below = top + PHOTO.1 + 2 * BORDER + MARK + 8;
        let room = PHOTO.0 + 2 * BORDER;
        letters::write(&mut self.picture, (left, below), name, 2, room, INK);
        letters::write(&mut self.picture, (left, below + 18), &what_failed(looked), 1, room, colour(Verdict::Fail));
        let Ok(looked) = looked else { return };
        if let Some(photo) = &looked.examination.portrait
            && let Ok(photo) = image::load_from_memory(&photo.jpeg)
        {
            let small = imageops::resize(&photo.to_rgb8(), PHOTO.0, PHOTO.1, FilterType::Triangle);
            imageops::replace(&mut self.picture, &small, i64::from(left + BORDER), i64::from(top + BORDER));
        }
        for (i, name) in CheckName::ALL.iter().enumerate() {
            let verdict = looked.examination.report.checks.iter().find(|c| c.name == *name).map(|c| c.verdict);
            let x = left + i as u32 * (MARK + 2);
            self.fill(x, top + PHOTO.1 + 2 * BORDER + 3, MARK, MARK, verdict.map_or(Rgb([215; 3]), colour));
        }
    }

    /// The sheet.
    pub fn picture(self) -> RgbImage {
        self.picture
    }

    fn fill(&mut self, left: u32, top: u32, width: u32, height: u32, with: Rgb<u8>) {
        for y in top..(top + height).min(self.picture.height()) {
            for x in left..(left + width).min(self.picture.width()) {
                self.picture.put_pixel(x, y, with);
            }
        }
    }
}

/// The codes of what failed, or of the refusal.
fn what_failed(looked: &Result<Outline, Refusal>) -> String {
    let looked = match looked {
        Ok(looked) => looked,
        Err(refusal) => return refusal.code().to_owned(),
    };
    let failed = looked.examination.report.checks.iter().filter(|check| check.verdict == Verdict::Fail);
    let code = |name: CheckName| serde_json::to_value(name).ok()?.as_str().map(str::to_owned);
    failed.filter_map(|check| code(check.name)).collect::<Vec<_>>().join(" ")
}

fn colour(verdict: Verdict) -> Rgb<u8> {
    match verdict {
        Verdict::Pass => Rgb([52, 140, 80]),
        Verdict::Warn => Rgb([214, 160, 40]),
        Verdict::Fail => Rgb([190, 50, 45]),
    }
}
