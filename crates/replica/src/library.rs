//! The files that the library names: what a tablet carries along beside the rows. Their bytes are blobs.

use beibao_domain::Hash;
use beibao_domain::shelf::Phrase;
use rusqlite::Connection;

use crate::table::{material, officer, shelf};
use crate::{Result, conflicts};

/// Whether the library names a file, or would if somebody chose so in a conflict.
pub fn names(sql: &Connection, hash: Hash) -> Result<bool> {
    if files(sql)?.iter().any(|(named, _)| *named == hash) {
        return Ok(true);
    }
    let mut choices = conflicts::all(sql)?.into_iter().flat_map(|conflict| conflict.choices);
    Ok(choices.any(|choice| Hash::all_in(&choice.value).any(|named| named == hash)))
}

/// Every file of a material, every recording of a phrase and every photo for a card, with its size in bytes; each once.
pub fn files(sql: &Connection) -> Result<Vec<(Hash, u64)>> {
    let of_materials = material::all(sql)?.into_iter().flat_map(|material| material.files);
    let mut named: Vec<(Hash, u64)> = of_materials.filter_map(|file| file.blob()).collect();
    let phrases = shelf::all::<Phrase>(sql)?.into_iter();
    named.extend(phrases.filter_map(|(_, phrase)| phrase.recording?.blob()));
    named.extend(officer::photos(sql)?.iter().filter_map(|photo| photo.blob()));
    named.sort_unstable();
    named.dedup();
    Ok(named)
}
