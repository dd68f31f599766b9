//! Documents that people apply for, from the application to the door: identity cards, entries in the household booklet,
//! residence permits.
//!
//! The state of an application is never stored: it is read off the facts by [`standing`]. The legal clock counts from the
//! application: 60 days, in places with poor traffic at most 30 more (Resident Identity Card Law, article 12). A finished
//! document is at exactly one place at any time: the station, an officer's backpack, or handed over ([`custody`]).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::fault::{Faults, FieldFault, MAX_NOTE_CHARS};
use crate::matter::{Refused, Standing, State};
use crate::picture::{Location, Picture, Strokes};
use crate::{FactBody, FactId, Hash, OfficerId, PersonId};

/// Days within which the card must be issued.
pub const ISSUE_WITHIN_DAYS: u64 = 60;
/// Days more where traffic is poor.
pub const POOR_TRAFFIC_DAYS: u64 = 30;
/// Days within which a residence permit must be issued (Interim Regulations on Residence Permits, article 10).
pub const PERMIT_WITHIN_DAYS: u64 = 15;
/// The same where traffic is poor.
pub const PERMIT_AT_MOST_DAYS: u64 = 30;
/// The day from which an open application is shown as due.
pub const WARN_FROM_DAY: u64 = 45;
/// Longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 200;
/// The highest fee, in fen: a mistyped one is noticed.
pub const MAX_FEE_FEN: u32 = 100_000;

/// What is applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationKind {
    /// 换领: the old card ran out or changed.
    Renewal,
    /// 补领: the old card is lost.
    Replacement,
    /// 首次申领: there was none.
    First,
    /// 户口簿: an entry or a new booklet.
    Booklet,
    /// 居住证: a residence permit.
    ResidencePermit,
}

impl ApplicationKind {
    /// Whether it is an identity card, which needs a portrait.
    pub fn is_id_card(self) -> bool {
        matches!(self, Self::Renewal | Self::Replacement | Self::First)
    }
}

/// A paper that was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Paper {
    /// Which.
    pub kind: PaperKind,
    /// Its photo, if one was taken.
    pub picture: Option<Picture>,
}

/// Papers that are shown with an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 旧身份证
    OldIdCard,
    /// 户口簿
    Booklet,
    /// 出生医学证明
    BirthCertificate,
    /// 结婚证
    MarriageCertificate,
    /// 居住证明
    ProofOfResidence,
    /// 委托书
    Mandate,
    /// 其他
    Other,
}

/// The request. It exists only where the privacy notice was given, so that is no field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Application {
    /// What for.
    pub kind: ApplicationKind,
    /// Why, in the officer's words.
    #[serde(default)]
    pub reason: String,
    /// Which version of the privacy notice was shown and confirmed.
    pub notice_version: u32,
    /// The papers that were seen.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// The fee that was taken, in fen.
    #[serde(default)]
    pub fee_fen: u32,
    /// Whether traffic is so poor that the law gives 30 days more.
    #[serde(default)]
    pub poor_traffic: bool,
}

crate::redacted!(Application);

impl Application {
    /// An application without papers or fee, after the notice of this version was given.
    pub fn new(kind: ApplicationKind, reason: &str, notice_version: u32) -> Self {
        Self { kind, reason: reason.into(), notice_version, papers: Vec::new(), fee_fen: 0, poor_traffic: false }
    }

    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.text("reason", &self.reason, MAX_REASON_CHARS);
        faults.lines("papers", self.papers.len());
        if self.fee_fen > MAX_FEE_FEN {
            faults.found("fee_fen", FieldFault::OutOfRange);
        }
        for (i, paper) in self.papers.iter().enumerate() {
            if paper.picture.as_ref().is_some_and(|picture| picture.blob().is_none()) {
                faults.found(format!("papers.{i}"), FieldFault::Unknown);
            }
        }
    }

    /// The last day on which the document may be issued.
    pub fn due_on(&self, applied_on: NaiveDate) -> NaiveDate {
        let days = match (self.kind, self.poor_traffic) {
            (ApplicationKind::ResidencePermit, false) => PERMIT_WITHIN_DAYS,
            (ApplicationKind::ResidencePermit, true) => PERMIT_AT_MOST_DAYS,
            (_, false) => ISSUE_WITHIN_DAYS,
            (_, true) => ISSUE_WITHIN_DAYS + POOR_TRAFFIC_DAYS,
        };
        applied_on.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
    }
}

