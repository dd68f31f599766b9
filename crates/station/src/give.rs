//! Giving out: the others' changes, page by page, each read when the line has taken the one before.

use std::collections::BTreeMap;

use beibao_domain::{AreaId, DeviceId, Epoch, Problem, PublicKey, SignedChange};
use beibao_replica::digest;
use beibao_wire::{Cursor, FrameKind, PAGE_BYTES, Page, Pull, ScopeDigest, Signer, frame, pack};
use rusqlite::{Connection, OptionalExtension};

use crate::log;
use crate::station::Result;
use crate::visitor::Visitor;

/// An answer to a pull that is going out.
#[derive(Debug)]
pub struct Giving {
    visitor: Visitor,
    epoch: Epoch,
    cursors: Vec<Cursor>,
    page_bytes: usize,
    remaining: u64,
    done: bool,
}

impl Giving {
    pub(crate) fn new(visitor: &Visitor, pull: &Pull) -> Result<Self> {
        let (cursors, remaining) = visitor.station.read(|sql| {
            let known = visitor.known(sql)?;
            known.in_good_standing()?;
            let scopes = known.scopes(sql)?;
            // Only what the tablet may have, whatever it asks for.
            let asked: BTreeMap<AreaId, Cursor> = pull.cursors.iter().map(|cursor| (cursor.area, *cursor)).collect();
            let cursors: Vec<Cursor> = asked.into_values().filter(|cursor| scopes.contains(&cursor.area)).collect();
            let remaining = log::count_after(sql, (known.device, pull.epoch), &cursors)?;
            Ok((cursors, remaining))
        })?;
        let page_bytes = PAGE_BYTES.min(pull.page_bytes as usize);
        Ok(Self { visitor: visitor.clone(), epoch: pull.epoch, cursors, page_bytes, remaining, done: false })
    }

    /// All pages at once, for an answer that is carried.
    pub(crate) fn pages(mut self) -> Result<Vec<Page>> {
        let mut pages = Vec::new();
        loop {
            let page = page(&self.visitor, self.epoch, &self.cursors, self.page_bytes, self.remaining)?;
            (self.cursors, self.remaining) = (page.cursors.clone(), page.remaining);
            pages.push(page);
            if self.remaining == 0 {
                return Ok(pages);
            }
        }
    }

    pub(crate) async fn next(&mut self) -> std::result::Result<Option<Vec<u8>>, Problem> {
        if self.done {
            return Ok(None);
        }
        let (epoch, cursors, page_bytes, remaining) =
            (self.epoch, self.cursors.clone(), self.page_bytes, self.remaining);
        let page = self.visitor.blocking(move |visitor| page(visitor, epoch, &cursors, page_bytes, remaining)).await?;
        self.cursors.clone_from(&page.cursors);
        self.remaining = page.remaining;
        self.done = page.remaining == 0;
        Ok(Some(frame(FrameKind::Page, &pack(&page))))
    }
}

fn page(visitor: &Visitor, epoch: Epoch, cursors: &[Cursor], page_bytes: usize, remaining: u64) -> Result<Page> {
    visitor.station.read(|sql| {
        // Asked anew: a tablet may be shut out, or lose an area, in the middle of a pull.
        let known = visitor.known(sql)?;
        known.in_good_standing()?;
        let scopes = known.scopes(sql)?;
        let cursors: Vec<Cursor> = cursors.iter().copied().filter(|cursor| scopes.contains(&cursor.area)).collect();
        let (changes, cursors, at_the_end) = log::page(sql, (known.device, epoch), &cursors, page_bytes)?;
        // Counted once at the beginning; what came since is in the pages all the same.
        let behind = remaining.saturating_sub(changes.len() as u64).max(1);
        let remaining = if at_the_end { 0 } else { behind };
        let mut digests = Vec::new();
        if at_the_end {
            for cursor in &cursors {
                let held = digest::of(sql, cursor.area)?;
                digests.push(ScopeDigest { area: cursor.area, count: held.count, digest: held.digest });
            }
        }
        let signers = signers(sql, changes.iter().map(|logged| &logged.change))?;
        Ok(Page { changes, signers, cursors, remaining, mark: log::mark(sql)?, digests })
    })
}

/// Who signed these changes. The station itself is known from enrolment.
pub(crate) fn signers<'a>(sql: &Connection, changes: impl Iterator<Item = &'a SignedChange>) -> Result<Vec<Signer>> {
    let mut seen: Vec<DeviceId> = Vec::new();
    let mut signers = Vec::new();
    for change in changes {
        let Ok(change) = change.read() else { continue };
        if seen.contains(&change.device) {
            continue;
        }
        seen.push(change.device);
        let key: Option<[u8; 32]> = sql
            .prepare_cached("SELECT key FROM device WHERE id = ?1")?
            .query_row([change.device.0], |row| row.get(0))
            .optional()?;
        signers.extend(key.map(|key| Signer { device: change.device, key: PublicKey(key) }));
    }
    Ok(signers)
}
