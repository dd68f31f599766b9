//! One's own account: password and second factors.

use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::answer::{Answer, Done, Reply};
use super::super::ask::{At, Given};
use super::super::seat::Seat;
use super::session::OneTimeCode;
use crate::desk::{NewPasskey, PasskeyOffer, PasskeyView, PasskeyWish, Right, SecretOffer};

/// The password that was, and the one that shall be.
#[derive(Deserialize, ToSchema)]
pub(super) struct PasswordChange {
    /// The one that was.
    old: String,
    /// The one that shall be.
    new: String,
}

/// The password, asked for once more.
#[derive(Deserialize, ToSchema)]
pub(super) struct PasswordAgain {
    /// It.
    password: String,
}

/// Which passkey, and the password, asked for once more.
#[derive(Deserialize, ToSchema)]
pub(super) struct PasskeyRemoval {
    /// Its id.
    id: String,
    /// The password.
    password: String,
}

/// Changes the password.
#[utoipa::path(put, path = "/own/password", request_body = PasswordChange, responses((status = 204)))]
pub(super) async fn change_password(seat: Seat, Given(given): Given<PasswordChange>) -> Done {
    seat.does(Right::Own, move |station, who| station.change_password(who, &given.old, &given.new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Offers a secret for one-time codes.
#[utoipa::path(post, path = "/own/second-factor", request_body = PasswordAgain,
    responses((status = 200, body = SecretOffer)))]
pub(super) async fn offer(seat: Seat, Given(given): Given<PasswordAgain>) -> Answer<SecretOffer> {
    seat.does(Right::Own, move |station, who| station.offer_second_factor(who, &given.password)).await.map(Reply)
}

/// Puts the offered secret in force.
#[utoipa::path(put, path = "/own/second-factor", request_body = OneTimeCode, responses((status = 204)))]
pub(super) async fn set(seat: Seat, Given(given): Given<OneTimeCode>) -> Done {
    seat.does(Right::Own, move |station, who| station.set_second_factor(who, &given.code)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the one-time codes away.
#[utoipa::path(delete, path = "/own/second-factor", request_body = PasswordAgain, responses((status = 204)))]
pub(super) async fn remove(seat: Seat, Given(given): Given<PasswordAgain>) -> Done {
    seat.does(Right::Own, move |station, who| station.remove_second_factor(who, &given.password)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The passkeys.
#[utoipa::path(get, path = "/own/passkeys", responses((status = 200, body = Vec<PasskeyView>)))]
pub(super) async fn passkeys(seat: Seat) -> Answer<Vec<PasskeyView>> {
    seat.does(Right::Own, |station, who| station.passkeys(who)).await.map(Reply)
}

/// Offers to make one.
#[utoipa::path(post, path = "/own/passkeys/challenge", request_body = PasskeyWish,
    responses((status = 200, body = PasskeyOffer)))]
pub(super) async fn offer_passkey(seat: Seat, At(place): At, Given(wish): Given<PasskeyWish>) -> Answer<PasskeyOffer> {
    seat.does(Right::Own, move |station, who| station.offer_passkey(who, &place, &wish)).await.map(Reply)
}

/// Keeps one that was made.
#[utoipa::path(post, path = "/own/passkeys", request_body = NewPasskey, responses((status = 204)))]
pub(super) async fn add_passkey(seat: Seat, At(place): At, Given(new): Given<NewPasskey>) -> Done {
    seat.does(Right::Own, move |station, who| station.add_passkey(who, &place, &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes one away.
#[utoipa::path(delete, path = "/own/passkeys", request_body = PasskeyRemoval, responses((status = 204)))]
pub(super) async fn remove_passkey(seat: Seat, Given(given): Given<PasskeyRemoval>) -> Done {
    seat.does(Right::Own, move |station, who| station.remove_passkey(who, &given.id, &given.password)).await?;
    Ok(StatusCode::NO_CONTENT)
}
