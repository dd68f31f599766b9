//! HTTPS in front of the station: TLS, one route for each request, an error that is always a problem.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use beibao_domain::{Problem, ProblemCode};
use beibao_wire::{ByteStream, CONTENT_TYPE, MAX_MESSAGE_BYTES, Outgoing, PROBLEM_TYPE, STREAM_TYPE, SyncApi, path};
use futures_util::StreamExt;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use minicbor::{Decode, Encode};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, ServerConnection};

use crate::station::{Result, Station};
use crate::tls;
use crate::visitor::Visitor;

const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// A body that brings no byte for this long is at its end.
pub(crate) const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// A station that answers, until it is dropped or told to stop.
#[derive(Debug)]
pub struct Serving {
    /// Where it answers.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Serving {
    /// Stops accepting and cuts what is open: a tablet that was in the middle goes on later.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.accepting.await;
    }

    /// Waits for as long as it serves.
    pub async fn forever(self) {
        let _keep = &self.stop;
        let _ = self.accepting.await;
    }
}

/// Begins to serve tablets. Port 0 takes a free one.
pub async fn serve(station: Arc<Station>, address: SocketAddr) -> Result<Serving> {
    let config = tls::config(station.secrets())?;
    let visitors = Arc::clone(&station);
    let serving = answer_at(address, config, move |line, _| {
        let key = line.peer_certificates().and_then(|chain| chain.first()).and_then(tls::public_key)?;
        Some(router(Visitor::new(Arc::clone(&visitors), key)))
    })
    .await?;
    // Made now, so that no tablet waits for it.
    tokio::task::spawn_blocking(move || {
        if let Err(error) = station.prepare_snapshots() {
            tracing::warn!(%error, "the snapshots could not be prepared");
        }
    });
    Ok(serving)
}

/// Answers over TLS. `answering` says who answers a line that was opened from an address; nobody, and it is closed.
pub(crate) async fn answer_at(
    address: SocketAddr,
    config: ServerConfig,
    answering: impl Fn(&ServerConnection, SocketAddr) -> Option<Router> + Send + Sync + 'static,
) -> Result<Serving> {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let accepting = tokio::spawn(accept(listener, acceptor, Arc::new(answering), stopped));
    Ok(Serving { address, stop, accepting })
}

async fn accept(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    answering: Arc<impl Fn(&ServerConnection, SocketAddr) -> Option<Router> + Send + Sync + 'static>,
    mut stopped: watch::Receiver<bool>,
) {
    loop {
        let (stream, from) = tokio::select! {
            _ = stopped.changed() => return,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let (acceptor, answering, mut stopped) = (acceptor.clone(), Arc::clone(&answering), stopped.clone());
        tokio::spawn(async move {
            tokio::select! {
                _ = stopped.changed() => {}
                _ = attend(stream, acceptor, |line| answering(line, from)) => {}
            }
        });
    }
}

async fn attend(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    answering: impl Fn(&ServerConnection) -> Option<Router> + Send,
) {
    let _ = stream.set_nodelay(true);
    let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)).await else {
        tracing::debug!("a TLS handshake failed");
        return;
    };
    let Some(router) = answering(stream.get_ref().1) else { return };
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// One route for each request of the protocol, over whoever answers them.
pub fn router<A: SyncApi + Clone + 'static>(api: A) -> Router {
    macro_rules! route {
        ($method:ident, $answer:ident) => {{
            let api = api.clone();
            post(move |request: Request| async move {
                answer(request, |message| async move { api.$method(message).await }, $answer).await
            })
        }};
    }
    let pushed = api.clone();
    let push = post(move |request: Request| async move {
        match pushed.push(incoming(request)).await {
            Ok(receipts) => message(receipts),
            Err(problem) => refusal(problem),
        }
    });
    Router::new()
        .route(path::ENROL, route!(enrol, message))
        .route(path::HELLO, route!(hello, message))
        .route(path::PUSH, push)
        .route(path::PULL, route!(pull, stream))
        .route(path::SNAPSHOT, route!(snapshot, stream))
        .route(path::COMPARE, route!(compare, message))
        .route(path::RECALL, route!(recall, stream))
        .route(path::BLOB, route!(blob, stream))
        .fallback(|| async { refusal(ProblemCode::StationRefused.into()) })
}

