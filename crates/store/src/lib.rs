//! The tablet's data: one encrypted file, one door for writes.
//!
//! [`vault`] turns a passphrase into the file's key; [`Store`] opens the file; every write goes through a [`Tx`], which
//! writes the row, its outgoing change, the clock and the chain in one transaction. Reads are plain functions over a
//! connection, one module per table or page; registers and facts are those of every replica (`beibao_replica`). It knows
//! no network and no window.

pub mod application;
pub mod apply;
pub mod conflict;
pub mod evening;
pub mod household_page;
pub mod looks;
pub mod person_page;
pub mod record;
pub mod settings;
pub mod store;
pub mod table;
pub mod today;
pub mod vault;
pub mod visit;
pub mod wipe;

pub use store::{Enrolment, Identity, Store, Tx};

use beibao_domain::change::ChangeError;
use beibao_domain::fault::FieldFaults;
use beibao_domain::matter::Refused;
use beibao_domain::questionnaire::AnswerFaults;
use beibao_domain::{Problem, ProblemCode};
use beibao_replica::ReplicaError;

/// What can go wrong with the tablet's data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Db(#[from] beibao_db::Fault),
    /// Another program works on the same folder.
    #[error("the folder is in use")]
    AlreadyRunning,
    /// The file belongs to another installation than the key file.
    #[error("the database is not the one that belongs to this key file")]
    Swapped,
    /// The key file cannot be read or written.
    #[error("the key file: {0}")]
    Vault(#[source] std::io::Error),
    /// The passphrase is wrong.
    #[error("wrong passphrase; wait {wait_seconds} s")]
    WrongPassphrase {
        /// How long until the next try counts.
        wait_seconds: u32,
    },
    /// The chosen passphrase is too short.
    #[error("the passphrase is too short")]
    PassphraseTooShort,
    /// Fields of a draft are wrong.
    #[error("fields are wrong")]
    InvalidFields(FieldFaults),
    /// Answers to a questionnaire are wrong.
    #[error("answers are wrong")]
    InvalidAnswers(AnswerFaults),
    /// There is no such row.
    #[error("not found")]
    NotFound,
    /// It was saved before.
    #[error("already saved")]
    AlreadySaved,
    /// Somebody else corrected it meanwhile.
    #[error("corrected meanwhile")]
    CorrectedMeanwhile,
    /// There is a tablet in this folder.
    #[error("already enrolled")]
    AlreadyEnrolled,
    /// Another identity was taken on: the store must be opened anew.
    #[error("the store must be opened anew")]
    Left,
    /// The station ordered that this tablet be emptied, and it was.
    #[error("this tablet was emptied")]
    Emptied,
    /// Too many wrong passphrases: none is tried before the wait is over.
    #[error("too many wrong passphrases; wait {wait_seconds} s")]
    TooManyTries {
        /// How long until the next try counts.
        wait_seconds: u32,
    },
    /// The person has an application that waits for its portrait.
    #[error("an application is open")]
    ApplicationOpen,
    /// The privacy notice was not given.
    #[error("the privacy notice was not given")]
    NoticeRequired,
    /// The matter has not come so far, or further.
    #[error("{0:?}")]
    Refused(Refused),
    /// The entry does not fit into one change.
    #[error("too large")]
    TooLarge,
    /// A bug: what was stored does not read back.
    #[error("stored data does not read back: {0}")]
    Unreadable(&'static str),
}

/// What a store function returns.
pub type Result<T> = std::result::Result<T, StoreError>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => StoreError::NotFound,
            error => StoreError::Db(error.into()),
        }
    }
}

impl From<ReplicaError> for StoreError {
    fn from(error: ReplicaError) -> Self {
        match error {
            ReplicaError::Db(fault) => StoreError::Db(fault),
            ReplicaError::NotFound => StoreError::NotFound,
            ReplicaError::Unreadable(what) => StoreError::Unreadable(what),
        }
    }
}

impl From<ChangeError> for StoreError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::TooLarge { .. } => StoreError::TooLarge,
            _ => StoreError::Unreadable("change"),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        StoreError::Unreadable("body")
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Db(beibao_db::Fault::DiskFull(_)) => ProblemCode::DiskFull.into(),
            StoreError::Db(beibao_db::Fault::Busy(_)) => ProblemCode::Busy.into(),
            StoreError::Db(beibao_db::Fault::Damaged(_)) => ProblemCode::DatabaseDamaged.into(),
            StoreError::Db(beibao_db::Fault::Newer { .. }) => ProblemCode::DatabaseNewer.into(),
            StoreError::Db(beibao_db::Fault::Other(_)) | StoreError::Unreadable(_) => ProblemCode::Internal.into(),
            StoreError::Vault(error) if error.kind() == std::io::ErrorKind::StorageFull => ProblemCode::DiskFull.into(),
            StoreError::Vault(_) => ProblemCode::DatabaseDamaged.into(),
            StoreError::AlreadyRunning => ProblemCode::AlreadyRunning.into(),
            StoreError::Swapped => ProblemCode::DatabaseSwapped.into(),
            StoreError::WrongPassphrase { wait_seconds } => {
                Problem::from(ProblemCode::WrongPassphrase).with("wait_seconds", wait_seconds)
            }
            StoreError::PassphraseTooShort => {
                Problem::from(ProblemCode::PassphraseTooShort).with("least", vault::LEAST_PASSPHRASE_CHARS)
            }
            StoreError::InvalidFields(faults) => Problem {
                code: ProblemCode::InvalidFields,
                params: faults.into_iter().map(|(path, fault)| (path, fault.code().to_owned())).collect(),
            },
            StoreError::InvalidAnswers(faults) => Problem {
                code: ProblemCode::InvalidFields,
                params: faults.into_iter().map(|(name, fault)| (name, fault.code().to_owned())).collect(),
            },
            StoreError::NotFound => ProblemCode::NotFound.into(),
            StoreError::AlreadySaved => ProblemCode::AlreadySaved.into(),
            StoreError::CorrectedMeanwhile => ProblemCode::CorrectedMeanwhile.into(),
            StoreError::AlreadyEnrolled => ProblemCode::AlreadyEnrolled.into(),
            StoreError::Left => ProblemCode::Locked.into(),
            StoreError::Emptied => ProblemCode::TabletEmptied.into(),
            StoreError::TooManyTries { wait_seconds } => {
                Problem::from(ProblemCode::TooManyTries).with("wait_seconds", wait_seconds)
            }
            StoreError::ApplicationOpen => ProblemCode::ApplicationOpen.into(),
            StoreError::NoticeRequired => ProblemCode::NoticeRequired.into(),
            StoreError::Refused(refused) => refused.code().into(),
            StoreError::TooLarge => ProblemCode::TooLarge.into(),
        }
    }
}
