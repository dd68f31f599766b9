//! A station with its desk open on a free port, a browser that holds its cookie, and a clock that can be moved on.
#![allow(dead_code)] // Each file of tests is a program of its own and uses what it needs.

pub mod made_up;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use beibao_domain::area::{Area, Station as Named};
use beibao_domain::enrolment::Offer;
use beibao_domain::household::Household;
use beibao_domain::id::new_uuid;
use beibao_domain::officer::Officer;
use beibao_domain::person::{Person, Relation};
use beibao_domain::world::System;
use beibao_domain::{AreaId, DeviceId, DeviceKey, Edit, Hash, HouseholdId, Payload, RegisterKind, World};
use beibao_station::Station;
use beibao_station::desk::web::{self, Desk};
use beibao_station::serve::Serving;
use beibao_station::station::Tx;
use beibao_wire::Enrol;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Certificate;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

/// The password of every account here.
pub const PASSWORD: &str = "草原上的一匹白马";

/// The machine's chance, and a clock that is moved on by hand.
pub struct MovedWorld(Mutex<DateTime<Utc>>);

impl World for MovedWorld {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) {
        System.fill(bytes);
    }
}

impl MovedWorld {
    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        *self.0.lock().unwrap() += time;
    }
}

/// An open desk.
pub struct Opened {
    pub station: Arc<Station>,
    pub world: Arc<MovedWorld>,
    desk: Arc<Desk>,
    serving: Serving,
    folder: TempDir,
}

impl Opened {
    /// The station's folder.
    pub fn folder(&self) -> std::path::PathBuf {
        self.folder.path().join("station")
    }

    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Arc::new(MovedWorld(Mutex::new(DateTime::from_timestamp(1_795_000_000, 0).unwrap())));
        let station = Arc::new(Station::init(&folder.path().join("station"), Arc::clone(&world) as _).unwrap());
        let desk = Arc::new(Desk::new(Arc::clone(&station), Some(([127, 0, 0, 1], 8443).into())).unwrap());
        let serving = web::serve(Arc::clone(&desk), ([127, 0, 0, 1], 0).into()).await.unwrap();
        Self { station, world, desk, serving, folder }
    }

    /// A place of its own, beside the station's.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The setup code that the terminal shows.
    pub fn code(&self) -> String {
        self.desk.setup_code().unwrap().to_owned()
    }

    /// A browser that has opened the page and trusts the station's certificate.
    pub async fn browser(&self) -> Browser {
        let mut browser = Browser {
            client: client(&self.station),
            base: format!("https://localhost:{}", self.serving.address.port()),
            cookie: String::new(),
            page_token: String::new(),
            session: Value::Null,
        };
        let answer = browser.raw("GET", "/api/v1/session", None).await;
        browser.take(answer).await;
        browser
    }

    /// A browser in which the first administrator is signed in.
    pub async fn admin(&self) -> Browser {
        let mut browser = self.browser().await;
        let first =
            json!({ "code": self.code(), "station": "", "name": "admin", "shown": "管理员", "password": PASSWORD });
        assert_eq!(browser.begin("/setup", first).await, (200, "open".into()));
        browser
    }

    /// A browser in which somebody of this role is signed in.
    pub async fn with_role(&self, admin: &Browser, role: &str) -> Browser {
        let new = json!({ "name": role, "shown": role, "role": role, "password": PASSWORD });
        assert_eq!(admin.post("/accounts", new).await.0, 204);
        let mut browser = self.browser().await;
        assert_eq!(browser.sign_in(role, PASSWORD).await, (200, "open".into()));
        browser
    }
}

fn client(station: &Station) -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let certificate = Certificate::from_der(station.secrets().certificate()).unwrap();
    reqwest::Client::builder().tls_certs_only([certificate]).build().unwrap()
}

/// A browser with one page of the desk.
#[derive(Clone)]
pub struct Browser {
    client: reqwest::Client,
    base: String,
    pub cookie: String,
    pub page_token: String,
    /// The last that it heard of its session.
    pub session: Value,
}

