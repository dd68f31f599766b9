//! Which step comes next: a pure function of where both sides stand.
//!
//! A tablet that has nothing fetches a snapshot. Own changes go before everything that is given, because they exist nowhere
//! else; then the others' changes; then pictures, because a change that names a
//! picture is useful before it is there; files of the library last.

/// Where a sync stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// The station has answered.
    pub greeted: bool,
    /// The station gives nothing to this tablet.
    pub quarantined: bool,
    /// Own changes without a receipt.
    pub changes_owed: u32,
    /// A snapshot was offered and is not installed.
    pub snapshot_offered: bool,
    /// The station has no more changes for this tablet.
    pub pulled: bool,
    /// Scopes of which both ends hold not the same, and whose parts were not compared yet.
    pub scopes_to_mend: u32,
    /// Pictures that the station does not have whole.
    pub pictures_owed: u32,
    /// Files of the library that are not here whole and were not asked for yet, or are named no more.
    pub files_wanted: u32,
}

/// The next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Say hello.
    Greet,
    /// Send all own changes.
    Push,
    /// Fetch and install a snapshot.
    Snapshot,
    /// Take all of the others' changes.
    Pull,
    /// Find the parts of a scope that differ, and take those again.
    Mend,
    /// Send all pictures.
    Pictures,
    /// Fetch files of the library, and forget what it names no more.
    Files,
    /// Both sides have everything.
    Done,
}

/// The next step from here.
pub fn next(standing: Standing) -> Step {
    match standing {
        Standing { greeted: false, .. } => Step::Greet,
        Standing { changes_owed: 1.., .. } => Step::Push,
        Standing { quarantined: false, snapshot_offered: true, .. } => Step::Snapshot,
        Standing { quarantined: false, scopes_to_mend: 1.., .. } => Step::Mend,
        Standing { quarantined: false, pulled: false, .. } => Step::Pull,
        Standing { pictures_owed: 1.., .. } => Step::Pictures,
        Standing { quarantined: false, files_wanted: 1.., .. } => Step::Files,
        _ => Step::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_changes_go_first_and_files_last_and_in_quarantine_nothing_comes_back() {
        let fresh = Standing {
            changes_owed: 9,
            snapshot_offered: true,
            pictures_owed: 9,
            files_wanted: 9,
            ..Standing::default()
        };
        let greeted = Standing { greeted: true, ..fresh };
        let pushed = Standing { changes_owed: 0, ..greeted };
        let installed = Standing { snapshot_offered: false, ..pushed };
        let pulled = Standing { pulled: true, ..installed };
        let sent = Standing { pictures_owed: 0, ..pulled };
        let steps = [fresh, greeted, pushed, installed, pulled, sent, Standing { files_wanted: 0, ..sent }].map(next);
        let order = [Step::Greet, Step::Push, Step::Snapshot, Step::Pull, Step::Pictures, Step::Files, Step::Done];
        assert_eq!(steps, order);
        assert_eq!(next(Standing { quarantined: true, ..sent }), Step::Done);
        assert_eq!(next(Standing { quarantined: true, ..pushed }), Step::Pictures);
        // What differs is mended, and then pulled once more to compare.
        assert_eq!(next(Standing { scopes_to_mend: 1, ..pulled }), Step::Mend);
    }
}
