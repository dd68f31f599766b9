//! Enrolment codes: given out at the desk, used once by a tablet.

use beibao_domain::enrolment::Offer;
use beibao_domain::officer::Officer;
use beibao_domain::{AreaId, DeviceId, Hash, OfficerId, ProblemCode, PublicKey, RegisterKind};
use beibao_replica::table::{instant, officer, register, rows};
use beibao_wire::{Enrol, Enrolled};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::station::{Result, Station, Tx};

/// How long a code works.
pub const CODE_MINUTES: i64 = 30;

/// A tablet as the desk lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tablet {
    /// Its id.
    pub id: DeviceId,
    /// Who works with it.
    pub officer_name: String,
    /// That officer's badge number.
    pub badge: String,
    /// When it was enrolled.
    pub enrolled_at: DateTime<Utc>,
    /// When it last said hello.
    pub seen_at: Option<DateTime<Utc>>,
    /// When it was shut out.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When a second tablet was noticed that speaks with its identity.
    pub cloned_at: Option<DateTime<Utc>>,
    /// Whether it has every area.
    pub all_areas: bool,
    /// When somebody ordered that it be emptied.
    pub wipe_ordered_at: Option<DateTime<Utc>>,
    /// When it told that it was.
    pub emptied_at: Option<DateTime<Utc>>,
}

impl Station {
    /// A code for a tablet of the officer with this badge number. The tablet gets the officer's areas, or all of them.
    pub fn enrolment_code(&self, badge: &str, url: &str, all_areas: bool) -> Result<String> {
        let (officer_id, officer) = self.read(|sql| {
            let id = register::find(sql, RegisterKind::Officer, badge)?.map(OfficerId).ok_or(ProblemCode::NotFound)?;
            Ok((id, officer::read(sql, id)?.unwrap_or_default()))
        })?;
        let mut token = [0; 32];
        self.world().fill(&mut token);
        let expires_s = (self.world().now() + TimeDelta::minutes(CODE_MINUTES)).timestamp();
        // Only the token's hash is kept: whoever reads the database cannot enrol with it.
        self.write(|tx| {
            tx.sql.execute(
                "INSERT INTO enrolment (token, officer, all_areas, expires_s) VALUES (?1, ?2, ?3, ?4)",
                params![Hash::of(&token).0, officer_id.0, all_areas, expires_s],
            )?;
            Ok(())
        })?;
        let offer = Offer {
            url: url.to_owned(),
            certificate: self.secrets().fingerprint(),
            station: self.author().device,
            station_key: self.author().key.public(),
            token: Hash(token),
            station_name: self.name()?,
            officer_name: officer.name,
            expires_s,
        };
        Ok(offer.to_text(&self.author().key))
    }

    /// The officer with this badge number.
    pub fn officer(&self, badge: &str) -> Result<Option<Officer>> {
        self.read(|sql| match register::find(sql, RegisterKind::Officer, badge)? {
            Some(id) => Ok(officer::read(sql, OfficerId(id))?),
            None => Ok(None),
        })
    }

    /// The tablets, the newest first.
    pub fn tablets(&self) -> Result<Vec<Tablet>> {
        self.read(|sql| {
            let devices = rows(
                sql,
                "SELECT d.id, coalesce(o.name, ''), coalesce(o.badge, ''), d.enrolled_at, d.seen_at, d.revoked_at,
                        d.cloned_at, d.all_areas, d.wipe_ordered_at, d.emptied_at
                 FROM device d LEFT JOIN officer o ON o.id = d.officer ORDER BY d.enrolled_at DESC, d.id",
                [],
                |row| {
                    Ok(Tablet {
                        id: DeviceId(row.get(0)?),
                        officer_name: row.get(1)?,
                        badge: row.get(2)?,
                        enrolled_at: instant(row.get(3)?),
                        seen_at: row.get::<_, Option<i64>>(4)?.map(instant),
                        revoked_at: row.get::<_, Option<i64>>(5)?.map(instant),
                        cloned_at: row.get::<_, Option<i64>>(6)?.map(instant),
                        all_areas: row.get(7)?,
                        wipe_ordered_at: row.get::<_, Option<i64>>(8)?.map(instant),
                        emptied_at: row.get::<_, Option<i64>>(9)?.map(instant),
                    })
                },
            )?;
            Ok(devices)
        })
    }

