//! The portrait of an identity-card application.

use beibao_domain::application::{Corners, Original, Portrait};
use beibao_domain::matter::admit;
use beibao_domain::picture::Picture;
use beibao_domain::{Fact, FactBody, FactId, Hash, Payload};
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

/// A portrait, and the shot of which it was made where that is kept.
#[derive(Debug, Clone, Copy)]
pub struct Shot<'a> {
    /// The finished JPEG.
    pub finished: &'a [u8],
    /// What the camera saw, a JPEG, and where the finished one lies in it.
    pub original: Option<(&'a [u8], Corners)>,
}

/// The finished JPEG alone.
impl<'a, B: AsRef<[u8]> + ?Sized> From<&'a B> for Shot<'a> {
    fn from(finished: &'a B) -> Self {
        Self { finished: finished.as_ref(), original: None }
    }
}

/// Attaches an accepted portrait: the pictures and the fact that names them, in one transaction. A second one supersedes
/// the first, but one that comes after a return stands beside it; the original of the first is gone in either case.
pub fn attach_portrait<'a>(
    tx: &mut Tx<'_>,
    application: FactId,
    shot: impl Into<Shot<'a>>,
    judged: Judged,
) -> Result<FactId> {
    let shot = shot.into();
    let (opening, later) = matter::facts(&tx.sql, application)?;
    let later: Vec<Fact> = later.into_iter().map(|told| told.fact).collect();
    let now = tx.world().now();
    let finished = named(picture::insert(&tx.sql, shot.finished, now)?, shot.finished)?;
    let original = match shot.original {
        Some((jpeg, corners)) => {
            let picture = named(picture::insert_original(&tx.sql, jpeg, now)?, jpeg)?;
            Some(Original { picture, corners })
        }
        None => None,
    };
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
            picture: finished.hash,
            size_bytes: finished.size_bytes,
            profile: judged.profile,
            profile_version: judged.profile_version,
            checks: judged.checks,
            whitened: judged.whitened,
            asks: judged.asks,
            original,
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

fn named(hash: Hash, bytes: &[u8]) -> Result<Picture> {
    let size_bytes = u32::try_from(bytes.len()).map_err(|_| StoreError::TooLarge)?;
    Ok(Picture { hash: hash.to_string(), size_bytes })
}
