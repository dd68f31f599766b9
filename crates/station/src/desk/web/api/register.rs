//! The register.

use axum::http::StatusCode;
use beibao_domain::{HouseholdId, PersonId};

use super::super::answer::{Answer, Done, Reply};
use super::super::ask::{Asked, Given, Id};
use super::super::seat::Seat;
use crate::desk::{
    AddedRow, AreaView, FieldEditAsk, Found, HouseholdView, MergeAsk, MergeLook, MergeView, NewRow, PersonView, Right,
    Search, Written,
};

/// Looks for what was typed.
#[utoipa::path(get, path = "/register", params(Search), responses((status = 200, body = Found)))]
pub(super) async fn search(seat: Seat, Asked(search): Asked<Search>) -> Answer<Found> {
    seat.does(Right::Look, move |station, _| station.search(&search)).await.map(Reply)
}

/// The areas by code.
#[utoipa::path(get, path = "/areas", responses((status = 200, body = Vec<AreaView>)))]
pub(super) async fn areas(seat: Seat) -> Answer<Vec<AreaView>> {
    seat.does(Right::Look, |station, _| station.areas()).await.map(Reply)
}

/// A household.
#[utoipa::path(get, path = "/households/{id}", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = HouseholdView)))]
pub(super) async fn household(seat: Seat, Id(id): Id) -> Answer<HouseholdView> {
    seat.does(Right::Look, move |station, who| station.household(who, HouseholdId(id))).await.map(Reply)
}

/// A person.
#[utoipa::path(get, path = "/people/{id}", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PersonView)))]
pub(super) async fn person(seat: Seat, Id(id): Id) -> Answer<PersonView> {
    seat.does(Right::Look, move |station, who| station.person(who, PersonId(id))).await.map(Reply)
}

/// What became of a row's fields.
#[utoipa::path(get, path = "/rows/{id}/history", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Written>)))]
pub(super) async fn history(seat: Seat, Id(id): Id) -> Answer<Vec<Written>> {
    seat.does(Right::Look, move |station, who| station.history(who, id)).await.map(Reply)
}

/// Two rows side by side, the second of which would give way.
#[utoipa::path(get, path = "/rows/{id}/merge", params(("id" = uuid::Uuid, Path), MergeLook),
    responses((status = 200, body = MergeView)))]
pub(super) async fn merge_look(seat: Seat, Id(id): Id, Asked(ask): Asked<MergeLook>) -> Answer<MergeView> {
    seat.does(Right::Work, move |station, who| station.merge_view(who, id, &ask)).await.map(Reply)
}

/// Lets a row give way to this one.
#[utoipa::path(post, path = "/rows/{id}/merge", params(("id" = uuid::Uuid, Path)), request_body = MergeAsk,
    responses((status = 204)))]
pub(super) async fn merge(seat: Seat, Id(id): Id, Given(ask): Given<MergeAsk>) -> Done {
    seat.does(Right::Work, move |station, who| station.merge(who, id, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// This row gives way no more.
#[utoipa::path(delete, path = "/rows/{id}/merge", params(("id" = uuid::Uuid, Path)), responses((status = 204)))]
pub(super) async fn unmerge(seat: Seat, Id(id): Id) -> Done {
    seat.does(Right::Work, move |station, who| station.unmerge(who, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Corrects a field.
#[utoipa::path(post, path = "/edits", request_body = FieldEditAsk, responses((status = 204)))]
pub(super) async fn edit(seat: Seat, Given(ask): Given<FieldEditAsk>) -> Done {
    seat.does(Right::Work, move |station, who| station.edit_field(who, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a household or a person.
#[utoipa::path(post, path = "/rows", request_body = NewRow, responses((status = 200, body = AddedRow)))]
pub(super) async fn add(seat: Seat, Given(new): Given<NewRow>) -> Answer<AddedRow> {
    seat.does(Right::Work, move |station, who| station.add_row(who, &new)).await.map(Reply)
}
