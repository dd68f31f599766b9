//! The rest of the backpack at the desk: matters, events, service points, questionnaires, numbers.

mod browser;

use beibao_domain::activity::Activity;
use beibao_domain::dispute::{Agreement, Dispute, DisputeKind, Party, Signature, Term};
use beibao_domain::picture::{Picture, Strokes};
use beibao_domain::questionnaire::Answers;
use beibao_domain::request::{CameBy, Hazard, HazardKind, Request, Response, ResponseKind};
use beibao_domain::suggestion::Suggestion;
use beibao_domain::visit::Visit;
use beibao_domain::{FactBody, FactId, QuestionnaireId};
use browser::made_up::{Register, applied, register, say};
use browser::{Browser, Opened};
use chrono::TimeDelta;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use uuid::Uuid;

fn suggestion(opened: &Opened, made_up: &Register, text: &str) -> Uuid {
    say(opened, made_up, true, FactBody::Suggestion(Suggestion { text: text.into() }))
}

fn ids(page: &Value) -> Vec<&str> {
    page["matters"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

async fn deeds(admin: &Browser, row: Uuid) -> Vec<String> {
    let trail = admin.get(&format!("/audit?row={row}")).await.1;
    trail["entries"].as_array().unwrap().iter().map(|entry| entry["deed"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_on_without_a_gap_or_a_double_and_is_filtered_by_area_and_words() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let all: Vec<Uuid> = (0..103).map(|n| suggestion(&opened, &made_up, &format!("第{n}条路"))).collect();
    let (mut after, mut seen) = (String::new(), Vec::new());
    loop {
        let page = desk.get(&format!("/matters?kind=suggestion{after}")).await.1;
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(seen, all.iter().rev().map(Uuid::to_string).collect::<Vec<_>>(), "the newest first, each once");
    let found = async |asked: &str| ids(&desk.get(&format!("/matters?kind=suggestion{asked}")).await.1).len();
    assert_eq!(found("&q=第77条").await, 1);
    assert_eq!(found("&q=阿拉坦").await, 50, "whom it concerns is found too");
    assert_eq!(
        (found(&format!("&area={}&q=7条", made_up.gacha)).await, found(&format!("&area={}", made_up.other)).await),
        (10, 0)
    );
    assert_eq!(desk.get("/matters?kind=suggestion&after=nonsense").await.0, 400);
    assert_eq!(desk.get("/matters?kind=visit").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_suggestions_are_answered_by_one_measure_or_none_is() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let [one, two] = ["修路", "修那条路"].map(|text| suggestion(&opened, &made_up, text));
    let request = Request { came_by: CameBy::Phone, asked: "拖车".into(), promised_on: None };
    let other = say(&opened, &made_up, true, FactBody::Request(request));
    let ask = |suggestions: &[Uuid], text: &str| json!({ "suggestions": suggestions, "text": text });
    assert_eq!(desk.post("/measures", ask(&[one, other], "已报公路段")).await.0, 400);
    assert_eq!(desk.post("/measures", ask(&[one], " ")).await.1["params"]["text"], "required");
    assert_eq!(desk.post("/measures", ask(&[], "已报公路段")).await.0, 400);
    assert_eq!(desk.get(&format!("/matters/{one}")).await.1["line"]["state"], "open", "what was refused left nothing");
    assert_eq!(desk.post("/measures", ask(&[one, two], "已报公路段")).await.0, 204);
    for id in [one, two] {
        let matter = desk.get(&format!("/matters/{id}")).await.1;
        assert_eq!(matter["line"]["state"], "measured");
        assert_eq!(matter["thread"][1]["lines"][0], json!({ "label": "measure", "word": null, "text": "已报公路段" }));
    }
    let chief = opened.with_role(&desk, "chief").await;
    assert_eq!(chief.post("/measures", ask(&[one], "x")).await.0, 403);
    assert_eq!(
        deeds(&desk, made_up.person).await,
        ["matter_seen", "matter_seen", "measure_said", "measure_said", "matter_seen"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_is_read_whole_with_its_signatures_times_and_pictures() {
    let opened = Opened::new().await;
    let mut desk = opened.admin().await;
    let made_up = register(&opened);
    let party = |name: &str| Party { person: None, name: name.into() };
    let quarrel = Dispute { note: "界桩挪了".into(), ..Dispute::open(DisputeKind::GrasslandBoundary) };
    let dispute = FactId(say(&opened, &made_up, true, FactBody::Dispute(quarrel)));
    let agreement = Agreement {
        dispute,
        parties: vec![party("甲"), party("乙")],
        facts: "以铁丝网为界".into(),
        terms: vec![Term { text: "五月前修好".into(), until: "2027-05-01".parse().ok() }],
        follow_up_on: None,
    };
    let agreement = FactId(say(&opened, &made_up, true, FactBody::Agreement(agreement)));
    let strokes = Strokes(vec![vec![(5.0, 5.0), (25.0, 15.0)]]);
    say(&opened, &made_up, true, FactBody::Signature(Signature { dispute, agreement, party: 1, strokes }));
    let thread = desk.get(&format!("/matters/{}", dispute.0)).await.1;
    assert_eq!(thread["line"]["state"], "agreed");
    assert_eq!(
        thread["thread"][0]["lines"][0],
        json!({ "label": "over", "word": "dispute.grassland_boundary", "text": "" })
    );
    assert_eq!(thread["thread"][1]["lines"][3]["text"], "五月前修好（2027-05-01）");
    let signed = &thread["thread"][2];
    assert_eq!(
        (&signed["lines"][0]["text"], &signed["signature"]["path"]),
        (&json!("乙"), &json!("M0.0 0.0L20.0 10.0"))
    );
    let request = Request { came_by: CameBy::Phone, asked: "拖车".into(), promised_on: None };
    let request = FactId(say(&opened, &made_up, true, FactBody::Request(request)));
    opened.world.pass(TimeDelta::minutes(90) - TimeDelta::seconds(1));
    let answer = Response { request, is: ResponseKind::Answered, note: "已拖出".into() };
    say(&opened, &made_up, true, FactBody::Response(answer));
    desk.sign_in("admin", browser::PASSWORD).await;
    assert_eq!(desk.get(&format!("/matters/{}", request.0)).await.1["response_hours"], 1.5);
    let hash = opened.station.keep_blob(b"a wire").unwrap().to_string();
    let picture = Picture { hash: hash.clone(), size_bytes: 6 };
    let wire = Hazard {
        kind: HazardKind::Wire,
        place: "羊圈".into(),
        note: String::new(),
        point: None,
        pictures: vec![picture],
        until: None,
    };
    let hazard = say(&opened, &made_up, true, FactBody::Hazard(wire));
    assert_eq!(
        desk.get(&format!("/matters/{hazard}")).await.1["thread"][0]["pictures"][0],
        json!({ "hash": hash, "here": true })
    );
    assert_eq!(desk.download("GET", &format!("/entries/{hazard}/pictures/{hash}")).await.2, b"a wire");
    assert_eq!(desk.get(&format!("/entries/{}/pictures/{hash}", request.0)).await.0, 404, "it is not of that one");
    assert_eq!(deeds(&desk, made_up.person).await[0], "picture_seen");
}

#[tokio::test(flavor = "multi_thread")]
async fn service_points_and_phrases_come_from_a_file_and_are_corrected_field_by_field() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let csv = "code,topic,zh,mn,sounds\nP1,问候,您好,,sain uu\n,问候,再见,,\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(csv);
    let taken = desk.import(gb.to_vec()).await.1;
    assert_eq!((taken["register"].as_str(), taken["added"].as_u64()), (Some("phrase"), Some(1)));
    assert_eq!(taken["refused"][0], json!({ "line": 3, "column": "code", "fault": "empty" }));
    let points =
        "code,kind,name,name_mn,place,latitude,longitude,opening,phone,closed\nS1,vehicle,便民车,,敖包,44,116,周一,,\n";
    assert_eq!(desk.import(points.into()).await.1["added"], 1);
    let row = desk.get("/shelf/service_point").await.1["rows"][0].clone();
    let field =
        |name: &str| row["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap().clone();
    let edit = |name: &str, value: &str| json!({ "register": "service_point", "row": row["id"], "field": name, "value": value, "seen": field(name)["seen"] });
    assert_eq!(desk.post("/edits", edit("latitude", "95")).await.1["params"]["latitude"], "out_of_range");
    assert_eq!(desk.post("/edits", edit("closed", "true")).await.0, 204);
    assert_eq!(desk.post("/edits", edit("opening", "")).await.0, 400);
    let now = desk.get("/shelf/service_point").await.1["rows"][0].clone();
    let closed = now["fields"].as_array().unwrap().iter().find(|field| field["name"] == "closed").unwrap().clone();
    assert_eq!((closed["value"].as_str(), closed["others"].as_array().map(Vec::len)), (Some("true"), Some(0)));
    assert_eq!(desk.get("/shelf/person").await.0, 404);
    let chief = opened.with_role(&desk, "chief").await;
    assert_eq!(chief.import(points.into()).await.0, 403);
}

/// A quiz of one question; `points` is what is written there.
fn workbook(version: &str, points: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let mut sheet = |name: &str, rows: &[&[&str]]| {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    };
    sheet(
        "survey",
        &[&["type", "name", "label", "right", "points"], &["select_one yes", "fire", "火炉能离人吗？", "no", points]],
    );
    sheet("choices", &[&["list_name", "name", "label"], &["yes", "yes", "能"], &["yes", "no", "不能"]]);
    sheet("settings", &[&["form_title", "form_id", "version", "kind"], &["防火竞答", "fire", version, "quiz"]]);
    workbook.save_to_buffer().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_is_shown_before_it_is_in_force_and_its_results_are_read_by_question() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    let wrong = desk.upload("/questionnaires", workbook("1", "many")).await.1;
    assert_eq!(wrong["form"], Value::Null);
    let refusal = &wrong["refusals"][0];
    assert_eq!((&refusal["sheet"], &refusal["row"], &refusal["column"]), (&json!("survey"), &json!(2), &json!("E")));
    assert_eq!(
        desk.upload("/questionnaires", b"no workbook".to_vec()).await.1["refusals"][0]["code"],
        "not_a_workbook"
    );
    assert_eq!(
        desk.upload("/questionnaires/preview", workbook("1", "5")).await.1["form"]["questions"][0]["right"],
        json!(["no"])
    );
    assert_eq!(desk.get("/questionnaires").await.1, json!([]), "a look changes nothing");
    assert_eq!(desk.upload("/questionnaires", workbook("1", "5")).await.1["kept"], "new");
    let id: Uuid = desk.get("/questionnaires").await.1[0]["id"].as_str().unwrap().parse().unwrap();
    for (version, answer) in [("1", "no"), ("1", "yes"), ("2", "no")] {
        let answers = serde_json::from_value::<Answers>(json!({
            "questionnaire": QuestionnaireId(id), "version": version, "answers": { "fire": answer },
            "score": { "points": if answer == "no" { 5 } else { 0 }, "of": 5 },
        }));
        say(&opened, &made_up, false, FactBody::Answers(answers.unwrap()));
    }
    let replaced = desk.upload("/questionnaires", workbook("2", "5")).await.1;
    assert_eq!((&replaced["kept"], &replaced["stands"]), (&json!("replaced"), &json!("1")));
    assert_eq!(desk.upload("/questionnaires", workbook("2", "5")).await.1["kept"], "unchanged");
    let all = desk.get(&format!("/questionnaires/{id}/results")).await.1;
    assert_eq!((&all["answered"], &all["versions"]), (&json!(3), &json!(["1", "2"])));
    let first = desk.get(&format!("/questionnaires/{id}/results?version=1")).await.1;
    assert_eq!((&first["mean_percent"], &first["questions"][0]["right"]), (&json!(50.0), &json!(1)));
    assert_eq!(first["questions"][0]["choices"][1]["label"]["zh"], "不能");
    let (_, name, csv) = desk.download("GET", &format!("/questionnaires/{id}/results.csv?language=en")).await;
    assert!(String::from_utf8(csv).unwrap().starts_with("\u{feff}Name,Question,Answer,Value,Percent"));
    assert_eq!(name, "attachment; filename=\"beibao-results.csv\"");
    assert!(desk.download("GET", &format!("/questionnaires/{id}/results.xlsx")).await.2.starts_with(b"PK"));
    assert_eq!(desk.put(&format!("/questionnaires/{id}/withdrawal"), json!({ "withdrawn": true })).await.0, 204);
    assert_eq!(desk.get("/questionnaires").await.1[0]["withdrawn"], true);
    assert_eq!(desk.upload("/questionnaires", workbook("3", "5")).await.1["kept"], "replaced");
    assert_eq!(desk.get("/questionnaires").await.1[0]["withdrawn"], false, "a new edition is asked again");
    let chief = opened.with_role(&desk, "chief").await;
    assert_eq!(chief.upload("/questionnaires", workbook("4", "5")).await.0, 403);
    let told = [
        "questionnaire_set",
        "questionnaire_withdrawn",
        "results_seen",
        "results_seen",
        "questionnaire_set",
        "questionnaire_set",
        "questionnaire_set",
    ];
    assert_eq!(deeds(&desk, id).await, told);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_leads_to_the_list_behind_it() {
    let opened = Opened::new().await;
    let mut admin = opened.admin().await;
    let made_up = register(&opened);
    let visit = |diary: &str| {
        FactBody::Visit(Visit {
            diary: diary.into(),
            services: Vec::new(),
            handouts: Vec::new(),
            anti_fraud: Default::default(),
            service_point: None,
        })
    };
    say(&opened, &made_up, true, visit("羊圈的门"));
    opened.world.pass(TimeDelta::days(40));
    say(&opened, &made_up, true, visit("换了炉子"));
    say(
        &opened,
        &made_up,
        false,
        FactBody::Activity(Activity { topic: "防诈骗".into(), audience: 30, ..Activity::default() }),
    );
    applied(&opened, &made_up, None);
    admin.sign_in("admin", browser::PASSWORD).await;
    let mut chief = opened.with_role(&admin, "chief").await;
    let numbers = chief.get("/numbers").await.1;
    let figures = |line: &Value| {
        (line["figures"]["visits"].as_u64().unwrap_or(0), line["figures"]["audience"].as_u64().unwrap_or(0))
    };
    assert_eq!((figures(&numbers["total"]), numbers["total"]["households"].as_u64()), ((2, 30), Some(1)));
    let months: Vec<_> = numbers["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["name"].as_str().unwrap(), figures(line).0))
        .collect();
    assert_eq!(months, [("2026-11", 1), ("2026-12", 1)]);
    let by_area = chief.get("/numbers?by=area").await.1;
    assert_eq!(
        (&by_area["lines"][0]["name"], &by_area["lines"][0]["area"]),
        (&json!("呼和嘎查"), &json!(made_up.gacha))
    );
    let behind = chief.get("/numbers/behind?figure=visits&month=2026-12").await.1;
    assert_eq!(behind["entries"].as_array().unwrap().len(), 1);
    assert_eq!(behind["entries"][0]["lines"][0]["text"], "换了炉子");
    assert_eq!(chief.get("/numbers/behind?figure=nonsense").await.0, 404);
    assert_eq!(chief.get("/numbers/behind?figure=visits&month=2026-13").await.0, 400);
    assert_eq!(chief.get("/numbers/unvisited?weeks=1").await.1, json!([]));
    opened.world.pass(TimeDelta::days(9));
    chief.sign_in("chief", browser::PASSWORD).await;
    let late = chief.get("/numbers/unvisited?weeks=1").await.1;
    assert_eq!((&late[0]["code"], &late[0]["head"]), (&json!("01-0001"), &json!("阿拉坦苏和")));
    let (_, _, csv) = chief.download("GET", "/numbers.csv?by=area&language=en").await;
    assert!(String::from_utf8(csv).unwrap().contains("呼和嘎查"));
    assert!(chief.download("GET", "/numbers.xlsx").await.2.starts_with(b"PK"));
    admin.sign_in("admin", browser::PASSWORD).await;
    let auditor = opened.with_role(&admin, "auditor").await;
    for path in ["/numbers", "/matters?kind=dispute", "/production", "/events", "/shelf/phrase", "/questionnaires"] {
        assert_eq!(auditor.get(path).await.0, 403, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_go_on_page_by_page() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let made_up = register(&opened);
    for n in 0..51 {
        say(
            &opened,
            &made_up,
            false,
            FactBody::Activity(Activity { topic: format!("第{n}场"), audience: n, ..Activity::default() }),
        );
    }
    let page = desk.get("/events").await.1;
    assert_eq!(
        (page["events"].as_array().unwrap().len(), &page["events"][0]["lines"][1]["text"]),
        (50, &json!("第50场"))
    );
    let rest = desk.get(&format!("/events?after={}", page["next"].as_str().unwrap())).await.1;
    assert_eq!((&rest["events"][0]["lines"][1]["text"], &rest["next"]), (&json!("第0场"), &Value::Null));
    assert_eq!(desk.get("/events?after=x").await.0, 400);
}
