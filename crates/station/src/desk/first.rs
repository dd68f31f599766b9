//! The first start: somebody who can read the station's terminal makes the first administrator, and names the station.

use beibao_domain::area::Station as Named;
use beibao_domain::id::new_uuid;
use beibao_domain::{AreaId, Edit, Hash, Payload, ProblemCode, RegisterKind, World};
use serde::Deserialize;
use utoipa::ToSchema;

use super::audit::{Deed, note};
use super::role::Role;
use super::session::Token;
use super::{account, password, tries};
use crate::station::{Result, Station};

/// Letters and digits that nobody mistakes for one another.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CODE_SIGNS: usize = 10;

/// What the first start asks for.
#[derive(Clone, Deserialize, ToSchema)]
pub struct FirstStart {
    /// The code that the terminal shows.
    pub code: String,
    /// The station's name; nothing if it has one.
    pub station: String,
    /// By which the administrator signs in.
    pub name: String,
    /// By which the others know them.
    pub shown: String,
    /// The password.
    pub password: String,
}

beibao_domain::redacted!(FirstStart);

/// A code for the terminal: fifty bits in two groups.
pub(crate) fn setup_code(world: &dyn World) -> String {
    let mut bytes = [0; CODE_SIGNS];
    world.fill(&mut bytes);
    let signs: String = bytes.iter().map(|byte| char::from(SIGNS[usize::from(*byte) % SIGNS.len()])).collect();
    format!("{}-{}", &signs[..CODE_SIGNS / 2], &signs[CODE_SIGNS / 2..])
}

fn same(typed: &str, code: &str) -> bool {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    Hash::of(plain(typed).as_bytes()) == Hash::of(plain(code).as_bytes())
}

impl Station {
    /// A setup code, if nobody has an account yet.
    pub(crate) fn needs_set_up(&self) -> Result<Option<String>> {
        Ok(self.read(account::none)?.then(|| setup_code(self.world())))
    }

    /// Makes the first administrator, names the station if it has no name, and signs them in.
    pub fn set_up(&self, address: &str, code: Option<&str>, first: &FirstStart) -> Result<Token> {
        let (_one, now) = (self.one_guess(), self.world().now());
        self.read(|sql| tries::allowed(sql, None, address, now))?;
        let Some(code) = code else { return Err(ProblemCode::AlreadySetUp.into()) };
        if !same(&first.code, code) {
            self.write(|tx| note(&tx.sql, now, (None, address), Deed::SetUpFailed, None, ""))?;
            return Err(ProblemCode::WrongCode.into());
        }
        let kept = password::kept(&first.password, self.world())?;
        let named = !self.name()?.is_empty();
        let account = self.write(|tx| {
            if !account::none(&tx.sql)? {
                return Err(ProblemCode::AlreadySetUp.into());
            }
            let id = account::insert(&tx.sql, tx.world(), (&first.name, &first.shown, Role::Admin), &kept)?;
            let name = first.station.trim();
            if !named && !name.is_empty() {
                let row = new_uuid(tx.world());
                let station = Named { name: name.to_owned(), ..Named::default() };
                tx.say(AreaId::STATION, &Payload::Edit(Edit::new_row(RegisterKind::Station, row, &station)))?;
            }
            note(&tx.sql, now, (Some(id), address), Deed::SetUp, Some(id), "")?;
            Ok(id)
        })?;
        self.signed_in_first(account)
    }
}
