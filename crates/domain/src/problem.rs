//! What can go wrong, as a closed list of codes that a screen can act on.
//!
//! A [`Problem`] is the same on HTTP (`application/problem+json`) and between the shell and the screens. It carries a
//! code and the numbers that its sentence needs; the sentences stand in the catalogue, in three languages. Internals
//! are logged, not sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Every problem that an officer can meet.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(rename_all = "snake_case")]
        pub enum ProblemCode { $($(#[$doc])* $name),* }

        impl ProblemCode {
            /// All of them, for the test that each has its words.
            pub const ALL: &[ProblemCode] = &[$(ProblemCode::$name),*];
        }
    };
}

problem_codes! {
    /// Some fields are wrong; the params name each by its path.
    InvalidFields,
    /// The passphrase is wrong; `wait_seconds` until the next try.
    WrongPassphrase,
    /// Too many wrong ones: nothing is tried for `wait_seconds`.
    TooManyTries,
    /// The chosen passphrase is too short; `least` characters.
    PassphraseTooShort,
    /// The tablet is locked.
    Locked,
    /// The text is no enrolment code.
    EnrolmentMalformed,
    /// The code was changed, or the station never gave it out.
    EnrolmentForged,
    /// The code's time is over.
    EnrolmentExpired,
    /// The code was used before.
    EnrolmentUsed,
    /// The code is another officer's, or of another station than the one that this tablet belongs to.
    EnrolmentOther,
    /// The station does not answer.
    StationUnreachable,
    /// Somebody else answers in the station's place.
    StationCertificate,
    /// The station answers something that is not understood.
    StationRefused,
    /// The station does not know this tablet.
    TabletUnknown,
    /// The station has shut this tablet out.
    TabletRevoked,
    /// The station ordered that this tablet be emptied, and it was.
    TabletEmptied,
    /// Two tablets speak with the same identity.
    TabletCloned,
    /// The station has too much to do; `retry_after_seconds` until the next try.
    Busy,
    /// One side is too old for the other.
    ProtocolTooOld,
    /// The line broke in the middle; what was acknowledged stays.
    Interrupted,
    /// Too much for one entry; shorten it.
    TooLarge,
    /// The file is no bundle, or was changed or cut off on its way.
    BundleUnreadable,
    /// The bundle is for somebody else.
    BundleForAnother,
    /// The answer is to an older bundle, or the tablet has met the station since; or the bundle has lain too long.
    BundleOutdated,
    /// No room on the disk.
    DiskFull,
    /// The database file is damaged.
    DatabaseDamaged,
    /// The database file is not the one that belongs to this tablet.
    DatabaseSwapped,
    /// The database was written by a newer version.
    DatabaseNewer,
    /// Another Beibao is open on the same data.
    AlreadyRunning,
    /// It is not there.
    NotFound,
    /// It was saved before and cannot be changed.
    AlreadySaved,
    /// Somebody else corrected it meanwhile; their correction is to be looked at first.
    CorrectedMeanwhile,
    /// This tablet is enrolled already.
    AlreadyEnrolled,
    /// The person has an application that waits for its portrait.
    ApplicationOpen,
    /// The privacy notice must be given first.
    NoticeRequired,
    /// Of a matter that is over, nothing more is said.
    MatterClosed,
    /// Something else comes first.
    OutOfOrder,
    /// The document is not where this says.
    DocumentElsewhere,
    /// This party has signed.
    AlreadySigned,
    /// The agreement is signed, or another one took its place.
    AgreementSealed,
    /// It would have happened before what it answers.
    BeforeItsCause,
    /// The person was erased meanwhile: nothing more is kept of them.
    PersonErased,
    /// Something that is still open stands against erasing.
    ErasureBarred,
    /// The file is no picture.
    PortraitNotAnImage,
    /// The picture breaks off.
    PortraitTruncated,
    /// The picture has too many pixels.
    PortraitTooLarge,
    /// The picture has too few pixels.
    PortraitTooSmall,
    /// A kind of picture that cannot be read.
    PortraitUnsupported,
    /// The portrait does not meet the standard.
    PortraitNotAccepted,
    /// The paper could not be made; the card's faults say why.
    PrintingFailed,
    /// Nobody is signed in at the desk, or the session is over.
    SignedOut,
    /// The desk account's role may not do this.
    Forbidden,
    /// No desk account has this name and password.
    WrongLogin,
    /// The one-time code is wrong, over or used.
    WrongCode,
    /// The browser or the passkey did not give what was asked.
    WrongPasskey,
    /// The passkey that was to be made is there already.
    PasskeyKnown,
    /// The page's token does not fit its session: the page is loaded anew.
    PageOutdated,
    /// The station has its first account already.
    AlreadySetUp,
    /// Another desk account has this name.
    NameTaken,
    /// Nobody else could manage the accounts.
    LastAdmin,
    /// The chosen password is too short; `least` characters.
    PasswordTooShort,
    /// The folder cannot be written, or lies within the station's own.
    FolderUnusable,
    /// There is no backup in the folder.
    NoBackup,
    /// The sheet cannot be read, or has other columns than it should; the params say why.
    SheetUnreadable,
    /// Two rows that cannot become one: the same, of two kinds, or one of them gave way to another already.
    NotMergeable,
    /// The picture of an application has not come yet.
    PictureMissing,
    /// What the station's own template for production says at `what` is refused.
    TemplateRefused,
    /// A change of a kind that the station does not know yet; it applies it after its update.
    ChangeUnknownKind,
    /// A change whose signature or chain does not hold.
    ChangeForged,
    /// A change whose number was used before for another one.
    ChangeOutOfOrder,
    /// A change from a tablet that may not write to that area.
    ChangeOutOfScope,
    /// A bug; the log knows more.
    Internal,
}

impl ProblemCode {
    /// The code as it is written on the wire and in the catalogue.
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            _ => unreachable!("a code is a string"),
        }
    }
}

const RETRY_AFTER: &str = "retry_after_seconds";

/// A problem and the numbers that its sentence needs. It never holds what a person said or is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[error("{code:?}")]
pub struct Problem {
    /// What happened.
    pub code: ProblemCode,
    /// What the sentence needs.
    pub params: BTreeMap<String, String>,
}

impl Problem {
    /// Too much to do: come again after so many seconds.
    pub fn busy(retry_after_seconds: u32) -> Self {
        Self::from(ProblemCode::Busy).with(RETRY_AFTER, retry_after_seconds)
    }

    /// After how many seconds to come again, if the other side said so.
    pub fn retry_after_seconds(&self) -> Option<u32> {
        self.params.get(RETRY_AFTER)?.parse().ok()
    }

    /// With one number or name for the sentence.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self { code, params: BTreeMap::new() }
    }
}
