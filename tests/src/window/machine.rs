//! The processes under a window: display, session bus, driver, app. One group, ended as one.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tokio::time::Instant;

use super::{BETWEEN_LOOKS, DEADLINE};

/// A display, a session bus and a driver that waits for its one session.
#[derive(Debug)]
pub(super) struct Machine {
    /// Leads the group.
    display: Child,
    driver: Child,
    url: String,
    app: PathBuf,
    log: PathBuf,
}

impl Machine {
    pub(super) async fn start(app: &Path, variables: &[(&'static str, PathBuf)]) -> Self {
        let app = app.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", app.display()));
        let log = variables.iter().find(|(name, _)| *name == "BEIBAO_TEST_LOG").map(|(_, path)| path.clone());
        let log = log.expect("a log");
        let mut display = display();
        let number = shown_on(&mut display);
        let port = free_port();
        let output = || Stdio::from(File::options().create(true).append(true).open(&log).expect("a log"));
        let driver = Command::new("dbus-run-session")
            .args(["--", "WebKitWebDriver", "--host=127.0.0.1", &format!("--port={port}")])
            .envs(variables.iter().map(|(name, path)| (name, path)))
            .envs([
                ("DISPLAY", format!(":{number}").as_str()),
                ("GDK_BACKEND", "x11"),
                ("LANG", "C.UTF-8"),
                ("TZ", "Asia/Shanghai"),
                // Else a bus of its own for screen readers, and one for settings, would outlive the window.
                ("NO_AT_BRIDGE", "1"),
                ("GTK_A11Y", "none"),
                ("GSETTINGS_BACKEND", "memory"),
                ("TAURI_WEBVIEW_AUTOMATION", "true"),
                ("BEIBAO_MOCK_CAMERA", "1"),
            ])
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .process_group(display.id().cast_signed())
            .stdin(Stdio::null())
            .stdout(output())
            .stderr(output())
            .spawn()
            .expect("dbus-run-session (Debian: dbus) starts");
        let machine = Self { display, driver, url: format!("http://127.0.0.1:{port}"), app, log };
        machine.answers(port).await;
        machine
    }

    async fn answers(&self, port: u16) {
        let deadline = Instant::now() + DEADLINE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "WebKitWebDriver (Debian: webkit2gtk-driver) is silent: {}", self.log());
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn app(&self) -> &Path {
        &self.app
    }

    /// What the app and the driver wrote.
    pub(super) fn log(&self) -> String {
        std::fs::read(&self.log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    fn processes(&self) -> impl Iterator<Item = (u32, PathBuf)> {
        let processes = std::fs::read_dir("/proc").expect("/proc").flatten();
        let ids = processes.filter_map(|process| process.file_name().to_str()?.parse::<u32>().ok());
        ids.filter(|id| group_of(*id) == Some(self.display.id())).filter_map(|id| Some((id, program_of(id)?)))
    }

    /// The app's own process.
    pub(super) fn app_process(&self) -> Option<u32> {
        self.processes().find(|(_, program)| *program == self.app).map(|(id, _)| id)
    }

    /// The app's process and those of the web engine that work for it; not the driver.
    pub(super) fn window_processes(&self) -> Vec<u32> {
        const ENGINE: [&str; 2] = ["WebKitWebProcess", "WebKitNetworkProcess"];
        let of_the_window =
            |program: &PathBuf| *program == self.app || ENGINE.iter().any(|name| program.ends_with(name));
        self.processes().filter(|(_, program)| of_the_window(program)).map(|(id, _)| id).collect()
    }

    /// Power off for the app alone.
    pub(super) fn kill_the_app(&self) {
        let app = self.app_process().expect("the app runs");
        kill(&app.to_string());
    }

    /// The same app in the same session, as a second tap on its icon would start it.
    pub(super) fn second_app(&self) -> Child {
        let first = self.app_process().expect("the app runs");
        let environment = std::fs::read(format!("/proc/{first}/environ")).expect("its environment");
        let variables =
            environment.split(|byte| *byte == 0).filter_map(|one| std::str::from_utf8(one).ok()?.split_once('='));
        Command::new(&self.app)
            .env_clear()
            .envs(variables.filter(|(name, _)| !name.contains("AUTOMATION") && !name.contains("INSPECTOR")))
            .process_group(self.display.id().cast_signed())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the app starts")
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        kill(&format!("-{}", self.display.id()));
        let _ = (self.driver.wait(), self.display.wait());
    }
}

/// `BEIBAO_APP`, or the app beside this test in the target folder.
pub(super) fn app_binary() -> PathBuf {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.parent()?.join("beibao"));
    let app = std::env::var_os("BEIBAO_APP").map(PathBuf::from).or_else(beside).expect("a path");
    assert!(
        app.is_file(),
        "the app is not at {}: build it with `cargo build -p beibao-app --features custom-protocol`, or say where it is in \
         BEIBAO_APP",
        app.display()
    );
    app
}

/// A display in memory, on the first free number. It leads a new group.
fn display() -> Child {
    Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"])
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb (Debian: xvfb) starts")
}

fn shown_on(display: &mut Child) -> u32 {
    let mut line = String::new();
    let told = display.stdout.as_mut().expect("its output");
    BufReader::new(told).read_line(&mut line).expect("a line");
    line.trim().parse().expect("Xvfb tells the number of its display")
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// Whether nothing of a process is left that could hold a file: the first thread may end before the others do.
pub(super) fn has_ended(id: u32) -> bool {
    let threads = std::fs::read_dir(format!("/proc/{id}/task")).map_or(0, |threads| threads.flatten().count());
    threads == 0 || threads == 1 && group_of(id).is_none()
}

fn group_of(id: u32) -> Option<u32> {
    let told = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name in brackets may itself hold spaces and brackets.
    let fields: Vec<&str> = told.rsplit_once(')')?.1.split_whitespace().collect();
    if *fields.first()? == "Z" { None } else { fields.get(2)?.parse().ok() }
}

fn program_of(id: u32) -> Option<PathBuf> {
    let program = std::fs::read_link(format!("/proc/{id}/exe")).ok()?;
    // A build that went on meanwhile took the file's name away.
    let name = program.to_str()?.trim_end_matches(" (deleted)");
    Some(PathBuf::from(name))
}

fn kill(whom: &str) {
    let _ = Command::new("kill").args(["-s", "KILL", "--", whom]).stderr(Stdio::null()).status();
}
