//! The rights of whoever is recorded: that looks leave a trace, and that what is known is erased where the law allows.
//!
//! Erasing is a fact that names changes by their stamps. Whoever projects it, before or after those changes, holds nothing of
//! them; the log keeps their sealed bodies, whose keys are destroyed, so that the chain stays verifiable.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use uuid::Uuid;

use crate::{HouseholdId, PersonId, Stamp};

/// Looks of one officer at people, households and lists of them, of a day or less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Looks {
    /// Each.
    pub looks: Vec<Look>,
}

/// One look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Look {
    /// When; several within the same hour count as one.
    pub at: DateTime<Utc>,
    /// The person whose page was looked at.
    pub person: Option<PersonId>,
    /// The household whose page was looked at.
    pub household: Option<HouseholdId>,
    /// The list that was looked at, such as `search`; nobody of it in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
}

/// What is known of somebody was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Erasure {
    /// The changes whose bodies are gone.
    #[cfg_attr(feature = "specta", specta(skip))]
    pub changes: Vec<Erased>,
    /// Why.
    pub ground: Ground,
    /// The day on which it was asked for, or on which the time ran out.
    pub on: NaiveDate,
}

/// A change whose body is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// The fact or row that it was about.
    pub of: Uuid,
    /// Its stamp.
    pub stamp: Stamp,
}

/// Why something is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The person asked for it (Personal Information Protection Law, article 47).
    Asked,
    /// The time for which it may be kept is over.
    Retention,
}
