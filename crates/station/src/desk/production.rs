//! Documents on their way to be made: batches of applications that were accepted, their files, and what came back.
//!
//! A batch is what is sent at once. Making one says of each application that its document is being made; its file can be
//! taken again, and says so then. What the file looks like is data: see `template.rs`.

mod results;
mod template;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use beibao_domain::application::{ApplicationKind, Step};
use beibao_domain::person::Person;
use beibao_domain::world::day_in_china;
use beibao_domain::{FactBody, FactId, Hash, ProblemCode};
use beibao_replica::matter::{self, Matter};
use beibao_replica::table::{instant, person, rows, word};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::audit::{Deed, note};
use super::matters::{self, MatterLine};
use super::progress::{Progress, WorkKind};
use super::who::Who;
use crate::station::{Result, Station, StationError, Tx};

pub use results::{MadeFault, MadeRemark, MadeTaken};
use template::{Template, Value};

/// Most applications of one batch.
const MOST_TOGETHER: usize = 500;
/// Batches that are shown.
const SHOWN: usize = 50;

/// An application that can be sent.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct WaitingView {
    /// It.
    pub matter: MatterLine,
    /// By what production knows it.
    pub mark: String,
    /// Whether all that is sent is here: an identity card is made with its picture.
    pub complete: bool,
}

/// What was sent at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchView {
    /// Its id.
    pub id: Uuid,
    /// Its number, the first 1.
    pub number: u32,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// How many applications are in it.
    pub applications: u32,
    /// How many of them are not finished yet.
    pub unfinished: u32,
    /// How often its file was taken.
    pub downloads: u32,
    /// When last.
    pub downloaded_at: Option<DateTime<Utc>>,
}

/// What waits, and what was sent.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct ProductionView {
    /// Applications that were accepted, those that are due soonest first.
    pub waiting: Vec<WaitingView>,
    /// The last batches, the newest first.
    pub batches: Vec<BatchView>,
}

/// Which applications go together.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct BatchAsk {
    /// Them.
    pub applications: Vec<Uuid>,
}

beibao_domain::redacted!(WaitingView, ProductionView);

/// The file of a batch.
#[derive(Clone)]
pub struct BatchFile {
    /// Its name, which says whether it was taken before.
    pub name: String,
    /// A ZIP archive.
    pub bytes: Vec<u8>,
}

beibao_domain::redacted!(BatchFile);

/// By what production knows an application: eight characters that are its own.
pub(crate) fn mark(application: FactId) -> String {
    // The end of its name is chance, the beginning only time.
    application.0.simple().to_string()[24..].to_uppercase()
}

/// The picture that the desk accepted: that of the last portrait.
fn picture(matter: &Matter) -> Option<Hash> {
    matter.later.iter().rev().find_map(|entry| match &entry.body {
        FactBody::Portrait(portrait) => portrait.picture_hash(),
        _ => None,
    })
}

fn kind(matter: &Matter) -> Option<ApplicationKind> {
    match &matter.opening.body {
        FactBody::Application(asked) => Some(asked.kind),
        _ => None,
    }
}

impl Station {
    /// What waits to be sent, and what was sent.
    pub fn production(&self) -> Result<ProductionView> {
        let today = day_in_china(self.world().now());
        self.read(|sql| {
            let query = "SELECT id FROM matter WHERE kind = 'application' AND open AND state = 'accepted'
                         ORDER BY coalesce(due_on, '~'), happened_at, id LIMIT ?1";
            let mut waiting = Vec::new();
            for id in rows(sql, query, [MOST_TOGETHER as i64], |row| Ok(FactId(row.get(0)?)))? {
                let Some(line) = matters::line_of(sql, id, today)? else { continue };
                waiting.push(WaitingView {
                    matter: line,
                    mark: mark(id),
                    complete: self.is_complete(&matter::read(sql, id)?),
                });
            }
            Ok(ProductionView { waiting, batches: batches(sql)? })
        })
    }

    fn is_complete(&self, matter: &Matter) -> bool {
        let needs = kind(matter).is_some_and(ApplicationKind::is_id_card);
        !needs || picture(matter).is_some_and(|hash| self.blobs.has(hash))
    }

    /// Sends applications together: of each it is said that its document is being made, or of none.
    pub fn make_batch(&self, who: &Who, ask: &BatchAsk) -> Result<BatchView> {
        if ask.applications.is_empty() || ask.applications.len() > MOST_TOGETHER {
            return Err(ProblemCode::InvalidFields.into());
        }
        self.write(|tx| {
            let (id, now) = (beibao_domain::id::new_uuid(tx.world()), tx.world().now());
            tx.sql.execute(
                "INSERT INTO batch (id, number, made_at) VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM batch), ?2)",
                params![id, now.timestamp_millis()],
            )?;
            for application in &ask.applications {
                let matter = matter::read(&tx.sql, FactId(*application))?;
                if !self.is_complete(&matter) {
                    return Err(ProblemCode::PictureMissing.into());
                }
                tx.step(matter.id, Step::InProduction)?;
                let query = "INSERT INTO batch_application (batch, application) VALUES (?1, ?2)";
                tx.sql.execute(query, params![id, matter.id.0])?;
                let person = matter.opening.person_id.map(|id| id.0);
                note(&tx.sql, now, who.by(), Deed::StepSaid, person, "in_production")?;
            }
            note(&tx.sql, now, who.by(), Deed::BatchMade, Some(id), "")?;
            batches(&tx.sql)?.into_iter().find(|batch| batch.id == id).ok_or(ProblemCode::Internal.into())
        })
    }

