//! Whoever sits at the desk right now.

use beibao_domain::Hash;
use uuid::Uuid;

use super::role::Role;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Who {
    /// The account.
    pub account: Uuid,
    /// What it is.
    pub role: Role,
    /// From where, for the trail.
    pub address: String,
    /// The hash of the session's token.
    pub(crate) session: Hash,
}

impl Who {
    /// As the trail names them.
    pub(crate) fn by(&self) -> (Option<Uuid>, &str) {
        (Some(self.account), &self.address)
    }
}
