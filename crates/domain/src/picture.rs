//! Pictures that facts name, places, and what was drawn by hand. The bytes of a picture are a blob; a fact holds its hash.

use serde::{Deserialize, Serialize};

use crate::Hash;

/// Most points of one signature.
pub const MAX_SIGNATURE_POINTS: usize = 4_000;

/// A picture by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Picture {
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// How many bytes.
    pub size_bytes: u32,
}

impl Picture {
    /// Its hash and size in bytes; `None` if a stranger wrote nonsense there.
    pub fn blob(&self) -> Option<(Hash, u64)> {
        Some((Hash::from_hex(&self.hash)?, self.size_bytes.into()))
    }
}

/// A place, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Location {
    /// Whether it lies on the earth.
    pub fn is_possible(&self) -> bool {
        (-90.0..=90.0).contains(&self.latitude) && (-180.0..=180.0).contains(&self.longitude)
    }
}

/// A signature that was drawn on the tablet: each stroke's points, x to the right and y downwards, in the screen's own unit.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Strokes(pub Vec<Vec<(f32, f32)>>);

impl Strokes {
    /// Whether something was drawn, and no more than a hand draws.
    pub fn is_drawn(&self) -> bool {
        let mut points = self.0.iter().flatten();
        (1..=MAX_SIGNATURE_POINTS).contains(&points.clone().count())
            && points.all(|(x, y)| x.is_finite() && y.is_finite())
    }
}

crate::redacted!(Strokes);
