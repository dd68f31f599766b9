//! Tablets: who has which, when it was last here, a code for one more, and the door for one that was lost.

use beibao_domain::{DeviceId, ProblemCode};
use beibao_replica::table::rows;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::code_svg::code_svg;
use super::who::Who;
use crate::enrolment::{CODE_MINUTES, is_station_url, revoke};
use crate::station::{Result, Station};

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
}

/// An officer for whom a tablet may be enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficerView {
    /// Badge number.
    pub badge: String,
    /// Name.
    pub name: String,
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

impl Station {
    /// The tablets, the newest first.
    pub fn tablet_views(&self) -> Result<Vec<TabletView>> {
        let view = |tablet: crate::enrolment::Tablet| TabletView {
            id: tablet.id.0,
            mark: tablet.id.mark(),
            officer: tablet.officer_name,
            badge: tablet.badge,
            enrolled_at: tablet.enrolled_at,
            seen_at: tablet.seen_at,
            standing: match (tablet.revoked_at, tablet.cloned_at) {
                (Some(_), _) => Standing::Revoked,
                (None, Some(_)) => Standing::Cloned,
                (None, None) => Standing::Active,
            },
        };
        Ok(self.tablets()?.into_iter().map(view).collect())
    }

    /// The officers by badge.
    pub fn officers(&self) -> Result<Vec<OfficerView>> {
        self.read(|sql| {
            let officer = |row: &rusqlite::Row<'_>| Ok(OfficerView { badge: row.get(0)?, name: row.get(1)? });
            Ok(rows(sql, "SELECT badge, name FROM officer ORDER BY badge", [], officer)?)
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
        Ok(CodeView { qr_svg: code_svg(&text)?, text, officer: officer.name, expires_at })
    }

    /// Shuts a tablet out.
    pub fn desk_revoke(&self, who: &Who, tablet: DeviceId) -> Result<()> {
        self.write(|tx| {
            revoke(tx, tablet)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::TabletRevoked, Some(tablet.0), "")
        })
    }
}
