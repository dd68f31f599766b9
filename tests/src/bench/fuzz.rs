//! Every decoder, fed with what real messages become when bytes of them are turned, cut, doubled, moved and mixed. It measures
//! nothing; it is here because it runs for minutes. An input that makes one panic is printed whole, and the run fails.
//!
//! The seeds are the messages that are pinned in `crates/wire/tests/golden.txt`, and those of a real tablet and a real station, made
//! anew each time from the same chance.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use beibao_domain::enrolment::Offer;
use beibao_domain::{BodyKey, Change, DeviceKey, Payload, ProblemCode, SignedChange, World};
use beibao_photo::Profile;
use beibao_station::{Station, Visitor};
use beibao_sync::bundle;
use beibao_wire::snapshot::{Opener, Sealer};
use beibao_wire::{
    Announcement, Batch, BlobHead, Bundle, BundleAnswer, BundleAsk, Compare, Compared, Enrol, Enrolled, FrameKind,
    FrameReader, Hello, Page, Pull, Recall, Receipts, SnapshotRange, SnapshotTerms, SyncApi, Welcome, announce, frame,
    unpack,
};
use minicbor::Decode;

use crate::{TestWorld, load};

/// The largest input, in bytes.
const MOST: usize = 64 * 1024;

const GOLDEN: &str = include_str!("../../../crates/wire/tests/golden.txt");

type Feed<'a> = Box<dyn Fn(&[u8]) + 'a>;

struct Target<'a> {
    name: &'static str,
    seeds: Vec<Vec<u8>>,
    feed: Feed<'a>,
}

/// Feeds each decoder for so many seconds.
pub async fn run(seconds: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let real = Real::make(folder.path()).await?;
    let chance = TestWorld::new(42);
    let runtime = tokio::runtime::Handle::current();
    let mut broken = 0;
    println!("{:<22} {:>10} {:>14} {:>8}", "decoder", "inputs", "slowest, ms", "panics");
    for target in real.targets(&runtime) {
        let (begun, mut inputs, mut slowest, mut panics) = (Instant::now(), 0u64, Duration::ZERO, 0);
        while begun.elapsed() < Duration::from_secs(seconds) && panics < 3 {
            let input = mutated(&chance, &target.seeds);
            let before = Instant::now();
            let fed = tokio::task::block_in_place(|| catch_unwind(AssertUnwindSafe(|| (target.feed)(&input))));
            slowest = slowest.max(before.elapsed());
            inputs += 1;
            if fed.is_err() {
                panics += 1;
                let hex: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
                println!("{} panics on {hex}", target.name);
            }
        }
        broken += panics;
        println!("{:<22} {inputs:>10} {:>14.1} {panics:>8}", target.name, slowest.as_secs_f64() * 1e3);
    }
    ensure!(broken == 0, "{broken} inputs made a decoder panic");
    Ok(())
}

/// A tablet and a station that have said something to each other.
struct Real {
    station: Arc<Station>,
    visitor: Visitor,
    changes: Vec<SignedChange>,
    frames: Vec<Vec<u8>>,
    stick: Vec<u8>,
    messages: [Vec<u8>; 2],
    pages: Vec<Vec<u8>>,
    code: String,
    now: chrono::DateTime<chrono::Utc>,
}

impl Real {
    async fn make(folder: &Path) -> Result<Self> {
        let world: Arc<dyn World> = Arc::new(TestWorld::new(1));
        let station = Arc::new(Station::init(&folder.join("station"), Arc::clone(&world))?);
        for (_, text) in crate::small::files() {
            station.import(text.as_bytes())?.map_err(|error| anyhow::anyhow!("{error}"))?;
        }
        let code = station.enrolment_code("000101", "https://127.0.0.1:1", false)?;
        let store = super::sync::tablet(&folder.join("tablet"), &station, "000101", false).await?;
        super::sync::sync_within(&store, &station).await?;
        load::visits(&store, 5)?;
        load::portraits(&store, 1, 3_000)?;
        let enrolment = &store.identity().enrolment;
        let key = DeviceKey::from_seed(&enrolment.device_seed).public();
        let mut stick = Vec::new();
        bundle::export(&store, &mut stick)?;
        let (ask, frames) = opened::<BundleAsk>(&stick, &key, &enrolment.bundle_key)?;
        let answer = station.take_bundle(&stick)?.answer;
        let (answered, pages) = opened::<BundleAnswer>(&answer, &enrolment.station_key, &enrolment.bundle_key)?;
        let batch: Batch = unpack(&frames.first().context("a frame")?.bytes)?;
        let pages = pages.iter().map(|frame| Ok(minicbor::to_vec(unpack::<Page>(&frame.bytes)?)?));
        Ok(Self {
            visitor: Visitor::new(Arc::clone(&station), key),
            station,
            changes: batch.changes,
            frames: frames.iter().map(|one| frame(one.kind, &one.bytes)).collect(),
            stick,
            messages: [minicbor::to_vec(&ask)?, minicbor::to_vec(&answered.welcome)?],
            pages: pages.collect::<Result<_>>()?,
            code,
            now: world.now(),
        })
    }

