//! The request for a resident identity card, and its portrait.
//!
//! The state of an application is never stored: it is read off the facts by [`state_of`]. The legal clock counts from
//! the application: 60 days, in places with poor traffic at most 30 more (Resident Identity Card Law, article 12).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{FactId, Hash};

/// Days within which the card must be issued.
pub const ISSUE_WITHIN_DAYS: u64 = 60;
/// The day from which an open application is shown as due.
pub const WARN_FROM_DAY: u64 = 45;
/// Longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 200;

/// What is applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationKind {
    /// 换领: the old card ran out or changed.
    Renewal,
    /// 补领: the old card is lost.
    Replacement,
    /// 首次申领: there was none.
    First,
}

/// The request. It exists only where the privacy notice was given, so that is no field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdApplication {
    /// Renewal, replacement or first.
    pub kind: ApplicationKind,
    /// Why, in the officer's words.
    #[serde(default)]
    pub reason: String,
    /// Which version of the privacy notice was shown and confirmed.
    pub notice_version: u32,
}

/// The portrait of an application: names its picture by hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portrait {
    /// The application.
    pub application: FactId,
    /// SHA-256 of the finished JPEG, in hexadecimal.
    pub picture: String,
    /// Bytes of the finished JPEG.
    pub size_bytes: u32,
    /// The profile and version that judged it, such as `ga461` 1.
    pub profile: String,
    /// See `profile`.
    pub profile_version: u32,
    /// Verdict and number of each check, for the desk.
    pub checks: serde_json::Value,
}

impl Portrait {
    /// The picture's hash; `None` if a stranger wrote nonsense there.
    pub fn picture_hash(&self) -> Option<Hash> {
        Hash::from_hex(&self.picture)
    }
}

/// How far an application has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Asked for; no portrait yet.
    Applied,
    /// The portrait is attached.
    Photographed,
}

/// The state, read off the application's portraits.
pub fn state_of(portraits: usize) -> ApplicationState {
    if portraits == 0 { ApplicationState::Applied } else { ApplicationState::Photographed }
}

/// The last day on which the card may be issued.
pub fn due_on(applied_on: NaiveDate) -> NaiveDate {
    applied_on.checked_add_days(Days::new(ISSUE_WITHIN_DAYS)).unwrap_or(NaiveDate::MAX)
}
