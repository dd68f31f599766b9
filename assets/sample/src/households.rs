//! Where the homes are and how to get to them.
//!
//! Who lives in them, and whose phone rings there, is drawn in `people.rs`.

use crate::chance::Chance;
use crate::rows::{AreaKind, AreaRow, HouseholdRow};
use crate::table::lines;
use crate::{HOUSEHOLDS, SUB_FARMS};

const NOTES: &str = include_str!("../data/access_notes.txt");

/// South, west, north and east of the made-up district: 33.4 km by 38.9 km, 1,300 km² of open steppe.
const SOUTH_E6: i32 = 44_000_000;
const NORTH_E6: i32 = 44_300_000;
const WEST_E6: i32 = 116_013_000;
const EAST_E6: i32 = 116_500_000;

/// Each sub-farm has at least this many; the rest falls where it falls.
const FEWEST_PER_SUB_FARM: usize = 40;

/// 1,100 homes, by code, without phones.
pub fn households(chance: &mut Chance, areas: &[AreaRow]) -> Vec<HouseholdRow> {
    let mut counts = [FEWEST_PER_SUB_FARM; SUB_FARMS];
    for _ in counts.iter().sum()..HOUSEHOLDS {
        counts[chance.below(SUB_FARMS)] += 1;
    }
    let sub_farms = areas.iter().filter(|area| area.kind == AreaKind::SubFarm);
    let mut households = Vec::with_capacity(HOUSEHOLDS);
    for (cell, (sub_farm, count)) in sub_farms.zip(counts).enumerate() {
        let gachas: Vec<(&AreaRow, (i32, i32))> = areas
            .iter()
            .filter(|area| area.parent == sub_farm.code)
            .map(|gacha| (gacha, middle_of_gacha(chance, cell as i32)))
            .collect();
        for number in 1..=count {
            let (gacha, middle) = chance.one_of(&gachas);
            let (latitude_e6, longitude_e6) = around(chance, *middle);
            households.push(HouseholdRow {
                code: format!("{}-{number:04}", sub_farm.code),
                area: gacha.code.clone(),
                address: format!("{}{}{number}号", sub_farm.name, gacha.name),
                latitude_e6,
                longitude_e6,
                access_notes: if chance.percent(4) { String::new() } else { access_note(chance) },
                phone: String::new(),
            });
        }
    }
    households
}

/// The district is cut into 5 × 4 cells; a sub-farm is a cell, and its gachas lie about in it.
fn middle_of_gacha(chance: &mut Chance, cell: i32) -> (i32, i32) {
    let (height, width) = ((NORTH_E6 - SOUTH_E6) / 4, (EAST_E6 - WEST_E6) / 5);
    (
        SOUTH_E6 + cell / 5 * height + chance.between(height / 5, height * 4 / 5),
        WEST_E6 + cell % 5 * width + chance.between(width / 5, width * 4 / 5),
    )
}

/// Up to three kilometres off, nearer more often, and inside the district.
fn around(chance: &mut Chance, (latitude, longitude): (i32, i32)) -> (i32, i32) {
    let mut off = |reach: i32| (chance.between(-reach, reach) + chance.between(-reach, reach)) / 2;
    ((latitude + off(27_000)).clamp(SOUTH_E6, NORTH_E6), (longitude + off(37_000)).clamp(WEST_E6, EAST_E6))
}

fn access_note(chance: &mut Chance) -> String {
    let notes: Vec<&str> = lines(NOTES).collect();
    let mut note = (*chance.one_of(&notes)).to_owned();
    if chance.percent(15) {
        note = format!("{note}；{}", chance.one_of(&notes));
    }
    let mut fill = |mark, words: &[&str]| {
        while note.contains(mark) {
            let word: &&str = chance.one_of(words);
            note = note.replacen(mark, word, 1);
        }
    };
    fill("{d}", &["东", "南", "西", "北", "东南", "东北", "西南", "西北"]);
    fill("{k}", &["一", "两", "三", "四", "五", "七", "八", "十二"]);
    fill("{n}", &["一", "二", "三", "四", "五"]);
    fill("{s}", &["左", "右"]);
    fill("{o}", &["四", "五", "九", "十"]);
    fill("{m}", &["敖包", "水井", "大车店", "风电基站", "羊盘点", "老羊圈", "废砖窑", "石桥", "信号塔", "接羔站"]);
    note
}
