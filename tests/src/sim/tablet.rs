//! A tablet in a story: what its officer does with it, and what the world does to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use beibao_domain::change::{Author, ChainEnd};
use beibao_domain::enrolment::Offer;
use beibao_domain::keys::Signature;
use beibao_domain::visit::Visit;
use beibao_domain::{
    AreaId, BodyKey, DeviceKey, Epoch, Fact, FactBody, FactId, Hash, Hlc, HouseholdId, OfficerId, Payload, PersonId,
    Problem, ProblemCode, SignedChange, World,
};
use beibao_replica::table::{fact, person, rows};
use beibao_replica::{conflicts, find, original};
use beibao_station::{Station, Visitor};
use beibao_store::application::Shot;
use beibao_store::household_page::{self, HouseholdField};
use beibao_store::table::{compared, outbox, picture};
use beibao_store::vault::Cost;
use beibao_store::{Enrolment, Store, application, conflict, visit};
use beibao_wire::{Batch, FrameKind, SyncApi, frame, pack};
use rusqlite::Connection;

use super::PASSPHRASE;
use crate::TestWorld;

/// Something that was said to be saved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// A fact by name.
    Fact(FactId),
    /// A value that an edit wrote.
    Value(String),
    /// A blob, whole.
    Blob([u8; 32]),
}

/// A tablet in a story.
#[derive(Debug)]
pub struct SimTablet {
    folder: PathBuf,
    pub(crate) world: Arc<TestWorld>,
    store: Option<Arc<Store>>,
}

/// Lets the power fail after so many instructions of the database: the statement that runs then is undone.
pub(crate) fn power_fails(connection: &mut Connection, after: u32) {
    let mut left = after;
    let handler = move || {
        left = left.saturating_sub(1);
        left == 0
    };
    connection.progress_handler(1, Some(handler)).expect("a handler");
}

impl SimTablet {
    pub(crate) async fn enrol(folder: &Path, station: &Arc<Station>, seed: u64) -> Self {
        let world = Arc::new(TestWorld::new(seed));
        let enrolment = enrolment(station, &world).await;
        // Guessing is cheap here: stories open thousands of tablets.
        let cost = Cost { memory_kib: 8, passes: 1 };
        let store = Store::create_at(cost, folder, PASSPHRASE, enrolment, world.clone()).expect("a tablet");
        Self { folder: folder.to_owned(), world, store: Some(Arc::new(store)) }
    }

    pub(crate) fn open(folder: &Path, world: Arc<TestWorld>) -> Self {
        let mut tablet = Self { folder: folder.to_owned(), world, store: None };
        tablet.restart();
        tablet
    }

    pub(crate) fn store(&self) -> &Arc<Store> {
        self.store.as_ref().expect("the tablet is open")
    }

    pub(crate) fn close(&mut self) {
        self.store = None;
    }

    pub(crate) fn restart(&mut self) {
        self.store = None;
        let opened = Store::open(&self.folder, PASSPHRASE, self.world.clone());
        self.store = Some(Arc::new(opened.expect("the tablet opens again")));
    }

    pub(crate) fn visitor(&self, station: &Arc<Station>) -> Visitor {
        Visitor::new(Arc::clone(station), self.key().public())
    }

    fn key(&self) -> DeviceKey {
        DeviceKey::from_seed(&self.store().identity().enrolment.device_seed)
    }

    pub(crate) async fn sync(&self, api: &impl SyncApi) -> Result<(), Problem> {
        beibao_sync::sync(self.store(), api, &AtomicBool::new(false), |_| {}).await
    }

    fn home(&self, n: usize) -> Option<HouseholdId> {
        let found = self.store().read(|sql| Ok(find::search(sql, "01-", None)?)).expect("a search");
        let mut homes: Vec<HouseholdId> = found.hits.into_iter().map(|hit| hit.household_id).collect();
        homes.sort();
        homes.dedup();
        homes.get(n).copied()
    }

    pub(crate) fn visit(&self, home: usize, diary: &str) -> Option<Held> {
        let mut draft = visit::open_draft(self.store(), self.home(home)?).ok()?.draft;
        draft.diary = diary.to_owned();
        self.store().write(|tx| visit::save(tx, &draft)).ok().map(Held::Fact)
    }

