//! Everything that is in the backpack, written at the door with real taps and found at the station in the evening.

use beibao_domain::application::Step;
use beibao_domain::{AreaId, Edit, Payload, RegisterKind};
use beibao_replica::statistics::Figure;
use beibao_store::application;
use beibao_tests::small::{HOUSEHOLDS, PEOPLE};
use beibao_tests::window::{Language, Window, said};

use crate::stage::{Stage, add, choose_area, home, quiz, sync, to_household};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_ask_for_at_the_door_is_written_answered_and_counted() {
    let stage = Stage::enrolled("backpack").await;
    let window = stage.unlocked().await;
    to_household(&window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    a_request_is_taken_over_and_closed(&window).await;
    a_hazard_is_found_and_mended(&window).await;
    a_suggestion_is_kept_while_it_is_typed(&window).await;
    hands_are_wanted_and_promised(&window).await;
    somebody_helps_and_is_on_the_call_list(&window).await;
    an_evening_on_the_kang(&window).await;
    the_numbers_lead_to_what_lies_behind_them(&window).await;
    sync(&window).await;
    window.close().await;
    let figures = [Figure::Requests, Figure::RequestsAnswered, Figure::Hazards, Figure::HazardsFixed];
    assert_eq!(stage.figures(figures), [1, 1, 1, 1]);
    assert_eq!(stage.figures([Figure::Suggestions, Figure::Activities, Figure::Audience]), [1, 1, 11]);
    let lent = "SELECT count(*) FROM fact WHERE kind IN ('hands_wanted', 'hands_lent', 'volunteer')";
    assert_eq!(stage.station_count(lent), 3);
    let looks = "SELECT count(*) FROM fact WHERE kind = 'looks'";
    assert!(stage.station_count(looks) > 0, "nobody's look left a trace");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quarrel_is_mediated_agreed_and_signed_on_the_tablet() {
    let stage = Stage::enrolled("dispute").await;
    let window = stage.unlocked().await;
    to_household(&window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    add(&window, "dispute").await;
    window.tap("dispute-kind-livestock").await;
    window.tap("add-member-*").await;
    window.type_into("party-search", "外旗的朝鲁").await;
    window.tap("party-unknown").await;
    window.type_into("dispute-note", "两家的羊混了群").await;
    window.tap("save-record").await;
    window.tap("next-mediation").await;
    window.type_into("said", "双方都愿意按耳号分开").await;
    window.tap("save-record").await;
    window.tap("next-agreement").await;
    window.tap("usual-terms").await;
    window.tap("usual-term-0").await;
    window.tap("usual-terms-done").await;
    window.tap("save-record").await;
    for party in 0..2 {
        window.tap(&format!("sign-{party}")).await;
        window.find("agreement-text").await;
        window.draw_on("signature").await;
        if party == 0 {
            window.picture("signing").await;
        }
        window.tap("save-record").await;
        window.find(&format!("signed-{party}")).await;
    }
    window.find("sealed").await;
    window.picture("agreement").await;
    window.tap("export-agreement").await;
    window.reads("agreement-path", "agreement").await;
    sync(&window).await;
    window.close().await;
    assert_eq!(stage.figures([Figure::Disputes, Figure::DisputesResolved]), [1, 1]);
}

async fn a_request_is_taken_over_and_closed(window: &Window) {
    add(window, "request").await;
    window.type_into("asked", "机井的电闸一到晚上就跳").await;
    window.tap("save-record").await;
    window.tap("next-taken_over").await;
    // Either it is said at once, or there is a word to be added.
    window
        .until("the request to be taken over", async || {
            window.has("save-record").await
                || window.page_text().await.contains(&said("state.taken_over", Language::Zh))
        })
        .await;
    if window.has("save-record").await {
        window.tap("save-record").await;
    }
    window.tap("next-closed").await;
    window.type_into("response-note", "换了空开，晚上再没跳").await;
    window.picture("response").await;
    window.tap("save-record").await;
    window.page_reads(&said("state.closed", Language::Zh)).await;
    window.picture("request").await;
    home(window).await;
}

async fn a_hazard_is_found_and_mended(window: &Window) {
    add(window, "hazard").await;
    window.tap("hazard-wire").await;
    // Nothing is saved of a hazard that is nowhere.
    window.tap("save-record").await;
    window.page_reads(&said("fault.required", Language::Zh)).await;
    window.type_into("hazard-place", "机井房").await;
    window.tap("save-record").await;
    window.tap("next-fixed").await;
    window.until("the check", async || window.has("check-note").await).await;
    window.tap("save-record").await;
    window.page_reads(&said("state.fixed", Language::Zh)).await;
    home(window).await;
}

async fn a_suggestion_is_kept_while_it_is_typed(window: &Window) {
    add(window, "suggestion").await;
    window.type_into("suggestion-text", "冬天路口立个反光牌").await;
    window.tap("back").await;
    add(window, "suggestion").await;
    window.until("what was typed before", async || window.value("suggestion-text").await == "冬天路口立个反光牌").await;
    window.tap("save-record").await;
    home(window).await;
}

async fn hands_are_wanted_and_promised(window: &Window) {
    add(window, "hands_wanted").await;
    window.tap("work-shear_wool").await;
    window.tap("save-record").await;
    window.tap("next-promised").await;
    window.tap("save-record").await;
    window.page_reads(&said("state.promised", Language::Zh)).await;
    home(window).await;
}

async fn somebody_helps_and_is_on_the_call_list(window: &Window) {
    add(window, "volunteer").await;
    window.until("the name", async || !window.value("volunteer-name").await.is_empty()).await;
    window.tap("helps-shelter").await;
    window.tap("consent-today").await;
    window.tap("save-record").await;
    window.page_reads(&said("state.willing", Language::Zh)).await;
    window.tap("nav-backpack").await;
    window.picture("backpack").await;
    window.tap("tile-volunteer*").await;
    window.reads("call-*", PEOPLE[0].2).await;
    window.picture("call-list").await;
}

async fn an_evening_on_the_kang(window: &Window) {
    window.tap("nav-backpack").await;
    window.tap("tile-activities").await;
    window.tap("new-record").await;
    window.tap("activity-kang_meeting").await;
    window.type_into("activity-topic", "冬季取暖与防火").await;
    window.tap("audience-plus-10").await;
    window.tap("audience-plus").await;
    choose_area(window).await;
    window.picture("activity").await;
    window.tap("save-record").await;
    window.page_reads("冬季取暖与防火").await;
}

async fn the_numbers_lead_to_what_lies_behind_them(window: &Window) {
    window.tap("nav-backpack").await;
    window.tap("tile-numbers").await;
    window.picture("numbers").await;
    window.tap("figure-requests").await;
    window.page_reads("机井的电闸").await;
}

/// The station's evening and the next day: what came back from production, and what the officer is given along.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_finished_card_is_handed_over_a_quiz_is_answered_and_a_person_is_shown_what_is_recorded() {
    let stage = Stage::enrolled("delivery").await;
    let applied = {
        let tablet = stage.tablet();
        let applied = tablet.application(tablet.person(PEOPLE[0].2).unwrap()).unwrap();
        tablet
            .store
            .write(|tx| application::attach_portrait(tx, applied, &SAMPLE, application::Judged::by("ga461", 2)))
            .unwrap();
        tablet.sync().await.unwrap();
        applied
    };
    let desk = &stage.station.station;
    for step in [Step::Accepted, Step::InProduction, Step::Ready] {
        desk.decide(applied, step).unwrap();
    }
    for file in [POINTS, PHRASES] {
        assert_eq!(desk.import(file.as_bytes()).unwrap().unwrap().refused, []);
    }
    let row = Edit::new_row(RegisterKind::Questionnaire, uuid::Uuid::from_u128(77), &quiz());
    desk.write(|tx| tx.say(AreaId::STATION, &Payload::Edit(row))).unwrap();

    let window = stage.unlocked().await;
    sync(&window).await;
    the_card_goes_into_the_backpack_and_to_its_owner(&window).await;
    the_library_is_looked_at(&window).await;
    a_quiz_is_answered_and_scored(&window).await;
    a_person_is_shown_what_is_recorded(&window).await;
    sync(&window).await;
    window.close().await;

    assert_eq!(stage.figures([Figure::DocumentsInTime, Figure::DocumentsDelivered]), [1, 1]);
    let score = "SELECT body ->> '$.body.score.points' FROM fact WHERE kind = 'answers'";
    assert_eq!(stage.station_count(score), 2);
    let exported = std::fs::read_dir(stage.place.documents()).unwrap().filter_map(Result::ok);
    let names: Vec<String> = exported.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name == "person-record.pdf"), "{names:?}");
}