impl Browser {
    /// Where the browser says that it is.
    pub fn origin(&self) -> &str {
        &self.base
    }

    /// Sends a request as the page would.
    pub async fn raw(&self, method: &str, path: &str, body: Option<(String, &str)>) -> reqwest::Response {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        request = request.header("cookie", &self.cookie).header("x-page-token", &self.page_token);
        if let Some((body, kind)) = body {
            request = request.header("content-type", kind).body(body);
        }
        request.send().await.unwrap()
    }

    /// Asks as if the desk had been opened by another name; the status.
    pub async fn posted_as(&self, host: &str, path: &str) -> u16 {
        let body = json!({ "name": "钥匙", "password": PASSWORD }).to_string();
        let request = self.client.post(format!("{}/api/v1{path}", self.base)).header("host", host);
        let request = request.header("cookie", &self.cookie).header("x-page-token", &self.page_token);
        request.header("content-type", "application/json").body(body).send().await.unwrap().status().as_u16()
    }

    /// The same with one more header, and no body.
    pub async fn raw_with(&self, method: &str, path: &str, (name, value): (&str, &str)) -> reqwest::Response {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.client.request(method, format!("{}{path}", self.base)).header(name, value);
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    /// The status and the answer; null where there is none.
    pub async fn send(&self, method: &str, path: &str, body: Option<(String, &str)>) -> (u16, Value) {
        let answer = self.raw(method, &format!("/api/v1{path}"), body).await;
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.send("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.send("POST", path, Some((body.to_string(), "application/json"))).await
    }

    pub async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.send("PUT", path, Some((body.to_string(), "application/json"))).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> (u16, Value) {
        self.send("PATCH", path, Some((body.to_string(), "application/json"))).await
    }

    /// Sends a file.
    pub async fn upload(&self, path: &str, bytes: Vec<u8>) -> (u16, Value) {
        self.upload_by("POST", path, bytes).await
    }

    /// The same by another method.
    pub async fn upload_by(&self, method: &str, path: &str, bytes: Vec<u8>) -> (u16, Value) {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.client.request(method, format!("{}/api/v1{path}", self.base));
        let request = request.header("cookie", &self.cookie).header("x-page-token", &self.page_token);
        let answer = request.header("content-type", "application/octet-stream").body(bytes).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }

    /// Imports a sheet as it is shown on trial.
    pub async fn import(&self, bytes: Vec<u8>) -> (u16, Value) {
        let trial = self.upload("/sheets/trial", bytes.clone()).await;
        match trial.1["seen"].as_str() {
            Some(seen) => self.upload(&format!("/sheets?seen={seen}"), bytes).await,
            None => trial,
        }
    }

    /// Takes a file: the status, what it is called, its bytes.
    pub async fn download(&self, method: &str, path: &str) -> (u16, String, Vec<u8>) {
        let answer = self.raw(method, &format!("/api/v1{path}"), None).await;
        let name = answer.headers().get("content-disposition").map_or("", |name| name.to_str().unwrap()).to_owned();
        (answer.status().as_u16(), name, answer.bytes().await.unwrap().to_vec())
    }

    /// A step on the way in: the status, and how far it led or why not.
    pub async fn begin(&mut self, path: &str, body: Value) -> (u16, String) {
        let answer = self.raw("POST", &format!("/api/v1{path}"), Some((body.to_string(), "application/json"))).await;
        self.take(answer).await
    }

    pub async fn sign_in(&mut self, name: &str, password: &str) -> (u16, String) {
        self.begin("/session", json!({ "name": name, "password": password })).await
    }

    pub async fn sign_out(&mut self) {
        let answer = self.raw("DELETE", "/api/v1/session", None).await;
        self.take(answer).await;
    }

    async fn take(&mut self, answer: reqwest::Response) -> (u16, String) {
        let status = answer.status().as_u16();
        let cookie = answer.headers().get("set-cookie").map(|value| value.to_str().unwrap().to_owned());
        let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default();
        if status != 200 {
            return (status, body["code"].as_str().unwrap_or_default().to_owned());
        }
        self.cookie = cookie.and_then(|value| Some(value.split_once(';')?.0.to_owned())).unwrap_or_default();
        self.page_token = body["page_token"].as_str().unwrap_or_default().to_owned();
        self.session = body;
        (status, self.session["stage"].as_str().unwrap_or_default().to_owned())
    }
}

/// What [`two_households`] wrote.
pub struct Known {
    pub area: Uuid,
    pub other_area: Uuid,
    pub home: Uuid,
    pub other_home: Uuid,
    pub person: Uuid,
    pub officer: Uuid,
}

/// Two gachas with a household each, one person and one officer. Nobody in it exists: 150599 is no place, 000 no phone.
pub fn two_households(opened: &Opened) -> Known {
    let [area, other_area, home, other_home, person, officer] = [(); 6].map(|()| new_uuid(opened.station.world()));
    let gacha = |code: &str, name: &str| Area { code: code.into(), name: name.into(), ..Area::default() };
    let house = |code: &str, area: Uuid| Household {
        code: code.into(),
        area: Some(AreaId(area)),
        phone: "00044440417".into(),
        ..Household::default()
    };
    let member = Person {
        household: Some(HouseholdId(home)),
        name: "阿拉坦苏和".into(),
        relation: Relation::Head,
        id_number: "150599196803120014".into(),
        born_on: "1968-03-12".parse().ok(),
        ..Person::default()
    };
    let chief =
        Officer {
            badge: "000101".into(), name: "孟和巴图".into(), areas: vec![AreaId(area)], ..Officer::default()
        };
    let station = Named { name: "云雀滩派出所".into(), ..Named::default() };
    let row = new_uuid(opened.station.world());
    let rows = [
        (AreaId::STATION, Edit::new_row(RegisterKind::Station, row, &station)),
        (AreaId::STATION, Edit::new_row(RegisterKind::Area, area, &gacha("01-01", "呼和嘎查"))),
        (AreaId::STATION, Edit::new_row(RegisterKind::Area, other_area, &gacha("01-02", "查干嘎查"))),
        (AreaId::STATION, Edit::new_row(RegisterKind::Officer, officer, &chief)),
        (AreaId(area), Edit::new_row(RegisterKind::Household, home, &house("01-0001", area))),
        (AreaId(other_area), Edit::new_row(RegisterKind::Household, other_home, &house("01-0002", other_area))),
        (AreaId(area), Edit::new_row(RegisterKind::Person, person, &member)),
    ];
    let say = |tx: &mut Tx<'_>| rows.into_iter().try_for_each(|(area, edit)| tx.say(area, &Payload::Edit(edit)));
    opened.station.write(say).unwrap();
    Known { area, other_area, home, other_home, person, officer }
}

/// What was done, the newest first.
pub async fn deeds(admin: &Browser) -> Vec<String> {
    let trail = admin.get("/audit").await.1;
    trail["entries"].as_array().unwrap().iter().map(|entry| entry["deed"].as_str().unwrap().to_owned()).collect()
}

/// Status and code of a refusal.
pub fn refused(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

/// Base 32 back to bytes.
pub fn from_base32(text: &str) -> Vec<u8> {
    let digits = text.bytes().map(|sign| u64::from(if sign.is_ascii_digit() { sign - b'2' + 26 } else { sign - b'A' }));
    let digits: Vec<u64> = digits.collect();
    let group = |eight: &[u64]| eight.iter().fold(0, |number, digit| number << 5 | digit).to_be_bytes()[3..].to_vec();
    digits.chunks(8).flat_map(group).collect()
}

/// Plays a tablet that scans a code.
pub fn enrol(opened: &Opened, code: &str) -> Uuid {
    let offer = Offer::read(code, opened.station.world().now()).unwrap();
    let (key, device) = (DeviceKey::from_seed(&[9; 32]), DeviceId::new(&System));
    assert_eq!(offer.station_key, opened.station.author().key.public());
    let enrol = Enrol { token: Hash(offer.token.0), device, key: key.public() };
    opened.station.enrol(key.public(), &enrol).unwrap();
    device.0
}
