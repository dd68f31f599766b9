//! What comes back from the station: receipts, pages of others' changes, and how far it has this tablet's chain.
//!
//! Each function is one step of a sync, durable when it returns, and harmless when it is repeated.

use beibao_domain::{AreaId, Change, Hash, SignedChange};

use crate::table::{cursor, identity, outbox, picture};
use crate::{Result, Tx};

/// A receipt as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The change's number.
    pub seq: u64,
    /// Why it was set aside; `None` when it was applied.
    pub reason: Option<String>,
}

/// What the station's greeting says of this tablet.
#[derive(Debug)]
pub struct Greeting {
    /// Whether the end of the log that the tablet saw last still stands there. If not, the station was restored from a
    /// backup, and pulling begins anew.
    pub mark_known: bool,
    /// The scopes that the tablet has.
    pub scopes: Vec<AreaId>,
    /// Up to where the tablet's own changes are there; what comes after is owed again.
    pub acknowledged_seq: u64,
    /// Pictures that the station lacks.
    pub wanted: Vec<Hash>,
}

/// The station has greeted this tablet.
pub fn greeted(tx: &mut Tx<'_>, greeting: &Greeting) -> Result<()> {
    let now = tx.world().now();
    let scopes = &greeting.scopes;
    if !greeting.mark_known {
        cursor::reset(&tx.sql)?;
        identity::set_mark(&tx.sql, None)?;
    }
    let kept: Vec<AreaId> = cursor::all(&tx.sql)?.into_iter().map(|(area, _)| area).collect();
    for scope in scopes.iter().filter(|scope| !kept.contains(scope)) {
        cursor::set(&tx.sql, *scope, 0)?;
    }
    for scope in kept.iter().filter(|scope| !scopes.contains(scope)) {
        cursor::remove(&tx.sql, *scope)?;
    }
    if outbox::unsend_after(&tx.sql, greeting.acknowledged_seq)? > 0 {
        // What the station lost of our words it lost of our pictures; it says how much it still has of each.
        picture::unsend_all(&tx.sql)?;
    }
    greeting.wanted.iter().try_for_each(|hash| picture::wanted(&tx.sql, *hash))?;
    identity::contacted(&tx.sql, now)
}

/// Receipts for own changes.
pub fn receipts(tx: &mut Tx<'_>, receipts: &[Receipt]) -> Result<()> {
    let now = tx.world().now();
    for receipt in receipts {
        outbox::receipt(&tx.sql, receipt.seq, receipt.reason.as_deref(), now)?;
    }
    if receipts.iter().any(|receipt| receipt.reason.is_none()) {
        identity::applied(&tx.sql, now)?;
    }
    Ok(())
}

/// A page of others' changes, already verified, the cursors that go with it, and the end of the station's log.
pub fn page(
    tx: &mut Tx<'_>,
    changes: &[(SignedChange, Change)],
    cursors: &[(AreaId, u64)],
    mark: Option<(u64, Hash)>,
) -> Result<()> {
    for (signed, change) in changes {
        tx.hear(signed, change)?;
    }
    identity::set_mark(&tx.sql, mark)?;
    cursors.iter().try_for_each(|(area, after)| cursor::set(&tx.sql, *area, *after))
}

/// How many bytes of a picture the station has.
pub fn picture_sent(tx: &mut Tx<'_>, hash: Hash, bytes: u64) -> Result<()> {
    picture::sent(&tx.sql, hash, bytes)
}
