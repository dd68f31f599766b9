//! Sessions: from a name and a password, and the second factor where there is one, to somebody who is signed in.
//!
//! A browser holds a random token; the database holds its hash. Signing in gives a new token, so that one which somebody
//! planted before is worth nothing. A session ends when it was idle for half an hour, and after twelve hours.

use beibao_domain::{Hash, ProblemCode, World};
use beibao_replica::table::instant;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::account::{self, Known};
use super::audit::{Deed, note};
use super::role::Role;
use super::who::Who;
use super::{passkey, password, totp, tries};
use crate::station::{Result, Station, StationError};

/// After so long without a request a session is over.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// After so long it is over in any case.
pub const LONGEST: TimeDelta = TimeDelta::hours(12);
/// How exactly the last request is remembered: not every look is a write.
const SEEN_EVERY: TimeDelta = TimeDelta::seconds(60);

/// What a browser holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token(pub(crate) [u8; 32]);

beibao_domain::redacted!(Token);

impl Token {
    /// A fresh one.
    pub fn new(world: &dyn World) -> Self {
        let mut token = [0; 32];
        world.fill(&mut token);
        Self(token)
    }

    /// What is kept of it.
    pub(crate) fn kept(&self) -> Hash {
        Hash::of(&[b"beibao session".as_slice(), &self.0].concat())
    }

    /// What a page that may read the answers gives back with every write; a foreign page may send the cookie, and cannot
    /// read this.
    pub fn page_token(&self) -> String {
        Hash::of(&[b"beibao page".as_slice(), &self.0].concat()).to_string()
    }
}

/// How far somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has an account yet: the first one is to be made.
    SetUp,
    /// Nobody is signed in.
    SignedOut,
    /// The password was right, the second factor is asked for.
    SecondFactor,
    /// Signed in.
    Open,
}

/// Somebody's own account, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Own {
    /// By which they sign in.
    pub name: String,
    /// By which the others know them.
    pub shown: String,
    /// What they are.
    pub role: Role,
    /// Whether a one-time code is asked for.
    pub one_time_code: bool,
}

/// What is asked for after the password: any one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Factors {
    /// A one-time code.
    pub one_time_code: bool,
    /// A passkey, where the desk is opened by one of these names.
    pub passkey_hosts: Vec<String>,
}

/// How far a browser has come, and what that shows it.
pub struct SessionState {
    /// How far.
    pub stage: Stage,
    /// Whose account it is, once it is open.
    pub own: Option<Own>,
    /// What is asked for, where that is a second factor.
    pub factors: Option<Factors>,
}

impl From<Stage> for SessionState {
    fn from(stage: Stage) -> Self {
        Self { stage, own: None, factors: None }
    }
}

/// A row of the table, if it is not over.
struct Live {
    account: Known,
    open: bool,
    seen_at: DateTime<Utc>,
}

