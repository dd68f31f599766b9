//! Households: the homes that are visited.

use serde::{Deserialize, Serialize};

use crate::AreaId;

/// A row of the household register.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Household {
    /// The station's code, such as `03-0125`.
    pub code: String,
    /// Where it lies.
    pub area: Option<AreaId>,
    /// The address, as far as there is one.
    pub address: String,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// How to get there, and what to mind.
    pub access_notes: String,
    /// The household's phone.
    pub phone: String,
}

crate::redacted!(Household);
