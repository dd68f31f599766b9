//! The papers of the day: looked at on the screen, then taken along as PDF or for the receipt printer in the car.

use beibao_domain::application::{ApplicationKind, Recipient, Step};
use beibao_domain::card::CardWords;
use beibao_domain::picture::Strokes;
use beibao_domain::world::{china, day_in_china};
use beibao_domain::{FactBody, FactId, PersonId, Problem, ProblemCode};
use beibao_print::receipt::{Custody, Document, Handed};
use beibao_print::{Notice, Paper, PrintError, Receipt, Roll, Signature, SuggestionSlip, VisitSlip, page_svg};
use beibao_replica::contact_card;
use beibao_replica::matter;
use beibao_replica::table::{fact, officer, person};
use beibao_store::{Store, evening};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};

use super::card::{CardFault, printing_failed};
use super::{agreement, evening as sheet};
use crate::export;
use crate::tablet::Tablet;
use crate::words::chinese;

/// Which paper.
#[derive(Deserialize, specta::Type)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum PaperAsk {
    /// What happens with what is recorded.
    Notice,
    /// "We were here", with a line that anybody may read.
    VisitSlip {
        /// The line.
        note: String,
    },
    /// An empty slip for suggestions.
    SuggestionSlip,
    /// For documents that the officer takes along.
    Taken {
        /// Whose.
        person_id: PersonId,
        /// Which.
        documents: Vec<TakenDocument>,
        /// The person's signature.
        signature: Strokes,
    },
    /// For a document that was handed over.
    Delivered {
        /// The delivery.
        id: FactId,
    },
    /// What became of a day, `2026-11-24`.
    Evening {
        /// The day.
        on: String,
    },
    /// A mediation agreement.
    Agreement {
        /// The agreement.
        id: FactId,
    },
}

/// A document that the officer takes along.
#[derive(Deserialize, specta::Type)]
pub struct TakenDocument {
    kind: DocumentKind,
    note: String,
}

/// Documents that officers carry.
#[derive(Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    IdCard,
    HouseholdBooklet,
    TemporaryIdCard,
    Other,
}

impl From<DocumentKind> for Document {
    fn from(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::IdCard => Document::IdCard,
            DocumentKind::HouseholdBooklet => Document::HouseholdBooklet,
            DocumentKind::TemporaryIdCard => Document::TemporaryIdCard,
            DocumentKind::Other => Document::Other,
        }
    }
}

/// What a paper is taken along as.
#[derive(Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PaperForm {
    Pdf,
    Roll58,
    Roll80,
}

/// A paper as the screen shows it.
#[derive(Serialize, specta::Type)]
pub struct PaperPage {
    /// Drawings of its pages.
    pages: Vec<String>,
    /// Whether it fits the roll of a receipt printer.
    fits_a_roll: bool,
    /// What keeps it from being printed.
    faults: Vec<CardFault>,
}

#[tauri::command(async)]
#[specta::specta]
pub fn paper(ask: PaperAsk, tablet: State<'_, Tablet>) -> Result<PaperPage, Problem> {
    let paper = made(ask, &*tablet.store()?, tablet.world().now())?;
    let fits_a_roll = matches!(paper, Paper::VisitSlip(_) | Paper::Receipt(_));
    match paper.scenes() {
        Ok(scenes) => Ok(PaperPage { pages: scenes.iter().map(page_svg).collect(), fits_a_roll, faults: Vec::new() }),
        Err(PrintError::Faults(faults)) => {
            Ok(PaperPage { pages: Vec::new(), fits_a_roll, faults: faults.iter().map(CardFault::from).collect() })
        }
        Err(error) => Err(printing_failed(error)),
    }
}

#[tauri::command(async)]
#[specta::specta]
pub fn export_paper(
    ask: PaperAsk,
    form: PaperForm,
    app: AppHandle,
    tablet: State<'_, Tablet>,
) -> Result<String, Problem> {
    let name = name(&ask);
    let paper = made(ask, &*tablet.store()?, tablet.world().now())?;
    let (extension, bytes) = match form {
        PaperForm::Pdf => ("pdf", paper.pdf().map_err(printing_failed)?),
        PaperForm::Roll58 => ("escpos", on_a_roll(&paper, Roll::Mm58)?),
        PaperForm::Roll80 => ("escpos", on_a_roll(&paper, Roll::Mm80)?),
    };
    export::write(&app, &name, extension, &bytes)
}

/// A paper for the receipt printer.
pub(super) fn strip(ask: PaperAsk, store: &Store, now: DateTime<Utc>, roll: Roll) -> Result<Vec<u8>, Problem> {
    on_a_roll(&made(ask, store, now)?, roll)
}

fn on_a_roll(paper: &Paper, roll: Roll) -> Result<Vec<u8>, Problem> {
    paper.escpos(roll).ok_or(ProblemCode::PrintingFailed)?.map_err(printing_failed)
}

/// What its file is called: nothing of a person.
fn name(ask: &PaperAsk) -> String {
    match ask {
        PaperAsk::Notice => "privacy-notice".into(),
        PaperAsk::VisitSlip { .. } => "visit-slip".into(),
        PaperAsk::SuggestionSlip => "suggestion-slip".into(),
        PaperAsk::Taken { .. } | PaperAsk::Delivered { .. } => "receipt".into(),
        // What is written is a day, or nothing is made of it.
        PaperAsk::Evening { on } => {
            on.parse::<NaiveDate>().map_or("evening-sheet".into(), |on| format!("evening-sheet-{on}"))
        }
        PaperAsk::Agreement { .. } => "agreement".into(),
    }
}

