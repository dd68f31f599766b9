//! Areas: where households lie, and the scope within which their changes are shared. And the station, whose they are.

use serde::{Deserialize, Serialize};

use crate::AreaId;

/// What kind of area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// 分场
    SubFarm,
    /// 嘎查
    #[default]
    Gacha,
    /// 苏木
    Sumu,
}

/// A row of the area register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Area {
    /// Short code, unique at the station.
    pub code: String,
    /// What kind.
    pub kind: AreaKind,
    /// Name in Chinese.
    pub name: String,
    /// Name in Mongolian script.
    pub name_mn: Option<String>,
    /// The area that it is part of.
    pub parent: Option<AreaId>,
}

/// The one row of the station register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct Station {
    /// Name in Chinese.
    pub name: String,
    /// Name in Mongolian script.
    pub name_mn: Option<String>,
    /// Name in English, for the back of the contact cards.
    pub name_en: String,
    /// Whom to call at any hour.
    pub duty_phone: String,
    /// 110, or what stands for it here.
    pub emergency_phone: String,
}