    pub(crate) fn correct(&self, which: usize, diary: &str) -> Option<Held> {
        let shown = standing(|read| self.store().read(|sql| Ok(read(sql))));
        let id = shown.get(which % shown.len().max(1)).copied()?;
        let mut draft = visit::open_correction(self.store(), id).ok()?.draft;
        draft.diary = diary.to_owned();
        self.store().write(|tx| visit::save(tx, &draft)).ok().map(Held::Fact)
    }

    pub(crate) fn edit(&self, home: usize, notes: bool, value: &str) -> Option<Held> {
        let home = self.home(home)?;
        let page = self.store().read(|sql| household_page::page(sql, home, Default::default())).ok()?;
        let (field, seen) = match notes {
            true => (HouseholdField::AccessNotes, page.access_notes.seen),
            false => (HouseholdField::Phone, page.phone.seen),
        };
        self.store().write(|tx| household_page::edit(tx, home, field, value, &seen)).ok()?;
        Some(Held::Value(value.to_owned()))
    }

    pub(crate) fn settle(&self) -> Option<Held> {
        let open = self.store().read(|sql| Ok(conflicts::all(sql)?)).expect("the conflicts").into_iter().next()?;
        let chosen = open.choices.last()?;
        let settled = self.store().write(|tx| conflict::settle(tx, open.row, &open.field, &chosen.value, &open.seen));
        settled.ok().map(|()| Held::Value(chosen.shown.clone()))
    }

