//! The messages of version 1, byte for byte, as they were when they were frozen. A message that encodes otherwise, or an old one
//! that does not read any more, would cut off every tablet that is out in the field.
//!
//! `golden.txt` holds a line for each: its name and its bytes. Lines are added, never changed. A field that came later has a line
//! of the message with it and keeps the one without.

use std::fmt::Debug;

use beibao_domain::keys::Signature;
use beibao_domain::{
    AreaId, BodyKey, Change, DeviceId, DeviceKey, Epoch, Hash, Hlc, OfficerId, ProblemCode, PublicKey, SignedChange,
};
use beibao_wire::snapshot::SnapshotTerms;
use beibao_wire::{
    Abilities, Ack, Batch, BlobHead, BlobHeld, BlobRange, Bundle, BundleAnswer, BundleAsk, BundleHead, Compare,
    Compared, Condition, Cursor, Enrol, Enrolled, FrameKind, FrameReader, Hello, Logged, Mark, Outcome, Page, Part,
    PartDigest, Pull, Recall, Receipt, Receipts, ScopeDigest, Signer, SnapshotOffer, SnapshotRange, Welcome, frame,
    pack, unpack, write_bundle,
};
use minicbor::{Decode, Encode};
use uuid::Uuid;

const GOLDEN: &str = include_str!("golden.txt");

