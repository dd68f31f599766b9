//! The officer's own contact card: on the screen, as PDF, as PNG.

use beibao_domain::{Problem, ProblemCode};
use beibao_print::{ContactCard, PrintError};
use beibao_store::contact_card;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};

use crate::export;
use crate::tablet::Tablet;

/// Print resolution of the PNG to share.
const PNG_DPI: u32 = 300;

/// The card as the screen shows it.
#[derive(Serialize, specta::Type)]
pub struct CardPage {
    name: String,
    name_mn: Option<String>,
    badge: String,
    station: String,
    duty_phone: String,
    emergency_phone: String,
    area: String,
    svg: String,
    faults: Vec<String>,
}

/// What to make of the card.
#[derive(Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CardExport {
    CardPdf,
    SheetPdf,
    CardPng,
}

fn card(tablet: &Tablet) -> Result<ContactCard, Problem> {
    let store = tablet.store()?;
    let card = store.read(|sql| contact_card::read(sql, store.identity().enrolment.officer))?;
    Ok(ContactCard {
        name: card.name,
        name_mn: card.name_mn,
        badge: card.badge,
        station: card.station,
        station_mn: card.station_mn,
        duty_phone: card.duty_phone,
        emergency_phone: card.emergency_phone,
        area: card.area,
        area_mn: card.area_mn,
    })
}

#[tauri::command(async)]
#[specta::specta]
pub fn my_card(tablet: State<'_, Tablet>) -> Result<CardPage, Problem> {
    let card = card(&tablet)?;
    let faults: Vec<String> = card.check().iter().map(|fault| fault.code().to_owned()).collect();
    let svg = if faults.is_empty() { beibao_print::card_svg(&card).map_err(printing_failed)? } else { String::new() };
    Ok(CardPage {
        name: card.name,
        name_mn: card.name_mn,
        badge: card.badge,
        station: card.station,
        duty_phone: card.duty_phone,
        emergency_phone: card.emergency_phone,
        area: card.area,
        svg,
        faults,
    })
}

#[tauri::command(async)]
#[specta::specta]
pub fn export_card(what: CardExport, app: AppHandle, tablet: State<'_, Tablet>) -> Result<String, Problem> {
    let card = card(&tablet)?;
    let (name, extension, bytes) = match what {
        CardExport::CardPdf => ("contact-card", "pdf", beibao_print::card_pdf(&card)),
        CardExport::SheetPdf => ("contact-cards-a4", "pdf", beibao_print::sheet_pdf(&card)),
        CardExport::CardPng => ("contact-card", "png", beibao_print::card_png(&card, PNG_DPI)),
    };
    export::write(&app, name, extension, &bytes.map_err(printing_failed)?)
}

pub(super) fn printing_failed(error: PrintError) -> Problem {
    tracing::warn!(%error, "a paper could not be made");
    ProblemCode::PrintingFailed.into()
}