    fn announcement(&self) -> Announcement {
        Announcement {
            station: self.station.author().device,
            address: std::net::SocketAddrV4::new([127, 0, 0, 1].into(), 1),
        }
    }

    fn targets<'a>(&'a self, runtime: &'a tokio::runtime::Handle) -> Vec<Target<'a>> {
        let key = BodyKey([3; 32]);
        let sealed = {
            let mut sealer = Sealer::new(Vec::new(), &key);
            let written = std::io::Write::write_all(&mut sealer, &[7; 5_000]);
            written.and_then(|()| sealer.finish()).unwrap_or_default()
        };
        let bodies =
            self.changes.iter().filter_map(|signed| Some(signed.open(&signed.read().ok()?).ok()??.0)).collect();
        let batch = minicbor::to_vec(Batch { changes: self.changes.clone() }).unwrap_or_default();
        let portrait: &[u8] = include_bytes!("../../../assets/portraits/sample.jpg");
        let profile = Profile::ga461();
        let target = |name, seeds, feed: Feed<'a>| Target { name, seeds, feed };
        vec![
            target("any message", golden(), Box::new(any_message)),
            target("a packed page", vec![pinned("page.packed")], Box::new(|bytes| drop(unpack::<Page>(bytes)))),
            target(
                "a question, an answer",
                vec![announce::question(), announce::answer(7, &self.announcement())],
                Box::new(|bytes| {
                    let _ = (announce::question_id(bytes), announce::read_answer(bytes));
                }),
            ),
            target("frames", vec![self.frames.concat()], Box::new(frames)),
            target(
                "a batch",
                vec![batch],
                Box::new(|bytes| drop(minicbor::decode::<Batch>(bytes).map(|b| read(&b.changes)))),
            ),
            target("a page", self.pages.clone(), Box::new(|bytes| drop(minicbor::decode::<Page>(bytes)))),
            target(
                "a bundle's ask",
                vec![self.messages[0].clone()],
                Box::new(|b| drop(minicbor::decode::<BundleAsk>(b))),
            ),
            target("a welcome", vec![self.messages[1].clone()], Box::new(|b| drop(minicbor::decode::<Welcome>(b)))),
            target("a bundle's head", vec![self.stick.clone()], Box::new(|bytes| drop(Bundle::read(bytes)))),
            target(
                "sealed pieces",
                vec![sealed],
                Box::new(move |bytes| {
                    let _ = Opener::new(bytes, &key).read_to_end(&mut Vec::new());
                }),
            ),
            target(
                "a body",
                bodies,
                Box::new(|bytes| {
                    for kind in ["fact/visit", "fact/portrait", "edit/person", "edit/household", "fact/from_the_future"]
                    {
                        drop(Payload::read(kind, bytes));
                    }
                }),
            ),
            target(
                "an enrolment code",
                vec![self.code.clone().into_bytes()],
                Box::new(|bytes| {
                    drop(Offer::read(&String::from_utf8_lossy(bytes), self.now));
                }),
            ),
            target(
                "a push, at the station",
                vec![self.frames.concat()],
                Box::new(|bytes| {
                    let pushed = runtime.block_on(self.visitor.push(Box::new(std::iter::once(bytes.to_vec()))));
                    assert!(!pushed.is_err_and(|problem| problem.code == ProblemCode::Internal), "the station failed");
                }),
            ),
            target(
                "a register sheet",
                crate::small::files().map(|(_, text)| text.into_bytes()).to_vec(),
                Box::new(|bytes| {
                    drop(self.station.import(bytes));
                }),
            ),
            target(
                "a portrait",
                vec![portrait.to_vec()],
                Box::new(move |bytes| {
                    drop(beibao_photo::examine(bytes, &profile));
                }),
            ),
        ]
    }
}

