//! Passkeys of an account: made by whoever is signed in, and the second factor of whoever gave the password.

use beibao_domain::{Hash, ProblemCode};
use beibao_replica::table::{instant, rows};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::session::Token;
use super::webauthn::{Asked, Ceremony, Challenge, Passkey, Place};
use super::who::Who;
use super::{account, base64};
use crate::station::{Result, Station, Tx};

/// One for each machine that somebody sits at, and a stick or two.
const MOST_AT_AN_ACCOUNT: u32 = 20;
const MOST_NAME_CHARS: usize = 50;

/// A passkey, as its account sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PasskeyView {
    /// Its id, in base 64 for addresses.
    pub id: String,
    /// What it was called by whoever made it.
    pub name: String,
    /// By which name the desk must be opened for it.
    pub host: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When somebody last signed in with it.
    pub used_at: Option<DateTime<Utc>>,
}

/// What a browser needs to make one. Ids and challenge are in base 64 for addresses.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PasskeyOffer {
    /// What is to be signed.
    pub challenge: String,
    /// To which name it will belong.
    pub host: String,
    /// The account's id.
    pub account: String,
    /// By which it signs in.
    pub name: String,
    /// By which the others know it.
    pub shown: String,
    /// The passkeys that it has: none of these is made again.
    pub known: Vec<String>,
}

/// What the browser gives for that, in base 64 for addresses.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewPasskey {
    /// What to call it.
    pub name: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `authenticatorData`.
    pub authenticator_data: String,
    /// `publicKey`: SubjectPublicKeyInfo.
    pub public_key: String,
}

/// What is asked of somebody's passkey, in base 64 for addresses.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PasskeyAsk {
    /// What is to be signed.
    pub challenge: String,
    /// Which passkeys may sign.
    pub known: Vec<String>,
}

/// What one of them says, in base 64 for addresses.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PasskeyAnswer {
    /// Which one.
    pub id: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `authenticatorData`.
    pub authenticator_data: String,
    /// Over both.
    pub signature: String,
}

/// The names by which the desk is opened for an account's passkeys.
pub(super) fn hosts(sql: &Connection, account: Uuid) -> Result<Vec<String>> {
    let asked = "SELECT DISTINCT host FROM passkey WHERE account = ?1 ORDER BY host";
    Ok(rows(sql, asked, [account], |row| row.get(0))?)
}

/// Takes all of an account's away.
pub(super) fn remove_all(sql: &Connection, account: Uuid) -> Result<()> {
    sql.execute("DELETE FROM passkey WHERE account = ?1", [account])?;
    Ok(())
}

/// Those of an account that sign at a place.
fn known(sql: &Connection, account: Uuid, place: &Place) -> Result<Vec<String>> {
    let asked = "SELECT id FROM passkey WHERE account = ?1 AND host = ?2 ORDER BY id";
    let ids = rows(sql, asked, params![account, place.host], |row| row.get::<_, Vec<u8>>(0))?;
    Ok(ids.iter().map(|id| base64::written(id)).collect())
}

fn decoded(text: &str) -> Result<Vec<u8>> {
    base64::read(text).ok_or(ProblemCode::WrongPasskey.into())
}

/// Gives a session something to be signed; what it was given before is forgotten.
fn ask(tx: &Tx<'_>, session: Hash) -> Result<Challenge> {
    let mut challenge = [0; 32];
    tx.world().fill(&mut challenge);
    tx.sql.execute("UPDATE desk_session SET challenge = ?2 WHERE token = ?1", params![session.0, challenge])?;
    Ok(challenge)
}

impl Station {
    /// What was to be signed in a session. It is good for one answer, whatever that says.
    fn asked(&self, session: Hash) -> Result<Challenge> {
        self.write(|tx| {
            let asked: Option<Option<Challenge>> = tx
                .sql
                .query_row("SELECT challenge FROM desk_session WHERE token = ?1", [session.0], |row| row.get(0))
                .optional()?;
            tx.sql.execute("UPDATE desk_session SET challenge = NULL WHERE token = ?1", [session.0])?;
            asked.flatten().ok_or(ProblemCode::WrongPasskey.into())
        })
    }

    /// One's own, the newest first.
    pub fn passkeys(&self, who: &Who) -> Result<Vec<PasskeyView>> {
        let asked = "SELECT id, name, host, made_at, used_at FROM passkey WHERE account = ?1 ORDER BY made_at DESC, id";
        self.read(|sql| {
            Ok(rows(sql, asked, [who.account], |row| {
                Ok(PasskeyView {
                    id: base64::written(&row.get::<_, Vec<u8>>(0)?),
                    name: row.get(1)?,
                    host: row.get(2)?,
                    made_at: instant(row.get(3)?),
                    used_at: row.get::<_, Option<i64>>(4)?.map(instant),
                })
            })?)
        })
    }

