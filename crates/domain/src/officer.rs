//! Officers: the authors of changes, and whose name stands on a contact card.

use serde::{Deserialize, Serialize};

use crate::AreaId;

/// A row of the officer register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Officer {
    /// Badge number (警号), unique at the station.
    pub badge: String,
    /// Name in Chinese.
    pub name: String,
    /// Name in Mongolian script.
    pub name_mn: Option<String>,
    /// The phone that stands on the card.
    pub phone: String,
    /// The areas that the officer is responsible for: what the tablet may have.
    pub areas: Vec<AreaId>,
}
