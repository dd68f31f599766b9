//! What the station keeps ready for its officers: service points, the phrasebook. Rows of registers, made at the station.

use serde::{Deserialize, Serialize};

use crate::picture::Picture;

/// What kind of service point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ServicePointKind {
    /// 流动便民服务站
    #[default]
    MobileStation,
    /// 便民服务车
    Vehicle,
    /// 集装箱调解室
    MediationContainer,
}

/// A place with opening times that comes to people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct ServicePoint {
    /// The station's code.
    pub code: String,
    /// What kind.
    pub kind: ServicePointKind,
    /// Its name.
    pub name: String,
    /// Its name in Mongolian script.
    pub name_mn: Option<String>,
    /// Where it stands.
    pub place: String,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// When it opens, in words.
    pub opening: String,
    /// Whom to call.
    pub phone: String,
    /// Whether it is closed for good.
    pub closed: bool,
}

/// A phrase in two languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct Phrase {
    /// The station's code.
    pub code: String,
    /// What it is about.
    pub topic: String,
    /// In Chinese.
    pub zh: String,
    /// In Mongolian script.
    pub mn: String,
    /// How it sounds, in Latin letters.
    pub sounds: String,
    /// A recording, if there is one.
    pub recording: Option<Picture>,
}
