//! What is carried out to people: certificates, notices, photos of activities, files of the library.

use beibao_domain::picture::Location;
use beibao_domain::questionnaire::{Answers, Questionnaire};
use beibao_domain::shelf::ServicePoint;
use beibao_domain::world::day_in_china;
use beibao_domain::{FactBody, FactId, Hash, Problem, ProblemCode};
use beibao_print::{Certificate, PointNotice, certificate_pdf, point_notice_pdf};
use beibao_replica::table::{fact, household, shelf, station, word};
use beibao_store::{record, table::file};
use serde::Serialize;
use tauri::{AppHandle, State};

use super::card::printing_failed;
use crate::export;
use crate::tablet::Tablet;
use crate::words::chinese;

/// The certificate of a quiz. The name is typed for the paper and kept nowhere; without one there is a line for it.
#[tauri::command(async)]
#[specta::specta]
pub fn export_certificate(
    id: FactId,
    name: Option<String>,
    app: AppHandle,
    tablet: State<'_, Tablet>,
) -> Result<String, Problem> {
    let (told, quiz, here) = tablet.store()?.read(|sql| {
        let told = fact::read(sql, id)?;
        let FactBody::Answers(Answers { questionnaire, .. }) = &told.fact.body else {
            return Err(beibao_store::StoreError::NotFound);
        };
        let quiz = shelf::read::<Questionnaire>(sql, questionnaire.0)?;
        Ok((told, quiz, station::read(sql)?))
    })?;
    let FactBody::Answers(Answers { score: Some(score), .. }) = told.fact.body else {
        return Err(ProblemCode::NotFound.into());
    };
    let certificate = Certificate {
        station: here.name,
        station_mn: here.name_mn,
        on: day_in_china(told.fact.happened_at).to_string(),
        person: name.filter(|name| !name.trim().is_empty()),
        title: quiz.title,
        title_mn: quiz.title_mn,
        points: score.points,
        of: score.of,
    };
    export::write(&app, "quiz-certificate", "pdf", &certificate_pdf(&certificate).map_err(printing_failed)?)
}

/// The notice of the points that are open.
#[tauri::command(async)]
#[specta::specta]
pub fn export_points(app: AppHandle, tablet: State<'_, Tablet>) -> Result<String, Problem> {
    let (points, here) = tablet.store()?.read(|sql| Ok((shelf::all::<ServicePoint>(sql)?, station::read(sql)?)))?;
    let open = points.into_iter().map(|(_, point)| point).filter(|point| !point.closed);
    let notice = PointNotice {
        station: here.name,
        station_mn: here.name_mn,
        duty_phone: here.duty_phone,
        on: day_in_china(tablet.world().now()).to_string(),
        points: open.map(told).collect(),
    };
    export::write(&app, "service-points", "pdf", &point_notice_pdf(&notice).map_err(printing_failed)?)
}

fn told(point: ServicePoint) -> beibao_print::point_notice::Point {
    beibao_print::point_notice::Point {
        kind: chinese(&format!("points.kind.{}", word(&point.kind))),
        at: point.latitude.zip(point.longitude),
        name: point.name,
        name_mn: point.name_mn,
        place: point.place,
        opening: point.opening,
        phone: point.phone,
    }
}

/// Where the homes of an area lie: what its outline on a map is drawn around. Whose they are is not said.
#[derive(Serialize, specta::Type)]
pub struct AreaPlaces {
    name: String,
    name_mn: Option<String>,
    places: Vec<Location>,
}

#[tauri::command(async)]
#[specta::specta]
pub fn area_places(tablet: State<'_, Tablet>) -> Result<Vec<AreaPlaces>, Problem> {
    let areas = tablet.store()?.read(|sql| Ok(household::places(sql)?))?;
    Ok(areas.into_iter().map(|((name, name_mn), places)| AreaPlaces { name, name_mn, places }).collect())
}

/// What became of the photos of an activity.
#[derive(Serialize, specta::Type)]
pub struct ExportedPictures {
    paths: Vec<String>,
    /// Faces that were found and hidden.
    faces: u32,
    /// Photos that another tablet took: they are at the station.
    elsewhere: u32,
}

/// Gives the photos of an activity out, each face that is found hidden, unless they are wanted as they were taken.
#[tauri::command(async)]
#[specta::specta]
pub fn export_pictures(
    id: FactId,
    as_taken: bool,
    app: AppHandle,
    tablet: State<'_, Tablet>,
) -> Result<ExportedPictures, Problem> {
    let store = tablet.store()?;
    let told = store.read(|sql| Ok(fact::read(sql, id)?))?;
    let FactBody::Activity(activity) = told.fact.body else { return Err(ProblemCode::NotFound.into()) };
    let mut exported = ExportedPictures { paths: Vec::new(), faces: 0, elsewhere: 0 };
    for (hash, _) in activity.pictures.iter().filter_map(|picture| picture.blob()) {
        let Ok(mut jpeg) = store.read(|sql| record::picture(sql, hash)) else {
            exported.elsewhere += 1;
            continue;
        };
        if !as_taken {
            let hidden = beibao_photo::hide_faces(&jpeg).map_err(super::id_card::refused)?;
            exported.faces += u32::try_from(hidden.faces).unwrap_or(u32::MAX);
            jpeg = hidden.jpeg;
        }
        exported.paths.push(export::write(&app, "activity", "jpg", &jpeg)?);
    }
    Ok(exported)
}

/// Puts a file of the library into the officer's documents and opens it there: what the app cannot show by itself.
#[tauri::command(async)]
#[specta::specta]
pub fn open_library_file(hash: String, app: AppHandle, tablet: State<'_, Tablet>) -> Result<String, Problem> {
    let hash = Hash::from_hex(&hash).ok_or(ProblemCode::NotFound)?;
    let bytes = tablet.store()?.read(|sql| file::read(sql, hash))?;
    let path = export::write(&app, "leaflet", "pdf", &bytes)?;
    export::open(&path);
    Ok(path)
}