    /// Offers to make one for the desk as it was opened.
    pub fn offer_passkey(&self, who: &Who, place: &Place) -> Result<PasskeyOffer> {
        self.write(|tx| {
            let own = account::known(&tx.sql, None, Some(who.account))?.ok_or(ProblemCode::SignedOut)?;
            Ok(PasskeyOffer {
                challenge: base64::written(&ask(tx, who.session)?),
                host: place.host.clone(),
                account: base64::written(own.id.as_bytes()),
                known: known(&tx.sql, own.id, place)?,
                name: own.name,
                shown: own.shown,
            })
        })
    }

    /// Keeps one that was made.
    pub fn add_passkey(&self, who: &Who, place: &Place, new: &NewPasskey) -> Result<()> {
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > MOST_NAME_CHARS {
            return Err(ProblemCode::InvalidFields.into());
        }
        let ceremony = Ceremony { asked: Asked::Made, place, challenge: self.asked(who.session)? };
        let (client_data, said) = (decoded(&new.client_data)?, decoded(&new.authenticator_data)?);
        let made = ceremony.made(&client_data, &said, decoded(&new.public_key)?).ok_or(ProblemCode::WrongPasskey)?;
        self.write(|tx| {
            let (sql, now) = (&tx.sql, tx.world().now());
            let many = "SELECT count(*) FROM passkey WHERE account = ?1";
            if sql.query_row(many, [who.account], |row| row.get::<_, u32>(0))? >= MOST_AT_AN_ACCOUNT {
                return Err(ProblemCode::TooLarge.into());
            }
            // An id that is there already is nobody's new one.
            let kept = sql.execute(
                "INSERT INTO passkey (id, account, host, name, key, counter, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO NOTHING",
                params![made.id, who.account, place.host, name, made.key, made.counter, now.timestamp_millis()],
            )?;
            if kept == 0 {
                return Err(ProblemCode::WrongPasskey.into());
            }
            note(sql, now, who.by(), Deed::PasskeyAdded, Some(who.account), "")
        })
    }

    /// Takes one away; the password is asked for once more.
    pub fn remove_passkey(&self, who: &Who, id: &str, typed: &str) -> Result<()> {
        let _one = self.password_again(who, typed)?;
        let id = decoded(id)?;
        self.write(|tx| {
            let gone = "DELETE FROM passkey WHERE account = ?1 AND id = ?2";
            if tx.sql.execute(gone, params![who.account, id])? == 0 {
                return Err(ProblemCode::NotFound.into());
            }
            note(&tx.sql, tx.world().now(), who.by(), Deed::PasskeyRemoved, Some(who.account), "")
        })
    }

    /// Asks the passkeys of whoever gave the right password.
    pub fn ask_passkey(&self, token: &Token, address: &str, place: &Place) -> Result<PasskeyAsk> {
        let half_way = self.half_way(token, address)?;
        self.write(|tx| {
            let challenge = base64::written(&ask(tx, token.kept())?);
            Ok(PasskeyAsk { challenge, known: known(&tx.sql, half_way.id, place)? })
        })
    }

    /// The second factor, by passkey; a new token takes the place of the old one.
    pub fn passkey(&self, token: &Token, address: &str, place: &Place, given: &PasskeyAnswer) -> Result<Token> {
        let _one = self.one_guess();
        let half_way = self.half_way(token, address)?;
        let (challenge, id) = (self.asked(token.kept())?, decoded(&given.id)?);
        let kept = "SELECT key, counter FROM passkey WHERE id = ?1 AND account = ?2 AND host = ?3";
        let passkey = self.read(|sql| {
            let read = |row: &rusqlite::Row<'_>| Ok(Passkey { id: id.clone(), key: row.get(0)?, counter: row.get(1)? });
            Ok(sql.query_row(kept, params![id, half_way.id, place.host], read).optional()?)
        })?;
        let (client_data, said) = (decoded(&given.client_data)?, decoded(&given.authenticator_data)?);
        let ceremony = Ceremony { asked: Asked::Signed, place, challenge };
        let signature = decoded(&given.signature)?;
        let counter = passkey.and_then(|passkey| ceremony.signed(&passkey, &client_data, &said, &signature));
        let Some(counter) = counter else {
            return Err(self.wrong_factor(&half_way, address, ProblemCode::WrongPasskey));
        };
        self.opened(token, &half_way, address, "passkey", |sql, now| {
            let used = "UPDATE passkey SET counter = ?2, used_at = ?3 WHERE id = ?1";
            sql.execute(used, params![id, counter, now.timestamp_millis()])?;
            Ok(())
        })
    }
}
