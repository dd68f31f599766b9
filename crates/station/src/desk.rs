//! The desk: what it looks at and decides, who may, and the trail of it all.
//!
//! Each file is one thing that the desk does, as functions of [`Station`](crate::Station) that take whoever asks; the page's
//! HTTP is in `web`, which holds no rule of its own.

mod account;
mod aside;
mod audit;
mod base64;
mod cards;
mod conflicts;
mod edit;
mod first;
mod history;
mod judge;
mod keeping;
mod looks;
mod matters;
mod merge;
mod metrics;
mod numbers;
mod passkey;
mod password;
mod portraits;
mod production;
mod progress;
mod questionnaires;
mod readable;
mod recheck;
mod recovery;
mod register;
mod rights;
mod role;
mod say;
mod second_factor;
mod session;
mod sheets;
mod shelf;
mod tablets;
mod today;
pub mod totp;
mod tries;
mod verify;
pub mod web;
mod webauthn;
mod who;

pub use account::{Account, AccountChange, NewAccount};
pub use aside::SetAside;
pub use audit::{AuditEntry, AuditFilter, AuditPage, Deed};
pub(crate) use audit::{looks_at, note};
pub use cards::{CardFaultView, CardOrder, CardsAsk, OfficerCardView, OutdatedCardView};
pub use edit::{AddedRow, FieldEditAsk, NewRow, Shape};
pub use first::FirstStart;
pub use history::Written;
pub use judge::Judgement;
pub use keeping::{BackupPlan, BackupRun, EndingView, KeepingView, PeriodAsk, PeriodView, RehearsalView, RunKind};
pub use looks::{LookView, LooksAsk, LooksView};
pub use matters::{EventPage, MatterFilter, MatterLine, MatterPage, MatterView};
pub use merge::{MergeAsk, MergeField, MergeLook, MergeSide, MergeView, MergedRow};
pub use numbers::{BehindAsk, BehindView, Counting, NumbersAsk, NumbersLine, NumbersView, UnvisitedAsk, UnvisitedView};
pub use passkey::{NewPasskey, PasskeyAnswer, PasskeyAsk, PasskeyOffer, PasskeyView, PasskeyWish};
pub use portraits::{CheckView, OriginalState, PortraitPage, PortraitView};
pub use production::{BatchAsk, BatchFile, BatchView, MadeFault, MadeRemark, MadeTaken, ProductionView, WaitingView};
pub(crate) use progress::{Progress, Works};
pub use progress::{WorkKind, WorkView};
pub use questionnaires::{
    AnswerChoice, ChosenView, FormView, QuestionView, QuestionnaireView, ResultView, ResultsAsk, ResultsView,
    Withdrawal, WorkbookRefusal, WorkbookView,
};
pub use readable::{EntryView, LineView, PictureView, SignatureView};
pub use recheck::RecheckView;
pub use recovery::{RecoveryAsk, RecoveryView};
pub use register::{AreaView, FieldView, Found, HitView, HouseholdView, MemberView, PersonView, Search, VisitView};
pub use rights::{ErasureAsk, ErasureView, FieldPast, ObstacleView, RecordLine, RecordView};
pub use role::{Right, Role};
pub use say::{MeasureAsk, StepAsk};
pub use second_factor::SecretOffer;
pub use session::{Factors, IDLE, LONGEST, Own, SessionState, Stage, Token};
pub use sheets::{CellView, RemarkView, SheetAsk, SheetSeen, SheetView};
pub use shelf::{ShelfFile, ShelfRow, ShelfView};
pub use tablets::{AreasAsk, CodeAsk, CodeView, ConditionView, OfficerView, Silence, Standing, TabletView};
pub use today::{Arrived, AsideView, ChoiceView, ConflictView, Settlement, TodayView};
pub use verify::{Broken, Link, Verified};
pub use webauthn::Place;
pub use who::Who;
