//! What comes back from the station: receipts, pages of others' changes, and how far it has this tablet's chain.
//!
//! Each function is one step of a sync, durable when it returns, and harmless when it is repeated.

use beibao_domain::{AreaId, Change, Epoch, Hash, ProblemCode, SignedChange, Stamp};
use beibao_replica::digest::{self, Digest};
use beibao_replica::parts::Parts;
use beibao_replica::project;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use uuid::Uuid;

use crate::table::compared::{self, Compared};
use crate::table::{cursor, form, identity, outbox, picture, print_job};
use crate::{Result, Store, Tx};

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
    /// The scopes that the tablet has; `None` while it is in quarantine, when nothing is given and nothing taken away.
    pub scopes: Option<Vec<AreaId>>,
    /// Why it is in quarantine.
    pub quarantine: Option<String>,
    /// Up to where the tablet's own changes are there; what comes after is owed again.
    pub acknowledged_seq: u64,
    /// What became of changes for which the tablet has no receipt.
    pub receipts: Vec<Receipt>,
    /// Pictures that the station lacks.
    pub wanted: Vec<Hash>,
    /// How much it has of those that the tablet owes.
    pub held: Vec<(Hash, u64)>,
    /// Its clock.
    pub station_now: Option<DateTime<Utc>>,
}

/// The station has greeted this tablet.
pub fn greeted(tx: &mut Tx<'_>, epoch: Epoch, greeting: &Greeting) -> Result<()> {
    let now = tx.world().now();
    // An answer that is still on the road is older than this.
    identity::set_bundle_salt(&tx.sql, None)?;
    if let Some(scopes) = &greeting.scopes {
        take_scopes(tx, scopes, greeting.mark_known)?;
    }
    identity::set_quarantine(&tx.sql, greeting.quarantine.as_deref())?;
    if !greeting.mark_known {
        tx.say_earlier_again(epoch)?;
    }
    receipts(tx, epoch, &greeting.receipts, greeting.station_now)?;
    unheard_after(tx, epoch, greeting.acknowledged_seq)?;
    greeting.wanted.iter().try_for_each(|hash| picture::wanted(&tx.sql, *hash))?;
    pictures_sent(tx, &greeting.held)?;
    if let Some(station) = greeting.station_now {
        form::forget_old(&tx.sql, now.min(station))?;
        print_job::forget_old(&tx.sql, now.min(station))?;
    }
    identity::contacted(&tx.sql, greeting.station_now.unwrap_or(now))
}

/// The station has nothing of an installation after a number: it is owed again.
pub fn unheard_after(tx: &mut Tx<'_>, epoch: Epoch, seq: u64) -> Result<()> {
    if outbox::unsend_after(&tx.sql, epoch, seq)? > 0 {
        // What the station lost of our words it lost of our pictures; it says how much it still has of each.
        picture::unsend_all(&tx.sql)?;
    }
    Ok(())
}

/// A bundle was written: its answer, and no other one, may be taken in.
pub fn carried(tx: &mut Tx<'_>, salt: Hash) -> Result<()> {
    identity::set_bundle_salt(&tx.sql, Some(salt))
}

/// The station does not know this tablet, so it has nothing of what it said.
pub fn not_known(tx: &mut Tx<'_>) -> Result<()> {
    identity::set_quarantine(&tx.sql, Some(&ProblemCode::TabletUnknown.name()))
}

/// The scopes are these from now on. What lies in one that was taken away is forgotten, but for what the station has not
/// heard of it.
fn take_scopes(tx: &mut Tx<'_>, scopes: &[AreaId], mark_known: bool) -> Result<()> {
    if !mark_known {
        cursor::reset(&tx.sql)?;
        identity::set_mark(&tx.sql, None)?;
    }
    let kept: Vec<AreaId> = cursor::all(&tx.sql)?.into_iter().map(|(area, _)| area).collect();
    for scope in scopes.iter().filter(|scope| !kept.contains(scope)) {
        cursor::set(&tx.sql, *scope, 0)?;
        // The station does not give an installation its own words back.
        for signed in outbox::said_in(&tx.sql, *scope)? {
            let change = signed.read()?;
            if let Some((body, payload)) = signed.open(&change)? {
                beibao_replica::project(&tx.sql, &change, &payload, &body)?;
            }
        }
    }
    for scope in kept.iter().filter(|scope| !scopes.contains(scope)) {
        cursor::remove(&tx.sql, *scope)?;
        let unheard: Vec<Uuid> = outbox::unsent_subjects(&tx.sql)?;
        project::forget(&tx.sql, *scope, &unheard)?;
        tx.forgot = true;
    }
    Ok(())
}

