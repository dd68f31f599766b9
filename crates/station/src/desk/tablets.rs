//! Tablets: who has which, when it was last here, a code for one more, and the door for one that was lost.

use std::collections::BTreeMap;

use beibao_domain::officer::Officer;
use beibao_domain::{AreaId, DeviceId, Edit, Payload, ProblemCode, RegisterKind, Stamp};
use beibao_replica::table::{register, rows};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::who::Who;
use crate::enrolment::{CODE_MINUTES, is_station_url, order_wipe, revoke};
use crate::station::{Result, Station};

/// A tablet that was not here for so long is asked after.
const SILENT_DAYS: u32 = 7;

/// Whether a tablet may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may.
    Active,
    /// Two speak with its identity.
    Cloned,
    /// It was shut out.
    Revoked,
}

/// Why a tablet has not been here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// It was shut out and may only hand over what it owes.
    Revoked,
    /// Two speak with its identity; both may only hand over what they owe.
    Cloned,
    /// It was enrolled and never came.
    Never,
    /// Nothing keeps it from coming.
    Unknown,
}

/// A tablet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TabletView {
    /// Its id.
    pub id: Uuid,
    /// Six characters by which people tell it from another.
    pub mark: String,
    /// Who works with it.
    pub officer: String,
    /// That officer's badge number.
    pub badge: String,
    /// When it was enrolled.
    pub enrolled_at: DateTime<Utc>,
    /// When it was last here.
    pub seen_at: Option<DateTime<Utc>>,
    /// Whether it may speak.
    pub standing: Standing,
    /// Whole days since it was last here, or since it was enrolled.
    pub silent_days: u32,
    /// Why it was not here, if that is a week or longer, or if it may not speak.
    pub silence: Option<Silence>,
    /// Pictures that its changes named and that have not come whole.
    pub pictures_wanted: u32,
    /// Their bytes.
    pub bytes_wanted: u64,
    /// Changes of it that are kept and not applied.
    pub set_aside: u32,
    /// Whether it has every area, and not only its officer's.
    pub all_areas: bool,
    /// When somebody ordered that it be emptied.
    pub wipe_ordered_at: Option<DateTime<Utc>>,
    /// When it told that it was.
    pub emptied_at: Option<DateTime<Utc>>,
    /// What it said of itself when it was last here.
    pub condition: ConditionView,
}

/// What a tablet says of itself; whatever it does not say is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConditionView {
    /// The app's version.
    pub app: Option<String>,
    /// What the battery held, in percent.
    pub battery_percent: Option<u8>,
    /// Free bytes on its disk.
    pub free_bytes: Option<u64>,
}

/// An officer for whom a tablet may be enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficerView {
    /// Badge number.
    pub badge: String,
    /// Name.
    pub name: String,
    /// The register's row.
    pub id: Uuid,
    /// The areas that the officer's tablets may have, and all that lies in them.
    pub areas: Vec<Uuid>,
    /// The versions that whoever looks has seen; to be given back with other areas.
    pub seen: String,
}

/// Other areas for an officer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AreasAsk {
    /// All that the officer shall have.
    pub areas: Vec<Uuid>,
    /// What [`OfficerView::seen`] said.
    pub seen: String,
}

/// What an enrolment code is asked for with.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CodeAsk {
    /// Whose tablet it will be.
    pub badge: String,
    /// Where the tablet finds the station, such as `https://192.168.1.10:8443`.
    pub url: String,
    /// Whether it gets all areas, not only the officer's.
    pub all_areas: bool,
}

/// An enrolment code.
#[derive(Clone, Serialize, ToSchema)]
pub struct CodeView {
    /// As text, to be pasted.
    pub text: String,
    /// As a QR code, to be scanned.
    pub qr_svg: String,
    /// For whom.
    pub officer: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

beibao_domain::redacted!(CodeView);

/// What a tablet still owes, and what of it was set aside.
#[derive(Debug, Clone, Copy, Default)]
struct Owes {
    pictures: u32,
    bytes: u64,
    set_aside: u32,
}

fn owed(sql: &Connection) -> Result<BTreeMap<Uuid, Owes>> {
    let mut owed: BTreeMap<Uuid, Owes> = BTreeMap::new();
    let wanted = "SELECT device, count(*), sum(size) FROM blob WHERE whole = 0 GROUP BY device";
    for (device, pictures, bytes) in rows(sql, wanted, [], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?)))?
    {
        owed.entry(device).or_default().pictures = pictures;
        owed.entry(device).or_default().bytes = bytes.cast_unsigned();
    }
    let aside = "SELECT device, count(*) FROM change WHERE reason IS NOT NULL GROUP BY device";
    for (device, changes) in rows(sql, aside, [], |row| Ok((row.get(0)?, row.get(1)?)))? {
        owed.entry(device).or_default().set_aside = changes;
    }
    Ok(owed)
}

fn conditions(sql: &Connection) -> Result<BTreeMap<Uuid, ConditionView>> {
    let query = "SELECT id, app, battery_percent, free_bytes FROM device";
    let condition = |row: &rusqlite::Row<'_>| {
        let free_bytes = row.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned);
        Ok((row.get(0)?, ConditionView { app: row.get(1)?, battery_percent: row.get(2)?, free_bytes }))
    };
    Ok(rows(sql, query, [], condition)?.into_iter().collect())
}

