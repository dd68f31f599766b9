//! The library at the desk: a material is added, gets another edition, a file beside it, and is withdrawn; a phrase gets its
//! recording.

mod browser;

use browser::{Opened, deeds, refused};
use serde_json::{Value, json};

const LEAFLET: &[u8] = b"%PDF-1.7 a leaflet";

fn leaflet(code: &str) -> Value {
    let fields = json!({ "code": code, "kind": "leaflet", "title": "防诈骗手册", "language": "zh", "version": "1", "withdrawn": "false" });
    json!({ "register": "material", "fields": fields })
}

/// What stands in a field of a row.
fn at<'v>(row: &'v Value, name: &str) -> &'v Value {
    row["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_material_is_added_gets_another_edition_and_is_withdrawn() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let id = desk.post("/rows", leaflet("FZ-01")).await.1["id"].as_str().unwrap().to_owned();
    let twice = desk.post("/rows", leaflet("FZ-01")).await;
    assert_eq!((refused(&twice), &twice.1["params"]["code"]), ((400, "invalid_fields"), &json!("double")));
    assert_eq!(desk.post("/rows", leaflet("")).await.1["params"]["code"], "required");
    for (field, value) in [("version", "2"), ("withdrawn", "true")] {
        let row = desk.get("/shelf/material").await.1["rows"][0].clone();
        let seen = at(&row, field)["seen"].as_str().unwrap();
        let edit = json!({ "register": "material", "row": id, "field": field, "value": value, "seen": seen });
        assert_eq!(desk.post("/edits", edit).await.0, 204, "{field}");
    }
    let row = desk.get("/shelf/material").await.1["rows"][0].clone();
    assert_eq!((&at(&row, "version")["value"], &at(&row, "withdrawn")["value"]), (&json!("2"), &json!("true")));
    let listed = opened.station.read(|sql| Ok(beibao_replica::table::material::all(sql)?)).unwrap();
    assert!(listed[0].withdrawn && listed[0].version == "2", "tablets read it off the same row");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_put_beside_a_material_looked_at_replaced_and_taken_away() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let desk = opened.with_role(&admin, "desk").await;
    let chief = opened.with_role(&admin, "chief").await;
    let id = desk.post("/rows", leaflet("FZ-01")).await.1["id"].as_str().unwrap().to_owned();
    let place = format!("/library/{id}/file?name=leaflet.pdf");
    let sealed = || {
        let folders = std::fs::read_dir(opened.folder().join("blobs")).into_iter().flatten().flatten();
        folders.map(|folder| std::fs::read_dir(folder.path()).unwrap().count()).sum::<usize>()
    };
    let files = async || desk.get("/shelf/material").await.1["rows"][0]["files"].clone();

    let foreign = desk.upload_by("PUT", &place, b"MZ a program".to_vec()).await;
    assert_eq!((refused(&foreign), &foreign.1["params"]["media"]), ((400, "invalid_fields"), &json!("unknown")));
    let unnamed = format!("/library/{id}/file?name=%20");
    assert_eq!(desk.upload_by("PUT", &unnamed, LEAFLET.to_vec()).await.0, 400);
    assert_eq!(refused(&chief.upload_by("PUT", &place, LEAFLET.to_vec()).await), (403, "forbidden"));
    assert_eq!(files().await, json!([]));

    assert_eq!(desk.upload_by("PUT", &place, LEAFLET.to_vec()).await.0, 204);
    assert_eq!(
        files().await,
        json!([{ "name": "leaflet.pdf", "size_bytes": LEAFLET.len(), "media": "application/pdf" }])
    );
    let second = [LEAFLET, b", second edition"].concat();
    assert_eq!(desk.upload_by("PUT", &place, second.clone()).await.0, 204);
    let (status, name, bytes) = chief.download("GET", &place).await;
    assert_eq!((status, bytes), (200, second), "one of the same name takes its place");
    assert!(name.starts_with("attachment"), "{name}");
    assert_eq!(sealed(), 1, "the one before is nowhere any more");

    assert_eq!(refused(&chief.send("DELETE", &place, None).await), (403, "forbidden"));
    assert_eq!(desk.send("DELETE", &place, None).await.0, 204);
    assert_eq!((files().await, desk.send("DELETE", &place, None).await.0), (json!([]), 404));
    assert_eq!(chief.download("GET", &place).await.0, 404, "what was taken away is not given out by its name");
    assert_eq!(sealed(), 0);
    let trail = deeds(&admin).await;
    let told = |deed: &str| trail.iter().filter(|told| *told == deed).count();
    assert_eq!((told("file_enclosed"), told("file_withdrawn")), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phrase_takes_a_recording_and_nothing_else() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let fields = json!({ "code": "P1", "topic": "问候", "zh": "您好" });
    let id = desk.post("/rows", json!({ "register": "phrase", "fields": fields })).await.1["id"].clone();
    let place = format!("/library/{}/file?name=", id.as_str().unwrap());
    assert_eq!(desk.upload_by("PUT", &format!("{place}a.pdf"), LEAFLET.to_vec()).await.0, 400);
    assert_eq!(desk.upload_by("PUT", &format!("{place}a.mp3"), b"ID3 good day".to_vec()).await.0, 204);
    assert_eq!(desk.download("GET", &place).await.2, b"ID3 good day");
    assert_eq!(desk.send("DELETE", &place, None).await.0, 204);
    assert_eq!(refused(&desk.send("DELETE", &place, None).await), (404, "not_found"), "there is none any more");
    assert_eq!(desk.get("/shelf/phrase").await.1["rows"][0]["files"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_is_added_and_given_a_code_and_no_badge_number_is_given_twice() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let officer = |badge: &str| json!({ "register": "officer", "fields": { "badge": badge, "name": "孟和巴图", "phone": "00000000101" } });
    assert_eq!(desk.post("/rows", officer("")).await.1["params"]["badge"], "required");
    assert_eq!(desk.post("/rows", officer("000101")).await.0, 200);
    assert_eq!(desk.post("/rows", officer("000101")).await.1["params"]["badge"], "double");
    let ask = json!({ "badge": "000101", "url": "https://127.0.0.1:8443", "all_areas": false });
    assert_eq!(desk.post("/enrolment-codes", ask).await.1["officer"], "孟和巴图");
}
