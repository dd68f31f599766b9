//! The officers' contact cards at the desk: sheets of them for many officers at once, and the households that still hold a
//! card on which something else stands.

use beibao_domain::world::day_in_china;
use beibao_domain::{OfficerId, Problem, ProblemCode};
use beibao_print::order::{self, Order};
use beibao_print::{CardBack, ContactCard, PrintError, card_svg, order_pdf};
use beibao_replica::contact_card::{self, CardWords, HeldCard};
use beibao_replica::table::station;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::audit::{Deed, note};
use super::tablets::OfficerView;
use super::who::Who;
use crate::station::{Result, Station, StationError};

/// An officer's card.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct OfficerCardView {
    /// The officer.
    pub officer: Uuid,
    /// The officer's name.
    pub name: String,
    /// The badge number.
    pub badge: String,
    /// The card as a drawing; empty if it cannot be printed.
    pub svg: String,
    /// The fields that keep it from being printed.
    pub faults: Vec<CardFaultView>,
}

/// What keeps a card from being printed.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct CardFaultView {
    /// The field, as `paper.field` names it.
    pub field: String,
    /// What is wrong with it, as `paper.fault` names it.
    pub code: String,
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
            let card = paper(contact_card::read(sql, OfficerId(id))?);
            let faults: Vec<CardFaultView> = card.check().iter().map(fault).collect();
            let svg = if faults.is_empty() { card_svg(&card).map_err(|error| failed(&error))? } else { String::new() };
            Ok(OfficerCardView { officer: id, name, badge, svg, faults })
        };
        let officers = self.officers()?;
        self.read(|sql| officers.into_iter().map(|officer| view(sql, officer)).collect())
    }

    /// Sheets of cards for several officers, one after the other.
    pub fn card_sheets(&self, who: &Who, ask: &CardsAsk) -> Result<Vec<u8>> {
        let orders = self.read(|sql| orders(sql, ask))?;
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

fn orders(sql: &Connection, ask: &CardsAsk) -> Result<Vec<Order>> {
    let back = if ask.two_sided {
        let station_phone = station::read(sql)?.duty_phone;
        Some(CardBack { station_phone, photo: None, english: None })
    } else {
        None
    };
    let order = |one: &CardOrder| {
        let card = paper(contact_card::read(sql, OfficerId(one.officer))?);
        Ok(Order { card, back: back.clone(), copies: one.copies, mark_missing: false })
    };
    ask.orders.iter().map(order).collect()
}

fn paper(words: CardWords) -> ContactCard {
    ContactCard {
        name: words.name,
        name_mn: words.name_mn,
        badge: words.badge,
        station: words.station,
        station_mn: words.station_mn,
        duty_phone: words.duty_phone,
        emergency_phone: words.emergency_phone,
        area: words.area,
        area_mn: words.area_mn,
    }
}

fn fault(fault: &beibao_print::CardFault) -> CardFaultView {
    let told = serde_json::to_value(fault).unwrap_or_default();
    CardFaultView { field: told["field"].as_str().unwrap_or_default().to_owned(), code: fault.code().to_owned() }
}

fn failed(error: &PrintError) -> StationError {
    tracing::warn!(%error, "a paper could not be made");
    ProblemCode::PrintingFailed.into()
}
