//! What the privacy notice has to be told: whom to call. All the rest of it is in the catalogue, the same for everybody.

use crate::check::check_text;
use crate::fault::{CardFault, Field};
use serde::{Deserialize, Serialize};

/// A privacy notice (个人信息告知书) of one station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The station that answers for the information.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The phone to ask at.
    pub duty_phone: String,
}

impl Notice {
    /// Everything that keeps this notice from being printed, all at once.
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
