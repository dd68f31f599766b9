//! The officers' contact cards at the desk: sheets of them for many officers at once, the photo on the back, and the households
//! that still hold a card on which something else stands.

use std::collections::BTreeMap;

use beibao_domain::picture::Picture;
use beibao_domain::world::day_in_china;
use beibao_domain::{Hash, OfficerId, Problem, ProblemCode, RegisterKind};
use beibao_print::order::{self, Order};
use beibao_print::{CardBack, ContactCard, PrintError, card_back_scene, card_photo, card_svg, order_pdf, page_svg};
use beibao_replica::contact_card::{self, HeldCard};
use beibao_replica::table::officer;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::tablets::OfficerView;
use super::who::Who;
use crate::station::{Result, Station, StationError, Tx};

/// An officer's card.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct OfficerCardView {
    /// The officer.
    pub officer: Uuid,
    /// The officer's name.
    pub name: String,
    /// The badge number.
    pub badge: String,
    /// The card as a drawing, with a mark for each character that no font has; empty if it cannot be printed.
    pub svg: String,
    /// The fields that keep it from being printed.
    pub faults: Vec<CardFaultView>,
    /// The characters on it that no font has: it is printed with marks, if that is asked for.
    pub missing: Vec<CardFaultView>,
    /// The fields that keep its back from being printed.
    pub back_faults: Vec<CardFaultView>,
    /// The characters on its back that no font has.
    pub back_missing: Vec<CardFaultView>,
    /// Whether the back has a photo.
    pub has_photo: bool,
    /// Whether that photo is not here: the back would be printed without it.
    pub photo_missing: bool,
}

/// What keeps a card from being printed.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct CardFaultView {
    /// The field, as `paper.field` names it.
    pub field: String,
    /// What is wrong with it, as `paper.fault` names it.
    pub code: String,
    /// What that sentence names.
    pub params: BTreeMap<String, String>,
}

/// Which cards to print.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
pub struct CardsAsk {
    /// Of whom, and how many.
    pub orders: Vec<CardOrder>,
    /// Whether the other side is printed too.
    pub two_sided: bool,
}

/// Cards of one officer.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
pub struct CardOrder {
    /// The officer.
    pub officer: Uuid,
    /// How many.
    pub copies: u32,
    /// Whether a mark is printed for each character that no font has.
    #[serde(default)]
    pub mark_missing: bool,
}

/// A household that holds an outdated card.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct OutdatedCardView {
    /// The household.
    pub household_id: Uuid,
    /// Its code.
    pub code: String,
    /// The name of its head.
    pub head: String,
    /// Whose card it is.
    pub officer: String,
    /// When it was given.
    pub given_on: NaiveDate,
    /// How many were given.
    pub count: u32,
}

impl Station {
    /// Every officer's card, by badge.
    pub fn officer_cards(&self) -> Result<Vec<OfficerCardView>> {
        let view = |sql: &Connection, OfficerView { id, name, badge, .. }| {
            let (card, back, photo_missing) = self.both_sides(sql, id)?;
            let front = card.marking(true);
            let told = |found: Vec<beibao_print::CardFault>| found.iter().map(fault).collect::<Vec<_>>();
            let faults = told(front.check());
            let svg = if faults.is_empty() { card_svg(front).map_err(|error| failed(&error))? } else { String::new() };
            let back_faults = match card_back_scene(front, &back) {
                Err(PrintError::Faults(found)) => told(found),
                _ => Vec::new(),
            };
            let (missing, back_missing) = (told(card.missing()), told(back.missing()));
            let has_photo = photo_missing || back.photo.is_some();
            let officer = id;
            Ok(OfficerCardView {
                officer,
                name,
                badge,
                svg,
                faults,
                missing,
                back_faults,
                back_missing,
                has_photo,
                photo_missing,
            })
        };
        let officers = self.officers()?;
        self.read(|sql| officers.into_iter().map(|officer| view(sql, officer)).collect())
    }

    /// The back of an officer's card as a drawing.
    pub fn card_back(&self, officer: Uuid) -> Result<String> {
        let (card, back, _) = self.read(|sql| self.both_sides(sql, officer))?;
        Ok(page_svg(&card_back_scene(card.marking(true), &back).map_err(|error| failed(&error))?))
    }