impl Station {
    /// The tablets, the newest first.
    pub fn tablet_views(&self) -> Result<Vec<TabletView>> {
        let now = self.world().now();
        let (owed, mut told) = self.read(|sql| Ok((owed(sql)?, conditions(sql)?)))?;
        let view = |tablet: crate::enrolment::Tablet| {
            let standing = match (tablet.revoked_at, tablet.cloned_at) {
                (Some(_), _) => Standing::Revoked,
                (None, Some(_)) => Standing::Cloned,
                (None, None) => Standing::Active,
            };
            let last = tablet.seen_at.unwrap_or(tablet.enrolled_at);
            let silent_days = u32::try_from((now - last).num_days()).unwrap_or(0);
            let silence = match standing {
                Standing::Revoked => Some(Silence::Revoked),
                Standing::Cloned => Some(Silence::Cloned),
                Standing::Active if silent_days < SILENT_DAYS => None,
                Standing::Active if tablet.seen_at.is_none() => Some(Silence::Never),
                Standing::Active => Some(Silence::Unknown),
            };
            let owes = owed.get(&tablet.id.0).copied().unwrap_or_default();
            TabletView {
                id: tablet.id.0,
                mark: tablet.id.mark(),
                officer: tablet.officer_name,
                badge: tablet.badge,
                enrolled_at: tablet.enrolled_at,
                seen_at: tablet.seen_at,
                standing,
                silent_days,
                silence,
                pictures_wanted: owes.pictures,
                bytes_wanted: owes.bytes,
                set_aside: owes.set_aside,
                all_areas: tablet.all_areas,
                wipe_ordered_at: tablet.wipe_ordered_at,
                emptied_at: tablet.emptied_at,
                condition: told.remove(&tablet.id.0).unwrap_or_default(),
            }
        };
        Ok(self.tablets()?.into_iter().map(view).collect())
    }

    /// The officers by badge.
    pub fn officers(&self) -> Result<Vec<OfficerView>> {
        self.read(|sql| {
            let query = "SELECT id, badge, name FROM officer ORDER BY badge";
            let all = rows(sql, query, [], |row| Ok((row.get::<_, Uuid>(0)?, row.get(1)?, row.get(2)?)))?;
            let view = |(id, badge, name)| {
                let row = register::row(sql, id)?;
                let areas = row.read::<Officer>().areas.into_iter().map(|area| area.0).collect();
                let heads = row.fields.get("areas").map(|field| field.heads.as_slice()).unwrap_or_default();
                let seen = serde_json::to_string(heads).map_err(|_| ProblemCode::Internal)?;
                Ok(OfficerView { badge, name, id, areas, seen })
            };
            all.into_iter().map(view).collect()
        })
    }

    /// Gives an officer other areas: what is taken away goes from the officer's tablets with their next sync, what is given
    /// comes with it.
    pub fn give_areas(&self, who: &Who, officer: Uuid, ask: &AreasAsk) -> Result<()> {
        let seen: Vec<Stamp> = serde_json::from_str(&ask.seen).map_err(|_| ProblemCode::InvalidFields)?;
        self.write(|tx| {
            let is_there = |table: &str, id: Uuid| -> Result<bool> {
                let query = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)");
                Ok(tx.sql.query_row(&query, [id], |row| row.get(0))?)
            };
            if !is_there("officer", officer)? {
                return Err(ProblemCode::NotFound.into());
            }
            for area in &ask.areas {
                if !is_there("area", *area)? {
                    return Err(ProblemCode::InvalidFields.into());
                }
            }
            let areas: Vec<AreaId> = ask.areas.iter().copied().map(AreaId).collect();
            let areas = serde_json::to_value(areas).map_err(|_| ProblemCode::Internal)?;
            let edit = Edit::field(RegisterKind::Officer, officer, "areas", areas, seen);
            tx.say(AreaId::STATION, &Payload::Edit(edit))?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::AreasChanged, Some(officer), "")
        })
    }

    /// Makes a code for one tablet.
    pub fn desk_code(&self, who: &Who, ask: &CodeAsk) -> Result<CodeView> {
        if !is_station_url(&ask.url) {
            return Err(ProblemCode::InvalidFields.into());
        }
        let officer = self.officer(&ask.badge)?.ok_or(ProblemCode::NotFound)?;
        let now = self.world().now();
        // Noted before it is given out, as a look is.
        self.write(|tx| note(&tx.sql, now, who.by(), Deed::CodeMade, None, &ask.badge))?;
        let text = self.enrolment_code(&ask.badge, &ask.url, ask.all_areas)?;
        let expires_at = now + TimeDelta::minutes(CODE_MINUTES);
        Ok(CodeView {
            qr_svg: beibao_print::code_svg(&text).map_err(|_| ProblemCode::PrintingFailed)?,
            text,
            officer: officer.name,
            expires_at,
        })
    }

    /// Shuts a tablet out.
    pub fn desk_revoke(&self, who: &Who, tablet: DeviceId) -> Result<()> {
        self.write(|tx| {
            revoke(tx, tablet)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::TabletRevoked, Some(tablet.0), "")
        })
    }

    /// Shuts a tablet out that was lost, and orders it to empty itself when it comes.
    pub fn desk_order_wipe(&self, who: &Who, tablet: DeviceId) -> Result<()> {
        self.write(|tx| {
            order_wipe(tx, tablet)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::WipeOrdered, Some(tablet.0), "")
        })
    }
}
