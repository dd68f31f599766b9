//! A statement of the station's, in sections: what is recorded about somebody, what was erased. Characters that no font has
//! stand as 〓, since what is recorded is shown as well as it can be and not kept back.

use crate::check::check_text;
use crate::fault::{CardFault, Field};
use serde::{Deserialize, Serialize};

/// Which statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// 个人信息查询结果: what is recorded about somebody.
    PersonRecord,
    /// 个人信息删除证明: what was erased.
    Erasure,
}

/// A statement of the station's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Which.
    pub kind: StatementKind,
    /// The station.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The day, `2026-11-24`.
    pub on: String,
    /// What it says.
    pub sections: Vec<Section>,
}

/// A part of it under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// What stands under it, a paragraph each.
    pub lines: Vec<String>,
}

impl Statement {
    /// What keeps it from being printed.
    pub fn check(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        check_text(Field::Station, &self.station, &mut faults);
        if let Some(station) = &self.station_mn {
            check_text(Field::StationMn, station, &mut faults);
        }
        crate::check::check_day(Field::On, &self.on, &mut faults);
        faults
    }
}