    /// Puts a photo on the back of an officer's card, or takes it away. What is kept is what is printed, and not the file.
    pub fn set_card_photo(&self, who: &Who, officer: Uuid, photo: Option<&[u8]>) -> Result<()> {
        let known = |sql: &Connection| Ok(officer::read(sql, OfficerId(officer))?.ok_or(ProblemCode::NotFound)?);
        // Asked before anything is made of the photo, and again with the writer in hand.
        self.read(known)?;
        let jpeg = photo.map(card_photo).transpose().map_err(|fault| no_photo(&fault))?;
        self.write(|tx| {
            known(&tx.sql)?;
            let kept = jpeg.as_deref().map(|jpeg| self.keep_photo(tx, jpeg)).transpose()?;
            tx.set(RegisterKind::Officer, officer, "photo", json!(kept))?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::FieldEdited, Some(officer), "photo")
        })
    }

    fn keep_photo(&self, tx: &Tx<'_>, jpeg: &[u8]) -> Result<Picture> {
        let (hash, size_bytes) = (Hash::of(jpeg), u32::try_from(jpeg.len()).map_err(|_| ProblemCode::TooLarge)?);
        self.keep_file(hash, jpeg)?;
        tx.own(hash, size_bytes)?;
        Ok(Picture { hash: hash.to_string(), size_bytes })
    }

    /// The card, its back, and whether the back has a photo that is not here.
    fn both_sides(&self, sql: &Connection, officer: Uuid) -> Result<(ContactCard, CardBack, bool)> {
        let words = contact_card::read_back(sql, OfficerId(officer))?;
        let hash = words.photo.as_ref().and_then(Picture::blob).map(|(hash, _)| hash);
        let photo = hash.map(|hash| self.blob(hash)).transpose()?.flatten();
        let photo_missing = hash.is_some() && photo.is_none();
        Ok((contact_card::read(sql, OfficerId(officer))?.into(), CardBack::new(words, photo), photo_missing))
    }

    /// Sheets of cards for several officers, one after the other.
    pub fn card_sheets(&self, who: &Who, ask: &CardsAsk) -> Result<Vec<u8>> {
        let orders = self.read(|sql| self.orders(sql, ask))?;
        let all: u64 = orders.iter().map(|order| u64::from(order.copies)).sum();
        // What is wrong with a card itself stands beside it on the page, before anybody orders it.
        if orders.is_empty() || !order::check(&orders).is_empty() {
            return Err(StationError::Refused(
                Problem::from(ProblemCode::InvalidFields).with("copies", "out_of_range"),
            ));
        }
        let pdf = order_pdf(&orders).map_err(|error| failed(&error))?;
        let count = all.to_string();
        self.write(|tx| note(&tx.sql, tx.world().now(), who.by(), Deed::CardsPrinted, None, &count))?;
        Ok(pdf)
    }

    fn orders(&self, sql: &Connection, ask: &CardsAsk) -> Result<Vec<Order>> {
        let order = |one: &CardOrder| {
            let (card, back, _) = self.both_sides(sql, one.officer)?;
            let back = ask.two_sided.then_some(back);
            Ok(Order { card, back, copies: one.copies, mark_missing: one.mark_missing })
        };
        ask.orders.iter().map(order).collect()
    }

    /// The households that hold an outdated card.
    pub fn outdated_cards(&self, who: &Who) -> Result<Vec<OutdatedCardView>> {
        self.noted(who, Deed::OutdatedSeen, None, "")?;
        let view = |card: HeldCard| OutdatedCardView {
            household_id: card.household_id.0,
            code: card.household_code,
            head: card.head_name,
            officer: card.officer_name,
            given_on: day_in_china(card.given_at),
            count: card.count,
        };
        self.read(|sql| Ok(contact_card::outdated(sql)?.into_iter().map(view).collect()))
    }
}

fn fault(fault: &beibao_print::CardFault) -> CardFaultView {
    let (field, params) = fault.told();
    CardFaultView { field: field.unwrap_or_default(), code: fault.code().to_owned(), params }
}

fn no_photo(fault: &beibao_print::CardFault) -> StationError {
    let mut problem = Problem::from(ProblemCode::InvalidFields).with("photo", fault.code());
    problem.params.extend(fault.told().1);
    StationError::Refused(problem)
}

fn failed(error: &PrintError) -> StationError {
    tracing::warn!(%error, "a paper could not be made");
    ProblemCode::PrintingFailed.into()
}
