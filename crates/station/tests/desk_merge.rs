//! Two rows of the register that are one: looked at side by side, merged, read as one, taken back, erased together.

mod browser;

use beibao_domain::application::{Application, ApplicationKind};
use beibao_domain::dispute::{Dispute, DisputeKind, Party};
use beibao_domain::register::SAME_AS;
use beibao_domain::{AreaId, Edit, Fact, FactBody, FactId, HouseholdId, Payload, PersonId, RegisterKind};
use browser::{Browser, Known, Opened, deeds, refused, two_households};
use serde_json::{Value, json};
use uuid::Uuid;

/// The person of the register once more, in the other household, without the ID number and with a phone.
async fn doubled(desk: &Browser, known: &Known) -> Uuid {
    let code = desk.get(&format!("/households/{}", known.other_home)).await.1["code"].clone();
    let fields = json!({ "household": code, "name": "阿拉坦苏赫", "relation": "head", "phone": "00055556666" });
    let added = desk.post("/rows", json!({ "register": "person", "fields": fields })).await;
    added.1["id"].as_str().unwrap_or_else(|| panic!("{added:?}")).parse().unwrap()
}

fn say(opened: &Opened, area: Uuid, household: Option<Uuid>, person: Option<Uuid>, body: FactBody) {
    let (id, happened_at) = (FactId::new(opened.station.world()), opened.station.world().now());
    let (household, person) = (household.map(HouseholdId), person.map(PersonId));
    let fact = Fact { id, happened_at, household, person, during: None, supersedes: None, first: None, body };
    opened.station.write(|tx| tx.say(AreaId(area), &Payload::Fact(fact))).unwrap();
}

fn application() -> FactBody {
    FactBody::Application(Application::new(ApplicationKind::Renewal, "", 1))
}

fn visit(diary: &str) -> FactBody {
    serde_json::from_value(json!({ "kind": "visit", "body": { "diary": diary } })).unwrap()
}

async fn merge(desk: &Browser, stays: Uuid, goes: Uuid, take: &[&str]) -> (u16, Value) {
    let view = desk.get(&format!("/rows/{stays}/merge?goes={goes}")).await.1;
    desk.post(
        &format!("/rows/{stays}/merge"),
        json!({ "goes": goes, "take": take, "seen": view["seen"].as_str().unwrap_or_default() }),
    )
    .await
}

async fn unmerge(desk: &Browser, goes: Uuid) -> u16 {
    desk.raw("DELETE", &format!("/api/v1/rows/{goes}/merge"), Some(("{}".into(), "application/json")))
        .await
        .status()
        .as_u16()
}

async fn found(desk: &Browser, typed: &str) -> Vec<Uuid> {
    let hits = desk.get(&format!("/register?q={typed}")).await.1["hits"].as_array().unwrap().clone();
    hits.iter().filter(|hit| hit["kind"] == "person").map(|hit| hit["id"].as_str().unwrap().parse().unwrap()).collect()
}

