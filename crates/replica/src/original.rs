//! Originals of portraits: which of them somebody may still have to look at. The rule is the domain's
//! ([`open_original`]); both ends destroy the others. Not here: the bytes, which each end keeps in its own way.

use std::collections::BTreeSet;

use beibao_domain::application::open_original;
use beibao_domain::{Fact, FactBody, FactId, Hash};
use rusqlite::Connection;

use crate::table::fact;
use crate::{ReplicaError, Result, library, matter};

/// The application whose originals may have become useless by this fact.
pub fn touched(fact: &Fact) -> Option<FactId> {
    match &fact.body {
        FactBody::Portrait(_) | FactBody::Progress(_) => fact.body.about(),
        // The application itself, or a portrait of it, was a mistake.
        FactBody::Withdrawn(withdrawn) => withdrawn.about.or(fact.chain()),
        _ => None,
    }
}

/// The originals of an application that nobody needs any more, of those that are here: most are not, and whether one is needed
/// is a rare question.
pub fn useless(
    sql: &Connection,
    application: FactId,
    is_here: impl Fn(Hash) -> rusqlite::Result<bool>,
) -> Result<Vec<Hash>> {
    let of = |told: fact::Told| match told.fact.body {
        FactBody::Portrait(portrait) => portrait.original_hash(),
        _ => None,
    };
    let mut originals: BTreeSet<Hash> =
        fact::said_about(sql, application, "portrait")?.into_iter().filter_map(of).collect();
    if let Some(open) = open(sql, application)? {
        originals.remove(&open);
    }
    let mut useless = Vec::new();
    for hash in originals {
        if is_here(hash)? && !is_needed(sql, hash)? {
            useless.push(hash);
        }
    }
    Ok(useless)
}

/// Whether a blob must stay: something names it that is more than an original, or it is one on which nobody has decided. Looks
/// through many bodies.
pub fn is_needed(sql: &Connection, hash: Hash) -> Result<bool> {
    for told in fact::naming_blob(sql, hash)? {
        let needed = match &told.fact.body {
            FactBody::Portrait(portrait) if portrait.picture_hash() != Some(hash) => {
                open(sql, portrait.application)? == Some(hash)
            }
            _ => true,
        };
        if needed {
            return Ok(true);
        }
    }
    // Somebody may have called a file of the library one.
    library::names(sql, hash)
}

/// The original of an application on which nobody has decided.
pub fn open(sql: &Connection, application: FactId) -> Result<Option<Hash>> {
    let (opening, later) = match matter::facts(sql, application) {
        Err(ReplicaError::NotFound) => return Ok(None),
        facts => facts?,
    };
    let stands = matches!(opening.fact.body, FactBody::Application(_));
    Ok(open_original(later.iter().map(|told| &told.fact.body)).filter(|_| stands))
}
