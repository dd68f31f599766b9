//! The portrait of an identity-card application.

use beibao_domain::application::Portrait;
use beibao_domain::matter::admit;
use beibao_domain::{Fact, FactBody, FactId, Payload};
use beibao_replica::matter;

use crate::table::picture;
use crate::{Result, StoreError, Tx};

/// The version of the privacy notice that the screens show.
pub const NOTICE_VERSION: u32 = 1;

/// What was found in a portrait, and what the officer said of it.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// The profile that judged.
    pub profile: String,
    /// Its version.
    pub profile_version: u32,
    /// Verdict and number of each check.
    pub checks: serde_json::Value,
    /// The officer chose to whiten the cloth, and it was done.
    pub whitened: bool,
    /// What no check tells and the officer ticked.
    pub asks: Vec<String>,
}

impl Judged {
    /// Judged by this profile; nothing more is known of it.
    pub fn by(profile: &str, profile_version: u32) -> Self {
        Self { profile: profile.to_owned(), profile_version, ..Self::default() }
    }
}

/// Attaches an accepted portrait: the picture and the fact that names it, in one transaction. A second one supersedes
/// the first, but one that comes after a return stands beside it.
pub fn attach_portrait(tx: &mut Tx<'_>, application: FactId, jpeg: &[u8], judged: Judged) -> Result<FactId> {
    let (opening, later) = matter::facts(&tx.sql, application)?;
    let later: Vec<Fact> = later.into_iter().map(|told| told.fact).collect();
    let now = tx.world().now();
    let hash = picture::insert(&tx.sql, jpeg, now)?;
    let portrait = Fact {
        id: FactId::new(tx.world()),
        happened_at: later.last().map_or(opening.fact.happened_at, |fact| fact.happened_at).max(now),
        household: opening.fact.household,
        person: opening.fact.person,
        during: None,
        supersedes: None,
        first: None,
        body: FactBody::Portrait(Portrait {
            application: matter::name(&opening.fact),
            picture: hash.to_string(),
            size_bytes: u32::try_from(jpeg.len()).map_err(|_| StoreError::TooLarge)?,
            profile: judged.profile,
            profile_version: judged.profile_version,
            checks: judged.checks,
            whitened: judged.whitened,
            asks: judged.asks,
        }),
    };
    admit(&opening.fact, &later, &portrait, tx.officer())?;
    // What the desk has seen and returned stays as it was.
    let portrait = match later.last() {
        Some(earlier) if matches!(earlier.body, FactBody::Portrait(_)) => portrait.correcting(earlier),
        _ => portrait,
    };
    let id = portrait.id;
    tx.say(opening.area, &Payload::Fact(portrait))?;
    Ok(id)
}
