//! The trail: who did what at the desk, when, from where, to which row. Written in the same transaction as the deed where
//! there is one, and before anything is shown where it is a look. It holds no value of a field and no word that was typed.

use beibao_domain::{HouseholdId, PersonId};
use beibao_replica::person_record::Looked;
use beibao_replica::table::{from_word, instant, rows, word};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::who::Who;
use crate::station::{Result, Station};

/// Entries of one page.
const PAGE: usize = 100;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The first account was made.
    SetUp,
    /// Somebody gave a wrong setup code.
    SetUpFailed,
    /// Signed in.
    SignedIn,
    /// A wrong name or password.
    SignInFailed,
    /// A wrong second factor.
    SecondFactorFailed,
    /// Signed out.
    SignedOut,
    /// Tried what the role may not; the detail names the right.
    Refused,
    /// Looked at a household.
    HouseholdSeen,
    /// Looked at a person.
    PersonSeen,
    /// Looked at a portrait.
    PortraitSeen,
    /// Looked at the shot that a portrait was made of.
    OriginalSeen,
    /// Accepted a portrait.
    PortraitAccepted,
    /// Sent a portrait back.
    PortraitReturned,
    /// Looked at a matter; the detail names its kind.
    MatterSeen,
    /// Looked at a picture of a matter or an event.
    PictureSeen,
    /// Looked at the list of volunteers.
    VolunteersSeen,
    /// Said how far an application is; the detail names the step.
    StepSaid,
    /// Said what was done about a suggestion.
    MeasureSaid,
    /// Sent applications to be made, together.
    BatchMade,
    /// Took the file of a batch.
    BatchTaken,
    /// Took over what came back from production.
    ResultsTaken,
    /// Imported a register from a file; the detail names it.
    RegisterImported,
    /// Put a questionnaire in force; the detail is its code.
    QuestionnaireSet,
    /// Withdrew a questionnaire, or asks it again; the detail is its code.
    QuestionnaireWithdrawn,
    /// Took the results of a questionnaire out as a file; the detail is its code.
    ResultsSeen,
    /// Looked at the facts behind a number; the detail names the figure.
    BehindSeen,
    /// Looked at the list of households that nobody visited for long.
    UnvisitedSeen,
    /// Looked at the history of a row.
    HistorySeen,
    /// Changed a field; the detail names it.
    FieldEdited,
    /// Settled a conflict; the detail names the field.
    ConflictSettled,
    /// Made an enrolment code for an officer.
    CodeMade,
    /// Shut a tablet out.
    TabletRevoked,
    /// Ordered a lost tablet to empty itself.
    WipeOrdered,
    /// Took the numbers out as a file.
    NumbersTaken,
    /// Made an account.
    AccountMade,
    /// Changed an account; the detail names what.
    AccountChanged,
    /// Changed the own password.
    PasswordChanged,
    /// Put the second factor in force.
    SecondFactorSet,
    /// Took the second factor away.
    SecondFactorRemoved,
    /// Made a passkey.
    PasskeyAdded,
    /// Took a passkey away.
    PasskeyRemoved,
    /// Looked at everything that is recorded about a person.
    RecordSeen,
    /// Took that out as a file; the detail names its kind.
    RecordTaken,
    /// Looked at what an erasure would take, and what stands against it.
    ErasureSeen,
    /// Erased a person.
    PersonErased,
    /// The server ran the retention; the detail says how many kinds were told and how many erased.
    RetentionRun,
    /// Planned the backups, or ended them.
    BackupPlanned,
    /// A backup was made.
    BackupMade,
    /// A backup could not be made; the detail is the problem's code.
    BackupFailed,
    /// A backup was rehearsed; the detail says what came of it.
    BackupRehearsed,
    /// Added a row to the register; the detail names which register.
    RowAdded,
    /// Looked at what a sheet would change; the detail names the register.
    ImportSeen,
    /// Took a register out as a file; the detail names register and kind.
    RegisterTaken,
    /// Gave an officer other areas.
    AreasChanged,
    /// Made sheets of contact cards; the detail says how many cards.
    CardsPrinted,
    /// Looked at who holds an outdated contact card.
    OutdatedSeen,
    /// Put a file beside a material or a phrase; the detail is its name.
    FileEnclosed,
    /// Took such a file away; the detail is its name.
    FileWithdrawn,
    /// Keeps a kind for another time; the detail names the kind.
    PeriodSet,
    /// Read who looked at whom on the tablets.
    LooksSeen,
    /// Had the recovery key shown.
    RecoverySeen,
    /// Looked at two rows side by side, noted of each; the detail is the id of the other.
    MergeSeen,
    /// Let one row give way to this one; the detail is its id.
    RowsMerged,
    /// Took that back.
    MergeUndone,
    /// Had a portrait judged again.
    PortraitRechecked,
}

