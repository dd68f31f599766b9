//! How far long work is: a backup, a rehearsal, a sheet, a batch. Whoever does it counts; whoever began it may look, from
//! whatever place of the page they are at, or when they come back to it.
//!
//! It is counted in memory only and says nothing of what is worked on. Of each account the last of each kind is kept, so it
//! stays small however much is done. Not here: what comes of the work, which is the answer to whoever asked for it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use beibao_domain::{Problem, ProblemCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::who::Who;
use crate::station::Result;

/// After how many seconds whoever finds the same work going on may come again.
const COME_AGAIN_S: u32 = 5;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// A backup is made; its pictures are counted.
    Backup,
    /// A backup is tried out; the changes of its log and its pictures are counted.
    Rehearsal,
    /// A sheet is looked at; its rows are counted.
    SheetTrial,
    /// A sheet is taken in; its rows are counted.
    SheetTaken,
    /// A register is taken out as a file; its rows are counted.
    RegisterTaken,
    /// The file of a batch is made; its applications are counted.
    BatchTaken,
}

/// Work that goes on, or is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkView {
    /// By what it is told from any other.
    pub number: u64,
    /// What is done.
    pub kind: WorkKind,
    /// How much of it.
    pub done: u64,
    /// Of how much; 0 as long as nobody knows.
    pub total: u64,
    /// Whether it is over.
    pub over: bool,
    /// What it ended with, if that was a problem: its code.
    pub problem: Option<String>,
}

/// Counts, for whoever looks.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// So much is to be done, from the beginning.
    pub(crate) fn of(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// One more is done.
    pub(crate) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Debug)]
struct Work {
    number: u64,
    account: Uuid,
    kind: WorkKind,
    progress: Arc<Progress>,
    /// How it ended, once it has.
    ended: Option<std::result::Result<(), ProblemCode>>,
}

/// The work of everybody.
#[derive(Debug, Default)]
pub(crate) struct Works {
    all: Mutex<Vec<Work>>,
    numbers: AtomicU64,
}

impl Works {
    fn held(&self) -> MutexGuard<'_, Vec<Work>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something that is counted. The same by the same account goes on once at a time.
    pub(crate) fn run<R>(&self, who: &Who, kind: WorkKind, work: impl FnOnce(&Progress) -> Result<R>) -> Result<R> {
        let (number, progress) = (self.numbers.fetch_add(1, Ordering::Relaxed), Arc::<Progress>::default());
        {
            let mut all = self.held();
            let is_same = |other: &Work| (other.account, other.kind) == (who.account, kind);
            if all.iter().any(|other| is_same(other) && other.ended.is_none()) {
                return Err(crate::StationError::Refused(Problem::busy(COME_AGAIN_S)));
            }
            all.retain(|other| !is_same(other));
            let (account, progress) = (who.account, Arc::clone(&progress));
            all.push(Work { number, account, kind, progress, ended: None });
        }
        // Whatever becomes of the work, a panic among it: nobody waits for it for ever.
        let mut ending = Ending { works: self, number, ended: Err(ProblemCode::Internal) };
        let result = work(&progress);
        ending.ended = match &result {
            Ok(_) => Ok(()),
            Err(crate::StationError::Refused(problem)) => Err(problem.code),
            Err(_) => Err(ProblemCode::Internal),
        };
        result
    }

    /// What an account began, the oldest first.
    pub(crate) fn of(&self, account: Uuid) -> Vec<WorkView> {
        let view = |work: &Work| WorkView {
            number: work.number,
            kind: work.kind,
            done: work.progress.done.load(Ordering::Relaxed),
            total: work.progress.total.load(Ordering::Relaxed),
            over: work.ended.is_some(),
            problem: work.ended.and_then(std::result::Result::err).map(ProblemCode::name),
        };
        self.held().iter().filter(|work| work.account == account).map(view).collect()
    }
}

struct Ending<'w> {
    works: &'w Works,
    number: u64,
    ended: std::result::Result<(), ProblemCode>,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if let Some(work) = self.works.held().iter_mut().find(|work| work.number == self.number) {
            work.ended = Some(self.ended);
        }
    }
}

#[cfg(test)]
mod tests {
    use beibao_domain::Hash;

    use super::*;
    use crate::desk::Role;

    fn who(account: u128) -> Who {
        Who { account: Uuid::from_u128(account), role: Role::Admin, address: String::new(), session: Hash::NONE }
    }

    #[test]
    fn work_is_counted_told_to_whoever_began_it_and_goes_on_once() {
        let works = Works::default();
        let made = works.run(&who(1), WorkKind::Backup, |progress| {
            progress.of(3);
            progress.step();
            let going = works.of(who(1).account);
            assert_eq!((going[0].done, going[0].total, going[0].over), (1, 3, false));
            assert_eq!(works.of(who(2).account), []);
            let again = works.run(&who(1), WorkKind::Backup, |_| Ok(()));
            assert!(matches!(again, Err(crate::StationError::Refused(problem)) if problem.code == ProblemCode::Busy));
            works.run(&who(1), WorkKind::SheetTrial, |_| Ok(()))?;
            works.run(&who(2), WorkKind::Backup, |_| Ok(()))
        });
        assert!(made.is_ok());
        let refused = works.run(&who(1), WorkKind::Backup, |_| Err::<(), _>(ProblemCode::DiskFull.into()));
        assert!(refused.is_err());
        let last = works.of(who(1).account);
        assert_eq!(
            last.iter().filter(|work| work.kind == WorkKind::Backup).count(),
            1,
            "the last of each kind is kept"
        );
        let backup = last.iter().find(|work| work.kind == WorkKind::Backup).unwrap();
        assert_eq!((backup.over, backup.problem.as_deref()), (true, Some("disk_full")));
    }

    #[test]
    fn work_that_breaks_off_is_over() {
        let works = Works::default();
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            works.run(&who(1), WorkKind::Backup, |_| -> Result<()> { panic!("a bug") })
        }));
        assert!(broken.is_err());
        assert_eq!(works.of(who(1).account)[0].problem.as_deref(), Some("internal"));
    }
}
