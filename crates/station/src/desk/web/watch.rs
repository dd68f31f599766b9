//! For whoever watches over the server: whether it is well, and its numbers. Outside of the API, because nobody signs in.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use beibao_domain::ProblemCode;

use super::answer::Refusal;
use super::seat::{Seat, blocking};
use super::{Desk, Peer};
use crate::desk::Right;

/// `ok`, and nothing else.
pub(super) async fn health(State(desk): State<Arc<Desk>>) -> Result<&'static str, Refusal> {
    blocking(move || desk.station.is_well()).await.map(|()| "ok\n")
}

/// The numbers: for this machine itself, and for administrators.
pub(super) async fn metrics(
    State(desk): State<Arc<Desk>>,
    Extension(Peer(from)): Extension<Peer>,
    seat: Result<Seat, Refusal>,
) -> Result<Response, Refusal> {
    let text = match seat {
        _ if from.ip().is_loopback() => blocking(move || desk.station.metrics()).await?,
        Ok(seat) => seat.does(Right::Keep, |station, _| station.metrics()).await?,
        Err(_) => return Err(ProblemCode::SignedOut.into()),
    };
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
