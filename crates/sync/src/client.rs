//! The station over HTTPS: the tablet's end of [`SyncApi`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use beibao_domain::{DeviceId, Hash, Problem, ProblemCode};
use beibao_store::Enrolment;
use beibao_wire::{
    BlobRange, ByteStream, CONTENT_TYPE, Compare, Compared, Enrol, Enrolled, Hello, MAX_MESSAGE_BYTES, Outgoing,
    PACKET_RECORD_BYTES, PROBLEM_TYPE, Pull, Recall, Receipts, STREAM_TYPE, SnapshotRange, SyncApi, Welcome, path,
};
use minicbor::{Decode, Encode};

use crate::tls;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Without a byte for this long, the line counts as broken.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// An answer is due this long after the last piece of a body was asked for; the line may still hold a few of them.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(120);

/// A station that answers at a URL with a pinned certificate.
#[derive(Debug, Clone)]
pub struct HttpStation {
    url: String,
    /// The good line, and the one to use after a line broke.
    lines: [reqwest::Client; 2],
    broke: Arc<AtomicBool>,
}

impl HttpStation {
    /// Speaks as `device` to whoever holds `certificate`. Nothing is sent yet.
    pub fn new(url: &str, certificate: Hash, device: DeviceId, device_seed: &[u8; 32]) -> Result<Self, Problem> {
        let good = tls::config(certificate, device, device_seed)?;
        // The session is shared, so a line that is opened again shows no certificate.
        let mut fragile = good.clone();
        fragile.max_fragment_size = Some(PACKET_RECORD_BYTES);
        let lines = [client(good)?, client(fragile)?];
        Ok(Self { url: url.trim_end_matches('/').to_owned(), lines, broke: Arc::default() })
    }

    /// The station that this tablet was enrolled with.
    pub fn of(enrolment: &Enrolment) -> Result<Self, Problem> {
        Self::new(&enrolment.url, enrolment.certificate, enrolment.device, &enrolment.device_seed)
    }

    async fn post(
        &self,
        path: &str,
        kind: &str,
        body: (reqwest::Body, Moving),
        expected: &str,
    ) -> Result<reqwest::Response, Problem> {
        let (body, moving) = body;
        let http = &self.lines[usize::from(self.broke.load(Ordering::Relaxed))];
        let request = http.post(format!("{}{path}", self.url)).header("content-type", kind).body(body);
        let answer = match moving.wait_for(request.send()).await {
            Ok(answer) => answer.map_err(|error| problem(&error)),
            Err(problem) => Err(problem),
        };
        if answer.as_ref().is_err_and(|problem| problem.code == ProblemCode::Interrupted) {
            self.broke.store(true, Ordering::Relaxed);
        }
        let answer = answer?;
        let answered =
            answer.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("").to_owned();
        if answer.status().is_success() && answered == expected {
            return Ok(answer);
        }
        let bytes = bounded(answer).await?;
        if answered == PROBLEM_TYPE
            && let Ok(problem) = serde_json::from_slice::<Problem>(&bytes)
        {
            return Err(problem);
        }
        Err(ProblemCode::StationRefused.into())
    }

    async fn call<A: for<'b> Decode<'b, ()>>(
        &self,
        path: &str,
        kind: &str,
        body: (reqwest::Body, Moving),
    ) -> Result<A, Problem> {
        let bytes = bounded(self.post(path, kind, body, CONTENT_TYPE).await?).await?;
        minicbor::decode(&bytes).map_err(|_| ProblemCode::StationRefused.into())
    }
}

