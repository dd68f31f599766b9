//! What can be wrong with what was typed, as a closed list that a screen can act on. The words are in the catalogue under
//! `paper.fault.<code>` and `paper.field.<field>`; there are none here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A field of a paper. Its code is the name of the field in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The officer's name on a card.
    Name,
    /// That name in Mongolian script.
    NameMn,
    /// The badge number.
    Badge,
    /// The station.
    Station,
    /// The station in Mongolian script.
    StationMn,
    /// The phone that the herder calls.
    DutyPhone,
    /// The emergency number.
    EmergencyPhone,
    /// The area that the officer serves.
    Area,
    /// That area in Mongolian script.
    AreaMn,
    /// The station's own line.
    StationPhone,
    /// The officer's photo.
    Photo,
    /// The officer's name in Latin letters.
    NameEn,
    /// The station in English.
    StationEn,
    /// How many cards.
    Copies,
    /// The officer on another paper.
    Officer,
    /// That name in Mongolian script.
    OfficerMn,
    /// The tablet's short mark.
    Tablet,
    /// The day.
    On,
    /// The time of day.
    At,
    /// The moment of a receipt.
    ReceivedAt,
    /// Somebody of a household.
    Person,
    /// That name in Mongolian script.
    PersonMn,
    /// Documents that change hands.
    Documents,
    /// The signature of whom it concerns.
    Signature,
    /// The officer's signature.
    OfficerSignature,
    /// A line from the officer.
    Note,
    /// The number in the station's book.
    Number,
    /// Where people met.
    Place,
    /// The parties of a dispute.
    Parties,
    /// What a dispute is about.
    Matter,
    /// What was agreed.
    Terms,
    /// Who mediated.
    Mediators,
    /// The title of a quiz.
    Title,
    /// That title in Mongolian script.
    TitleMn,
    /// Service points.
    Points,
}

impl Field {
    /// Every field, in the order of the forms.
    pub const ALL: [Self; 35] = [
        Self::Name,
        Self::NameMn,
        Self::Badge,
        Self::Station,
        Self::StationMn,
        Self::DutyPhone,
        Self::EmergencyPhone,
        Self::Area,
        Self::AreaMn,
        Self::StationPhone,
        Self::Photo,
        Self::NameEn,
        Self::StationEn,
        Self::Copies,
        Self::Officer,
        Self::OfficerMn,
        Self::Tablet,
        Self::On,
        Self::At,
        Self::ReceivedAt,
        Self::Person,
        Self::PersonMn,
        Self::Documents,
        Self::Signature,
        Self::OfficerSignature,
        Self::Note,
        Self::Number,
        Self::Place,
        Self::Parties,
        Self::Matter,
        Self::Terms,
        Self::Mediators,
        Self::Title,
        Self::TitleMn,
        Self::Points,
    ];

    /// The name in JSON and in the catalogue's keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameMn => "name_mn",
            Self::Badge => "badge",
            Self::Station => "station",
            Self::StationMn => "station_mn",
            Self::DutyPhone => "duty_phone",
            Self::EmergencyPhone => "emergency_phone",
            Self::Area => "area",
            Self::AreaMn => "area_mn",
            Self::StationPhone => "station_phone",
            Self::Photo => "photo",
            Self::NameEn => "name_en",
            Self::StationEn => "station_en",
            Self::Copies => "copies",
            Self::Officer => "officer",
            Self::OfficerMn => "officer_mn",
            Self::Tablet => "tablet",
            Self::On => "on",
            Self::At => "at",
            Self::ReceivedAt => "received_at",
            Self::Person => "person",
            Self::PersonMn => "person_mn",
            Self::Documents => "documents",
            Self::Signature => "signature",
            Self::OfficerSignature => "officer_signature",
            Self::Note => "note",
            Self::Number => "number",
            Self::Place => "place",
            Self::Parties => "parties",
            Self::Matter => "matter",
            Self::Terms => "terms",
            Self::Mediators => "mediators",
            Self::Title => "title",
            Self::TitleMn => "title_mn",
            Self::Points => "points",
        }
    }
}

