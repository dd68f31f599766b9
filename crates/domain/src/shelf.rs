//! What the station keeps ready for its officers: service points, the phrasebook. Rows of registers, made at the station.

use serde::{Deserialize, Serialize};

use crate::Hash;
use crate::picture::Picture;

/// The largest file of the library, in bytes: what a tablet fetches over a poor line and keeps.
pub const MAX_FILE_BYTES: usize = 20 * 1024 * 1024;

/// A file of the library that a tablet carries along: the leaflet as it is printed, a jingle that is played.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default, rename = "LibraryFile")]
pub struct File {
    /// By what it is told from the others of the same material.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// How many bytes.
    pub size_bytes: u32,
    /// What it is, as on the web: see [`media_type`].
    pub media: String,
}

impl File {
    /// Its hash and size in bytes; `None` if a stranger wrote nonsense there.
    pub fn blob(&self) -> Option<(Hash, u64)> {
        Some((Hash::from_hex(&self.hash)?, self.size_bytes.into()))
    }
}

/// What a file is, told by how it begins; `None` for what no tablet can show.
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let at = |place: usize, mark: &[u8]| bytes.get(place..place + mark.len()) == Some(mark);
    let kinds: [(usize, &[u8], &str); 7] = [
        (0, b"%PDF-", "application/pdf"),
        (0, &[0xff, 0xd8, 0xff], "image/jpeg"),
        (0, b"\x89PNG", "image/png"),
        (0, b"ID3", "audio/mpeg"),
        (0, &[0xff, 0xfb], "audio/mpeg"),
        (0, b"OggS", "audio/ogg"),
        (8, b"WAVE", "audio/wav"),
    ];
    let known = kinds.iter().find(|(place, mark, _)| at(*place, mark)).map(|(_, _, media)| *media);
    known.or_else(|| (at(4, b"ftyp") && sounds_only(bytes)).then_some("audio/mp4"))
}

/// Whether a box of boxes (ISO 14496-12) holds sound and nothing else: the same kind of file holds films and still pictures, and
/// its brand does not tell, for many a recorder writes that of a film. Each track names what it is in a box `hdlr`.
fn sounds_only(bytes: &[u8]) -> bool {
    const BOX: &[u8] = b"hdlr";
    let handlers = bytes.windows(16).filter(|place| place.starts_with(BOX)).map(|place| &place[12..]);
    let (mut sound, mut other) = (false, false);
    for handler in handlers {
        match handler {
            b"soun" => sound = true,
            b"vide" | b"pict" => other = true,
            _ => {}
        }
    }
    sound && !other
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_how_it_begins_and_not_by_its_name() {
        for (bytes, media) in [
            (&b"%PDF-1.7"[..], Some("application/pdf")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"RIFF\0\0\0\0WAVEfmt ", Some("audio/wav")),
            (b"\0\0\0\x20ftypM4A \0\0\0\x20hdlr\0\0\0\0\0\0\0\0soun", Some("audio/mp4")),
            (b"\0\0\0\x20ftypmp42 \0\0\0\x20hdlr\0\0\0\0\0\0\0\0vide hdlr\0\0\0\0\0\0\0\0soun", None),
            (b"\0\0\0\x18ftypheic \0\0\0\x20hdlr\0\0\0\0\0\0\0\0pict", None),
            (b"\0\0\0\x20ftypisom", None),
            (b"MZ\x90\0", None),
            (b"", None),
        ] {
            assert_eq!(media_type(bytes), media);
        }
    }
}
