//! Putting one-time codes in force as one's second factor: a secret is offered, and stands once a code of it was given back.

use beibao_domain::ProblemCode;
use rusqlite::params;
use serde::Serialize;
use utoipa::ToSchema;

use super::audit::{Deed, note};
use super::who::Who;
use super::{account, totp};
use crate::station::{Result, Station};

/// What an authenticator is given.
#[derive(Clone, Serialize, ToSchema)]
pub struct SecretOffer {
    /// The secret in base 32, to be typed.
    pub secret: String,
    /// A QR code of the same, as SVG.
    pub qr_svg: String,
}

beibao_domain::redacted!(SecretOffer);

impl Station {
    /// Offers a secret; the password is asked for once more. It is not in force yet.
    pub fn offer_second_factor(&self, who: &Who, typed: &str) -> Result<SecretOffer> {
        let _one = self.password_again(who, typed)?;
        let mut secret = [0; totp::SECRET_BYTES];
        self.world().fill(&mut secret);
        let known = self.read(|sql| account::known(sql, None, Some(who.account)))?.ok_or(ProblemCode::SignedOut)?;
        self.write(|tx| {
            let offered = "UPDATE account SET totp_offered = ?2 WHERE id = ?1";
            tx.sql.execute(offered, params![who.account, secret])?;
            Ok(())
        })?;
        let qr_svg =
            beibao_print::code_svg(&totp::address(&secret, &known.name)).map_err(|_| ProblemCode::PrintingFailed)?;
        Ok(SecretOffer { secret: totp::base32(&secret), qr_svg })
    }

    /// Puts the offered secret in force, if this is a code of it.
    pub fn set_second_factor(&self, who: &Who, typed: &str) -> Result<()> {
        let now = self.world().now();
        let known = self.read(|sql| account::known(sql, None, Some(who.account)))?.ok_or(ProblemCode::SignedOut)?;
        let offered = known.offered.ok_or(ProblemCode::WrongCode)?;
        let step = totp::accepted(&offered, typed, now, 0).ok_or(ProblemCode::WrongCode)?;
        self.write(|tx| {
            tx.sql.execute(
                "UPDATE account SET totp_secret = totp_offered, totp_offered = NULL, totp_step = ?2 WHERE id = ?1",
                params![who.account, step],
            )?;
            note(&tx.sql, now, who.by(), Deed::SecondFactorSet, Some(who.account), "")
        })
    }

    /// Takes one's second factor away; the password is asked for once more.
    pub fn remove_second_factor(&self, who: &Who, typed: &str) -> Result<()> {
        let _one = self.password_again(who, typed)?;
        self.write(|tx| {
            tx.sql.execute("UPDATE account SET totp_secret = NULL WHERE id = ?1", [who.account])?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::SecondFactorRemoved, Some(who.account), "")
        })
    }
}
