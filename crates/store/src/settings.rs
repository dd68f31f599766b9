//! What must be known before the tablet is unlocked: language and theme. A small plain file, with nothing of a person.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Result, StoreError};

/// The language of the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese
    #[default]
    Zh,
    /// Mongolian, with the Chinese beside it
    Mn,
    /// English
    En,
}

/// The colours of the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// For a room.
    #[default]
    Light,
    /// For the night.
    Dark,
    /// For noon glare.
    Sunlight,
}

/// How the officer wants the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Preferences {
    /// The language.
    pub language: Language,
    /// The theme.
    pub theme: Theme,
}

const FILE: &str = "preferences.json";

/// The preferences; the usual ones if there is no file, or none that can be read.
pub fn read(folder: &Path) -> Preferences {
    std::fs::read(folder.join(FILE)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Keeps the preferences.
pub fn write(folder: &Path, preferences: Preferences) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(StoreError::Vault)?;
    std::fs::write(folder.join(FILE), serde_json::to_vec(&preferences)?).map_err(StoreError::Vault)
}