fn golden(name: &str) -> Vec<u8> {
    let line = GOLDEN.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let hex = line.unwrap_or_default().as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
    hex.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// Fails with the line that would have to stand there.
fn same(name: &str, bytes: &[u8]) {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(golden(name) == bytes, "golden.txt says otherwise than:\n{name} {hex}");
}

/// The message with a field that this version does not know: a number, and something nested under it.
fn with_a_field_from_tomorrow(bytes: &[u8]) -> Vec<u8> {
    assert!((0xa0..0xb7).contains(&bytes[0]), "no small map");
    let mut more = vec![bytes[0] + 1];
    more.extend_from_slice(&bytes[1..]);
    // 200: [1, "x", {"y": h'00'}]
    more.extend_from_slice(&[0x18, 200, 0x83, 1, 0x61, b'x', 0xa1, 0x61, b'y', 0x41, 0]);
    more
}

fn frozen<M: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug>(name: &str, message: &M) {
    let bytes = minicbor::to_vec(message).unwrap();
    same(name, &bytes);
    assert_eq!(minicbor::decode::<M>(&bytes).unwrap(), *message, "{name}");
    let more = with_a_field_from_tomorrow(&bytes);
    assert_eq!(minicbor::decode::<M>(&more).unwrap(), *message, "{name} with a field from tomorrow");
    for end in 0..bytes.len() {
        assert!(minicbor::decode::<M>(&bytes[..end]).is_err(), "{name} reads though it is cut at {end}");
    }
}

/// What an earlier version sent reads as the message of today.
fn still_reads<M: for<'b> Decode<'b, ()> + PartialEq + Debug>(name: &str, message: &M) {
    let bytes = golden(name);
    assert!(!bytes.is_empty(), "golden.txt has no line {name}");
    assert_eq!(minicbor::decode::<M>(&bytes).unwrap(), *message, "{name}");
}

fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

fn hash(n: u8) -> Hash {
    Hash([n; 32])
}

fn change() -> Change {
    Change {
        device: DeviceId(uuid(1)),
        epoch: Epoch(uuid(2)),
        seq: 3,
        prev: hash(4),
        author: OfficerId(uuid(5)),
        at: Hlc(1_795_492_800_000 << 16),
        area: AreaId(uuid(6)),
        kind: "fact/visit".into(),
        sealed: vec![7; 20],
    }
}

fn signed() -> SignedChange {
    let bytes = minicbor::to_vec(change()).unwrap();
    let signature = DeviceKey::from_seed(&[8; 32]).sign(&bytes);
    SignedChange { bytes, signature, key: Some(BodyKey([9; 32])) }
}

fn hello() -> Hello {
    Hello {
        protocol: 1,
        oldest_protocol: 1,
        epoch: Epoch(uuid(2)),
        mark: Some(Mark { number: 300, hash: hash(10) }),
        receipted: 70_000,
        owed: vec![hash(11), hash(12)],
        snapshot_format: 1,
        again: true,
        abilities: Abilities::PARTS,
        condition: None,
        emptied_ms: None,
    }
}

fn ack() -> Ack {
    Ack { epoch: Epoch(uuid(2)), seq: 3, hash: hash(13) }
}

fn receipts() -> Vec<Receipt> {
    let outcomes = [Outcome::Applied, Outcome::set_aside(ProblemCode::ChangeOutOfScope), Outcome::Later];
    (1..).zip(outcomes).map(|(seq, outcome)| Receipt { seq, outcome }).collect()
}

fn terms() -> SnapshotTerms {
    SnapshotTerms {
        device: DeviceId(uuid(1)),
        scopes: vec![AreaId(uuid(6))],
        mark: Mark { number: 300, hash: hash(10) },
        format: 1,
        hash: hash(14),
        size: 5_000_000_000,
    }
}

fn welcome() -> Welcome {
    Welcome {
        protocol: 1,
        ack: ack(),
        scopes: vec![AreaId(uuid(6)), AreaId(uuid(7))],
        mark_known: true,
        wanted: vec![hash(15)],
        receipts: receipts(),
        held: vec![BlobHeld { hash: hash(11), bytes: 65_536 }],
        quarantine: Some("tablet_revoked".into()),
        snapshot: Some(SnapshotOffer::of(&terms(), BodyKey([16; 32]), &DeviceKey::from_seed(&[17; 32]))),
        now_ms: 1_795_492_800_000,
        abilities: Abilities::PARTS,
        wipe_ordered_ms: None,
    }
}

fn pull() -> Pull {
    let cursors = vec![Cursor { area: AreaId(uuid(6)), after: 299 }];
    Pull { cursors, epoch: Epoch(uuid(2)), page_bytes: 32_768 }
}

fn page() -> Page {
    Page {
        changes: vec![Logged { number: 300, change: signed() }],
        signers: vec![Signer { device: DeviceId(uuid(1)), key: PublicKey([18; 32]) }],
        cursors: vec![Cursor { area: AreaId(uuid(6)), after: 300 }],
        remaining: 0,
        mark: Some(Mark { number: 300, hash: hash(10) }),
        digests: vec![ScopeDigest { area: AreaId(uuid(6)), count: 12, digest: [19; 16] }],
    }
}

#[test]
fn every_message_is_what_it_was_and_skips_what_tomorrow_adds() {
    frozen("change", &change());
    frozen("signed_change", &signed());
    frozen("signed_change.erased", &SignedChange { key: None, ..signed() });
    frozen("enrol", &Enrol { token: hash(20), device: DeviceId(uuid(1)), key: PublicKey([18; 32]) });
    frozen("enrolled", &Enrolled { officer: OfficerId(uuid(5)), bundle_key: BodyKey([21; 32]) });
    frozen("hello.abilities", &hello());
    let condition = Condition { app: "0.1.0".into(), battery_percent: Some(80), free_bytes: Some(5_000_000_000) };
    frozen("hello.condition", &Hello { condition: Some(condition), ..hello() });
    frozen("welcome.abilities", &welcome());
    // To a tablet that is to empty itself, and its last word.
    let at = Some(1_795_492_800_000);
    frozen("welcome.wipe", &Welcome { wipe_ordered_ms: at, ..welcome() });
    frozen("hello.emptied", &Hello { emptied_ms: at, ..hello() });
    frozen("snapshot_terms", &terms());
    frozen("snapshot_range", &SnapshotRange { hash: hash(14), offset: 1_000_000 });
    frozen("batch", &Batch { changes: vec![signed()] });
    frozen("receipts", &Receipts { ack: ack(), receipts: receipts(), held: vec![] });
    frozen("blob_head", &BlobHead { hash: hash(11), size: 30_000, offset: 1_400 });
    frozen("blob_range", &BlobRange { hash: hash(11), offset: 65_536 });
    frozen("pull", &pull());
    frozen("page", &page());
    let (part, area) = (Part { from: Hlc(1), to: Hlc(u64::MAX) }, AreaId(uuid(6)));
    frozen("compare", &Compare { area, parts: vec![part] });
    frozen("compared", &Compared { parts: vec![PartDigest { count: 12, digest: [19; 16] }] });
    frozen("recall", &Recall { area, parts: vec![part], page_bytes: 32_768 });
    still_reads("bundle_head", &BundleHead { ends_ms: None, ..bundle_head() });
    frozen("bundle_head.ends", &bundle_head());
    frozen("bundle_ask.abilities", &BundleAsk { hello: hello(), pull: pull() });
    frozen("bundle_answer.abilities", &BundleAnswer { answers: hash(22), welcome: welcome() });
}

#[test]
fn what_an_earlier_version_said_reads_as_it_was_meant() {
    let abilities = Abilities::default();
    still_reads("hello.again", &Hello { abilities, ..hello() });
    still_reads("hello", &Hello { again: false, abilities, ..hello() });
    still_reads("welcome", &Welcome { abilities, ..welcome() });
}

#[test]
fn a_side_uses_only_what_the_other_can() {
    let tomorrow = Abilities(Abilities::ALL.0 | 1 << 31);
    assert_eq!(tomorrow.both(Abilities::ALL), Abilities::ALL);
    assert!(!Abilities::default().has(Abilities::PARTS) && tomorrow.has(Abilities::PARTS));
}

#[test]
fn a_frame_and_what_was_packed_into_one_are_what_they_were() {
    same("frame", &frame(FrameKind::BlobBytes, b"abc"));
    // How well something packs may change; that it unpacks may not.
    assert_eq!(unpack::<Page>(&golden("page.packed")).unwrap(), page());
    assert_eq!(unpack::<Page>(&pack(&page())).unwrap(), page());
    let mut reader = FrameReader::default();
    for (n, kind) in [FrameKind::Changes, FrameKind::BlobHead, FrameKind::BlobBytes, FrameKind::Page].iter().enumerate()
    {
        reader.feed(&[n as u8 + 1, 0, 0, 0, 0]);
        assert_eq!(reader.next_frame().unwrap().unwrap().kind, *kind);
    }
}

fn bundle_head() -> BundleHead {
    BundleHead { from: DeviceId(uuid(1)), to: DeviceId(uuid(23)), salt: hash(24), ends_ms: Some(1_770_000_000_000) }
}

#[test]
fn a_bundle_that_was_written_long_ago_opens() {
    let (shared, signer) = (BodyKey([25; 32]), DeviceKey::from_seed(&[26; 32]));
    let ask = BundleAsk { hello: hello(), pull: pull() };
    let frames = [frame(FrameKind::BlobBytes, b"abc")];
    let mut written = Vec::new();
    let pieces = frames.iter().map(|frame| Ok(frame.clone()));
    write_bundle(&mut written, &bundle_head(), &shared, &signer, &ask, pieces).unwrap();
    same("bundle.ends", &written);
    for (name, abilities) in [("bundle", Abilities::default()), ("bundle.abilities", hello().abilities)] {
        let bytes = golden(name);
        let bundle = Bundle::read(&bytes).unwrap();
        assert_eq!(bundle.head, BundleHead { ends_ms: None, ..bundle_head() });
        let (message, mut rest) = bundle.open::<BundleAsk>(&signer.public(), &shared).unwrap();
        assert_eq!(message, BundleAsk { hello: Hello { abilities, ..hello() }, pull: pull() });
        let mut read = Vec::new();
        std::io::Read::read_to_end(&mut rest, &mut read).unwrap();
        assert_eq!(read, frames.concat());
    }
}

#[test]
fn a_signature_is_over_the_bytes_as_they_came() {
    let signer = DeviceKey::from_seed(&[8; 32]).public();
    // A change with a field from tomorrow verifies and reads, and is passed on as it was.
    let bytes = with_a_field_from_tomorrow(&signed().bytes);
    let signature = DeviceKey::from_seed(&[8; 32]).sign(&bytes);
    let tomorrow = SignedChange { bytes, signature, key: None };
    assert_eq!(tomorrow.verified(&signer).unwrap(), change());
    let passed_on: SignedChange = minicbor::decode(&minicbor::to_vec(&tomorrow).unwrap()).unwrap();
    assert_eq!(passed_on, tomorrow);
    let other = SignedChange { signature: Signature([0; 64]), ..tomorrow };
    assert!(other.verified(&signer).is_err());
}
