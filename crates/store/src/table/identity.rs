//! Who this installation is, and how far its clock and its chain have come. One row.

use beibao_domain::change::ChainEnd;
use beibao_domain::{BodyKey, DeviceId, Epoch, Hash, Hlc, OfficerId, PublicKey};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{bytes, instant};
use crate::store::{Enrolment, Identity};
use crate::{Result, StoreError, Tx};

pub(crate) fn insert(sql: &Connection, enrolment: &Enrolment, epoch: Epoch) -> Result<()> {
    sql.execute(
        "INSERT INTO identity (one, device, epoch, device_seed, officer, station, station_key, station_name, url,
                               certificate, bundle_key, chain_hash)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            enrolment.device.0,
            epoch.0,
            enrolment.device_seed,
            enrolment.officer.0,
            enrolment.station.0,
            enrolment.station_key.0,
            enrolment.station_name,
            enrolment.url,
            enrolment.certificate.0,
            enrolment.bundle_key.0,
            Hash::NONE.0,
        ],
    )?;
    Ok(())
}

pub(crate) fn read(sql: &Connection) -> Result<Option<Identity>> {
    sql.query_row(
        "SELECT device, epoch, device_seed, officer, station, station_key, station_name, url, certificate, bundle_key
         FROM identity",
        [],
        |row| {
            Ok(Identity {
                enrolment: Enrolment {
                    device: DeviceId(row.get(0)?),
                    device_seed: row.get(2)?,
                    officer: OfficerId(row.get(3)?),
                    station: DeviceId(row.get(4)?),
                    station_key: PublicKey(row.get(5)?),
                    station_name: row.get(6)?,
                    url: row.get(7)?,
                    certificate: Hash(row.get(8)?),
                    bundle_key: BodyKey(row.get(9)?),
                },
                epoch: Epoch(row.get(1)?),
            })
        },
    )
    .optional()
    .map_err(StoreError::from)
}

pub(crate) fn clock_and_chain(sql: &Connection) -> Result<(Hlc, ChainEnd)> {
    let (clock, seq, hash, epoch): (i64, i64, Vec<u8>, Uuid) = sql
        .prepare_cached("SELECT clock, chain_seq, chain_hash, epoch FROM identity")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let end = ChainEnd { epoch: Epoch(epoch), seq: seq.cast_unsigned(), hash: Hash(bytes(hash)?) };
    Ok((Hlc(clock.cast_unsigned()), end))
}

pub(crate) fn save_clock_and_chain(sql: &Connection, clock: Hlc, end: ChainEnd) -> Result<()> {
    sql.prepare_cached("UPDATE identity SET clock = ?1, chain_seq = ?2, chain_hash = ?3, epoch = ?4")?
        .execute(params![clock.0.cast_signed(), end.seq.cast_signed(), end.hash.0, end.epoch.0])?;
    Ok(())
}

/// The installation in whose name this tablet speaks now.
pub fn epoch(sql: &Connection) -> Result<Epoch> {
    Ok(sql.query_row("SELECT epoch FROM identity", [], |row| Ok(Epoch(row.get(0)?)))?)
}

/// Where the station answered last.
pub fn url(sql: &Connection) -> Result<String> {
    Ok(sql.query_row("SELECT url FROM identity", [], |row| row.get(0))?)
}

/// The station answers somewhere else now; its certificate was seen there.
pub fn moved(tx: &mut Tx<'_>, url: &str) -> Result<()> {
    tx.sql.execute("UPDATE identity SET url = ?1", [url])?;
    Ok(())
}

/// Why the station takes what this tablet owes and gives it nothing; `None` for a tablet in good standing.
pub fn quarantine(sql: &Connection) -> Result<Option<String>> {
    Ok(sql.query_row("SELECT quarantine FROM identity", [], |row| row.get(0))?)
}

pub(crate) fn set_quarantine(sql: &Connection, reason: Option<&str>) -> Result<()> {
    sql.execute("UPDATE identity SET quarantine = ?1 WHERE quarantine IS NOT ?1", [reason])?;
    Ok(())
}

/// The salt of the newest bundle, whose answer is waited for; `None` once something newer was heard.
pub fn bundle_salt(sql: &Connection) -> Result<Option<Hash>> {
    Ok(sql.query_row("SELECT bundle_salt FROM identity", [], |row| Ok(row.get::<_, Option<[u8; 32]>>(0)?.map(Hash)))?)
}

/// See [`bundle_salt`].
pub(crate) fn set_bundle_salt(sql: &Connection, salt: Option<Hash>) -> Result<()> {
    sql.prepare_cached("UPDATE identity SET bundle_salt = ?1 WHERE bundle_salt IS NOT ?1")?
        .execute([salt.map(|salt| salt.0)])?;
    Ok(())
}

/// Another identity in place of the one that this tablet had.
pub(crate) fn replace(sql: &Connection, enrolment: &Enrolment) -> Result<()> {
    sql.execute(
        "UPDATE identity SET device = ?1, device_seed = ?2, officer = ?3, station = ?4, station_key = ?5,
                             station_name = ?6, url = ?7, certificate = ?8, bundle_key = ?9, quarantine = NULL",
        params![
            enrolment.device.0,
            enrolment.device_seed,
            enrolment.officer.0,
            enrolment.station.0,
            enrolment.station_key.0,
            enrolment.station_name,
            enrolment.url,
            enrolment.certificate.0,
            enrolment.bundle_key.0,
        ],
    )?;
    Ok(())
}

/// The end of the station's log when this tablet last pulled: the number and hash of its last change.
pub fn mark(sql: &Connection) -> Result<Option<(u64, Hash)>> {
    let mark = sql.query_row("SELECT mark_number, mark_hash FROM identity", [], |row| {
        Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<[u8; 32]>>(1)?))
    })?;
    Ok(mark.0.zip(mark.1).map(|(number, hash)| (number.cast_unsigned(), Hash(hash))))
}

pub(crate) fn set_mark(sql: &Connection, mark: Option<(u64, Hash)>) -> Result<()> {
    let (number, hash) = mark.map(|(number, hash)| (number.cast_signed(), hash.0)).unzip();
    sql.execute("UPDATE identity SET mark_number = ?1, mark_hash = ?2", params![number, hash])?;
    Ok(())
}

/// Two instants: the last answer, the last application.
pub type ContactAndApplied = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// When the station last answered, and when it last applied something of ours.
pub fn last_contact(sql: &Connection) -> Result<ContactAndApplied> {
    let (contact, applied): (Option<i64>, Option<i64>) =
        sql.query_row("SELECT contact_at, applied_at FROM identity", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((contact.map(instant), applied.map(instant)))
}

pub(crate) fn contacted(sql: &Connection, at: DateTime<Utc>) -> Result<()> {
    sql.execute("UPDATE identity SET contact_at = ?1", [at.timestamp_millis()])?;
    Ok(())
}

pub(crate) fn applied(sql: &Connection, at: DateTime<Utc>) -> Result<()> {
    sql.execute("UPDATE identity SET applied_at = ?1", [at.timestamp_millis()])?;
    Ok(())
}
