//! Persons: the members of households. No field for what we refuse to record.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::HouseholdId;

/// Longest name, in characters.
pub const MAX_NAME_CHARS: usize = 50;

/// What the person is to the head of the household.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 户主
    Head,
    /// 配偶
    Spouse,
    /// 子女
    Child,
    /// 父母
    Parent,
    /// 孙子女
    Grandchild,
    /// 兄弟姐妹
    Sibling,
    /// 其他
    #[default]
    Other,
}

/// The language that a person would rather speak with the officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SpokenLanguage {
    /// Chinese
    Zh,
    /// Mongolian
    Mn,
}

/// A row of the person register.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The household that the person belongs to.
    pub household: Option<HouseholdId>,
    /// What the person is to its head.
    pub relation: Relation,
    /// Name in Chinese characters, as typed.
    pub name: String,
    /// Name in Mongolian script, as typed.
    pub name_mn: Option<String>,
    /// Resident identity number; may be wrong, and is then shown as wrong.
    pub id_number: String,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// The day of death.
    pub died_on: Option<NaiveDate>,
    /// The person's own phone.
    pub phone: String,
    /// The language that the person would rather speak.
    pub language: Option<SpokenLanguage>,
}

crate::redacted!(Person);

/// Completed years of age on a day.
pub fn age_on(born_on: NaiveDate, day: NaiveDate) -> Option<u32> {
    let years = day.year() - born_on.year() - i32::from((day.month(), day.day()) < (born_on.month(), born_on.day()));
    u32::try_from(years).ok()
}
