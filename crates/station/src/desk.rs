//! What the desk looks at and decides: conflicts, what was set aside, whether the log is whole.

use beibao_domain::change::ChainEnd;
use beibao_domain::{BodyKey, keys::Signature};
use beibao_domain::{Change, DeviceId, Epoch, Hash, Payload, PublicKey, SignedChange};
use beibao_replica::conflicts::{self, Conflict};
use beibao_replica::table::{register, rows};
use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;
use uuid::Uuid;

use crate::station::{Result, Station};

/// Where a chain of the log breaks, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The station's number of the change.
    pub number: u64,
    /// Whose chain.
    pub device: DeviceId,
    /// What does not hold.
    pub link: Link,
}

/// What does not hold at a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Its bytes do not have the hash under which they are kept.
    Hash,
    /// It does not follow the one before it.
    Chain,
    /// Its signature is not its device's.
    Signature,
    /// Nobody knows its device.
    Device,
}

/// What `verify` found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Changes that were looked at.
    pub changes: u64,
    /// Chains, one for each installation.
    pub chains: u64,
    /// The first place that does not hold.
    pub broken: Option<Broken>,
}

/// A change that is kept and not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The station's number.
    pub number: u64,
    /// Who works with the tablet that said it.
    pub officer: String,
    /// Its kind, such as `fact/visit`.
    pub kind: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Why: a problem's code.
    pub reason: String,
}

impl Station {
    /// Reads the whole log and checks each hash, link and signature; names the first that does not hold.
    pub fn verify(&self) -> Result<Verified> {
        self.read_alone(|sql| {
            let mut verified = Verified::default();
            let keys =
                rows(sql, "SELECT id, key FROM device", [], |row| Ok((DeviceId(row.get(0)?), PublicKey(row.get(1)?))))?;
            let own = (self.author().device, self.author().key.public());
            let mut statement =
                sql.prepare("SELECT number, hash, bytes, signature, body_key FROM change ORDER BY device, epoch, seq")?;
            let mut found = statement.query([])?;
            let mut end: Option<(DeviceId, ChainEnd)> = None;
            while let Some(row) = found.next()? {
                let number = row.get::<_, i64>(0)?.cast_unsigned();
                let kept = Hash(row.get(1)?);
                let key = row.get::<_, Option<[u8; 32]>>(4)?.map(BodyKey);
                let signed = SignedChange { bytes: row.get(2)?, signature: Signature(row.get(3)?), key };
                verified.changes += 1;
                let change = signed.read().ok();
                let (device, epoch) =
                    change.as_ref().map_or((own.0, Epoch(Uuid::nil())), |change| (change.device, change.epoch));
                let before = match end {
                    Some((of, end)) if of == device && end.epoch == epoch => end,
                    _ => {
                        verified.chains += 1;
                        ChainEnd::start(epoch)
                    }
                };
                let signer = std::iter::once(&own).chain(&keys).find(|(id, _)| *id == device).map(|(_, key)| key);
                if let Some(link) = fault(&signed, change.as_ref(), kept, before, signer) {
                    verified.broken = Some(Broken { number, device, link });
                    return Ok(verified);
                }
                end = Some((device, before.after(&signed)));
            }
            Ok(verified)
        })
    }

    /// Conflicts that nobody has settled.
    pub fn conflicts(&self) -> Result<Vec<Conflict>> {
        self.read(|sql| Ok(conflicts::all(sql)?))
    }

    /// Settles one with one of its values, by somebody who has seen `seen`.
    pub fn settle(&self, row: Uuid, field: &str, value: &str, seen: &str) -> Result<()> {
        self.write(|tx| {
            let edit = conflicts::settled(&tx.sql, row, field, value, seen)?;
            let area = register::scope(&tx.sql, edit.register, row)?.ok_or(beibao_domain::ProblemCode::NotFound)?;
            tx.say(area, &Payload::Edit(edit))
        })
    }

    /// What is kept and not applied, the newest first.
    pub fn set_aside(&self) -> Result<Vec<SetAside>> {
        self.read(|sql| {
            let mut statement = sql.prepare(
                "SELECT c.number, c.bytes, c.received_at, c.reason,
                        (SELECT o.name FROM device d JOIN officer o ON o.id = d.officer WHERE d.id = c.device)
                 FROM change c WHERE c.reason IS NOT NULL ORDER BY c.number DESC LIMIT 1000",
            )?;
            let kept = statement.query_map([], |row| {
                let bytes: Vec<u8> = row.get(1)?;
                Ok(SetAside {
                    number: row.get::<_, i64>(0)?.cast_unsigned(),
                    officer: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                    kind: minicbor::decode::<Change>(&bytes).map(|change| change.kind).unwrap_or_default(),
                    received_at: beibao_replica::table::instant(row.get(2)?),
                    reason: row.get(3)?,
                })
            })?;
            Ok(kept.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// How many changes came under a number that another one has.
    pub fn forks(&self) -> Result<u64> {
        self.read(|sql| {
            let forks = sql.query_row("SELECT count(*) FROM fork", [], |row| row.get::<_, i64>(0)).optional()?;
            Ok(forks.unwrap_or(0).cast_unsigned())
        })
    }
}

fn fault(
    signed: &SignedChange,
    change: Option<&Change>,
    kept: Hash,
    before: ChainEnd,
    signer: Option<&PublicKey>,
) -> Option<Link> {
    if signed.hash() != kept {
        return Some(Link::Hash);
    }
    let Some(change) = change else { return Some(Link::Hash) };
    if (change.seq, change.prev) != (before.seq + 1, before.hash) {
        return Some(Link::Chain);
    }
    match signer {
        None => Some(Link::Device),
        Some(key) if !key.verifies(&signed.bytes, &signed.signature) => Some(Link::Signature),
        Some(_) => None,
    }
}
