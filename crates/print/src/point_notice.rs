//! The notice of service points: where and when each opens, to be put up where people pass.

use crate::check::{check_day, check_text};
use crate::fault::{CardFault, Field};
use serde::{Deserialize, Serialize};

/// A notice of service points (便民服务点公告).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PointNotice {
    /// The station.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The station's phone.
    pub duty_phone: String,
    /// The day from which it holds, `2026-11-24`.
    pub on: String,
    /// The points, in the order in which they are told.
    pub points: Vec<Point>,
}

/// A service point on the notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Its name.
    pub name: String,
    /// That name in Mongolian script.
    #[serde(default)]
    pub name_mn: Option<String>,
    /// What kind, in words.
    pub kind: String,
    /// Where.
    pub place: String,
    /// When it opens.
    pub opening: String,
    /// Whom to call; empty for the station's phone.
    pub phone: String,
    /// Degrees north and east, if they are known: for the plan.
    #[serde(default)]
    pub at: Option<(f64, f64)>,
}

impl PointNotice {
    /// What keeps it from being printed.
    pub fn check(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        check_text(Field::Station, &self.station, &mut faults);
        if let Some(station) = &self.station_mn {
            check_text(Field::StationMn, station, &mut faults);
        }
        check_text(Field::DutyPhone, &self.duty_phone, &mut faults);
        check_day(Field::On, &self.on, &mut faults);
        if self.points.is_empty() {
            faults.push(CardFault::Empty { field: Field::Points });
        }
        for point in &self.points {
            check_text(Field::Points, &point.name, &mut faults);
            check_text(Field::Points, &point.opening, &mut faults);
        }
        faults
    }
}
