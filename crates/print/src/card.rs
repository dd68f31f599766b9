//! What an officer's contact card says, and whether it can be printed. Not how it looks (`paper::card`), and nothing
//! about the person who is given one.

use crate::check::check_text;
use crate::error::PrintError;
use crate::fault::{CardFault, Field};
use crate::legible::marked;
use beibao_domain::card::CardWords;
use serde::{Deserialize, Serialize};

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

impl From<CardWords> for ContactCard {
    fn from(words: CardWords) -> Self {
        let CardWords { name, name_mn, badge, station, station_mn, duty_phone, emergency_phone, area, area_mn } = words;
        Self { name, name_mn, badge, station, station_mn, duty_phone, emergency_phone, area, area_mn }
    }
}

/// A card as it is to be printed.
#[derive(Debug, Clone, Copy)]
pub struct Front<'a> {
    pub(crate) card: &'a ContactCard,
    pub(crate) mark_missing: bool,
}

impl<'a> From<&'a ContactCard> for Front<'a> {
    fn from(card: &'a ContactCard) -> Self {
        Self { card, mark_missing: false }
    }
}

impl Front<'_> {
    /// What stands on it.
    pub(crate) fn shown(&self) -> ContactCard {
        if self.mark_missing { self.card.marked() } else { self.card.clone() }
    }

    /// What can be said of each field without laying it out.
    pub(crate) fn check_fields(&self) -> Vec<CardFault> {
        let faults = self.card.check_fields().into_iter();
        faults.filter(|fault| !(self.mark_missing && fault.is_missing_glyph())).collect()
    }

    /// Everything that keeps it from being printed so, all at once; empty when it can be.
    pub fn check(&self) -> Vec<CardFault> {
        match crate::card_scene(*self) {
            Err(PrintError::Faults(faults)) => faults,
            _ => Vec::new(),
        }
    }
}

impl ContactCard {
    /// The card with [`crate::FALLBACK`] for characters that no font has, if the officer said so. Its code holds what was typed:
    /// a phone has more fonts.
    pub fn marking(&self, mark_missing: bool) -> Front<'_> {
        Front { card: self, mark_missing }
    }

    /// Everything that keeps this card from being printed, all at once; empty when it can be.
    pub fn check(&self) -> Vec<CardFault> {
        Front::from(self).check()
    }

    /// The characters that no font has, each with the field in which it stands: what [`Self::marking`] would mark.
    pub fn missing(&self) -> Vec<CardFault> {
        self.check_fields().into_iter().filter(CardFault::is_missing_glyph).collect()
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
