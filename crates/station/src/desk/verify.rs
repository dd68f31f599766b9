//! Whether the log is whole: every hash, link and signature of it.

use beibao_domain::change::ChainEnd;
use beibao_domain::{BodyKey, keys::Signature};
use beibao_domain::{Change, DeviceId, Epoch, Hash, PublicKey, SignedChange};
use beibao_replica::table::rows;
use uuid::Uuid;

use super::progress::Progress;
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

impl Station {
    /// Reads the whole log and checks each hash, link and signature; names the first that does not hold.
    pub fn verify(&self) -> Result<Verified> {
        self.verify_counted(&Progress::default())
    }

    /// The same, each change counted.
    pub(crate) fn verify_counted(&self, progress: &Progress) -> Result<Verified> {
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
                progress.step();
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
