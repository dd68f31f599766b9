//! A bad line to a station: requests and answers get lost, come twice, come again much later. Everything from a seed.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use beibao_domain::{Problem, ProblemCode};
use beibao_station::Visitor;
use beibao_wire::{BlobRange, BlobReceived, Enrol, Enrolled, Hello, Page, Pull, Push, Receipts, SyncApi, Welcome};

/// A line that fails as its seed says.
pub struct FaultyLine {
    to: Visitor,
    chance: AtomicU64,
    late: Mutex<Vec<Push>>,
}

enum Fate {
    Fine,
    RequestLost,
    AnswerLost,
    Twice,
}

impl FaultyLine {
    /// A line to a visitor's station.
    pub fn new(to: Visitor, seed: u64) -> Self {
        Self { to, chance: AtomicU64::new(seed | 1), late: Mutex::default() }
    }

    fn chance(&self, of: u64) -> u64 {
        let mut x = self.chance.load(Ordering::Relaxed);
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.chance.store(x, Ordering::Relaxed);
        x % of
    }

    fn fate(&self) -> Fate {
        match self.chance(8) {
            0 => Fate::RequestLost,
            1 => Fate::AnswerLost,
            2 => Fate::Twice,
            _ => Fate::Fine,
        }
    }

    fn take_late(&self) -> Option<Push> {
        if self.chance(3) > 0 {
            return None;
        }
        self.late.lock().ok()?.pop()
    }
}

fn lost<T>() -> Result<T, Problem> {
    Err(ProblemCode::Interrupted.into())
}

macro_rules! over_the_line {
    ($self:ident, $method:ident, $request:ident) => {
        match $self.fate() {
            Fate::Fine => $self.to.$method($request).await,
            Fate::RequestLost => lost(),
            Fate::AnswerLost => {
                let _ = $self.to.$method($request).await;
                lost()
            }
            Fate::Twice => {
                let _ = $self.to.$method($request.clone()).await;
                $self.to.$method($request).await
            }
        }
    };
}

impl SyncApi for FaultyLine {
    async fn enrol(&self, request: Enrol) -> Result<Enrolled, Problem> {
        over_the_line!(self, enrol, request)
    }

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        over_the_line!(self, hello, request)
    }

    async fn push(&self, request: Push) -> Result<Receipts, Problem> {
        // Some batches are remembered and arrive once more, out of order, long after they were acknowledged.
        if self.chance(3) == 0
            && let Ok(mut late) = self.late.lock()
        {
            late.push(request.clone());
        }
        if let Some(old) = self.take_late() {
            let _ = self.to.push(old).await;
        }
        over_the_line!(self, push, request)
    }

    async fn blob(&self, request: BlobRange) -> Result<BlobReceived, Problem> {
        over_the_line!(self, blob, request)
    }

    async fn pull(&self, request: Pull) -> Result<Page, Problem> {
        over_the_line!(self, pull, request)
    }
}
