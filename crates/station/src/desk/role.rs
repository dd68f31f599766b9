//! Roles at the desk, and what each may do. Which page a role sees is the screen's matter; what it may is decided here.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody at the desk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 内勤: the day's work.
    Desk,
    /// 所长: looks and counts.
    Chief,
    /// 管理员: accounts and tablets, and everything else.
    Admin,
    /// 审计: the trail of what the others did, and nothing of people.
    Auditor,
}

/// What can be done at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// One's own account.
    Own,
    /// Look at households, people, portraits and what came in.
    Look,
    /// Change the register and settle conflicts.
    Work,
    /// Enrol and shut out tablets.
    Tablets,
    /// The chief's numbers.
    Numbers,
    /// Make accounts and change them.
    Accounts,
    /// Read the audit trail.
    Audit,
}

impl Right {
    /// Its name, for the trail.
    pub fn name(self) -> &'static str {
        match self {
            Right::Own => "own",
            Right::Look => "look",
            Right::Work => "work",
            Right::Tablets => "tablets",
            Right::Numbers => "numbers",
            Right::Accounts => "accounts",
            Right::Audit => "audit",
        }
    }
}

impl Role {
    /// Whether this role may do that.
    pub fn may(self, right: Right) -> bool {
        match self {
            Role::Admin => true,
            Role::Desk => matches!(right, Right::Own | Right::Look | Right::Work | Right::Tablets | Right::Numbers),
            Role::Chief => matches!(right, Right::Own | Right::Look | Right::Numbers),
            Role::Auditor => matches!(right, Right::Own | Right::Audit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_reads_the_trail_sees_no_people_and_whoever_counts_changes_nothing() {
        assert!(Role::Auditor.may(Right::Audit) && !Role::Auditor.may(Right::Look));
        assert!(Role::Chief.may(Right::Numbers) && !Role::Chief.may(Right::Work));
        assert!(!Role::Desk.may(Right::Audit) && !Role::Desk.may(Right::Accounts));
    }
}
