//! The desk's page as a browser sees it: a real station folder, a real HTTPS listener, a real client.

mod browser;

use beibao_domain::application::{Application, ApplicationKind, Portrait};
use beibao_domain::area::Area;
use beibao_domain::household::Household;
use beibao_domain::id::new_uuid;
use beibao_domain::officer::Officer;
use beibao_domain::person::Person;
use beibao_domain::{AreaId, Edit, Fact, FactBody, FactId, HouseholdId, Payload, PersonId, RegisterKind};
use beibao_station::desk::totp;
use browser::{Browser, Opened, PASSWORD};
use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

/// One gacha with one household, one person and one officer: (household, person). Nobody in it exists: 150599 is no place,
/// 000 no phone.
fn register(opened: &Opened) -> (Uuid, Uuid) {
    let world = opened.station.world();
    let [area, home, person, officer] = [(); 4].map(|()| new_uuid(world));
    let gacha = Area { code: "01-01".into(), name: "呼和嘎查".into(), ..Area::default() };
    let household = Household {
        code: "01-0001".into(),
        area: Some(AreaId(area)),
        phone: "00044440417".into(),
        ..Household::default()
    };
    let member = Person {
        household: Some(HouseholdId(home)),
        name: "阿拉坦苏和".into(),
        id_number: "150599196803120012".into(),
        ..Person::default()
    };
    let chief = Officer { badge: "000101".into(), name: "孟和巴图".into(), ..Officer::default() };
    let rows = [
        (AreaId::STATION, Edit::new_row(RegisterKind::Area, area, &gacha)),
        (AreaId::STATION, Edit::new_row(RegisterKind::Officer, officer, &chief)),
        (AreaId(area), Edit::new_row(RegisterKind::Household, home, &household)),
        (AreaId(area), Edit::new_row(RegisterKind::Person, person, &member)),
    ];
    let say = |tx: &mut beibao_station::station::Tx<'_>| {
        rows.into_iter().try_for_each(|(area, edit)| tx.say(area, &Payload::Edit(edit)))
    };
    opened.station.write(say).unwrap();
    (home, person)
}

async fn deeds(admin: &Browser) -> Vec<String> {
    let trail = admin.get("/audit").await.1;
    trail["entries"].as_array().unwrap().iter().map(|entry| entry["deed"].as_str().unwrap().to_owned()).collect()
}

