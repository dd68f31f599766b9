//! The made-up register that tests, benchmarks and the demo use: one station, 17 sub-farms, 1,100 households, 12,000
//! people.
//!
//! Nobody in it exists: every ID number begins with 150599, which is not allocated, and every phone number with 000. The
//! same seed gives the same bytes on every platform: whole numbers only, an own random sequence, no clock, no hash order.
//! This is not a model of a population; it is only plausible enough that screens and searches meet what they will meet.
//! The CSV text is what a station would import, so this package knows none of the product's own types.

mod calendar;
mod chance;
mod family;
mod households;
mod id_number;
mod keystrokes;
mod names;
mod office;
mod people;
mod places;
mod rows;
mod table;

pub use calendar::{AS_OF, Day};
pub use id_number::{ID_PREFIX, check_character};
pub use keystrokes::keystrokes;
pub use rows::{
    AreaKind, AreaRow, HouseholdRow, Language, MaterialRow, OfficerRow, PersonRow, Relation, Sex, StationRow,
};

use chance::Chance;
use table::csv;

/// How many sub-farms the station has.
pub const SUB_FARMS: usize = 17;
/// How many households are registered.
pub const HOUSEHOLDS: usize = 1_100;
/// How many people are registered.
pub const PEOPLE: usize = 12_000;

/// The whole register: typed rows for tests, and the same rows as the CSV text a station would import.
///
/// The CSV is UTF-8 without a byte order mark, has a header row and ends its lines with `\n`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Sub-farms, each followed by its gachas.
    pub areas: Vec<AreaRow>,
    /// By code.
    pub households: Vec<HouseholdRow>,
    /// By household, its head first.
    pub people: Vec<PersonRow>,
    /// By badge.
    pub officers: Vec<OfficerRow>,
    /// By code.
    pub materials: Vec<MaterialRow>,
    /// The one station.
    pub station: StationRow,
    /// `code,kind,name,name_mn,parent`
    pub areas_csv: String,
    /// `code,area,address,latitude,longitude,access_notes,phone`
    pub households_csv: String,
    /// `household,relation,name,name_mn,id_number,born_on,phone,language`
    pub people_csv: String,
    /// `badge,name,name_mn,phone,areas`
    pub officers_csv: String,
    /// `code,kind,title,title_mn,language,version`
    pub materials_csv: String,
    /// `name,name_mn,duty_phone,emergency_phone`
    pub station_csv: String,
}

impl Register {
    /// The six files of the import, as `(file name, text)`.
    pub fn files(&self) -> [(&'static str, &str); 6] {
        [
            ("areas.csv", &self.areas_csv),
            ("households.csv", &self.households_csv),
            ("people.csv", &self.people_csv),
            ("officers.csv", &self.officers_csv),
            ("materials.csv", &self.materials_csv),
            ("station.csv", &self.station_csv),
        ]
    }
}

/// Makes the register that belongs to `seed`.
///
/// Each table draws from its own stream, so that a change to one leaves the chances of the others as they were.
pub fn register(seed: u64) -> Register {
    let areas = places::areas(&mut Chance::new(seed, "areas"));
    let mut households = households::households(&mut Chance::new(seed, "households"), &areas);
    let people = people::people(&mut Chance::new(seed, "people"), &mut households);
    let officers = office::officers(&mut Chance::new(seed, "officers"), &areas);
    let materials = office::materials();
    let station = office::station();
    Register {
        areas_csv: csv(&areas),
        households_csv: csv(&households),
        people_csv: csv(&people),
        officers_csv: csv(&officers),
        materials_csv: csv(&materials),
        station_csv: csv(std::slice::from_ref(&station)),
        areas,
        households,
        people,
        officers,
        materials,
        station,
    }
}
