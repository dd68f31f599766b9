//! Writes every paper, filled with made-up people, into a folder, so that it can be looked at:
//! `cargo run -p beibao-print --example papers -- out/papers`.

#[path = "../tests/common/mod.rs"]
mod common;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("into which folder?")?);
    fs::create_dir_all(&folder)?;
    for (name, pdf) in [
        ("card", beibao_print::card_pdf(&common::card())?),
        ("card-plain", beibao_print::card_pdf(&common::plain_card())?),
        ("card-long", beibao_print::card_pdf(&common::long_card())?),
        ("evening", beibao_print::evening_pdf(&common::evening())?),
        ("evening-long", beibao_print::evening_pdf(&common::long_evening())?),
    ] {
        fs::write(folder.join(name).with_extension("pdf"), pdf)?;
    }
    Ok(())
}
