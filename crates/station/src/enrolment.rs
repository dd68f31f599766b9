//! Enrolment codes: given out at the desk, used once by a tablet.

use beibao_domain::enrolment::Offer;
use beibao_domain::officer::Officer;
use beibao_domain::{AreaId, DeviceId, Hash, OfficerId, ProblemCode, PublicKey, RegisterKind};
use beibao_wire::{Enrol, Enrolled};
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::project;
use crate::station::{Result, Station};

/// How long a code works.
pub const CODE_MINUTES: i64 = 30;

impl Station {
    /// A code for a tablet of the officer with this badge number. The tablet gets the officer's areas, or all of them.
    pub fn enrolment_code(&self, badge: &str, url: &str, all_areas: bool) -> Result<String> {
        let (officer_id, officer) = self.read(|sql| {
            let Some(id) = project::find(sql, RegisterKind::Officer, badge)? else {
                return Err(ProblemCode::NotFound.into());
            };
            Ok((OfficerId(id), project::row(sql, id)?.read::<Officer>()))
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
            Ok(Enrolled { officer: OfficerId(officer) })
        })
    }

    /// Shuts a tablet out, at once.
    pub fn revoke(&self, device: DeviceId) -> Result<()> {
        let now = self.world().now().timestamp_millis();
        self.write(|tx| {
            match tx.sql.execute("UPDATE device SET revoked_at = ?2 WHERE id = ?1", params![device.0, now])? {
                0 => Err(ProblemCode::NotFound.into()),
                _ => Ok(()),
            }
        })
    }
}

fn device_by_key(sql: &Connection, key: PublicKey) -> Result<Option<Uuid>> {
    Ok(sql.query_row("SELECT id FROM device WHERE key = ?1", [key.0], |row| row.get(0)).optional()?)
}

/// The scopes that a tablet has now: the station's own, its officer's areas and what lies in them; or everything.
pub(crate) fn scopes_of(sql: &Connection, device: DeviceId) -> Result<Vec<AreaId>> {
    let (officer, all_areas): (Uuid, bool) = sql
        .prepare_cached("SELECT officer, all_areas FROM device WHERE id = ?1")?
        .query_row([device.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let officer: Officer = project::row(sql, officer)?.read();
    let mut statement =
        sql.prepare("SELECT id, fields ->> '$.parent' FROM register_row WHERE register = 'area' ORDER BY name")?;
    let areas = statement
        .query_map([], |row| {
            let parent = row.get::<_, Option<String>>(1)?.and_then(|parent| parent.parse().ok());
            Ok((AreaId(row.get(0)?), parent.map(AreaId)))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut scopes = vec![AreaId::STATION];
    scopes.extend(areas.into_iter().filter_map(|(area, parent)| {
        let own = |area: &AreaId| officer.areas.contains(area);
        (all_areas || own(&area) || parent.as_ref().is_some_and(own)).then_some(area)
    }));
    Ok(scopes)
}
