//! An arrived portrait is judged again at the desk: a good one agrees with what the tablet said, and what was tampered with is
//! named.

mod browser;

use beibao_domain::application::{Application, ApplicationKind, Original, Portrait};
use beibao_domain::picture::Picture;
use beibao_domain::{FactBody, FactId, Hash};
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
        original: None,
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

#[tokio::test(flavor = "multi_thread")]
async fn an_original_is_looked_at_while_nobody_has_decided_and_every_look_is_noted() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let made_up = register(&opened);
    let asked = Application::new(ApplicationKind::Renewal, "", 1);
    let application = FactId(say(&opened, &made_up, true, FactBody::Application(asked)));
    let (finished, shot) = (b"a finished photo".as_slice(), b"the shot".as_slice());
    let corners = [(0.25, 0.125), (0.75, 0.125), (0.25, 0.875)];
    let original = Picture { hash: Hash::of(shot).to_string(), size_bytes: 8 };
    let portrait = Portrait {
        application,
        picture: opened.station.keep_blob(finished).unwrap().to_string(),
        size_bytes: 16,
        profile: "ga461".into(),
        profile_version: 2,
        checks: Value::Null,
        whitened: false,
        asks: Vec::new(),
        original: Some(Original { picture: original, corners }),
    };
    let id = say(&opened, &made_up, true, FactBody::Portrait(portrait));
    let queued = async || admin.get("/portraits?all=true").await.1["portraits"][0].clone();
    assert_eq!(queued().await["original"], "coming");
    // What a tablet's push does beside keeping the bytes.
    opened.station.keep_blob(shot).unwrap();
    let named = "INSERT INTO blob (hash, device, size, whole) VALUES (?1, ?1, 8, 1)";
    opened.station.writer().execute(named, [Hash::of(shot).0]).unwrap();
    assert_eq!((&queued().await["original"], &queued().await["corners"]), (&json!("here"), &json!(corners)));
    assert_eq!(admin.get(&format!("/portraits/{id}/original")).await.0, 200);
    assert_eq!(admin.get("/audit").await.1["entries"][0]["deed"], "original_seen");
    // Where the picture of an entry is shown, the original is not.
    let picture = format!("/entries/{id}/pictures/{}", Hash::of(shot));
    assert_eq!(admin.get(&picture).await.0, 404);
    let judgement = json!({ "seen": "complete", "accepted": true, "reason": "" });
    assert_eq!(admin.post(&format!("/portraits/{id}/judgement"), judgement).await.0, 204);
    assert_eq!(queued().await["original"], "destroyed");
    assert_eq!(admin.get(&format!("/portraits/{id}/original")).await.0, 404);
    assert!(opened.station.blob(Hash::of(shot)).unwrap().is_none());
    assert!(opened.station.blob(Hash::of(finished)).unwrap().is_some());
}
