//! The trail.

use super::super::answer::{Answer, Reply};
use super::super::ask::Asked;
use super::super::seat::Seat;
use crate::desk::{AuditFilter, AuditPage, LooksAsk, LooksView, Right};

/// A page of the trail, the newest first.
#[utoipa::path(get, path = "/audit", params(AuditFilter), responses((status = 200, body = AuditPage)))]
pub(super) async fn page(seat: Seat, Asked(filter): Asked<AuditFilter>) -> Answer<AuditPage> {
    seat.does(Right::Audit, move |station, _| station.audit(&filter)).await.map(Reply)
}

/// Who looked at whom on the tablets.
#[utoipa::path(get, path = "/looks", params(LooksAsk), responses((status = 200, body = LooksView)))]
pub(super) async fn looks(seat: Seat, Asked(ask): Asked<LooksAsk>) -> Answer<LooksView> {
    seat.does(Right::Audit, move |station, who| station.desk_looks(who, &ask)).await.map(Reply)
}
