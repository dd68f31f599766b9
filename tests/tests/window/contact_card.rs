//! The officer's own card, on the screen and as files.

use crate::stage::{Stage, exported};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn my_card_is_read_off_the_screen_and_off_the_files() {
    let stage = Stage::enrolled("contact_card").await;
    let window = stage.unlocked().await;
    window.tap("nav-card").await;
    let drawn = "const card = document.querySelector('[data-testid=card-svg] img'); return card?.complete && card.naturalWidth > 0";
    window.until("the card to be drawn", async || window.run(drawn, vec![]).await == true).await;
    let on_the_screen = async || read_code(&window.screenshot().await);
    window
        .until("a code on the screen", async || on_the_screen().await.is_some_and(|vcard| vcard.contains("孟和巴图")))
        .await;

    for (export, magic) in [("card_pdf", "%PDF"), ("sheet_pdf", "%PDF"), ("card_png", "\u{89}PNG")] {
        let file = exported(&window, &stage.place, &format!("export-{export}"), "export-path").await;
        let magic: Vec<u8> = magic.chars().map(|c| c as u8).collect();
        assert!(file.starts_with(&magic), "{export}");
        if export == "card_png" {
            let vcard = read_code(&file).expect("a code that can be read");
            assert!(vcard.starts_with("BEGIN:VCARD") && vcard.contains("孟和巴图"), "{vcard}");
        }
    }
    window.close().await;
}

fn read_code(png: &[u8]) -> Option<String> {
    let picture = image::load_from_memory(png).unwrap().into_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixel = |x: usize, y: usize| picture.get_pixel(x as u32, y as u32).0[0];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let codes = prepared.detect_grids();
    Some(codes.first()?.decode().ok()?.1)
}
