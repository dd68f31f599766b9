//! What the station gives along and what is carried out with it: files of the library, service points, phrases, quizzes, an
//! evening with photos. Synced onto the tablet, used without a line, and found at the station again.

use beibao_domain::{AreaId, Edit, Payload, RegisterKind};
use beibao_replica::statistics::Figure;
use beibao_tests::small::HOUSEHOLDS;
use beibao_tests::window::{Language, Window, said};

use crate::stage::{Stage, asset, choose_area, quiz, sync, to_household};

const POINTS: &str = "code,kind,name,name_mn,place,latitude,longitude,opening,phone,closed\n\
                      P01,vehicle,便民服务车,,呼和嘎查文化室前,44.1,116.2,每周二上午,00012345678,\n\
                      P02,mediation_container,集装箱调解室,,乌兰分场场部,44.2,116.4,每天,,\n";
const PHRASES: &str = "code,topic,zh,mn,sounds\nS01,问好,您好,ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ,sain baina uu\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_station_gives_along_is_opened_and_used_far_from_it() {
    let mut stage = Stage::enrolled("carried").await;
    give_along(&stage);
    let window = stage.unlocked().await;
    the_library_comes(&window).await;
    // From here on nobody answers.
    stage.station.stop().await;
    files_of_the_library_open(&stage, &window).await;
    a_phrase_is_heard(&window).await;
    points_stand_on_a_map_and_on_a_notice(&stage, &window).await;
    a_visit_at_a_point(&window).await;
    a_quiz_is_rewarded_with_a_certificate(&stage, &window).await;
    an_evening_with_photos_leaves_without_faces(&stage, &window).await;
    stage.station.answer_again().await.unwrap();
    sync(&window).await;
    window.close().await;

    assert_eq!(stage.figures([Figure::Visits, Figure::AntiFraud, Figure::Interpreting]), [1, 1, 1]);
    assert_eq!(stage.figures([Figure::Activities, Figure::Audience, Figure::Suggestions]), [1, 1, 1]);
    let at_point = "SELECT count(*) FROM fact WHERE kind = 'visit' AND body ->> '$.body.service_point' IS NOT NULL";
    assert_eq!(stage.station_count(at_point), 1);
    let unnamed = "SELECT count(*) FROM fact WHERE kind = 'suggestion' AND household IS NULL AND during IS NULL";
    assert_eq!(stage.station_count(unnamed), 1, "somebody stands behind what is nobody's");
    let score = "SELECT body ->> '$.body.score.points' FROM fact WHERE kind = 'answers'";
    assert_eq!(stage.station_count(score), 2);
    let photos = "SELECT count(*) FROM blob b JOIN device d ON d.id = b.device WHERE b.whole = 1";
    assert_eq!(stage.station_count(photos), 1);
    let lists = "SELECT count(*) FROM fact, json_each(fact.body, '$.body.looks')
                 WHERE kind = 'looks' AND json_each.value ->> '$.list' = 'search'";
    assert!(stage.station_count(lists) > 0, "a list of people was looked at without a trace");
}

fn give_along(stage: &Stage) {
    let desk = &stage.station.station;
    for file in [POINTS, PHRASES] {
        assert_eq!(desk.import(file.as_bytes()).unwrap().unwrap().refused, []);
    }
    let poster = std::fs::read(asset("portraits/sample.jpg")).unwrap();
    desk.enclose("L01", "海报", &poster).unwrap();
    desk.enclose("L01", "三折页", b"%PDF-1.7 of a leaflet").unwrap();
    desk.enclose("S01", "录音", &tone()).unwrap();
    let row = Edit::new_row(RegisterKind::Questionnaire, uuid::Uuid::from_u128(77), &quiz());
    desk.write(|tx| tx.say(AreaId::STATION, &Payload::Edit(row))).unwrap();
}

