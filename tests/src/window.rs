//! The app's real window, driven as a finger would: an own display, an own session bus, the web engine's own driver.
//!
//! Everything that a window started lies in one process group, and the whole group ends with it. What should happen is
//! waited for until a deadline and never slept for; a journey that fails leaves a picture and the page's words in
//! `out/window`. Deliberately not here: what a journey expects.

mod machine;
mod words;

use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::time::Instant;

use machine::Machine;
pub use words::{Language, said};

/// A loaded machine of two cores may take this long for anything; longer than the calm between two syncs by itself.
pub const DEADLINE: Duration = Duration::from_secs(120);
const BETWEEN_LOOKS: Duration = Duration::from_millis(60);

/// One tablet's folders: its data, its owner's home. They outlive the windows that are opened on them.
#[derive(Debug)]
pub struct Place {
    folder: tempfile::TempDir,
    /// The journey, by which its pictures are named.
    journey: &'static str,
}

impl Place {
    /// New, empty folders.
    pub fn new(journey: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for inner in ["home/Documents", "home/.config", "home/.local/share", "home/.cache"] {
            std::fs::create_dir_all(folder.path().join(inner)).expect("a folder");
        }
        private_folder(&folder.path().join("run"));
        let documents = "XDG_DOCUMENTS_DIR=\"$HOME/Documents\"\n";
        std::fs::write(folder.path().join("home/.config/user-dirs.dirs"), documents).expect("a file");
        Self { folder, journey }
    }

    /// Where the tablet's data lie.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where the officer finds what was exported.
    pub fn documents(&self) -> PathBuf {
        self.folder.path().join("home/Documents")
    }

    /// A file for the journey's own use.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a program started here finds in its environment.
    pub(crate) fn variables(&self) -> Vec<(&'static str, PathBuf)> {
        let at = |inner: &str| self.folder.path().join(inner);
        vec![
            ("BEIBAO_FOLDER", self.data()),
            ("HOME", at("home")),
            ("XDG_CONFIG_HOME", at("home/.config")),
            ("XDG_DATA_HOME", at("home/.local/share")),
            ("XDG_CACHE_HOME", at("home/.cache")),
            ("XDG_RUNTIME_DIR", at("run")),
            ("BEIBAO_TEST_LOG", at("log.txt")),
        ]
    }
}

fn private_folder(folder: &Path) {
    let mut builder = std::fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).expect("a folder");
}

/// The window of the app.
#[derive(Debug)]
pub struct Window {
    client: Client,
    machine: Machine,
    journey: &'static str,
}

impl Window {
    /// Starts the app on the folders of `place` and waits for its first screen.
    pub async fn open(place: &Place) -> Self {
        Self::open_program(place, &machine::app_binary()).await
    }