async fn answer<Q, A, F>(request: Request, handle: impl FnOnce(Q) -> F, reply: impl FnOnce(A) -> Response) -> Response
where
    Q: for<'b> Decode<'b, ()>,
    F: Future<Output = std::result::Result<A, Problem>>,
{
    let body = match tokio::time::timeout(BODY_TIMEOUT, to_bytes(request.into_body(), MAX_MESSAGE_BYTES)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return refusal(ProblemCode::TooLarge.into()),
        Err(_) => return refusal(ProblemCode::Interrupted.into()),
    };
    let Ok(message) = minicbor::decode::<Q>(&body) else {
        return refusal(ProblemCode::StationRefused.into());
    };
    match handle(message).await {
        Ok(answer) => reply(answer),
        Err(problem) => refusal(problem),
    }
}

fn message(answer: impl Encode<()>) -> Response {
    match minicbor::to_vec(answer) {
        Ok(bytes) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], Bytes::from(bytes)).into_response(),
        Err(_) => refusal(ProblemCode::Internal.into()),
    }
}

/// A body that is made while it is sent. What fails in the middle ends it without its proper end, so the tablet notices.
fn stream(bytes: impl ByteStream + 'static) -> Response {
    let pieces = futures_util::stream::unfold(Some(bytes), |bytes| async {
        let mut bytes = bytes?;
        match bytes.next().await {
            Ok(Some(piece)) => Some((Ok(Bytes::from(piece)), Some(bytes))),
            Ok(None) => None,
            Err(problem) => Some((Err(problem), None)),
        }
    });
    ([(header::CONTENT_TYPE, STREAM_TYPE)], Body::from_stream(pieces)).into_response()
}

/// A request's body as it comes in. It ends where the line does, or where it falls silent: a tablet that drove out of reach
/// says no goodbye, and must not keep what it was writing. Whoever reads it takes what came.
fn incoming(request: Request) -> Outgoing {
    const IN_FLIGHT: usize = 8;
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<Vec<u8>>(IN_FLIGHT);
    tokio::spawn(async move {
        let mut body = request.into_body().into_data_stream();
        while let Ok(Some(Ok(bytes))) = tokio::time::timeout(BODY_TIMEOUT, body.next()).await {
            if sender.send(bytes.to_vec()).await.is_err() {
                return;
            }
        }
    });
    Box::new(std::iter::from_fn(move || receiver.blocking_recv()))
}

pub(crate) fn refusal(problem: Problem) -> Response {
    let status = match problem.code {
        ProblemCode::SignedOut | ProblemCode::WrongLogin => StatusCode::UNAUTHORIZED,
        ProblemCode::TabletUnknown
        | ProblemCode::TabletRevoked
        | ProblemCode::Forbidden
        | ProblemCode::WrongCode
        | ProblemCode::WrongPasskey
        | ProblemCode::PageOutdated => StatusCode::FORBIDDEN,
        ProblemCode::NotFound | ProblemCode::NoBackup => StatusCode::NOT_FOUND,
        ProblemCode::NameTaken
        | ProblemCode::PasskeyKnown
        | ProblemCode::LastAdmin
        | ProblemCode::AlreadySetUp
        | ProblemCode::CorrectedMeanwhile
        | ProblemCode::NotMergeable
        | ProblemCode::ErasureBarred => StatusCode::CONFLICT,
        ProblemCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::ProtocolTooOld => StatusCode::UPGRADE_REQUIRED,
        ProblemCode::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        ProblemCode::Busy | ProblemCode::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut answer = (status, [(header::CONTENT_TYPE, PROBLEM_TYPE)], body).into_response();
    if let Some(seconds) = problem.retry_after_seconds() {
        answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}
