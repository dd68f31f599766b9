//! The addresses under `/api/v1`, and the document that describes them, both made from the same handlers.

mod accounts;
mod audit;
mod cards;
mod keeping;
mod matters;
mod numbers;
mod own;
mod portraits;
mod production;
mod questionnaires;
mod register;
mod rights;
mod session;
mod sheets;
mod shelf;
mod tablets;
mod today;
mod work;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use utoipa::openapi::OpenApi as Document;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Desk;
use super::answer::Reply;

/// What every refusal looks like.
#[derive(serde::Serialize, ToSchema)]
#[schema(as = Problem)]
#[allow(dead_code)] // Only described here: what is sent is the domain's own.
struct ProblemShape {
    /// What happened, of the closed list.
    code: String,
    /// What the sentence needs.
    params: std::collections::BTreeMap<String, String>,
}

#[derive(OpenApi)]
#[openapi(info(title = "Beibao station desk", version = "1"), components(schemas(ProblemShape, crate::desk::Counting)))]
struct Described;

/// The router and its document.
pub(super) fn router() -> (Router<Arc<Desk>>, Document) {
    let api = OpenApiRouter::new()
        .routes(routes!(session::look, session::sign_in, session::sign_out))
        .routes(routes!(session::second_factor))
        .routes(routes!(session::ask_passkey))
        .routes(routes!(session::passkey))
        .routes(routes!(session::set_up))
        .routes(routes!(own::change_password))
        .routes(routes!(own::offer, own::set, own::remove))
        .routes(routes!(own::passkeys, own::add_passkey, own::remove_passkey))
        .routes(routes!(own::offer_passkey))
        .routes(routes!(accounts::all, accounts::make))
        .routes(routes!(accounts::change))
        .routes(routes!(audit::page))
        .routes(routes!(audit::looks))
        .routes(routes!(tablets::all))
        .routes(routes!(tablets::officers))
        .routes(routes!(tablets::code))
        .routes(routes!(tablets::revoke))
        .routes(routes!(tablets::wipe))
        .routes(routes!(tablets::areas))
        .routes(routes!(work::look))
        .routes(routes!(today::today))
        .routes(routes!(today::conflicts))
        .routes(routes!(today::settle))
        .routes(routes!(register::search))
        .routes(routes!(register::areas))
        .routes(routes!(register::household))
        .routes(routes!(register::person))
        .routes(routes!(register::history))
        .routes(routes!(register::merge_look, register::merge, register::unmerge))
        .routes(routes!(register::edit))
        .routes(routes!(register::add))
        .routes(routes!(rights::record))
        .routes(routes!(rights::pdf))
        .routes(routes!(rights::json))
        .routes(routes!(rights::erasure, rights::erase))
        .routes(routes!(sheets::look))
        .routes(routes!(sheets::take))
        .routes(routes!(sheets::csv))
        .routes(routes!(sheets::xlsx))
        .routes(routes!(keeping::endings, keeping::period))
        .routes(routes!(keeping::plan, keeping::set, keeping::stop))
        .routes(routes!(keeping::runs, keeping::back_up))
        .routes(routes!(keeping::rehearse))
        .routes(routes!(keeping::recovery))
        .routes(routes!(portraits::queue))
        .routes(routes!(portraits::picture))
        .routes(routes!(portraits::original))
        .routes(routes!(portraits::judge))
        .routes(routes!(portraits::recheck))
        .routes(routes!(numbers::numbers))
        .routes(routes!(numbers::csv))
        .routes(routes!(numbers::xlsx))
        .routes(routes!(numbers::behind))
        .routes(routes!(numbers::unvisited))
        .routes(routes!(cards::all))
        .routes(routes!(cards::sheets))
        .routes(routes!(cards::outdated))
        .routes(routes!(cards::back))
        .routes(routes!(cards::photo, cards::no_photo))
        .routes(routes!(matters::page))
        .routes(routes!(matters::view))
        .routes(routes!(matters::step))
        .routes(routes!(matters::picture))
        .routes(routes!(matters::measure))
        .routes(routes!(matters::events))
        .routes(routes!(production::view))
        .routes(routes!(production::batch))
        .routes(routes!(production::download))
        .routes(routes!(production::results))
        .routes(routes!(shelf::rows))
        .routes(routes!(shelf::file, shelf::enclose, shelf::withdraw))
        .routes(routes!(questionnaires::all, questionnaires::keep))
        .routes(routes!(questionnaires::preview))
        .routes(routes!(questionnaires::form))
        .routes(routes!(questionnaires::withdraw))
        .routes(routes!(questionnaires::results))
        .routes(routes!(questionnaires::csv))
        .routes(routes!(questionnaires::xlsx));
    let (router, document) = OpenApiRouter::with_openapi(Described::openapi()).nest("/api/v1", api).split_for_parts();
    let described = document.clone();
    let router = router.route("/api/v1/openapi.json", get(async move || Reply(described.clone())));
    (router, document)
}

/// The document that describes the API.
pub fn openapi() -> Document {
    router().1
}