/// The messages that are pinned, all of them.
fn golden() -> Vec<Vec<u8>> {
    GOLDEN.lines().filter_map(|line| unhex(line.split_once(' ')?.1)).collect()
}

fn pinned(name: &str) -> Vec<u8> {
    GOLDEN.lines().find_map(|line| unhex(line.strip_prefix(name)?.strip_prefix(' ')?)).unwrap_or_default()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// Whatever it is, read as everything that it could be.
fn any_message(bytes: &[u8]) {
    fn read<M: for<'b> Decode<'b, ()>>(bytes: &[u8]) {
        drop(minicbor::decode::<M>(bytes));
    }
    read::<Hello>(bytes);
    read::<Welcome>(bytes);
    read::<Enrol>(bytes);
    read::<Enrolled>(bytes);
    read::<SnapshotRange>(bytes);
    read::<SnapshotTerms>(bytes);
    read::<Batch>(bytes);
    read::<BlobHead>(bytes);
    read::<Receipts>(bytes);
    read::<Pull>(bytes);
    read::<Page>(bytes);
    read::<Compare>(bytes);
    read::<Compared>(bytes);
    read::<Recall>(bytes);
    read::<BundleAsk>(bytes);
    read::<BundleAnswer>(bytes);
    read::<Change>(bytes);
}

fn opened<M: for<'b> minicbor::Decode<'b, ()>>(
    bytes: &[u8],
    signer: &beibao_domain::PublicKey,
    shared: &BodyKey,
) -> Result<(M, Vec<beibao_wire::Frame>)> {
    let (message, mut stream) = Bundle::read(bytes)?.open(signer, shared)?;
    let (mut plain, mut reader, mut frames) = (Vec::new(), FrameReader::default(), Vec::new());
    stream.read_to_end(&mut plain)?;
    reader.feed(&plain);
    while let Some(frame) = reader.next_frame()? {
        frames.push(frame);
    }
    Ok((message, frames))
}

fn read(changes: &[SignedChange]) {
    for signed in changes {
        if let Ok(change) = signed.read() {
            let _ = signed.open(&change);
        }
    }
}

fn frames(bytes: &[u8]) {
    let mut reader = FrameReader::default();
    for piece in bytes.chunks(97) {
        reader.feed(piece);
        while let Ok(Some(frame)) = reader.next_frame() {
            match frame.kind {
                FrameKind::Changes => drop(unpack::<Batch>(&frame.bytes)),
                FrameKind::Page => drop(unpack::<Page>(&frame.bytes)),
                FrameKind::BlobHead => drop(minicbor::decode::<beibao_wire::BlobHead>(&frame.bytes)),
                FrameKind::BlobBytes => {}
            }
        }
    }
    drop(reader.broken_off());
}

/// A seed with a few things done to it.
fn mutated(chance: &TestWorld, seeds: &[Vec<u8>]) -> Vec<u8> {
    let below = |limit: usize| {
        let mut bytes = [0; 8];
        chance.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % limit.max(1) as u64).unwrap_or(0)
    };
    let mut input = seeds[below(seeds.len())].clone();
    for _ in 0..=below(6) {
        let (at, length) = (below(input.len()), 1 + below(40));
        let end = (at + length).min(input.len());
        match below(8) {
            0 if !input.is_empty() => input[at] ^= 1 << below(8),
            1 if !input.is_empty() => input[at] = [0, 1, 0x7f, 0x80, 0xff, 0x1b, 0x3b, 0x9f][below(8)],
            2 => drop(input.splice(at..at, (0..length).map(|_| below(256) as u8))),
            3 => drop(input.drain(at..end)),
            4 => {
                let again = input[at..end].to_vec();
                input.splice(at..at, again);
            }
            5 => input.truncate(at),
            6 => {
                let other = &seeds[below(seeds.len())];
                let from = below(other.len());
                input.splice(at..end, other[from..(from + length).min(other.len())].iter().copied());
            }
            _ if end - at >= 4 => input[at..at + 4].copy_from_slice(&[0xff, 0xff, 0xff, [0x7f, 0xff][below(2)]]),
            _ => {}
        }
    }
    input.truncate(MOST);
    input
}
