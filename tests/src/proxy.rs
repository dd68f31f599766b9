//! A line that is cut: a proxy that lets so many bytes through and then ends the connection without a word.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// Counts what goes through.
#[derive(Debug, Default)]
pub struct Counted {
    /// Bytes, both ways together.
    pub bytes: AtomicU64,
    /// Connections.
    pub connections: AtomicU64,
}

/// A proxy on loopback.
#[derive(Debug)]
pub struct Proxy {
    /// Where it answers.
    pub address: SocketAddr,
    /// What went through.
    pub counted: Arc<Counted>,
    /// Where each connection is cut, both ways together, in bytes; `u64::MAX` for never.
    pub cut_after: Arc<AtomicU64>,
    /// Where the next connection is cut, and only that one.
    pub cut_once: Arc<AtomicU64>,
    /// Where `cut_after` falls is drawn anew for each connection, between half of it and one and a half: chance's state, 0 for
    /// exactly there.
    pub varied: Arc<AtomicU64>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Proxy {
    /// In front of `target`.
    pub async fn start(target: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let never = || Arc::new(AtomicU64::new(u64::MAX));
        let (counted, cut_after, cut_once) = (Arc::new(Counted::default()), never(), never());
        let varied = Arc::new(AtomicU64::new(0));
        let (count, cut, once) = (Arc::clone(&counted), Arc::clone(&cut_after), Arc::clone(&cut_once));
        let chance = Arc::clone(&varied);
        let accepting = tokio::spawn(async move {
            while let Ok((from, _)) = listener.accept().await {
                let Ok(to) = TcpStream::connect(target).await else { continue };
                let _ = (from.set_nodelay(true), to.set_nodelay(true));
                count.connections.fetch_add(1, Ordering::SeqCst);
                let after = once.swap(u64::MAX, Ordering::SeqCst).min(drawn(cut.load(Ordering::SeqCst), &chance));
                let left = Arc::new(AtomicU64::new(after));
                let (from, to) = (from.into_split(), to.into_split());
                let (up, down) = (Arc::clone(&count), Arc::clone(&count));
                let (left_up, left_down) = (Arc::clone(&left), left);
                tokio::spawn(async move {
                    tokio::select! {
                        () = pass(from.0, to.1, &left_up, &up) => {}
                        () = pass(to.0, from.1, &left_down, &down) => {}
                    }
                });
            }
        });
        Ok(Self { address, counted, cut_after, cut_once, varied, accepting })
    }

    /// Its address as a station's.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Bytes that went through since the last time this was asked.
    pub fn take_bytes(&self) -> u64 {
        self.counted.bytes.swap(0, Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Where the next connection is cut.
fn drawn(cut: u64, chance: &AtomicU64) -> u64 {
    let mut x = chance.load(Ordering::SeqCst);
    if x == 0 || cut == u64::MAX {
        return cut;
    }
    // xorshift64 (Marsaglia 2003).
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    chance.store(x, Ordering::SeqCst);
    cut / 2 + x % cut.max(1)
}

/// Passes bytes on until the line is cut. One end that has ended leaves the other open, as TCP does.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, left: &AtomicU64, counted: &Counted) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let Ok(read) = from.read(&mut buffer).await else { return };
        if read == 0 {
            let _ = to.shutdown().await;
            return std::future::pending().await;
        }
        let before =
            left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| Some(left.saturating_sub(read as u64)));
        let allowed = before.unwrap_or(0).min(read as u64);
        counted.bytes.fetch_add(allowed, Ordering::SeqCst);
        let allowed = usize::try_from(allowed).unwrap_or(read);
        if to.write_all(&buffer[..allowed]).await.is_err() || allowed < read {
            return;
        }
    }
}
