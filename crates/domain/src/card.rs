//! What stands on an officer's contact card: words that the registers hold, told once for the tablet, the desk and the printer.
//! Not how it looks, and nothing about whoever is given one.

use crate::Hash;
use crate::picture::Picture;

/// Digits of a mark: one in four thousand million is two cards' by chance.
const MARK_DIGITS: usize = 8;

/// The words of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardWords {
    /// The officer's name.
    pub name: String,
    /// The officer's name in Mongolian.
    pub name_mn: Option<String>,
    /// The badge number.
    pub badge: String,
    /// The station.
    pub station: String,
    /// The station in Mongolian.
    pub station_mn: Option<String>,
    /// The officer's phone, or the station's where there is none.
    pub duty_phone: String,
    /// The emergency number.
    pub emergency_phone: String,
    /// The areas that the officer serves.
    pub area: String,
    /// The same in Mongolian, if all of them have such a name.
    pub area_mn: Option<String>,
}

impl CardWords {
    /// Eight digits that are others as soon as a word on the card is. What stands on its back does not count: nobody is
    /// called by a photo, and the station's line is on the back of every officer's card.
    pub fn mark(&self) -> String {
        let none = String::new();
        let words = [
            &self.name,
            self.name_mn.as_ref().unwrap_or(&none),
            &self.badge,
            &self.station,
            self.station_mn.as_ref().unwrap_or(&none),
            &self.duty_phone,
            &self.emergency_phone,
            &self.area,
            self.area_mn.as_ref().unwrap_or(&none),
        ];
        let text = words.map(String::as_str).join("\u{1f}");
        Hash::of(text.as_bytes()).to_string().chars().take(MARK_DIGITS).collect()
    }
}

/// What stands on its back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackWords {
    /// The station's own line.
    pub station_phone: String,
    /// The officer's photo.
    pub photo: Option<Picture>,
    /// Officer and station in English, if the officer has a name in Latin letters.
    pub english: Option<(String, String)>,
}
