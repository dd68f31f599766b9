//! Originals of portraits at the station: here until the desk has decided, and destroyed in the transaction that says so. Which
//! one is still needed is the domain's rule, read by `beibao_replica::original`.

use beibao_domain::Fact;
use beibao_replica::original;

use crate::blobs;
use crate::station::{Result, Tx};

impl Tx<'_> {
    /// Destroys the originals that nobody needs any more once this was said.
    pub(crate) fn destroy_useless_originals(&mut self, said: &Fact) -> Result<()> {
        let Some(application) = original::touched(said) else { return Ok(()) };
        for hash in original::useless(&self.sql, application, |hash| blobs::is_named(&self.sql, hash))? {
            self.sql.execute("DELETE FROM blob WHERE hash = ?1", [hash.0])?;
            self.leave(hash)?;
        }
        Ok(())
    }
}
