//! Records: everything that an officer writes down besides a visit, one door for all kinds. What a record says is checked by
//! its kind (`beibao_domain`); here it is checked against the register and against what its matter has come to.

use beibao_domain::application::{Progress, Step};
use beibao_domain::fault::{Faults, FieldFault, FieldFaults};
use beibao_domain::matter::{self, Refused, State};
use beibao_domain::picture::Picture;
use beibao_domain::questionnaire::{Answers, Questionnaire};
use beibao_domain::{AreaId, Fact, FactBody, FactId, Hash, HouseholdId, Payload, PersonId};
use beibao_replica::ReplicaError;
use beibao_replica::table::fact::{self, Told};
use beibao_replica::table::{household, material, person, shelf};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::table::{file, form};
use crate::{Result, StoreError, Tx};

/// How far a tablet's clock may be behind the one that a time was read from.
const AHEAD: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// What an officer writes down.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "NewRecord")]
pub struct Record {
    /// When it happened; now, if it is not said.
    pub happened_at: Option<DateTime<Utc>>,
    /// The household it concerns.
    pub household_id: Option<HouseholdId>,
    /// The person it concerns.
    pub person_id: Option<PersonId>,
    /// Where it happened, if it concerns neither.
    pub area_id: Option<AreaId>,
    /// The fact that it corrects.
    pub corrects: Option<FactId>,
    /// What happened.
    pub body: FactBody,
    /// The form in which it was typed, which is empty now.
    pub form: Option<String>,
}

beibao_domain::redacted!(Record);

impl Record {
    /// Something that concerns nobody yet.
    pub fn new(body: FactBody) -> Self {
        Self { happened_at: None, household_id: None, person_id: None, area_id: None, corrects: None, body, form: None }
    }
}

/// Saves a record, or says what is wrong with it; nothing is lost then, its form is still there.
pub fn save(tx: &mut Tx<'_>, record: &Record) -> Result<FactId> {
    let mut body = record.body.clone();
    if body.is_the_desks() {
        return Err(Refused::OutOfOrder.into());
    }
    if let FactBody::Answers(answers) = &body {
        body = FactBody::Answers(answered(&tx.sql, answers)?);
    }
    body.check().map_err(StoreError::InvalidFields)?;
    let by = tx.officer();
    if let FactBody::Progress(Progress { step: Step::TakenAlong { officer }, .. }) = &mut body {
        // Whoever holds the tablet puts it into the own backpack.
        *officer = by;
    }
    let now = tx.world().now();
    let mut faults = Faults::default();
    if record.happened_at.is_some_and(|at| at > now + AHEAD) {
        faults.found("happened_at", FieldFault::OutOfRange);
    }
    known_names(&tx.sql, &body, &mut faults)?;
    faults.result().map_err(StoreError::InvalidFields)?;

    let corrected = record.corrects.map(|id| fact::read(&tx.sql, id)).transpose()?;
    let about = body.about().map(|id| beibao_replica::matter::facts(&tx.sql, id)).transpose()?;
    if about.as_ref().is_some_and(|(opening, _)| body.about() != Some(beibao_replica::matter::name(&opening.fact))) {
        // It would be said of nothing: a matter is called by what it began with.
        return Err(Refused::OutOfOrder.into());
    }
    // A clock that is behind must not say that it was before what it follows.
    let newest = about.iter().flat_map(|(_, later)| later).map(|told| told.fact.happened_at).max();
    let happened_at = record.happened_at.unwrap_or_else(|| newest.map_or(now, |newest| newest.max(now)));
    // What is said of a matter concerns whom the matter concerns.
    let like = about.as_ref().map(|(opening, _)| opening).or(corrected.as_ref());
    let person_id = record.person_id.or(like.and_then(|told| told.fact.person));
    let mut household_id = record.household_id.or(like.and_then(|told| told.fact.household));
    if let (None, Some(person_id)) = (household_id, person_id) {
        household_id = person::read(&tx.sql, person_id)?.household;
    }
    let area = match (household_id, like) {
        (_, Some(told)) => told.area,
        (Some(household_id), None) => household::scope(&tx.sql, household_id)?,
        (None, None) => record.area_id.ok_or_else(|| field("area_id", FieldFault::Required))?,
    };
    let said = Fact {
        id: FactId::new(tx.world()),
        happened_at,
        household: household_id,
        person: person_id,
        during: None,
        supersedes: None,
        first: None,
        body,
    };
    let said = match &corrected {
        Some(corrected) => correction(&tx.sql, said, &corrected.fact, about.as_ref())?,
        None => addition(&tx.sql, said, about.as_ref(), by)?,
    };
    for (i, (hash, _)) in said.body.blobs().into_iter().enumerate() {
        // A correction may name a picture that another tablet took.
        let known = corrected.as_ref().is_some_and(|told| told.fact.body.blobs().iter().any(|(had, _)| *had == hash));
        if !form::hand_over(&tx.sql, hash, now)? && !known {
            return Err(field(&format!("pictures.{i}"), FieldFault::Unknown));
        }
    }
    let id = said.id;
    tx.say(area, &Payload::Fact(said))?;
    if let Some(place) = &record.form {
        form::put(&tx.sql, place, None, now)?;
    }
    Ok(id)
}

