//! A bad line to a station: requests and answers get lost, are cut at any byte, come twice, come again much later. All of
//! it from a seed; what the line cuts is the real bytes of the real protocol.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use beibao_domain::{Problem, ProblemCode};
use beibao_station::Visitor;
use beibao_wire::{
    BlobRange, ByteStream, Compare, Compared, Enrol, Enrolled, Hello, Outgoing, Pull, Recall, Receipts, SnapshotRange,
    SyncApi, Welcome,
};

/// A line that fails as its seed says.
pub struct FaultyLine {
    to: Visitor,
    chance: AtomicU64,
    late: Mutex<Vec<Vec<u8>>>,
}

enum Fate {
    Fine,
    RequestLost,
    AnswerLost,
    Twice,
    Cut,
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
        match self.chance(12) {
            0 => Fate::RequestLost,
            1 => Fate::AnswerLost,
            2 => Fate::Twice,
            3 | 4 => Fate::Cut,
            _ => Fate::Fine,
        }
    }

    fn cut(&self, bytes: usize) -> usize {
        usize::try_from(self.chance(bytes as u64 + 1)).unwrap_or(0)
    }

    fn take_late(&self) -> Option<Vec<u8>> {
        if self.chance(3) > 0 {
            return None;
        }
        self.late.lock().ok()?.pop()
    }
}

fn lost<T>() -> Result<T, Problem> {
    Err(ProblemCode::Interrupted.into())
}

fn whole(bytes: Vec<u8>) -> Outgoing {
    Box::new(std::iter::once(bytes))
}

/// An answer that ends before its end.
pub struct CutStream {
    bytes: Vec<u8>,
    whole: bool,
    given: bool,
}

impl ByteStream for CutStream {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        match (self.given, self.whole) {
            (false, _) => {
                self.given = true;
                Ok(Some(std::mem::take(&mut self.bytes)))
            }
            (true, true) => Ok(None),
            (true, false) => lost(),
        }
    }
}

impl FaultyLine {
    async fn come(&self, mut answer: impl ByteStream, fate: Fate) -> Result<CutStream, Problem> {
        let mut bytes = Vec::new();
        while let Some(piece) = answer.next().await? {
            bytes.extend(piece);
        }
        match fate {
            Fate::Cut => {
                bytes.truncate(self.cut(bytes.len()));
                Ok(CutStream { bytes, whole: false, given: false })
            }
            _ => Ok(CutStream { bytes, whole: true, given: false }),
        }
    }
}

impl SyncApi for FaultyLine {
    type Bytes = CutStream;

    async fn enrol(&self, request: Enrol) -> Result<Enrolled, Problem> {
        self.to.enrol(request).await
    }

    async fn hello(&self, request: Hello) -> Result<Welcome, Problem> {
        match self.fate() {
            Fate::RequestLost => return lost(),
            Fate::AnswerLost | Fate::Cut => {
                let _ = self.to.hello(request).await;
                return lost();
            }
            Fate::Twice => drop(self.to.hello(request.clone()).await),
            Fate::Fine => {}
        }
        self.to.hello(request).await
    }

    async fn push(&self, frames: Outgoing) -> Result<Receipts, Problem> {
        let bytes: Vec<u8> = frames.flatten().collect();
        // Some bodies are remembered and arrive once more, out of order, long after they were acknowledged.
        if self.chance(3) == 0
            && let Ok(mut late) = self.late.lock()
        {
            late.push(bytes.clone());
        }
        if let Some(old) = self.take_late() {
            let _ = self.to.push(whole(old)).await;
        }
        match self.fate() {
            Fate::RequestLost => return lost(),
            Fate::AnswerLost => {
                let _ = self.to.push(whole(bytes)).await;
                return lost();
            }
            Fate::Cut => {
                let at = self.cut(bytes.len());
                let _ = self.to.push(whole(bytes[..at].to_vec())).await;
                return lost();
            }
            Fate::Twice => drop(self.to.push(whole(bytes.clone())).await),
            Fate::Fine => {}
        }
        self.to.push(whole(bytes)).await
    }

    async fn pull(&self, request: Pull) -> Result<CutStream, Problem> {
        let fate = self.fate();
        match fate {
            Fate::RequestLost | Fate::AnswerLost => lost(),
            fate => self.come(self.to.pull(request).await?, fate).await,
        }
    }

    async fn snapshot(&self, request: SnapshotRange) -> Result<CutStream, Problem> {
        let fate = self.fate();
        match fate {
            Fate::RequestLost | Fate::AnswerLost => lost(),
            fate => self.come(self.to.snapshot(request).await?, fate).await,
        }
    }

    async fn compare(&self, request: Compare) -> Result<Compared, Problem> {
        match self.fate() {
            Fate::RequestLost | Fate::AnswerLost | Fate::Cut => lost(),
            Fate::Twice | Fate::Fine => self.to.compare(request).await,
        }
    }

    async fn recall(&self, request: Recall) -> Result<CutStream, Problem> {
        let fate = self.fate();
        match fate {
            Fate::RequestLost | Fate::AnswerLost => lost(),
            fate => self.come(self.to.recall(request).await?, fate).await,
        }
    }

    async fn blob(&self, request: BlobRange) -> Result<CutStream, Problem> {
        let fate = self.fate();
        match fate {
            Fate::RequestLost | Fate::AnswerLost => lost(),
            fate => self.come(self.to.blob(request).await?, fate).await,
        }
    }
}
