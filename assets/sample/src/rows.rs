//! The rows of the six files, typed, and how each turns into the fields of its CSV line.
//!
//! These are not the product's types: a file that is imported ages apart from the program that imports it.

use crate::calendar::Day;
use crate::table::Row;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// The word in the file.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

words! {
    /// What an area is.
    AreaKind {
        /// 分场, with a two-digit code.
        SubFarm = "sub_farm",
        /// 嘎查, whose four digits begin with its sub-farm's.
        Gacha = "gacha",
    }
}

words! {
    /// What a person is to the head of the household.
    Relation {
        /// 户主, one in each household.
        Head = "head",
        /// Husband or wife of the head.
        Spouse = "spouse",
        /// Child of the head.
        Child = "child",
        /// Father or mother of the head.
        Parent = "parent",
        /// Child of a child.
        Grandchild = "grandchild",
        /// Brother or sister of the head.
        Sibling = "sibling",
        /// Anybody else: in-laws, nephews, great-grandchildren, herding hands.
        Other = "other",
    }
}

words! {
    /// The language somebody would rather speak.
    Language {
        /// Chinese.
        Zh = "zh",
        /// Mongolian.
        Mn = "mn",
    }
}

words! {
    /// As the 17th digit of the ID number says it; not a column.
    Sex {
        /// Odd.
        Male = "male",
        /// Even.
        Female = "female",
    }
}

/// A sub-farm or a gacha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaRow {
    /// `03`, or `0302` for a gacha.
    pub code: String,
    /// Which of the two it is.
    pub kind: AreaKind,
    /// In Chinese characters.
    pub name: String,
    /// In Mongolian script.
    pub name_mn: String,
    /// The sub-farm's code for a gacha, otherwise empty.
    pub parent: String,
}

/// A home that is visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdRow {
    /// `03-0125`: the sub-farm, and a number that runs within it.
    pub code: String,
    /// The gacha's code.
    pub area: String,
    /// Down to the number of the house.
    pub address: String,
    /// Millionths of a degree north.
    pub latitude_e6: i32,
    /// Millionths of a degree east.
    pub longitude_e6: i32,
    /// How to get there; empty for some.
    pub access_notes: String,
    /// 11 digits beginning with 000, or empty.
    pub phone: String,
}

/// A member of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The household's code.
    pub household: String,
    /// To the head.
    pub relation: Relation,
    /// In Chinese characters.
    pub name: String,
    /// In Mongolian script, or empty.
    pub name_mn: String,
    /// 18 characters beginning with [`crate::ID_PREFIX`], unique.
    pub id_number: String,
    /// The day of birth, the same as in the ID number.
    pub born_on: Day,
    /// 11 digits beginning with 000, or empty; the same as the household's for the person who answers there.
    pub phone: String,
    /// What they would rather speak.
    pub language: Language,
    /// The same as in the ID number; not a column.
    pub sex: Sex,
}

/// Somebody who visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficerRow {
    /// Six digits.
    pub badge: String,
    /// In Chinese characters.
    pub name: String,
    /// In Mongolian script, or empty.
    pub name_mn: String,
    /// 11 digits beginning with 000.
    pub phone: String,
    /// Codes of sub-farms; in the file with spaces between.
    pub areas: Vec<String>,
}

/// Something that is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialRow {
    /// `M01`.
    pub code: String,
    /// `leaflet`, `handbook`, `jingle`, `video` or `contact_card`.
    pub kind: String,
    /// In Chinese characters.
    pub title: String,
    /// In Mongolian script, or empty.
    pub title_mn: String,
    /// `zh` or `mn`: what the material is written or spoken in.
    pub language: String,
    /// Year and edition, `2025-1`.
    pub version: String,
}

/// The station itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationRow {
    /// In Chinese characters.
    pub name: String,
    /// In Mongolian script.
    pub name_mn: String,
    /// 11 digits beginning with 000.
    pub duty_phone: String,
    /// 11 digits beginning with 000.
    pub emergency_phone: String,
}

fn degrees(millionths: i32) -> String {
    format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)
}

impl Row for AreaRow {
    const HEADER: &str = "code,kind,name,name_mn,parent";
    fn fields(&self) -> Vec<String> {
        vec![self.code.clone(), self.kind.word().into(), self.name.clone(), self.name_mn.clone(), self.parent.clone()]
    }
}

impl Row for HouseholdRow {
    const HEADER: &str = "code,area,address,latitude,longitude,access_notes,phone";
    fn fields(&self) -> Vec<String> {
        vec![
            self.code.clone(),
            self.area.clone(),
            self.address.clone(),
            degrees(self.latitude_e6),
            degrees(self.longitude_e6),
            self.access_notes.clone(),
            self.phone.clone(),
        ]
    }
}

impl Row for PersonRow {
    const HEADER: &str = "household,relation,name,name_mn,id_number,born_on,phone,language";
    fn fields(&self) -> Vec<String> {
        vec![
            self.household.clone(),
            self.relation.word().into(),
            self.name.clone(),
            self.name_mn.clone(),
            self.id_number.clone(),
            self.born_on.to_string(),
            self.phone.clone(),
            self.language.word().into(),
        ]
    }
}

impl Row for OfficerRow {
    const HEADER: &str = "badge,name,name_mn,phone,areas";
    fn fields(&self) -> Vec<String> {
        vec![self.badge.clone(), self.name.clone(), self.name_mn.clone(), self.phone.clone(), self.areas.join(" ")]
    }
}

impl Row for MaterialRow {
    const HEADER: &str = "code,kind,title,title_mn,language,version";
    fn fields(&self) -> Vec<String> {
        vec![
            self.code.clone(),
            self.kind.clone(),
            self.title.clone(),
            self.title_mn.clone(),
            self.language.clone(),
            self.version.clone(),
        ]
    }
}

impl Row for StationRow {
    const HEADER: &str = "name,name_mn,duty_phone,emergency_phone";
    fn fields(&self) -> Vec<String> {
        vec![self.name.clone(), self.name_mn.clone(), self.duty_phone.clone(), self.emergency_phone.clone()]
    }
}
