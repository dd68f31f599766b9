//! The recovery key, shown to an administrator who gives the password once more, to be printed and locked away.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::audit::{Deed, note};
use super::who::Who;
use crate::recovery::RecoveryKey;
use crate::station::{Result, Station};

/// What it is asked for with.
#[derive(Clone, Deserialize, ToSchema)]
pub struct RecoveryAsk {
    /// The password of whoever asks.
    pub password: String,
}

/// The sheet.
#[derive(Clone, Serialize, ToSchema)]
pub struct RecoveryView {
    /// The station's name.
    pub station: String,
    /// Groups of six digits.
    pub groups: Vec<String>,
}

beibao_domain::redacted!(RecoveryAsk, RecoveryView);

impl Station {
    /// The recovery key. That it was shown is noted, and told to whoever keeps the backups.
    pub fn recovery_sheet(&self, who: &Who, ask: &RecoveryAsk) -> Result<RecoveryView> {
        let _one = self.password_again(who, &ask.password)?;
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::RecoverySeen, None, ""))?;
        Ok(RecoveryView { station: self.name()?, groups: RecoveryKey::of(self.secrets()).groups() })
    }
}
