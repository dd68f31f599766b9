//! Accounts, for an administrator.

use axum::http::StatusCode;

use super::super::answer::{Answer, Done, Reply};
use super::super::ask::{Given, Id};
use super::super::seat::Seat;
use crate::desk::{Account, AccountChange, NewAccount, Right};

/// All accounts.
#[utoipa::path(get, path = "/accounts", responses((status = 200, body = Vec<Account>)))]
pub(super) async fn all(seat: Seat) -> Answer<Vec<Account>> {
    seat.does(Right::Accounts, |station, _| station.accounts()).await.map(Reply)
}

/// Makes one.
#[utoipa::path(post, path = "/accounts", request_body = NewAccount, responses((status = 204)))]
pub(super) async fn make(seat: Seat, Given(new): Given<NewAccount>) -> Done {
    seat.does(Right::Accounts, move |station, who| station.make_account(who, &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes one.
#[utoipa::path(patch, path = "/accounts/{id}", params(("id" = uuid::Uuid, Path)), request_body = AccountChange,
    responses((status = 204)))]
pub(super) async fn change(seat: Seat, Id(id): Id, Given(change): Given<AccountChange>) -> Done {
    seat.does(Right::Accounts, move |station, who| station.change_account(who, id, &change)).await?;
    Ok(StatusCode::NO_CONTENT)
}
