//! The desk's page over HTTPS: the station's own certificate, no plain HTTP, and an API that holds no rule of its own.
//!
//! A browser gets a random cookie at its first question, and every write must give back a token that only a page which may
//! read the answers knows. Each handler is arguments, one call of [`Station`], an answer.

mod answer;
mod api;
mod ask;
mod headers;
mod page;
mod seat;
mod tag;
mod watch;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::routing::get;
use axum::{Extension, Router, middleware};
use tokio::sync::Semaphore;

use crate::serve::{self, Serving};
use crate::station::{Result, Station};
use crate::tls;

pub use api::openapi;

/// Pages that look at long work at the same time: each holds a connection.
const LOOKERS: usize = 64;

/// A station with its desk open.
#[derive(Debug)]
pub struct Desk {
    station: Arc<Station>,
    setup_code: Option<String>,
    tablets: Option<SocketAddr>,
    /// A page that looks at long work holds one of these.
    lookers: Arc<Semaphore>,
}

/// Where a browser comes from.
#[derive(Debug, Clone, Copy)]
struct Peer(SocketAddr);

impl Desk {
    /// Opens the desk. `tablets` is where tablets are answered, to be offered for enrolment codes.
    pub fn new(station: Arc<Station>, tablets: Option<SocketAddr>) -> Result<Self> {
        let setup_code = station.needs_set_up()?;
        Ok(Self { station, setup_code, tablets, lookers: Arc::new(Semaphore::new(LOOKERS)) })
    }

    /// What whoever reads the terminal may make the first account with; none if there is one.
    pub fn setup_code(&self) -> Option<&str> {
        self.setup_code.as_deref()
    }
}

/// Begins to serve the page. Port 0 takes a free one.
pub async fn serve(desk: Arc<Desk>, address: SocketAddr) -> Result<Serving> {
    let config = tls::desk_config(desk.station.secrets())?;
    let router = router(desk);
    serve::answer_at(address, config, move |_, from| Some(router.clone().layer(Extension(Peer(from))))).await
}

fn router(desk: Arc<Desk>) -> Router {
    let watched = api::router().0.route("/health", get(watch::health)).route("/metrics", get(watch::metrics));
    watched
        .fallback(page::file)
        .method_not_allowed_fallback(page::wrong_method)
        .layer(middleware::from_fn(tag::tagged))
        .layer(middleware::map_response(headers::secure))
        .with_state(desk)
}
