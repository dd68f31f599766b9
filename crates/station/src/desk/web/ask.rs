//! What comes in: ids, questions and bodies, each refused as a problem.

use std::sync::Arc;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header;
use axum::http::request::Parts;
use beibao_domain::ProblemCode;
use rustls::pki_types::CertificateDer;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Desk;
use super::answer::Refusal;
use crate::desk::Place;
use crate::serve::BODY_TIMEOUT;

/// The largest body: a field of a thousand characters and what stands around it.
const MAX_BODY_BYTES: usize = 32 * 1024;

/// The largest file is one of the library: a register of twelve thousand people is a tenth of it.
const MAX_FILE_BYTES: usize = beibao_domain::shelf::MAX_FILE_BYTES;

/// The id in the path.
pub(super) struct Id(pub(super) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let id = Path::<Uuid>::from_request_parts(parts, state).await;
        id.map(|Path(id)| Id(id)).map_err(|_| ProblemCode::NotFound.into())
    }
}

/// Where the browser sees the desk, if that is a name to which passkeys can belong.
pub(super) struct At(pub(super) Place);

impl FromRequestParts<Arc<Desk>> for At {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Refusal> {
        let certificate = CertificateDer::from(desk.station.secrets().certificate());
        let asked = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        asked.and_then(|host| Place::of(host, &certificate)).map(At).ok_or(ProblemCode::WrongPasskey.into())
    }
}

/// What stands behind the question mark.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let asked = Query::<T>::from_request_parts(parts, state).await;
        asked.map(|Query(asked)| Asked(asked)).map_err(|_| ProblemCode::InvalidFields.into())
    }
}

/// A body of JSON. Another content type is refused: a form of a foreign page cannot send this one.
pub(super) struct Given<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Given<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let body = body(request, Some("application/json"), MAX_BODY_BYTES).await?;
        serde_json::from_slice(&body).map(Given).map_err(|_| ProblemCode::InvalidFields.into())
    }
}

/// A file, as it is; what it holds is seen by whoever reads it.
pub(super) struct Uploaded(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for Uploaded {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        body(request, None, MAX_FILE_BYTES).await.map(Uploaded)
    }
}

/// The body, of the kind that is asked for, if one is.
async fn body(request: Request, kind: Option<&str>, most_bytes: usize) -> Result<Bytes, Refusal> {
    let said = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some() && said != kind {
        return Err(ProblemCode::InvalidFields.into());
    }
    match tokio::time::timeout(BODY_TIMEOUT, to_bytes(request.into_body(), most_bytes)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(ProblemCode::TooLarge.into()),
        Err(_) => Err(ProblemCode::Interrupted.into()),
    }
}