const SAMPLE: [u8; 24] = *b"bytes that are no photo.";
const POINTS: &str = "code,kind,name,name_mn,place,latitude,longitude,opening,phone,closed\n\
                      P01,vehicle,便民服务车,,呼和嘎查文化室前,44.1,116.2,每周二上午,00012345678,\n";
const PHRASES: &str = "code,topic,zh,mn,sounds\nS01,问好,您好,ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ,sain baina uu\n";

async fn the_card_goes_into_the_backpack_and_to_its_owner(window: &Window) {
    window.tap("nav-backpack").await;
    window.tap("tile-custody").await;
    window.tap("take-*").await;
    window.gone("take-*").await;
    // The officer counts what is there: one card.
    window.tap("count-plus").await;
    window.tap("count-done").await;
    window.find("count-equal").await;
    window.picture("custody").await;
    window.tap("nav-backpack").await;
    window.tap("tile-application").await;
    window.tap("matter-*").await;
    window.tap("next-delivered").await;
    window.draw_on("signature").await;
    window.picture("delivery").await;
    window.tap("save-record").await;
    window.page_reads(&said("state.delivered", Language::Zh)).await;
    window.picture("delivered").await;
}

async fn the_library_is_looked_at(window: &Window) {
    window.tap("nav-backpack").await;
    window.tap("tile-points").await;
    window.page_reads("每周二上午").await;
    window.tap("nav-backpack").await;
    window.tap("tile-phrasebook").await;
    window.tap("phrase-S01").await;
    window.find("phrase-large").await;
    window.picture("phrase").await;
    window.tap("phrase-close").await;
    window.tap("nav-backpack").await;
    window.tap("tile-materials").await;
    window.find("material-L01").await;
}

async fn a_quiz_is_answered_and_scored(window: &Window) {
    window.tap("nav-backpack").await;
    window.tap("tile-questionnaires").await;
    window.tap("questionnaire-*").await;
    choose_area(window).await;
    window.tap("question-start").await;
    window.tap("choice-hang_up").await;
    window.picture("question").await;
    window.tap("question-next").await;
    window.find("score").await;
    window.picture("score").await;
}

async fn a_person_is_shown_what_is_recorded(window: &Window) {
    to_household(window, HOUSEHOLDS[0].2, HOUSEHOLDS[0].0).await;
    window.tap("member-*").await;
    window.tap("rights").await;
    window.find("field-id_number").await;
    window.picture("rights").await;
    window.tap("export-record").await;
    window.reads("export-path", "person-record").await;
}