    /// What is owed of it, and of whom it is.
    pub(crate) fn portrait(&self, bytes: usize, seed: u64) -> Option<(PersonId, Vec<Held>)> {
        let chance = TestWorld::new(seed);
        let (mut jpeg, mut original) = (vec![0; bytes], vec![0; bytes / 2 + 1]);
        chance.fill(&mut jpeg);
        chance.fill(&mut original);
        let home = self.home(0)?;
        let members = self.store().read(|sql| Ok(person::members(sql, home)?)).expect("the members");
        let (person, _) = members.first()?;
        let applied = self.store().write(|tx| crate::tablet::apply(tx, *person)).ok()?;
        let attach = |tx: &mut beibao_store::Tx<'_>| {
            let shot = Shot { finished: &jpeg, original: Some((&original, Default::default())) };
            application::attach_portrait(tx, applied, shot, application::Judged::by("ga461", 1))
        };
        let blobs = [Held::Blob(Hash::of(&jpeg).0), Held::Blob(Hash::of(&original).0)];
        let held = match self.store().write(attach) {
            Ok(attached) => [Held::Fact(applied), Held::Fact(attached)].into_iter().chain(blobs).collect(),
            Err(_) => vec![Held::Fact(applied)],
        };
        Some((*person, held))
    }

    /// A body of a kind that no version here knows.
    pub(crate) fn say_from_the_future(&self, text: &str) -> Option<Held> {
        let area = self.area()?;
        let payload = Payload::Unknown { kind: "fact/telepathy".into(), body: serde_json::json!({ "text": text }) };
        self.store().write(|tx| tx.say(area, &payload)).ok()?;
        Some(Held::Value(text.to_owned()))
    }

    fn area(&self) -> Option<AreaId> {
        let home = self.home(0)?;
        self.store().read(|sql| Ok(beibao_replica::table::household::read(sql, home)?.area)).ok()?
    }

    pub(crate) fn full_disk(&self, text: &str) {
        let limit = |pages: i64| {
            let set = format!("PRAGMA max_page_count = {pages}");
            self.store().writer().query_row(&set, [], |_| Ok(())).expect("a limit");
        };
        let pages = self.store().writer().query_row("PRAGMA page_count", [], |row| row.get(0)).expect("a count");
        limit(pages);
        let _ = self.visit(0, &"长".repeat(6_000));
        let _ = self.edit(1, true, text);
        limit(1_000_000);
    }

    pub(crate) fn power_cut(&mut self, after: u32, text: &str) -> Vec<Held> {
        power_fails(&mut self.store().writer(), after);
        // What returns is on the disk, however soon after it the power fails.
        let saved = self.visit(0, text).into_iter().chain(self.edit(1, true, text)).collect();
        self.restart();
        saved
    }

    /// The power fails between a write and its flush: of what was written since the last flush the disk has anything, and the
    /// officer was not told that it is saved.
    pub(crate) fn torn_write(&mut self, cut: u64, text: &str) -> Vec<Held> {
        let saved = self.visit(0, text).into_iter().collect();
        let journal = self.folder.join("beibao.db-wal");
        let Ok(before) = std::fs::read(&journal) else { return saved };
        self.edit(1, true, "this was never said to be saved");
        let Ok(after) = std::fs::read(&journal) else { return saved };
        if after.len() <= before.len() || after[..before.len()] != before[..] {
            // The journal began anew in between: there is nothing that was written and not flushed.
            self.restart();
            return saved;
        }
        let database = std::fs::read(self.folder.join("beibao.db")).expect("the database");
        self.close_without_a_word();
        let written = after.len() - before.len();
        let kept = before.len() + usize::try_from(cut % (written as u64)).unwrap_or(0);
        let mut torn = after;
        for byte in torn.iter_mut().skip(kept).step_by(3) {
            *byte = byte.wrapping_add(0x55);
        }
        torn.truncate(kept + usize::try_from((cut >> 32) % (written as u64)).unwrap_or(0).min(written));
        std::fs::write(self.folder.join("beibao.db"), database).expect("the database");
        std::fs::write(&journal, torn).expect("the journal");
        let _ = std::fs::remove_file(self.folder.join("beibao.db-shm"));
        self.restart();
        saved
    }

    /// Closes; what closing writes is put back by the caller, because a power cut writes nothing.
    fn close_without_a_word(&mut self) {
        self.store = None;
    }

    /// What this tablet itself said and still has, and the blobs that it has.
    pub(crate) fn own(&self) -> BTreeSet<Held> {
        self.store()
            .read(|sql| {
                // Nothing but the outbox is ever sent: what came back from the station and was lost there stays here, and is told.
                let query = "SELECT bytes, signature, body_key FROM outbox";
                let mut held: BTreeSet<Held> = said(&rows(sql, query, [], signed)?);
                held.extend(rows(sql, "SELECT hash FROM picture", [], |row| Ok(Held::Blob(row.get(0)?)))?);
                Ok(held)
            })
            .expect("its own")
    }

    /// The stamps of what the station set aside: this tablet shows it, and nobody else does.
    pub(crate) fn set_aside(&self) -> Vec<String> {
        let kept = self.store().read(|sql| {
            let query = "SELECT bytes FROM outbox WHERE state = 'set_aside' AND reason <> 'change_unknown_kind'";
            Ok(rows(sql, query, [], |row| row.get::<_, Vec<u8>>(0))?)
        });
        let stamp = |bytes: Vec<u8>| {
            let change: beibao_domain::Change = minicbor::decode(&bytes).expect("a change");
            format!("{:X}{} ", change.device.0.simple(), change.at.0.cast_signed())
        };
        kept.expect("the outbox").into_iter().map(stamp).collect()
    }

    pub(crate) fn unsent_and_differing(&self) -> (u32, u32) {
        let counted = self
            .store()
            .read(|sql| Ok((outbox::counts(sql)?.unsent + picture::owed(sql)?.0, compared::differing(sql)?)));
        counted.expect("a count")
    }

    pub(crate) async fn enrol_anew(&mut self, station: &Arc<Station>) -> Result<(), String> {
        let enrolment = enrolment(station, &self.world).await;
        self.store().change_identity(&enrolment).map_err(|error| error.to_string())?;
        self.restart();
        Ok(())
    }

    /// Sends something evil in a way that only this tablet could. It must be answered, and block nothing.
    pub(crate) async fn poison(&self, station: &Arc<Station>, kind: usize) -> Result<(), String> {
        let device = self.store().identity().enrolment.device;
        let author = Author { device, officer: OfficerId::new(&*self.world), key: self.key() };
        let end = ChainEnd::start(Epoch::new(&*self.world));
        let payload = Payload::Fact(Fact {
            id: super::fact_id(&self.world),
            happened_at: self.world.now(),
            household: None,
            person: None,
            during: None,
            supersedes: None,
            first: None,
            body: FactBody::Visit(Visit {
                diary: "poison".into(),
                services: Vec::new(),
                handouts: Vec::new(),
                anti_fraud: Default::default(),
                service_point: None,
            }),
        });
        let foreign = AreaId(uuid::Uuid::from_u128(99));
        let at = Hlc::at(self.world.now());
        let mut change = author.write(&*self.world, end, at, foreign, &payload).map_err(|error| error.to_string())?;
        let bytes = match kind {
            // An area that it does not have, an officer that it is not.
            0 => frame(FrameKind::Changes, &pack(&Batch { changes: vec![change] })),
            // A signature that does not hold.
            1 => {
                change.signature.0[3] ^= 1;
                frame(FrameKind::Changes, &pack(&Batch { changes: vec![change] }))
            }
            // A body that does not open.
            2 => {
                change.key = Some(BodyKey([1; 32]));
                frame(FrameKind::Changes, &pack(&Batch { changes: vec![change] }))
            }
            // Nonsense, and nonsense that claims to be long.
            3 => frame(FrameKind::Changes, &[0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3]),
            4 => vec![1, 0xFF, 0xFF, 0xFF, 0x7F, 0],
            _ => vec![0xEE; 64],
        };
        let visitor = self.visitor(station);
        let _ = visitor.push(Box::new(std::iter::once(bytes))).await;
        Ok(())
    }
}

