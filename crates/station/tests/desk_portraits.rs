//! An arrived portrait is judged again at the desk: a good one agrees with what the tablet said, and what was tampered with is
//! named.

mod browser;

use beibao_domain::application::{Application, ApplicationKind, Portrait};
use beibao_domain::{FactBody, FactId};
use beibao_photo::{Profile, examine};
use browser::Opened;
use browser::made_up::{Register, register, say};
use serde_json::{Value, json};
use uuid::Uuid;

const SAMPLE: &[u8] = include_bytes!("../../../assets/portraits/sample.jpg");

/// A portrait that came with this file and with these words of the tablet.
fn arrived(opened: &Opened, register: &Register, jpeg: &[u8], profile: &str, checks: Value) -> Uuid {
    let asked = Application::new(ApplicationKind::Renewal, "", 1);
    let application = FactId(say(opened, register, true, FactBody::Application(asked)));
    let portrait = Portrait {
        application,
        picture: opened.station.keep_blob(jpeg).unwrap().to_string(),
        size_bytes: u32::try_from(jpeg.len()).unwrap(),
        profile: profile.into(),
        profile_version: 2,
        checks,
        whitened: false,
        asks: Vec::new(),
    };
    say(opened, register, true, FactBody::Portrait(portrait))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_judges_the_file_that_arrived_and_names_what_differs_from_the_tablet() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let made_up = register(&opened);
    let examined = examine(SAMPLE, &Profile::ga461()).unwrap();
    let (jpeg, said) = (examined.portrait.unwrap().jpeg, serde_json::to_value(&examined.report.checks).unwrap());

    let good = arrived(&opened, &made_up, &jpeg, "ga461", said.clone());
    let found = admin.get(&format!("/portraits/{good}/recheck")).await.1;
    assert_eq!((&found["differing"], &found["profile"]), (&json!([]), &json!("ga461 2")));
    assert_eq!(browser::deeds(&admin).await[0], "portrait_rechecked", "a look at a portrait leaves a trace");
    let verdict = |found: &Value, name: &str| {
        let checks = found["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["name"] == name).map(|check| check["verdict"].clone())
    };
    for name in ["single_face", "geometry", "white_background", "file"] {
        assert_eq!(verdict(&found, name), Some(json!("pass")), "{name}");
    }
    assert_eq!(verdict(&found, "source_quality"), None);

    // The file of a portrait, with a comment in it: another length, and not what the standard allows.
    let tampered = [&jpeg[..20], &[0xFF, 0xFE, 0, 6, b'h', b'e', b'r', b'd'], &jpeg[20..]].concat();
    let tampered = arrived(&opened, &made_up, &tampered, "ga461", said.clone());
    assert_eq!(admin.get(&format!("/portraits/{tampered}/recheck")).await.1["differing"], json!(["file"]));
    // The original under the words that were said of the finished photo.
    let original = arrived(&opened, &made_up, SAMPLE, "ga461", said.clone());
    assert_eq!(admin.get(&format!("/portraits/{original}/recheck")).await.1["differing"], json!(["geometry", "file"]));
    // Nothing was said at all, and there is nobody in the picture.
    let empty = arrived(&opened, &made_up, b"a picture", "ga461", Value::Null);
    assert_eq!(admin.get(&format!("/portraits/{empty}/recheck")).await.1["differing"], json!(["file"]));

    let unknown = arrived(&opened, &made_up, &jpeg, "of another station", said);
    let found = admin.get(&format!("/portraits/{unknown}/recheck")).await.1;
    assert_eq!((&found["profile"], &found["checks"]), (&Value::Null, &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_here_is_not_judged() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let made_up = register(&opened);
    let application = browser::made_up::applied(&opened, &made_up, None);
    for id in [application, Uuid::nil()] {
        let (status, problem) = admin.get(&format!("/portraits/{id}/recheck")).await;
        assert_eq!((status, problem["code"].as_str()), (404, Some("not_found")));
    }
}
