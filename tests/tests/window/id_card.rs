//! An identity card for somebody who lives far out: the application, the notice, the portrait.

use beibao_domain::Hash;
use beibao_replica::statistics::Figure;
use beibao_replica::table::rows;
use beibao_tests::small::PEOPLE;
use beibao_tests::window::{Language, Window, said};
use serde_json::Value;

use crate::stage::{Stage, asset};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portrait_is_checked_before_it_is_taken_and_reaches_the_station_whole() {
    let stage = Stage::enrolled("id_card").await;
    let window = stage.unlocked().await;
    apply(&window).await;
    the_camera_shows_moving_pictures_and_no_face(&window).await;
    bad_files_are_refused_in_words(&stage, &window).await;

    choose(&window, &asset("portraits/sample.jpg").display().to_string()).await;
    window.reads("portrait-report", &said("camera.accepted", Language::Zh)).await;
    // What no program sees, the officer says.
    assert!(!window.find("portrait-accept").await.is_enabled().await.unwrap(), "accepted before anybody looked");
    for ask in ["bareheaded", "hands_away", "natural_expression", "no_uniform", "usual_glasses"] {
        window.tap(&format!("ask-{ask}")).await;
    }
    window.tap("portrait-accept").await;
    window.reads("application-*", &said("state.complete", Language::Zh)).await;
    window.tap("nav-sync").await;
    window.tap("sync-now").await;
    let whole = "SELECT count(*) FROM blob WHERE whole = 1";
    window.until("the station to have the photo and its original", async || stage.station_count(whole) == 2).await;
    window.close().await;

    for (hash, bytes) in the_pictures_at_the_station(&stage) {
        assert_eq!(Hash::of(&bytes).0, hash, "the picture came whole");
        assert!(bytes.starts_with(&[0xFF, 0xD8]), "a JPEG");
    }
    assert_eq!(stage.figures([Figure::Applications, Figure::Portraits]), [1, 1]);
    let replacements =
        "SELECT count(*) FROM fact WHERE kind = 'application' AND body ->> '$.body.kind' = 'replacement'";
    assert_eq!(stage.station_count(replacements), 1);
}

async fn apply(window: &Window) {
    window.tap("nav-find").await;
    window.type_into("search-box", PEOPLE[2].2).await;
    window.reads("hit-0", PEOPLE[2].2).await;
    window.tap("hit-0").await;
    window.reads("id-number", "150599").await;
    window.tap("apply-card").await;
    window.tap("kind-replacement").await;
    window.type_into("reason", "丢失").await;
    for language in [Language::Zh, Language::Mn] {
        let title = said("paper.notice.title", language);
        window.reads("privacy-notice", title.split(' ').next().unwrap_or_default()).await;
    }
    let submit = window.find("apply-submit").await;
    assert!(!submit.is_enabled().await.unwrap(), "one can apply before the notice was given");
    window.tap("notice-given").await;
    window.tap("apply-submit").await;
    window.find("portrait-file").await;
}

async fn the_camera_shows_moving_pictures_and_no_face(window: &Window) {
    window.until("a first frame", async || frame(window).await != Value::Null).await;
    let first = frame(window).await;
    window.until("a frame that differs", async || frame(window).await != first).await;
    let looked = "const { toBlob } = HTMLCanvasElement.prototype;
        HTMLCanvasElement.prototype.toBlob = function (...asked) {
            const middle = this.getContext('2d').getImageData(this.width >> 1, this.height >> 1, 1, 1);
            window.shot = [this.width, middle.data[3]];
            return toBlob.apply(this, asked);
        };";
    window.run(looked, vec![]).await;
    window.tap("portrait-shoot").await;
    window.reads("portrait-report", &said("camera.not_accepted", Language::Zh)).await;
    let shot = window.run("return window.shot", vec![]).await;
    assert!(shot[0].as_u64() >= Some(640) && shot[1] == 255, "what was shot is no picture: {shot}");
    assert_eq!(verdict(window, "single_face").await, "fail");
    assert!(!window.find("portrait-accept").await.is_enabled().await.unwrap(), "a test card was accepted");
    window.tap("portrait-retake").await;
}

