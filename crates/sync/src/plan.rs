//! Which step comes next: a pure function of where both sides stand.
//!
//! Own changes go first, because they exist nowhere else; then the others' changes; pictures last, because a change that
//! names a picture is useful before the picture is there.

/// Where a sync stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// The station has answered.
    pub greeted: bool,
    /// Own changes without a receipt.
    pub changes_owed: u32,
    /// The station has no more changes for this tablet.
    pub pulled: bool,
    /// Pictures that the station does not have whole.
    pub pictures_owed: u32,
}

/// The next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Say hello.
    Greet,
    /// Send a batch of own changes.
    Push,
    /// Ask for a page of others' changes.
    Pull,
    /// Send a range of a picture.
    Picture,
    /// Both sides have everything.
    Done,
}

/// The next step from here.
pub fn next(standing: Standing) -> Step {
    match standing {
        Standing { greeted: false, .. } => Step::Greet,
        Standing { changes_owed: 1.., .. } => Step::Push,
        Standing { pulled: false, .. } => Step::Pull,
        Standing { pictures_owed: 1.., .. } => Step::Picture,
        _ => Step::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_changes_go_first_and_pictures_last() {
        let at = |greeted, changes_owed, pulled, pictures_owed| {
            next(Standing { greeted, changes_owed, pulled, pictures_owed })
        };
        assert_eq!(at(false, 9, false, 9), Step::Greet);
        assert_eq!(at(true, 9, false, 9), Step::Push);
        assert_eq!(at(true, 0, false, 9), Step::Pull);
        assert_eq!(at(true, 0, true, 9), Step::Picture);
        assert_eq!(at(true, 0, true, 0), Step::Done);
    }
}
