//! The enrolment code on a picture. The web engine reads no codes, so the shell does.

use beibao_domain::{Problem, ProblemCode};
use tauri::ipc::{InvokeBody, Request};

/// Looks for a QR code on a picture that comes as brightness, one byte a pixel, its width in the header `width`.
#[tauri::command(async)]
pub fn read_code(request: Request<'_>) -> Result<Option<String>, Problem> {
    let InvokeBody::Raw(pixels) = request.body() else { return Err(ProblemCode::PortraitNotAnImage.into()) };
    let width = request.headers().get("width").and_then(|width| width.to_str().ok()?.parse::<usize>().ok());
    let Some(width) = width.filter(|width| *width > 0 && pixels.len().is_multiple_of(*width)) else {
        return Err(ProblemCode::PortraitNotAnImage.into());
    };
    let grey = |x: usize, y: usize| pixels[y * width + x];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, pixels.len() / width, grey);
    Ok(picture.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text))
}