/// The portrait of an application: names its picture by hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Portrait {
    /// The application.
    pub application: FactId,
    /// SHA-256 of the finished JPEG, in hexadecimal.
    pub picture: String,
    /// Bytes of the finished JPEG.
    pub size_bytes: u32,
    /// The profile and version that judged it, such as `ga461` 1.
    pub profile: String,
    /// See `profile`.
    pub profile_version: u32,
    /// Verdict and number of each check, for the desk. The tablet's screens have no use for it.
    #[cfg_attr(feature = "specta", specta(skip))]
    pub checks: serde_json::Value,
    /// The officer chose to whiten the cloth, and it was done.
    #[serde(default)]
    pub whitened: bool,
    /// What no check tells and the officer looked at and ticked, such as `bareheaded`.
    #[serde(default)]
    pub asks: Vec<String>,
    /// The shot that it was made of; none of what was taken before this was kept. Only the desk looks at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "specta", specta(skip))]
    pub original: Option<Original>,
}

/// Where a finished photo's upper left, upper right and lower left corner lie in its shot: shares of the shot's width and
/// height, from its upper left corner.
pub type Corners = [(f32, f32); 3];

/// The shot of which a portrait was made. It is kept until the desk has decided on the portrait: see [`open_original`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Original {
    /// Its JPEG.
    pub picture: Picture,
    /// Where the finished photo lies in it.
    pub corners: Corners,
}

impl Portrait {
    /// The original's hash, if one was kept.
    pub fn original_hash(&self) -> Option<Hash> {
        Some(self.original.as_ref()?.picture.blob()?.0)
    }

    /// The picture's hash; `None` if a stranger wrote nonsense there.
    pub fn picture_hash(&self) -> Option<Hash> {
        Hash::from_hex(&self.picture)
    }
}

/// Something that became of an application.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Progress {
    /// The application.
    pub application: FactId,
    /// What.
    pub step: Step,
}

/// A step of an application, said by the desk (the first four) or by the officer who carries the document.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Step {
    /// 受理: it is in order.
    Accepted,
    /// 退回: it is not; a new portrait or another paper is needed.
    Returned {
        /// Why, for the officer.
        reason: String,
    },
    /// 制证: it was sent to be made.
    InProduction,
    /// The document is finished and at the station.
    Ready,
    /// It is in an officer's backpack.
    TakenAlong {
        /// Whose.
        officer: OfficerId,
    },
    /// 送证上门: it was handed over.
    Delivered {
        /// To whom.
        to: Recipient,
        /// The recipient's signature.
        signature: Strokes,
        /// Where, if the tablet knew.
        at: Option<Location>,
    },
    /// Nobody was there, or it was wrong: it is at the station again.
    BroughtBack {
        /// Why.
        reason: String,
    },
}

/// Who took a document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Recipient {
    /// Whose it is.
    Person,
    /// A relative.
    Relative {
        /// The relative, if in the register.
        person: Option<PersonId>,
        /// The relative's name.
        name: String,
        /// What the relative is to the applicant.
        relation: String,
    },
}

crate::redacted!(Progress, Step, Recipient);

impl Progress {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        match &self.step {
            Step::Returned { reason } | Step::BroughtBack { reason } => {
                faults.words("reason", reason, MAX_REASON_CHARS)
            }
            Step::Delivered { to, signature, at } => {
                if let Recipient::Relative { name, relation, .. } = to {
                    faults.words("name", name, crate::person::MAX_NAME_CHARS);
                    faults.words("relation", relation, MAX_NOTE_CHARS);
                }
                if !signature.is_drawn() {
                    faults.found("signature", FieldFault::Required);
                }
                if at.is_some_and(|at| !at.is_possible()) {
                    faults.found("at", FieldFault::OutOfRange);
                }
            }
            Step::Accepted | Step::InProduction | Step::Ready | Step::TakenAlong { .. } => {}
        }
    }
}

