//! Identity cards: the application, the notice, the portrait.

use beibao_domain::{FactId, Problem, ProblemCode};
use beibao_photo::{Ask, Choices, Finding, Profile, Refusal, Report};
use beibao_replica::table::word;
use beibao_store::application::{self, Judged, Shot};
use serde::Serialize;
use tauri::ipc::{InvokeBody, Request, Response};
use tauri::{AppHandle, State};

use crate::syncing;
use crate::tablet::Tablet;

/// What was found in a picture; the token names the finished portrait until it is attached or forgotten.
#[derive(Serialize, specta::Type)]
pub struct Examined {
    token: Option<String>,
    report: Report,
}

#[tauri::command(async)]
#[specta::specta]
pub fn attach_portrait(
    application_id: FactId,
    token: String,
    asks: Vec<Ask>,
    app: AppHandle,
    tablet: State<'_, Tablet>,
) -> Result<(), Problem> {
    let examined = tablet.examined(&token)?;
    let (report, Some(portrait)) = (examined.examination.report, examined.examination.portrait) else {
        return Err(ProblemCode::PortraitNotAccepted.into());
    };
    if !report.accepted || report.asks.iter().any(|ask| !asks.contains(ask)) {
        return Err(ProblemCode::PortraitNotAccepted.into());
    }
    let judged = judged(&report);
    // As it came it would be megabytes, forty times a day over a poor line, with the place in it.
    let original = beibao_photo::keepsake(&examined.shot).map_err(refused)?;
    let shot = Shot { finished: &portrait.jpeg, original: Some((&original, portrait.corners)) };
    tablet.store()?.write(|tx| application::attach_portrait(tx, application_id, shot, judged))?;
    syncing::said(&app);
    Ok(())
}

/// What goes with the picture; each ask of the report was ticked.
fn judged(report: &Report) -> Judged {
    Judged {
        profile: report.profile.clone(),
        profile_version: report.profile_version,
        checks: serde_json::to_value(&report.checks).unwrap_or_default(),
        whitened: report.whitened,
        asks: report.asks.iter().map(word).collect(),
    }
}

#[tauri::command(async)]
pub fn examine_portrait(request: Request<'_>, tablet: State<'_, Tablet>) -> Result<Examined, Problem> {
    tablet.store()?;
    let InvokeBody::Raw(bytes) = request.body() else { return Err(ProblemCode::PortraitNotAnImage.into()) };
    // The officer's choice for a coloured cloth; the report records it.
    let whiten = request.headers().get("whiten").is_some_and(|chosen| chosen == "1");
    let examination = beibao_photo::examine_with(bytes, &Profile::ga461(), Choices { whiten }).map_err(refused)?;
    let report = examination.report.clone();
    Ok(Examined { token: tablet.keep(examination, bytes), report })
}

/// What to change while the camera is looking: RGBA pixels of a preview frame, its width and the camera's height in the
/// headers. Nothing of it is kept.
#[tauri::command(async)]
pub fn live_portrait(request: Request<'_>, tablet: State<'_, Tablet>) -> Result<Vec<Finding>, Problem> {
    tablet.store()?;
    let InvokeBody::Raw(pixels) = request.body() else { return Err(ProblemCode::PortraitNotAnImage.into()) };
    let header = |name: &str| request.headers().get(name).and_then(|n| n.to_str().ok()?.parse::<u32>().ok());
    let (Some(width), Some(camera_height_px)) = (header("width"), header("camera-height")) else {
        return Err(ProblemCode::PortraitNotAnImage.into());
    };
    let height = u32::try_from(pixels.len() / 4).unwrap_or(0).checked_div(width).unwrap_or(0);
    let rgb = pixels.chunks_exact(4).flat_map(|rgba| [rgba[0], rgba[1], rgba[2]]).collect();
    let frame = beibao_photo::RgbImage::from_raw(width, height, rgb).ok_or(ProblemCode::PortraitNotAnImage)?;
    Ok(beibao_photo::live(frame, camera_height_px, &Profile::ga461()))
}

#[tauri::command(async)]
pub fn portrait_image(token: String, tablet: State<'_, Tablet>) -> Result<Response, Problem> {
    tablet.store()?;
    let portrait = tablet.examined(&token)?.examination.portrait.ok_or(ProblemCode::NotFound)?;
    Ok(Response::new(portrait.jpeg))
}

pub(super) fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::NotAnImage => ProblemCode::PortraitNotAnImage.into(),
        Refusal::Truncated => ProblemCode::PortraitTruncated.into(),
        Refusal::TooLarge { width_px, height_px } => {
            Problem::from(ProblemCode::PortraitTooLarge).with("width_px", width_px).with("height_px", height_px)
        }
        Refusal::TooSmall { width_px, height_px } => {
            Problem::from(ProblemCode::PortraitTooSmall).with("width_px", width_px).with("height_px", height_px)
        }
        Refusal::Unsupported { format } => Problem::from(ProblemCode::PortraitUnsupported).with("format", format),
    }
}
