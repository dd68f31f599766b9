//! `cargo run --release -p beibao-photo --example preview DIR`: how long the live checks take over a preview frame of 1280 px,
//! in ms: the median and the slowest photo of the folder.

use std::path::Path;
use std::time::Instant;

use beibao_photo::{Profile, RgbImage, live};
use image::{DynamicImage, ImageDecoder, ImageReader, imageops};

const LONG_SIDE_PX: u32 = 1280;
/// The fastest of so many looks counts: what else the machine does is not ours.
const LOOKS: usize = 25;

fn upright(path: &Path) -> RgbImage {
    let mut decoder = ImageReader::open(path).expect("a file").into_decoder().expect("a picture");
    let orientation = decoder.orientation().expect("a picture");
    let mut photo = DynamicImage::from_decoder(decoder).expect("a picture");
    photo.apply_orientation(orientation);
    photo.into_rgb8()
}

fn main() {
    let folder = std::env::args().nth(1).expect("which folder of photos?");
    let mut took: Vec<f64> = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
        if entry.path().extension().is_none_or(|ending| ending != "jpg") {
            continue;
        }
        let photo = upright(&entry.path());
        let scale = f64::from(LONG_SIDE_PX) / f64::from(photo.width().max(photo.height()));
        let size = |px: u32| (f64::from(px) * scale).round() as u32;
        let frame = imageops::resize(&photo, size(photo.width()), size(photo.height()), imageops::FilterType::Triangle);
        let look = || {
            let frame = frame.clone();
            let begun = Instant::now();
            std::hint::black_box(live(frame, photo.height(), &Profile::ga461()));
            begun.elapsed().as_secs_f64() * 1e3
        };
        took.push((0..LOOKS).map(|_| look()).fold(f64::MAX, f64::min));
    }
    took.sort_unstable_by(f64::total_cmp);
    println!("{:.2} {:.2}", took[took.len() / 2], took[took.len() - 1]);
}
