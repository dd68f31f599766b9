//! The certificate of a quiz: what somebody scored. The name is the officer's to type, or a line to be written on: who
//! answered is not in the answers.

use crate::check::{check_day, check_text};
use crate::fault::{CardFault, Field};
use serde::{Deserialize, Serialize};

/// A certificate of a quiz (知识竞答证书).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The station.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The day on which it was answered, `2026-11-24`.
    pub on: String,
    /// Who answered; none leaves a line for the name.
    #[serde(default)]
    pub person: Option<String>,
    /// The quiz.
    pub title: String,
    /// The quiz in Mongolian script.
    #[serde(default)]
    pub title_mn: Option<String>,
    /// Points that were scored.
    pub points: u32,
    /// Points that could be.
    pub of: u32,
}

impl Certificate {
    /// What keeps it from being printed.
    pub fn check(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        for (field, text) in [
            (Field::Station, Some(&self.station)),
            (Field::StationMn, self.station_mn.as_ref()),
            (Field::Person, self.person.as_ref()),
            (Field::Title, Some(&self.title)),
            (Field::TitleMn, self.title_mn.as_ref()),
        ] {
            if let Some(text) = text {
                check_text(field, text, &mut faults);
            }
        }
        check_day(Field::On, &self.on, &mut faults);
        faults
    }
}