/// Takes back what was saved by mistake: it stays readable, and does not stand any more. Of a correction, what it corrected
/// is said again.
pub fn withdraw(tx: &mut Tx<'_>, id: FactId) -> Result<FactId> {
    let Fact { body, supersedes, .. } = fact::read(&tx.sql, id)?.fact;
    if let Some(before) = supersedes {
        let before = fact::read(&tx.sql, before)?.fact;
        let again = Record {
            happened_at: Some(before.happened_at),
            household_id: before.household,
            person_id: before.person,
            ..Record::new(before.body)
        };
        return save(tx, &Record { corrects: Some(id), ..again });
    }
    let withdrawn = beibao_domain::fact::Withdrawn { was: body.kind().to_owned(), about: body.about() };
    save(tx, &Record { corrects: Some(id), ..Record::new(FactBody::Withdrawn(withdrawn)) })
}

/// Keeps what stands in the form of a place; nothing forgets it.
pub fn keep_form(tx: &mut Tx<'_>, place: &str, body: Option<&str>) -> Result<()> {
    let now = tx.world().now();
    form::put(&tx.sql, place, body, now)
}

/// Keeps a picture for a form.
pub fn keep_picture(tx: &mut Tx<'_>, jpeg: &[u8]) -> Result<Picture> {
    let now = tx.world().now();
    let hash = form::put_picture(&tx.sql, jpeg, now)?;
    let size_bytes = u32::try_from(jpeg.len()).map_err(|_| StoreError::TooLarge)?;
    Ok(Picture { hash: hash.to_string(), size_bytes })
}

/// A picture that this tablet took, or a file of the library.
pub fn picture(sql: &Connection, hash: Hash) -> Result<Vec<u8>> {
    match form::read_picture(sql, hash) {
        Err(StoreError::NotFound) => file::read(sql, hash),
        read => read,
    }
}

fn addition(
    sql: &Connection,
    said: Fact,
    about: Option<&(Told, Vec<Told>)>,
    by: beibao_domain::OfficerId,
) -> Result<Fact> {
    match about {
        Some((opening, later)) => {
            let later: Vec<Fact> = later.iter().map(|told| told.fact.clone()).collect();
            matter::admit(&opening.fact, &later, &said, by)?;
        }
        None => admit_opening(sql, &said)?,
    }
    Ok(said)
}