/// A few pixels of the live picture, or null while there is none.
async fn frame(window: &Window) -> Value {
    let script = "const video = document.querySelector('video');
        if (!video || video.videoWidth === 0) return null;
        // A canvas of its own for each look would stay clear: the engine skips the first painting now and then.
        const canvas = (window.sheet ??= Object.assign(document.createElement('canvas'), { width: 16, height: 12 }));
        const paper = canvas.getContext('2d');
        paper.drawImage(video, 0, 0, 16, 12);
        const pixels = [...paper.getImageData(0, 0, 16, 12).data];
        return pixels.some((one, n) => n % 4 < 3 && one > 0) ? pixels.join() : null;";
    window.run(script, vec![]).await
}

async fn bad_files_are_refused_in_words(stage: &Stage, window: &Window) {
    let no_picture = stage.place.file("portrait.jpg");
    std::fs::write(&no_picture, "这不是照片").unwrap();
    choose(window, &no_picture.display().to_string()).await;
    window.reads("problem", &said("problem.portrait_not_an_image", Language::Zh)).await;

    let sample = std::fs::read(asset("portraits/sample.jpg")).unwrap();
    let (cut, huge) = (stage.place.file("cut.jpg"), stage.place.file("huge.png"));
    std::fs::write(&cut, &sample[..sample.len() / 2]).unwrap();
    std::fs::write(&huge, png_that_claims(20_000, 10_000)).unwrap();
    for (file, problem) in [(&cut, "problem.portrait_truncated"), (&huge, "problem.portrait_too_large")] {
        choose(window, &file.display().to_string()).await;
        window.reads("problem", &said(problem, Language::Zh)).await;
    }

    let one = image::load_from_memory(&sample).unwrap().to_rgb8();
    let mut two = image::RgbImage::new(2 * one.width(), one.height());
    image::imageops::replace(&mut two, &one, 0, 0);
    image::imageops::replace(&mut two, &one, one.width().into(), 0);
    let two_faces = stage.place.file("two.jpg");
    two.save(&two_faces).unwrap();
    choose(window, &two_faces.display().to_string()).await;
    window.page_reads(&said("portrait.advice.more_than_one_face", Language::Zh)).await;
    window.find("portrait-picture img").await;
    window.tap("portrait-retake").await;

    choose(window, &asset("portraits/too_dark.jpg").display().to_string()).await;
    window.reads("portrait-report", &said("camera.not_accepted", Language::Zh)).await;
    window.page_reads(&said("verdict.fail", Language::Zh)).await;
    assert!(!window.find("portrait-accept").await.is_enabled().await.unwrap(), "a dark portrait was accepted");
    window.tap("portrait-retake").await;
}

/// A PNG that claims this size, with pixels that begin and never come.
fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    // CRC-32 of the chunk, as PNG wants it.
    let crc = !header.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    });
    let pixels = b"\0\x10\0\0IDAT\x78\x9c";
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0d".as_slice(), &header, &crc.to_be_bytes(), pixels].concat()
}

async fn choose(window: &Window, path: &str) {
    window.type_into("portrait-file", path).await;
}

async fn verdict(window: &Window, check: &str) -> String {
    let line = window.find(&format!("portrait-verdict-{check}")).await;
    line.attr("data-verdict").await.unwrap().unwrap_or_default()
}

fn the_pictures_at_the_station(stage: &Stage) -> Vec<([u8; 32], Vec<u8>)> {
    let station = &stage.station.station;
    let hashes: Vec<[u8; 32]> =
        station.read(|sql| Ok(rows(sql, "SELECT hash FROM blob", [], |row| row.get(0))?)).unwrap();
    hashes.into_iter().map(|hash| (hash, station.blob(Hash(hash)).unwrap().expect("the picture"))).collect()
}
