//! The register kept at the desk: rows added and moved, sheets in and out, tablets and the areas that they may have.

mod browser;

use browser::{Browser, Known, Opened, deeds, enrol, refused, two_households};
use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

async fn desk() -> (Opened, Browser, Known) {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let known = two_households(&opened);
    (opened, admin, known)
}

fn field(page: &Value, name: &str) -> Value {
    page["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap().clone()
}

async fn edit(admin: &Browser, register: &str, row: Uuid, name: &str, value: &str) -> (u16, Value) {
    let path = if register == "person" { format!("/people/{row}") } else { format!("/households/{row}") };
    let seen = field(&admin.get(&path).await.1, name)["seen"].clone();
    admin.post("/edits", json!({ "register": register, "row": row, "field": name, "value": value, "seen": seen })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_and_a_person_are_added_with_every_fault_told_at_once() {
    let (_opened, admin, known) = desk().await;
    let add = async |register: &str, fields: Value| {
        admin.post("/rows", json!({ "register": register, "fields": fields })).await
    };
    let wrong = add("household", json!({ "code": "01-0001", "area": "99", "latitude": "91" })).await;
    assert_eq!(refused(&wrong), (400, "invalid_fields"));
    assert_eq!(wrong.1["params"], json!({ "code": "double", "area": "unknown", "latitude": "out_of_range" }));
    let home = add("household", json!({ "code": "01-0003", "area": "01-02", "latitude": "44.13" })).await.1;
    let home = admin.get(&format!("/households/{}", home["id"].as_str().unwrap())).await.1;
    assert_eq!((home["area"].as_str(), field(&home, "latitude")["value"].as_str()), (Some("查干嘎查"), Some("44.13")));
    let wrong = add("person", json!({ "household": "01-0003", "id_number": "150599196803120014" })).await;
    assert_eq!(wrong.1["params"], json!({ "name": "required", "relation": "required", "id_number": "double" }));
    assert_eq!(add("person", json!({ "ethnicity": "x" })).await.0, 400);
    let fields =
        json!({ "household": "01-0003", "name": "其其格", "relation": "head", "id_number": "150599197007210021" });
    let added = add("person", fields).await.1;
    let person = admin.get(&format!("/people/{}", added["id"].as_str().unwrap())).await.1;
    assert_eq!(field(&person, "born_on")["value"], "1970-07-21", "read off the number");
    assert_eq!(admin.get("/register?q=qqg").await.1["hits"][0]["title"], "其其格");
    let _ = known;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_moves_to_another_household_and_a_household_to_another_area_and_tablets_of_there_hear_of_it() {
    let (opened, admin, known) = desk().await;
    let wrong = edit(&admin, "person", known.person, "household", "01-9999").await;
    assert_eq!(wrong.1["params"], json!({ "household": "unknown" }));
    assert_eq!(edit(&admin, "person", known.person, "household", "01-0002").await.0, 204);
    let page = admin.get(&format!("/people/{}", known.person)).await.1;
    assert_eq!(
        (page["household_code"].as_str(), field(&page, "household")["value"].as_str()),
        (Some("01-0002"), Some("01-0002"))
    );
    assert_eq!(admin.get(&format!("/households/{}", known.home)).await.1["members"], json!([]));
    let said_there = |area: Uuid, row: Uuid| {
        let query = "SELECT count(*) FROM register_edit WHERE row = ?1 AND area = ?2 AND body LIKE '%name%'";
        opened.station.read(|sql| Ok(sql.query_row(query, (row, area), |row| row.get::<_, i64>(0))?)).unwrap()
    };
    assert_eq!(said_there(known.other_area, known.person), 1, "whole, in the new area");
    opened.world.pass(TimeDelta::seconds(1));
    assert_eq!(edit(&admin, "household", known.other_home, "area", "01-01").await.0, 204);
    assert_eq!(admin.get(&format!("/households/{}", known.other_home)).await.1["area"], "呼和嘎查");
    assert_eq!(
        edit(&admin, "household", known.other_home, "code", "01-0001").await.1["params"],
        json!({ "code": "double" })
    );
    assert_eq!(edit(&admin, "household", known.other_home, "code", "01-0022").await.0, 204);
}

const SHEET: &str = "household,relation,name,name_mn,id_number,born_on,phone,language\n\
    01-0001,head,阿拉坦苏和,,150599196803120014,1968-03-12,00055550101,mn\n\
    01-0002,head,其其格,,150599197007210021,1970-07-21,,mn\n\
    01-9999,head,巴特尔,,,,,\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_shows_what_it_would_change_and_changes_exactly_that_or_nothing() {
    let (opened, admin, known) = desk().await;
    let people = async || admin.get("/register?q=qqg").await.1["hits"].as_array().unwrap().len();
    let trial = admin.upload("/sheets/trial", SHEET.into()).await.1;
    let told = ["added", "changed", "unchanged"].map(|name| trial[name].as_u64().unwrap());
    assert_eq!((told, trial["register"].as_str()), ([1, 1, 0], Some("person")));
    assert_eq!(trial["refused"], json!([{ "line": 4, "column": "household", "fault": "unknown" }]));
    let cells: Vec<String> = trial["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| format!("{}: {} -> {}", cell["column"], cell["before"], cell["after"]))
        .collect();
    assert!(cells.contains(&"\"phone\": \"\" -> \"00055550101\"".to_owned()), "{cells:?}");
    assert_eq!(people().await, 0, "nothing was changed");
    // Somebody corrects the phone in the meantime: what was seen is no longer what would happen.
    assert_eq!(edit(&admin, "person", known.person, "phone", "00055559999").await.0, 204);
    let path = |trial: &Value| format!("/sheets?seen={}", trial["seen"].as_str().unwrap());
    assert_eq!(refused(&admin.upload(&path(&trial), SHEET.into()).await), (409, "corrected_meanwhile"));
    assert_eq!(people().await, 0);
    let trial = admin.upload("/sheets/trial", SHEET.into()).await.1;
    assert_eq!(admin.upload(&path(&trial), SHEET.into()).await.0, 200);
    assert_eq!(people().await, 1);
    assert_eq!(deeds(&admin).await[..2], ["register_imported", "import_seen"]);
    let nonsense = admin.upload("/sheets/trial", "a,b\n1,2\n".into()).await;
    assert_eq!(
        (refused(&nonsense), nonsense.1["params"]["why"].as_str()),
        ((400, "sheet_unreadable"), Some("columns"))
    );
    let chief = opened.with_role(&admin, "chief").await;
    assert_eq!(chief.upload("/sheets/trial", SHEET.into()).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_out_is_read_again_and_changes_nothing() {
    let (_opened, admin, _) = desk().await;
    for register in ["area", "household", "person"] {
        for (kind, mark) in [("csv", "\u{feff}".as_bytes()), ("xlsx", b"PK")] {
            let (_, _, file) = admin.download("GET", &format!("/register.{kind}?register={register}")).await;
            assert!(file.starts_with(mark));
            let trial = admin.upload("/sheets/trial", file).await.1;
            assert_eq!(
                (trial["register"].as_str(), trial["refused"].clone(), trial["cells"].clone()),
                (Some(register), json!([]), json!([]))
            );
            assert!(trial["unchanged"].as_u64().unwrap() > 0);
        }
    }
    for nonsense in ["questionnaire", "nobody"] {
        assert_eq!(refused(&admin.get(&format!("/register.csv?register={nonsense}")).await), (404, "not_found"));
    }
    let trail = admin.get("/audit?deed=register_taken").await.1;
    let details: Vec<&str> =
        trail["entries"].as_array().unwrap().iter().map(|entry| entry["detail"].as_str().unwrap()).collect();
    assert_eq!(details[..4], ["person xlsx", "person csv", "household xlsx", "household csv"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_empty_is_taken_out_as_a_form_that_is_filled_in_and_read() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let rows = [
        ("area", "01,sub_farm,乌兰分场,,\n"),
        ("officer", "000101,孟和巴图,,00000000101,01\n"),
        ("material", "FZ-01,leaflet,防诈骗手册,,zh,1\n"),
        ("service_point", "F1,vehicle,便民服务车,,乌兰分场,,,周一,00012345678,\n"),
        ("phrase", "P1,问候,您好,,sain uu\n"),
    ];
    for (register, row) in rows {
        let (_, _, mut form) = admin.download("GET", &format!("/register.csv?register={register}")).await;
        assert_eq!(String::from_utf8_lossy(&form).lines().count(), 1, "{register}");
        form.extend(row.as_bytes());
        let taken = admin.import(form).await.1;
        assert_eq!((taken["register"].as_str(), taken["added"].as_u64()), (Some(register), Some(1)), "{taken}");
        let (_, _, filled) = admin.download("GET", &format!("/register.csv?register={register}")).await;
        let trial = admin.upload("/sheets/trial", filled).await.1;
        assert_eq!((trial["unchanged"].as_u64(), &trial["cells"]), (Some(1), &json!([])), "{trial}");
    }
}

/// A sheet of people with these rows under the headings.
fn workbook(rows: &[[Value; 8]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let headings = SHEET.lines().next().unwrap().split(',').map(|heading| json!(heading)).collect::<Vec<_>>();
    for (row, cells) in (0..).zip(std::iter::once(headings.as_slice()).chain(rows.iter().map(<[Value; 8]>::as_slice))) {
        for (column, cell) in (0..).zip(cells) {
            match (cell.as_str(), cell.as_f64()) {
                (Some(text), _) if text.starts_with('=') => sheet.write_formula(row, column, text),
                (Some(text), _) => sheet.write_string(row, column, text),
                (_, Some(number)) => sheet.write_number(row, column, number),
                _ => Ok(&mut *sheet),
            }
            .unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_is_imported_as_a_csv_is_and_a_cell_that_would_mislead_keeps_its_row_out() {
    let (_opened, admin, _) = desk().await;
    let person = |name: &str, number: Value, phone: Value| {
        [json!("01-0001"), json!("child"), json!(name), json!(null), number, json!(null), phone, json!("mn")]
    };
    let sheet = workbook(&[
        person("巴图", json!("150599200105040034"), json!("00055550103")),
        person("其其格", json!(150_599_200_307_110_024_f64), json!(null)),
        person("苏和", json!(null), json!("=CONCAT(A1,B1)")),
    ]);
    let trial = admin.upload("/sheets/trial", sheet.clone()).await.1;
    assert_eq!((trial["added"].as_u64(), trial["register"].as_str()), (Some(1), Some("person")));
    let lost = json!({ "line": 3, "column": "id_number", "fault": "lost_digits" });
    let formula = json!({ "line": 4, "column": "phone", "fault": "formula" });
    assert_eq!(trial["refused"], json!([lost, formula]));
    assert_eq!(admin.import(sheet).await.0, 200);
    assert_eq!(admin.get("/register?q=bt").await.1["hits"][0]["title"], "巴图");
    let why = async |bytes: Vec<u8>| {
        let answer = admin.upload("/sheets/trial", bytes).await;
        assert_eq!(refused(&answer), (400, "sheet_unreadable"));
        answer.1["params"]["why"].as_str().unwrap().to_owned()
    };
    assert_eq!(why(b"PK\x03\x04 no workbook".to_vec()).await, "not_a_workbook");
    let long = vec![person("苏和", json!(null), json!(null)); 50_000];
    assert_eq!(why(workbook(&long)).await, "too_many_rows");
    let long = format!("{}{}", SHEET.lines().next().unwrap(), "\n01-0001,child,苏和,,,,,".repeat(50_001));
    assert_eq!(why(long.into()).await, "too_many_rows");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_that_stays_away_is_told_with_its_reason_and_an_area_is_taken_away_and_given_back() {
    let (opened, mut admin, known) = desk().await;
    let ask = json!({ "badge": "000101", "url": "https://127.0.0.1:8443", "all_areas": false });
    let code = admin.post("/enrolment-codes", ask).await.1;
    let tablet = enrol(&opened, code["text"].as_str().unwrap());
    let silence = async |admin: &Browser| {
        let tablet = admin.get("/tablets").await.1[0].clone();
        (tablet["silent_days"].as_u64().unwrap(), tablet["silence"].clone())
    };
    assert_eq!(silence(&admin).await, (0, Value::Null));
    opened.world.pass(TimeDelta::days(9));
    admin.sign_in("admin", browser::PASSWORD).await;
    assert_eq!(silence(&admin).await, (9, json!("never")));
    let tablet_view = admin.get("/tablets").await.1[0].clone();
    assert_eq!((tablet_view["pictures_wanted"].as_u64(), tablet_view["set_aside"].as_u64()), (Some(0), Some(0)));
    let officer = async || admin.get("/officers").await.1[0].clone();
    let before = officer().await;
    assert_eq!(before["areas"], json!([known.area]));
    let path = format!("/officers/{}/areas", known.officer);
    assert_eq!(admin.put(&path, json!({ "areas": [], "seen": before["seen"] })).await.0, 204);
    let after = officer().await;
    assert_eq!(after["areas"], json!([]));
    assert_eq!(admin.put(&path, json!({ "areas": [known.area], "seen": after["seen"] })).await.0, 204);
    assert_eq!(officer().await["areas"], json!([known.area]));
    assert_eq!(admin.put(&path, json!({ "areas": [known.home], "seen": "[]" })).await.0, 400);
    assert_eq!(admin.post(&format!("/tablets/{tablet}/revocation"), json!({})).await.0, 204);
    assert_eq!(silence(&admin).await.1, json!("revoked"));
    assert_eq!(deeds(&admin).await[..3], ["tablet_revoked", "areas_changed", "areas_changed"]);
}