fn correction(sql: &Connection, said: Fact, corrected: &Fact, about: Option<&(Told, Vec<Told>)>) -> Result<Fact> {
    if fact::superseded_by(sql, corrected.id)?.is_some() {
        return Err(StoreError::CorrectedMeanwhile);
    }
    let withdraws = matches!(said.body, FactBody::Withdrawn(_));
    let same = said.body.kind() == corrected.body.kind() && said.body.about() == corrected.body.about();
    if !withdraws && !same {
        return Err(Refused::OutOfOrder.into());
    }
    let later: Vec<Fact> = about.iter().flat_map(|(_, later)| later).map(|told| told.fact.clone()).collect();
    matter::admit_correction(corrected, &later, &said.body)?;
    // It belongs to the visit on which it came up, if it does.
    Ok(Fact { during: corrected.during, ..said.correcting(corrected) })
}

/// Answers as their questionnaire keeps them, with the score.
fn answered(sql: &Connection, answers: &Answers) -> Result<Answers> {
    let questionnaire: Questionnaire = shelf::read(sql, answers.questionnaire.0)?;
    if questionnaire.withdrawn {
        return Err(Refused::Closed.into());
    }
    questionnaire.validate(answers.questionnaire, &answers.answers).map_err(StoreError::InvalidAnswers)
}

/// Whether something may begin. Visits and portraits have doors of their own.
fn admit_opening(sql: &Connection, said: &Fact) -> Result<()> {
    match &said.body {
        FactBody::Application(application) => {
            if application.notice_version == 0 {
                return Err(StoreError::NoticeRequired);
            }
            let person = said.person.ok_or_else(|| field("person_id", FieldFault::Required))?;
            if application.kind.is_id_card() && waits_for_portrait(sql, person)? {
                return Err(StoreError::ApplicationOpen);
            }
            Ok(())
        }
        FactBody::HandsWanted(_) if said.household.is_none() => Err(field("household_id", FieldFault::Required)),
        FactBody::Visit(_)
        | FactBody::Portrait(_)
        | FactBody::Withdrawn(_)
        | FactBody::Looks(_)
        | FactBody::Erasure(_) => Err(Refused::OutOfOrder.into()),
        _ => Ok(()),
    }
}

fn waits_for_portrait(sql: &Connection, person: PersonId) -> Result<bool> {
    let which = beibao_replica::matter::Which {
        kinds: vec!["application".into()],
        person_id: Some(person),
        open_only: true,
        ..Default::default()
    };
    let waits = |body: &FactBody| matches!(body, FactBody::Application(_));
    let open = beibao_replica::matter::list(sql, &which)?;
    Ok(open.iter().any(|matter| matter.state == State::Applied && waits(&matter.opening.body)))
}

/// Persons and materials that a body names are in the register, or are named in words.
fn known_names(sql: &Connection, body: &FactBody, faults: &mut Faults) -> Result<()> {
    let parties = match body {
        FactBody::Dispute(dispute) => &dispute.parties[..],
        FactBody::Agreement(agreement) => &agreement.parties[..],
        _ => &[],
    };
    for (i, party) in parties.iter().enumerate() {
        let Some(id) = party.person else { continue };
        match person::read(sql, id) {
            Ok(_) => {}
            Err(ReplicaError::NotFound) => faults.found(format!("parties.{i}.name"), FieldFault::Unknown),
            Err(error) => return Err(error.into()),
        }
    }
    if let FactBody::Activity(activity) = body {
        let known: Vec<_> = material::all(sql)?.into_iter().map(|material| material.id).collect();
        let unknown = activity.handouts.iter().enumerate().filter(|(_, line)| !known.contains(&line.material_id));
        unknown.for_each(|(i, _)| faults.found(format!("handouts.{i}.material_id"), FieldFault::Unknown));
    }
    Ok(())
}

fn field(path: &str, fault: FieldFault) -> StoreError {
    StoreError::InvalidFields(FieldFaults::from([(path.to_owned(), fault)]))
}

impl From<Refused> for StoreError {
    fn from(refused: Refused) -> Self {
        StoreError::Refused(refused)
    }
}
