//! Accounts: who may sit at the desk. Made and changed by an administrator; one's own password is one's own matter.

use std::sync::MutexGuard;

use beibao_domain::id::new_uuid;
use beibao_domain::{ProblemCode, World};
use beibao_replica::table::{from_word, instant, rows, word};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::role::Role;
use super::who::Who;
use super::{passkey, password};
use crate::station::{Result, Station};

pub(super) const MOST_NAME_CHARS: usize = 50;

/// An account as the administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// By which somebody signs in.
    pub name: String,
    /// By which the others know them.
    pub shown: String,
    /// What they are.
    pub role: Role,
    /// Whether a second factor is in force.
    pub second_factor: bool,
    /// Since when nobody can sign in with it.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// An account to be made.
#[derive(Clone, Deserialize, ToSchema)]
pub struct NewAccount {
    /// By which they sign in.
    pub name: String,
    /// By which the others know them.
    pub shown: String,
    /// What they are.
    pub role: Role,
    /// The first password.
    pub password: String,
}

/// What an administrator changes; what is left out stays.
#[derive(Clone, Deserialize, ToSchema)]
pub struct AccountChange {
    /// Another role.
    pub role: Option<Role>,
    /// Whether nobody may sign in with it.
    pub disabled: Option<bool>,
    /// A new password; every second factor is taken away with the old one.
    pub password: Option<String>,
}

beibao_domain::redacted!(NewAccount, AccountChange);

/// What signing in needs to know of an account.
pub(crate) struct Known {
    pub(crate) id: Uuid,
    pub(crate) shown: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) password: String,
    /// That of its one-time codes.
    pub(crate) secret: Option<Vec<u8>>,
    pub(crate) has_passkey: bool,
    pub(crate) last_step: i64,
    pub(crate) offered: Option<Vec<u8>>,
}

impl Known {
    /// Whether the password alone opens nothing.
    pub(crate) fn has_second_factor(&self) -> bool {
        self.secret.is_some() || self.has_passkey
    }
}

/// An account that may sign in, by its name or id.
pub(crate) fn known(sql: &Connection, name: Option<&str>, id: Option<Uuid>) -> Result<Option<Known>> {
    Ok(sql
        .prepare_cached(
            "SELECT id, shown, role, password, totp_secret, totp_step, name, totp_offered,
                 EXISTS (SELECT 1 FROM passkey WHERE passkey.account = account.id)
             FROM account WHERE (name = ?1 OR id = ?2) AND disabled_at IS NULL",
        )?
        .query_row(params![name, id], |row| {
            Ok(Known {
                id: row.get(0)?,
                shown: row.get(1)?,
                role: from_word(row.get(2)?).unwrap_or(Role::Auditor),
                password: row.get(3)?,
                secret: row.get(4)?,
                last_step: row.get(5)?,
                name: row.get(6)?,
                offered: row.get(7)?,
                has_passkey: row.get(8)?,
            })
        })
        .optional()?)
}

/// Whether nobody can sign in yet.
pub(crate) fn none(sql: &Connection) -> Result<bool> {
    Ok(sql.query_row("SELECT NOT EXISTS (SELECT 1 FROM account)", [], |row| row.get(0))?)
}

/// Makes one; its password is hashed already.
pub(crate) fn insert(
    sql: &Connection,
    world: &dyn World,
    (name, shown, role): (&str, &str, Role),
    kept: &str,
) -> Result<Uuid> {
    let (name, shown) = (name.trim(), shown.trim());
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= MOST_NAME_CHARS;
    if !fits(name) || !fits(shown) {
        return Err(ProblemCode::InvalidFields.into());
    }
    let id = new_uuid(world);
    let made = sql.execute(
        "INSERT INTO account (id, name, shown, role, password, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
        params![id, name, shown, word(&role), kept, world.now().timestamp_millis()],
    )?;
    if made == 0 { Err(ProblemCode::NameTaken.into()) } else { Ok(id) }
}

/// Gives an account another password, and takes away every second factor.
fn begin_anew(sql: &Connection, id: Uuid, kept: &str) -> Result<()> {
    let anew = "UPDATE account SET password = ?2, totp_secret = NULL, totp_offered = NULL WHERE id = ?1";
    sql.execute(anew, params![id, kept])?;
    passkey::remove_all(sql, id)
}