fn refused(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_changed_is_not_sent_again_and_the_look_is_noted_all_the_same() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let (_, person) = register(&opened);
    let path = format!("/api/v1/people/{person}");
    let first = admin.raw("GET", &path, None).await;
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    let again = admin.raw_with("GET", &path, ("if-none-match", &tag)).await;
    assert_eq!((again.status().as_u16(), again.headers()["etag"].to_str().unwrap()), (304, tag.as_str()));
    assert!(again.bytes().await.unwrap().is_empty());
    assert_eq!(deeds(&admin).await[..2], ["person_seen", "person_seen"]);
    let row = admin.get(&format!("/people/{person}")).await.1;
    let phone = row["fields"].as_array().unwrap().iter().find(|field| field["name"] == "phone").unwrap();
    let edit =
        json!({ "register": "person", "row": person, "field": "phone", "value": "00055550000", "seen": phone["seen"] });
    assert_eq!(admin.post("/edits", edit).await.0, 204);
    let changed = admin.raw_with("GET", &path, ("if-none-match", &tag)).await;
    assert!(changed.status() == 200 && changed.headers()["etag"].to_str().unwrap() != tag);
    // Nobody who is signed out learns whether anything changed.
    let stranger = opened.browser().await;
    assert_eq!(stranger.raw_with("GET", &path, ("if-none-match", &tag)).await.status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_needs_the_code_of_the_terminal_and_happens_once() {
    let opened = Opened::new().await;
    let mut page = opened.browser().await;
    assert_eq!(page.session["stage"], "set_up");
    let first = |code: &str, password: &str| json!({ "code": code, "station": "云雀滩派出所", "name": "wang", "shown": "王芳", "password": password });
    assert_eq!(page.begin("/setup", first("AAAAA-AAAAA", PASSWORD)).await, (403, "wrong_code".into()));
    assert_eq!(page.begin("/setup", first(&opened.code(), "1234567")).await, (400, "password_too_short".into()));
    assert_eq!(page.begin("/setup", first(&opened.code().to_lowercase(), PASSWORD)).await, (200, "open".into()));
    assert_eq!(page.session["station"], "云雀滩派出所");
    assert_eq!(page.session["own"]["role"], "admin");
    assert_eq!(opened.station.name().unwrap(), "云雀滩派出所");
    let mut other = opened.browser().await;
    assert_eq!(other.session["stage"], "signed_out");
    assert_eq!(other.begin("/setup", first(&opened.code(), PASSWORD)).await, (409, "already_set_up".into()));
    assert_eq!(deeds(&page).await, ["set_up", "set_up_failed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_refused_and_after_five_the_right_one_waits_too() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let mut page = opened.browser().await;
    for _ in 0..5 {
        assert_eq!(page.sign_in("admin", "不是这一个").await, (401, "wrong_login".into()));
    }
    assert_eq!(page.sign_in("admin", PASSWORD).await, (429, "too_many_tries".into()));
    assert_eq!(deeds(&admin).await.iter().filter(|deed| *deed == "sign_in_failed").count(), 5);
    opened.world.pass(TimeDelta::minutes(16));
    assert_eq!(page.sign_in("admin", PASSWORD).await, (200, "open".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_nobody_has_make_an_address_wait() {
    let opened = Opened::new().await;
    opened.admin().await;
    let mut page = opened.browser().await;
    for n in 0..20 {
        assert_eq!(page.sign_in(&format!("nobody-{n}"), PASSWORD).await, (401, "wrong_login".into()));
    }
    assert_eq!(page.sign_in("admin", PASSWORD).await, (429, "too_many_tries".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_second_factor_a_password_alone_opens_nothing_and_a_code_works_once() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let offer = admin.post("/own/second-factor", json!({ "password": PASSWORD })).await.1;
    let secret = browser::from_base32(offer["secret"].as_str().unwrap());
    assert!(offer["qr_svg"].as_str().unwrap().starts_with("<svg"));
    assert_eq!(admin.put("/own/second-factor", json!({ "code": "12345a" })).await.0, 403);
    let now = || totp::code_at(&secret, opened.station.world().now());
    let used = now();
    assert_eq!(admin.put("/own/second-factor", json!({ "code": used })).await.0, 204);
    let mut page = opened.browser().await;
    assert_eq!(page.sign_in("admin", PASSWORD).await, (200, "second_factor".into()));
    assert_eq!(page.get("/accounts").await.0, 401);
    assert_eq!(page.begin("/session/second-factor", json!({ "code": used })).await, (403, "wrong_code".into()));
    opened.world.pass(TimeDelta::seconds(30));
    let half = page.cookie.clone();
    assert_eq!(page.begin("/session/second-factor", json!({ "code": now() })).await, (200, "open".into()));
    assert_ne!(half, page.cookie, "the session of a password alone must not become the open one");
    assert_eq!(page.get("/accounts").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_may_not_is_refused_and_the_try_is_noted() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let (home, _) = register(&opened);
    for (role, closed) in [
        ("desk", &["/accounts", "/audit"][..]),
        ("chief", &["/accounts", "/audit", "/tablets"]),
        ("auditor", &["/accounts", "/register?q=a", "/portraits", "/numbers", "/today"]),
    ] {
        let page = opened.with_role(&admin, role).await;
        for path in closed {
            assert_eq!(refused(&page.get(path).await), (403, "forbidden"), "{role} {path}");
        }
        let edit = json!({ "register": "household", "row": home, "field": "phone", "value": "", "seen": "[]" });
        assert_eq!(page.post("/edits", edit).await.0, if role == "desk" { 204 } else { 403 }, "{role}");
    }
    assert_eq!(deeds(&admin).await.iter().filter(|deed| *deed == "refused").count(), 2 + 3 + 5 + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_without_the_page_token_is_refused_and_changes_nothing() {
    let opened = Opened::new().await;
    let mut admin = opened.admin().await;
    let new = json!({ "name": "li", "shown": "李", "role": "desk", "password": PASSWORD });
    for token in ["", "0000", &"0".repeat(64)] {
        let right = std::mem::replace(&mut admin.page_token, token.to_owned());
        assert_eq!(refused(&admin.post("/accounts", new.clone()).await), (403, "page_outdated"), "{token}");
        admin.page_token = right;
    }
    // A form of a foreign page can send this content type, and no JSON.
    assert_eq!(admin.send("POST", "/accounts", Some((new.to_string(), "text/plain"))).await.0, 400);
    assert_eq!(opened.station.accounts().unwrap().len(), 1);
    assert_eq!(admin.post("/accounts", new).await.0, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_was_stolen_is_worth_nothing_after_signing_out() {
    let opened = Opened::new().await;
    let mut admin = opened.admin().await;
    let stolen = admin.clone();
    assert_eq!(stolen.get("/accounts").await.0, 200);
    admin.sign_out().await;
    assert_eq!(admin.session["stage"], "signed_out");
    assert_eq!(refused(&stolen.get("/accounts").await), (401, "signed_out"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_it_is_idle_and_at_last_in_any_case() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    for _ in 0..24 {
        opened.world.pass(TimeDelta::minutes(29));
        assert_eq!(admin.get("/accounts").await.0, 200);
    }
    opened.world.pass(TimeDelta::minutes(25));
    assert_eq!(admin.get("/accounts").await.0, 401, "twelve hours are over");
    let mut page = opened.browser().await;
    page.sign_in("admin", PASSWORD).await;
    opened.world.pass(TimeDelta::minutes(30));
    assert_eq!(page.get("/accounts").await.0, 401, "half an hour without a request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_and_a_disabled_account_end_the_other_sessions() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let one = opened.with_role(&admin, "desk").await;
    let mut two = opened.browser().await;
    two.sign_in("desk", PASSWORD).await;
    let change = |old: &str, new: &str| json!({ "old": old, "new": new });
    assert_eq!(refused(&one.put("/own/password", change("x", "另一个更长的密码")).await), (401, "wrong_login"));
    assert_eq!(refused(&one.put("/own/password", change(PASSWORD, "短密码")).await), (400, "password_too_short"));
    assert_eq!(one.put("/own/password", change(PASSWORD, "另一个更长的密码")).await.0, 204);
    assert_eq!((one.get("/today").await.0, two.get("/today").await.0), (200, 401));
    let accounts = admin.get("/accounts").await.1;
    let path = |name: &str| {
        let account = accounts.as_array().unwrap().iter().find(|account| account["name"] == name).unwrap();
        format!("/accounts/{}", account["id"].as_str().unwrap())
    };
    assert_eq!(admin.patch(&path("desk"), json!({ "disabled": true })).await.0, 204);
    assert_eq!(one.get("/today").await.0, 401);
    assert_eq!(refused(&admin.patch(&path("admin"), json!({ "role": "desk" })).await), (409, "last_admin"));
    assert_eq!(admin.get("/accounts").await.0, 200, "what was refused is undone whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_looked_at_and_corrected_and_the_trail_tells_all_of_it() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let (home, person) = register(&opened);
    let hit = &admin.get("/register?q=0012").await.1["hits"][0];
    assert_eq!((hit["id"].as_str(), hit["matched"].as_str()), (Some(&*person.to_string()), Some("id_number")));
    let phone = async || {
        let page = admin.get(&format!("/people/{person}")).await.1;
        page["fields"].as_array().unwrap().iter().find(|field| field["name"] == "phone").unwrap().clone()
    };
    let before = phone().await;
    let edit = |value: &str| json!({ "register": "person", "row": person, "field": "phone", "value": value, "seen": before["seen"] });
    assert_eq!(admin.post("/edits", edit("00055550101")).await.0, 204);
    opened.world.pass(TimeDelta::seconds(1));
    // Somebody else who had seen the old page only.
    assert_eq!(admin.post("/edits", edit("00055550102")).await.0, 204);
    assert_eq!(phone().await["others"], json!(["00055550101"]));
    let history = admin.get(&format!("/rows/{person}/history")).await.1;
    let phones = history.as_array().unwrap().iter().filter(|one| one["field"] == "phone");
    assert_eq!(
        phones.map(|one| one["value"].as_str().unwrap()).collect::<Vec<_>>(),
        ["00055550102", "00055550101", ""]
    );
    assert_eq!(admin.get(&format!("/households/{home}")).await.1["members"][0]["name"], "阿拉坦苏和");
    assert_eq!(admin.get(&format!("/people/{home}")).await.0, 404);
    let told = ["person_seen", "household_seen", "history_seen", "person_seen", "field_edited", "field_edited"];
    assert_eq!(deeds(&admin).await[..6], told);
    let trail = admin.get(&format!("/audit?row={person}&deed=field_edited")).await.1;
    assert_eq!(trail["entries"].as_array().unwrap().len(), 2);
    let entry = &trail["entries"][0];
    let shown = ["detail", "title", "account"].map(|name| entry[name].as_str().unwrap());
    assert_eq!(shown, ["phone", "阿拉坦苏和", "管理员"]);
    assert!(!trail.to_string().contains("0005555"), "the trail holds no value");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_shows_both_values_and_one_choice_settles_it() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let (home, _) = register(&opened);
    for phone in ["00011110001", "00022220002"] {
        opened.world.pass(TimeDelta::seconds(1));
        let edit = json!({ "register": "household", "row": home, "field": "phone", "value": phone, "seen": "[]" });
        assert_eq!(admin.post("/edits", edit).await.0, 204);
    }
    let conflict = admin.get("/conflicts").await.1[0].clone();
    let shown = conflict["choices"].as_array().unwrap().iter().map(|one| one["shown"].as_str().unwrap());
    assert_eq!(shown.collect::<Vec<_>>(), ["00022220002", "00011110001", "00044440417"]);
    let [newer, older] = [0, 1].map(|n| conflict["choices"][n]["at"].as_str().unwrap().to_owned());
    assert!(newer > older && conflict["choices"][0]["officer"] == "", "each with who wrote it, and when");
    let settle = |value: &Value| json!({ "row": home, "field": "phone", "value": value, "seen": conflict["seen"] });
    let nonsense = settle(&json!("\"1\""));
    assert_eq!(admin.post("/conflicts/settlements", nonsense).await.0, 404, "nobody offered it");
    assert_eq!(admin.post("/conflicts/settlements", settle(&conflict["choices"][1]["value"])).await.0, 204);
    assert_eq!(admin.get("/conflicts").await.1, json!([]));
    assert_eq!(deeds(&admin).await[0], "conflict_settled");
}

/// An application of the person with a portrait; the portrait.
fn portrait(opened: &Opened, person: Uuid) -> Uuid {
    opened.world.pass(TimeDelta::seconds(1));
    let (world, now) = (opened.station.world(), opened.station.world().now());
    let [application, portrait] = [(); 2].map(|()| FactId::new(world));
    let fact = |id, body| {
        let (household, during, supersedes, first) = Default::default();
        let person = Some(PersonId(person));
        Payload::Fact(Fact { id, happened_at: now, household, person, during, supersedes, first, body })
    };
    let asked = Application::new(ApplicationKind::Renewal, "", 1);
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
    opened
        .station
        .write(|tx| {
            tx.say(AreaId::STATION, &fact(application, FactBody::Application(asked)))?;
            tx.say(AreaId::STATION, &fact(portrait, FactBody::Portrait(taken)))
        })
        .unwrap();
    portrait.0
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_decide_on_a_portrait_one_does_and_the_other_is_told() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let (_, person) = register(&opened);
    let [one, two] = [portrait(&opened, person), portrait(&opened, person)];
    let path = |id: Uuid| format!("/portraits/{id}/judgement");
    let judge = |accepted: bool, reason: &str| json!({ "seen": "complete", "accepted": accepted, "reason": reason });
    let nothing_said = admin.post(&path(one), judge(false, " ")).await;
    assert_eq!(
        (refused(&nothing_said), nothing_said.1["params"]["reason"].as_str()),
        ((400, "invalid_fields"), Some("required"))
    );
    assert_eq!(admin.post(&path(one), judge(true, "")).await.0, 204);
    assert_eq!(refused(&admin.post(&path(one), judge(false, "眼镜反光")).await), (400, "out_of_order"));
    assert_eq!(admin.post(&path(two), judge(false, "眼镜反光")).await.0, 204);
    assert_eq!(admin.get("/portraits").await.1["portraits"], json!([]));
    let all = admin.get("/portraits?all=true").await.1;
    let states: Vec<&str> =
        all["portraits"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["accepted", "returned"]);
    assert_eq!(deeds(&admin).await[..2], ["portrait_returned", "portrait_accepted"]);
    let chief = opened.with_role(&admin, "chief").await;
    assert_eq!(refused(&chief.post(&path(one), judge(true, "")).await), (403, "forbidden"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_is_enrolled_with_the_code_of_the_page_and_shut_out_from_it() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    register(&opened);
    let ask = |url: &str| json!({ "badge": "000101", "url": url, "all_areas": false });
    assert_eq!(admin.post("/enrolment-codes", ask("http://example")).await.0, 400);
    let code = admin.post("/enrolment-codes", ask("https://127.0.0.1:8443")).await.1;
    assert!(code["qr_svg"].as_str().unwrap().contains("<path"));
    let tablet = browser::enrol(&opened, code["text"].as_str().unwrap());
    let standing = async || {
        let tablet = admin.get("/tablets").await.1[0].clone();
        (tablet["id"].as_str().unwrap().to_owned(), tablet["standing"].as_str().unwrap().to_owned())
    };
    assert_eq!(standing().await, (tablet.to_string(), "active".into()));
    assert_eq!(admin.post(&format!("/tablets/{tablet}/revocation"), json!({})).await.0, 204);
    assert_eq!(standing().await, (tablet.to_string(), "revoked".into()));
    assert_eq!(deeds(&admin).await[..2], ["tablet_revoked", "code_made"]);
    // It was lost: the order stands beside that, and only who may shut out may order it.
    let chief = opened.with_role(&admin, "chief").await;
    assert_eq!(refused(&chief.post(&format!("/tablets/{tablet}/wipe"), json!({})).await), (403, "forbidden"));
    assert!(admin.get("/tablets").await.1[0]["wipe_ordered_at"].is_null());
    assert_eq!(admin.post(&format!("/tablets/{tablet}/wipe"), json!({})).await.0, 204);
    assert_eq!(admin.post(&format!("/tablets/{}/wipe", uuid::Uuid::nil()), json!({})).await.0, 404);
    let shown = admin.get("/tablets").await.1[0].clone();
    assert!(shown["wipe_ordered_at"].is_string() && shown["emptied_at"].is_null());
    assert_eq!(deeds(&admin).await[0], "wipe_ordered");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_says_what_a_browser_may_do_with_it_and_no_body_is_too_large() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    for path in ["/", "/api/v1/session", "/api/v1/accounts", "/api/v1/nothing"] {
        let answer = admin.raw("GET", path, None).await;
        let said = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        assert!(said("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!((said("x-content-type-options"), said("referrer-policy")), ("nosniff".into(), "no-referrer".into()));
        if path == "/api/v1/session" {
            let cookie = said("set-cookie");
            assert!(cookie.starts_with("__Host-beibao-desk="));
            assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"), "{cookie}");
            assert_eq!(said("cache-control"), "no-store");
        }
    }
    let large = json!({ "name": "x".repeat(40_000), "shown": "李", "role": "desk", "password": PASSWORD });
    assert_eq!(admin.post("/accounts", large).await.0, 413);
    let described = admin.get("/openapi.json").await.1;
    assert!(described["paths"].as_object().unwrap().contains_key("/api/v1/households/{id}"));
}