/// One line of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its number, the newest the greatest.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Whose account, as it is shown; empty if nobody's.
    pub account: String,
    /// From which address.
    pub address: String,
    /// What.
    pub deed: Deed,
    /// The row that it was done to.
    pub row: Option<Uuid>,
    /// What that row is called now.
    pub title: String,
    /// A field, a right: see [`Deed`].
    pub detail: String,
}

/// A page of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditPage {
    /// The newest first.
    pub entries: Vec<AuditEntry>,
    /// What `before` is for the next page; none at the end.
    pub next: Option<i64>,
}

/// Which lines.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AuditFilter {
    /// Of this account.
    pub account: Option<Uuid>,
    /// Of this kind.
    pub deed: Option<String>,
    /// Done to this row.
    pub row: Option<Uuid>,
    /// Before this number.
    pub before: Option<i64>,
}

/// Writes one line. `row` is what it was done to.
pub(crate) fn note(
    sql: &Connection,
    at: DateTime<Utc>,
    (account, address): (Option<Uuid>, &str),
    deed: Deed,
    row: Option<Uuid>,
    detail: &str,
) -> Result<()> {
    sql.prepare_cached("INSERT INTO audit (at, account, address, deed, row, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![at.timestamp_millis(), account, address, word(&deed), row, detail])?;
    Ok(())
}

/// Who looked at a person, or at the household, at the desk.
pub(crate) fn looks_at(sql: &Connection, person: PersonId, household: Option<HouseholdId>) -> Result<Vec<Looked>> {
    let looked = |row: &rusqlite::Row<'_>| Ok(Looked { at: instant(row.get(0)?), officer_name: row.get(1)? });
    Ok(rows(
        sql,
        "SELECT a.at, c.shown FROM audit a JOIN account c ON c.id = a.account
         WHERE a.row IN (SELECT ?1 UNION SELECT ?2 UNION SELECT row FROM merged WHERE stays IN (?1, ?2))
           AND a.deed IN ('person_seen', 'household_seen', 'history_seen', 'portrait_seen', 'original_seen',
                          'portrait_rechecked', 'merge_seen', 'record_seen', 'record_taken', 'erasure_seen')
         ORDER BY a.number DESC",
        params![person.0, household.map(|home| home.0)],
        looked,
    )?)
}

impl Station {
    /// Notes a look, before anything is shown.
    pub(crate) fn noted(&self, who: &Who, deed: Deed, row: Option<Uuid>, detail: &'static str) -> Result<()> {
        let (now, account, address) = (self.world().now(), who.account, who.address.clone());
        self.write_together(move |tx| note(&tx.sql, now, (Some(account), &address), deed, row, detail))
    }

    /// A page of the trail.
    pub fn audit(&self, filter: &AuditFilter) -> Result<AuditPage> {
        let mut entries = self.read(|sql| {
            Ok(rows(
                sql,
                "SELECT a.number, a.at, coalesce(c.shown, ''), a.address, a.deed, a.row, a.detail,
                        coalesce(p.name, h.code, o.name, t.shown, d.name, m.title, '')
                 FROM audit a
                 LEFT JOIN account c ON c.id = a.account
                 LEFT JOIN person p ON p.id = a.row
                 LEFT JOIN household h ON h.id = a.row
                 LEFT JOIN officer o ON o.id = a.row
                 LEFT JOIN account t ON t.id = a.row
                 LEFT JOIN material m ON m.id = a.row
                 LEFT JOIN (SELECT e.id, f.name FROM device e JOIN officer f ON f.id = e.officer) d ON d.id = a.row
                 WHERE (?1 IS NULL OR a.account = ?1) AND (?2 IS NULL OR a.deed = ?2) AND (?3 IS NULL OR a.row = ?3)
                   AND a.number < coalesce(?4, 9223372036854775807)
                 ORDER BY a.number DESC LIMIT ?5",
                params![filter.account, filter.deed, filter.row, filter.before, (PAGE + 1) as i64],
                |row| {
                    Ok(AuditEntry {
                        number: row.get(0)?,
                        at: instant(row.get(1)?),
                        account: row.get(2)?,
                        address: row.get(3)?,
                        deed: from_word(row.get(4)?).unwrap_or(Deed::Refused),
                        row: row.get(5)?,
                        detail: row.get(6)?,
                        title: row.get(7)?,
                    })
                },
            )?)
        })?;
        let more = entries.len() > PAGE;
        entries.truncate(PAGE);
        let next = entries.last().filter(|_| more).map(|entry| entry.number);
        Ok(AuditPage { entries, next })
    }
}
