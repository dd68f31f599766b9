//! The officer's own contact card: on the screen, as PDF, as PNG.

use std::collections::BTreeMap;

use beibao_domain::picture::Picture;
use beibao_domain::{Problem, ProblemCode};
use beibao_print::{CardBack, ContactCard, Order, PrintError, Roll, card_escpos, order_pdf, page_svg};
use beibao_replica::contact_card::{self, HeldCard};
use beibao_store::{Store, StoreError, record};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};

use crate::export;
use crate::tablet::Tablet;

/// Print resolution of the PNG to share.
const PNG_DPI: u32 = 300;

/// Cards on a sheet.
const ON_A_SHEET: u32 = beibao_print::CARDS_PER_SHEET as u32;

/// The card as the screen shows it, both sides, with a mark for each character that no font has.
#[derive(Serialize, specta::Type)]
pub struct CardPage {
    name: String,
    badge: String,
    station: String,
    duty_phone: String,
    svg: String,
    faults: Vec<CardFault>,
    /// What is marked: the officer says whether it is printed so.
    missing: Vec<CardFault>,
    back_svg: String,
    back_faults: Vec<CardFault>,
    back_missing: Vec<CardFault>,
    /// Whether the photo of the back has not come yet: it would be printed without it.
    photo_missing: bool,
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
        let (field, params) = fault.told();
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

/// The card of the tablet's officer for the receipt printer.
pub(super) fn strip(store: &Store, roll: Roll, mark_missing: bool) -> Result<Vec<u8>, Problem> {
    card_escpos(card(store)?.0.marking(mark_missing), roll).map_err(printing_failed)
}

/// The card of the tablet's officer, its back, and whether the back has a photo that has not come yet.
fn card(store: &Store) -> Result<(ContactCard, CardBack, bool), Problem> {
    let officer = store.identity().enrolment.officer;
    Ok(store.read(|sql| {
        let back = contact_card::read_back(sql, officer)?;
        let hash = back.photo.as_ref().and_then(Picture::blob).map(|(hash, _)| hash);
        let photo = match hash.map(|hash| record::picture(sql, hash)) {
            Some(Ok(photo)) => Some(photo),
            Some(Err(StoreError::NotFound)) | None => None,
            Some(Err(error)) => return Err(error),
        };
        let photo_missing = hash.is_some() && photo.is_none();
        Ok((contact_card::read(sql, officer)?.into(), CardBack::new(back, photo), photo_missing))
    })?)
}

#[tauri::command(async)]
#[specta::specta]
pub fn my_card(tablet: State<'_, Tablet>) -> Result<CardPage, Problem> {
    let (card, back, photo_missing) = card(&*tablet.store()?)?;
    let told = |found: Vec<beibao_print::CardFault>| found.iter().map(CardFault::from).collect::<Vec<_>>();
    let front = card.marking(true);
    let faults = told(front.check());
    let svg = if faults.is_empty() { beibao_print::card_svg(front).map_err(printing_failed)? } else { String::new() };
    let (back_svg, back_faults) = match beibao_print::card_back_scene(front, &back) {
        Ok(scene) => (page_svg(&scene), Vec::new()),
        Err(PrintError::Faults(found)) => (String::new(), told(found)),
        Err(error) => return Err(printing_failed(error)),
    };
    Ok(CardPage {
        svg,
        faults,
        missing: told(card.missing()),
        back_svg,
        back_faults,
        back_missing: told(back.missing()),
        photo_missing,
        name: card.name,
        badge: card.badge,
        station: card.station,
        duty_phone: card.duty_phone,
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
pub fn export_card(
    what: CardExport,
    two_sided: bool,
    mark_missing: bool,
    app: AppHandle,
    tablet: State<'_, Tablet>,
) -> Result<String, Problem> {
    let (card, back, _) = card(&*tablet.store()?)?;
    let front = card.marking(mark_missing);
    let (name, extension, bytes) = match (what, two_sided) {
        (CardExport::CardPdf, false) => ("contact-card", "pdf", beibao_print::card_pdf(front)),
        (CardExport::CardPdf, true) => ("contact-card", "pdf", beibao_print::two_sided_card_pdf(front, &back)),
        (CardExport::SheetPdf, _) => ("contact-cards-a4", "pdf", {
            let (back, copies) = (two_sided.then_some(back), ON_A_SHEET);
            order_pdf(&[Order { card, back, copies, mark_missing }])
        }),
        (CardExport::CardPng, _) => ("contact-card", "png", beibao_print::card_png(front, PNG_DPI)),
        (CardExport::Roll58, _) => ("contact-card", "escpos", card_escpos(front, Roll::Mm58)),
        (CardExport::Roll80, _) => ("contact-card", "escpos", card_escpos(front, Roll::Mm80)),
    };
    export::write(&app, name, extension, &bytes.map_err(printing_failed)?)
}

pub(super) fn printing_failed(error: PrintError) -> Problem {
    tracing::warn!(%error, "a paper could not be made");
    ProblemCode::PrintingFailed.into()
}