/// Where a finished document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum Custody {
    /// There is none yet.
    None,
    /// At the station.
    Station,
    /// In an officer's backpack.
    Backpack {
        /// Whose.
        officer: OfficerId,
    },
    /// With the person.
    HandedOver,
}

/// Where the document is, read off what came after the application, in order.
pub fn custody<'a>(later: impl Iterator<Item = &'a FactBody>) -> Custody {
    later.fold(Custody::None, |at, body| match body {
        // Whoever signed for it has it, whatever another backpack says that it brought back.
        _ if at == Custody::HandedOver => at,
        FactBody::Progress(Progress { step, .. }) => match step {
            Step::Ready | Step::BroughtBack { .. } => Custody::Station,
            Step::TakenAlong { officer } => Custody::Backpack { officer: *officer },
            Step::Delivered { .. } => Custody::HandedOver,
            Step::Accepted | Step::Returned { .. } | Step::InProduction => at,
        },
        _ => at,
    })
}

/// How far it has come. A portrait that comes after a return makes it whole again.
pub(crate) fn standing<'a>(
    application: &Application,
    applied_on: NaiveDate,
    later: impl Iterator<Item = &'a FactBody>,
) -> Standing {
    let start = if application.kind.is_id_card() { State::Applied } else { State::Complete };
    let state = later.fold(start, |state, body| match body {
        _ if state == State::Delivered => state,
        FactBody::Portrait(_) if matches!(state, State::Applied | State::Returned) => State::Complete,
        FactBody::Progress(progress) => match progress.step {
            Step::Accepted => State::Accepted,
            Step::Returned { .. } => State::Returned,
            Step::InProduction => State::InProduction,
            Step::Ready => State::Ready,
            Step::TakenAlong { .. } => State::InBackpack,
            Step::Delivered { .. } => State::Delivered,
            Step::BroughtBack { .. } => State::Ready,
        },
        _ => state,
    });
    Standing { state, open: state != State::Delivered, due_on: Some(application.due_on(applied_on)) }
}

/// The original that the desk may still look at: that of the newest portrait, until something was decided on it. Every other
/// one of the application is destroyed wherever it is.
pub fn open_original<'a>(later: impl Iterator<Item = &'a FactBody>) -> Option<Hash> {
    later.fold(None, |open, body| match body {
        FactBody::Portrait(portrait) => portrait.original_hash(),
        FactBody::Progress(_) => None,
        _ => open,
    })
}

/// Whether a step may follow: the desk's steps in their order, and a document leaves the place where it is.
pub(crate) fn admit(
    application: &Application,
    state: State,
    at: Custody,
    next: &FactBody,
    by: OfficerId,
) -> Result<(), Refused> {
    let is_id_card = application.kind.is_id_card();
    match next {
        FactBody::Portrait(_) if !is_id_card => Err(Refused::OutOfOrder),
        FactBody::Portrait(_) => match state {
            State::Applied | State::Complete | State::Returned => Ok(()),
            _ => Err(Refused::OutOfOrder),
        },
        FactBody::Progress(progress) => match (&progress.step, at, state) {
            (_, Custody::HandedOver, _) => Err(Refused::Closed),
            // What was returned for another paper is accepted once it was seen; a portrait has to be taken anew.
            (Step::Accepted, Custody::None, State::Returned) if !is_id_card => Ok(()),
            (Step::Accepted, Custody::None, State::Complete)
            | (Step::Returned { .. }, Custody::None, State::Complete | State::Accepted)
            | (Step::InProduction, Custody::None, State::Accepted)
            | (Step::Ready, Custody::None, State::Accepted | State::InProduction)
            | (Step::TakenAlong { .. }, Custody::Station, _) => Ok(()),
            (Step::Delivered { .. } | Step::BroughtBack { .. }, Custody::Backpack { officer }, _) if officer == by => {
                Ok(())
            }
            // The desk takes it out of the backpack of somebody who left.
            (Step::BroughtBack { .. }, Custody::Backpack { .. }, _) if by.0.is_nil() => Ok(()),
            (Step::Delivered { .. } | Step::BroughtBack { .. } | Step::TakenAlong { .. }, ..) => {
                Err(Refused::DocumentElsewhere)
            }
            _ => Err(Refused::OutOfOrder),
        },
        _ => Err(Refused::OutOfOrder),
    }
}
