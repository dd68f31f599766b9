//! Signing in and out, and the first start.

use axum::http::HeaderName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Desk;
use super::super::answer::{Answer, Refusal, Reply};
use super::super::ask::{At, Given};
use super::super::seat::{Visit, set};
use crate::desk::{Factors, FirstStart, Own, PasskeyAnswer, PasskeyAsk, SessionState, Stage, Token};
use crate::station::{Result, Station};

/// What a page needs to know before it shows anything.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionView {
    /// How far whoever sits there has come.
    stage: Stage,
    /// What is asked for, where that is a second factor.
    factors: Option<Factors>,
    /// To be given back with every write, as `x-page-token`.
    page_token: String,
    /// Whose account it is, once it is open.
    own: Option<Own>,
    /// The station's name; empty if it has none yet.
    station: String,
    /// The port at which tablets are answered, if they are.
    tablet_port: Option<u16>,
    /// SHA-256 of the station's certificate, as a browser shows it.
    fingerprint: String,
}

/// A name and a password.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignIn {
    /// The name.
    name: String,
    /// The password.
    password: String,
}

/// A one-time code.
#[derive(Deserialize, ToSchema)]
pub(super) struct OneTimeCode {
    /// Its six digits.
    pub(super) code: String,
}

type Begun = std::result::Result<([(HeaderName, String); 1], Reply<SessionView>), Refusal>;

fn view(desk: &Desk, station: &Station, token: Token) -> Result<(Token, SessionView)> {
    let SessionState { stage, own, factors } = station.session_state(&token)?;
    let tablet_port = desk.tablets.map(|address| address.port());
    let (page_token, fingerprint) = (token.page_token(), station.secrets().fingerprint().to_string());
    Ok((token, SessionView { stage, factors, page_token, own, station: station.name()?, tablet_port, fingerprint }))
}

async fn begun(visit: Visit, work: impl FnOnce(&Visit, &Station) -> Result<Token> + Send + 'static) -> Begun {
    let (token, view) = visit.does(move |visit, station| view(&visit.desk, station, work(visit, station)?)).await?;
    Ok((set(&token), Reply(view)))
}

/// Who sits there.
#[utoipa::path(get, path = "/session", responses((status = 200, body = SessionView)))]
pub(super) async fn look(visit: Visit) -> Begun {
    begun(visit, |visit, station| Ok(visit.token.unwrap_or_else(|| Token::new(station.world())))).await
}

/// Signs in.
#[utoipa::path(post, path = "/session", request_body = SignIn, responses((status = 200, body = SessionView)))]
pub(super) async fn sign_in(visit: Visit, Given(given): Given<SignIn>) -> Begun {
    begun(visit, move |visit, station| station.sign_in(&visit.address, &given.name, &given.password)).await
}

/// Gives a one-time code.
#[utoipa::path(post, path = "/session/second-factor", request_body = OneTimeCode,
    responses((status = 200, body = SessionView)))]
pub(super) async fn second_factor(visit: Visit, Given(given): Given<OneTimeCode>) -> Begun {
    begun(visit, move |visit, station| station.second_factor(&visit.held()?, &visit.address, &given.code)).await
}

/// Asks for a passkey.
#[utoipa::path(post, path = "/session/passkey/challenge", responses((status = 200, body = PasskeyAsk)))]
pub(super) async fn ask_passkey(visit: Visit, At(place): At) -> Answer<PasskeyAsk> {
    let asked = visit.does(move |visit, station| station.ask_passkey(&visit.held()?, &visit.address, &place));
    asked.await.map(Reply)
}

/// Gives it.
#[utoipa::path(post, path = "/session/passkey", request_body = PasskeyAnswer,
    responses((status = 200, body = SessionView)))]
pub(super) async fn passkey(visit: Visit, At(place): At, Given(given): Given<PasskeyAnswer>) -> Begun {
    begun(visit, move |visit, station| station.passkey(&visit.held()?, &visit.address, &place, &given)).await
}

/// Signs out; what the browser gets is a new beginning.
#[utoipa::path(delete, path = "/session", responses((status = 200, body = SessionView)))]
pub(super) async fn sign_out(visit: Visit) -> Begun {
    begun(visit, |visit, station| {
        station.sign_out(&visit.held()?, &visit.address)?;
        Ok(Token::new(station.world()))
    })
    .await
}

/// Makes the first account.
#[utoipa::path(post, path = "/setup", request_body = FirstStart, responses((status = 200, body = SessionView)))]
pub(super) async fn set_up(visit: Visit, Given(first): Given<FirstStart>) -> Begun {
    begun(visit, move |visit, station| station.set_up(&visit.address, visit.desk.setup_code(), &first)).await
}
