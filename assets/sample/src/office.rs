//! The station's own side: its officers, what they hand out, and the station itself.
//!
//! Which sub-farms an officer looks after is drawn; the rest is written down in `data/`.

use crate::chance::Chance;
use crate::rows::{AreaKind, AreaRow, MaterialRow, OfficerRow, StationRow};
use crate::table::columns;

const OFFICERS: [(&str, &str); 6] = [
    ("孟和巴图", "ᠮᠥᠩᠬᠡᠪᠠᠲᠤ"),
    ("李建军", ""),
    ("斯琴图雅", "ᠰᠡᠴᠡᠨᠲᠤᠶᠠᠭ᠎ᠠ"),
    ("王海涛", ""),
    ("额尔敦毕力格", "ᠡᠷᠳᠡᠨᠢᠪᠢᠯᠢᠭ"),
    ("张雪", ""),
];

/// Six officers who share the sub-farms out among them.
pub fn officers(chance: &mut Chance, areas: &[AreaRow]) -> Vec<OfficerRow> {
    let mut codes: Vec<&str> =
        areas.iter().filter(|area| area.kind == AreaKind::SubFarm).map(|area| area.code.as_str()).collect();
    chance.shuffle(&mut codes);
    let officer = |(number, (name, name_mn)): (usize, (&str, &str))| {
        let mut areas: Vec<String> =
            codes.iter().skip(number).step_by(OFFICERS.len()).map(|code| (*code).to_owned()).collect();
        areas.sort();
        OfficerRow {
            badge: format!("{:06}", 101 + number),
            name: name.to_owned(),
            name_mn: name_mn.to_owned(),
            phone: format!("00000000{}", 101 + number),
            areas,
        }
    };
    OFFICERS.into_iter().enumerate().map(officer).collect()
}

/// The library of leaflets, handbooks, jingles, videos and the contact card.
pub fn materials() -> Vec<MaterialRow> {
    columns(include_str!("../data/materials.txt"))
        .map(|fields: [&str; 6]| {
            let [code, kind, title, title_mn, language, version] = fields.map(str::to_owned);
            MaterialRow { code, kind, title, title_mn, language, version }
        })
        .collect()
}

/// The station, which is not on any map.
pub fn station() -> StationRow {
    let [name, name_mn, duty_phone, emergency_phone] =
        columns(include_str!("../data/station.txt")).next().expect("the station's line").map(str::to_owned);
    StationRow { name, name_mn, duty_phone, emergency_phone }
}
