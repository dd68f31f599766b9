//! The recovery key: forty-eight digits on a sheet of paper that open a backup whose `station.json` was kept apart, or lost.
//!
//! It follows from the database's key, so nothing more is kept and the sheet stays true for as long as the station lives. Under
//! it every backup holds `station.json` sealed. Each group of six digits is a multiple of eleven, so that a wrong digit is
//! noticed where it stands.

use std::path::{Path, PathBuf};

use beibao_domain::{BodyKey, World};
use zeroize::ZeroizeOnDrop;

use crate::folder::{self, Secrets};
use crate::station::{Result, StationError};

const GROUPS: usize = 8;
/// What a group of digits is a multiple of: no two numbers that differ in one digit both are, nor after a swap of neighbours.
const STEP: u32 = 11;
const SALT_BYTES: usize = 16;
const SEALED: &str = "station.json.sealed";

/// The key itself.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; GROUPS * 2]);

beibao_domain::redacted!(RecoveryKey);

/// The group that cannot be right, counted from 1; one past the last if there are too few or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongGroup(pub usize);

impl RecoveryKey {
    /// That of a station.
    pub fn of(secrets: &Secrets) -> Self {
        let mut key = [0; GROUPS * 2];
        let derived = BodyKey::derived(&secrets.file_key().0, &[], &[b"beibao recovery"]);
        key.copy_from_slice(&derived.0[..GROUPS * 2]);
        Self(key)
    }

    /// Its groups of six digits.
    pub fn groups(&self) -> Vec<String> {
        let group = |pair: &[u8]| format!("{:06}", u32::from(u16::from_be_bytes([pair[0], pair[1]])) * STEP);
        self.0.chunks_exact(2).map(group).collect()
    }

    /// What was typed off the sheet: the digits, whatever stands between them, also those of a keyboard that is set to wide ones.
    pub fn typed(text: &str) -> std::result::Result<Self, WrongGroup> {
        let digits: Vec<u32> = text.chars().filter_map(digit).collect();
        let mut key = [0; GROUPS * 2];
        for (n, (group, pair)) in digits.chunks(6).zip(key.chunks_exact_mut(2)).enumerate() {
            let number = group.iter().fold(0, |number, digit| number * 10 + digit);
            match u16::try_from(number / STEP) {
                Ok(half) if group.len() == 6 && number % STEP == 0 => pair.copy_from_slice(&half.to_be_bytes()),
                _ => return Err(WrongGroup(n + 1)),
            }
        }
        if digits.len() == GROUPS * 6 { Ok(Self(key)) } else { Err(WrongGroup(GROUPS + 1)) }
    }

    /// The key for one sealed file; another salt, another key.
    fn cipher(&self, salt: &[u8]) -> BodyKey {
        let mut secret = [0; 32];
        secret[..self.0.len()].copy_from_slice(&self.0);
        BodyKey::derived(&secret, salt, &[b"beibao station.json"])
    }
}

/// Where a folder holds the sealed secrets.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join(SEALED)
}

/// Puts the secrets into a folder, sealed.
pub(crate) fn keep(folder: &Path, secrets: &Secrets, world: &dyn World) -> Result<()> {
    let mut bytes = vec![0; SALT_BYTES];
    world.fill(&mut bytes);
    let plain = serde_json::to_vec(secrets).map_err(|_| StationError::Secrets)?;
    let sealed = RecoveryKey::of(secrets).cipher(&bytes).seal(plain);
    bytes.extend(sealed);
    std::fs::write(file(folder), bytes)?;
    Ok(std::fs::File::open(file(folder))?.sync_all()?)
}

/// Opens the sealed secrets of a folder, a backup that was put back, and keeps them there. Refuses a folder that has some.
pub fn recover(folder: &Path, key: &RecoveryKey) -> Result<()> {
    let bytes = std::fs::read(file(folder)).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StationError::Incomplete,
        _ => error.into(),
    })?;
    let (salt, sealed) = bytes.split_at_checked(SALT_BYTES).ok_or(StationError::Secrets)?;
    let plain = key.cipher(salt).open(sealed).map_err(|_| StationError::Secrets)?;
    let secrets: Secrets = serde_json::from_slice(&plain).map_err(|_| StationError::Secrets)?;
    folder::keep(folder, &secrets)
}

fn digit(sign: char) -> Option<u32> {
    match sign {
        '０'..='９' => Some(u32::from(sign) - u32::from('０')),
        sign => sign.to_digit(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_lead_back_to_the_key_and_a_wrong_one_is_noticed_in_its_group() {
        let key = RecoveryKey([0, 0, 0, 1, 255, 255, 7, 7, 128, 0, 1, 2, 3, 4, 90, 9]);
        let text = key.groups().join(" ");
        assert!(text.starts_with("000000 000011 720885 ") && text.len() == 48 + 7, "{text}");
        let wide = |sign: char| sign.to_digit(10).map_or('　', |digit| char::from_u32('０' as u32 + digit).unwrap());
        assert!(RecoveryKey::typed(&text.chars().map(wide).collect::<String>()).as_ref() == Ok(&key));
        assert!(RecoveryKey::typed(&text.replace(' ', "－")) == Ok(key));
        for place in (0..text.len()).filter(|place| !text[*place..].starts_with(' ')) {
            let mut wrong = text.clone().into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + 1) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            assert!(RecoveryKey::typed(&wrong) == Err(WrongGroup(place / 7 + 1)), "{wrong}");
        }
        assert!(RecoveryKey::typed(&text[..text.len() - 7]) == Err(WrongGroup(9)));
        assert!(RecoveryKey::typed(&text[..text.len() - 1]) == Err(WrongGroup(8)));
        assert!(RecoveryKey::typed(&format!("{text} 11")) == Err(WrongGroup(9)));
    }
}
