//! What two slips say: the one that is left at a door where nobody was, and the one that people write on.

use crate::check::{check_day, check_prose, check_text};
use crate::fault::{CardFault, Field};
use serde::{Deserialize, Serialize};

/// "We were here" (走访告知条), left at the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitSlip {
    /// The station.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The officer.
    pub officer: String,
    /// The officer's name in Mongolian script.
    #[serde(default)]
    pub officer_mn: Option<String>,
    /// The phone to call.
    pub duty_phone: String,
    /// The day, `2026-11-24`.
    pub on: String,
    /// The time, such as `09:40`.
    pub at: String,
    /// A line from the officer. Anybody may read it: nothing of a person belongs in it.
    #[serde(default)]
    pub note: Option<String>,
}

/// A slip for suggestions (意见建议条), empty; a name is not asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionSlip {
    /// The station that reads it.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The phone for who would rather say it.
    pub duty_phone: String,
}

impl VisitSlip {
    /// Everything that keeps this slip from being printed, all at once, but for what does not fit its place.
    pub fn check(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        for (field, text) in [
            (Field::Station, Some(&self.station)),
            (Field::StationMn, self.station_mn.as_ref()),
            (Field::Officer, Some(&self.officer)),
            (Field::OfficerMn, self.officer_mn.as_ref()),
            (Field::DutyPhone, Some(&self.duty_phone)),
            (Field::At, Some(&self.at)),
        ] {
            if let Some(text) = text {
                check_text(field, text, &mut faults);
            }
        }
        check_day(Field::On, &self.on, &mut faults);
        if let Some(note) = &self.note {
            check_prose(Field::Note, note, &mut faults);
        }
        faults
    }
}

impl SuggestionSlip {
    /// Everything that keeps this slip from being printed, all at once, but for what does not fit its place.
    pub fn check(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        check_text(Field::Station, &self.station, &mut faults);
        if let Some(station) = &self.station_mn {
            check_text(Field::StationMn, station, &mut faults);
        }
        check_text(Field::DutyPhone, &self.duty_phone, &mut faults);
        faults
    }
}
