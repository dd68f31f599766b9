//! The rights of whoever is recorded, over the real listener: shown whole, taken along, erased with a certificate.

mod browser;

use beibao_domain::application::{Application, ApplicationKind, Portrait};
use beibao_domain::fact::Withdrawn;
use beibao_domain::{AreaId, Fact, FactBody, FactId, Payload, PersonId};
use browser::{Browser, Opened, deeds, refused, two_households};
use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

fn say(opened: &Opened, person: Uuid, body: FactBody) -> FactId {
    correct(opened, person, body, None)
}

fn correct(opened: &Opened, person: Uuid, body: FactBody, supersedes: Option<FactId>) -> FactId {
    opened.world.pass(TimeDelta::seconds(1));
    let (id, happened_at) = (FactId::new(opened.station.world()), opened.station.world().now());
    let (household, during) = Default::default();
    let first = supersedes;
    let fact = Fact { id, happened_at, household, person: Some(PersonId(person)), during, supersedes, first, body };
    opened.station.write(|tx| tx.say(AreaId::STATION, &Payload::Fact(fact))).unwrap();
    id
}

fn withdraw(opened: &Opened, person: Uuid, application: FactId) {
    correct(
        opened,
        person,
        FactBody::Withdrawn(Withdrawn { was: "application".into(), about: None }),
        Some(application),
    );
}

async fn bytes(page: &Browser, path: &str) -> (u16, String, Vec<u8>) {
    let answer = page.raw("GET", &format!("/api/v1{path}"), None).await;
    let name = answer.headers().get("content-disposition").map_or("", |name| name.to_str().unwrap()).to_owned();
    (answer.status().as_u16(), name, answer.bytes().await.unwrap().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_recorded_is_shown_with_who_looked_and_taken_along_as_pdf_and_json() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let person = two_households(&opened).person;
    let chief = opened.with_role(&admin, "chief").await;
    say(&opened, person, FactBody::Application(Application::new(ApplicationKind::Renewal, "照片旧了", 1)));
    chief.get(&format!("/people/{person}")).await;
    let record = admin.get(&format!("/people/{person}/record")).await.1;
    let number = record["fields"].as_array().unwrap().iter().find(|field| field["field"] == "id_number").unwrap();
    assert_eq!(number["value"], "150599196803120014");
    assert_eq!(
        (record["facts"][0]["kind"].as_str(), record["facts"].as_array().unwrap().len()),
        (Some("application"), 1)
    );
    assert!(record["facts"][0]["text"].as_str().unwrap().contains("照片旧了"));
    let looks: Vec<&str> =
        record["looks"].as_array().unwrap().iter().map(|look| look["by"].as_str().unwrap()).collect();
    assert_eq!(looks, ["管理员", "chief"], "whoever looked at the desk is among them");
    let (status, name, pdf) = bytes(&admin, &format!("/people/{person}/record.pdf")).await;
    assert_eq!((status, &pdf[..5], name.as_str()), (200, &b"%PDF-"[..], "attachment; filename=\"beibao-record.pdf\""));
    let (_, _, json) = bytes(&admin, &format!("/people/{person}/record.json")).await;
    let json: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(
        (json["name"].as_str(), json["entries"][0]["body"]["kind"].as_str()),
        (Some("阿拉坦苏和"), Some("application"))
    );
    assert_eq!(deeds(&admin).await[..3], ["record_taken", "record_taken", "record_seen"]);
    for (role, path, status) in
        [("chief", "record", 200), ("chief", "record.pdf", 403), ("chief", "erasure", 403), ("auditor", "record", 403)]
    {
        let mut page = opened.browser().await;
        if role == "auditor" {
            page = opened.with_role(&admin, role).await;
        } else {
            page.sign_in(role, browser::PASSWORD).await;
        }
        assert_eq!(page.get(&format!("/people/{person}/{path}")).await.0, status, "{role} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_shows_what_stands_against_it_takes_what_was_seen_and_leaves_a_certificate_and_a_line_in_the_trail()
{
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let person = two_households(&opened).person;
    let asked = Application::new(ApplicationKind::Renewal, "", 1);
    let application = say(&opened, person, FactBody::Application(asked));
    let taken = Portrait {
        application,
        picture: "00".repeat(32),
        size_bytes: 9,
        profile: "ga461".into(),
        profile_version: 1,
        checks: Value::Null,
        whitened: false,
        asks: Vec::new(),
        original: None,
    };
    say(&opened, person, FactBody::Portrait(taken));
    let path = format!("/people/{person}/erasure");
    let look = async || admin.get(&path).await.1;
    let erase = async |seen: &Value| admin.post(&path, json!({ "seen": seen })).await;
    // The card is being made: that stands against it, and nothing is erased.
    let barred = look().await;
    assert_eq!(
        (barred["obstacles"][0]["kind"].as_str(), barred["obstacles"][0]["state"].as_str()),
        (Some("application"), Some("complete"))
    );
    assert_eq!(refused(&erase(&barred["seen"]).await), (409, "erasure_barred"));
    withdraw(&opened, person, application);
    let seen = look().await;
    assert_eq!((seen["obstacles"].clone(), seen["name"].as_str()), (json!([]), Some("阿拉坦苏和")));
    assert_eq!((seen["erased"]["register"].as_u64(), seen["erased"]["application"].as_u64()), (Some(1), Some(1)));
    // Something was said meanwhile: it is looked at first.
    say(&opened, person, FactBody::Application(Application::new(ApplicationKind::First, "", 1)));
    assert_eq!(refused(&erase(&seen["seen"]).await), (409, "corrected_meanwhile"));
    assert_eq!(admin.get(&format!("/people/{person}")).await.0, 200);
    let seen = look().await;
    assert_eq!(seen["erased"]["application"], 2);
    let again = look().await;
    assert_eq!(again["seen"], seen["seen"], "a look changes nothing");
    let body = json!({ "seen": seen["seen"] }).to_string();
    let answer = admin.raw("POST", &format!("/api/v1{path}"), Some((body, "application/json"))).await;
    assert_eq!((answer.status().as_u16(), answer.headers()["cache-control"].to_str().unwrap()), (200, "no-store"));
    assert!(answer.bytes().await.unwrap().starts_with(b"%PDF-"));
    assert_eq!(admin.get(&format!("/people/{person}")).await.0, 404);
    assert_eq!(admin.get("/register?q=0014").await.1["hits"], json!([]));
    let trail = admin.get(&format!("/audit?row={person}&deed=person_erased")).await.1;
    assert_eq!(
        (trail["entries"][0]["account"].as_str(), trail["entries"][0]["title"].as_str()),
        (Some("管理员"), Some(""))
    );
    assert_eq!(admin.get("/retention").await.1["endings"], json!([]));
}