fn live(sql: &Connection, token: Hash, now: DateTime<Utc>) -> Result<Option<Live>> {
    let found: Option<(Uuid, String, i64, i64)> = sql
        .prepare_cached("SELECT account, stage, begun_at, seen_at FROM desk_session WHERE token = ?1")?
        .query_row([token.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((account, stage, begun_at, seen_at)) = found else { return Ok(None) };
    let (begun_at, seen_at) = (instant(begun_at), instant(seen_at));
    if now - begun_at >= LONGEST || now - seen_at >= IDLE {
        return Ok(None);
    }
    let open = stage == "open";
    // Whoever is half way, and is asked for nothing more by now, begins anew.
    let account = account::known(sql, None, Some(account))?.filter(|account| open || account.has_second_factor());
    Ok(account.map(|account| Live { account, open, seen_at }))
}

fn begin(sql: &Connection, token: Token, account: Uuid, stage: &str, now: DateTime<Utc>) -> Result<()> {
    let over = (now - LONGEST).timestamp_millis();
    sql.execute("DELETE FROM desk_session WHERE begun_at < ?1", [over])?;
    sql.execute(
        "INSERT INTO desk_session (token, account, stage, begun_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        params![token.kept().0, account, stage, now.timestamp_millis()],
    )?;
    Ok(())
}

impl Station {
    /// How far whoever holds this token has come.
    pub fn session_state(&self, token: &Token) -> Result<SessionState> {
        self.read(|sql| match live(sql, token.kept(), self.world().now())? {
            Some(Live { account, open: true, .. }) => {
                let one_time_code = account.secret.is_some();
                let own = Own { name: account.name, shown: account.shown, role: account.role, one_time_code };
                Ok(SessionState { own: Some(own), ..Stage::Open.into() })
            }
            Some(Live { account, .. }) => {
                let passkey_hosts = passkey::hosts(sql, account.id)?;
                let factors = Factors { one_time_code: account.secret.is_some(), passkey_hosts };
                Ok(SessionState { factors: Some(factors), ..Stage::SecondFactor.into() })
            }
            None if account::none(sql)? => Ok(Stage::SetUp.into()),
            None => Ok(Stage::SignedOut.into()),
        })
    }

    /// Whoever is signed in with this token.
    pub fn signed_in(&self, token: &Token, address: &str) -> Result<Who> {
        let (now, session) = (self.world().now(), token.kept());
        let live = self.open_session(session, now)?;
        if now - live.seen_at >= SEEN_EVERY {
            self.write_together(move |tx| {
                let mut seen = tx.sql.prepare_cached("UPDATE desk_session SET seen_at = ?2 WHERE token = ?1")?;
                seen.execute(params![session.0, now.timestamp_millis()])?;
                Ok(())
            })?;
        }
        Ok(Who { account: live.account.id, role: live.account.role, address: address.to_owned(), session })
    }

    /// The same without a mark that anybody was seen: a page that only waits is nobody who works.
    pub fn sits(&self, token: &Token, address: &str) -> Result<Who> {
        let session = token.kept();
        let live = self.open_session(session, self.world().now())?;
        Ok(Who { account: live.account.id, role: live.account.role, address: address.to_owned(), session })
    }

    fn open_session(&self, session: Hash, now: DateTime<Utc>) -> Result<Live> {
        let live = self.read(|sql| live(sql, session, now))?.filter(|live| live.open);
        live.ok_or(ProblemCode::SignedOut.into())
    }

    /// Signs in with a name and a password; whether a second factor is asked for is told by [`Station::session_state`].
    pub fn sign_in(&self, address: &str, name: &str, typed: &str) -> Result<Token> {
        let (_one, now) = (self.one_guess(), self.world().now());
        let known = self.read(|sql| {
            let known = account::known(sql, Some(name.trim()), None)?;
            tries::allowed(sql, known.as_ref().map(|known| known.id), address, now)?;
            Ok(known)
        })?;
        let fits = password::fits(typed, known.as_ref().map(|known| known.password.as_str()))?;
        let by = known.as_ref().map(|known| known.id);
        let Some(known) = known.filter(|_| fits) else {
            self.write(|tx| note(&tx.sql, now, (by, address), Deed::SignInFailed, None, ""))?;
            return Err(ProblemCode::WrongLogin.into());
        };
        let token = Token::new(self.world());
        self.write(|tx| {
            // A password takes its time to be tried: what an administrator changed meanwhile holds.
            let same = account::known(&tx.sql, None, Some(known.id))?.filter(|now| now.password == known.password);
            if same.ok_or(ProblemCode::WrongLogin)?.has_second_factor() {
                return begin(&tx.sql, token, known.id, "second_factor", now);
            }
            begin(&tx.sql, token, known.id, "open", now)?;
            note(&tx.sql, now, (by, address), Deed::SignedIn, None, "")
        })?;
        Ok(token)
    }

    /// The second factor, by one-time code; a new token takes the place of the old one.
    pub fn second_factor(&self, token: &Token, address: &str, typed: &str) -> Result<Token> {
        let _one = self.one_guess();
        let half_way = self.half_way(token, address)?;
        let now = self.world().now();
        let secret = half_way.secret.as_ref();
        let Some(step) = secret.and_then(|secret| totp::accepted(secret, typed, now, half_way.last_step)) else {
            return Err(self.wrong_factor(&half_way, address, ProblemCode::WrongCode));
        };
        self.opened(token, &half_way, address, "second_factor", |sql, _| {
            sql.execute("UPDATE account SET totp_step = ?2 WHERE id = ?1", params![half_way.id, step])?;
            Ok(())
        })
    }

    /// Whoever gave the right password and is asked for a second factor, unless it was wrong too often.
    pub(super) fn half_way(&self, token: &Token, address: &str) -> Result<Known> {
        let now = self.world().now();
        self.read(|sql| {
            let live = live(sql, token.kept(), now)?.filter(|live| !live.open).ok_or(ProblemCode::SignedOut)?;
            tries::allowed(sql, Some(live.account.id), address, now)?;
            Ok(live.account)
        })
    }

    /// Notes that a second factor was wrong.
    pub(super) fn wrong_factor(&self, half_way: &Known, address: &str, code: ProblemCode) -> StationError {
        let by = (Some(half_way.id), address);
        let noted = self.write(|tx| note(&tx.sql, tx.world().now(), by, Deed::SecondFactorFailed, None, ""));
        noted.err().unwrap_or_else(|| code.into())
    }

    /// Lets somebody in whose second factor was right, and keeps of it what must not be given again.
    pub(super) fn opened(
        &self,
        half: &Token,
        half_way: &Known,
        address: &str,
        detail: &str,
        keep: impl FnOnce(&Connection, DateTime<Utc>) -> Result<()>,
    ) -> Result<Token> {
        let token = Token::new(self.world());
        self.write(|tx| {
            let (sql, now) = (&tx.sql, tx.world().now());
            // What was changed meanwhile by an administrator ended the half session, and this with it.
            if sql.execute("DELETE FROM desk_session WHERE token = ?1", [half.kept().0])? == 0 {
                return Err(ProblemCode::SignedOut.into());
            }
            keep(sql, now)?;
            begin(sql, token, half_way.id, "open", now)?;
            note(sql, now, (Some(half_way.id), address), Deed::SignedIn, None, detail)
        })?;
        Ok(token)
    }

    /// Signs in whoever made the first account.
    pub(crate) fn signed_in_first(&self, account: Uuid) -> Result<Token> {
        let token = Token::new(self.world());
        self.write(|tx| begin(&tx.sql, token, account, "open", tx.world().now()))?;
        Ok(token)
    }

    /// Ends a session, open or half way.
    pub fn sign_out(&self, token: &Token, address: &str) -> Result<()> {
        self.write(|tx| {
            let (sql, now) = (&tx.sql, tx.world().now());
            let live = live(sql, token.kept(), now)?;
            sql.execute("DELETE FROM desk_session WHERE token = ?1", [token.kept().0])?;
            match live {
                Some(Live { account, open: true, .. }) => {
                    note(sql, now, (Some(account.id), address), Deed::SignedOut, None, "")
                }
                _ => Ok(()),
            }
        })
    }
}