/// Whether nothing but a new enrolment helps.
pub(crate) fn is_shut_out(problem: &Problem) -> bool {
    matches!(problem.code, ProblemCode::TabletCloned | ProblemCode::TabletUnknown)
}

async fn enrolment(station: &Arc<Station>, world: &TestWorld) -> Enrolment {
    let code = station.enrolment_code("000101", "https://nowhere.invalid", false).expect("a code");
    let offer = Offer::read(&code, station.world().now()).expect("an offer");
    let line =
        |_: &Offer, _, seed: &[u8; 32]| Ok(Visitor::new(Arc::clone(station), DeviceKey::from_seed(seed).public()));
    beibao_sync::introduce(offer, world, line).await.expect("enrolled")
}

/// The values in an edit's body, or the text of a body from the future.
fn values(body: &str) -> Vec<Held> {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let set = body["set"].as_object().into_iter().flat_map(|set| set.values()).map(|field| &field["value"]);
    set.chain([&body["text"]]).filter_map(|value| value.as_str()).map(|value| Held::Value(value.to_owned())).collect()
}

fn signed(row: &rusqlite::Row<'_>) -> rusqlite::Result<SignedChange> {
    let key = row.get::<_, Option<[u8; 32]>>(2)?.map(BodyKey);
    Ok(SignedChange { bytes: row.get(0)?, signature: Signature(row.get(1)?), key })
}

/// What changes say that still open.
fn said(changes: &[SignedChange]) -> BTreeSet<Held> {
    let mut held = BTreeSet::new();
    for signed in changes {
        let Ok(change) = signed.read() else { continue };
        match signed.open(&change) {
            Ok(Some((_, Payload::Fact(fact)))) => drop(held.insert(Held::Fact(fact.id))),
            Ok(Some((body, _))) => held.extend(values(&String::from_utf8_lossy(&body))),
            _ => {}
        }
    }
    held
}

/// Everything that the station holds, applied or set aside.
pub(crate) fn held_by_station(station: &Station) -> BTreeSet<Held> {
    let (changes, blobs) = station
        .read(|sql| {
            let query =
                "SELECT bytes, signature, body_key FROM change UNION ALL SELECT bytes, signature, body_key FROM fork";
            Ok((
                rows(sql, query, [], signed)?,
                rows(sql, "SELECT hash FROM blob", [], |row| row.get::<_, [u8; 32]>(0))?,
            ))
        })
        .expect("what it holds");
    let mut held = said(&changes);
    for hash in blobs {
        if station.blob(Hash(hash)).expect("a blob").is_some() {
            held.insert(Held::Blob(hash));
        }
    }
    held
}