/// Half a second of a tone, as WAV.
fn tone() -> Vec<u8> {
    const RATE: u32 = 8_000;
    let samples: Vec<u8> = (0..RATE / 2).map(|n| if (n / 10) % 2 == 0 { 160 } else { 96 }).collect();
    let length = u32::try_from(samples.len()).unwrap();
    let mut file = b"RIFF".to_vec();
    file.extend((36 + length).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(RATE.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend(b"\x01\0\x08\0data");
    file.extend(length.to_le_bytes());
    file.extend(samples);
    file
}

async fn tile(window: &Window, name: &str) {
    window.tap("nav-backpack").await;
    window.tap(&format!("tile-{name}")).await;
}

/// The smallest files come first: when the poster is here, all are.
async fn the_library_comes(window: &Window) {
    window.tap("nav-sync").await;
    window.tap("sync-now").await;
    window
        .until("the library to be here", async || {
            tile(window, "materials").await;
            window.find("material-L01").await;
            window.has("file-海报 img").await
        })
        .await;
}

async fn files_of_the_library_open(stage: &Stage, window: &Window) {
    tile(window, "materials").await;
    window.find("file-海报 img").await;
    window.tap("open-file").await;
    window.reads("file-path", "leaflet").await;
    window.picture("materials").await;
    let leaflet = std::fs::read(stage.place.documents().join("leaflet.pdf")).unwrap();
    assert_eq!(leaflet, b"%PDF-1.7 of a leaflet");
}

async fn a_phrase_is_heard(window: &Window) {
    tile(window, "phrasebook").await;
    window.tap("phrase-S01").await;
    window.find("phrase-listen").await;
    window.picture("phrase-recorded").await;
    window.tap("phrase-close").await;
}

async fn points_stand_on_a_map_and_on_a_notice(stage: &Stage, window: &Window) {
    tile(window, "points").await;
    window.find("point-map polygon").await;
    window.page_reads("每周二上午").await;
    window.picture("points").await;
    window.tap("export-points").await;
    window.reads("points-path", "service-points").await;
    assert!(stage.place.documents().join("service-points.pdf").exists());
}

async fn a_visit_at_a_point(window: &Window) {
    to_household(window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    window.tap("start-visit").await;
    window.type_into("diary", "在服务车上帮着填了表。").await;
    window.tap("where-P01").await;
    window.tap("add-service-interpret").await;
    window.tap("anti-fraud-advised").await;
    window.tap("anti-fraud-app-explained").await;
    window.tap("add-suggestion").await;
    window.type_into("suggestion-text-0", "夏天多来两次").await;
    window.tap("suggestion-unnamed-0").await;
    window.picture("visit-unnamed").await;
    window.tap("save-visit").await;
    window.reads("visit-point", "便民服务车").await;
    assert!(!window.page_text().await.contains("夏天多来两次"), "the visit leads to whoever wants to stay unnamed");
    tile(window, "suggestion").await;
    window.page_reads("夏天多来两次").await;
}

async fn a_quiz_is_rewarded_with_a_certificate(stage: &Stage, window: &Window) {
    tile(window, "questionnaires").await;
    window.tap("questionnaire-*").await;
    choose_area(window).await;
    window.tap("question-start").await;
    window.tap("choice-hang_up").await;
    window.tap("question-next").await;
    window.find("score").await;
    window.type_into("certificate-name", "娜仁花").await;
    window.tap("export-certificate").await;
    window.reads("certificate-path", "quiz-certificate").await;
    window.picture("certificate").await;
    assert!(stage.place.documents().join("quiz-certificate.pdf").exists());
}

async fn an_evening_with_photos_leaves_without_faces(stage: &Stage, window: &Window) {
    tile(window, "activities").await;
    window.tap("new-record").await;
    window.tap("activity-kang_meeting").await;
    window.type_into("activity-topic", "冬季取暖与防火").await;
    window.tap("audience-plus").await;
    choose_area(window).await;
    let photo = asset("portraits/sample.jpg").display().to_string();
    window.find("picture-file").await.send_keys(&photo).await.unwrap();
    window.find("picture-remove-0").await;
    window.tap("save-record").await;
    window.find("new-record").await;
    window.tap_with("activity-*", "冬季取暖与防火").await;
    window.tap("export-pictures").await;
    window.reads("pictures-paths", "activity").await;
    window.picture("pictures-hidden").await;
    let hidden = said("pictures.hidden", Language::Zh);
    window.page_reads(hidden.split('{').next().unwrap_or_default()).await;
    let given = std::fs::read(stage.place.documents().join("activity.jpg")).unwrap();
    let looked_at = beibao_photo::examine(&given, &beibao_photo::Profile::ga461()).unwrap();
    assert!(looked_at.report.measurements.is_none(), "there is still a face in it");
}
