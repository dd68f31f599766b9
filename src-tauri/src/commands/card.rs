//! The officer's own contact card: on the screen, as PDF, as PNG.

use std::collections::BTreeMap;

use beibao_domain::{Problem, ProblemCode};
use beibao_print::{ContactCard, PrintError, Roll, card_escpos};
use beibao_replica::contact_card::{self, HeldCard};
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
    faults: Vec<CardFault>,
}

/// What keeps the card from being printed: the sentence's code, the field it is about, and what the sentence needs.
#[derive(Serialize, specta::Type)]
pub struct CardFault {
    code: String,
    field: Option<String>,
    params: BTreeMap<String, String>,
}

impl From<&beibao_print::CardFault> for CardFault {
    fn from(fault: &beibao_print::CardFault) -> Self {
        let Ok(serde_json::Value::Object(mut told)) = serde_json::to_value(fault) else {
            return Self { code: fault.code().to_owned(), field: None, params: BTreeMap::new() };
        };
        told.remove("code");
        let field = told.remove("field").and_then(|field| Some(field.as_str()?.to_owned()));
        let plain = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let params = told.into_iter().map(|(name, value)| (name, plain(value))).collect();
        Self { code: fault.code().to_owned(), field, params }
    }
}

/// What to make of the card.
#[derive(Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CardExport {
    CardPdf,
    SheetPdf,
    CardPng,
    Roll58,
    Roll80,
}

fn card(tablet: &Tablet) -> Result<ContactCard, Problem> {
    let store = tablet.store()?;
    let card = store.read(|sql| Ok(contact_card::read(sql, store.identity().enrolment.officer)?))?;
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
    let faults: Vec<CardFault> = card.check().iter().map(CardFault::from).collect();
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

/// The households whose card says something else than the officer's does today.
#[tauri::command(async)]
#[specta::specta]
pub fn outdated_cards(tablet: State<'_, Tablet>) -> Result<Vec<HeldCard>, Problem> {
    Ok(tablet.store()?.read(|sql| Ok(contact_card::outdated(sql)?))?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn export_card(what: CardExport, app: AppHandle, tablet: State<'_, Tablet>) -> Result<String, Problem> {
    let card = card(&tablet)?;
    let (name, extension, bytes) = match what {
        CardExport::CardPdf => ("contact-card", "pdf", beibao_print::card_pdf(&card)),
        CardExport::SheetPdf => ("contact-cards-a4", "pdf", beibao_print::sheet_pdf(&card)),
        CardExport::CardPng => ("contact-card", "png", beibao_print::card_png(&card, PNG_DPI)),
        CardExport::Roll58 => ("contact-card", "escpos", card_escpos(&card, Roll::Mm58)),
        CardExport::Roll80 => ("contact-card", "escpos", card_escpos(&card, Roll::Mm80)),
    };
    export::write(&app, name, extension, &bytes.map_err(printing_failed)?)
}

pub(super) fn printing_failed(error: PrintError) -> Problem {
    tracing::warn!(%error, "a paper could not be made");
    ProblemCode::PrintingFailed.into()
}
