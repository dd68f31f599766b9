//! Records of every kind, what they add up to, and what is kept while one is being written.

use std::collections::BTreeMap;

use beibao_domain::questionnaire::{Given, Questionnaire};
use beibao_domain::shelf::{Phrase, ServicePoint};
use beibao_domain::{FactId, Hash, Problem, ProblemCode, QuestionnaireId, ServicePointId};
use beibao_replica::matter::{self, Entry, Matter, Which};
use beibao_replica::table::shelf;
use beibao_store::record::{self, Record};
use beibao_store::table::form;
use beibao_store::{Store, looks};
use chrono::NaiveDate;
use serde::Serialize;
use tauri::ipc::{InvokeBody, Request, Response};
use tauri::{AppHandle, State};

use crate::syncing;
use crate::tablet::Tablet;

/// The most activities that a list shows.
const LISTED: u32 = 200;

/// A service point with its id.
#[derive(Serialize, specta::Type)]
pub struct ServicePointView {
    id: ServicePointId,
    #[serde(flatten)]
    point: ServicePoint,
}

#[tauri::command(async)]
#[specta::specta]
pub fn matters(which: Which, tablet: State<'_, Tablet>) -> Result<Vec<Matter>, Problem> {
    let store = tablet.store()?;
    let found = store.read(|sql| Ok(matter::list(sql, &which)?))?;
    // Those of one household or person stand on a page that leaves its own trace.
    if which.household_id.is_none() && which.person_id.is_none() {
        listed(&store, &which.kinds.join(" "), found.iter().map(|matter| &matter.opening))?;
    }
    Ok(found)
}

/// Whoever reads a list of people leaves a trace as well.
fn listed<'a>(store: &Store, kinds: &str, shown: impl Iterator<Item = &'a Entry>) -> Result<(), Problem> {
    Ok(looks::at_list(store, kinds, shown.filter_map(|entry| entry.household_id))?)
}

/// How many of each kind are open.
#[tauri::command(async)]
#[specta::specta]
pub fn open_matters(tablet: State<'_, Tablet>) -> Result<BTreeMap<String, u32>, Problem> {
    Ok(tablet.store()?.read(|sql| Ok(matter::open(sql)?))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn matter(id: FactId, tablet: State<'_, Tablet>) -> Result<Matter, Problem> {
    let store = tablet.store()?;
    let matter = store.read(|sql| Ok(matter::read(sql, id)?))?;
    looked_at(&store, &matter.opening)?;
    Ok(matter)
}

/// Whoever reads of somebody leaves a trace.
fn looked_at(store: &Store, entry: &Entry) -> Result<(), Problem> {
    Ok(store.write(|tx| match (entry.person_id, entry.household_id) {
        (Some(person), _) => looks::at_person(tx, person),
        (None, Some(household)) => looks::at_household(tx, household),
        (None, None) => Ok(()),
    })?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn entries(kind: String, since: NaiveDate, tablet: State<'_, Tablet>) -> Result<Vec<Entry>, Problem> {
    let store = tablet.store()?;
    let found = store.read(|sql| Ok(matter::entries(sql, &kind, since, LISTED)?))?;
    listed(&store, &kind, found.iter())?;
    Ok(found)
}

#[tauri::command(async)]
#[specta::specta]
pub fn entry(id: FactId, tablet: State<'_, Tablet>) -> Result<Entry, Problem> {
    let store = tablet.store()?;
    let entry = store.read(|sql| Ok(matter::one(sql, id)?))?;
    looked_at(&store, &entry)?;
    Ok(entry)
}

#[tauri::command(async)]
#[specta::specta]
pub fn save_record(record: Record, app: AppHandle, tablet: State<'_, Tablet>) -> Result<FactId, Problem> {
    let id = tablet.store()?.write(|tx| record::save(tx, &record))?;
    syncing::said(&app);
    Ok(id)
}

#[tauri::command(async)]
#[specta::specta]
pub fn withdraw_record(id: FactId, app: AppHandle, tablet: State<'_, Tablet>) -> Result<FactId, Problem> {
    let id = tablet.store()?.write(|tx| record::withdraw(tx, id))?;
    syncing::said(&app);
    Ok(id)
}

#[tauri::command(async)]
#[specta::specta]
pub fn keep_form(place: String, body: Option<String>, tablet: State<'_, Tablet>) -> Result<(), Problem> {
    Ok(tablet.store()?.write(|tx| record::keep_form(tx, &place, body.as_deref()))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn kept_form(place: String, tablet: State<'_, Tablet>) -> Result<Option<String>, Problem> {
    Ok(tablet.store()?.read(|sql| form::read(sql, &place))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn service_points(tablet: State<'_, Tablet>) -> Result<Vec<ServicePointView>, Problem> {
    let all = tablet.store()?.read(|sql| Ok(shelf::all::<ServicePoint>(sql)?))?;
    Ok(all.into_iter().map(|(id, point)| ServicePointView { id: ServicePointId(id), point }).collect())
}

#[tauri::command(async)]
#[specta::specta]
pub fn phrases(tablet: State<'_, Tablet>) -> Result<Vec<Phrase>, Problem> {
    let all = tablet.store()?.read(|sql| Ok(shelf::all::<Phrase>(sql)?))?;
    Ok(all.into_iter().map(|(_, phrase)| phrase).collect())
}

/// A questionnaire with its id.
#[derive(Serialize, specta::Type)]
pub struct QuestionnaireView {
    id: QuestionnaireId,
    #[serde(flatten)]
    questionnaire: Questionnaire,
}

#[tauri::command(async)]
#[specta::specta]
pub fn questionnaires(tablet: State<'_, Tablet>) -> Result<Vec<QuestionnaireView>, Problem> {
    let all = tablet.store()?.read(|sql| Ok(shelf::all::<Questionnaire>(sql)?))?;
    let open = all.into_iter().filter(|(_, questionnaire)| !questionnaire.withdrawn);
    Ok(open.map(|(id, questionnaire)| QuestionnaireView { id: QuestionnaireId(id), questionnaire }).collect())
}

/// Which questions are asked, given what was answered so far: their names.
#[tauri::command(async)]
#[specta::specta]
pub fn asked(id: QuestionnaireId, given: Given, tablet: State<'_, Tablet>) -> Result<Vec<String>, Problem> {
    let questionnaire = tablet.store()?.read(|sql| Ok(shelf::read::<Questionnaire>(sql, id.0)?))?;
    Ok(questionnaire.asked(&given).into_iter().map(|question| question.name.clone()).collect())
}

/// Keeps a photo for a form that is being written; the answer is what its record names it by.
#[tauri::command(async)]
pub fn keep_picture(
    request: Request<'_>,
    tablet: State<'_, Tablet>,
) -> Result<beibao_domain::picture::Picture, Problem> {
    let InvokeBody::Raw(bytes) = request.body() else { return Err(ProblemCode::PortraitNotAnImage.into()) };
    let jpeg = beibao_photo::keepsake(bytes).map_err(super::id_card::refused)?;
    Ok(tablet.store()?.write(|tx| record::keep_picture(tx, &jpeg))?)
}

#[tauri::command(async)]
pub fn picture(hash: String, tablet: State<'_, Tablet>) -> Result<Response, Problem> {
    let hash = Hash::from_hex(&hash).ok_or(ProblemCode::NotFound)?;
    Ok(Response::new(tablet.store()?.read(|sql| record::picture(sql, hash))?))
}