/// Receipts for own changes, and the station's clock. They came at the later of both: a clock that was years behind and is set
/// right must not make them old at once.
pub fn receipts(tx: &mut Tx<'_>, epoch: Epoch, receipts: &[Receipt], station_now: Option<DateTime<Utc>>) -> Result<()> {
    let now = tx.world().now();
    let came_at = station_now.map_or(now, |station| station.max(now));
    for receipt in receipts {
        outbox::receipt(&tx.sql, epoch, receipt.seq, receipt.reason.as_deref(), came_at)?;
        tx.forgot |= receipt.reason == Some(ProblemCode::PersonErased.name());
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

/// How many bytes of pictures the station has.
pub fn pictures_sent(tx: &mut Tx<'_>, held: &[(Hash, u64)]) -> Result<()> {
    held.iter().try_for_each(|(hash, bytes)| picture::sent(&tx.sql, *hash, *bytes))
}

/// Compares what both ends hold, beside what the station has not heard or not applied of this tablet.
pub fn compare(sql: &Connection, station: &[(AreaId, Digest)]) -> Result<Vec<Compared>> {
    let own = unapplied(sql)?;
    let rows = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    station
        .iter()
        .map(|(area, theirs)| {
            let ours = digest::without(digest::of(sql, *area)?, of_scope(&own, *area).into_iter());
            Ok(Compared { area: *area, here: rows(ours.count), there: rows(theirs.count), agrees: ours == *theirs })
        })
        .collect()
}

/// What this tablet holds of a scope, part by part, beside what the station has not heard or not applied of it.
pub fn parts(sql: &Connection, area: AreaId) -> Result<Parts> {
    Ok(Parts::of(sql, area, &of_scope(&unapplied(sql)?, area))?)
}

/// A row by its scope, its stamp and its body.
type OwnRow = (AreaId, Stamp, String);

fn of_scope(own: &[OwnRow], area: AreaId) -> Vec<(Stamp, String)> {
    own.iter().filter(|(of, ..)| *of == area).map(|(_, stamp, body)| (*stamp, body.clone())).collect()
}

/// What is held here and the station does not count.
fn unapplied(sql: &Connection) -> Result<Vec<OwnRow>> {
    let mut own = Vec::new();
    for signed in outbox::unapplied(sql)? {
        let change = signed.read()?;
        if let Some((body, payload)) = signed.open(&change)?
            && project::holds(sql, &change, &payload, &body)?
        {
            own.push((change.area, change.stamp(), String::from_utf8(body).unwrap_or_default()));
        }
    }
    Ok(own)
}

/// What is done about a scope that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mending {
    /// It is pulled from its beginning, unless it differed before: then that did not mend it, and it is only told.
    Anew,
    /// It will be compared part by part, in every sync: one difference that stays must not hide another that came later. Until
    /// that was done, nothing is kept of one that is new.
    InParts,
    /// It was compared part by part, and differs all the same.
    Tried,
}

/// Keeps a comparison. Says which scopes are to be mended.
pub fn compared(tx: &mut Tx<'_>, now: &[Compared], mending: Mending) -> Result<Vec<AreaId>> {
    let before = compared::all(&tx.sql)?;
    let differed = |area| before.iter().any(|scope| scope.area == area && !scope.agrees);
    let mut mend: Vec<AreaId> = now.iter().filter(|scope| !scope.agrees).map(|scope| scope.area).collect();
    let mut kept = now.to_vec();
    match mending {
        Mending::Anew => {
            mend.retain(|area| !differed(*area));
            pull_anew(tx, &mend)?;
        }
        Mending::InParts => kept.retain(|scope| scope.agrees || differed(scope.area)),
        Mending::Tried => mend.clear(),
    }
    compared::put(&tx.sql, &kept)?;
    Ok(mend)
}

/// How long a tablet keeps its own changes after the station applied them.
const KEPT: TimeDelta = TimeDelta::days(90);

/// Forgets own changes that were applied long ago, by this tablet's clock and by the station's. What they said stays in the
/// tables. Nothing is forgotten while any scope differs: that both ends hold the same rows, by count and digest, is what says
/// that they are in everything that the station gives from now on, its next snapshot included. Writes only if there is
/// something to forget.
pub fn forget_heard(store: &Store, station_now: DateTime<Utc>) -> Result<()> {
    let before = store.world().now().min(station_now) - KEPT;
    let due = store.read(|sql| {
        let compared = compared::all(sql)?;
        let agreed = !compared.is_empty() && compared.iter().all(|scope| scope.agrees);
        Ok(agreed && outbox::counts(sql)?.unsent == 0 && outbox::has_applied_before(sql, before)?)
    })?;
    if !due {
        return Ok(());
    }
    store.write(|tx| {
        tx.forgot = true;
        outbox::forget_applied_before(&tx.sql, before)
    })
}

/// These scopes are pulled from their beginning.
pub fn pull_anew(tx: &mut Tx<'_>, scopes: &[AreaId]) -> Result<()> {
    scopes.iter().try_for_each(|scope| cursor::set(&tx.sql, *scope, 0))
}
