//! What a program like the app weighs before there is paper in it: it opens a picture, scales it, writes it, and speaks
//! JSON. `scripts/bench print` measures `papers` beside it.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which picture?")?;
    let picture = image::load_from_memory(&std::fs::read(path)?)?.resize_to_fill(213, 283, FilterType::Triangle);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 88).encode_image(&picture.to_rgb8())?;
    let told: serde_json::Value = serde_json::from_str(&format!("{{\"bytes\": {}}}", jpeg.len()))?;
    println!("{}", serde_json::to_string(&told)?);
    Ok(())
}