    /// The same with another program than the app beside this one.
    pub async fn open_program(place: &Place, program: &Path) -> Self {
        let machine = Machine::start(program, &place.variables()).await;
        let options = json!({ "binary": machine.app() });
        let capabilities = [("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect();
        let session = ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(machine.url()).await;
        let client = session.unwrap_or_else(|error| panic!("no window: {error}\n{}", machine.log()));
        let window = Self { client, machine, journey: place.journey };
        window.until("the first screen", async || !window.page_text().await.trim().is_empty()).await;
        window
    }

    /// Waits until `holds`.
    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !holds().await {
            assert!(Instant::now() < deadline, "{}: waited in vain for {what}", self.journey);
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    async fn now_there(&self, handle: &str) -> Option<Element> {
        self.client.find(Locator::Css(&selector(handle))).await.ok()
    }

    /// Whether an element is there now. A handle that ends in `*` stands for all that begin so.
    pub async fn has(&self, handle: &str) -> bool {
        self.now_there(handle).await.is_some()
    }

    /// Waits for an element.
    pub async fn find(&self, handle: &str) -> Element {
        self.until(handle, async || self.has(handle).await).await;
        self.now_there(handle).await.unwrap_or_else(|| panic!("{}: {handle} went away", self.journey))
    }

    /// Waits until an element has gone.
    pub async fn gone(&self, handle: &str) {
        self.until(&format!("{handle} to go"), async || !self.has(handle).await).await;
    }

    /// Taps an element as soon as it can be tapped.
    pub async fn tap(&self, handle: &str) {
        self.until(&format!("{handle} to be tapped"), async || match self.now_there(handle).await {
            Some(element) => element.is_enabled().await.unwrap_or(false) && self.tapped(&element).await,
            None => false,
        })
        .await;
    }

    /// What lies under a bar of the page is drawn out from it first, as a finger would.
    async fn tapped(&self, element: &Element) -> bool {
        if element.click().await.is_ok() {
            return true;
        }
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        let element = serde_json::to_value(element).unwrap_or_default();
        self.run(script, vec![element]).await;
        false
    }

    /// Taps the element of this kind that holds `text`.
    pub async fn tap_with(&self, handle: &str, text: &str) {
        let what = format!("{handle} with {text}");
        self.until(&what, async || {
            for element in self.client.find_all(Locator::Css(&selector(handle))).await.unwrap_or_default() {
                if element.text().await.unwrap_or_default().contains(text) {
                    return self.tapped(&element).await;
                }
            }
            false
        })
        .await;
    }

    /// Draws a stroke across an element, as a finger signs.
    pub async fn draw_on(&self, handle: &str) {
        const STEP: Duration = Duration::from_millis(30);
        let element = self.find(handle).await;
        let centre = serde_json::to_value(&element).unwrap_or_default();
        self.run("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", vec![centre]).await;
        let to = |x, y| PointerAction::MoveToElement { element: element.clone(), duration: Some(STEP), x, y };
        let stroke = MouseActions::new("finger".to_owned())
            .then(to(-90.0, 10.0))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(to(-30.0, -25.0))
            .then(to(20.0, 30.0))
            .then(to(90.0, -10.0))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(stroke).await.unwrap_or_else(|error| panic!("{}: {error}", self.journey));
    }

    /// Types into a field, after what stands there.
    pub async fn type_into(&self, handle: &str, text: &str) {
        let element = self.find(handle).await;
        if text.chars().all(|c| c.len_utf16() == 1) {
            element.send_keys(text).await.unwrap_or_else(|error| panic!("{}: {handle}: {error}", self.journey));
        } else {
            self.commit_into(handle, text).await;
        }
    }

    /// Text as an input method commits it: the driver's keys know no letters beyond the first 65,536.
    async fn commit_into(&self, handle: &str, text: &str) {
        let script =
            "document.querySelector(arguments[0]).focus(); document.execCommand('insertText', false, arguments[1])";
        self.run(script, vec![selector(handle).into(), text.into()]).await;
    }

    /// Empties a field and types into it.
    pub async fn retype(&self, handle: &str, text: &str) {
        let element = self.find(handle).await;
        element.clear().await.unwrap_or_else(|error| panic!("{}: {handle}: {error}", self.journey));
        if !text.is_empty() {
            self.type_into(handle, text).await;
        }
        self.until(&format!("{handle} to hold {text}"), async || self.value(handle).await == text).await;
    }

    /// What stands in a field.
    pub async fn value(&self, handle: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.value ?? ''";
        self.run(script, vec![selector(handle).into()]).await.as_str().unwrap_or_default().to_owned()
    }

    /// The words of an element; empty while it is not there.
    pub async fn text(&self, handle: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.run(script, vec![selector(handle).into()]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an element holds `text`.
    pub async fn reads(&self, handle: &str, text: &str) {
        self.until(&format!("{handle} to read {text}"), async || self.text(handle).await.contains(text)).await;
    }

    /// Waits until the page holds `text`.
    pub async fn page_reads(&self, text: &str) {
        self.until(&format!("the page to read {text}"), async || self.page_text().await.contains(text)).await;
    }

    /// All words of the page.
    pub async fn page_text(&self) -> String {
        self.run("return document.body?.innerText ?? ''", vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page; null if the page does not answer.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap_or(Value::Null)
    }

    /// Keeps a picture of the window in `out/window`, for a person to look at.
    pub async fn picture(&self, name: &str) {
        // Neither a step of a transition nor what stood there before is a state of the screen.
        let painted = "const done = arguments[0];
            Promise.all([...document.images].map((image) => image.decode().catch(() => {})))
                .then(() => requestAnimationFrame(() => requestAnimationFrame(done)))";
        let _ = self.client.execute_async(painted, vec![]).await;
        let still = "return document.getAnimations().every((one) => one.effect?.getTiming().iterations === Infinity)";
        self.until("the screen to rest", async || self.run(still, vec![]).await != Value::Bool(false)).await;
        std::fs::write(out().join(format!("{name}.png")), self.screenshot().await).expect("a file");
    }

    /// What the window shows, as PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.client.screenshot().await.expect("a picture")
    }

    /// The app's process and those of the web engine that work for it.
    pub fn processes(&self) -> Vec<u32> {
        self.machine.window_processes()
    }

    /// Power off for the app, in the middle of whatever it does. The window is gone with it.
    pub async fn kill_the_app(self) {
        let app = self.machine.app_process().expect("the app runs");
        self.machine.kill_the_app();
        self.ended(app).await;
    }

    /// Closes the window; returns when the app has ended and let go of its data.
    pub async fn close(self) {
        let app = self.machine.app_process().expect("the app runs");
        let _ = self.client.clone().close().await;
        self.ended(app).await;
    }

    async fn ended(&self, process: u32) {
        self.until("the app to end", async || machine::has_ended(process)).await;
    }

    /// Starts the app once more beside this one, and tells whether it ended by itself, and how.
    pub async fn start_again_beside(&self) -> Option<std::process::ExitStatus> {
        let mut second = self.machine.second_app();
        let deadline = Instant::now() + DEADLINE;
        while Instant::now() < deadline {
            if let Some(ended) = second.try_wait().expect("a child") {
                return Some(ended);
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        let _ = (second.kill(), second.wait());
        None
    }

    async fn keep_evidence(&self) {
        let file = |extension: &str| out().join(format!("{}.{extension}", self.journey));
        if let Ok(png) = self.client.screenshot().await {
            let _ = std::fs::write(file("png"), png);
        }
        let _ = std::fs::write(file("txt"), format!("{}\n\n{}", self.page_text().await, self.machine.log()));
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let evidence = tokio::time::timeout(Duration::from_secs(20), self.keep_evidence());
            let _ = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(evidence));
        }
    }
}

/// Where pictures are kept.
fn out() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../out/window");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// `member-*` stands for every handle that begins with `member-`; what follows a space is plain CSS below it.
fn selector(handle: &str) -> String {
    let (handle, below) = handle.split_once(' ').unwrap_or((handle, ""));
    let own = match handle.strip_suffix('*') {
        Some(beginning) => format!("[data-testid^=\"{beginning}\"]"),
        None => format!("[data-testid=\"{handle}\"]"),
    };
    format!("{own} {below}").trim_end().to_owned()
}
