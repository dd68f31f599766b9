//! The station over HTTPS: the tablet's end of [`SyncApi`].

use std::time::Duration;

use beibao_domain::{DeviceId, Hash, Problem, ProblemCode};
use beibao_store::Enrolment;
use beibao_wire::{
    BlobRange, BlobReceived, CONTENT_TYPE, Enrol, Enrolled, Hello, MAX_MESSAGE_BYTES, PROBLEM_TYPE, Page, Pull, Push,
    Receipts, SyncApi, Welcome, path,
};
use minicbor::{Decode, Encode};

use crate::tls;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Without a byte for this long, the line counts as broken.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// A station that answers at a URL with a pinned certificate.
#[derive(Debug, Clone)]
pub struct HttpStation {
    url: String,
    http: reqwest::Client,
}

impl HttpStation {
    /// Speaks as `device` to whoever holds `certificate`. Nothing is sent yet.
    pub fn new(url: &str, certificate: Hash, device: DeviceId, device_seed: &[u8; 32]) -> Result<Self, Problem> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(certificate, device, device_seed)?)
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .build()
            .map_err(|error| {
                tracing::error!(%error, "the HTTP client cannot be set up");
                Problem::from(ProblemCode::Internal)
            })?;
        Ok(Self { url: url.trim_end_matches('/').to_owned(), http })
    }

    /// The station that this tablet was enrolled with.
    pub fn of(enrolment: &Enrolment) -> Result<Self, Problem> {
        Self::new(&enrolment.url, enrolment.certificate, enrolment.device, &enrolment.device_seed)
    }

    async fn call<Q, A>(&self, path: &str, request: Q) -> Result<A, Problem>
    where
        Q: Encode<()>,
        A: for<'b> Decode<'b, ()>,
    {
        let body = minicbor::to_vec(request).map_err(|_| Problem::from(ProblemCode::Internal))?;
        let answer = self
            .http
            .post(format!("{}{path}", self.url))
            .header("content-type", CONTENT_TYPE)
            .body(body)
            .send()
            .await
            .map_err(|error| problem(&error))?;
        let succeeded = answer.status().is_success();
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("").to_owned();
        let bytes = bounded(answer).await?;
        if succeeded && kind == CONTENT_TYPE {
            return minicbor::decode(&bytes).map_err(|_| ProblemCode::StationRefused.into());
        }
        if kind == PROBLEM_TYPE
            && let Ok(problem) = serde_json::from_slice::<Problem>(&bytes)
        {
            return Err(problem);
        }
        Err(ProblemCode::StationRefused.into())
    }
}

/// The body, as long as it stays within what a message may have.
async fn bounded(mut answer: reqwest::Response) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| problem(&error))? {
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
    } else if error.is_connect() {
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

impl SyncApi for HttpStation {
    async fn enrol(&self, request: Enrol) -> Result<Enrolled, Problem> {
        self.call(path::ENROL, request).await
    }

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        self.call(path::HELLO, request).await
    }

    async fn push(&self, request: Push) -> Result<Receipts, Problem> {
        self.call(path::PUSH, request).await
    }

    async fn blob(&self, request: BlobRange) -> Result<BlobReceived, Problem> {
        self.call(path::BLOB, request).await
    }

    async fn pull(&self, request: Pull) -> Result<Page, Problem> {
        self.call(path::PULL, request).await
    }
}
