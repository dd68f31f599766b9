//! Contact cards at the desk: what cannot be printed says why, sheets for many officers, who holds an outdated one.

mod browser;

use beibao_domain::visit::{HandoutLine, Visit};
use beibao_domain::{AreaId, Edit, FactBody, MaterialId, Payload, RegisterKind};
use browser::made_up::{register, say};
use browser::{Browser, Opened, deeds, refused};
use serde_json::{Value, json};

const STATION: &str = "name,name_mn,duty_phone,emergency_phone\n云雀滩派出所,,00012345678,110\n";
const MATERIALS: &str = "code,kind,title,title_mn,language,version\nC01,contact_card,警民联系卡,,both,1\n";

fn officers(phone: &str) -> String {
    format!("badge,name,name_mn,phone,areas\n000101,孟和巴图,,{phone},01\n000102,苏和,,{phone},02\n")
}

fn import(opened: &Opened, sheet: &str) {
    opened.station.import(sheet.as_bytes()).unwrap().unwrap();
}

async fn cards(desk: &Browser) -> Vec<Value> {
    desk.get("/cards").await.1.as_array().unwrap().clone()
}

async fn order(desk: &Browser, copies: u32) -> (u16, Value) {
    let orders: Vec<Value> =
        cards(desk).await.iter().map(|card| json!({ "officer": card["officer"], "copies": copies })).collect();
    desk.post("/cards/sheets", json!({ "orders": orders, "two_sided": true })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sheets_are_printed_for_many_officers_and_what_cannot_be_printed_says_why() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    register(&opened);
    let faulty = cards(&desk).await;
    assert_eq!((faulty.len(), faulty[0]["svg"].as_str()), (1, Some("")));
    let fields: Vec<&str> =
        faulty[0]["faults"].as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect();
    assert!(fields.contains(&"station") && fields.contains(&"area"), "{fields:?}");
    assert_eq!(refused(&order(&desk, 10).await), (400, "invalid_fields"));

    import(&opened, STATION);
    import(&opened, &officers("00000000101"));
    let printable = cards(&desk).await;
    assert!(printable.iter().all(|card| card["faults"] == json!([]) && card["svg"].as_str().unwrap().contains("<svg")));
    for copies in [0, 2_501] {
        assert_eq!(refused(&order(&desk, copies).await), (400, "invalid_fields"), "{copies} of two officers");
    }
    assert_eq!(refused(&desk.post("/cards/sheets", json!({ "orders": [], "two_sided": false })).await).0, 400);
    let unknown = json!({ "orders": [{ "officer": uuid::Uuid::nil(), "copies": 1 }], "two_sided": false });
    assert_eq!(refused(&desk.post("/cards/sheets", unknown).await), (404, "not_found"));

    let orders: Vec<Value> = printable.iter().map(|card| json!({ "officer": card["officer"], "copies": 13 })).collect();
    let body = json!({ "orders": orders, "two_sided": true }).to_string();
    let answer = desk.raw("POST", "/api/v1/cards/sheets", Some((body, "application/json"))).await;
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
        (200, "application/pdf")
    );
    assert!(answer.bytes().await.unwrap().starts_with(b"%PDF"));
    assert!(deeds(&desk).await.iter().any(|deed| deed == "cards_printed"));

    let chief = opened.with_role(&desk, "chief").await;
    assert_eq!(order(&chief, 1).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_a_card_with_the_old_number_is_listed_and_the_look_is_noted() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    [STATION, MATERIALS, &officers("00000000101")].iter().for_each(|sheet| import(&opened, sheet));
    let material = opened.station.read(|sql| Ok(sql.query_row("SELECT id FROM material", [], |row| row.get(0))?));
    let line = HandoutLine { card: Some("0badcafe".into()), ..HandoutLine::new(MaterialId(material.unwrap()), 2) };
    let visit = Visit {
        diary: "送联系卡".into(),
        services: Vec::new(),
        handouts: vec![line],
        anti_fraud: Default::default(),
        service_point: None,
    };
    say(&opened, &made_up, true, FactBody::Visit(visit));
    let outdated = desk.get("/cards/outdated").await.1;
    assert_eq!((outdated[0]["code"].as_str(), outdated[0]["count"].as_u64()), (Some("01-0001"), Some(2)));
    assert_eq!(outdated.as_array().unwrap().len(), 1);
    assert!(deeds(&desk).await.iter().any(|deed| deed == "outdated_seen"));
}

/// A photo of nobody: a grey square, larger than a card.
fn photo(grey: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(900, 900, image::Luma([grey])).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_on_a_card_is_changed_at_the_desk_and_its_back_has_a_photo_and_english() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    register(&opened);
    import(&opened, STATION);
    import(&opened, &officers("00000000101"));
    let row = desk.get("/shelf/officer").await.1["rows"][0].clone();
    assert_eq!(row["code"], "000101");
    let id = row["id"].as_str().unwrap().to_owned();
    let here = desk.get("/shelf/station").await.1["rows"][0].clone();
    let edit = async |register: &str, row: &Value, field: &str, value: &str| {
        let known = row["fields"].as_array().unwrap().iter().find(|known| known["name"] == field).unwrap();
        let body =
            json!({ "register": register, "row": row["id"], "field": field, "value": value, "seen": known["seen"] });
        desk.post("/edits", body).await.0
    };
    let front = cards(&desk).await[0]["svg"].clone();
    assert_eq!(edit("officer", &row, "phone", "00000000909").await, 204);
    assert_ne!(cards(&desk).await[0]["svg"], front, "the number on the card is another");

    // English needs both names; what is missing is said by field.
    assert_eq!(edit("officer", &row, "name_en", "Munkhbat").await, 204);
    let fault = cards(&desk).await[0]["back_faults"].clone();
    assert_eq!(fault, json!([{ "field": "station_en", "code": "empty", "params": {} }]));
    assert_eq!(edit("station", &here, "name_en", "Lark Meadow Police Station").await, 204);
    assert_eq!(edit("station", &here, "duty_phone", "").await, 400, "a station has a phone");

    let path = format!("/cards/{id}/photo");
    assert_eq!(desk.upload(&path, b"no picture".to_vec()).await.0, 400);
    assert_eq!(cards(&desk).await[0]["has_photo"], false);
    assert_eq!(desk.upload(&path, photo(120)).await.0, 204);
    let card = cards(&desk).await[0].clone();
    assert_eq!((&card["has_photo"], &card["back_faults"]), (&json!(true), &json!([])));
    let back = desk.raw("GET", &format!("/api/v1/cards/{id}/back"), None).await;
    assert_eq!(back.headers()["content-type"], "image/svg+xml");
    assert!(back.text().await.unwrap().contains("data:image/jpeg;base64,"));
    assert_eq!(order(&desk, 1).await.0, 200);
    assert!(deeds(&desk).await.iter().filter(|deed| *deed == "field_edited").count() >= 4);

    let chief = opened.with_role(&desk, "chief").await;
    assert_eq!(chief.upload(&path, photo(120)).await.0, 403);
    let nobody = format!("/cards/{}/photo", uuid::Uuid::nil());
    assert_eq!(desk.upload(&nobody, photo(120)).await.0, 404);
    assert_eq!(desk.send("DELETE", &path, None).await.0, 204);
    assert_eq!(cards(&desk).await[0]["has_photo"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_character_that_no_font_has_is_named_with_what_would_stand_for_it() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    register(&opened);
    import(&opened, STATION);
    import(&opened, &officers("00000000101").replace("苏和", "苏😀"));
    let card = cards(&desk).await[1].clone();
    let params = json!({ "character": "😀", "codepoint": "U+1F600", "fallback": "〓" });
    assert_eq!(card["missing"], json!([{ "field": "name", "code": "missing_glyph", "params": params }]));
    assert_eq!(
        (&card["faults"], &card["back_faults"]),
        (&json!([]), &json!([])),
        "nothing else keeps it from being printed"
    );
    assert!(card["svg"].as_str().unwrap().contains("<svg"), "it is seen as it would be printed");
    let back = desk.raw("GET", &format!("/api/v1/cards/{}/back", card["officer"].as_str().unwrap()), None).await;
    assert_eq!(back.status(), 200);
    // Printed with the mark by whoever says so, and by nobody else.
    let ask = |mark: bool| json!({ "orders": [{ "officer": card["officer"], "copies": 1, "mark_missing": mark }], "two_sided": true });
    assert_eq!(desk.post("/cards/sheets", ask(false)).await.0, 400);
    assert_eq!(desk.post("/cards/sheets", ask(true)).await.0, 200);
}

/// Sealed files at the station.
fn files(opened: &Opened) -> usize {
    let folders = std::fs::read_dir(opened.folder().join("blobs")).into_iter().flatten().flatten();
    folders.map(|folder| std::fs::read_dir(folder.path()).unwrap().count()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_was_replaced_or_taken_away_is_at_the_station_no_more() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    register(&opened);
    import(&opened, STATION);
    import(&opened, &officers("00000000101"));
    let [one, two] = [0, 1].map(async |nth: usize| cards(&desk).await[nth]["officer"].as_str().unwrap().to_owned());
    let (one, two) = (one.await, two.await);
    let path = |officer: &str| format!("/cards/{officer}/photo");
    let rows = || -> u32 {
        opened.station.read(|sql| Ok(sql.query_row("SELECT count(*) FROM blob", [], |row| row.get(0))?)).unwrap()
    };

    // Of nobody there is no file.
    assert_eq!(desk.upload(&path(&uuid::Uuid::nil().to_string()), photo(100)).await.0, 404);
    assert_eq!((files(&opened), rows()), (0, 0));

    for officer in [&one, &two] {
        assert_eq!(desk.upload(&path(officer), photo(100)).await.0, 204);
    }
    assert_eq!((files(&opened), rows()), (1, 1), "the same photo is one file");
    assert_eq!(desk.upload(&path(&one), photo(200)).await.0, 204);
    assert_eq!((files(&opened), rows()), (2, 2), "the other officer has it still");
    assert_eq!(desk.send("DELETE", &path(&two), None).await.0, 204);
    assert_eq!((files(&opened), rows()), (1, 1));

    // Where somebody else set another one unseen, both wait to be chosen from.
    let officer = uuid::Uuid::parse_str(&one).unwrap();
    let none = Edit::field(RegisterKind::Officer, officer, "photo", Value::Null, Vec::new());
    opened.station.write(|tx| tx.say(AreaId::STATION, &Payload::Edit(none))).unwrap();
    assert_eq!((desk.get("/conflicts").await.1.as_array().unwrap().len(), files(&opened)), (1, 1));
    assert_eq!(desk.upload(&path(&one), photo(50)).await.0, 204);
    assert_eq!((desk.get("/conflicts").await.1, files(&opened), rows()), (json!([]), 1, 1));
    assert_eq!(desk.send("DELETE", &path(&one), None).await.0, 204);
    assert_eq!((files(&opened), rows()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_whose_bytes_are_gone_is_told_before_printing() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    register(&opened);
    import(&opened, STATION);
    import(&opened, &officers("00000000101"));
    let officer = cards(&desk).await[0]["officer"].as_str().unwrap().to_owned();
    let told = async || cards(&desk).await.iter().map(|card| card["photo_missing"] == true).collect::<Vec<_>>();
    assert_eq!(desk.upload(&format!("/cards/{officer}/photo"), photo(100)).await.0, 204);
    assert_eq!(told().await, [false, false]);
    std::fs::remove_dir_all(opened.folder().join("blobs")).unwrap();
    assert_eq!(told().await, [true, false]);
    assert_eq!(cards(&desk).await[0]["has_photo"], true, "it can be taken away");
    assert_eq!(order(&desk, 1).await.0, 200, "and printed without it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_of_more_pixels_than_anybody_needs_is_refused_with_how_many_it_may_have() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    register(&opened);
    import(&opened, STATION);
    import(&opened, &officers("00000000101"));
    let officer = cards(&desk).await[0]["officer"].as_str().unwrap().to_owned();
    let mut huge = photo(100);
    // The frame header of a JPEG: two bytes of mark, two of length, one of depth, then height and width.
    let frame = huge.windows(2).position(|mark| mark == [0xff, 0xc0]).unwrap();
    huge[frame + 5..frame + 9].copy_from_slice(&[0x20, 0x00, 0x20, 0x00]);
    let (status, problem) = desk.upload(&format!("/cards/{officer}/photo"), huge).await;
    assert_eq!((status, &problem["params"]), (400, &json!({ "photo": "picture_too_large", "limit": "32" })));
}
