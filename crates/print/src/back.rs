//! What the other side of a contact card says: who looks how, the station's own line, and the same in English. Everything
//! on it may be left out but the line.

use crate::check::check_text;
use crate::fault::{CardFault, Field};
use crate::legible::marked;
use crate::paper::back;
use crate::picture::Picture;
use beibao_domain::card::BackWords;
use serde::{Deserialize, Serialize};

/// The back of an officer's contact card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardBack {
    /// The station's own line, which somebody answers when the officer is away.
    pub station_phone: String,
    /// The officer's photo, JPEG or PNG; its middle is shown.
    #[serde(default)]
    pub photo: Option<Vec<u8>>,
    /// For guests who read neither script.
    #[serde(default)]
    pub english: Option<English>,
}

/// What the back says in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct English {
    /// The officer's name in Latin letters.
    pub name: String,
    /// The station's name in English.
    pub station: String,
}

impl CardBack {
    /// The back that says this, with the photo's bytes if they are at hand.
    pub fn new(words: BackWords, photo: Option<Vec<u8>>) -> Self {
        let english = words.english.map(|(name, station)| English { name, station });
        Self { station_phone: words.station_phone, photo, english }
    }

    /// The characters that no font has, each with the field in which it stands.
    pub fn missing(&self) -> Vec<CardFault> {
        self.check_fields().into_iter().filter(CardFault::is_missing_glyph).collect()
    }

    /// The back with 〓 in place of each character that no bundled font has.
    pub(crate) fn marked(&self) -> Self {
        let english = self
            .english
            .as_ref()
            .map(|English { name, station }| English { name: marked(name), station: marked(station) });
        Self { english, ..self.clone() }
    }

    /// Everything that keeps this back from being printed, but for what does not fit its place.
    pub(crate) fn check_fields(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        check_text(Field::StationPhone, &self.station_phone, &mut faults);
        if let Some(English { name, station }) = &self.english {
            check_text(Field::NameEn, name, &mut faults);
            check_text(Field::StationEn, station, &mut faults);
        }
        if let Some(Err(fault)) = self.picture() {
            faults.push(fault);
        }
        faults
    }

    /// The photo as it is printed.
    pub(crate) fn picture(&self) -> Option<Result<Picture, CardFault>> {
        self.photo.as_ref().map(|photo| Picture::of(photo, back::PHOTO_PX.0, back::PHOTO_PX.1))
    }
}
