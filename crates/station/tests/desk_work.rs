//! Long work at the desk: how far it is, told on one stream to whoever began it, for as long as they are signed in.

mod browser;

use std::fmt::Write;
use std::sync::{Arc, mpsc};

use browser::{Browser, Opened, two_households};
use chrono::TimeDelta;
use futures_util::StreamExt;
use serde_json::{Value, json};

const ROWS: usize = 15;
/// How often work that was just asked for is looked for.
const MOST_LOOKS: usize = 5_000;

/// A sheet that is looked through.
fn sheet() -> Vec<u8> {
    let mut sheet = "household,relation,name,name_mn,id_number,born_on,phone,language\n".to_owned();
    for n in 0..ROWS {
        writeln!(sheet, "01-0001,other,某某{n},,,,,").unwrap();
    }
    sheet.into_bytes()
}

/// What the stream tells, until it ends.
async fn told(page: &Browser, mut each: impl FnMut(&Value)) -> Vec<Value> {
    let answer = page.raw("GET", "/api/v1/work", None).await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let (mut bytes, mut text, mut all) = (answer.bytes_stream(), String::new(), Vec::new());
    while let Some(piece) = bytes.next().await {
        text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        while let Some((event, rest)) = text.split_once("\n\n") {
            let data = event.lines().find_map(|line| line.strip_prefix("data: "));
            all.extend(data.map(|data| serde_json::from_str::<Value>(data).unwrap()));
            text = rest.to_owned();
            all.last().inspect(|last| each(last));
        }
    }
    all
}

/// Holds whatever would be written, and with it any sheet that is looked through, until it is told to let go.
fn gate(opened: &Opened) -> mpsc::Sender<()> {
    let ((open, told), (shut, is_shut)) = (mpsc::channel(), mpsc::channel());
    let station = Arc::clone(&opened.station);
    std::thread::spawn(move || {
        let _writer = station.writer();
        shut.send(()).unwrap();
        let _ = told.recv();
    });
    is_shut.recv().unwrap();
    open
}

/// What the stream tells of work that waits at the gate, looked at anew until it is there.
async fn told_of_work(page: &Browser, mut each: impl FnMut(&Value)) -> Vec<Value> {
    for _ in 0..MOST_LOOKS {
        let all = told(page, &mut each).await;
        if all != [json!([])] {
            return all;
        }
    }
    panic!("the work never began");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_that_is_looked_through_is_counted_to_its_end_for_whoever_began_it() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let other = opened.with_role(&admin, "desk").await;
    two_households(&opened);
    assert_eq!(told(&admin, |_| ()).await, [json!([])], "nothing goes on, and the stream ends");
    let gate = gate(&opened);
    let let_go = |told: &Value| {
        if told[0]["kind"] == "sheet_trial" {
            let _ = gate.send(());
        }
    };
    let (trial, all) = tokio::join!(admin.upload("/sheets/trial", sheet()), told_of_work(&admin, let_go));
    assert_eq!((trial.0, &trial.1["added"]), (200, &json!(ROWS)));
    let first = &all[0][0];
    assert_eq!((&first["kind"], &first["over"]), (&json!("sheet_trial"), &json!(false)));
    assert_eq!(all.last().unwrap()[0]["over"], true);
    assert_eq!((&all.last().unwrap()[0]["done"], &all.last().unwrap()[0]["total"]), (&json!(ROWS), &json!(ROWS)));
    let counts: Vec<u64> = all.iter().map(|told| told[0]["done"].as_u64().unwrap()).collect();
    assert!(counts.is_sorted() && counts[0] == 0, "{counts:?}");
    assert_eq!(told(&other, |_| ()).await, [json!([])], "and for nobody else");
    let (mut nobody, path) = (opened.browser().await, "/work");
    assert_eq!(nobody.get(path).await.1["code"], "signed_out");
    nobody.sign_in("desk", browser::PASSWORD).await;
    assert_eq!(told(&nobody, |_| ()).await, [json!([])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_ends_with_the_session_and_keeps_none_alive() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    two_households(&opened);
    let mut passed = false;
    let sign_off = |told: &Value| {
        if !passed && told[0]["kind"] == "sheet_trial" {
            opened.world.pass(TimeDelta::hours(24));
            passed = true;
        }
    };
    let gate = gate(&opened);
    let look = async {
        let all = told_of_work(&admin, sign_off).await;
        gate.send(()).unwrap();
        all
    };
    let (trial, all) = tokio::join!(admin.upload("/sheets/trial", sheet()), look);
    assert_eq!(trial.0, 200, "what was begun is done");
    assert_eq!(all.last().unwrap()[0]["over"], false, "and told no more");
    assert_eq!(admin.get("/work").await.1["code"], "signed_out");
}
