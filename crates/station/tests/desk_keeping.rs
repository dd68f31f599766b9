//! What the server does by itself once a day, the backups as an administrator plans them, and what whoever watches over it
//! is told.

mod browser;

use beibao_domain::activity::Activity;
use beibao_domain::{AreaId, Fact, FactBody, FactId, Payload};
use browser::{Opened, deeds, refused, two_households};
use chrono::TimeDelta;
use serde_json::{Value, json};

async fn runs_of_retention(admin: &browser::Browser) -> Vec<String> {
    let trail = admin.get("/audit?deed=retention_run").await.1;
    trail["entries"].as_array().unwrap().iter().map(|entry| entry["detail"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_is_told_a_week_before_and_looked_for_once_a_day_however_often_the_server_starts() {
    let opened = Opened::new().await;
    let mut admin = opened.admin().await;
    let (id, happened_at) = (FactId::new(opened.station.world()), opened.station.world().now());
    let (household, person, during, supersedes, first) = Default::default();
    let body = FactBody::Activity(Activity::default());
    let fact = Fact { id, happened_at, household, person, during, supersedes, first, body };
    opened.station.write(|tx| tx.say(AreaId::STATION, &Payload::Fact(fact))).unwrap();
    opened.station.keep_house();
    opened.station.keep_house();
    assert_eq!(runs_of_retention(&admin).await, ["told 0, erased 0"]);
    opened.world.pass(TimeDelta::days(1826 - 5));
    admin.sign_in("admin", browser::PASSWORD).await;
    opened.station.keep_house();
    opened.station.keep_house();
    let told = admin.get("/retention").await.1;
    assert_eq!(
        (told["endings"][0]["kind"].as_str(), told["endings"][0]["count"].as_u64()),
        (Some("activity"), Some(1))
    );
    assert_eq!(runs_of_retention(&admin).await, ["told 1, erased 0", "told 0, erased 0"]);
    opened.world.pass(TimeDelta::days(8));
    admin.sign_in("admin", browser::PASSWORD).await;
    opened.station.keep_house();
    assert_eq!(runs_of_retention(&admin).await[0], "told 0, erased 1");
    assert_eq!(admin.get("/retention").await.1["endings"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_are_off_until_an_administrator_plans_them_and_then_made_once_a_day_and_rehearsed() {
    let opened = Opened::new().await;
    let mut admin = opened.admin().await;
    two_households(&opened);
    let desk = opened.with_role(&admin, "desk").await;
    assert_eq!(refused(&desk.get("/backups").await), (403, "forbidden"));
    assert_eq!(admin.get("/backups/plan").await, (200, Value::Null));
    opened.station.keep_house();
    assert_eq!(admin.get("/backups").await.1, json!([]));
    let to = opened.beside("backups");
    let plan = |folder: &str, keep: u32| json!({ "folder": folder, "keep": keep, "hour": 0, "with_key": true });
    let folder = to.to_str().unwrap();
    assert_eq!(refused(&admin.put("/backups/plan", plan("backups", 3)).await), (400, "invalid_fields"));
    assert_eq!(refused(&admin.put("/backups/plan", plan(folder, 0)).await), (400, "invalid_fields"));
    let inside = opened.beside("station/backups");
    assert_eq!(refused(&admin.put("/backups/plan", plan(inside.to_str().unwrap(), 3)).await), (400, "folder_unusable"));
    assert_eq!(refused(&admin.put("/backups/plan", plan("/proc/nowhere", 3)).await), (400, "folder_unusable"));
    assert_eq!(admin.put("/backups/plan", plan(folder, 3)).await.0, 204);
    assert_eq!(refused(&admin.post("/backups/rehearsals", json!({})).await), (404, "no_backup"));
    opened.station.keep_house();
    opened.station.keep_house();
    assert_eq!(beibao_station::backup::list(&to).unwrap().len(), 1, "once a day");
    let rehearsed = admin.post("/backups/rehearsals", json!({})).await.1;
    assert_eq!((rehearsed["whole"].as_bool(), rehearsed["people"].as_u64()), (Some(true), Some(1)));
    // The disk is pulled out: its folder is on no other disk, and the next hour tries again.
    std::fs::rename(&to, opened.beside("elsewhere")).unwrap();
    std::fs::create_dir(&to).unwrap();
    opened.world.pass(TimeDelta::days(1));
    admin.sign_in("admin", browser::PASSWORD).await;
    opened.station.keep_house();
    assert_eq!(admin.get("/backups").await.1[0]["problem"], "folder_unusable");
    std::fs::remove_dir(&to).unwrap();
    std::fs::rename(opened.beside("elsewhere"), &to).unwrap();
    opened.station.keep_house();
    assert_eq!(admin.get("/backups").await.1[0]["problem"], Value::Null);
    assert_eq!(beibao_station::backup::list(&to).unwrap().len(), 2);
    assert_eq!(admin.send("DELETE", "/backups/plan", None).await.0, 204);
    assert_eq!(refused(&admin.post("/backups", json!({})).await), (404, "not_found"));
    assert_eq!(deeds(&admin).await[..3], ["backup_planned", "backup_made", "backup_failed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_watches_the_server_is_told_that_it_is_well_and_numbers_without_people() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    two_households(&opened);
    let nobody = opened.browser().await;
    let health = nobody.raw("GET", "/health", None).await;
    assert_eq!((health.status().as_u16(), health.text().await.unwrap().as_str()), (200, "ok\n"));
    let metrics = nobody.raw("GET", "/metrics", None).await.text().await.unwrap();
    assert!(metrics.contains("\nbeibao_changes_total 7\n"), "{metrics}");
    for line in metrics.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.split_once(' ').unwrap();
        assert!(name.starts_with("beibao_") && value.parse::<u64>().is_ok(), "{line}");
    }
    assert!(!metrics.contains("阿拉坦苏和") && !metrics.contains("150599"));
    // Not through the API's own address, and in no other way.
    assert_eq!(admin.raw("POST", "/health", Some(("{}".into(), "application/json"))).await.status().as_u16(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_keeps_a_kind_shorter_and_never_shorter_than_the_law_asks() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let desk = opened.with_role(&admin, "desk").await;
    let set = |kind: &str, months: u32| json!({ "kind": kind, "months": months });
    let kept = async |kind: &str| {
        let view = desk.get("/retention").await.1;
        let periods = view["periods"].as_array().unwrap().clone();
        periods.into_iter().find(|period| period["kind"] == kind).unwrap()["months"].as_u64().unwrap()
    };
    assert_eq!((kept("visit").await, kept("dispute").await), (60, 120));
    assert_eq!(refused(&desk.put("/retention", set("visit", 36)).await), (403, "forbidden"));
    assert_eq!(admin.put("/retention", set("visit", 36)).await.0, 204);
    for wrong in [set("dispute", 59), set("visit", 61), set("visit", 0)] {
        assert_eq!(refused(&admin.put("/retention", wrong).await), (400, "invalid_fields"));
    }
    assert_eq!(refused(&admin.put("/retention", set("birthday", 12)).await), (404, "not_found"));
    assert_eq!((kept("visit").await, kept("dispute").await), (36, 120));
    assert_eq!(deeds(&admin).await.iter().filter(|deed| *deed == "period_set").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_is_shown_for_a_password_and_that_it_was_is_known() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let desk = opened.with_role(&admin, "desk").await;
    let ask = |password: &str| json!({ "password": password });
    assert_eq!(admin.get("/retention").await.1["recovery_seen_at"], Value::Null);
    assert_eq!(refused(&desk.post("/recovery", ask(browser::PASSWORD)).await), (403, "forbidden"));
    assert_eq!(refused(&admin.post("/recovery", ask("草原上的一匹黑马")).await), (401, "wrong_login"));
    assert_eq!(admin.get("/retention").await.1["recovery_seen_at"], Value::Null);
    let sheet = admin.post("/recovery", ask(browser::PASSWORD)).await.1;
    let groups: Vec<&str> = sheet["groups"].as_array().unwrap().iter().map(|group| group.as_str().unwrap()).collect();
    let key = beibao_station::recovery::RecoveryKey::typed(&groups.join("-")).unwrap();
    assert!(key == beibao_station::recovery::RecoveryKey::of(opened.station.secrets()));
    assert!(admin.get("/retention").await.1["recovery_seen_at"].is_string());
    assert!(deeds(&admin).await.contains(&"recovery_seen".to_owned()));
}
