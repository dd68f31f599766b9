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

/// What a file is.
#[derive(Clone, Copy)]
pub(super) enum FileKind {
    /// What it is, its name on the page says: it is kept and never shown in place.
    Any,
    Csv,
    Pdf,
    Xlsx,
    Zip,
}

impl FileKind {
    fn media_type(self) -> &'static str {
        match self {
            FileKind::Any => "application/octet-stream",
            FileKind::Csv => "text/csv; charset=utf-8",
            FileKind::Pdf => "application/pdf",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Zip => "application/zip",
        }
    }
}

/// A file that is kept. Its name is ASCII and says nothing of a person.
pub(super) struct Download(pub(super) FileKind, pub(super) String, pub(super) Vec<u8>);

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let Download(kind, name, bytes) = self;
        let disposition = format!("attachment; filename=\"{name}\"");
        let said = [(header::CONTENT_TYPE, kind.media_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)];
        (said, bytes).into_response()
    }
}
