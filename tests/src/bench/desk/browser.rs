//! The station's program as a process, and a browser without a window that keeps its cookie and its page's token.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::super::{floor, served};

const PASSWORD: &str = "草原上的一匹白马";

/// A station that answers tablets and browsers.
pub(super) struct Served {
    child: Child,
    /// Where tablets come.
    pub(super) tablets: String,
    desk: String,
    code: String,
}

impl Served {
    pub(super) fn start(folder: &Path) -> Result<Self> {
        let mut command = Command::new(served::beside("beibao-station")?);
        // As its unit for systemd starts it.
        command.env("MALLOC_ARENA_MAX", "2");
        command.args(["--language", "en", "--folder"]).arg(folder);
        command.args(["serve", "--listen", "127.0.0.1:0", "--desk", "127.0.0.1:0"]).env("RUST_LOG", "error");
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("its output")?).lines();
        let mut word = |mark: &str| -> Result<String> {
            let line = lines.next().context("it said nothing")??;
            let rest = line.split_once(mark).with_context(|| line.clone())?.1;
            Ok(rest.split_whitespace().next().unwrap_or_default().to_owned())
        };
        let (tablets, desk, code) = (word("https://")?, word("https://")?, word("page: ")?);
        Ok(Self { child, tablets: format!("https://{tablets}"), desk: format!("https://{desk}"), code })
    }

    /// A figure of the process, such as `VmRSS`.
    pub(super) fn memory_mb(&self, name: &str) -> Result<f64> {
        let told = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = told.lines().find(|line| line.starts_with(name)).context("no such figure")?;
        let kib: f64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
        Ok(kib / 1e3)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = (self.child.kill(), self.child.wait());
    }
}

/// Somebody at the desk.
pub(super) struct Browser {
    client: reqwest::Client,
    base: String,
    cookie: String,
    page_token: String,
}

impl Browser {
    async fn new(served: &Served) -> Result<Self> {
        let (cookie, page_token) = (String::new(), String::new());
        let mut browser = Self { client: floor::client()?, base: served.desk.clone(), cookie, page_token };
        browser.begin(reqwest::Method::GET, "/session", &Value::Null).await?;
        Ok(browser)
    }

    /// The first administrator.
    pub(super) async fn first(served: &Served) -> Result<Self> {
        let mut browser = Self::new(served).await?;
        let first =
            json!({ "code": served.code, "station": "", "name": "admin", "shown": "管理员", "password": PASSWORD });
        browser.begin(reqwest::Method::POST, "/setup", &first).await?;
        Ok(browser)
    }

    /// Another desk officer, at a browser of their own.
    pub(super) async fn colleague(&self, served: &Served, name: &str) -> Result<Self> {
        let new = json!({ "name": name, "shown": name, "role": "desk", "password": PASSWORD });
        self.send(reqwest::Method::POST, "/accounts", &new).await?;
        let mut browser = Self::new(served).await?;
        browser.begin(reqwest::Method::POST, "/session", &json!({ "name": name, "password": PASSWORD })).await?;
        Ok(browser)
    }

    async fn send(&self, method: reqwest::Method, path: &str, body: &Value) -> Result<reqwest::Response> {
        let mut request = self.client.request(method.clone(), format!("{}/api/v1{path}", self.base));
        request = request.header("cookie", &self.cookie).header("x-page-token", &self.page_token);
        if method != reqwest::Method::GET {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        Ok(answer)
    }

    async fn begin(&mut self, method: reqwest::Method, path: &str, body: &Value) -> Result<()> {
        let answer = self.send(method, path, body).await?;
        let cookie = answer.headers().get("set-cookie").context("no cookie")?.to_str()?.to_owned();
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let view: Value = serde_json::from_slice(&answer.bytes().await?)?;
        self.page_token = view["page_token"].as_str().context("no token")?.to_owned();
        Ok(())
    }

    /// Asks for a list and reads it to its end.
    pub(super) async fn get(&self, path: &str) -> Result<usize> {
        Ok(self.send(reqwest::Method::GET, path, &Value::Null).await?.bytes().await?.len())
    }

    /// The bytes of the page and of all that it asks for at once, as a browser takes them.
    pub(super) async fn first_load_kb(&self) -> Result<f64> {
        let fetch = async |path: &str| -> Result<Vec<u8>> {
            let request = self.client.get(format!("{}{path}", self.base)).header("accept-encoding", "zstd");
            Ok(request.send().await?.error_for_status()?.bytes().await?.to_vec())
        };
        let page = fetch("/").await?;
        let plain = zstd::decode_all(page.as_slice()).unwrap_or_else(|_| page.clone());
        let text = String::from_utf8(plain)?;
        let mut bytes = page.len();
        for piece in text.split('"').filter(|piece| piece.contains("/assets/") && !piece.contains(' ')) {
            bytes += fetch(&format!("/{}", piece.trim_start_matches("./").trim_start_matches('/'))).await?.len();
        }
        Ok(bytes as f64 / 1e3)
    }
}