impl Station {
    /// All accounts by name.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.read(|sql| {
            Ok(rows(
                sql,
                "SELECT id, name, shown, role,
                     totp_secret IS NOT NULL OR EXISTS (SELECT 1 FROM passkey WHERE passkey.account = account.id), disabled_at
                 FROM account ORDER BY name",
                [],
                |row| {
                    Ok(Account {
                        id: row.get(0)?,
                        name: row.get(1)?,
                        shown: row.get(2)?,
                        role: from_word(row.get(3)?).unwrap_or(Role::Auditor),
                        second_factor: row.get(4)?,
                        disabled_at: row.get::<_, Option<i64>>(5)?.map(instant),
                    })
                },
            )?)
        })
    }

    /// Makes an account.
    pub fn make_account(&self, who: &Who, new: &NewAccount) -> Result<Uuid> {
        let kept = password::kept(&new.password, self.world())?;
        self.write(|tx| {
            let id = insert(&tx.sql, tx.world(), (&new.name, &new.shown, new.role), &kept)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::AccountMade, Some(id), &word(&new.role))?;
            Ok(id)
        })
    }

    /// Changes an account. Whoever is signed in with it is signed out.
    pub fn change_account(&self, who: &Who, id: Uuid, change: &AccountChange) -> Result<()> {
        let kept = change.password.as_deref().map(|new| password::kept(new, self.world())).transpose()?;
        self.write(|tx| {
            let (sql, now) = (&tx.sql, tx.world().now());
            let there = "SELECT EXISTS (SELECT 1 FROM account WHERE id = ?1)";
            if !sql.query_row(there, [id], |row| row.get::<_, bool>(0))? {
                return Err(ProblemCode::NotFound.into());
            }
            let mut noted = Vec::new();
            if let Some(role) = change.role {
                sql.execute("UPDATE account SET role = ?2 WHERE id = ?1", params![id, word(&role)])?;
                noted.push(word(&role));
            }
            if let Some(disabled) = change.disabled {
                let at = disabled.then_some(now.timestamp_millis());
                sql.execute("UPDATE account SET disabled_at = ?2 WHERE id = ?1", params![id, at])?;
                noted.push(if disabled { "disabled" } else { "enabled" }.to_owned());
            }
            if let Some(kept) = kept {
                begin_anew(sql, id, &kept)?;
                noted.push("password".to_owned());
            }
            sql.execute("DELETE FROM desk_session WHERE account = ?1", [id])?;
            let admins = "SELECT EXISTS (SELECT 1 FROM account WHERE role = 'admin' AND disabled_at IS NULL)";
            if !sql.query_row(admins, [], |row| row.get::<_, bool>(0))? {
                return Err(ProblemCode::LastAdmin.into());
            }
            note(sql, now, who.by(), Deed::AccountChanged, Some(id), &noted.join(" "))
        })
    }

    /// Gives an account a password that is made up, at the station's own terminal: for the administrator who has lost a second
    /// factor, and has nobody to ask. Every session of the account ends.
    pub fn new_password(&self, name: &str) -> Result<String> {
        let made_up = super::first::setup_code(self.world());
        let kept = password::kept(&made_up, self.world())?;
        self.write(|tx| {
            let (sql, now) = (&tx.sql, tx.world().now());
            let id: Option<Uuid> =
                sql.query_row("SELECT id FROM account WHERE name = ?1", [name.trim()], |row| row.get(0)).optional()?;
            let id = id.ok_or(ProblemCode::NotFound)?;
            begin_anew(sql, id, &kept)?;
            sql.execute("UPDATE account SET disabled_at = NULL WHERE id = ?1", [id])?;
            sql.execute("DELETE FROM desk_session WHERE account = ?1", [id])?;
            note(sql, now, (None, ""), Deed::AccountChanged, Some(id), "password")
        })?;
        Ok(made_up)
    }

    /// Asks whoever is signed in for the password once more; a wrong one counts as a try. Nobody else's is tried while what is given
    /// back is held.
    pub(super) fn password_again(&self, who: &Who, typed: &str) -> Result<MutexGuard<'_, ()>> {
        let one = self.one_guess();
        let known = self.read(|sql| known(sql, None, Some(who.account)))?.ok_or(ProblemCode::SignedOut)?;
        self.read(|sql| super::tries::allowed(sql, Some(who.account), &who.address, self.world().now()))?;
        if password::fits(typed, Some(&known.password))? {
            return Ok(one);
        }
        self.noted(who, Deed::SignInFailed, None, "")?;
        Err(ProblemCode::WrongLogin.into())
    }

    /// Changes one's own password; every other session of the account ends.
    pub fn change_password(&self, who: &Who, old: &str, new: &str) -> Result<()> {
        let _one = self.password_again(who, old)?;
        let kept = password::kept(new, self.world())?;
        self.write(|tx| {
            tx.sql.execute("UPDATE account SET password = ?2 WHERE id = ?1", params![who.account, kept])?;
            tx.sql.execute(
                "DELETE FROM desk_session WHERE account = ?1 AND token <> ?2",
                params![who.account, who.session.0],
            )?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::PasswordChanged, Some(who.account), "")
        })
    }
}
