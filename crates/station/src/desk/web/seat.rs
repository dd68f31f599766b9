//! Who asks: a browser by its cookie, and whoever is signed in with it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, header};
use beibao_domain::{Hash, ProblemCode};

use super::answer::Refusal;
use super::{Desk, Peer};
use crate::desk::audit::Deed;
use crate::desk::role::Right;
use crate::desk::session::Token;
use crate::desk::who::Who;
use crate::station::{Result, Station};

/// `__Host-`: only over HTTPS, only for this host, never set by another name of it.
const COOKIE: &str = "__Host-beibao-desk";
const PAGE_TOKEN: &str = "x-page-token";

/// A browser.
pub(super) struct Visit {
    pub(super) desk: Arc<Desk>,
    pub(super) token: Option<Token>,
    pub(super) address: String,
}

/// Somebody who is signed in.
pub(super) struct Seat {
    desk: Arc<Desk>,
    who: Who,
}

fn cookie(headers: &HeaderMap) -> Option<Token> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == COOKIE)?;
    Some(Token(Hash::from_hex(value)?.0))
}

/// The header that gives a browser its token.
pub(super) fn set(token: &Token) -> [(HeaderName, String); 1] {
    let value = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict", Hash(token.0));
    [(header::SET_COOKIE, value)]
}

impl FromRequestParts<Arc<Desk>> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> std::result::Result<Self, Refusal> {
        let Extension(Peer(from)) =
            Extension::<Peer>::from_request_parts(parts, desk).await.map_err(|_| ProblemCode::Internal)?;
        let token = cookie(&parts.headers);
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            let given = parts.headers.get(PAGE_TOKEN).and_then(|value| value.to_str().ok());
            if token.is_none_or(|token| given != Some(token.page_token().as_str())) {
                return Err(ProblemCode::PageOutdated.into());
            }
        }
        Ok(Self { desk: Arc::clone(desk), token, address: from.ip().to_string() })
    }
}

impl Visit {
    /// The token that the browser holds.
    pub(super) fn held(&self) -> Result<Token> {
        self.token.ok_or(ProblemCode::SignedOut.into())
    }

    /// Runs what may block where it may.
    pub(super) async fn does<R: Send + 'static>(
        self,
        work: impl FnOnce(&Visit, &Station) -> Result<R> + Send + 'static,
    ) -> std::result::Result<R, Refusal> {
        blocking(move || work(&self, &self.desk.station)).await
    }
}

impl FromRequestParts<Arc<Desk>> for Seat {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> std::result::Result<Self, Refusal> {
        let visit = Visit::from_request_parts(parts, desk).await?;
        let signed_in = move |visit: &Visit, station: &Station| station.signed_in(&visit.held()?, &visit.address);
        Ok(Self { who: visit.does(signed_in).await?, desk: Arc::clone(desk) })
    }
}

impl Seat {
    /// Does something, if the role may; a try that it may not is noted.
    pub(super) async fn does<R: Send + 'static>(
        self,
        right: Right,
        work: impl FnOnce(&Station, &Who) -> Result<R> + Send + 'static,
    ) -> std::result::Result<R, Refusal> {
        blocking(move || {
            if !self.who.role.may(right) {
                self.desk.station.noted(&self.who, Deed::Refused, None, right.name())?;
                return Err(ProblemCode::Forbidden.into());
            }
            work(&self.desk.station, &self.who)
        })
        .await
    }
}

/// Runs what may block where it may.
pub(super) async fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> Result<R> + Send + 'static,
) -> std::result::Result<R, Refusal> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(|error| Refusal(error.into())),
        Err(_) => Err(ProblemCode::Internal.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_nonsense_is_none() {
        let token = Token([7; 32]);
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("a=b; {COOKIE}={}; c", Hash(token.0)).parse().unwrap());
        assert!(cookie(&headers) == Some(token));
        headers.insert(header::COOKIE, format!("{COOKIE}=7").parse().unwrap());
        assert!(cookie(&headers).is_none());
    }
}
