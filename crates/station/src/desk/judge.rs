//! Deciding on a portrait: it is in order, or goes back with a reason. What is decided is a fact that the tablets hear; which
//! step may follow which is the domain's, and `matters.rs` says it.

use beibao_domain::application::{Progress, Step};
use beibao_domain::matter::standing;
use beibao_domain::{Fact, FactBody, FactId, ProblemCode};
use beibao_replica::matter;
use beibao_replica::table::{fact, word};
use serde::Deserialize;
use utoipa::ToSchema;

use super::audit::{Deed, note};
use super::who::Who;
use crate::station::{Result, Station};

/// What somebody decided.
#[derive(Clone, Deserialize, ToSchema)]
pub struct Judgement {
    /// How the application stood when they looked at it, as the queue said.
    pub seen: String,
    /// Whether it is in order.
    pub accepted: bool,
    /// If not, why: what the officer in the field reads.
    pub reason: String,
}

beibao_domain::redacted!(Judgement);

impl Station {
    /// Decides on a portrait. Of two who look at the same one, the first decides and the other is told.
    pub fn judge(&self, who: &Who, portrait: FactId, judgement: &Judgement) -> Result<()> {
        self.write(|tx| {
            let told = fact::read(&tx.sql, portrait)?;
            let FactBody::Portrait(judged) = &told.fact.body else { return Err(ProblemCode::NotFound.into()) };
            let (opening, later) = matter::facts(&tx.sql, judged.application)?;
            let later: Vec<Fact> = later.into_iter().map(|told| told.fact).collect();
            let newest = later.iter().rev().find(|fact| matches!(fact.body, FactBody::Portrait(_)));
            let stands = standing(&opening.fact, &later).map(|stands| word(&stands.state));
            if newest.is_none_or(|fact| fact.id != portrait) || stands.as_deref() != Some(&judgement.seen) {
                return Err(ProblemCode::OutOfOrder.into());
            }
            let application = matter::name(&opening.fact);
            let reason = judgement.reason.trim().to_owned();
            let step = if judgement.accepted { Step::Accepted } else { Step::Returned { reason } };
            tx.say_of_matter(application, FactBody::Progress(Progress { application, step }))?;
            let deed = if judgement.accepted { Deed::PortraitAccepted } else { Deed::PortraitReturned };
            note(&tx.sql, tx.world().now(), who.by(), deed, told.fact.person.map(|id| id.0), "")
        })
    }
}