fn client(tls: rustls::ClientConfig) -> Result<reqwest::Client, Problem> {
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .https_only(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .build();
    client.map_err(|error| {
        tracing::error!(%error, "the HTTP client cannot be set up");
        ProblemCode::Internal.into()
    })
}

fn message(request: impl Encode<()>) -> (reqwest::Body, Moving) {
    (minicbor::to_vec(request).unwrap_or_default().into(), Moving::within(READ_TIMEOUT))
}

/// When a body moved last. A long one on a slow line takes its time; one that stands still does not.
#[derive(Debug, Clone)]
struct Moving {
    last: Arc<Mutex<Instant>>,
    limit: Duration,
}

impl Moving {
    fn within(limit: Duration) -> Self {
        Self { last: Arc::new(Mutex::new(Instant::now())), limit }
    }

    fn moved(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn left(&self) -> Duration {
        self.limit.saturating_sub(self.last.lock().unwrap_or_else(PoisonError::into_inner).elapsed())
    }

    /// Waits for an answer, for as long as the body moves.
    async fn wait_for<T>(&self, answer: impl Future<Output = T>) -> Result<T, Problem> {
        let mut answer = std::pin::pin!(answer);
        loop {
            let left = self.left();
            if left.is_zero() {
                return Err(ProblemCode::Interrupted.into());
            }
            if let Ok(answer) = tokio::time::timeout(left, &mut answer).await {
                return Ok(answer);
            }
        }
    }
}

/// The next bytes of an answer, if they come in time.
async fn chunk(answer: &mut reqwest::Response) -> Result<Option<Vec<u8>>, Problem> {
    match tokio::time::timeout(READ_TIMEOUT, answer.chunk()).await {
        Ok(chunk) => Ok(chunk.map_err(|error| problem(&error))?.map(|bytes| bytes.to_vec())),
        Err(_) => Err(ProblemCode::Interrupted.into()),
    }
}

/// Pieces as a body. They are made on a thread where that may block, a few ahead of the line.
fn body(pieces: Outgoing) -> (reqwest::Body, Moving) {
    const AHEAD: usize = 4;
    let (sender, receiver) = tokio::sync::mpsc::channel::<Vec<u8>>(AHEAD);
    tokio::task::spawn_blocking(move || {
        for piece in pieces {
            if sender.blocking_send(piece).is_err() {
                return;
            }
        }
    });
    let moving = Moving::within(ANSWER_TIMEOUT);
    let stream = futures_util::stream::unfold((receiver, moving.clone()), |(mut receiver, moving)| async {
        let piece = receiver.recv().await?;
        moving.moved();
        Some((Ok::<_, std::convert::Infallible>(piece), (receiver, moving)))
    });
    (reqwest::Body::wrap_stream(stream), moving)
}

/// An answer that is longer than a message, as it comes in.
#[derive(Debug)]
pub struct Incoming(reqwest::Response);

impl ByteStream for Incoming {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        chunk(&mut self.0).await
    }
}

/// The body, as long as it stays within what a message may have.
async fn bounded(mut answer: reqwest::Response) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = chunk(&mut answer).await? {
        if bytes.len() + chunk.len() > MAX_MESSAGE_BYTES {
            return Err(ProblemCode::StationRefused.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn problem(error: &reqwest::Error) -> Problem {
    if is_wrong_certificate(error) {
        ProblemCode::StationCertificate.into()
    } else if error.is_builder() {
        ProblemCode::EnrolmentMalformed.into()
    } else if error.is_connect() && !is_cut(error) {
        ProblemCode::StationUnreachable.into()
    } else {
        ProblemCode::Interrupted.into()
    }
}

/// Whether TLS refused the certificate, however deep the error lies. An I/O error hides its content from `source`.
fn is_wrong_certificate(error: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
        return true;
    }
    let hidden = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    hidden.is_some_and(|hidden| is_wrong_certificate(hidden)) || error.source().is_some_and(is_wrong_certificate)
}

/// Whether somebody answered, and the line broke before they could say more.
fn is_cut(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    let cut = |error: &std::io::Error| {
        matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
    };
    error.downcast_ref::<std::io::Error>().is_some_and(cut) || error.source().is_some_and(is_cut)
}

impl SyncApi for HttpStation {
    type Bytes = Incoming;

    async fn enrol(&self, request: Enrol) -> Result<Enrolled, Problem> {
        self.call(path::ENROL, CONTENT_TYPE, message(request)).await
    }

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        self.call(path::HELLO, CONTENT_TYPE, message(request)).await
    }

    async fn push(&self, frames: Outgoing) -> Result<Receipts, Problem> {
        self.call(path::PUSH, STREAM_TYPE, body(frames)).await
    }

    async fn pull(&self, request: Pull) -> Result<Incoming, Problem> {
        self.post(path::PULL, CONTENT_TYPE, message(request), STREAM_TYPE).await.map(Incoming)
    }

    async fn snapshot(&self, request: SnapshotRange) -> Result<Incoming, Problem> {
        self.post(path::SNAPSHOT, CONTENT_TYPE, message(request), STREAM_TYPE).await.map(Incoming)
    }

    async fn compare(&self, request: Compare) -> Result<Compared, Problem> {
        self.call(path::COMPARE, CONTENT_TYPE, message(request)).await
    }

    async fn recall(&self, request: Recall) -> Result<Incoming, Problem> {
        self.post(path::RECALL, CONTENT_TYPE, message(request), STREAM_TYPE).await.map(Incoming)
    }

    async fn blob(&self, request: BlobRange) -> Result<Incoming, Problem> {
        self.post(path::BLOB, CONTENT_TYPE, message(request), STREAM_TYPE).await.map(Incoming)
    }
}
