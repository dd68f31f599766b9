//! The rights of whoever is recorded, at the desk: everything shown, taken along as PDF and JSON, and erased with a
//! certificate that is made once and kept nowhere.

use beibao_domain::rights::Ground;
use beibao_domain::world::day_in_china;
use beibao_domain::{PersonId, ProblemCode};
use beibao_print::{Section, Statement, StatementKind, statement_pdf};
use beibao_replica::person_record::{self, PersonRecord};
use beibao_replica::table::{station, word};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::who::Who;
use crate::erase::Certificate;
use crate::station::{Result, Station, StationError};
use crate::words::on_paper;

/// Everything that is recorded about a person.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct RecordView {
    /// The name.
    pub name: String,
    /// The fields of the register.
    pub fields: Vec<FieldPast>,
    /// Every fact that names the person, the newest first.
    pub facts: Vec<RecordLine>,
    /// Who looked, the newest first.
    pub looks: Vec<RecordLine>,
}

/// A field with what stood there before.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct FieldPast {
    /// The field.
    pub field: String,
    /// What stands there.
    pub value: String,
    /// What stood there.
    pub before: Vec<String>,
}

/// Something that was said, or a look.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct RecordLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// The kind of fact; empty for a look.
    pub kind: String,
    /// Every text in it.
    pub text: String,
    /// Whether it corrects an earlier one.
    pub corrects: bool,
}

/// What an erasure would take, and what stands against it.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ErasureView {
    /// The name.
    pub name: String,
    /// What stands against it; nothing may.
    pub obstacles: Vec<ObstacleView>,
    /// Facts by kind; edits of the register count as `register`.
    pub erased: BTreeMap<String, u32>,
    /// Pictures whose bytes are destroyed.
    pub pictures: u32,
    /// Tablets that hear of it.
    pub tablets: u32,
    /// Visits of the household that stay.
    pub visits_left: u32,
    /// To be given back with the erasure.
    pub seen: String,
}

/// A matter that stands against an erasure.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ObstacleView {
    /// The matter.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// How it stands.
    pub state: String,
    /// When it began.
    pub at: DateTime<Utc>,
    /// Until when it is due.
    pub due_on: Option<NaiveDate>,
}

/// Yes, this and nothing else.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ErasureAsk {
    /// What [`ErasureView::seen`] said.
    pub seen: String,
}

beibao_domain::redacted!(RecordView, FieldPast, RecordLine, ErasureView, ObstacleView);

fn view(record: PersonRecord) -> RecordView {
    let past = |field: person_record::FieldHistory| {
        let before = field.written.into_iter().map(|one| one.value).filter(|value| *value != field.value);
        FieldPast { before: before.collect(), field: field.field, value: field.value }
    };
    let fact = |entry: beibao_replica::matter::Entry| RecordLine {
        at: entry.at,
        kind: entry.body.kind().to_owned(),
        text: person_record::texts(&entry).join("；"),
        corrects: entry.corrects.is_some(),
        by: entry.officer_name,
    };
    let look = |look: person_record::Looked| RecordLine {
        at: look.at,
        by: look.officer_name,
        kind: String::new(),
        text: String::new(),
        corrects: false,
    };
    RecordView {
        name: record.name,
        fields: record
            .fields
            .into_iter()
            .filter(|field| !person_record::is_about_rows(&field.field))
            .map(past)
            .collect(),
        facts: record.entries.into_iter().map(fact).collect(),
        looks: record.looks.into_iter().map(look).collect(),
    }
}

