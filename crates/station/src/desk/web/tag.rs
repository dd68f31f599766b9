//! What has not changed is not sent again: whatever is read bears a tag of what is in it, and whoever shows the tag they have
//! is told that it is still the one. The look itself is done, allowed and noted as ever.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use beibao_domain::{Hash, ProblemCode};

use super::answer::Refusal;

/// Tags JSON that was read; anything else passes.
pub(super) async fn tagged(request: Request, next: Next) -> Response {
    let reads = request.method() == Method::GET;
    let seen = request.headers().get(header::IF_NONE_MATCH).cloned();
    let answer = next.run(request).await;
    let is_json = answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    // A session's answer hands out a cookie: it is never the same.
    if !reads || !is_json || answer.status() != StatusCode::OK || answer.headers().contains_key(header::SET_COOKIE) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    // It was made in one piece just now.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Refusal::from(ProblemCode::Internal).into_response();
    };
    let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", Hash::of(&bytes))) else {
        return Refusal::from(ProblemCode::Internal).into_response();
    };
    let same = seen.is_some_and(|seen| seen == tag);
    parts.headers.insert(header::ETAG, tag);
    if !same {
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}
