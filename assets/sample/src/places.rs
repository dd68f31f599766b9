//! The areas: sub-farms and their gachas, with names put together from ordinary words of the steppe.
//!
//! No boundaries; where a household lies is drawn in `households.rs`.

use crate::SUB_FARMS;
use crate::chance::Chance;
use crate::rows::{AreaKind, AreaRow};
use crate::table::columns;

const WORDS: &str = include_str!("../data/place_names.txt");

/// 17 sub-farms with 2 to 4 gachas each; no two areas share a name.
pub fn areas(chance: &mut Chance) -> Vec<AreaRow> {
    let mut names = names();
    chance.shuffle(&mut names);
    let mut names = names.into_iter();
    let mut area = |code: String, kind, parent: &str| {
        let (zh, mn) = names.next().expect("more names than areas");
        let (suffix, suffix_mn) = match kind {
            AreaKind::SubFarm => ("分场", "ᠰᠠᠯᠪᠤᠷᠢ ᠲᠠᠯᠠᠪᠠᠢ"),
            AreaKind::Gacha => ("嘎查", "ᠭᠠᠴᠠᠭ᠎ᠠ"),
        };
        AreaRow {
            code,
            kind,
            name: format!("{zh}{suffix}"),
            name_mn: format!("{mn} {suffix_mn}"),
            parent: parent.to_owned(),
        }
    };
    let mut areas = Vec::new();
    for number in 1..=SUB_FARMS {
        let code = format!("{number:02}");
        areas.push(area(code.clone(), AreaKind::SubFarm, ""));
        for gacha in 1..=chance.between(2, 4) {
            areas.push(area(format!("{code}{gacha:02}"), AreaKind::Gacha, &code));
        }
    }
    areas
}

fn names() -> Vec<(String, String)> {
    let half = |wanted| columns::<3>(WORDS).filter(move |[half, ..]| *half == wanted);
    half("first")
        .flat_map(|[_, zh, mn]| half("second").map(move |[_, zh2, mn2]| (format!("{zh}{zh2}"), format!("{mn} {mn2}"))))
        .collect()
}
