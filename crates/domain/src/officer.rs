//! Officers: the authors of changes, and whose name stands on a contact card.

use serde::{Deserialize, Serialize};

use crate::AreaId;
use crate::picture::Picture;

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
    /// Name in Latin letters, for the back of the card.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name_en: String,
    /// Photo for the back of the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Picture>,
    /// The phone that stands on the card.
    pub phone: String,
    /// The areas that the officer is responsible for: what the tablet may have.
    pub areas: Vec<AreaId>,
}
