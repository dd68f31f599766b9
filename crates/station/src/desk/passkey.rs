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
use super::webauthn::{self, Ceremony, Challenge, Passkey, Place};
use super::who::Who;
use super::{account, base64};
use crate::station::{Result, Station, Tx};

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

/// What somebody wants to make.
#[derive(Clone, Deserialize, ToSchema)]
pub struct PasskeyWish {
    /// What to call it.
    pub name: String,
    /// The password, asked for once more.
    pub password: String,
}

/// What a browser needs to make one. Ids and challenge are in base 64 for addresses.
#[derive(Clone, Serialize, ToSchema)]
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
#[derive(Clone, Deserialize, ToSchema)]
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

beibao_domain::redacted!(PasskeyWish, PasskeyOffer, NewPasskey);

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

/// What to call one.
fn named(name: &str) -> Result<&str> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= account::MOST_NAME_CHARS;
    if fits { Ok(name) } else { Err(ProblemCode::InvalidFields.into()) }
}

/// Gives a session something to be signed; what it was given before is forgotten.
fn ask(tx: &Tx<'_>, session: Hash) -> Result<Challenge> {
    let mut challenge = [0; 32];
    tx.world().fill(&mut challenge);
    tx.sql.execute("UPDATE desk_session SET challenge = ?2 WHERE token = ?1", params![session.0, challenge])?;
    Ok(challenge)
}

/// What was to be signed in a session. It is good for one answer, whatever that says.
fn take_challenge(sql: &Connection, session: Hash) -> Result<Option<Challenge>> {
    let challenge: Option<Option<Challenge>> = sql
        .query_row("SELECT challenge FROM desk_session WHERE token = ?1", [session.0], |row| row.get(0))
        .optional()?;
    sql.execute("UPDATE desk_session SET challenge = NULL WHERE token = ?1", [session.0])?;
    Ok(challenge.flatten())
}

/// What was made, if it is what was asked for.
fn made(challenge: Challenge, place: &Place, new: &NewPasskey) -> Option<Passkey> {
    let ceremony = Ceremony { deed: webauthn::Deed::Make, place, challenge };
    let [client_data, said] = [&new.client_data, &new.authenticator_data].map(|text| base64::read(text));
    ceremony.made(&client_data?, &said?, base64::read(&new.public_key)?)
}

/// The counter of a passkey that signed what was asked.
fn signed(challenge: Challenge, place: &Place, passkey: &Passkey, given: &PasskeyAnswer) -> Option<u32> {
    let ceremony = Ceremony { deed: webauthn::Deed::Sign, place, challenge };
    let [client_data, said] = [&given.client_data, &given.authenticator_data].map(|text| base64::read(text));
    ceremony.signed(passkey, &client_data?, &said?, &base64::read(&given.signature)?)
}

impl Station {
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

    /// Offers to make one for the desk as it was opened; the password is asked for once more, so that nobody adds theirs at a desk that
    /// was left open.
    pub fn offer_passkey(&self, who: &Who, place: &Place, wish: &PasskeyWish) -> Result<PasskeyOffer> {
        named(&wish.name)?;
        let _one = self.password_again(who, &wish.password)?;
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
        let name = named(&new.name)?;
        let challenge = self.write(|tx| take_challenge(&tx.sql, who.session))?;
        let made = challenge.and_then(|challenge| made(challenge, place, new)).ok_or(ProblemCode::WrongPasskey)?;
        self.write(|tx| {
            let (sql, now) = (&tx.sql, tx.world().now());
            // An id that is there already is nobody's new one.
            let kept = sql.execute(
                "INSERT INTO passkey (id, account, host, name, key, counter, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO NOTHING",
                params![made.id, who.account, place.host, name, made.key, made.counter, now.timestamp_millis()],
            )?;
            if kept == 0 {
                return Err(ProblemCode::PasskeyKnown.into());
            }
            note(sql, now, who.by(), Deed::PasskeyAdded, Some(who.account), &place.host)
        })
    }

    /// Takes one away; the password is asked for once more.
    pub fn remove_passkey(&self, who: &Who, id: &str, typed: &str) -> Result<()> {
        let _one = self.password_again(who, typed)?;
        let id = base64::read(id).ok_or(ProblemCode::NotFound)?;
        self.write(|tx| {
            let (sql, now) = (&tx.sql, tx.world().now());
            let gone = "DELETE FROM passkey WHERE account = ?1 AND id = ?2 RETURNING host";
            let host: Option<String> = sql.query_row(gone, params![who.account, id], |row| row.get(0)).optional()?;
            let host = host.ok_or(ProblemCode::NotFound)?;
            note(sql, now, who.by(), Deed::PasskeyRemoved, Some(who.account), &host)
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
        let kept = "SELECT key, counter FROM passkey WHERE id = ?1 AND account = ?2 AND host = ?3";
        let id = base64::read(&given.id).unwrap_or_default();
        let (challenge, passkey) = self.write(|tx| {
            let read = |row: &rusqlite::Row<'_>| Ok(Passkey { id: id.clone(), key: row.get(0)?, counter: row.get(1)? });
            let passkey = tx.sql.query_row(kept, params![id, half_way.id, place.host], read).optional()?;
            Ok((take_challenge(&tx.sql, token.kept())?, passkey))
        })?;
        let asked = challenge.zip(passkey);
        let Some(counter) = asked.and_then(|(challenge, passkey)| signed(challenge, place, &passkey, given)) else {
            return Err(self.wrong_factor(&half_way, address, ProblemCode::WrongPasskey));
        };
        self.opened(token, &half_way, address, "passkey", |sql, now| {
            let used = "UPDATE passkey SET counter = ?2, used_at = ?3 WHERE id = ?1";
            sql.execute(used, params![id, counter, now.timestamp_millis()])?;
            Ok(())
        })
    }
}
