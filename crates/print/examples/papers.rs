//! Writes every paper, filled with made-up people, into a folder, so that it can be looked at:
//! `cargo run -p beibao-print --example papers -- out/papers`.

#[path = "../tests/common/mod.rs"]
mod common;

use beibao_print::Roll;
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
        ("card-two-sided", beibao_print::two_sided_card_pdf(&common::card(), &common::back())?),
        ("card-two-sided-plain", beibao_print::two_sided_card_pdf(&common::plain_card(), &common::plain_back())?),
        ("cards-a4", beibao_print::sheet_pdf(&common::card())?),
        ("cards-a4-orders", beibao_print::order_pdf(&common::orders())?),
        ("evening", beibao_print::evening_pdf(&common::evening())?),
        ("evening-long", beibao_print::evening_pdf(&common::long_evening())?),
        ("receipt-taken", beibao_print::receipt_pdf(&common::receipt())?),
        ("receipt-delivered", beibao_print::receipt_pdf(&common::delivered())?),
        ("visit-slip", beibao_print::visit_slip_pdf(&common::visit_slip())?),
        ("suggestion-slip", beibao_print::suggestion_slip_pdf(&common::suggestion_slip())?),
        ("agreement", beibao_print::agreement_pdf(&common::agreement())?),
        ("notice", beibao_print::notice_pdf(&common::notice())?),
        ("certificate", beibao_print::certificate_pdf(&common::certificate())?),
        ("certificate-unnamed", beibao_print::certificate_pdf(&common::unnamed_certificate())?),
        ("service-points", beibao_print::point_notice_pdf(&common::point_notice())?),
    ] {
        fs::write(folder.join(name).with_extension("pdf"), pdf)?;
    }
    for (roll, mm) in [(Roll::Mm58, 58), (Roll::Mm80, 80)] {
        for (name, tape) in [
            ("card", beibao_print::card_tape_scene(&common::card(), roll)?),
            ("visit-slip", beibao_print::visit_slip_tape_scene(&common::visit_slip(), roll)?),
            ("receipt", beibao_print::receipt_tape_scene(&common::receipt(), roll)?),
        ] {
            fs::write(folder.join(format!("tape-{mm}-{name}.png")), beibao_print::raster::png(&tape, 203)?)?;
        }
    }
    Ok(())
}