fn made(ask: PaperAsk, store: &Store, now: DateTime<Utc>) -> Result<Paper, Problem> {
    let words =
        || Ok::<_, Problem>(store.read(|sql| Ok(contact_card::read(sql, store.identity().enrolment.officer)?))?);
    Ok(match ask {
        PaperAsk::Notice => {
            let CardWords { station, station_mn, duty_phone, .. } = words()?;
            Paper::Notice(Notice { station, station_mn, duty_phone })
        }
        PaperAsk::VisitSlip { note } => Paper::VisitSlip(visit_slip(words()?, &note, now)),
        PaperAsk::SuggestionSlip => {
            let CardWords { station, station_mn, duty_phone, .. } = words()?;
            Paper::SuggestionSlip(SuggestionSlip { station, station_mn, duty_phone })
        }
        PaperAsk::Taken { person_id, documents, signature } => {
            let whose = store.read(|sql| Ok(person::meant_by(sql, person_id)?))?;
            let handed = |one: TakenDocument| Handed {
                document: one.kind.into(),
                note: if one.note.trim().is_empty() { whose.name.clone() } else { one.note },
                count: 1,
            };
            let documents = documents.into_iter().map(handed).collect();
            let signature = signature.is_drawn().then_some(Signature { strokes: signature.0 });
            Paper::Receipt(Receipt {
                person: whose.name.clone(),
                person_mn: whose.name_mn.clone(),
                documents,
                signature,
                ..receipt(words()?, Custody::Taken, now)
            })
        }
        PaperAsk::Delivered { id } => Paper::Receipt(delivered(store, id)?),
        PaperAsk::Evening { on } => {
            let evening = evening::evening(store, sheet::day(&on)?)?;
            Paper::Evening(sheet::paper(evening, words()?, store.identity().enrolment.device.mark()))
        }
        PaperAsk::Agreement { id } => {
            let said = store.read(|sql| Ok(beibao_replica::agreement::read(sql, id)?))?;
            Paper::Agreement(agreement::paper(said))
        }
    })
}

fn visit_slip(words: CardWords, note: &str, now: DateTime<Utc>) -> VisitSlip {
    VisitSlip {
        station: words.station,
        station_mn: words.station_mn,
        officer: words.name,
        officer_mn: words.name_mn,
        duty_phone: words.duty_phone,
        on: day_in_china(now).to_string(),
        at: now.with_timezone(&china()).format("%H:%M").to_string(),
        note: Some(note.trim().to_owned()).filter(|note| !note.is_empty()),
    }
}

/// A receipt that says nothing of a person yet.
fn receipt(words: CardWords, way: Custody, at: DateTime<Utc>) -> Receipt {
    Receipt {
        way,
        station: words.station,
        station_mn: words.station_mn,
        duty_phone: words.duty_phone,
        officer: words.name,
        badge: words.badge,
        on: day_in_china(at).to_string(),
        person: String::new(),
        person_mn: None,
        documents: Vec::new(),
        signature: None,
        officer_signature: None,
    }
}

/// The receipt of a delivery: who took the document, with the signature that was drawn at the door, from whoever handed it
/// over.
fn delivered(store: &Store, id: FactId) -> Result<Receipt, Problem> {
    Ok(store.read(|sql| {
        let told = fact::read(sql, id)?;
        let FactBody::Progress(progress) = &told.fact.body else { return Err(beibao_store::StoreError::NotFound) };
        let Step::Delivered { to, signature, .. } = &progress.step else {
            return Err(beibao_store::StoreError::NotFound);
        };
        let application = matter::read(sql, progress.application)?;
        let FactBody::Application(applied) = &application.opening.body else {
            return Err(beibao_store::StoreError::NotFound);
        };
        let whose = application.opening.person_id.map(|id| person::meant_by(sql, id)).transpose()?;
        let (person, person_mn) = match to {
            Recipient::Person => (application.opening.person_name.clone(), whose.and_then(|person| person.name_mn)),
            Recipient::Relative { name, relation, .. } => (format!("{name}（{relation}）"), None),
        };
        let document = match applied.kind {
            ApplicationKind::Renewal | ApplicationKind::Replacement | ApplicationKind::First => Document::IdCard,
            ApplicationKind::Booklet => Document::HouseholdBooklet,
            ApplicationKind::ResidencePermit => Document::Other,
        };
        let note = match document {
            Document::Other => {
                format!("{} {}", chinese("documents.what.residence_permit"), application.opening.person_name)
            }
            _ => application.opening.person_name.clone(),
        };
        let mut words = contact_card::read(sql, told.author)?;
        if let Some(by) = officer::read(sql, told.author)? {
            words.badge = by.badge;
        }
        Ok(Receipt {
            person,
            person_mn,
            documents: vec![Handed { document, note, count: 1 }],
            signature: signature.is_drawn().then(|| Signature { strokes: signature.0.clone() }),
            ..receipt(words, Custody::Delivered, told.fact.happened_at)
        })
    })?)
}
