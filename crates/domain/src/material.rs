//! Materials: what is handed out.

use serde::{Deserialize, Serialize};

use crate::shelf::File;

/// What kind of material.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MaterialKind {
    /// A leaflet.
    #[default]
    Leaflet,
    /// A handbook.
    Handbook,
    /// A jingle against fraud.
    Jingle,
    /// A short video.
    Video,
    /// The officer's contact card.
    ContactCard,
}

/// A row of the material register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Material {
    /// The station's code.
    pub code: String,
    /// What kind.
    pub kind: MaterialKind,
    /// Title in Chinese.
    pub title: String,
    /// Title in Mongolian script.
    pub title_mn: Option<String>,
    /// The languages it is printed in, such as `zh mn`.
    pub language: String,
    /// Its edition.
    pub version: String,
    /// The leaflet, the jingle itself, for the tablets to carry along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// Whether it is handed out no longer. What was handed out keeps its name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}