    /// The file of a batch: its pictures, and a manifest that says whose they are. Taking it is counted, and a second time
    /// says so in its name.
    pub fn batch_file(&self, who: &Who, id: Uuid) -> Result<BatchFile> {
        let template = Template::read(self.folder())?;
        let made = |progress: &Progress| {
            self.write(|tx| {
                let (number, before) = taken(tx, id)?;
                let (mut files, mut lines) = (BTreeMap::new(), Vec::new());
                let together = applications(&tx.sql, id)?;
                progress.of(together.len() as u64);
                for (n, application) in together.into_iter().enumerate() {
                    progress.step();
                    let matter = match matter::read(&tx.sql, application) {
                        // It was erased since.
                        Err(beibao_replica::ReplicaError::NotFound) => continue,
                        matter => matter?,
                    };
                    let row = self.row(&tx.sql, &template, &matter, number, n + 1)?;
                    if let Some(hash) = picture(&matter).filter(|_| !row[&Value::Picture].is_empty()) {
                        let jpeg = self.blob(hash)?.ok_or(ProblemCode::PictureMissing)?;
                        files.insert(row[&Value::Picture].clone(), jpeg);
                    }
                    lines.push(row);
                    let person = matter.opening.person_id.map(|id| id.0);
                    note(&tx.sql, tx.world().now(), who.by(), Deed::BatchTaken, person, "")?;
                }
                files.insert(template.manifest.clone(), template.table(&lines));
                let again = if before == 0 { String::new() } else { format!("-again-{}", before + 1) };
                Ok(BatchFile { name: format!("beibao-production-{number}{again}.zip"), bytes: zipped(&files)? })
            })
        };
        self.works.run(who, WorkKind::BatchTaken, made)
    }

    /// What a manifest may say of an application.
    fn row(
        &self,
        sql: &Connection,
        template: &Template,
        matter: &Matter,
        batch: u32,
        number: usize,
    ) -> Result<BTreeMap<Value, String>> {
        let FactBody::Application(asked) = &matter.opening.body else { return Err(ProblemCode::NotFound.into()) };
        let whose = match matter.opening.person_id.map(|id| person::meant_by(sql, id)) {
            Some(Err(beibao_replica::ReplicaError::NotFound)) | None => Person::default(),
            Some(person) => person?,
        };
        let hash = picture(matter).filter(|hash| asked.kind.is_id_card() && self.blobs.has(*hash));
        let (mark, name) = (mark(matter.id), hash.map(|_| template.picture(&mark(matter.id), batch, number)));
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Ok(BTreeMap::from([
            (Value::Mark, mark),
            (Value::Number, number.to_string()),
            (Value::Batch, batch.to_string()),
            (Value::Kind, word(&asked.kind)),
            (Value::Name, whose.name),
            (Value::NameMn, whose.name_mn.unwrap_or_default()),
            (Value::IdNumber, whose.id_number),
            (Value::BornOn, day(whose.born_on)),
            (Value::Household, matter.opening.household_code.clone()),
            (Value::AppliedOn, day_in_china(matter.opening.at).to_string()),
            (Value::DueOn, day(matter.due_on)),
            (Value::Picture, name.unwrap_or_default()),
            (Value::PictureSha256, hash.map(|hash| hash.to_string()).unwrap_or_default()),
        ]))
    }
}

/// Counts that a batch's file is taken: its number, and how often it was before.
fn taken(tx: &Tx<'_>, id: Uuid) -> Result<(u32, u32)> {
    let query = "UPDATE batch SET downloads = downloads + 1, downloaded_at = ?2 WHERE id = ?1
                 RETURNING number, downloads - 1";
    let taken =
        tx.sql.query_row(query, params![id, tx.world().now().timestamp_millis()], |row| Ok((row.get(0)?, row.get(1)?)));
    taken.optional()?.ok_or(ProblemCode::NotFound.into())
}

fn applications(sql: &Connection, batch: Uuid) -> Result<Vec<FactId>> {
    let query = "SELECT application FROM batch_application WHERE batch = ?1 ORDER BY application";
    Ok(rows(sql, query, [batch], |row| Ok(FactId(row.get(0)?)))?)
}

fn batches(sql: &Connection) -> Result<Vec<BatchView>> {
    let query = "SELECT id, number, made_at, downloads, downloaded_at FROM batch ORDER BY number DESC LIMIT ?1";
    let mut all = rows(sql, query, [SHOWN as i64], |row| {
        Ok(BatchView {
            id: row.get(0)?,
            number: row.get(1)?,
            made_at: instant(row.get(2)?),
            applications: 0,
            unfinished: 0,
            downloads: row.get(3)?,
            downloaded_at: row.get::<_, Option<i64>>(4)?.map(instant),
        })
    })?;
    let query = "SELECT count(*), count(m.id) FROM batch_application a
                 LEFT JOIN matter m ON m.id = a.application AND m.state = 'in_production' WHERE a.batch = ?1";
    for batch in &mut all {
        (batch.applications, batch.unfinished) =
            sql.query_row(query, [batch.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    }
    Ok(all)
}

/// The files as an archive. JPEGs are not made smaller by packing, so nothing is packed.
fn zipped(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options).map_err(std::io::Error::from).map_err(StationError::Io)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish().map_err(std::io::Error::from)?.into_inner())
}