/// A visit of which more than one saying counts, or none.
pub(crate) fn counted_twice(station: &Station) -> Option<String> {
    let bodies = station
        .read(|sql| Ok(rows(sql, "SELECT body FROM fact WHERE kind = 'visit'", [], |row| row.get::<_, String>(0))?))
        .expect("the facts");
    let mut chains: BTreeMap<FactId, usize> = BTreeMap::new();
    let facts: Vec<Fact> = bodies.iter().filter_map(|body| serde_json::from_str(body).ok()).collect();
    facts.iter().for_each(|fact| {
        chains.entry(fact.chain().unwrap_or(fact.id)).or_default();
    });
    for id in standing(|read| station.read(|sql| Ok(read(sql)))) {
        let fact = facts.iter().find(|fact| fact.id == id)?;
        *chains.entry(fact.chain().unwrap_or(id)).or_default() += 1;
    }
    chains.into_iter().find(|(_, count)| *count != 1).map(|(id, count)| format!("{id} counts {count} times"))
}

type Reading<'a, R> = &'a dyn Fn(&Connection) -> R;

/// The visits that count.
fn standing<E: std::fmt::Debug>(
    reading: impl FnOnce(Reading<'_, Vec<FactId>>) -> Result<Vec<FactId>, E>,
) -> Vec<FactId> {
    let query = "SELECT id FROM standing WHERE kind = 'visit' ORDER BY id";
    reading(&|sql| rows(sql, query, [], |row| Ok(FactId(row.get(0)?))).expect("what stands")).expect("what stands")
}

/// What replicas must agree on: what was said, and what they make of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// Facts, edits, bodies that nobody reads.
    pub(crate) said: BTreeSet<String>,
    /// Rows, conflicts, what counts, digests.
    pub(crate) made: BTreeSet<String>,
}

pub(crate) fn state<E: std::fmt::Debug>(reading: impl FnOnce(Reading<'_, State>) -> Result<State, E>) -> State {
    let all = |sql: &Connection, queries: &[&str]| -> BTreeSet<String> {
        let part = |query: &&str| rows(sql, query, [], |row| row.get::<_, String>(0)).expect("rows");
        queries.iter().flat_map(part).collect()
    };
    reading(&|sql| State {
        said: all(
            sql,
            &[
                "SELECT hex(stamp_device) || stamp_at || ' fact ' || hex(id) || hex(coalesce(first, x'')) || body FROM fact",
                "SELECT hex(stamp_device) || stamp_at || ' edit ' || hex(row) || body FROM register_edit",
                "SELECT hex(stamp_device) || stamp_at || ' unread ' || body FROM unread",
            ],
        ),
        made: all(
            sql,
            &[
                "SELECT 'household ' || json_array(hex(id), code, hex(area), access_notes, phone) FROM household",
                "SELECT 'person ' || json_array(hex(id), hex(household), name, id_number) FROM person",
                "SELECT 'conflict ' || hex(row) || field FROM conflict",
                "SELECT 'stands ' || hex(id) FROM standing",
                "SELECT 'matter ' || json_array(hex(id), kind, hex(household), hex(person), state, open, due_on, happened_at) FROM matter",
                "SELECT 'counted ' || json_array(hex(of), figure, at, sum(count), count(*), hex(area), hex(officer), hex(fact)) FROM counted GROUP BY of, figure, at, area, officer, fact",
                "SELECT 'digest ' || hex(area) || count || hex(digest) FROM scope_digest WHERE count > 0",
            ],
        ),
    })
    .expect("the state")
}

/// An original on which the desk has decided and whose bytes are still somewhere.
pub(crate) fn useless_originals(station: &Station, tablets: &[SimTablet]) -> Option<Hash> {
    let originals = |sql: &Connection| -> beibao_replica::Result<Vec<Hash>> {
        let mut useless = Vec::new();
        for told in fact::of_kind(sql, "portrait")? {
            let FactBody::Portrait(portrait) = told.fact.body else { continue };
            let hash = portrait.original_hash();
            useless.extend(hash.filter(|hash| original::is_needed(sql, *hash).is_ok_and(|needed| !needed)));
        }
        Ok(useless)
    };
    let useless = station.read(|sql| Ok(originals(sql)?)).expect("the originals");
    let kept = |tablet: &SimTablet, hash| tablet.store().read(|sql| picture::read(sql, hash)).is_ok();
    useless.into_iter().find(|hash| {
        station.blob(*hash).is_ok_and(|blob| blob.is_some()) || tablets.iter().any(|tablet| kept(tablet, *hash))
    })
}
