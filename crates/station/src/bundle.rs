//! A sync on a stick, the station's end: a tablet's bundle goes in by the same code as a line's frames, and an answer comes
//! out that only that tablet can read.

use std::io::Read;
use std::sync::Arc;

use beibao_domain::{DeviceId, Epoch, Hash, ProblemCode, PublicKey};
use beibao_wire::{
    Bundle, BundleAnswer, BundleAsk, BundleHead, Cursor, FrameKind, Outcome, Pull, Receipts, Welcome, frame, pack,
    write_bundle,
};
use rusqlite::OptionalExtension;

use crate::give::Giving;
use crate::receive::Receiving;
use crate::station::{Result, Station, StationError};
use crate::visitor::Visitor;

/// What a bundle brought.
#[derive(Debug)]
pub struct Taken {
    /// Whose it was.
    pub tablet: DeviceId,
    /// Changes in the register, those that had come before included.
    pub applied: u32,
    /// Changes kept and not applied.
    pub set_aside: u32,
    /// Pictures that are here whole now.
    pub pictures: u32,
    /// Numbers that nobody brought yet, and for which others had to wait: from, to. The tablet brings them when it has read
    /// the answer.
    pub missing: Option<(u64, u64)>,
    /// The answer, to be carried back.
    pub answer: Vec<u8>,
}

impl Station {
    /// Takes in a tablet's bundle.
    ///
    /// # Errors
    /// `bundle_unreadable` for a file that is no whole bundle or whose signature does not hold, `bundle_for_another`,
    /// `tablet_unknown`, and whatever keeps the station from writing. Nothing is lost by taking the same file in again.
    pub fn take_bundle(self: &Arc<Self>, bytes: &[u8]) -> Result<Taken> {
        let unreadable = || StationError::from(ProblemCode::BundleUnreadable);
        let bundle = Bundle::read(bytes).map_err(|_| unreadable())?;
        let own = self.author().device;
        let tablet = bundle.head.from;
        if bundle.head.to != own {
            return Err(ProblemCode::BundleForAnother.into());
        }
        if bundle.head.has_ended(self.world().now().timestamp_millis()) {
            return Err(ProblemCode::BundleOutdated.into());
        }
        let key = self.key_of(tablet)?.ok_or(ProblemCode::TabletUnknown)?;
        let shared = self.secrets().bundle_key(tablet);
        let (ask, mut stream) = bundle.open::<BundleAsk>(&key, &shared).map_err(|_| unreadable())?;

        let visitor = Visitor::new(Arc::clone(self), key);
        visitor.greet(&ask.hello, true)?;
        let mut receiving = Receiving::new(&visitor)?;
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match stream.read(&mut buffer).map_err(|_| unreadable())? {
                0 => break,
                read => receiving.take(&buffer[..read])?,
            }
        }
        let received = receiving.finish()?;

        let mut welcome = visitor.greet(&ask.hello, true)?;
        // A greeting over a line tells of a few; here each picture that came has its answer.
        welcome.held.clone_from(&received.held);
        let pages: Vec<Vec<u8>> = match welcome.quarantine {
            Some(_) => Vec::new(),
            None => Giving::new(&visitor, &pull_of(ask.pull, &welcome))?
                .pages()?
                .iter()
                .map(|page| frame(FrameKind::Page, &pack(page)))
                .collect(),
        };
        let mut salt = [0; 32];
        self.world().fill(&mut salt);
        let message = BundleAnswer { answers: bundle.head.salt, welcome };
        let head = BundleHead::new(own, tablet, Hash(salt), Some(self.world().now().timestamp_millis()));
        let mut answer = Vec::new();
        write_bundle(&mut answer, &head, &shared, &self.author().key, message, pages.into_iter().map(Ok))?;
        Ok(self.taken(tablet, ask.hello.epoch, &received, answer))
    }

    fn taken(&self, tablet: DeviceId, epoch: Epoch, received: &Receipts, answer: Vec<u8>) -> Taken {
        let count = |is: fn(&Outcome) -> bool| {
            u32::try_from(received.receipts.iter().filter(|receipt| is(&receipt.outcome)).count()).unwrap_or(u32::MAX)
        };
        let later = received.receipts.iter().filter(|receipt| receipt.outcome == Outcome::Later);
        // A bundle of pictures alone speaks for no installation, and has nothing to wait for.
        let end = if received.ack.epoch == epoch { received.ack.seq } else { 0 };
        let here = received.held.iter().filter(|held| self.blobs.has(held.hash)).count();
        Taken {
            tablet,
            applied: count(|outcome| *outcome == Outcome::Applied),
            set_aside: count(|outcome| matches!(outcome, Outcome::SetAside(_))),
            pictures: u32::try_from(here).unwrap_or(u32::MAX),
            missing: later
                .map(|receipt| receipt.seq)
                .min()
                .filter(|first| *first > end + 1)
                .map(|first| (end + 1, first - 1)),
            answer,
        }
    }

    fn key_of(&self, device: DeviceId) -> Result<Option<PublicKey>> {
        self.read(|sql| {
            Ok(sql
                .query_row("SELECT key FROM device WHERE id = ?1", [device.0], |row| row.get(0))
                .optional()?
                .map(PublicKey))
        })
    }
}

/// What the tablet will ask for once it has read the welcome: every scope that it has, and all of it anew if what it pulled
/// is not what stands in this log.
fn pull_of(asked: Pull, welcome: &Welcome) -> Pull {
    let after = |area| match asked.cursors.iter().find(|cursor| cursor.area == area) {
        Some(cursor) if welcome.mark_known => cursor.after,
        _ => 0,
    };
    let cursors = welcome.scopes.iter().map(|area| Cursor { area: *area, after: after(*area) }).collect();
    Pull { cursors, ..asked }
}