/// What the certificate says, without a word of what was erased.
fn certified(certificate: &Certificate) -> Vec<Section> {
    let count = |(kind, count): (&String, &u32)| {
        let name = if kind == "register" { on_paper("record.register") } else { on_paper(&format!("kind.{kind}")) };
        format!("{name}：{count}")
    };
    let ground = on_paper(match certificate.ground {
        Ground::Asked => "desk.erasure.asked",
        Ground::Retention => "desk.erasure.retention",
    });
    let counted = |key: &str, count: u32| on_paper(key).replace("{count}", &count.to_string());
    let mut left = vec![counted("desk.erasure.tablets", certificate.tablets)];
    if certificate.visits_left > 0 {
        left.push(counted("desk.erasure.visits_left", certificate.visits_left));
    }
    let pictures = counted("desk.erasure.pictures", certificate.pictures);
    vec![
        Section { heading: on_paper("desk.erasure.ground"), lines: vec![ground] },
        Section {
            heading: on_paper("desk.erasure.erased"),
            lines: certificate.erased.iter().map(count).chain([pictures]).collect(),
        },
        Section { heading: on_paper("desk.erasure.also"), lines: left },
    ]
}

impl Station {
    /// Everything that is recorded about a person.
    pub fn desk_record(&self, who: &Who, id: PersonId) -> Result<RecordView> {
        self.noted(who, Deed::RecordSeen, Some(id.0), "")?;
        self.person_record(id).map(view)
    }

    /// The same as JSON, to be taken along.
    pub fn record_json(&self, who: &Who, id: PersonId) -> Result<Vec<u8>> {
        self.noted(who, Deed::RecordTaken, Some(id.0), "json")?;
        serde_json::to_vec_pretty(&self.person_record(id)?).map_err(|_| ProblemCode::Internal.into())
    }

    /// The same as PDF, to be handed out.
    pub fn record_pdf(&self, who: &Who, id: PersonId) -> Result<Vec<u8>> {
        self.noted(who, Deed::RecordTaken, Some(id.0), "pdf")?;
        let sections = person_record::sections(&self.person_record(id)?, on_paper);
        let section = |(heading, lines)| Section { heading, lines };
        self.statement(StatementKind::PersonRecord, sections.into_iter().map(section).collect())
    }

    /// What an erasure would take, and what stands against it.
    pub fn erasure_view(&self, who: &Who, id: PersonId) -> Result<ErasureView> {
        self.noted(who, Deed::ErasureSeen, Some(id.0), "")?;
        let obstacles = self.obstacles(id)?.into_iter().map(|matter| ObstacleView {
            id: matter.id.0,
            kind: matter.opening.body.kind().to_owned(),
            state: word(&matter.state),
            at: matter.opening.at,
            due_on: matter.due_on,
        });
        let name = self.read(|sql| Ok(beibao_replica::table::person::meant_by(sql, id)?.name))?;
        let (certificate, seen) = self.would_erase(id)?;
        Ok(ErasureView {
            name,
            obstacles: obstacles.collect(),
            erased: certificate.erased,
            pictures: certificate.pictures,
            tablets: certificate.tablets,
            visits_left: certificate.visits_left,
            seen: seen.to_string(),
        })
    }

    /// Erases a person and gives the certificate, which nobody has afterwards but who asked. It is made first on trial: no
    /// paper, no erasure.
    pub fn desk_erase(&self, who: &Who, id: PersonId, ask: &ErasureAsk) -> Result<Vec<u8>> {
        let (expected, _) = self.would_erase(id)?;
        self.certificate_pdf(&expected)?;
        let certificate = self.erase_as_seen(id, &ask.seen, |tx| {
            note(&tx.sql, tx.world().now(), who.by(), Deed::PersonErased, Some(id.0), "")
        })?;
        self.certificate_pdf(&certificate)
    }

    fn certificate_pdf(&self, certificate: &Certificate) -> Result<Vec<u8>> {
        self.statement(StatementKind::Erasure, certified(certificate))
    }

    /// A statement of this station's, of today.
    fn statement(&self, kind: StatementKind, sections: Vec<Section>) -> Result<Vec<u8>> {
        let here = self.read(|sql| Ok(station::read(sql)?))?;
        let on = day_in_china(self.world().now()).to_string();
        let paper = Statement { kind, station: here.name, station_mn: here.name_mn, on, sections };
        statement_pdf(&paper).map_err(|error| {
            tracing::warn!(%error, "a statement could not be printed");
            StationError::from(ProblemCode::PrintingFailed)
        })
    }
}
