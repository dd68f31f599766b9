//! What the journeys share: a station with the small register, a tablet that is enrolled there, the way to a household.

use std::path::PathBuf;
use std::sync::Arc;

use beibao_domain::questionnaire::{Choice, Labels, Question, QuestionKind, Questionnaire, QuestionnaireKind};
use beibao_domain::world::System;
use beibao_replica::statistics::{Asked, Figure, Line};
use beibao_tests::small;
use beibao_tests::tablet::PASSPHRASE;
use beibao_tests::window::{Language, Place, Window, said};
use beibao_tests::{DemoStation, Tablet};
use rusqlite::Connection;

/// A station and the folders of one tablet.
pub struct Stage {
    pub station: DemoStation,
    pub place: Place,
    pub folder: tempfile::TempDir,
}

impl Stage {
    /// A station that answers, and a tablet that nobody has touched yet.
    pub async fn new(journey: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let station = DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await;
        Self { station: station.unwrap(), place: Place::new(journey), folder }
    }

    /// The same with a tablet that was enrolled and has its register, still locked.
    pub async fn enrolled(journey: &'static str) -> Self {
        let stage = Self::new(journey).await;
        let tablet = Tablet::enrol(&stage.place.data(), &stage.station, false, Arc::new(System)).await.unwrap();
        tablet.sync().await.unwrap();
        stage
    }

    /// Opens the window and the lock.
    pub async fn unlocked(&self) -> Window {
        let window = Window::open(&self.place).await;
        unlock(&window).await;
        window
    }

    /// The tablet's data, once no window has them open.
    pub fn tablet(&self) -> Tablet {
        Tablet::open(&self.place.data(), Arc::new(System)).unwrap()
    }

    /// The chief's report, all areas and months in one line.
    pub fn report(&self) -> Line {
        self.station.station.statistics(&Asked::default()).unwrap().pop().unwrap_or_default()
    }

    /// Some of its figures.
    pub fn figures<const N: usize>(&self, of: [Figure; N]) -> [u32; N] {
        let report = self.report();
        of.map(|figure| report.figure(figure))
    }

    /// One number from the station's database.
    pub fn station_count(&self, sql: &str) -> i64 {
        let count = |connection: &Connection| Ok(connection.query_row(sql, [], |row| row.get(0))?);
        self.station.station.read(count).unwrap()
    }
}

/// Types the passphrase and waits for the first page.
pub async fn unlock(window: &Window) {
    window.type_into("passphrase", PASSPHRASE).await;
    window.tap("unlock-submit").await;
    window.find("new-visit").await;
}

/// Finds a household by its phone's last digits and opens it.
pub async fn to_household(window: &Window, phone: &str, code: &str) {
    window.tap("nav-find").await;
    window.retype("search-box", &phone[phone.len() - 4..]).await;
    window.reads("hit-0", code).await;
    window.tap("hit-0").await;
    window.reads("household-code", code).await;
}

/// Taps a button, waits until `told` says where the new file is, and reads it.
pub async fn exported(window: &Window, place: &Place, button: &str, told: &str) -> Vec<u8> {
    let files = || -> Vec<PathBuf> {
        std::fs::read_dir(place.documents()).into_iter().flatten().flatten().map(|file| file.path()).collect()
    };
    let known = files();
    window.tap(button).await;
    window.until("one more file", async || files().len() > known.len()).await;
    let new = files().into_iter().find(|file| !known.contains(file)).unwrap();
    window.reads(told, &new.display().to_string()).await;
    std::fs::read(new).unwrap()
}

/// Chooses the first area of a form's list.
pub async fn choose_area(window: &Window) {
    let choose = "const area = document.querySelector('[data-testid=area]'); area.selectedIndex = 1; area.dispatchEvent(new Event('change', { bubbles: true }))";
    window.find("area").await;
    window.run(choose, vec![]).await;
}

/// Syncs and waits until everything is applied.
pub async fn sync(window: &Window) {
    window.tap("nav-sync").await;
    window.tap("sync-now").await;
    window.reads("sync-words", &said("sync.words.applied", Language::Zh)).await;
}

/// A quiz against fraud with one question.
pub fn quiz() -> Questionnaire {
    let words = |text: &str| Labels::from([("zh".to_owned(), text.to_owned())]);
    let choice = |name: &str, text: &str| Choice { name: name.into(), label: words(text) };
    Questionnaire {
        code: "Q01".into(),
        version: "1".into(),
        title: "反诈知识竞答".into(),
        kind: QuestionnaireKind::Quiz,
        form: vec![Question {
            name: "transfer".into(),
            kind: QuestionKind::SelectOne,
            label: words("对方自称警察让您转账，怎么办？"),
            required: true,
            choices: vec![choice("hang_up", "挂断，打派出所电话"), choice("pay", "先转过去")],
            right: Some(vec!["hang_up".into()]),
            points: 2,
            ..Question::default()
        }],
        ..Questionnaire::default()
    }
}

/// Begins a record of this kind, where one may be added.
pub async fn add(window: &Window, kind: &str) {
    window.tap("add-record").await;
    window.tap(&format!("add-{kind}")).await;
}

/// From a matter to its household.
pub async fn home(window: &Window) {
    window.tap("matter-household").await;
    window.find("add-record").await;
}

/// A file of the repository's assets.
pub fn asset(path: &str) -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets").join(path).canonicalize().unwrap()
}
