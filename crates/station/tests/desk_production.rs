//! Documents on their way: accepted, sent to be made, come back, carried to the door.

mod browser;

use std::io::{Cursor, Read};

use browser::made_up::{Register, applied, register};
use browser::{Browser, Opened};
use serde_json::{Value, json};
use uuid::Uuid;

async fn step(desk: &Browser, id: Uuid, seen: &str, step: &str) -> (u16, Value) {
    desk.post(&format!("/matters/{id}/steps"), json!({ "seen": seen, "step": step })).await
}

async fn state(desk: &Browser, id: Uuid) -> String {
    desk.get(&format!("/matters/{id}")).await.1["line"]["state"].as_str().unwrap().to_owned()
}

fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

/// The names and bytes of an archive's files.
fn unpacked(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let file = |n| {
        let mut file = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..2).map(file).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_is_sent_together_and_its_file_says_when_it_is_taken_again() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let [one, two] = [applied(&opened, &made_up, Some(b"a picture")), applied(&opened, &made_up, None)];
    for id in [one, two] {
        assert_eq!(step(&desk, id, "complete", "accepted").await.0, 204);
    }
    let waiting = desk.get("/production").await.1["waiting"].clone();
    let complete: Vec<bool> =
        waiting.as_array().unwrap().iter().map(|one| one["complete"].as_bool().unwrap()).collect();
    assert_eq!(complete.iter().filter(|complete| **complete).count(), 1);
    let both = desk.post("/production/batches", json!({ "applications": [one, two] })).await;
    assert_eq!(code(&both), (400, "picture_missing"));
    assert_eq!(state(&desk, one).await, "accepted", "all of a batch or nothing");
    let batch = desk.post("/production/batches", json!({ "applications": [one] })).await.1;
    assert_eq!((batch["number"].as_u64(), batch["unfinished"].as_u64()), (Some(1), Some(1)));
    assert_eq!(state(&desk, one).await, "in_production");
    let path = format!("/production/batches/{}/downloads", batch["id"].as_str().unwrap());
    let (status, name, bytes) = desk.download("POST", &path).await;
    assert_eq!((status, name.as_str()), (200, "attachment; filename=\"beibao-production-1.zip\""));
    let files = unpacked(bytes);
    let mark = one.simple().to_string()[24..].to_uppercase();
    assert_eq!(files[0], (format!("{mark}.jpg"), b"a picture".to_vec()));
    assert_eq!(files[1].0, "manifest.csv");
    let manifest = String::from_utf8(files[1].1.clone()).unwrap();
    assert!(manifest.contains(&format!("{mark},阿拉坦苏和,150599196803120014,renewal,")), "{manifest}");
    let again = desk.download("POST", &path).await;
    assert_eq!(again.1, "attachment; filename=\"beibao-production-1-again-2.zip\"");
    assert_eq!(desk.get("/production").await.1["batches"][0]["downloads"], 2);
    assert_eq!(desk.download("POST", &format!("/production/batches/{one}/downloads")).await.0, 404);
    let chief = opened.with_role(&desk, "chief").await;
    assert_eq!(chief.download("POST", &path).await.0, 403);
    let trail = desk.get(&format!("/audit?row={}&deed=batch_taken", made_up.person)).await.1;
    assert_eq!(trail["entries"].as_array().unwrap().len(), 2, "{trail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_applied_under_a_row_that_gave_way_is_sent_as_the_one_that_stays() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let fields = json!({ "household": "01-0001", "name": "阿拉坦苏赫", "relation": "other" });
    let doubled = desk.post("/rows", json!({ "register": "person", "fields": fields })).await.1["id"].clone();
    let goes: Uuid = doubled.as_str().unwrap().parse().unwrap();
    let one = applied(&opened, &Register { person: goes, ..made_up }, Some(b"a picture"));
    let stays = made_up.person;
    let seen = desk.get(&format!("/rows/{stays}/merge?goes={goes}")).await.1["seen"].clone();
    let ask = json!({ "goes": goes, "take": [], "seen": seen });
    assert_eq!(desk.post(&format!("/rows/{stays}/merge"), ask).await.0, 204);
    let portrait = desk.get("/portraits").await.1["portraits"][0].clone();
    assert_eq!(portrait["person_name"], "阿拉坦苏和", "{portrait}");
    assert_eq!(step(&desk, one, "complete", "accepted").await.0, 204);
    let batch = desk.post("/production/batches", json!({ "applications": [one] })).await.1;
    let path = format!("/production/batches/{}/downloads", batch["id"].as_str().unwrap());
    let manifest = String::from_utf8(unpacked(desk.download("POST", &path).await.2)[1].1.clone()).unwrap();
    assert!(manifest.contains(",阿拉坦苏和,150599196803120014,"), "{manifest}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_of_the_station_is_followed_and_one_that_names_a_path_is_refused() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let one = applied(&opened, &made_up, Some(b"a picture"));
    step(&desk, one, "complete", "accepted").await;
    let batch = desk.post("/production/batches", json!({ "applications": [one] })).await.1;
    let path = format!("/production/batches/{}/downloads", batch["id"].as_str().unwrap());
    let template = |picture: &str| json!({ "picture": picture, "manifest": "z.csv", "columns": [{ "heading": "编号", "value": "number" }] });
    let file = opened.folder().join("production.json");
    std::fs::write(&file, template("a/../../{mark}.jpg").to_string()).unwrap();
    let refused = desk.post(&path, json!({})).await;
    assert_eq!(code(&refused), (400, "template_refused"));
    assert_eq!(refused.1["params"]["what"], "a/../../{mark}.jpg");
    assert_eq!(desk.get("/production").await.1["batches"][0]["downloads"], 0, "what was refused is not counted");
    std::fs::write(&file, template("p{batch}-{number}.jpg").to_string()).unwrap();
    let files = unpacked(desk.download("POST", &path).await.2);
    assert_eq!(files[0].0, "p1-001.jpg");
    assert_eq!(files[1], ("z.csv".into(), "\u{feff}编号\r\n1\r\n".as_bytes().to_vec()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_is_taken_row_by_row_and_each_refusal_names_line_and_column() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let [one, two] = [applied(&opened, &made_up, Some(b"one")), applied(&opened, &made_up, Some(b"two"))];
    step(&desk, one, "complete", "accepted").await;
    assert_eq!(desk.post("/production/batches", json!({ "applications": [one] })).await.0, 200);
    let mark = |id: Uuid| id.simple().to_string()[24..].to_lowercase();
    let csv = format!("申请编号,结果\nFFFFFFFF,完成\n{},完成\n{},合格\n{0},完成\n,完成\n{0}\n", mark(one), mark(two));
    let (gb, _, _) = encoding_rs::GB18030.encode(&csv);
    let taken = desk.upload("/production/results", gb.to_vec()).await;
    assert_eq!((taken.0, taken.1["ready"].as_u64()), (200, Some(1)), "{}", taken.1);
    let refused: Vec<(u64, &str, &str)> = taken.1["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["line"].as_u64().unwrap(), row["column"].as_str().unwrap(), row["fault"].as_str().unwrap()))
        .collect();
    let expected = [
        (2, "申请编号", "unknown"),
        (4, "申请编号", "not_now"),
        (5, "申请编号", "double"),
        (6, "申请编号", "empty"),
        (7, "", "width"),
    ];
    assert_eq!(refused, expected);
    assert_eq!(state(&desk, one).await, "ready");
    let by_number = "\u{feff}id_number,result\n150599196803120014,ready\n150599197007210021,ready\n";
    let taken = desk.upload("/production/results", by_number.into()).await.1;
    assert_eq!((taken["unchanged"].as_u64(), taken["refused"][0]["fault"].as_str()), (Some(1), Some("unknown")));
    let nonsense = desk.upload("/production/results", b"a,b\n1,2\n".to_vec()).await;
    assert_eq!(code(&nonsense), (400, "sheet_unreadable"));
    assert_eq!(code(&desk.upload("/production/results", vec![0xFF; 9]).await), (400, "sheet_unreadable"));
}

#[tokio::test(flavor = "multi_thread")]
async fn results_that_break_off_in_the_middle_leave_nothing_behind() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let [one, two] = [applied(&opened, &made_up, Some(b"one")), applied(&opened, &made_up, Some(b"two"))];
    for id in [one, two] {
        step(&desk, id, "complete", "accepted").await;
    }
    assert_eq!(desk.post("/production/batches", json!({ "applications": [one, two] })).await.0, 200);
    let mark = |id: Uuid| id.simple().to_string()[24..].to_uppercase();
    let csv = format!("application,result\n{},ready\n{},ready\n", mark(one), mark(two));
    // The second row fails, as it does when the power goes: SQLite keeps nothing of a transaction that did not end.
    let cut = "CREATE TEMP TRIGGER cut BEFORE INSERT ON main.audit
        WHEN NEW.detail = 'ready' AND EXISTS (SELECT 1 FROM main.audit WHERE detail = 'ready')
        BEGIN SELECT RAISE(ABORT, 'cut'); END";
    opened.station.writer().execute_batch(cut).unwrap();
    assert_eq!(desk.upload("/production/results", csv.clone().into()).await.0, 500);
    assert_eq!((state(&desk, one).await, state(&desk, two).await), ("in_production".into(), "in_production".into()));
    opened.station.writer().execute_batch("DROP TRIGGER cut").unwrap();
    assert_eq!(desk.upload("/production/results", csv.into()).await.1["ready"], 2);
    assert_eq!((state(&desk, one).await, state(&desk, two).await), ("ready".into(), "ready".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_document_is_in_one_place_and_of_two_who_give_it_out_one_is_told() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let one = applied(&opened, &made_up, Some(b"one"));
    for (seen, next) in [("complete", "accepted"), ("accepted", "in_production"), ("in_production", "ready")] {
        assert_eq!(step(&desk, one, seen, next).await.0, 204, "{next}");
    }
    let along = |officer: &str| json!({ "seen": "ready", "step": "taken_along", "officer": officer });
    let path = format!("/matters/{one}/steps");
    assert_eq!(desk.post(&path, along("000999")).await.0, 404, "nobody of that name");
    assert_eq!(desk.post(&path, along("000101")).await.0, 204);
    assert_eq!(code(&desk.post(&path, along("000101")).await), (400, "out_of_order"));
    let carried = desk.get("/matters?kind=application&state=in_backpack").await.1["matters"].clone();
    let shown = ["place", "holder", "name", "household_code"].map(|name| carried[0][name].as_str().unwrap().to_owned());
    assert_eq!(shown, ["backpack", "孟和巴图", "阿拉坦苏和", "01-0001"]);
    assert!(carried[0]["days_left"].as_i64().unwrap() > 50);
    assert_eq!(desk.get("/matters?kind=application&state=ready").await.1["matters"], json!([]));
    let chief = opened.with_role(&desk, "chief").await;
    assert_eq!(chief.post(&path, along("000101")).await.0, 403);
}
