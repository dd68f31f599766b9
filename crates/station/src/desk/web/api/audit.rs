//! The trail.

use super::super::answer::{Answer, Reply};
use super::super::ask::Asked;
use super::super::seat::Seat;
use crate::desk::{AuditFilter, AuditPage, Right};

/// A page of the trail, the newest first.
#[utoipa::path(get, path = "/audit", params(AuditFilter), responses((status = 200, body = AuditPage)))]
pub(super) async fn page(seat: Seat, Asked(filter): Asked<AuditFilter>) -> Answer<AuditPage> {
    seat.does(Right::Audit, move |station, _| station.audit(&filter)).await.map(Reply)
}
