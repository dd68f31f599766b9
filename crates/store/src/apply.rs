//! What comes back from the station: receipts, pages of others' changes, and how far it has this tablet's chain.
//!
//! Each function is one step of a sync, durable when it returns, and harmless when it is repeated.

use beibao_domain::{AreaId, Change, Epoch, Hash, SignedChange};

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

/// The station's greeting: which log the cursors belong to, which scopes the tablet has, and up to where its changes
/// are there. A station that was restored from a backup names a new log and has fewer of our changes; both are owed
/// again from here on.
pub fn greeted(tx: &mut Tx<'_>, log: Epoch, scopes: &[AreaId], acknowledged_seq: u64) -> Result<()> {
    let now = tx.world().now();
    if identity::log(&tx.sql)? != Some(log) {
        cursor::reset(&tx.sql)?;
        picture::unsend_all(&tx.sql)?;
        identity::set_log(&tx.sql, log)?;
    }
    let kept: Vec<AreaId> = cursor::all(&tx.sql)?.into_iter().map(|(area, _)| area).collect();
    for scope in scopes.iter().filter(|scope| !kept.contains(scope)) {
        cursor::set(&tx.sql, *scope, 0)?;
    }
    for scope in kept.iter().filter(|scope| !scopes.contains(scope)) {
        cursor::remove(&tx.sql, *scope)?;
    }
    outbox::unsend_after(&tx.sql, acknowledged_seq)?;
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

/// A page of others' changes, already verified, and the cursors that go with it.
pub fn page(tx: &mut Tx<'_>, changes: &[(SignedChange, Change)], cursors: &[(AreaId, u64)]) -> Result<()> {
    for (signed, change) in changes {
        tx.hear(signed, change)?;
    }
    cursors.iter().try_for_each(|(area, after)| cursor::set(&tx.sql, *area, *after))
}

/// How many bytes of a picture the station has.
pub fn picture_sent(tx: &mut Tx<'_>, hash: Hash, bytes: u64) -> Result<()> {
    picture::sent(&tx.sql, hash, bytes)
}
