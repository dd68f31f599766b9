//! The files that the library names: what a tablet carries along beside the rows. Their bytes are blobs.

use beibao_domain::Hash;
use beibao_domain::shelf::Phrase;
use rusqlite::Connection;

use crate::Result;
use crate::table::{material, officer, shelf};

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