/// One thing that is wrong with one field, or with the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CardFault {
    /// A field that must say something is empty or blank.
    Empty {
        /// Where.
        field: Field,
    },
    /// A phone number with something in it that no keypad has, or without a digit.
    PhoneNotDialable {
        /// Where.
        field: Field,
    },
    /// A character that nobody sees: a control, a line break, a zero-width space.
    ControlCharacter {
        /// Where.
        field: Field,
        /// Which, written `U+0007`.
        codepoint: String,
    },
    /// A mark that turns the writing direction, and with it what the reader believes to read.
    DirectionMark {
        /// Where.
        field: Field,
        /// Which, written `U+202E`.
        codepoint: String,
    },
    /// A name longer than a register holds.
    NameTooLong {
        /// Where.
        field: Field,
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// No bundled font has this character.
    MissingGlyph {
        /// Where.
        field: Field,
        /// The character.
        character: char,
        /// Which, written `U+1F600`.
        codepoint: String,
        /// What would be printed in its place, see [`crate::FALLBACK`].
        fallback: char,
    },
    /// All fields together are too long for the code on the card.
    TooLongForCode {
        /// The longest of them: the one to shorten.
        field: Field,
        /// How long they are as a vCard.
        bytes: usize,
        /// How long that may be.
        limit: usize,
    },
    /// A field does not fit its place even at the smallest size that can be read.
    TooLongForCard {
        /// Where.
        field: Field,
    },
    /// What should be a photo is no JPEG or PNG, or a damaged one.
    NotAPicture {
        /// Where.
        field: Field,
    },
    /// The photo has more pixels than are opened.
    PictureTooLarge {
        /// Where.
        field: Field,
        /// How many megapixels it may have.
        limit: u32,
    },
    /// What should be a signature has no stroke that could be drawn.
    NotASignature {
        /// Where.
        field: Field,
    },
    /// What should be a day is none, or is not written `2026-11-24`.
    NotADay {
        /// Where.
        field: Field,
    },
    /// No copies were ordered, or more than a ream.
    CopiesOutOfRange {
        /// Where.
        field: Field,
        /// How many were ordered, all orders together.
        copies: u64,
        /// How many may be.
        limit: u64,
    },
}

impl CardFault {
    /// Every code, for whoever has to have words for all of them.
    pub const CODES: [&'static str; 13] = [
        "empty",
        "phone_not_dialable",
        "control_character",
        "direction_mark",
        "name_too_long",
        "missing_glyph",
        "too_long_for_code",
        "too_long_for_card",
        "not_a_picture",
        "picture_too_large",
        "not_a_signature",
        "not_a_day",
        "copies_out_of_range",
    ];

    /// The field that it is about, by its code, and what its sentence names.
    pub fn told(&self) -> (Option<String>, BTreeMap<String, String>) {
        let Ok(serde_json::Value::Object(mut told)) = serde_json::to_value(self) else { return Default::default() };
        told.remove("code");
        let field = told.remove("field").and_then(|field| Some(field.as_str()?.to_owned()));
        let plain = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (field, told.into_iter().map(|(name, value)| (name, plain(value))).collect())
    }

    pub(crate) fn is_missing_glyph(&self) -> bool {
        matches!(self, Self::MissingGlyph { .. })
    }

    /// The code: the tag in JSON, and the end of the key `paper.fault.<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "empty",
            Self::PhoneNotDialable { .. } => "phone_not_dialable",
            Self::ControlCharacter { .. } => "control_character",
            Self::DirectionMark { .. } => "direction_mark",
            Self::NameTooLong { .. } => "name_too_long",
            Self::MissingGlyph { .. } => "missing_glyph",
            Self::TooLongForCode { .. } => "too_long_for_code",
            Self::TooLongForCard { .. } => "too_long_for_card",
            Self::NotAPicture { .. } => "not_a_picture",
            Self::PictureTooLarge { .. } => "picture_too_large",
            Self::NotASignature { .. } => "not_a_signature",
            Self::NotADay { .. } => "not_a_day",
            Self::CopiesOutOfRange { .. } => "copies_out_of_range",
        }
    }
}
