//! A count and a digest of what a replica holds of each scope, kept up to date with every row.
//!
//! The digest is the exclusive or of SHA-256 over each row's stamp and body, cut to 16 bytes: it does not depend on the
//! order in which rows came, and a row that is replaced is taken out again. Two replicas that compare equal hold the same
//! rows; it finds accidents, and is no defence against somebody who forges rows on purpose: signatures are.

use beibao_domain::{AreaId, DeviceId, Hash, Hlc, Stamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::Result;
use crate::table::rows;

/// What a replica holds of one scope.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest {
    /// Facts, edits and unread bodies.
    pub count: u64,
    /// See the module.
    pub digest: [u8; 16],
}

impl Digest {
    fn toggle(&mut self, stamp: Stamp, body: &str) {
        self.toggle_share(share(stamp, body));
    }

    pub(crate) fn toggle_share(&mut self, share: [u8; 16]) {
        for (own, other) in self.digest.iter_mut().zip(share) {
            *own ^= other;
        }
    }
}

/// What one row gives to the digest.
pub(crate) fn share(stamp: Stamp, body: &str) -> [u8; 16] {
    let mut text = Vec::with_capacity(24 + body.len());
    text.extend_from_slice(&stamp.at.0.to_be_bytes());
    text.extend_from_slice(stamp.device.0.as_bytes());
    text.extend_from_slice(body.as_bytes());
    let mut share = [0; 16];
    share.copy_from_slice(&Hash::of(&text).0[..16]);
    share
}

/// What is held of a scope.
pub fn of(sql: &Connection, area: AreaId) -> Result<Digest> {
    Ok(sql
        .prepare_cached("SELECT count, digest FROM scope_digest WHERE area = ?1")?
        .query_row([area.0], |row| Ok(Digest { count: row.get::<_, i64>(0)?.cast_unsigned(), digest: row.get(1)? }))
        .optional()?
        .unwrap_or_default())
}

/// A row of a scope came in.
pub(crate) fn added(sql: &Connection, area: AreaId, stamp: Stamp, body: &str) -> Result<()> {
    let mut digest = of(sql, area)?;
    digest.toggle(stamp, body);
    digest.count += 1;
    put(sql, area, digest)
}

/// A row of a scope went out.
pub(crate) fn removed(sql: &Connection, area: AreaId, stamp: Stamp, body: &str) -> Result<()> {
    let mut digest = of(sql, area)?;
    digest.toggle(stamp, body);
    digest.count = digest.count.saturating_sub(1);
    put(sql, area, digest)
}

fn put(sql: &Connection, area: AreaId, digest: Digest) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO scope_digest (area, count, digest) VALUES (?1, ?2, ?3)
         ON CONFLICT (area) DO UPDATE SET count = excluded.count, digest = excluded.digest",
    )?
    .execute(params![area.0, digest.count.cast_signed(), digest.digest])?;
    Ok(())
}

/// Counts a scope from its rows.
pub(crate) fn count_again(sql: &Connection, area: AreaId) -> Result<()> {
    let mut digest = Digest::default();
    each_row(sql, area, |stamp, body| {
        digest.toggle(stamp, &body);
        digest.count += 1;
    })?;
    put(sql, area, digest)
}

/// Every row of a scope that counts.
pub(crate) fn each_row(sql: &Connection, area: AreaId, mut each: impl FnMut(Stamp, String)) -> Result<()> {
    for table in ["fact", "register_edit", "unread"] {
        let query = format!("SELECT stamp_at, stamp_device, body FROM {table} WHERE area = ?1");
        for (stamp, body) in rows(sql, &query, [area.0], |row| {
            let stamp = Stamp { at: Hlc(row.get::<_, i64>(0)?.cast_unsigned()), device: DeviceId(row.get(1)?) };
            Ok((stamp, row.get::<_, String>(2)?))
        })? {
            each(stamp, body);
        }
    }
    Ok(())
}

/// The same without some rows, that are there and not counted elsewhere.
pub fn without(mut digest: Digest, rows: impl Iterator<Item = (Stamp, String)>) -> Digest {
    for (stamp, body) in rows {
        digest.toggle(stamp, &body);
        digest.count = digest.count.saturating_sub(1);
    }
    digest
}
