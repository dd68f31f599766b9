//! What the desk says of matters: a step of an application, a measure on suggestions. The rules are the domain's, and
//! `crate::matters` says it; here stands who did it.

use beibao_domain::application::Step;
use beibao_domain::{FactId, OfficerId, ProblemCode, RegisterKind};
use beibao_replica::matter;
use beibao_replica::table::{register, word};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::who::Who;
use crate::station::{Result, Station, Tx};

/// Most suggestions that one measure answers.
const MOST_TOGETHER: usize = 200;

/// A step of an application.
#[derive(Clone, Deserialize, ToSchema)]
pub struct StepAsk {
    /// How far it had come when whoever asks looked at it.
    pub seen: String,
    /// `accepted`, `returned`, `in_production`, `ready` or `taken_along`.
    pub step: String,
    /// Why, if it goes back.
    #[serde(default)]
    pub reason: String,
    /// The badge number of whoever takes the document along.
    #[serde(default)]
    pub officer: Option<String>,
}

/// One measure on several suggestions.
#[derive(Clone, Deserialize, ToSchema)]
pub struct MeasureAsk {
    /// The suggestions.
    pub suggestions: Vec<Uuid>,
    /// What was done.
    pub text: String,
}

beibao_domain::redacted!(StepAsk, MeasureAsk);

impl Station {
    /// Says how far an application is. Of two who looked at the same one, the first says it and the other is told.
    pub fn desk_step(&self, who: &Who, application: FactId, ask: &StepAsk) -> Result<()> {
        self.write(|tx| {
            let step = match (ask.step.as_str(), ask.officer.as_deref()) {
                ("accepted", _) => Step::Accepted,
                ("returned", _) => Step::Returned { reason: ask.reason.trim().to_owned() },
                ("in_production", _) => Step::InProduction,
                ("ready", _) => Step::Ready,
                ("taken_along", Some(officer)) => Step::TakenAlong { officer: known(tx, officer)? },
                _ => return Err(ProblemCode::InvalidFields.into()),
            };
            let stands = matter::read(&tx.sql, application)?;
            if word(&stands.state) != ask.seen {
                return Err(ProblemCode::OutOfOrder.into());
            }
            tx.step(application, step)?;
            let person = stands.opening.person_id.map(|id| id.0);
            note(&tx.sql, tx.world().now(), who.by(), Deed::StepSaid, person, &ask.step)
        })
    }

    /// Says what was done about suggestions, each of which hears it.
    pub fn desk_measure(&self, who: &Who, ask: &MeasureAsk) -> Result<()> {
        if ask.suggestions.is_empty() || ask.suggestions.len() > MOST_TOGETHER {
            return Err(ProblemCode::InvalidFields.into());
        }
        let suggestions: Vec<FactId> = ask.suggestions.iter().copied().map(FactId).collect();
        self.write(|tx| {
            tx.measure(&suggestions, ask.text.trim())?;
            for suggestion in suggestions {
                let opening = matter::facts(&tx.sql, suggestion)?.0.fact;
                let about = opening.person.map(|id| id.0).or(opening.household.map(|id| id.0));
                note(&tx.sql, tx.world().now(), who.by(), Deed::MeasureSaid, about, "")?;
            }
            Ok(())
        })
    }
}

fn known(tx: &Tx<'_>, badge: &str) -> Result<OfficerId> {
    let found = register::find(&tx.sql, RegisterKind::Officer, badge)?;
    Ok(OfficerId(found.filter(|_| !badge.is_empty()).ok_or(ProblemCode::NotFound)?))
}
