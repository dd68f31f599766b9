//! An arrived portrait judged again, by the same code that judged it on the tablet: what the desk decides on is the file that
//! is here, not what was said about it. Nothing of it is kept; whoever asks again is told anew.

use std::collections::BTreeMap;

use beibao_domain::application::Portrait;
use beibao_domain::{FactBody, FactId, ProblemCode};
use beibao_photo::{Check, CheckName, Profile, Verdict, recheck};
use beibao_replica::table::{fact, word};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::Deed;
use super::portraits::{CheckView, checks};
use super::who::Who;
use crate::station::{Result, Station};

/// What the station finds on a portrait.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RecheckView {
    /// The portrait.
    pub id: Uuid,
    /// What the station judged by, such as `ga461 2`; none if it has no profile of that name.
    pub profile: Option<String>,
    /// What can be asked of the finished picture; the original is not here.
    pub checks: Vec<CheckView>,
    /// Checks that fail here and did not fail on the tablet, or that speak of another file.
    pub differing: Vec<String>,
}

impl Station {
    /// Judges the picture of a portrait again.
    pub fn recheck_portrait(&self, who: &Who, id: FactId) -> Result<RecheckView> {
        let told = self.read(|sql| Ok(fact::read(sql, id)?))?;
        self.noted(who, Deed::PortraitRechecked, told.fact.person.map(|id| id.0), "")?;
        let FactBody::Portrait(portrait) = told.fact.body else { return Err(ProblemCode::NotFound.into()) };
        let hash = portrait.picture_hash().ok_or(ProblemCode::NotFound)?;
        let jpeg = self.blob(hash)?.ok_or(ProblemCode::NotFound)?;
        let Some(profile) = Profile::named(&portrait.profile) else {
            return Ok(RecheckView { id: id.0, profile: None, checks: Vec::new(), differing: Vec::new() });
        };
        let found = recheck(&jpeg, &profile);
        let differing = differing(&found, &portrait);
        let profile = Some(format!("{} {}", profile.name, profile.version));
        Ok(RecheckView { id: id.0, profile, checks: found.iter().map(view).collect(), differing })
    }
}

fn view(check: &Check) -> CheckView {
    CheckView {
        name: word(&check.name),
        verdict: word(&check.verdict),
        measured: check.measured,
        min: check.limit.min,
        max: check.limit.max,
        unit: word(&check.limit.unit),
    }
}

/// Where the station and the tablet are not of one mind. What failed on the tablet alone is no difference: a crop turns a
/// tilted head upright, and the tablet's own word stands beside it.
fn differing(found: &[Check], portrait: &Portrait) -> Vec<String> {
    let told: BTreeMap<String, CheckView> =
        checks(portrait).into_iter().map(|check| (check.name.clone(), check)).collect();
    let differs = |check: &&Check| {
        let told = told.get(&word(&check.name));
        let fails_here_only = check.verdict == Verdict::Fail && told.is_none_or(|told| told.verdict != "fail");
        let other_file = check.name == CheckName::File && told.is_some_and(|told| told.measured != check.measured);
        fails_here_only || other_file
    };
    found.iter().filter(differs).map(|check| word(&check.name)).collect()
}
