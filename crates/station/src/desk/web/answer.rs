//! What goes back: JSON, a file, or a problem.

use axum::body::Bytes;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use beibao_domain::{Problem, ProblemCode};
use serde::Serialize;

use crate::serve::refusal;

/// A problem as an answer.
pub(super) struct Refusal(pub(super) Problem);

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Self(code.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        refusal(self.0)
    }
}

/// A value as JSON.
pub(super) struct Reply<T>(pub(super) T);

impl<T: Serialize> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
            Err(_) => refusal(ProblemCode::Internal.into()),
        }
    }
}

/// What a handler answers.
pub(super) type Answer<T> = Result<Reply<T>, Refusal>;

/// Nothing to say but that it was done.
pub(super) type Done = Result<StatusCode, Refusal>;

/// A file to be kept or shown.
pub(super) type File = Result<([(HeaderName, &'static str); 2], Bytes), Refusal>;
