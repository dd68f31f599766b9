//! How long each kind of fact is kept. What no law asks for longer ends by itself; a station may keep shorter than what
//! stands here, and no shorter than the law does.

/// How long a kind is kept, in months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// The kind's name.
    pub kind: &'static str,
    /// After so many months it is erased, if the station says nothing else.
    pub months: u32,
    /// What a law asks for at least.
    pub least_months: u32,
}

/// The kinds that end. An application ends with all that was said of it, and so do a dispute and a request; who was looked
/// at is kept as the Personal Information Protection Law asks of its own records (article 56: three years).
pub const RETENTION: [Retention; 12] = [
    Retention { kind: "visit", months: 60, least_months: 0 },
    Retention { kind: "activity", months: 60, least_months: 0 },
    Retention { kind: "application", months: 120, least_months: 36 },
    Retention { kind: "dispute", months: 120, least_months: 60 },
    Retention { kind: "request", months: 60, least_months: 0 },
    Retention { kind: "hazard", months: 60, least_months: 0 },
    Retention { kind: "hands_wanted", months: 36, least_months: 0 },
    Retention { kind: "volunteer", months: 36, least_months: 0 },
    Retention { kind: "withdrawn", months: 12, least_months: 0 },
    Retention { kind: "suggestion", months: 36, least_months: 0 },
    Retention { kind: "answers", months: 36, least_months: 0 },
    Retention { kind: "looks", months: 36, least_months: 36 },
];

/// How long a kind is kept; `None` if it does not end by itself.
pub fn rule(kind: &str) -> Option<&'static Retention> {
    RETENTION.iter().find(|rule| rule.kind == kind)
}

impl Retention {
    /// Whether a station may keep it for so long: no shorter than the law, no longer than is usual.
    pub fn allows(&self, months: u32) -> bool {
        (self.least_months.max(1)..=self.months).contains(&months)
    }
}

/// Days between saying what will be erased and erasing it.
pub const NOTICE_DAYS: u64 = 7;
