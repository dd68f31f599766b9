//! Passwords of the desk: kept as Argon2id (RFC 9106) with a salt of their own and the cost at which they were made, so that
//! a later version may ask for more.

use beibao_domain::{Hash, Problem, ProblemCode, World};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::station::{Result, StationError};

/// The shortest password, in characters.
pub const LEAST_PASSWORD_CHARS: usize = 8;
/// The longest, so that nobody makes the station hash a book.
const MOST_PASSWORD_CHARS: usize = 200;
const MEMORY_KIB: u32 = 32 * 1024;
const PASSES: u32 = 3;

/// A password as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    memory_kib: u32,
    passes: u32,
    salt: [u8; 16],
    hash: [u8; 32],
}

/// What to keep of a password; refuses one that is too short.
pub(crate) fn kept(password: &str, world: &dyn World) -> Result<String> {
    if password.chars().count() < LEAST_PASSWORD_CHARS {
        let problem = Problem::from(ProblemCode::PasswordTooShort).with("least", LEAST_PASSWORD_CHARS);
        return Err(StationError::Refused(problem));
    }
    if password.chars().count() > MOST_PASSWORD_CHARS {
        return Err(ProblemCode::TooLarge.into());
    }
    let mut kept = Kept { memory_kib: MEMORY_KIB, passes: PASSES, salt: [0; 16], hash: [0; 32] };
    world.fill(&mut kept.salt);
    kept.hash = *derived(&kept, password)?;
    serde_json::to_string(&kept).map_err(|_| ProblemCode::Internal.into())
}

/// Whether it is the password that was kept. Without one it takes as long and says no, so that nobody learns which names
/// there are.
pub(crate) fn fits(password: &str, known: Option<&str>) -> Result<bool> {
    let nobody = Kept { memory_kib: MEMORY_KIB, passes: PASSES, salt: [0; 16], hash: [0; 32] };
    let kept = known.and_then(|known| serde_json::from_str(known).ok());
    let same = |kept: &Kept| -> Result<bool> {
        // Hashes of both are compared: how far they agree tells nothing of the password.
        Ok(Hash::of(&*derived(kept, password)?) == Hash::of(&kept.hash))
    };
    match kept {
        Some(kept) => same(&kept),
        None => same(&nobody).map(|_| false),
    }
}

fn derived(kept: &Kept, password: &str) -> Result<Zeroizing<[u8; 32]>> {
    let internal = || StationError::from(ProblemCode::Internal);
    if password.chars().count() > MOST_PASSWORD_CHARS {
        return Ok(Zeroizing::default());
    }
    let params = argon2::Params::new(kept.memory_kib, kept.passes, 1, Some(32)).map_err(|_| internal())?;
    let mut hash = Zeroizing::new([0; 32]);
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(password.as_bytes(), &kept.salt, &mut *hash)
        .map_err(|_| internal())?;
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use beibao_domain::world::System;

    use super::*;

    #[test]
    fn only_the_password_fits_and_two_of_the_same_are_kept_differently() {
        let one = kept("草原上的一匹白马", &System).unwrap();
        assert!(fits("草原上的一匹白马", Some(&one)).unwrap());
        assert!(!fits("草原上的一匹黑马", Some(&one)).unwrap());
        assert!(!fits("草原上的一匹白马", None).unwrap());
        assert!(!fits(&"长".repeat(201), Some(&one)).unwrap());
        assert_ne!(one, kept("草原上的一匹白马", &System).unwrap());
        assert!(!one.contains("白马"));
    }

    #[test]
    fn a_short_one_is_refused_with_the_least_length() {
        let Err(StationError::Refused(problem)) = kept("1234567", &System) else { panic!("taken") };
        assert_eq!((problem.code, problem.params["least"].as_str()), (ProblemCode::PasswordTooShort, "8"));
    }
}