    /// Makes a tablet known. `peer` is the key that the TLS handshake proved. The same tablet may ask again, in case the
    /// answer got lost; another one is told that the code was used.
    pub fn enrol(&self, peer: PublicKey, request: &Enrol) -> Result<Enrolled> {
        let now = self.world().now();
        self.write(|tx| {
            let found = tx
                .sql
                .query_row(
                    "SELECT officer, all_areas, expires_s, used_by FROM enrolment WHERE token = ?1",
                    [Hash::of(&request.token.0).0],
                    |row| {
                        Ok((
                            row.get::<_, Uuid>(0)?,
                            row.get::<_, bool>(1)?,
                            row.get::<_, i64>(2)?,
                            row.get::<_, Option<Uuid>>(3)?,
                        ))
                    },
                )
                .optional()?;
            let Some((officer, all_areas, expires_s, used_by)) = found else {
                return Err(ProblemCode::EnrolmentForged.into());
            };
            if request.key != peer || request.device == tx.device() {
                return Err(ProblemCode::EnrolmentForged.into());
            }
            match used_by {
                Some(device)
                    if device == request.device.0 && device_by_key(&tx.sql, peer)? == Some(request.device.0) => {}
                Some(_) => return Err(ProblemCode::EnrolmentUsed.into()),
                None if expires_s < now.timestamp() => return Err(ProblemCode::EnrolmentExpired.into()),
                None => {
                    tx.sql.execute(
                        "INSERT INTO device (id, key, officer, all_areas, enrolled_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                        params![request.device.0, peer.0, officer, all_areas, now.timestamp_millis()],
                    )?;
                    tx.sql.execute(
                        "UPDATE enrolment SET used_by = ?2 WHERE token = ?1",
                        params![Hash::of(&request.token.0).0, request.device.0],
                    )?;
                }
            }
            let bundle_key = self.secrets().bundle_key(request.device);
            Ok(Enrolled { officer: OfficerId(officer), bundle_key })
        })
    }

    /// Shuts a tablet out, at once.
    pub fn revoke(&self, device: DeviceId) -> Result<()> {
        self.write(|tx| revoke(tx, device))
    }

    /// Shuts a lost tablet out and orders it to empty itself when it comes.
    pub fn order_wipe(&self, device: DeviceId) -> Result<()> {
        self.write(|tx| order_wipe(tx, device))
    }
}

/// Shuts a tablet out, if it is not, and orders it to empty itself when it comes.
pub(crate) fn order_wipe(tx: &Tx<'_>, device: DeviceId) -> Result<()> {
    let now = tx.world().now().timestamp_millis();
    let query =
        "UPDATE device SET revoked_at = coalesce(revoked_at, ?2), wipe_ordered_at = coalesce(wipe_ordered_at, ?2)
                 WHERE id = ?1";
    match tx.sql.execute(query, params![device.0, now])? {
        0 => Err(ProblemCode::NotFound.into()),
        _ => Ok(()),
    }
}

pub(crate) fn revoke(tx: &Tx<'_>, device: DeviceId) -> Result<()> {
    let now = tx.world().now().timestamp_millis();
    match tx.sql.execute("UPDATE device SET revoked_at = ?2 WHERE id = ?1", params![device.0, now])? {
        0 => Err(ProblemCode::NotFound.into()),
        _ => Ok(()),
    }
}

fn device_by_key(sql: &Connection, key: PublicKey) -> Result<Option<Uuid>> {
    Ok(sql.query_row("SELECT id FROM device WHERE key = ?1", [key.0], |row| row.get(0)).optional()?)
}

/// The scopes that a tablet has now: the station's own, its officer's areas and all that lies in them; or everything.
pub(crate) fn scopes_of(sql: &Connection, device: DeviceId) -> Result<Vec<AreaId>> {
    let (officer, all_areas): (Uuid, bool) = sql
        .prepare_cached("SELECT officer, all_areas FROM device WHERE id = ?1")?
        .query_row([device.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let officer = officer::read(sql, OfficerId(officer))?.unwrap_or_default();
    let parts = rows(
        sql,
        "SELECT a.id, part.whole FROM area a JOIN area_part part ON part.id = a.id ORDER BY a.code, a.id",
        [],
        |row| Ok((AreaId(row.get(0)?), AreaId(row.get(1)?))),
    )?;
    let mut scopes = vec![AreaId::STATION];
    for (area, whole) in parts {
        if (all_areas || officer.areas.contains(&whole)) && !scopes.contains(&area) {
            scopes.push(area);
        }
    }
    Ok(scopes)
}

/// `https://host:port`, and nothing behind it.
pub fn is_station_url(url: &str) -> bool {
    let uri: Option<axum::http::Uri> = url.parse().ok();
    uri.is_some_and(|uri| {
        uri.scheme_str() == Some("https") && uri.host().is_some() && uri.path() == "/" && uri.query().is_none()
    })
}
