//! The work that the sync is measured with, of the same size each time: one officer's day, the others' day, five years.

use std::sync::Arc;

use anyhow::{Context, Result};
use beibao_domain::{HouseholdId, World};
use beibao_replica::find;
use beibao_replica::table::person;
use beibao_store::{Store, application, visit};

use crate::TestWorld;

/// Photos of a day, and bytes of each: 14.7 MB that do not pack.
pub const PHOTOS: usize = 12;
/// See [`PHOTOS`].
pub const PHOTO_BYTES: usize = 1_225_000;
/// Visits of a day. With an application and a portrait for each photo they make 137 changes.
pub const VISITS: usize = 113;

const DIARY: &str = "去了东边的冬营盘，路上雪深，绕过敖包走了四十分钟。老人的腿好些了，问换证的事，说好下周带背景布来照相。\
                     帮着把草料卸进棚里，看了炉子和烟道，提醒夜里留一扇窗。孙子放假回来，教他认诈骗电话。";

/// The households of a tablet.
pub fn homes(store: &Store) -> Result<Vec<HouseholdId>> {
    let found = store.read(|sql| Ok(find::search(sql, "0", None)?))?;
    let mut homes: Vec<HouseholdId> = found.hits.into_iter().map(|hit| hit.household_id).collect();
    homes.sort();
    homes.dedup();
    Ok(homes)
}

/// So many visits.
pub fn visits(store: &Store, count: usize) -> Result<()> {
    let homes = homes(store)?;
    for n in 0..count {
        let home = homes.get(n % homes.len().max(1)).context("no household")?;
        let mut draft = visit::open_draft(store, *home)?.draft;
        draft.diary = format!("{n} {DIARY}");
        store.write(|tx| visit::save(tx, &draft))?;
    }
    Ok(())
}

/// A portrait for each of `count` people, of bytes that no camera would give but that are as hard to pack.
pub fn portraits(store: &Arc<Store>, count: usize, bytes: usize) -> Result<()> {
    let mut seed = [0; 8];
    store.world().fill(&mut seed);
    let chance = TestWorld::new(u64::from_le_bytes(seed));
    let mut left = count;
    for home in homes(store)? {
        for (id, _) in store.read(|sql| Ok(person::members(sql, home)?))? {
            if left == 0 {
                return Ok(());
            }
            let mut jpeg = vec![0; bytes];
            chance.fill(&mut jpeg);
            let applied = store.write(|tx| crate::tablet::apply(tx, id))?;
            store.write(|tx| application::attach_portrait(tx, applied, &jpeg, application::Judged::by("ga461", 1)))?;
            left -= 1;
        }
    }
    anyhow::ensure!(left == 0, "too few people for {count} portraits");
    Ok(())
}

/// One officer's day: 137 changes and 12 photos.
pub fn day(store: &Arc<Store>) -> Result<()> {
    visits(store, VISITS)?;
    portraits(store, PHOTOS, PHOTO_BYTES)
}

/// Every household of a tablet, by code.
pub fn all_homes(store: &Store) -> Result<Vec<HouseholdId>> {
    let query = "SELECT id FROM household ORDER BY code";
    Ok(store.read(|sql| Ok(beibao_replica::table::rows(sql, query, [], |row| Ok(HouseholdId(row.get(0)?)))?))?)
}

/// The files of a register with so many gachas, an officer and a household in each.
pub fn gachas(count: usize) -> [String; 5] {
    let mut areas = String::from("code,kind,name,name_mn,parent\n01,sub_farm,一分场,,\n");
    let mut officers = String::from("badge,name,name_mn,phone,areas\n");
    let mut homes = String::from("code,area,address,latitude,longitude,access_notes,phone\n");
    let mut people = String::from("household,relation,name,name_mn,id_number,born_on,phone,language\n");
    for n in 0..count {
        areas.push_str(&format!("01{n:03},gacha,嘎查{n},,01\n"));
        officers.push_str(&format!("{n:06},苏和,,00012340001,01{n:03}\n"));
        homes.push_str(&format!("0{n:03}-0001,01{n:03},,,,,\n"));
        people.push_str(&format!("0{n:03}-0001,head,巴特尔,,,1950-01-01,,mn\n"));
    }
    let station = "name,name_mn,duty_phone,emergency_phone\n云雀滩派出所,,00012345678,110\n".to_owned();
    [station, areas, officers, homes, people]
}