fn value<'v>(view: &'v Value, name: &str) -> &'v Value {
    &view["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap()["value"]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_gives_way_is_read_with_the_one_that_stays_and_comes_back_as_it_was() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let known = two_households(&opened);
    let (stays, goes) = (known.person, doubled(&desk, &known).await);
    say(&opened, known.area, None, Some(stays), application());
    say(&opened, known.other_area, None, Some(goes), application());

    let view = desk.get(&format!("/rows/{stays}/merge?goes={goes}")).await.1;
    let phone = view["fields"].as_array().unwrap().iter().find(|field| field["name"] == "phone").unwrap().clone();
    assert_eq!((&phone["goes"], &view["goes"]["recorded"]), (&json!("00055556666"), &json!({ "application": 1 })));
    assert_eq!(found(&desk, "阿拉坦苏").await.len(), 2);
    for (one, other) in [(stays, goes), (goes, stays)] {
        let looks = desk.get(&format!("/audit?row={one}&deed=merge_seen")).await.1["entries"].clone();
        assert_eq!(looks[0]["detail"], json!(other), "both were looked at");
    }

    assert_eq!(merge(&desk, stays, goes, &["phone"]).await.0, 204);
    assert_eq!(found(&desk, "阿拉坦苏").await, [stays]);
    assert_eq!(found(&desk, "00055556666").await, [stays], "by what was taken over");
    assert_eq!(found(&desk, "阿拉坦苏赫").await, [stays], "the other name leads there too");
    let page = desk.get(&format!("/people/{stays}")).await.1;
    assert_eq!((value(&page, "phone"), &page["merged"][0]["id"]), (&json!("00055556666"), &json!(goes)));
    assert_eq!(desk.get(&format!("/people/{goes}")).await.1["stays"]["id"], json!(stays));
    assert_eq!(desk.get(&format!("/households/{}", known.other_home)).await.1["members"], json!([]));
    for id in [stays, goes] {
        let record = desk.get(&format!("/people/{id}/record")).await.1;
        assert_eq!(record["facts"].as_array().unwrap().len(), 2, "one record, whichever is asked for");
        let name = record["fields"].as_array().unwrap().iter().find(|field| field["field"] == "name").unwrap();
        assert_eq!(name["before"], json!(["阿拉坦苏赫"]));
        assert!(record["fields"].as_array().unwrap().iter().all(|field| field["field"] != "same_as"));
    }
    let sheet = desk.download("GET", "/register.csv?register=person").await.2;
    assert!(!String::from_utf8(sheet).unwrap().contains("阿拉坦苏赫"));

    assert_eq!(unmerge(&desk, goes).await, 204);
    assert_eq!(unmerge(&desk, goes).await, 404);
    assert_eq!(found(&desk, "阿拉坦苏").await.len(), 2);
    assert_eq!(desk.get(&format!("/people/{stays}/record")).await.1["facts"].as_array().unwrap().len(), 1);
    let back = desk.get(&format!("/people/{goes}")).await.1;
    assert_eq!((value(&back, "phone"), &back["stays"]), (&json!("00055556666"), &Value::Null));
    let trail = deeds(&desk).await;
    assert!(
        ["rows_merged", "merge_undone", "merge_seen"].iter().all(|deed| trail.iter().any(|one| one == deed)),
        "{trail:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn circles_other_kinds_and_what_was_corrected_meanwhile_are_refused_with_a_sentence() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let chief = opened.with_role(&admin, "chief").await;
    let known = two_households(&opened);
    let (stays, goes) = (known.person, doubled(&admin, &known).await);
    let third = doubled(&admin, &known).await;
    let seen = admin.get(&format!("/rows/{stays}/merge?goes={goes}")).await.1["seen"].clone();
    let ask = |goes: Uuid| json!({ "goes": goes, "take": [], "seen": seen });
    assert_eq!(refused(&chief.post(&format!("/rows/{stays}/merge"), ask(goes)).await), (403, "forbidden"));
    for other in [stays, known.home] {
        assert_eq!(refused(&merge(&admin, stays, other, &[]).await), (409, "not_mergeable"));
    }
    assert_eq!(refused(&merge(&admin, stays, Uuid::nil(), &[]).await), (404, "not_found"));
    assert_eq!(refused(&merge(&admin, stays, goes, &["same_as"]).await), (400, "invalid_fields"));

    let page = admin.get(&format!("/people/{goes}")).await.1;
    let edit =
        json!({ "register": "person", "row": goes, "field": "phone", "value": "", "seen": page["fields"][6]["seen"] });
    assert_eq!(page["fields"][6]["name"], "phone");
    assert_eq!(admin.post("/edits", edit).await.0, 204);
    assert_eq!(refused(&admin.post(&format!("/rows/{stays}/merge"), ask(goes)).await), (409, "corrected_meanwhile"));

    // A way of several steps, and never back.
    assert_eq!(merge(&admin, goes, third, &[]).await.0, 204);
    assert_eq!(merge(&admin, stays, goes, &[]).await.0, 204);
    assert_eq!(admin.get(&format!("/people/{third}")).await.1["stays"]["id"], json!(stays));
    assert_eq!(admin.get(&format!("/people/{stays}")).await.1["merged"].as_array().unwrap().len(), 2);
    for (one, other) in [(goes, stays), (third, stays), (stays, third)] {
        assert_eq!(refused(&merge(&admin, one, other, &[]).await), (409, "not_mergeable"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_hides_nobody_and_either_of_its_rows_can_leave_it() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let known = two_households(&opened);
    let (one, other) = (known.person, doubled(&desk, &known).await);
    for (area, row, same) in [(known.area, one, other), (known.other_area, other, one)] {
        let edit = Edit::field(RegisterKind::Person, row, SAME_AS, json!(same), vec![]);
        opened.station.write(|tx| tx.say(AreaId(area), &Payload::Edit(edit))).unwrap();
    }
    assert_eq!(found(&desk, "阿拉坦苏").await.len(), 2);
    assert_eq!(refused(&merge(&desk, one, other, &[]).await), (409, "not_mergeable"));
    assert_eq!(desk.get(&format!("/people/{one}")).await.1["stays"]["id"], json!(other));
    assert_eq!(unmerge(&desk, one).await, 204);
    assert_eq!(desk.get(&format!("/people/{one}")).await.1["stays"], Value::Null);
    assert_eq!(found(&desk, "阿拉坦苏").await, [one], "the other gives way to it now");
    assert_eq!(unmerge(&desk, other).await, 204);
    assert_eq!(merge(&desk, one, other, &[]).await.0, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_corrects_no_row_that_gave_way_and_makes_no_third_of_two_that_are_one() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let known = two_households(&opened);
    let households = |phone: &str| {
        format!("code,area,address,latitude,longitude,access_notes,phone\n01-0002,01-02,,,,,{phone}\n").into_bytes()
    };
    assert_eq!(merge(&desk, known.home, known.other_home, &[]).await.0, 204);
    let same = desk.upload("/sheets/trial", households("00044440417")).await.1;
    assert_eq!((&same["unchanged"], &same["refused"]), (&json!(1), &json!([])), "what says nothing new is no fault");
    let changed = desk.upload("/sheets/trial", households("00044440999")).await.1;
    let told = json!([{ "line": 2, "column": "code", "fault": "gave_way" }]);
    assert_eq!((&changed["changed"], &changed["refused"]), (&json!(0), &told));

    // Twice the same name in one household, neither with a number.
    let code = "01-0001";
    let mut twins = Vec::new();
    for phone in ["", "00055556667"] {
        let fields = json!({ "household": code, "name": "其其格", "relation": "other", "phone": phone });
        let added = desk.post("/rows", json!({ "register": "person", "fields": fields, "anyway": true })).await.1;
        twins.push(added["id"].as_str().unwrap_or_else(|| panic!("{added}")).parse::<Uuid>().unwrap());
    }
    assert_eq!(merge(&desk, twins[0], twins[1], &[]).await.0, 204);
    let people =
        "household,relation,name,name_mn,id_number,born_on,phone,language\n01-0001,other,其其格,,,,00055556668,\n";
    let trial = desk.upload("/sheets/trial", people.into()).await.1;
    assert_eq!((&trial["added"], &trial["changed"]), (&json!(0), &json!(1)), "{trial}");
    assert_eq!(trial["cells"][0]["row"], json!(twins[0]), "{trial}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_gave_way_is_counted_and_visited_with_the_one_that_stays() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let known = two_households(&opened);
    let fields = json!({ "household": "01-0002", "name": "娜仁", "relation": "other" });
    assert_eq!(desk.post("/rows", json!({ "register": "person", "fields": fields })).await.0, 200);
    say(&opened, known.other_area, Some(known.other_home), None, visit("路上有雪"));
    assert_eq!(desk.get("/numbers/unvisited?weeks=4").await.1.as_array().unwrap().len(), 1);
    assert_eq!(merge(&desk, known.home, known.other_home, &[]).await.0, 204);
    let page = desk.get(&format!("/households/{}", known.home)).await.1;
    assert_eq!((&page["visits"][0]["diary"], &page["members"][0]["id"]), (&json!("路上有雪"), &json!(known.person)));
    assert_eq!(desk.get("/numbers/unvisited?weeks=4").await.1, json!([]), "the visit there was one here");
    say(&opened, known.area, Some(known.home), None, visit("雪化了"));
    let numbers = desk.get("/numbers").await.1;
    let total = &numbers["total"];
    assert_eq!((&total["households"], &total["people"]), (&json!(1), &json!(2)), "{numbers}");
    let areas = desk.get("/areas").await.1;
    assert_eq!(areas.as_array().unwrap().iter().map(|area| area["households"].as_u64().unwrap()).sum::<u64>(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_is_erased_under_every_row_and_what_stands_against_one_stands_against_all() {
    let opened = Opened::new().await;
    let desk = opened.admin().await;
    let known = two_households(&opened);
    let (stays, goes) = (known.person, doubled(&desk, &known).await);
    say(&opened, known.other_area, None, Some(goes), application());
    assert_eq!(merge(&desk, stays, goes, &[]).await.0, 204);
    let party = Party { person: Some(PersonId(goes)), name: "阿拉坦苏赫".into() };
    let dispute = FactBody::Dispute(Dispute { parties: vec![party], ..Dispute::open(DisputeKind::Debt) });
    say(&opened, known.area, Some(known.home), None, dispute);
    let view = desk.get(&format!("/people/{stays}/erasure")).await.1;
    assert_eq!(view["obstacles"][0]["kind"], "dispute");
    assert_eq!((&view["erased"]["application"], &view["erased"]["register"]), (&json!(1), &json!(3)));
    opened.station.erase_regardless(PersonId(stays)).unwrap();
    for id in [stays, goes] {
        assert_eq!(desk.get(&format!("/people/{id}")).await.0, 404);
    }
    assert_eq!(found(&desk, "阿拉坦").await, Vec::<Uuid>::new());
}
