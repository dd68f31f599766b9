//! What an officer's contact card says, and whether it can be printed. Not how it looks (`paper::card`), and nothing
//! about the person who is given one.

use crate::error::{PrintError, codepoint};
use crate::face;
use crate::fault::{CardFault, Field};
use crate::legible::{FALLBACK, marked};
use serde::{Deserialize, Serialize};

/// A name has at most this many characters, here as in the station's register.
const NAME_LIMIT: usize = 50;

/// An officer's contact card (警民联系卡).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCard {
    /// The officer's name.
    pub name: String,
    /// The officer's name in Mongolian script.
    #[serde(default)]
    pub name_mn: Option<String>,
    /// The badge number.
    pub badge: String,
    /// The station.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The phone that the herder calls.
    pub duty_phone: String,
    /// The emergency number, `110` on the mainland.
    pub emergency_phone: String,
    /// The area that the officer serves.
    pub area: String,
    /// That area in Mongolian script.
    #[serde(default)]
    pub area_mn: Option<String>,
}

impl ContactCard {
    /// Everything that keeps this card from being printed, all at once; empty when it can be.
    pub fn check(&self) -> Vec<CardFault> {
        let faults = self.check_fields();
        if !faults.is_empty() {
            return faults;
        }
        match crate::card_scene(self) {
            Err(PrintError::Faults(faults)) => faults,
            _ => Vec::new(),
        }
    }

    /// The card with 〓 in place of each character that no bundled font has.
    pub(crate) fn marked(&self) -> Self {
        let some = |text: &Option<String>| text.as_deref().map(marked);
        Self {
            name: marked(&self.name),
            name_mn: some(&self.name_mn),
            badge: marked(&self.badge),
            station: marked(&self.station),
            station_mn: some(&self.station_mn),
            duty_phone: self.duty_phone.clone(),
            emergency_phone: self.emergency_phone.clone(),
            area: marked(&self.area),
            area_mn: some(&self.area_mn),
        }
    }

    /// What can be said of each field without laying it out.
    pub(crate) fn check_fields(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        for (field, text) in self.fields() {
            check_text(field, text, &mut faults);
        }
        faults
    }

    fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        [
            (Field::Name, Some(&self.name)),
            (Field::NameMn, self.name_mn.as_ref()),
            (Field::Badge, Some(&self.badge)),
            (Field::Station, Some(&self.station)),
            (Field::StationMn, self.station_mn.as_ref()),
            (Field::DutyPhone, Some(&self.duty_phone)),
            (Field::EmergencyPhone, Some(&self.emergency_phone)),
            (Field::Area, Some(&self.area)),
            (Field::AreaMn, self.area_mn.as_ref()),
        ]
        .into_iter()
        .filter_map(|(field, text)| Some((field, text?.as_str())))
    }
}

/// Adds what is wrong with one field: each kind of fault once, with the first character that shows it.
pub(crate) fn check_text(field: Field, text: &str, faults: &mut Vec<CardFault>) {
    if text.trim().is_empty() {
        faults.push(CardFault::Empty { field });
        return;
    }
    if let Some(mark) = text.chars().find(|&c| turns_direction(c)) {
        faults.push(CardFault::DirectionMark { field, codepoint: codepoint(mark) });
    }
    if let Some(control) = text.chars().find(|&c| is_unseen(c)) {
        faults.push(CardFault::ControlCharacter { field, codepoint: codepoint(control) });
    }
    let seen = |c: &char| !turns_direction(*c) && !is_unseen(*c);
    if let Some(character) = text.chars().filter(seen).find(|&c| !face::is_covered(c)) {
        let (codepoint, fallback) = (codepoint(character), FALLBACK);
        faults.push(CardFault::MissingGlyph { field, character, codepoint, fallback });
    }
    match field {
        Field::Name | Field::NameMn | Field::NameEn => {
            // Variation selectors and the vowel separator shape the letter before them; nobody counts them.
            let length = text.chars().filter(|c| !('\u{180B}'..='\u{180F}').contains(c)).count();
            if length > NAME_LIMIT {
                faults.push(CardFault::NameTooLong { field, length, limit: NAME_LIMIT });
            }
        }
        Field::DutyPhone | Field::EmergencyPhone | Field::StationPhone => {
            let dialable = |c: char| c.is_ascii_digit() || "+-() ".contains(c);
            if !text.chars().all(dialable) || !text.chars().any(|c| c.is_ascii_digit()) {
                faults.push(CardFault::PhoneNotDialable { field });
            }
        }
        _ => {}
    }
}

/// The bidirectional controls of UAX #9.
pub(crate) fn turns_direction(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Controls, breaks and zero-width characters — but not the joiners that Mongolian is written with.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{FEFF}')
        || matches!(c, '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}
