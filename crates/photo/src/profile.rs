//! The rules a finished photo is held to, as versioned data. Deliberately not code: GA 461-2004 was replaced by a text
//! that could not be read (GA/T 461-2019), so every number of a standard sits in a file that the station can replace.
//! Lengths are pixels of the finished frame, measured from its named edge.

use std::collections::BTreeMap;

use crate::report::Ask;
use serde::{Deserialize, Serialize};

/// One set of rules. `sources` says for each field where its numbers come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Name in reports, such as `ga461`.
    pub name: String,
    /// Counts up with each change of any number.
    pub version: u32,
    /// Size of the finished picture.
    pub frame: Frame,
    /// Cheek to cheek, without ears.
    pub face_width_px: Window,
    /// Middle between the eyes, from the left edge.
    pub face_centre_from_left_px: Window,
    /// Highest hair, from the upper edge. Gives way to `eyes_from_lower_edge_px`.
    pub head_top_from_upper_edge_px: Window,
    /// The lower eye, from the lower edge. Has priority.
    pub eyes_from_lower_edge_px: AtLeast,
    /// How far inside a window the crop stays, for the error of measuring.
    pub margin_px: f64,
    /// The file.
    pub jpeg: Jpeg,
    /// Where checks begin to warn and to fail.
    pub limits: Limits,
    /// What the officer is asked, because nothing measures it.
    pub asks: Vec<Ask>,
    /// Field name → where its numbers come from.
    pub sources: BTreeMap<String, String>,
}

/// Size and density of the finished picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Width, px.
    pub width_px: u16,
    /// Height, px.
    pub height_px: u16,
    /// Dots per inch, written as JFIF density.
    pub dpi: u16,
}

/// A length with its allowed range, px of the finished frame.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Least allowed.
    pub min: f64,
    /// Aimed at.
    pub target: f64,
    /// Most allowed.
    pub max: f64,
}

/// A length with a lower bound only, px of the finished frame.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AtLeast {
    /// Least allowed.
    pub min: f64,
}

/// What the file must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jpeg {
    /// Encoder quality, 1–100: the target, and how far it may move to meet `bytes`.
    pub quality: Quality,
    /// Size of the file.
    pub bytes: Bytes,
}

/// Encoder quality, 1–100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// Least allowed.
    pub min: u8,
    /// Tried first.
    pub target: u8,
    /// Most allowed.
    pub max: u8,
}

/// File size in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes {
    /// Least allowed.
    pub min: u32,
    /// Preferred upper bound.
    pub usual_max: u32,
    /// Most allowed.
    pub max: u32,
}

/// Where each measuring check begins to warn and to fail; the check's own module says what is measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Source pixels per finished pixel. Below 1 the photo would have to be enlarged.
    pub source_scale: Bounds,
    /// Highest hair to chin over the height of the source frame.
    pub head_share_of_frame: Bounds,
    /// Turn of the head to either side, degrees.
    pub yaw_deg: Bounds,
    /// Lift of the head, degrees.
    pub pitch_deg: Bounds,
    /// Tilt of the eye line, degrees.
    pub roll_deg: Bounds,
    /// Distance of the lids over that from eyes to chin.
    pub eye_openness: Bounds,
    /// Colour between the lids over that of the cheeks: near 1 it is skin, and the eye shut.
    pub lid_likeness: Bounds,
    /// Distance of the lips over that from eyes to chin.
    pub mouth_openness: Bounds,
    /// Energy of fine over coarse detail around the eyes, at the finished scale.
    pub sharpness: Bounds,
    /// Median luma of the face, 0–255.
    pub face_luma: Bounds,
    /// Share of the face at the end of the scale, 0–1.
    pub clipped_share: Bounds,
    /// Luma that the darkest and the lightest twentieth of the face lie apart.
    pub luma_range: Bounds,
    /// Linear light of the brighter cheek over that of the darker one.
    pub side_light_ratio: Bounds,
    /// CIELAB a* of the cheeks.
    pub skin_a: Bounds,
    /// CIELAB b* of the cheeks.
    pub skin_b: Bounds,
    /// Share of the frame that cloth or sitter covers.
    pub cloth_cover: Bounds,
    /// Share of the frame that the largest foreign thing takes.
    pub foreign_share: Bounds,
    /// Light of cloth against what is expected there, below which it counts as in shadow.
    pub shadow_light: f64,
    /// Share of the cloth that is in shadow.
    pub shadow_share: Bounds,
    /// Share of the eyes' boxes that glares.
    pub glare_share: Bounds,
    /// Red over the other colours in the pupils.
    pub pupil_redness: Bounds,
    /// Quality of the source's JPEG tables, 1–100.
    pub source_quality: Bounds,
    /// CIELAB L* of the finished photo's background.
    pub background_lightness: Bounds,
    /// CIELAB chroma of the finished photo's background.
    pub background_chroma: Bounds,
}

/// Bounds of a measured number; a missing one is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Bounds {
    /// Fails below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_below: Option<f64>,
    /// Warns below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_below: Option<f64>,
    /// Warns above this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_above: Option<f64>,
    /// Fails above this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_above: Option<f64>,
}

impl Profile {
    /// The resident-ID portrait, GA 461-2004 as publicly quoted.
    pub fn ga461() -> Self {
        embedded(include_str!("../profiles/ga461.json"))
    }

    /// The social-security-card photo: the same frame, other windows.
    pub fn social_security() -> Self {
        embedded(include_str!("../profiles/social_security.json"))
    }

    /// The profile of this name that comes with the program.
    pub fn named(name: &str) -> Option<Self> {
        [Self::ga461(), Self::social_security()].into_iter().find(|profile| profile.name == name)
    }
}

/// A profile of our own tree. It parses, or the tests of this module do not pass.
fn embedded(json: &str) -> Profile {
    serde_json::from_str(json).expect("embedded profiles parse")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_profiles_parse_and_name_a_source_for_every_rule() {
        for profile in [Profile::ga461(), Profile::social_security()] {
            let fields = serde_json::to_value(&profile).unwrap();
            for field in fields.as_object().unwrap().keys() {
                let is_rule = !["name", "version", "sources"].contains(&field.as_str());
                assert_eq!(profile.sources.contains_key(field), is_rule, "{}: {field}", profile.name);
            }
        }
    }

    #[test]
    fn targets_lie_inside_their_windows() {
        for profile in [Profile::ga461(), Profile::social_security()] {
            for w in [profile.face_width_px, profile.face_centre_from_left_px, profile.head_top_from_upper_edge_px] {
                assert!(w.min < w.target && w.target < w.max, "{}: {w:?}", profile.name);
            }
            assert!(profile.jpeg.bytes.usual_max <= profile.jpeg.bytes.max);
        }
    }
}
